//! Where the lines of a list are looked for: the one predicate of this slice taken apart, so that each part is led by an index.
//!
//! `push_visible` says "of her branch, or her own". Asked as one condition, that walks every request of a county. Its two
//! sides are asked one after the other instead, the second without what the first gives; together they are the same, for each
//! is said by the words that the predicate is put together from. (The predicate asked again of the few that are her own would be a
//! search within a search, before which PostgreSQL rather reads every request.)
//! `CROSS JOIN` lets SQLite go from the small set to the requests and not the other way; PostgreSQL finds the way itself.

use niangjia_kernel::{AreaLevel, Timestamp};
use niangjia_store::{Actor, Sql};

use super::{push_held, push_own, push_own_if, push_visible};
use crate::model::{Class, Instance, Rung, State};
use crate::rules::{Sight, sight};

/// What is not over: named one by one, so that an index leads to the few of them.
pub(super) const OPEN: [State; 4] = [State::Waiting, State::Handling, State::Answered, State::Undeliverable];

/// A side of what somebody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The register of the branch that she leads.
    Branch,
    /// Her own and what her organisation has, besides that.
    Beside,
    /// Everything, where it is little: what is her own, what is held above.
    Whole,
}

/// The sides of what `actor` may see; no request is in two of them.
pub(super) fn parts(actor: &Actor) -> &'static [Part] {
    match sight(actor) {
        Sight::Community | Sight::Lists => &[Part::Branch, Part::Beside],
        Sight::Nothing | Sight::Own | Sight::Above => &[Part::Whole],
    }
}

/// A small set of requests from which the others are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Small {
    /// What is not over.
    Open,
    /// What waits for her.
    Mine,
    /// What is late.
    Late(Timestamp),
}

/// Appends ` FROM … WHERE …`: the requests `r` of a part, in a branch only those of a small set that does not lie in it by itself.
/// None of the small sets has in it what is over.
pub(super) fn push_part(sql: &mut Sql, actor: &Actor, part: Part, small: Option<Small>) {
    match (part, sight(actor), small) {
        (_, Sight::Nothing, _) => drop(sql.push(" FROM request r WHERE 1 = 0")),
        (_, Sight::Above, _) => {
            sql.push(
                " FROM (SELECT DISTINCT a.request_tenant AS tenant, a.request_id AS id FROM request_above a ",
            );
            sql.push("WHERE a.tenant = ").bind(&actor.tenant).push(" AND a.org_path = ");
            sql.bind(&actor.acting.org_path).push(" AND a.left_ms IS NULL) AS sought CROSS JOIN request r ");
            sql.push("WHERE r.tenant = sought.tenant AND r.id = sought.id AND ");
            push_visible(sql, actor);
        }
        (Part::Branch, _, None | Some(Small::Open)) => {
            sql.push(" FROM request r WHERE ");
            push_branch(sql, actor);
        }
        (Part::Branch, _, Some(Small::Mine)) => {
            push_sought(sql, actor, |sql| push_waiting(sql, actor));
            sql.push(" AND ");
            push_branch(sql, actor);
        }
        (Part::Branch, _, Some(Small::Late(now))) => {
            push_sought(sql, actor, |sql| push_late(sql, actor, now));
            sql.push(" AND ");
            push_branch(sql, actor);
        }
        (Part::Beside | Part::Whole, _, _) => {
            push_sought(sql, actor, |sql| {
                match small {
                    None => push_own(sql, actor),
                    Some(_) => push_own_if(sql, actor, |sql| push_open(sql, "own")),
                }
                if part == Part::Beside {
                    push_held(sql, actor);
                }
            });
            if actor.via.is_some() {
                sql.push(" AND r.class = ").bind(&Class::Personal);
            }
            if part == Part::Beside {
                sql.push(" AND NOT (");
                push_branch(sql, actor);
                sql.push(")");
            }
        }
    }
}

fn push_sought(sql: &mut Sql, actor: &Actor, ids: impl FnOnce(&mut Sql)) {
    // Not a plain UNION: SQLite would sort its sides, and walk the primary key of all requests to have them in that order.
    sql.push(" FROM (SELECT DISTINCT found.id FROM (");
    ids(sql);
    sql.push(") AS found) AS sought CROSS JOIN request r WHERE r.tenant = ").bind(&actor.tenant);
    sql.push(" AND r.id = sought.id");
}

