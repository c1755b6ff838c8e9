//! 审计: who did what, who opened whose file, and whether the chain of entries is whole.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AuditEntry, Day, Id, Person, Timestamp};
use niangjia_store::audit::{self, ChainState, Change, Filter, Written};
use niangjia_store::{Actor, PostKind, ReadTx, StoreError};
use niangjia_web::show::{self, When};
use niangjia_web::{AppError, Ctx, Query, Shell, page};
use serde::Deserialize;
use uuid::Uuid;

/// Rows on a page.
const ROWS: usize = 50;
/// How much of the last hash is shown: enough to compare with the one that was written down.
const HASH_DIGITS: usize = 16;

/// What `GET /audit` may be asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AuditQuery {
    /// `reads` for looks into personal data only.
    only: String,
    /// One person: `per_…`.
    person: String,
    /// One subject.
    subject: String,
    /// Where the page before ended: `1795312860000.aud_…`.
    before: String,
}

const READS: &str = "reads";

/// A filter above the list.
struct Chip {
    label: String,
    count: String,
    href: String,
    on: bool,
}

/// The state of the chain, as a note says it.
struct Banner {
    kind: &'static str,
    icon: &'static str,
    text: String,
}

/// An entry of the audit.
pub(crate) struct Line {
    pub(crate) who: String,
    who_href: String,
    when: When,
    pub(crate) action: String,
    pub(crate) on_what: String,
    on_what_href: String,
    pub(crate) changes: String,
    pub(crate) number: String,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    shell: Shell,
    place: String,
    banner: Option<Banner>,
    chips: Vec<Chip>,
    total: String,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /audit`: for the audit administrator, about her tenant and her branch.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<AuditQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let actor = &visitor.actor;
        let filter = query.wanted(actor)?;
        let mut entries = audit::entries(tx, actor.tenant, &actor.acting.org_path, &filter, ROWS as i64 + 1)?;
        let more = entries.len() > ROWS;
        entries.truncate(ROWS);
        let next = entries.last().filter(|_| more).map(|last| format!("{}.{}", last.at.millis(), last.id));
        let is_first = query.before.is_empty();
        page(&AuditPage {
            shell: visitor.shell(),
            place: actor.acting.org_name.clone(),
            banner: if is_first { Some(Banner::of(&audit::verify(tx, actor.tenant)?)) } else { None },
            chips: query.chips(tx, actor, &filter, &entries)?,
            total: show::count(audit::count(tx, actor.tenant, &actor.acting.org_path, &filter)?),
            lines: entries.iter().map(|entry| Line::of(entry, &query, tx.today())).collect(),
            first: (!is_first).then(|| query.href("")),
            next: next.map(|before| query.href(&before)),
        })
    })
    .await
}

impl Banner {
    fn of(chain: &ChainState) -> Self {
        let Some(number) = chain.broken_at else {
            let (checked, waiting) = (show::count(chain.checked), show::count(chain.waiting));
            let mut text = format!("链条完整，共核验 {checked} 条，待封存 {waiting} 条。");
            if let Some(head) = chain.head.get(..HASH_DIGITS) {
                text.push_str(&format!("链头 {head}，抄下来，下次可以对。"));
            }
            return Self { kind: "done", icon: "shield-check", text };
        };
        let text = format!(
            "记录链异常：第 {} 条与前一条对不上。请停止改动，保留数据文件，联系上级审计管理员。",
            show::count(number)
        );
        Self { kind: "late", icon: "alert-triangle", text }
    }
}

impl Line {
    pub(crate) fn of(entry: &Written, query: &AuditQuery, today: Day) -> Self {
        let post =
            if entry.post_label.is_empty() { String::new() } else { format!(" · {}", entry.post_label) };
        let changes: Vec<String> = entry.changes.iter().map(in_words).collect();
        let by = |person: Id<Person>| AuditQuery { person: person.to_string(), ..query.clone() }.href("");
        let about = |subject: Uuid| AuditQuery { subject: subject.to_string(), ..query.clone() }.href("");
        Self {
            who: format!("{}{post}", entry.person_name),
            who_href: entry.person.map(by).unwrap_or_default(),
            when: When::instant(entry.at, today),
            action: entry.action.clone(),
            on_what: match (entry.label.as_str(), entry.subject) {
                ("", Some(_)) => "本人".to_owned(),
                (label, _) => label.to_owned(),
            },
            on_what_href: entry.subject.map(about).unwrap_or_default(),
            changes: changes.join("；"),
            number: entry
                .seq
                .map_or_else(|| "待封存".to_owned(), |number| format!("第 {} 条", show::count(number))),
        }
    }
}

/// `岗位：执委 → 副主席`; what did not exist before is named alone.
fn in_words(change: &Change) -> String {
    match (change.before.as_str(), change.after.as_str()) {
        ("", after) => format!("{}：{after}", change.what),
        (before, "") => format!("{}：{before} → 无", change.what),
        (before, after) => format!("{}：{before} → {after}", change.what),
    }
}

impl AuditQuery {
    /// The entries that are asked for, as far as `actor` reads the audit at all.
    pub(crate) fn wanted(&self, actor: &Actor) -> Result<Filter, AppError> {
        let filter = self.filter().filter(|_| actor.acting.kind == PostKind::AuditAdministrator);
        filter.ok_or(AppError::NotFound)
    }

    /// The entries that are asked for; `None` when the link cannot be read.
    fn filter(&self) -> Option<Filter> {
        let before = match self.before.split_once('.') {
            Some((millis, id)) => {
                Some((Timestamp::from_millis(millis.parse().ok()?), id.parse::<Id<AuditEntry>>().ok()?))
            }
            None if self.before.is_empty() => None,
            None => return None,
        };
        Some(Filter {
            person: if self.person.is_empty() { None } else { Some(self.person.parse().ok()?) },
            subject: if self.subject.is_empty() { None } else { Some(Uuid::try_parse(&self.subject).ok()?) },
            reads_only: self.only == READS,
            action: None,
            before,
        })
    }

    fn href(&self, before: &str) -> String {
        let pairs = [
            ("only", self.only.as_str()),
            ("person", &self.person),
            ("subject", &self.subject),
            ("before", before),
        ];
        let said: Vec<_> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if said.is_empty() { "/audit".to_owned() } else { format!("/audit?{}", said.join("&")) }
    }

    /// 全部 and 只看查阅 with their counts, and one that takes each further filter away again.
    fn chips(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        filter: &Filter,
        entries: &[Written],
    ) -> Result<Vec<Chip>, StoreError> {
        let mut chips = Vec::new();
        for (only, label) in [("", "全部"), (READS, "只看查阅")] {
            let one = Filter { reads_only: only == READS, before: None, ..filter.clone() };
            chips.push(Chip {
                label: label.to_owned(),
                count: show::count(audit::count(tx, actor.tenant, &actor.acting.org_path, &one)?),
                href: Self { only: only.to_owned(), ..self.clone() }.href(""),
                on: one.reads_only == filter.reads_only,
            });
        }
        if filter.person.is_some() {
            let name = entries.first().map_or("此人", |entry| entry.person_name.as_str());
            let without = Self { person: String::new(), ..self.clone() };
            chips.push(without.chip_that_takes_away(format!("只看{name}做的，点这里看所有人")));
        }
        if filter.subject.is_some() {
            let label = entries.iter().map(|entry| entry.label.as_str()).find(|label| !label.is_empty());
            let without = Self { subject: String::new(), ..self.clone() };
            chips.push(
                without.chip_that_takes_away(format!("只看{}，点这里看所有对象", label.unwrap_or("本人"))),
            );
        }
        Ok(chips)
    }

    fn chip_that_takes_away(&self, label: String) -> Chip {
        Chip { label, count: String::new(), href: self.href(""), on: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_of_the_audit_keeps_its_filters_and_reads_back() {
        let query = AuditQuery {
            only: READS.to_owned(),
            person: "per_01980000000070008000000000000001".to_owned(),
            ..AuditQuery::default()
        };
        let before = "1795312860000.aud_01980000000070008000000000000002";
        assert_eq!(
            query.href(before),
            format!("/audit?only=reads&person=per_01980000000070008000000000000001&before={before}")
        );
        let filter = AuditQuery { before: before.to_owned(), ..query }.filter().expect("a filter");
        assert!(filter.reads_only && filter.person.is_some() && filter.before.is_some());
        assert!(AuditQuery { before: "昨天".to_owned(), ..AuditQuery::default() }.filter().is_none());
        assert!(AuditQuery { person: "hh_1".to_owned(), ..AuditQuery::default() }.filter().is_none());
    }

    #[test]
    fn the_banner_says_how_far_the_chain_was_followed_or_where_it_breaks() {
        let whole = ChainState {
            checked: 48_213,
            waiting: 2,
            head: "0123456789abcdef99".to_owned(),
            broken_at: None,
        };
        let text = Banner::of(&whole).text;
        assert!(
            text.starts_with("链条完整，共核验 48,213 条，待封存 2 条。链头 0123456789abcdef，"),
            "{text}"
        );
        let broken = Banner::of(&ChainState { broken_at: Some(31_077), ..whole });
        assert_eq!(broken.kind, "late");
        assert!(broken.text.contains("第 31,077 条"));
    }

    #[test]
    fn a_change_is_read_as_before_and_after() {
        let change = |before: &str, after: &str| {
            in_words(&Change {
                what: "岗位".to_owned(), before: before.to_owned(), after: after.to_owned()
            })
        };
        assert_eq!(change("执委", "副主席"), "岗位：执委 → 副主席");
        assert_eq!(change("", "执委"), "岗位：执委");
        assert_eq!(change("执委", ""), "岗位：执委 → 无");
    }
}
