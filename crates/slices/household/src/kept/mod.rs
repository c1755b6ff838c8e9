//! What this slice keeps about one person: its part of her sheet (the slice `rights` asks for it).

mod correcting;
mod elsewhere;
mod fields;
mod promised;
#[cfg(test)]
mod tests;

use niangjia_kernel::{Household, Id, Person};
use niangjia_org::api::Org;
use niangjia_people::api::RosterEntry;
use niangjia_store::{Acting, Actor, ReadTx, StoreError, WriteTx, audit};
use niangjia_subject::{
    Corrected, CorrectionRefused, Dealt, Erasing, Field, Hold, Keeper, Kept, Looked, Opener, Subject, Told,
    Wording,
};

use crate::model::{HouseholdRow, NeedKind, Side};
use crate::pack::HouseholdRules;
use crate::pages::{Purpose, place};
use crate::queries;
use crate::rules::Reach;

pub(crate) use fields::FIELDS;

/// Below this age somebody is looked after as a child (Law on the Protection of Minors art. 2).
const OF_AGE: i64 = 18;
const FROM_CHAIR: &str = "社区（村）妇联登记";
const FROM_FILE: &str = "本人或家人提供";

/// What the register of households keeps.
#[derive(Debug, Clone, Copy)]
pub struct HouseholdKeeper;

impl Keeper for HouseholdKeeper {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn kept(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Kept>, StoreError> {
        let Some(row) = queries::household_of(tx, subject.tenant, subject.household)? else {
            return Ok(Vec::new());
        };
        let mut kept = Vec::new();
        let mut add = |field: &'static Field, value: String, since, source| {
            if !value.is_empty() {
                kept.push(Kept { field, value, since, source });
            }
        };
        let her = queries::resident(tx, subject)?;
        if let Some(her) = &her {
            add(&fields::NAME, her.name.clone(), Some(her.since), FROM_CHAIR);
            let sex = if her.woman { "女" } else { "男" };
            add(&fields::WOMAN, sex.to_owned(), Some(her.since), FROM_CHAIR);
            let born = her.birth_year.map(|year| format!("{year}年")).unwrap_or_default();
            add(&fields::BORN, born, Some(her.since), FROM_CHAIR);
            add(&fields::RELATION, her.relation.clone(), Some(her.since), FROM_CHAIR);
            let citizen_id = queries::masked_citizen_id(tx, subject)?.unwrap_or_default();
            add(&fields::CITIZEN_ID, citizen_id, None, FROM_FILE);
        }
        let contact = queries::contact(tx, &row)?;
        if subject.contact {
            add(&fields::CONTACT_NAME, row.contact_name.clone(), Some(row.since), FROM_CHAIR);
            add(&fields::PHONE, contact.phone.unwrap_or_default(), None, FROM_FILE);
        }
        add(&fields::ADDRESS, contact.address.unwrap_or_default(), None, FROM_FILE);
        add(&fields::RESIDENCE, place(&row), Some(row.since), FROM_CHAIR);
        let elsewhere = if row.lives_elsewhere { "是" } else { "否" };
        add(&fields::ELSEWHERE, elsewhere.to_owned(), Some(row.since), FROM_CHAIR);
        let level = queries::levels(tx, (row.tenant, row.id))?.into_iter().next();
        if let Some(level) = level.filter(|level| subject.contact && level.until > tx.today()) {
            let value = format!("{}（到 {} 为止）", level.level.label(), level.until.long());
            kept.push(Kept { field: &fields::LEVEL, value, since: Some(level.on), source: FROM_CHAIR });
        }
        kept.extend(needs(tx, subject, &row)?);
        Ok(kept)
    }

