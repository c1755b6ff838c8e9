//! The lists of this slice as files: names only so far that lines can be told apart, whoever takes them out.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink, Whose};
use niangjia_web::AppError;

use crate::pages::{claims, inspections, with_visible_branch};

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&Inspections, &Claims];

const ALL: i64 = 1_000_000;
const MASKED: &str = "姓名只留姓。查阅单的内容、本人的原话和答复不在表里。";

/// `GET /orgs/{code}/inspections`.
struct Inspections;

/// `GET /orgs/{code}/claims`.
struct Claims;

fn opened(
    tx: &ReadTx<'_>,
    actor: &Actor,
    asked: &Asked,
    (list, columns, total, unit): (&str, Vec<ColumnHead>, i64, &'static str),
) -> Result<Opened, AppError> {
    let org = with_visible_branch(tx, actor, asked.part("code"))?;
    let whose =
        Whose { id: org.id, path: org.path.clone(), name: org.name.clone(), place: org.place().to_owned() };
    let (narrowed, closing) = (Vec::new(), Vec::new());
    let notes = vec![MASKED.to_owned()];
    let list = list.to_owned();
    Ok(Opened::of(tx, actor, Said { whose, list, columns, narrowed, total, unit, notes, closing }))
}

fn text(title: &'static str, width: u16) -> ColumnHead {
    ColumnHead::new(title, width, Kind::Text)
}

fn day(title: &'static str) -> ColumnHead {
    ColumnHead::new(title, 17, Kind::Day)
}

impl Listing for Inspections {
    fn page(&self) -> &'static str {
        "/orgs/{code}/inspections"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_visible_branch(tx, actor, asked.part("code"))?;
        let (_, total) = inspections::rows(tx, actor, &org, 1)?;
        let columns = vec![
            text("编号", 20),
            day("日期"),
            text("家庭编号", 12),
            text("查谁的", 12),
            text("来的人", 26),
            text("结果", 12),
            text("经办", 14),
        ];
        opened(tx, actor, asked, ("本人查阅登记", columns, total, "次"))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let org = with_visible_branch(tx, actor, asked.part("code"))?;
        for about in inspections::rows(tx, actor, &org, ALL)?.0 {
            let one = &about.row;
            let (called, household, name) = (one.called(), about.household_number(), about.name(false));
            row(&[
                called.as_str().into(),
                OutCell::Day(one.at.day()),
                household.as_str().into(),
                name.as_str().into(),
                one.comes_as.label().into(),
                if one.proof.is_some() { "已查阅" } else { "不予查阅" }.into(),
                one.person_name.as_str().into(),
            ])?;
        }
        Ok(())
    }
}

impl Listing for Claims {
    fn page(&self) -> &'static str {
        "/orgs/{code}/claims"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_visible_branch(tx, actor, asked.part("code"))?;
        let (_, total) = claims::rows(tx, actor, &org, 1)?;
        let columns = vec![
            text("编号", 20),
            text("请求", 10),
            text("家庭编号", 12),
            text("谁的", 12),
            day("提出"),
            day("期限"),
            text("进展", 20),
            day("办结"),
            day("答复本人"),
        ];
        opened(tx, actor, asked, ("本人请求", columns, total, "件"))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let org = with_visible_branch(tx, actor, asked.part("code"))?;
        for about in claims::rows(tx, actor, &org, ALL)?.0 {
            let one = &about.row;
            let (called, household, name) = (one.called(), about.household_number(), about.name(false));
            row(&[
                called.as_str().into(),
                one.kind.label().into(),
                household.as_str().into(),
                name.as_str().into(),
                OutCell::Day(one.asked),
                OutCell::Day(one.due),
                one.state().into(),
                one.ended.as_ref().map_or(OutCell::Empty, |ended| OutCell::Day(ended.on)),
                one.told.as_ref().map_or(OutCell::Empty, |(on, ..)| OutCell::Day(*on)),
            ])?;
        }
        Ok(())
    }
}
