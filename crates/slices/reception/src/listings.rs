//! The lists of this slice as files.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink, Whose};
use niangjia_web::AppError;

use crate::model::ArticleKind;
use crate::pack::ReceptionRules;
use crate::pages::knowledge::{KnowledgeQuery, found};
use crate::pages::roster::{RosterQuery, turns_of};
use crate::pages::{month_of, weekday, with_visible_roster};

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&Turns, &Articles];

const ALL: i64 = 1_000_000;

/// `GET /orgs/{code}/roster`.
struct Turns;

/// `GET /knowledge`.
struct Articles;

fn text(title: &'static str, width: u16) -> ColumnHead {
    ColumnHead::new(title, width, Kind::Text)
}

impl Listing for Turns {
    fn page(&self) -> &'static str {
        "/orgs/{code}/roster"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_visible_roster(tx, actor, asked.part("code"))?;
        let query: RosterQuery = asked.query()?;
        let month = month_of(&query.month, tx.today());
        let total = i64::try_from(turns_of(tx, &org, month)?.len()).unwrap_or(0);
        let columns = vec![
            ColumnHead::new("日期", 17, Kind::Day),
            text("星期", 6),
            text("哪里", 16),
            text("时间", 16),
            text("值班人", 14),
            text("原来排的", 14),
            text("进展", 10),
            ColumnHead::new("分钟", 8, Kind::Count),
        ];
        let (list, narrowed) = ("接访和12338值班表".to_owned(), vec![month.long()]);
        let (notes, closing) = (Vec::new(), Vec::new());
        Ok(Opened::of(
            tx,
            actor,
            Said { whose: org.whose(), list, columns, narrowed, total, unit: "班", notes, closing },
        ))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let org = with_visible_roster(tx, actor, asked.part("code"))?;
        let query: RosterQuery = asked.query()?;
        for turn in turns_of(tx, &org, month_of(&query.month, tx.today()))? {
            let hours = turn.hours();
            row(&[
                OutCell::Day(turn.on),
                weekday(turn.on).into(),
                ReceptionRules::in_force().place_label(&turn.place).into(),
                hours.as_str().into(),
                turn.person_name.as_str().into(),
                turn.drawn_name.as_deref().unwrap_or_default().into(),
                turn.state.label().into(),
                turn.minutes.map_or(OutCell::Empty, OutCell::Count),
            ])?;
        }
        Ok(())
    }
}

impl Listing for Articles {
    fn page(&self) -> &'static str {
        "/knowledge"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let query: KnowledgeQuery = asked.query()?;
        let search = query.search(tx.today());
        let (_, total) = found(tx, actor, &search, 1)?;
        let columns = vec![
            text("种类", 10),
            text("标题", 36),
            text("开头", 60),
            text("电话", 16),
            text("谁写的", 22),
            ColumnHead::new("有效到", 17, Kind::Day),
        ];
        let words: Vec<_> = search.words.phrases().map(|word| format!("含“{word}”")).collect();
        let kind = search.kind.map(ArticleKind::label).map(str::to_owned);
        let narrowed = words.into_iter().chain(kind).collect();
        let (notes, closing) = (Vec::new(), Vec::new());
        let list = "知识库".to_owned();
        Ok(Opened::of(
            tx,
            actor,
            Said { whose: Whose::acting(actor), list, columns, narrowed, total, unit: "条", notes, closing },
        ))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let query: KnowledgeQuery = asked.query()?;
        for one in found(tx, actor, &query.search(tx.today()), ALL)?.0 {
            row(&[
                one.kind.label().into(),
                one.title.as_str().into(),
                one.lead.as_str().into(),
                one.phone.as_str().into(),
                one.whose.as_str().into(),
                one.until.map_or(OutCell::Empty, OutCell::Day),
            ])?;
        }
        Ok(())
    }
}
