//! 网格 of a community as a file.

use niangjia_kernel::AreaLevel;
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::listings::{day_column, text};
use crate::pages::with_visible_register;
use crate::queries::{self, GridRow};

/// `GET /orgs/{code}/grids`.
pub(super) struct Grids;

fn wanted(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<(Org, Vec<GridRow>), AppError> {
    let org = with_visible_register(tx, actor, asked.part("code"))?;
    if org.level != AreaLevel::Community {
        return Err(AppError::NotFound);
    }
    let grids = queries::grids(tx, org.tenant, org.id, tx.today())?;
    Ok((org, grids))
}

impl Listing for Grids {
    fn page(&self) -> &'static str {
        "/orgs/{code}/grids"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (org, grids) = wanted(tx, actor, asked)?;
        let columns = vec![
            text("网格", 16),
            text("居民小组", 14),
            text("包保执委", 32),
            text("网格编码", 18),
            text("综治编码", 20),
            day_column("自"),
            ColumnHead::new("家庭", 8, Kind::Count),
        ];
        let said = Said {
            whose: org.whose(),
            list: "网格".to_owned(),
            columns,
            narrowed: Vec::new(),
            total: i64::try_from(grids.len()).unwrap_or(i64::MAX),
            unit: "个",
            notes: Vec::new(),
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
        for grid in wanted(tx, actor, asked)?.1 {
            let assigned = grid.members.iter().map(|(_, name, mode)| format!("{name}（{}）", mode.label()));
            let assigned: Vec<String> = assigned.collect();
            let assigned = if assigned.is_empty() { "还没有人".to_owned() } else { assigned.join("、") };
            row(&[
                grid.name.as_str().into(),
                format!("{}组", grid.group_name).as_str().into(),
                assigned.as_str().into(),
                grid.code.as_str().into(),
                grid.external_code.as_deref().unwrap_or_default().into(),
                OutCell::Day(grid.since),
                OutCell::Count(grid.households),
            ])?;
        }
        Ok(())
    }
}
