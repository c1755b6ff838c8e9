//! Lists of requests and their counts, by the one predicate.

use niangjia_kernel::{Day, Household, Id, OrgPath, Request, Tenant, Timestamp};
use niangjia_store::{Actor, BlindIndex, ReadTx, Sql, StoreError, single};

use super::parts::{Part, Small, parts, push_open, push_part};
use super::{NAME, PHONE, REQUEST, index, push_held, push_own, push_visible, request_row};
use crate::model::{Class, Closing, RequestRow, State};
use crate::rules::{Sight, sight};

/// Which requests of a list are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    /// Those that wait for the actor.
    Mine,
    /// Those that are not closed.
    Open,
    /// Those whose clock has ended.
    Late,
    /// Those that are closed.
    Closed,
    /// All.
    All,
}

impl Show {
    pub(crate) const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Mine, "mine", "等我办"),
        (Self::Open, "open", "没有办结"),
        (Self::Late, "late", "已超期"),
        (Self::Closed, "closed", "已办结"),
        (Self::All, "all", "全部"),
    ];

    pub(crate) fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own, _)| *own == code).map(|(show, ..)| *show)
    }

    pub(crate) fn code(self) -> &'static str {
        Self::ALL.iter().find(|(show, ..)| *show == self).map_or("all", |(_, code, _)| code)
    }
}

/// What is asked of a list.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The branch; what counts there.
    pub(crate) branch: OrgPath,
    pub(crate) show: Show,
    pub(crate) category: Option<String>,
    /// A number, a name or a telephone number, whole.
    pub(crate) words: String,
    /// Received in these days, both included.
    pub(crate) received: Option<(Day, Day)>,
    /// Answered in these days, both included: her answer reached her, or the level above looked.
    pub(crate) answered: Option<(Day, Day)>,
    /// Whether what is asked for leaves the house as a file: nothing sealed is in it.
    pub(crate) in_file: bool,
}

/// Appends ` FROM … WHERE …` for one part of what `actor` may see.
fn push_from(sql: &mut Sql, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked, part: Part) {
    let small = match asked.show {
        Show::Mine => Some(Small::Mine),
        Show::Late => Some(Small::Late(tx.now())),
        Show::Open => Some(Small::Open),
        Show::Closed | Show::All => None,
    };
    push_part(sql, actor, part, small);
    let mine = sight(actor) == Sight::Own;
    // What a member or an organisation above has is hers wherever it counts.
    let counted = asked.received.is_some() || asked.answered.is_some();
    if !mine && sight(actor) != Sight::Above {
        let own = asked.branch == actor.acting.org_path;
        // Her own branch is what that part is of; said twice, it would lead the search astray.
        if !own || (counted && part != Part::Branch) {
            sql.push(" AND ").within("r.org_path", &asked.branch);
        }
    }
    push_days(sql, asked);
    match (asked.show, part) {
        (Show::All, _) | (Show::Mine, Part::Branch) => {}
        (Show::Open, _) => push_open(sql, "r"),
        (Show::Closed, _) => drop(sql.push(" AND r.state = ").bind(&State::Closed)),
        (Show::Late, Part::Branch) => drop(sql.push(" AND r.state <> ").bind(&State::Closed)),
        (Show::Mine, _) => push_mine(sql, actor),
        (Show::Late, _) => {
            sql.push(" AND r.state <> ").bind(&State::Closed).push(" AND ");
            push_late(sql, tx.now());
        }
    }
    if let Some(category) = &asked.category {
        // A sealed one does not say what it is about, not even by being found.
        sql.push(" AND r.class = ").bind(&Class::Personal).push(" AND r.category = ").bind(category);
    }
    if asked.in_file {
        sql.push(" AND r.class = ").bind(&Class::Personal);
    }
    push_words(sql, tx, actor, &asked.words);
}

