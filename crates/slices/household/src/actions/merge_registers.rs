//! When communities merge: the register of the one that ends goes to the one that goes on, and nobody in it is forgotten.

use niangjia_kernel::{Id, Organisation, Tenant};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Branch, StoreError, WriteTx};
use niangjia_web::{Merging, Step};

use crate::actions::{Handing, Successor, hand_over};
use crate::model::{GridCode, GridKind, HandoverReason};
use crate::queries;
use crate::rules::{caretaker, next_grid_code, renumbered};

const MERGE: Action = Action::write("household.merge_registers", "台账合并");
const TOO_MANY_GRIDS: &str = "合并后网格超过 99 个，网格编码不够用。请先在两边并掉一些网格，再办合并。";
const NO_CARETAKER: &str =
    "有代管的家庭，可是合并后的社区、街道和区县都没有主席、副主席。请先任命一位，再办合并（不漏一户）。";

/// What a merger brings with it (R-HH-23): households with their needs, links, caretakings and grids go along today.
/// Whoever only took care of families of the community that ends, and does not lead the one that goes on, passes them on.
///
/// # Errors
/// When it cannot be read or written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    let Step::Merges { actor, tenant, from, into } = step else {
        return Ok(None);
    };
    let (ends, goes_on) = ((*tenant, from.id), (*tenant, into.id));
    let numbers = queries::household_numbers(tx, ends)?;
    let numbers = renumbered(&numbers, &queries::household_numbers(tx, goes_on)?);
    for (old, new) in &numbers {
        queries::renumber_household(tx, ends, (old, new))?;
    }
    let Some(grids) = move_grids(tx, ends, goes_on, into)? else {
        return Ok(Some(TOO_MANY_GRIDS.to_owned()));
    };
    let moved = queries::move_register(tx, *tenant, from, into)?;
    if !pass_on(tx, actor, *tenant, into)? {
        return Ok(Some(NO_CARETAKER.to_owned()));
    }
    let entry = Entry::by(actor, MERGE).about(*tenant, into.id, &into.path).named(&into.name);
    let mut entry = entry.change("家庭", &from.name, format!("{moved} 户"));
    for (old, new) in numbers.iter().chain(&grids) {
        entry = entry.change("编号", old, new);
    }
    let _recorded = tx.record(&entry, ())?;
    Ok(None)
}

/// Moves the grids under codes of the community that goes on; their old and new codes, `None` where there are too many.
fn move_grids(
    tx: &WriteTx<'_>,
    ends: (Tenant, Id<Organisation>),
    goes_on: (Tenant, Id<Organisation>),
    into: &Merging,
) -> Result<Option<Vec<(String, String)>>, StoreError> {
    let mut used: Vec<String> = queries::all_grids(tx, goes_on)?.into_iter().map(|(_, code)| code).collect();
    let mut moved = Vec::new();
    for (grid, old) in queries::all_grids(tx, ends)? {
        let kind = GridCode::parse(&old).map_or(GridKind::Basic, |code| code.kind());
        let Some(code) = next_grid_code(&into.code, kind, &used) else {
            return Ok(None);
        };
        queries::move_grid(tx, (ends.0, grid), into, &code)?;
        used.push(code.clone());
        moved.push((old, code));
    }
    Ok(Some(moved))
}

/// Families whose caretaker leads nothing above them any more go to the caretaker of the community that goes on; their day
/// stays. False where there is nobody.
fn pass_on(tx: &WriteTx<'_>, actor: &Actor, tenant: Tenant, into: &Merging) -> Result<bool, StoreError> {
    let leaders = queries::leaders(tx, (tenant, &into.path), tx.today())?;
    let branch = Branch::in_tenant(tenant, &into.path);
    let mut families = queries::caretaken(tx, &branch, tx.today())?;
    families.retain(|family| !leaders.iter().any(|leader| leader.person == family.link.person));
    families.sort_by_key(|family| family.link.person);
    for of_one in families.chunk_by(|one, next| one.link.person == next.link.person) {
        let link = &of_one[0].link;
        let Some(leader) = caretaker(&leaders, link.person) else {
            return Ok(false);
        };
        let successor = Successor { person: leader.person, name: leader.name.clone(), caretaker: true };
        let handing = Handing {
            id: tx.new_id(),
            tenant,
            org: into.id,
            org_path: &into.path,
            person: link.person,
            name: &link.person_name,
            reason: HandoverReason::Adjusted,
            families: of_one.iter().map(|family| (family, successor.clone())).collect(),
        };
        let _handed = hand_over(tx, actor, &handing)?;
    }
    Ok(true)
}
