//! Handing families over: her links end and those of her successors begin, in one step; the sheet is printed and signed.

use niangjia_kernel::{Id, OrgPath, Organisation, Person, Tenant};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};
use niangjia_web::Step;

use crate::model::{Family, Handover, HandoverReason};
use crate::pack::HouseholdRules;
use crate::queries::{self, NewHandover};
use crate::rules::{Leaving, caretaker, check_leaving};

const HAND_OVER: Action = Action::write("household.hand_over", "交接家庭");
const NAMES_IN_A_REFUSAL: usize = 5;
const ENDED: &str = "交接";

/// Families that go to others, checked (`rules::check_handover`).
#[derive(Debug)]
pub(crate) struct Handing<'a> {
    /// Made with the form, so that the same form sent twice is one handover.
    pub(crate) id: Id<Handover>,
    pub(crate) tenant: Tenant,
    /// The organisation where it happens.
    pub(crate) org: Id<Organisation>,
    pub(crate) org_path: &'a OrgPath,
    /// Who hands over.
    pub(crate) person: Id<Person>,
    pub(crate) name: &'a str,
    pub(crate) reason: HandoverReason,
    pub(crate) families: Vec<(&'a Family, Successor)>,
}

/// Who has a family from now on.
#[derive(Debug, Clone)]
pub(crate) struct Successor {
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    /// Only until somebody is named (R-HH-18).
    pub(crate) caretaker: bool,
}

/// Hands families over today: the sheet, her links, theirs.
///
/// # Errors
/// When it cannot be written; then nothing of it is.
pub(crate) fn hand_over(
    tx: &WriteTx<'_>,
    actor: &Actor,
    handing: &Handing<'_>,
) -> Result<Ending<Id<Handover>>, StoreError> {
    let Handing { id, tenant, org, org_path, person, reason, .. } = *handing;
    if !queries::insert_handover(tx, actor, &NewHandover { id, tenant, org, org_path, person, reason })? {
        return Ok(Ending::Nothing(id));
    }
    let count = handing.families.len();
    let entry = Entry::by(actor, HAND_OVER).about(tenant, id, org_path).personal();
    let mut entry = entry.named(format!("{}的 {count} 户", handing.name)).change("原因", "", reason.label());
    for (family, successor) in &handing.families {
        let word = if successor.caretaker {
            format!("{}（代管）", successor.name)
        } else {
            successor.name.clone()
        };
        entry = entry.change(&family.household.name, handing.name, word);
        give(tx, handing, family, successor)?;
    }
    Ok(tx.record(&entry, id)?.into())
}

/// One family goes from her to her successor, on the same side and in the same mode.
fn give(
    tx: &WriteTx<'_>,
    handing: &Handing<'_>,
    Family { household, link, others, .. }: &Family,
    successor: &Successor,
) -> Result<(), StoreError> {
    queries::end_link(tx, household.tenant, link.id, tx.today(), ENDED)?;
    if !others.contains(&successor.person) {
        let id = tx.new_id();
        queries::insert_link(tx, id, household, successor.person, link.side, link.mode, tx.today())?;
        if successor.caretaker {
            // The clock of a caretaker who leaves goes on.
            let days = HouseholdRules::in_force().caretaker_days;
            let due = link.caretaker_until.unwrap_or_else(|| tx.today().plus(days));
            queries::insert_caretaking(tx, household, id, due)?;
        }
    }
    let family = (household.id, link.side);
    queries::insert_handover_family(
        tx,
        (handing.tenant, handing.id),
        family,
        (successor.person, successor.caretaker),
    )
}

/// What leaving the committee brings with it: the links of who leaves end. Families that only she looked after are handed
/// over before (R-HH-08); where she died or fell ill, they go to a caretaker (R-HH-18).
///
/// # Errors
/// When it cannot be read or written.
pub fn on_leaving(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    let Step::LeavesCommittee { actor, tenant, person, name, post, org_path, suddenly } = step else {
        return Ok(None);
    };
    let her = (*tenant, *person);
    let stays_in = queries::other_committees(tx, her, *post, tx.today())?;
    let mut families = queries::families_of(tx, her, org_path, tx.today())?;
    families.retain(|family| !stays_in.iter().any(|path| path.covers(&family.household.org_path)));
    if let Leaving::HandsOverFirst(names) = check_leaving(&families, *suddenly) {
        return Ok(Some(hand_over_first(&names)));
    }
    if !stays_in.iter().any(|path| path == org_path) {
        queries::end_grid_posts(tx, her, org_path)?;
        queries::end_duties_of(tx, her, org_path)?;
    }
    let (alone, shared): (Vec<_>, Vec<_>) = families.iter().partition(|family| family.others.is_empty());
    for Family { household, link, .. } in shared {
        queries::end_link(tx, household.tenant, link.id, tx.today(), HandoverReason::Leaves.label())?;
    }
    // A handover has one community: whoever led a street may have taken care of families in several.
    for of_one in alone.chunk_by(|one, next| one.household.org_id == next.household.org_id) {
        let home = &of_one[0].household;
        let leaders = queries::leaders(tx, (*tenant, &home.org_path), tx.today())?;
        let Some(leader) = caretaker(&leaders, *person) else {
            return Ok(Some(NO_CARETAKER.to_owned()));
        };
        let successor = Successor { person: leader.person, name: leader.name.clone(), caretaker: true };
        let handing = Handing {
            id: tx.new_id(),
            tenant: *tenant,
            org: home.org_id,
            org_path: &home.org_path,
            person: *person,
            name,
            reason: HandoverReason::Leaves,
            families: of_one.iter().map(|family| (*family, successor.clone())).collect(),
        };
        let _written = hand_over(tx, actor, &handing)?;
    }
    Ok(None)
}

const NO_CARETAKER: &str = "她联系的家庭要由主席代管，可是社区、街道和区县现在都没有别的主席、副主席。请先任命一位，再办离任（不漏一户）。";

fn hand_over_first(names: &[String]) -> String {
    let listed = names.iter().take(NAMES_IN_A_REFUSAL).map(String::as_str).collect::<Vec<_>>().join("、");
    let more = if names.len() > NAMES_IN_A_REFUSAL { "等" } else { "" };
    let count = names.len();
    format!(
        "还有 {count} 户只有她联系：{listed}{more}。请先办交接，给每一户定下接手的人，再办离任（不漏一户）。"
    )
}

#[cfg(test)]
mod tests;