fn push_days(sql: &mut Sql, asked: &Asked) {
    if let Some((from, to)) = asked.received {
        sql.push(" AND r.received_ms >= ").bind(&from.start());
        sql.push(" AND r.received_ms < ").bind(&to.plus(1).start());
    }
    if let Some((from, to)) = asked.answered {
        sql.push(" AND r.closed_ms >= ")
            .bind(&from.start())
            .push(" AND r.closed_ms < ")
            .bind(&to.plus(1).start());
        sql.push(" AND r.closing IN (").bind(&Closing::OnTheSpot).push(", ").bind(&Closing::Told);
        sql.push(", ").bind(&Closing::Unreachable).push(")");
    }
}

fn push_mine(sql: &mut Sql, actor: &Actor) {
    sql.push(" AND r.state <> ").bind(&State::Closed).push(" AND (r.holder_person = ").bind(&actor.person);
    if actor.acting.kind.leads() {
        sql.push(" OR r.holder_path = ").bind(&actor.acting.org_path);
    }
    // An answer waits for whoever knows her.
    sql.push(" OR (r.state = ")
        .bind(&State::Answered)
        .push(" AND r.received_by = ")
        .bind(&actor.person)
        .push(")");
    if sight(actor) == Sight::Community {
        sql.push(" OR (r.state = ")
            .bind(&State::Answered)
            .push(" AND r.org_path = ")
            .bind(&actor.acting.org_path);
        sql.push(")");
    }
    if actor.acting.kind.leads() {
        sql.push(" OR (r.state = ").bind(&State::Undeliverable);
        sql.push(" AND EXISTS (SELECT 1 FROM request_hold look WHERE look.tenant = r.tenant AND look.request_id = r.id ");
        sql.push("AND look.left_ms IS NULL AND look.taken_ms IS NULL AND look.org_path = ");
        sql.bind(&actor.acting.org_path).push("))");
    }
    sql.push(")");
}

/// Whether a request at hand is late; nested, so that the clocks are asked for the one who has it and not the other way.
fn push_late(sql: &mut Sql, now: Timestamp) {
    sql.push("(EXISTS (SELECT 1 FROM deadline d WHERE d.tenant = r.tenant AND d.subject = r.id AND d.ended_ms IS NULL ");
    sql.push("AND d.until_ms <= ")
        .bind(&now)
        .push(") OR EXISTS (SELECT 1 FROM request_hold lh WHERE lh.tenant = r.tenant ");
    sql.push("AND lh.request_id = r.id AND lh.left_ms IS NULL AND EXISTS (SELECT 1 FROM deadline d WHERE d.tenant = ");
    sql.push("lh.tenant AND d.subject = lh.id AND d.ended_ms IS NULL AND d.until_ms <= ")
        .bind(&now)
        .push(")))");
}

/// A number of this year or any, a whole name, a whole telephone number. Whoever only has the lines of a branch finds by number
/// alone: a name that is found is a name that is told. A sealed one is found by its number.
fn push_words(sql: &mut Sql, tx: &ReadTx<'_>, actor: &Actor, words: &str) {
    if words.is_empty() {
        return;
    }
    let digits = words.chars().all(|sign| sign.is_ascii_digit());
    let number = words.parse::<i64>().ok().filter(|_| digits && words.len() < 8).unwrap_or(-1);
    sql.push(" AND (r.number = ").bind(&number);
    if matches!(sight(actor), Sight::Own | Sight::Community) {
        sql.push(" OR r.name_index = ").bind(&index(tx, NAME, words)).push(" OR r.phone_index = ");
        sql.bind(&index(tx, PHONE, words)).push(") AND NOT (r.class <> ").bind(&Class::Personal);
        sql.push(" AND r.number <> ").bind(&number);
    }
    sql.push(")");
}