    /// R-OWN-06. The posts named on a sheet are exactly those for whom the fetch of her household succeeds today.
    ///
    /// Source: Personal Information Protection Law art. 17, 44 (she knows who handles it). Reading: each post that may have
    /// to do with it (of its lineage, or of a member who is linked) is asked by the fetch itself.
    fn openers(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Opener>, StoreError> {
        let Some(row) = queries::household_of(tx, subject.tenant, subject.household)? else {
            return Ok(Vec::new());
        };
        let linked: Vec<Id<Person>> =
            queries::links(tx, &row, tx.today())?.into_iter().map(|link| link.person).collect();
        let around =
            niangjia_people::api::posts_around(tx, (row.tenant, &row.org_path), &linked, tx.today())?;
        let mut openers = Vec::new();
        for (entry, actor) in acting(tx, around)? {
            if let Some(seen) = queries::visible_household(tx, &actor, row.id.within(row.tenant))? {
                let (label, reach) = (actor.post_label(), reach(seen.reach).to_owned());
                openers.push(Opener { post: entry.post, label, holder: entry.name, reach });
            }
        }
        openers.extend(elsewhere::openers(tx, &row)?);
        Ok(openers)
    }

    fn looked(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Looked>, StoreError> {
        let mut looked = queries::contact_looks(tx, subject)?;
        looked.extend(queries::file_openings(tx, subject)?.into_iter().map(|opening| Looked {
            at: opening.at,
            person: opening.person_name,
            post: opening.post_label,
            what: "打开家庭档案".to_owned(),
            purpose: Purpose::neutral(&opening.purpose).to_owned(),
            told: Some(Told { id: opening.id.uuid(), words: opening.purpose }),
        }));
        looked.sort_by_key(|look| std::cmp::Reverse(look.at));
        Ok(looked)
    }

    fn dealt(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Dealt>, StoreError> {
        let rules = HouseholdRules::in_force();
        let visits = queries::visits_with_posts(tx, subject)?.into_iter();
        let dealt = visits.map(|(visit, post)| {
            let words = queries::words(tx, &visit)?;
            let matter = rules.matter_label(&visit.matter);
            Ok(Dealt {
                on: visit.on,
                person: visit.person_name.clone(),
                post,
                manner: visit.manner.label(),
                told: Told { id: visit.id.uuid(), words: format!("{matter}：{words}") },
                private: rules.matter(&visit.matter).is_none_or(|matter| matter.private),
            })
        });
        let mut dealt = dealt.collect::<Result<Vec<_>, StoreError>>()?;
        dealt.extend(promised::cards(tx, subject)?);
        dealt.sort_by_key(|one| std::cmp::Reverse(one.on));
        Ok(dealt)
    }

    fn holds(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Hold>, StoreError> {
        let Some(row) = queries::household_of(tx, subject.tenant, subject.household)? else {
            return Ok(Vec::new());
        };
        let rules = HouseholdRules::in_force();
        let year = i64::from(tx.today().parts().0);
        let child = subject.birth_year.is_some_and(|born| year - born < OF_AGE);
        let needs = queries::needs(tx, &row, tx.today())?.into_iter();
        let holding = needs.filter(|need| subject.contact || (child && of_a_child(need.kind)));
        Ok(holding
            .map(|need| Hold {
                sentence: format!(
                    "这一户“{}”的帮扶还在册，帮扶没有结束以前要保存；需求消除以后可以再提",
                    need.kind.label()
                ),
                basis: rules.basis_of(need.kind).to_owned(),
            })
            .collect())
    }

    fn correct(
        &self,
        tx: &WriteTx<'_>,
        subject: &Subject,
        wording: &Wording<'_>,
    ) -> Result<Option<Corrected>, CorrectionRefused> {
        correcting::correct(tx, subject, wording)
    }

    fn erase(
        &self,
        tx: &WriteTx<'_>,
        subject: &Subject,
        erasing: &Erasing,
    ) -> Result<Vec<String>, StoreError> {
        let mut done = vec!["姓名、出生年份、与联系人的关系".to_owned()];
        queries::erase_resident(tx, subject)?;
        match erasing {
            Erasing::Herself(next) => {
                queries::blot_name(tx, subject)?;
                done.push("走访内容、打开用途里的姓名".to_owned());
                if let Some(next) = next {
                    queries::set_contact(tx, subject, &next.name)?;
                    done.push("联系人、户名和手机号".to_owned());
                }
            }
            Erasing::WithHousehold => {
                elsewhere::end(tx, subject)?;
                queries::erase_household(tx, subject)?;
                done.push("联系人、户名、手机号、住址，走访内容和打开用途；这一户出册".to_owned());
            }
        }
        // Entries about her alone, and those that call the household by her name, become unreadable; the chain holds.
        audit::forget(tx, subject.tenant, subject.uuid())?;
        if subject.contact {
            audit::forget(tx, subject.tenant, subject.household.uuid())?;
            elsewhere::forget(tx, subject)?;
            for handover in queries::handovers_of(tx, subject)? {
                audit::forget(tx, subject.tenant, handover)?;
            }
        }
        Ok(done)
    }
}

/// The needs of the household as far as they are hers to read: who speaks for it reads all; of the others' health and
/// work nobody knows whose it is.
fn needs(tx: &ReadTx<'_>, subject: &Subject, row: &HouseholdRow) -> Result<Vec<Kept>, StoreError> {
    let rules = HouseholdRules::in_force();
    let (told, withheld): (Vec<_>, Vec<_>) = queries::needs(tx, row, tx.today())?
        .into_iter()
        .partition(|need| subject.contact || need.kind == NeedKind::Dibao);
    let mut kept: Vec<Kept> = told
        .into_iter()
        .map(|need| {
            let value = format!(
                "{}（{}，{} 复核）",
                need.kind.label(),
                rules.basis_of(need.kind),
                need.review.long()
            );
            Kept { field: &fields::NEED, value, since: Some(need.since), source: FROM_CHAIR }
        })
        .collect();
    if !withheld.is_empty() {
        let value = "这一户另有登记的需求，没有写明是谁的，不印在这里".to_owned();
        kept.push(Kept { field: &fields::NEED, value, since: None, source: FROM_CHAIR });
    }
    Ok(kept)
}

const fn of_a_child(kind: NeedKind) -> bool {
    matches!(kind, NeedKind::ChildInDifficulty | NeedKind::LeftBehind | NeedKind::SingleParent)
}

/// Those who hold posts, each acting in hers.
fn acting(tx: &ReadTx<'_>, entries: Vec<RosterEntry>) -> Result<Vec<(RosterEntry, Actor)>, StoreError> {
    let mut acting = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(org) = niangjia_org::api::by_id(tx, entry.org_id)? {
            let actor = holding(&entry, &org);
            acting.push((entry, actor));
        }
    }
    Ok(acting)
}

/// Whoever holds a post, acting in it.
fn holding(entry: &RosterEntry, org: &Org) -> Actor {
    Actor {
        tenant: entry.tenant,
        person: entry.person,
        name: entry.name.clone(),
        acting: Acting {
            post: entry.post,
            kind: entry.kind,
            org_id: org.id,
            org_path: org.path.clone(),
            org_name: org.name.clone(),
            level: org.level,
        },
        via: None,
    }
}

const fn reach(reach: Reach) -> &'static str {
    match reach {
        Reach::Linked(Side::Register) => "需求、走访和联系方式",
        Reach::Linked(Side::Residence) => "一张简要的卡片和她自己的走访",
        Reach::Community => "全部档案",
        Reach::Above => "名单；写明用途才打开档案，当天有效",
    }
}

/// The people of a household whom `actor` keeps as the chair of its community, the contact person first.
pub(crate) fn people(tx: &ReadTx<'_>, row: &HouseholdRow) -> Result<Vec<Subject>, StoreError> {
    let mut people: Vec<Subject> = queries::residents_of(tx, row)?;
    people.retain(|subject| !subject.deleted());
    if !people.iter().any(|subject| subject.contact) {
        people.insert(0, queries::contact_of(row));
    }
    people.sort_by_key(|subject| !subject.contact);
    let others = people.len() > 1;
    people.iter_mut().for_each(|subject| subject.others = others);
    Ok(people)
}

/// One of them, also when she or the household has left the register.
pub(crate) fn subject(
    tx: &ReadTx<'_>,
    tenant: niangjia_kernel::Tenant,
    household: Id<Household>,
    resident: Option<Id<niangjia_kernel::Resident>>,
) -> Result<Option<Subject>, StoreError> {
    let Some(row) = queries::household_of(tx, tenant, household)? else {
        return Ok(None);
    };
    let others = people(tx, &row)?.into_iter().any(|other| other.resident != resident);
    let found = match resident {
        Some(resident) => queries::resident_subject(tx, &row, resident)?,
        None => Some(queries::contact_of(&row)),
    };
    Ok(found.map(|subject| Subject { others, ..subject }))
}
