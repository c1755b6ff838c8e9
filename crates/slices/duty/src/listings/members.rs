//! The points of a community's members this month as a file: by name, never a ranking.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::pages::members::{lines, with_readable_points};

/// `GET /orgs/{code}/points`.
pub(super) struct Members;

impl Listing for Members {
    fn page(&self) -> &'static str {
        "/orgs/{code}/points"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_readable_points(tx, actor, asked.part("code"))?;
        let month = tx.today().month();
        let said = Said {
            whose: org.whose(),
            list: "执委积分".to_owned(),
            columns: vec![
                ColumnHead::new("姓名", 10, Kind::Text),
                ColumnHead::new("岗位", 30, Kind::Text),
                ColumnHead::new("本月积分", 10, Kind::Count),
            ],
            narrowed: vec![month.long()],
            total: i64::try_from(lines(tx, &org, month)?.len()).unwrap_or(i64::MAX),
            unit: "人",
            notes: vec!["本月为暂计，不排名次。".to_owned()],
            closing: Vec::new(),
        };
        Ok(Opened::of(tx, actor, said))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let org = with_readable_points(tx, actor, asked.part("code"))?;
        for line in lines(tx, &org, tx.today().month())? {
            row(&[line.name.as_str().into(), line.posts.as_str().into(), OutCell::Count(line.points)])?;
        }
        Ok(())
    }
}
