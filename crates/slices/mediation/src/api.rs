//! What other slices show of mediations, and how a case begins elsewhere.

use niangjia_attachment::Matter;
use niangjia_kernel::{AreaLevel, Household, Id, Key, Mediation, Resident, Tenant};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Ending, ReadTx, StoreError, WriteTx};
use niangjia_web::{Panel, Step, show};
use uuid::Uuid;

use crate::actions::{self, SaidApplication, SaidParty};
use crate::model::{Account, Details, Side};
use crate::pack::MediationRules;
use crate::queries::{self, Filter, Waiting, Which};
use crate::rules::{Sight, may_register, sight};

pub use crate::enter::{PastCase, PastEnding, enter_past};
pub use crate::keeper::MediationKeeper;
pub use crate::model::Origin;

/// An application that begins in another slice: a request, a trouble.
#[derive(Debug, Clone)]
pub struct Application {
    /// Made by whoever announces it, so that the same form sent twice is one case.
    pub id: Id<Mediation>,
    /// Where it came from.
    pub origin: Origin,
    /// A category of the pack.
    pub category: String,
    /// 纠纷简要情况.
    pub brief: String,
    /// 申请事项.
    pub wants: String,
    /// Who applies: name and telephone.
    pub applicant: (String, String),
    /// The other side's name.
    pub respondent: String,
    /// Her household in the register, and her line in it.
    pub household: Option<(Id<Household>, Option<Id<Resident>>)>,
    /// The row that it came out of.
    pub source: Uuid,
}

/// What the papers of a case belong to, for whoever may read it: files are brought to it and opened by this fetch.
///
/// # Errors
/// When it cannot be read.
pub fn attachment_matter(
    tx: &ReadTx<'_>,
    actor: &Actor,
    tenant: Tenant,
    subject: Uuid,
) -> Result<Option<Matter>, StoreError> {
    let key = Id::<Mediation>::from_uuid(subject).within(tenant);
    Ok(queries::visible_case(tx, actor, key)?.and_then(|found| found.matter()))
}

/// A case that `actor` reads, for slices that do something for it: what it is called, its page, its organisation and household.
///
/// # Errors
/// When it cannot be read.
pub fn read_by(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Mediation>,
) -> Result<Option<niangjia_subject::ReadMatter>, StoreError> {
    // What was diverted is dealt with elsewhere: nothing is done for it from here.
    let works = |found: &queries::VisibleCase| {
        found.reach != queries::Reach::Above && found.row.state != crate::model::State::Diverted
    };
    let found = queries::visible_case(tx, actor, key)?.filter(works);
    Ok(found.map(|found| niangjia_subject::ReadMatter {
        called: found.row.title(),
        href: found.row.href(),
        org: found.row.org_id,
        household: found.row.household,
    }))
}

/// What somebody applied for elsewhere, a trouble or a request, is registered here; the screening comes next.
///
/// # Errors
/// When it cannot be written.
pub fn on_applying(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    let Step::AppliesForMediation(asked) = step else { return Ok(None) };
    let Some(org) = niangjia_org::api::by_id(tx, asked.org_id)? else { return Ok(None) };
    let application = Application {
        id: Id::from_uuid(asked.mediation),
        origin: if asked.from_request { Origin::Request } else { Origin::Trouble },
        category: "couple".to_owned(),
        brief: asked.words.clone(),
        wants: "请求调解".to_owned(),
        applicant: (asked.name.clone(), String::new()),
        respondent: "对方（待问）".to_owned(),
        household: asked.household.map(|household| (household, None)),
        source: asked.from,
    };
    let _registered = apply(tx, &asked.actor, &org, &application)?;
    Ok(None)
}

/// Registers a dispute at an organisation; the screening comes next there. The caller has made sure that she may.
///
/// # Errors
/// When it cannot be written.
pub fn apply(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    application: &Application,
) -> Result<Ending<Key<Mediation>>, StoreError> {
    let (name, phone) = application.applicant.clone();
    let household = application.household.map(|(household, _)| household);
    let resident = application.household.and_then(|(_, resident)| resident);
    let her = Details { name, phone, ..Details::default() };
    let other = Details { name: application.respondent.clone(), ..Details::default() };
    let said = SaidApplication {
        id: application.id,
        origin: application.origin,
        category: application.category.clone(),
        on: tx.today(),
        account: Account { brief: application.brief.clone(), wants: application.wants.clone() },
        parties: vec![
            SaidParty { side: Side::Applicant, details: her, household, resident },
            SaidParty { side: Side::Respondent, details: other, household: None, resident: None },
        ],
        household,
        source: Some(application.source),
    };
    let done = actions::register(tx, actor, org, &said)?;
    Ok(done.map(|id| id.within(org.tenant)))
}

