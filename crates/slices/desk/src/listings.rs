//! The audit as a file.

use niangjia_store::audit::{self, Filter};
use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink, Whose};
use niangjia_web::AppError;

use crate::pages::audit::{AuditQuery, Line};

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&Audit];

/// Entries read at once.
const ROWS: i64 = 2_000;

/// `GET /audit`.
struct Audit;

/// The whole list, from whichever of its pages it is asked for.
fn wanted(actor: &Actor, asked: &Asked) -> Result<(AuditQuery, Filter), AppError> {
    let query: AuditQuery = asked.query()?;
    let filter = Filter { before: None, ..query.wanted(actor)? };
    Ok((query, filter))
}

impl Listing for Audit {
    fn page(&self) -> &'static str {
        "/audit"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (_, filter) = wanted(actor, asked)?;
        let branch = &actor.acting.org_path;
        let newest = audit::entries(tx, actor.tenant, branch, &filter, 1)?;
        let newest = newest.first();
        let person = filter.person.map(|_| newest.map_or("此人", |entry| entry.person_name.as_str()));
        let subject = filter.subject.map(|_| newest.map_or("", |entry| entry.label.as_str()));
        let subject = subject.map(|label| if label.is_empty() { "本人" } else { label });
        let reads = filter.reads_only.then(|| "只看查阅".to_owned());
        let person = person.map(|name| format!("只看{name}做的"));
        let subject = subject.map(|label| format!("只看{label}"));
        let text = |label: &str, width: u16| ColumnHead::new(label, width, Kind::Text);
        let said = Said {
            whose: Whose::acting(actor),
            list: "审计记录".to_owned(),
            columns: vec![
                text("谁", 32),
                ColumnHead::new("日期", 17, Kind::Day),
                text("时间", 8),
                text("做了什么", 16),
                text("对象", 24),
                text("说明", 48),
                text("链上", 14),
            ],
            narrowed: reads.into_iter().chain(person).chain(subject).collect(),
            total: audit::count(tx, actor.tenant, branch, &filter)?,
            unit: "条",
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
        let (query, mut filter) = wanted(actor, asked)?;
        loop {
            let entries = audit::entries(tx, actor.tenant, &actor.acting.org_path, &filter, ROWS)?;
            for entry in &entries {
                let line = Line::of(entry, &query, tx.today());
                row(&[
                    line.who.as_str().into(),
                    OutCell::Day(entry.at.day()),
                    entry.at.clock_time().as_str().into(),
                    line.action.as_str().into(),
                    line.on_what.as_str().into(),
                    line.changes.as_str().into(),
                    line.number.as_str().into(),
                ])?;
            }
            filter.before = entries.last().map(|last| (last.at, last.id));
            if (entries.len() as i64) < ROWS {
                return Ok(());
            }
        }
    }
}
