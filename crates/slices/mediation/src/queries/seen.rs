//! Where the cases of a list are looked for: the one predicate of this slice, said so that an index leads to them.
//!
//! A list shows a branch at or below whoever asks, and never what was diverted. Of such a branch whoever keeps it or has its lines
//! sees everything, and `push_visible` comes down to the branch; whoever works on cases alone is led by those that are hers. Asked
//! as one condition, both walk every case of a county.

use niangjia_kernel::{AreaLevel, OrgPath};
use niangjia_store::{Actor, Sql};

use super::push_visible;
use crate::model::State;
use crate::rules::{Sight, sight};

/// Appends ` FROM … WHERE …`: the cases `m` of `branch` that are on lists of `actor`, with what is `joined` to
/// them: [`super::CLOCK`] or nothing.
pub(super) fn push_seen(sql: &mut Sql, actor: &Actor, branch: &OrgPath, joined: &str) {
    if sees_all(actor, branch) {
        sql.push(" FROM mediation m").push(joined).push(" WHERE ");
    } else {
        // From the few that she registered or was named for. `CROSS JOIN` lets SQLite go from the small set to the cases and not
        // the other way; PostgreSQL finds the way itself.
        sql.push(
            " FROM (SELECT DISTINCT found.id FROM (SELECT own.id FROM mediation own WHERE own.tenant = ",
        );
        sql.bind(&actor.tenant).push(" AND own.registrar_id = ").bind(&actor.person);
        sql.push(" UNION ALL SELECT mine.mediation_id AS id FROM mediation_member mine WHERE mine.tenant = ");
        sql.bind(&actor.tenant).push(" AND mine.person_id = ").bind(&actor.person);
        sql.push(" AND mine.until_day IS NULL) AS found) AS sought CROSS JOIN mediation m").push(joined);
        sql.push(" WHERE m.id = sought.id AND ");
    }
    push_on_list(sql, actor, branch);
}

/// Appends the condition that case `m` is on the lists that `actor` has of `branch`.
pub(super) fn push_on_list(sql: &mut Sql, actor: &Actor, branch: &OrgPath) {
    if !sees_all(actor, branch) {
        push_visible(sql, actor);
        sql.push(" AND m.state <> ").bind(&State::Diverted).push(" AND ").within("m.org_path", branch);
        return;
    }
    sql.push("m.tenant = ").bind(&actor.tenant).push(" AND m.state <> ").bind(&State::Diverted);
    match actor.acting.level {
        // A county is a tenant: everything in it is below her.
        AreaLevel::County if *branch == actor.acting.org_path => {}
        AreaLevel::Community => drop(sql.push(" AND m.org_path = ").bind(branch)),
        _ => drop(sql.push(" AND ").within("m.org_path", branch)),
    }
}

fn sees_all(actor: &Actor, branch: &OrgPath) -> bool {
    matches!(sight(actor), Sight::Keeps | Sight::Lists) && actor.acting.org_path.covers(branch)
}
