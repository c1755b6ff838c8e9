//! The list of requests as a file: as far as the page shows it.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::pack::RequestRules;
use crate::pages::listed::{Line, ListQuery, lines};
use crate::pages::with_visible_branch;
use crate::queries::{self, Asked as Wanted};

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&Requests];

/// How many lines are read at once.
const AT_ONCE: i64 = 500;

/// `GET /orgs/{code}/requests`.
struct Requests;

fn query(asked: &Asked) -> Result<ListQuery, AppError> {
    asked.query()
}

impl Listing for Requests {
    fn page(&self) -> &'static str {
        "/orgs/{code}/requests"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_visible_branch(tx, actor, asked.part("code"))?;
        let wanted = Wanted { in_file: true, ..query(asked)?.asked(&org) };
        let text = |title, width| ColumnHead::new(title, width, Kind::Text);
        let columns = vec![
            text("编号", 18),
            text("类别", 16),
            text("谁的", 12),
            text("来源", 12),
            ColumnHead::new("收到", 17, Kind::Day),
            text("进展", 14),
            text("在哪里", 18),
            text("期限", 22),
            ColumnHead::new("办结", 17, Kind::Day),
        ];
        let mut narrowed: Vec<String> = Vec::new();
        if let Some(category) = &wanted.category {
            narrowed.push(format!("类别：{}", RequestRules::in_force().label(category)));
        }
        let total = queries::counts(tx, actor, &wanted)?;
        let notes = vec!["电话、内容和答复不在表里；涉及家庭暴力和孩子受伤害的不在表里。".to_owned()];
        let said = Said {
            whose: org.whose(),
            list: "诉求台账".to_owned(),
            columns,
            narrowed,
            total,
            unit: "件",
            notes,
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
        let org = with_visible_branch(tx, actor, asked.part("code"))?;
        let wanted = Wanted { in_file: true, ..query(asked)?.asked(&org) };
        let mut after = None;
        loop {
            let page = lines(tx, actor, &wanted, after, AT_ONCE)?;
            let Some(last) = page.last() else { break };
            after = Some((last.row.received, last.row.id));
            page.iter().try_for_each(|line| give(line, row))?;
        }
        Ok(())
    }
}

fn give(line: &Line, row: &mut Sink<'_>) -> Result<(), AppError> {
    let one = &line.row;
    let called = one.called();
    let due = line.due.as_ref().map_or("", |due| due.word.as_str());
    row(&[
        called.as_str().into(),
        one.about().into(),
        line.name.as_str().into(),
        one.channel.label().into(),
        OutCell::Day(one.received.day()),
        one.state_word().as_str().into(),
        line.holder.as_str().into(),
        due.into(),
        one.closed.map_or(OutCell::Empty, |closed| OutCell::Day(closed.day())),
    ])
}
