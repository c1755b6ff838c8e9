//! Rounds, their families and troubles as files: without names, whoever takes them out.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink, Whose};
use niangjia_web::AppError;

use crate::pack::{ScreeningRules, label_of};
use crate::pages::round::{Looked, RoundQuery, badge, look};
use crate::pages::rounds::{self, RoundsQuery};
use crate::pages::troubles::{self, TroublesQuery};
use crate::pages::{RoundKey, with_branch};
use crate::queries::TroubleFilter;

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&Rounds, &RoundLines, &Troubles];

const ALL: i64 = 1_000_000;
const UNNAMED: &str = "没有姓名和住处，只有台账编号；困扰里说了什么不在表里，转入保密办理的不在表里。";

/// `GET /orgs/{code}/screenings`.
struct Rounds;

/// `GET /screenings/{key}`.
struct RoundLines;

/// `GET /orgs/{code}/troubles`.
struct Troubles;

fn text(title: &'static str, width: u16) -> ColumnHead {
    ColumnHead::new(title, width, Kind::Text)
}

fn count(title: &'static str) -> ColumnHead {
    ColumnHead::new(title, 10, Kind::Count)
}

fn day(title: &'static str) -> ColumnHead {
    ColumnHead::new(title, 17, Kind::Day)
}

fn opened(
    tx: &ReadTx<'_>,
    actor: &Actor,
    whose: Whose,
    (list, columns, narrowed): (String, Vec<ColumnHead>, Vec<String>),
    (total, unit): (i64, &'static str),
) -> Opened {
    let (notes, closing) = (vec![UNNAMED.to_owned()], Vec::new());
    Opened::of(tx, actor, Said { whose, list, columns, narrowed, total, unit, notes, closing })
}

fn length<T>(rows: &[T]) -> i64 {
    i64::try_from(rows.len()).unwrap_or(i64::MAX)
}

impl Listing for Rounds {
    fn page(&self) -> &'static str {
        "/orgs/{code}/screenings"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_branch(tx, actor, asked.part("code"))?;
        let query: RoundsQuery = asked.query()?;
        let total = length(&rounds::rows(tx, actor, &org, query.span())?);
        let narrowed = query.span().map(|(from, to)| format!("{}到{}办完的", from.long(), to.long()));
        let columns = vec![
            text("编号", 20),
            text("排查什么", 20),
            day("开始"),
            day("结束"),
            count("应见户数"),
            count("见到"),
            count("发现困扰"),
            count("写了原因"),
            day("办完"),
        ];
        let said = ("排查".to_owned(), columns, narrowed.into_iter().collect());
        Ok(opened(tx, actor, org.whose(), said, (total, "轮")))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let org = with_branch(tx, actor, asked.part("code"))?;
        let query: RoundsQuery = asked.query()?;
        for (round, progress) in rounds::rows(tx, actor, &org, query.span())? {
            row(&[
                round.called().as_str().into(),
                label_of(&ScreeningRules::in_force().round, &round.kind).as_str().into(),
                OutCell::Day(round.from),
                OutCell::Day(round.until),
                OutCell::Count(progress.families),
                OutCell::Count(progress.reached),
                OutCell::Count(progress.found),
                OutCell::Count(progress.explained),
                round.finished.map_or(OutCell::Empty, OutCell::Day),
            ])?;
        }
        Ok(())
    }
}

fn looked(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<(Looked, RoundQuery), AppError> {
    let key: RoundKey = asked.part("key").parse().map_err(|_| AppError::NotFound)?;
    let query: RoundQuery = asked.query()?;
    Ok((look(tx, actor, key, &query)?, query))
}

impl Listing for RoundLines {
    fn page(&self) -> &'static str {
        "/screenings/{key}"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (looked, query) = looked(tx, actor, asked)?;
        let wanted = looked.lines.iter().filter(|(_, standing)| query.wants(*standing)).count();
        let columns = vec![text("家庭编号", 12), text("小组", 14), text("执委", 12), text("进展", 30)];
        let list = format!("{} 名单", looked.round.called());
        let narrowed = vec![format!("截至 {}", looked.as_of.long())];
        let total = (i64::try_from(wanted).unwrap_or(i64::MAX), "户");
        Ok(opened(tx, actor, looked.org.whose(), (list, columns, narrowed), total))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let (looked, query) = looked(tx, actor, asked)?;
        for (line, standing) in looked.lines.iter().filter(|(_, standing)| query.wants(*standing)) {
            row(&[
                line.number.as_str().into(),
                line.group_name.as_str().into(),
                line.person_name.as_deref().unwrap_or_default().into(),
                badge(line, *standing).1.as_str().into(),
            ])?;
        }
        Ok(())
    }
}

impl Listing for Troubles {
    fn page(&self) -> &'static str {
        "/orgs/{code}/troubles"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_branch(tx, actor, asked.part("code"))?;
        let query: TroublesQuery = asked.query()?;
        let wanted = TroubleFilter { in_file: true, ..query.filter(actor) };
        let (_, total) = troubles::rows(tx, actor, &org, &wanted, 1)?;
        let columns = vec![
            text("编号", 20),
            text("哪一类", 16),
            text("怎么知道的", 16),
            day("发现"),
            text("谁发现的", 12),
            text("进展", 14),
            day("结束"),
        ];
        let said = ("情感困扰".to_owned(), columns, query.in_words(actor));
        Ok(opened(tx, actor, org.whose(), said, (total, "件")))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let org = with_branch(tx, actor, asked.part("code"))?;
        let query: TroublesQuery = asked.query()?;
        let wanted = TroubleFilter { in_file: true, ..query.filter(actor) };
        for (trouble, _) in troubles::rows(tx, actor, &org, &wanted, ALL)?.0 {
            let one = &trouble.row;
            row(&[
                one.called().as_str().into(),
                label_of(&ScreeningRules::in_force().kind, &one.kind).as_str().into(),
                one.source.label().into(),
                OutCell::Day(one.found),
                one.person_name.as_str().into(),
                one.state.label().into(),
                one.closed.map_or(OutCell::Empty, OutCell::Day),
            ])?;
        }
        Ok(())
    }
}
