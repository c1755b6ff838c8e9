//! 导入重点户台账: the file of an office becomes households with their people, needs and links.

mod beside;
mod community;
mod drafts;
mod fresh;
pub(crate) mod more;
mod pair;
mod person;
mod reading;
mod register;
mod rows;
mod undo;
mod words;

pub use more::{LinkFile, NeedFile, ResidentFile, VisitFile};
use niangjia_document::heading::Wanted;
use niangjia_org::api::{Org, Places};
use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Home, Intake, Rows, Undoing};
use niangjia_web::AppError;

use crate::pages::{crumbs, with_visible_register};
use crate::rules::{LOADING, may_load_register};
use rows::HouseholdRows;
use words::Words;

/// The files about households, which are offered together.
pub(crate) const GROUP: &str = "households";

/// The register of a community, or of all that stand below an organisation.
pub struct HouseholdFile;

impl Intake for HouseholdFile {
    fn page(&self) -> &'static str {
        "/orgs/{code}/households/import"
    }

    fn name(&self) -> &'static str {
        "重点户台账"
    }

    fn explanation(&self) -> &'static str {
        "一行一户，或者一行一个人（同一户的编号一样，或户主和小组一样）。新的家庭登记进台账；已经登记过的，只补上缺的电话、\
         住址、需求、联系执委和家庭成员，不改已有的内容。联系从导入那天算起；没写编号的自动编号；身份证号只用来核对性别和\
         出生年份，加密保存，用来找出登记过两次的，不显示；备注不导入。"
    }

    fn columns(&self) -> Vec<Wanted> {
        Words::in_force().columns()
    }

    fn group(&self) -> &'static str {
        GROUP
    }

    fn undoing(&self) -> Option<&'static dyn Undoing> {
        Some(&undo::HouseholdUndoing)
    }

    fn home(&self, tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Home, AppError> {
        let org = with_visible_register(tx, actor, code)?;
        if !may_load_register(actor, &org.path) {
            return Err(AppError::Forbidden(LOADING.to_owned()));
        }
        let mut above = crumbs(tx, &org)?;
        above.push(("重点户台账".to_owned(), format!("{}/households", org.href())));
        let place = org.place().to_owned();
        Ok(Home { tenant: org.tenant, id: org.id, place, code: org.code, path: org.path, above })
    }

    fn begin(&self, tx: &ReadTx<'_>, actor: &Actor, home: &Home) -> Result<Box<dyn Rows>, AppError> {
        let mut orgs: Vec<Org> = niangjia_org::api::lineage(tx, &home.path)?;
        orgs.retain(|org| org.id != home.id);
        orgs.extend(niangjia_org::api::within(tx, &home.path)?);
        Ok(Box::new(HouseholdRows::new(actor, home, Places::of(orgs))))
    }
}
