//! The list of mediations as a file: no names, no contents, whoever takes it out.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::pack::MediationRules;
use crate::pages::list::{ListQuery, rows};
use crate::pages::with_visible_branch;

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&Mediations];

const ALL: i64 = 1_000_000;

/// `GET /orgs/{code}/mediations`.
struct Mediations;

fn head(title: &'static str, width: u16) -> ColumnHead {
    ColumnHead::new(title, width, Kind::Text)
}

fn day(title: &'static str) -> ColumnHead {
    ColumnHead::new(title, 17, Kind::Day)
}

impl Listing for Mediations {
    fn page(&self) -> &'static str {
        "/orgs/{code}/mediations"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_visible_branch(tx, actor, asked.part("code"))?;
        let query: ListQuery = asked.query()?;
        let (_, total) = rows(tx, actor, &org, &ListQuery { skip: 0, ..query }, 1)?;
        let columns = vec![
            head("案号", 26),
            head("类型", 18),
            head("来源", 14),
            day("登记"),
            day("受理"),
            day("结束"),
            head("进展", 14),
            head("协议", 12),
            head("执委参与", 10),
        ];
        let notes = vec!["当事人的姓名、电话和内容不在表里；转办的不在表里。".to_owned()];
        let (narrowed, closing) = (Vec::new(), Vec::new());
        let (whose, list) = (org.whose(), "人民调解".to_owned());
        Ok(Opened::of(tx, actor, Said { whose, list, columns, narrowed, total, unit: "件", notes, closing }))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let org = with_visible_branch(tx, actor, asked.part("code"))?;
        let query: ListQuery = asked.query()?;
        for case in rows(tx, actor, &org, &ListQuery { skip: 0, ..query }, ALL)?.0 {
            let on = |day: Option<niangjia_kernel::Day>| day.map_or(OutCell::Empty, OutCell::Day);
            let title = case.title();
            row(&[
                title.as_str().into(),
                MediationRules::in_force().category(&case.category).into(),
                case.origin.label().into(),
                OutCell::Day(case.applied),
                on(case.accepted),
                on(case.ended),
                case.state.label().into(),
                case.form.map_or("", crate::model::Form::label).into(),
                if case.with_member { "有" } else { "" }.into(),
            ])?;
        }
        Ok(())
    }
}