/// Appends what stands in the register of the branch that `actor` leads.
pub(super) fn push_branch(sql: &mut Sql, actor: &Actor) {
    sql.push("r.tenant = ").bind(&actor.tenant).push(" AND r.class = ").bind(&Class::Personal);
    let path = &actor.acting.org_path;
    match actor.acting.level {
        // A county is a tenant: everything in it is below her.
        AreaLevel::County => {}
        AreaLevel::Community => drop(sql.push(" AND r.org_path = ").bind(path)),
        _ => drop(sql.push(" AND ").within("r.org_path", path)),
    }
}

/// Appends that a request `alias` is not over.
pub(super) fn push_open(sql: &mut Sql, alias: &str) {
    push_among(sql, &format!(" AND {alias}.state"), &OPEN.map(|state| state));
}

fn push_among<T: niangjia_store::Column>(sql: &mut Sql, column: &str, values: &[T]) {
    sql.push(column).push(" IN (");
    for (at, value) in values.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" }).bind(value);
    }
    sql.push(")");
}

/// The ids of what waits for whoever leads an organisation: what she or it has, answers that she can tell, and what the level
/// below could not deliver.
fn push_waiting(sql: &mut Sql, actor: &Actor) {
    let (tenant, path) = (&actor.tenant, &actor.acting.org_path);
    let from = |sql: &mut Sql, column: &str| {
        sql.push("SELECT m.id FROM request m WHERE m.tenant = ").bind(tenant);
        sql.push(" AND m.").push(column).push(" = ");
    };
    from(sql, "holder_person");
    push_open(sql.bind(&actor.person), "m");
    sql.push(" UNION ALL ");
    from(sql, "holder_path");
    push_open(sql.bind(path), "m");
    sql.push(" UNION ALL ");
    from(sql, "received_by");
    sql.bind(&actor.person).push(" AND m.state = ").bind(&State::Answered);
    if sight(actor) == Sight::Community {
        sql.push(" UNION ALL ");
        from(sql, "org_path");
        sql.bind(path).push(" AND m.state = ").bind(&State::Answered);
    }
    sql.push(" UNION ALL SELECT m.id FROM request_hold look CROSS JOIN request m WHERE look.tenant = ")
        .bind(tenant);
    sql.push(" AND look.org_path = ").bind(path).push(" AND look.left_ms IS NULL AND look.taken_ms IS NULL");
    sql.push(" AND m.tenant = look.tenant AND m.id = look.request_id AND m.state = ")
        .bind(&State::Undeliverable);
}

/// The ids of what is late: by a clock of its own, or by one of whoever has it.
fn push_late(sql: &mut Sql, actor: &Actor, now: Timestamp) {
    let ended = |sql: &mut Sql, rules: &[String]| {
        sql.push(" d.tenant = ").bind(&actor.tenant);
        push_among(sql, " AND d.rule", rules);
        sql.push(" AND d.ended_ms IS NULL AND d.until_ms <= ").bind(&now);
    };
    sql.push("SELECT d.subject AS id FROM deadline d WHERE");
    ended(sql, &own_clocks());
    sql.push(" UNION ALL SELECT lh.request_id AS id FROM deadline d CROSS JOIN request_hold lh WHERE");
    let mut rules: Vec<String> = Rung::ALL.iter().map(|rung| rung.clock()).collect();
    rules.push("request.take".to_owned());
    ended(sql, &rules);
    sql.push(" AND lh.tenant = d.tenant AND lh.id = d.subject AND lh.left_ms IS NULL");
}

/// The clocks that run for a request itself, however often it is looked at; the others run for whoever has it.
fn own_clocks() -> Vec<String> {
    let whole = Instance::ALL.iter().map(|instance| instance.clock());
    ["request.tell", "request.undeliverable", "petition.notify"]
        .into_iter()
        .chain(whole)
        .map(str::to_owned)
        .collect()
}
