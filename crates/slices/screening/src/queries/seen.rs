//! Where the troubles of a list are looked for: the one predicate of this register taken apart, so that an index leads to each side.
//!
//! `push_sees` says "of her branch and not sealed, or her own". Asked as one condition, that walks every trouble of a county. Its two
//! sides are asked one after the other instead, the second without what the first gives; together they are the same.

use niangjia_kernel::{AreaLevel, OrgPath};
use niangjia_store::{Actor, Sql};

use super::troubles::push_sees;
use crate::rules::{Sight, sight};

/// A side of what somebody may know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// What is not sealed in the branch that she leads.
    Branch,
    /// What she found or helped with, besides that.
    Hers,
}

/// The sides of what `actor` may know of; no trouble is on two of them.
pub(super) fn sides(actor: &Actor) -> &'static [Side] {
    match sight(actor) {
        Sight::Community | Sight::Lists => &[Side::Branch, Side::Hers],
        Sight::Hers | Sight::Nothing => &[Side::Hers],
    }
}

/// Appends ` FROM … WHERE …`: the troubles `t` of `branch` on one side of what `actor` may know of.
pub(super) fn push_seen(sql: &mut Sql, actor: &Actor, branch: &OrgPath, side: Side) {
    match side {
        Side::Branch => {
            sql.push(" FROM screening_trouble t WHERE ");
            push_branch(sql, actor);
            // Her own branch is what that side is of; said twice, it would lead the search astray.
            if *branch == actor.acting.org_path {
                return;
            }
        }
        Side::Hers => {
            sql.push(" FROM (SELECT DISTINCT found.id FROM (SELECT own.id FROM screening_trouble own WHERE own.tenant = ");
            sql.bind(&actor.tenant).push(" AND own.person_id = ").bind(&actor.person);
            sql.push(" UNION ALL SELECT mine.trouble_id AS id FROM screening_help mine WHERE mine.tenant = ");
            sql.bind(&actor.tenant).push(" AND mine.person_id = ").bind(&actor.person);
            // `CROSS JOIN` lets SQLite go from the small set to the troubles; PostgreSQL finds the way itself.
            sql.push(") AS found) AS sought CROSS JOIN screening_trouble t WHERE t.id = sought.id AND ");
            push_sees(sql, actor);
            if sides(actor).contains(&Side::Branch) {
                push_branch(sql.push(" AND NOT ("), actor);
                sql.push(")");
            }
        }
    }
    sql.push(" AND ").within("t.org_path", branch);
}

fn push_branch(sql: &mut Sql, actor: &Actor) {
    sql.push("t.tenant = ").bind(&actor.tenant).push(" AND t.sealed = ").bind(&false);
    let path = &actor.acting.org_path;
    match actor.acting.level {
        // A county is a tenant: everything in it is below her.
        AreaLevel::County => {}
        AreaLevel::Community => drop(sql.push(" AND t.org_path = ").bind(path)),
        _ => drop(sql.push(" AND ").within("t.org_path", path)),
    }
}