/// For `PanelSlot::Desk`: what waits. Whoever works on cases sees hers; street and county only what is late.
///
/// # Errors
/// When it cannot be counted.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let own = orgs.iter().find(|org| **org == actor.acting.org_id.uuid());
    waiting_panels(tx, actor, own)
}

/// For `PanelSlot::MemberDesk`: what waits in the cases that a member works on.
///
/// # Errors
/// When it cannot be counted.
pub fn member_desk_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    persons: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let own = persons.iter().find(|person| **person == actor.person.uuid());
    waiting_panels(tx, actor, own)
}

fn waiting_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    subject: Option<&Uuid>,
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let acting = &actor.acting;
    let Some(subject) = subject.filter(|_| !acting.kind.administers()) else { return Ok(Vec::new()) };
    let waiting = queries::waiting(tx, actor, &acting.org_path, MediationRules::in_force().soon_days)?;
    let words = said(&waiting, sight(actor) == Sight::Lists);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let href = Some(format!("/orgs/{}/mediations?show=open", acting.org_path.code()));
    Ok(vec![(*subject, Panel { text: format!("人民调解：{}", words.join("，")), href })])
}

fn said(waiting: &Waiting, above: bool) -> Vec<String> {
    let all = [
        (waiting.late, "件超过期限", true),
        (waiting.soon, "件一周内到期", false),
        (waiting.commission, "件法院委托等答复", false),
        (waiting.begin, "件等筛查或征求意愿", false),
        (waiting.clauses_late, "条约定过期没有履行", true),
        (waiting.clauses_soon, "条约定快到履行的日子", false),
        (waiting.confirm, "件司法确认的申请期快到了", false),
    ];
    let shown = all.into_iter().filter(|(count, _, late)| *count > 0 && (*late || !above));
    shown.map(|(count, words, _)| format!("{} {words}", show::count(count))).collect()
}

/// For `PanelSlot::Organisation`: the mediations of its branch, for those who see them.
///
/// # Errors
/// When they cannot be counted.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs.iter().filter(|_| !actor.acting.kind.administers()) {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else { continue };
        let below = |level| matches!(level, AreaLevel::County | AreaLevel::Street | AreaLevel::Community);
        if below(org.level) && below(actor.acting.level) && actor.acting.org_path.covers(&org.path) {
            let filter = Filter { which: Which::Open, member: false, accepted: None, party: String::new() };
            let open = queries::count(tx, actor, &org.path, &filter)?;
            let text = format!("人民调解 · 在办 {} 件", show::count(open));
            panels.push((*subject, Panel { text, href: Some(format!("{}/mediations", org.href())) }));
        }
    }
    Ok(panels)
}

/// For `PanelSlot::Household`: the mediations of its people that the actor may see, and where one is registered.
///
/// # Errors
/// When they cannot be read.
pub fn household_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    households: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in households {
        let household: Id<Household> = Id::from_uuid(*subject);
        for case in queries::of_household(tx, actor, household)? {
            // What was diverted stands on no file of the family.
            if case.state != crate::model::State::Diverted {
                let text = format!("调解 {} · {}", case.title(), case.state.label());
                panels.push((*subject, Panel { text, href: Some(case.href()) }));
            }
        }
        if actor.acting.level == AreaLevel::Community && may_register(actor, &actor.acting.org_path) {
            let code = actor.acting.org_path.code();
            let key = household.within(actor.tenant);
            let href = Some(format!("/orgs/{code}/mediations/new?household={key}"));
            panels.push((*subject, Panel { text: "登记纠纷，申请调解".to_owned(), href }));
        }
    }
    Ok(panels)
}

/// When communities merge, what is mediated at the one that ends goes on at the other; numbers and clocks stay.
///
/// # Errors
/// When it cannot be written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    if let Step::Merges { tenant, from, into, .. } = step {
        queries::move_cases(tx, *tenant, &from.path, &into.path)?;
    }
    Ok(None)
}
