//! The organisations below one, as a file.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, Said, Sink, Whose};
use niangjia_web::AppError;

use crate::api;
use crate::model::Org;

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&Below];

/// `GET /orgs/{code}`.
struct Below;

fn wanted(tx: &ReadTx<'_>, asked: &Asked) -> Result<(Org, Vec<Org>), AppError> {
    let org = api::by_code(tx, asked.part("code"))?.ok_or(AppError::NotFound)?;
    let below = api::children(tx, org.id)?;
    Ok((org, below))
}

impl Listing for Below {
    fn page(&self) -> &'static str {
        "/orgs/{code}"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (org, below) = wanted(tx, asked)?;
        // Names are open to everybody; what she takes out of another branch is still told to the auditor of hers.
        let hers = Whose::acting(actor);
        let whose = if actor.acting.org_path.covers(&org.path) {
            org.whose()
        } else {
            Whose { name: org.name.clone(), place: org.place().to_owned(), ..hers }
        };
        let said = Said {
            whose,
            list: "下级组织".to_owned(),
            columns: vec![
                ColumnHead::new("组织", 32, Kind::Text),
                ColumnHead::new("层级", 12, Kind::Text),
                ColumnHead::new("区划代码", 16, Kind::Text),
            ],
            narrowed: Vec::new(),
            total: i64::try_from(below.len()).unwrap_or(i64::MAX),
            unit: "个",
            notes: Vec::new(),
            closing: Vec::new(),
        };
        Ok(Opened::of(tx, actor, said))
    }

    fn rows(&self, tx: &ReadTx<'_>, _: &Actor, asked: &Asked, row: &mut Sink<'_>) -> Result<(), AppError> {
        for org in wanted(tx, asked)?.1 {
            let area = org.area_code.to_string();
            row(&[org.name.as_str().into(), org.level.label().into(), area.as_str().into()])?;
        }
        Ok(())
    }
}