/// The requests that are asked for, the newest first, after one of them.
pub(crate) fn list(
    tx: &ReadTx<'_>,
    actor: &Actor,
    asked: &Asked,
    after: Option<(Timestamp, Id<Request>)>,
    limit: i64,
) -> Result<Vec<RequestRow>, StoreError> {
    const NEWEST: &str = " ORDER BY r.received_ms DESC, r.id DESC LIMIT ";
    let parts = parts(actor);
    let mut sql = Sql::new("SELECT ");
    sql.push(REQUEST).push(" FROM (");
    for (at, part) in parts.iter().enumerate() {
        sql.push(if at > 0 { " UNION ALL " } else { "" }).push("SELECT * FROM (SELECT ").push(REQUEST);
        push_from(&mut sql, tx, actor, asked, *part);
        if let Some((at, id)) = after {
            sql.push(" AND r.received_ms <= ").bind(&at).push(" AND (r.received_ms < ").bind(&at);
            sql.push(" OR r.id < ").bind(&id).push(")");
        }
        sql.push(NEWEST).bind(&limit).push(") AS part");
    }
    sql.push(") AS r").push(NEWEST).bind(&limit);
    tx.select(&sql, request_row)
}

/// How many requests are asked for.
pub(crate) fn counts(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT CAST(");
    for (at, part) in parts(actor).iter().enumerate() {
        sql.push(if at > 0 { " + " } else { "" }).push("(SELECT COUNT(*)");
        push_from(&mut sql, tx, actor, asked, *part);
        sql.push(")");
    }
    sql.push(" AS BIGINT)");
    Ok(tx.select(&sql, single)?.into_iter().next().unwrap_or_default())
}

/// How many there are of each kind, in the order of [`Show::ALL`]: all are those that are open and those that are closed.
pub(crate) fn by_show(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<[i64; 5], StoreError> {
    let of = |show| counts(tx, actor, &Asked { show, ..asked.clone() });
    let (open, closed) = (of(Show::Open)?, of(Show::Closed)?);
    Ok([of(Show::Mine)?, open, of(Show::Late)?, closed, open + closed])
}

/// Requests of a household that `actor` may see, the newest first.
pub(crate) fn open_of_household(
    tx: &ReadTx<'_>,
    actor: &Actor,
    (tenant, household): (Tenant, Id<Household>),
) -> Result<Vec<RequestRow>, StoreError> {
    let mut sql = Sql::new("SELECT ");
    sql.push(REQUEST)
        .push(" FROM request r WHERE r.tenant = ")
        .bind(&tenant)
        .push(" AND r.household_id = ")
        .bind(&household);
    sql.push(" AND ");
    push_visible(&mut sql, actor);
    sql.push(" ORDER BY r.received_ms DESC, r.id DESC LIMIT 20");
    tx.select(&sql, request_row)
}

/// Requests in process that may be the same matter: of this household, or with this name and number, as far as `actor` may read
/// whose they are.
pub(crate) fn same_matter(
    tx: &ReadTx<'_>,
    actor: &Actor,
    household: Option<Id<Household>>,
    (name, phone): (&str, &str),
) -> Result<Vec<RequestRow>, StoreError> {
    let found =
        |domain, text: &str| -> Option<BlindIndex> { (!text.is_empty()).then(|| index(tx, domain, text)) };
    let mut sql = Sql::new("SELECT ");
    sql.push(REQUEST).push(" FROM request r WHERE r.state <> ").bind(&State::Closed).push(" AND (1 = 0");
    if let Some(household) = household {
        sql.push(" OR r.household_id = ").bind(&household);
    }
    if let Some(phone) = found(PHONE, phone) {
        sql.push(" OR r.phone_index = ").bind(&phone);
    }
    if let (Some(name), None) = (found(NAME, name), household) {
        sql.push(" OR r.name_index = ").bind(&name);
    }
    sql.push(") AND ");
    push_visible(&mut sql, actor);
    // Whoever only has the lines of a branch would be told by this whose each of them is.
    if sight(actor) == Sight::Lists {
        sql.push(" AND r.id IN (");
        push_own(&mut sql, actor);
        push_held(&mut sql, actor);
        sql.push(")");
    }
    sql.push(" ORDER BY r.received_ms DESC, r.id DESC LIMIT 5");
    tx.select(&sql, request_row)
}
