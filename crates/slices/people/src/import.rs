//! 导入执委名册: the file of an office becomes persons and posts, by the same rules as the form.

mod known;
mod reading;
mod rows;
mod words;

use niangjia_document::heading::Wanted;
use niangjia_org::api::{Org, Places};
use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Home, Intake, Rows};
use niangjia_web::AppError;

use crate::pages::member_form::keeps_roster;
use crate::pages::roster_href;
use rows::MemberRows;
use words::Words;

/// The roster of an organisation, or of all that stand below it.
pub struct MemberFile;

impl Intake for MemberFile {
    fn page(&self) -> &'static str {
        "/orgs/{code}/members/import"
    }

    fn name(&self) -> &'static str {
        "执委名册"
    }

    fn explanation(&self) -> &'static str {
        "一行一个人。新的人登记进名册；已经登记过的，只补上缺的手机号、身份证号、出生日期和职务，不改已有的内容。\
         没写“任职时间”的从今天算起，没写“专兼职”的按兼职登记。"
    }

    fn columns(&self) -> Vec<Wanted> {
        Words::in_force().columns()
    }

    fn home(&self, tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Home, AppError> {
        let (org, _) = keeps_roster(tx, actor, code)?;
        let mut above = niangjia_org::api::breadcrumbs(tx, &org, Org::href)?;
        above.push((org.place().to_owned(), org.href()));
        above.push(("执委名册".to_owned(), roster_href(&org)));
        Ok(Home {
            tenant: org.tenant,
            id: org.id,
            place: org.place().to_owned(),
            code: org.code,
            path: org.path,
            above,
        })
    }

    fn begin(&self, tx: &ReadTx<'_>, actor: &Actor, home: &Home) -> Result<Box<dyn Rows>, AppError> {
        let mut orgs = niangjia_org::api::lineage(tx, &home.path)?;
        orgs.retain(|org| org.id != home.id);
        orgs.extend(niangjia_org::api::within(tx, &home.path)?);
        Ok(Box::new(MemberRows::new(actor, home, Places::of(orgs))))
    }
}
