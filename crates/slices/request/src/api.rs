//! What other slices show of requests, and what they announce to them.

use niangjia_attachment::Matter;
use niangjia_kernel::{Fact, FactKind, FactPart, Household, Id, Key, OrgPath, Request, Tenant};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, ReadTx, Store, StoreError, WriteTx};
use niangjia_web::{AppError, Guards, Panel, Step};
use uuid::Uuid;

use crate::actions::{self, Intake};
use crate::model::{Class, Manner, Reach};
use crate::queries::{self, Asked, Show};
use crate::rules::intake::SaidIntake;
use crate::rules::{Sight, Telling, sight};

pub use crate::keeper::RequestKeeper;
pub use crate::model::Channel;
pub use crate::pack::RequestRules;
pub use crate::pages::portal::PublicDoor;

const LEFT: Action = Action::write("request.without_handler", "承办人离任，诉求等人接手");

/// A request that `actor` reads without a purpose, for slices that do something for it: what it is called, its page, the
/// organisation where it counts and her household. Nothing that is sealed.
///
/// # Errors
/// When it cannot be read.
pub fn read_by(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Request>,
) -> Result<Option<niangjia_subject::ReadMatter>, StoreError> {
    let found = queries::visible_request(tx, actor, key)?;
    let found = found.filter(|found| found.access.reads() && found.row.class == Class::Personal);
    Ok(found.map(|found| niangjia_subject::ReadMatter {
        called: found.row.called(),
        href: found.row.href(),
        org: found.row.org_id,
        household: found.row.household,
    }))
}

/// In which tenant a request lies that is shown to `actor`: her own, or one below whose request her organisation holds.
///
/// # Errors
/// When it cannot be read.
pub fn tenant_for(tx: &ReadTx<'_>, actor: &Actor, id: Id<Request>) -> Result<Tenant, StoreError> {
    Ok(queries::tenant_below(tx, actor, id)?.unwrap_or(actor.tenant))
}

/// For `Attachments`: the papers of a request, for whoever reads it.
///
/// # Errors
/// When it cannot be read.
pub fn attachment_matter(
    tx: &ReadTx<'_>,
    actor: &Actor,
    tenant: Tenant,
    subject: Uuid,
) -> Result<Option<Matter>, StoreError> {
    let key = Id::<Request>::from_uuid(subject).within(tenant);
    let found = queries::visible_request(tx, actor, key)?.filter(queries::VisibleRequest::reads);
    Ok(found.map(|found| found.matter()))
}

/// A request of earlier days, for worlds with a past and offices that bring their ledger along.
#[derive(Debug, Clone)]
pub struct Entered<'a> {
    /// Its identity; one that is there already is not entered again.
    pub id: Id<Request>,
    /// Whose, where the register knows her.
    pub household: Option<Key<Household>>,
    /// By which way it came.
    pub channel: Channel,
    /// A code of the pack.
    pub category: &'a str,
    /// What she is called.
    pub name: &'a str,
    /// Where she is called; empty: she comes by.
    pub phone: &'a str,
    /// What she said.
    pub words: &'a str,
    /// What was done at once; empty: it is worked on.
    pub done: &'a str,
    /// Whether it goes up at once.
    pub up: bool,
}

/// Takes a request down for `actor`, as the form would.
///
/// # Errors
/// When it cannot be written.
pub fn enter(
    tx: &WriteTx<'_>,
    actor: &Actor,
    entered: &Entered<'_>,
) -> Result<Ending<Key<Request>>, AppError> {
    let own = niangjia_org::api::by_id(tx, actor.acting.org_id)?.ok_or(AppError::NotFound)?;
    let home = match entered.household {
        Some(key) => niangjia_household::api::visible(tx, actor, key)?.map(|found| found.row().org_id),
        None => None,
    };
    let home =
        home.map(|id| niangjia_org::api::by_id(tx, id)).transpose()?.flatten().unwrap_or_else(|| own.clone());
    let said = SaidIntake {
        category: entered.category.to_owned(),
        words: entered.words.to_owned(),
        name: entered.name.to_owned(),
        phone: entered.phone.to_owned(),
        reach: Some(if entered.phone.is_empty() { Reach::ComesBy } else { Reach::Telephone }),
        done: entered.done.to_owned(),
        settled: !entered.done.is_empty(),
        danger: Some(false),
        in_office: true,
        ..SaidIntake::default()
    };
    let intake = Intake {
        id: entered.id,
        channel: entered.channel,
        said: &said,
        urgent: false,
        household: entered.household.map(|key| (key, None)),
        home: &home,
        own: &own,
        up: entered.up,
        case: entered.id.uuid(),
    };
    actions::receive(tx, (actor, &Guards::default()), &intake)
}

/// Takes, answers and tells in her name what waits for `actor`, as far as each is the next step.
///
/// # Errors
/// When it cannot be written.
pub fn settle(
    tx: &WriteTx<'_>,
    actor: &Actor,
    key: Key<Request>,
    (answer, told): (&str, bool),
) -> Result<Ending<()>, AppError> {
    let visible = || queries::visible_request(tx, actor, key)?.ok_or(AppError::NotFound);
    let mut ending = actions::take(tx, actor, &visible()?)?;
    if !answer.is_empty() {
        ending = actions::answer(tx, actor, &visible()?, answer)?;
        if told {
            let telling = Telling { on: tx.today(), manner: Manner::InPerson, reached: true };
            ending = actions::tell(tx, actor, &visible()?, telling, "")?;
        }
    }
    Ok(ending)
}

/// Passes up what nobody moved in time, one request in a transaction; says how many.
///
/// # Errors
/// When one cannot be written.
pub fn pass_up_what_is_late(store: &Store) -> Result<u64, AppError> {
    let mut passed = 0;
    while store.write_blocking(actions::pass_up_what_is_late)? {
        passed += 1;
    }
    Ok(passed)
}

fn asked(branch: &OrgPath, show: Show) -> Asked {
    Asked {
        branch: branch.clone(),
        show,
        category: None,
        words: String::new(),
        received: None,
        answered: None,
        in_file: false,
    }
}

/// For `PanelSlot::Desk`: what waits for whoever leads an organisation.
///
/// # Errors
/// When it cannot be counted.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let Some(own) = orgs.iter().find(|org| **org == actor.acting.org_id.uuid()) else {
        return Ok(Vec::new());
    };
    waiting(tx, actor).map(|panel| panel.into_iter().map(|panel| (*own, panel)).collect())
}

/// For `PanelSlot::MemberDesk`: what waits for a member.
///
/// # Errors
/// When it cannot be counted.
pub fn member_desk_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    persons: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let Some(own) = persons.iter().find(|person| **person == actor.person.uuid()) else {
        return Ok(Vec::new());
    };
    waiting(tx, actor).map(|panel| panel.into_iter().map(|panel| (*own, panel)).collect())
}

fn waiting(tx: &ReadTx<'_>, actor: &Actor) -> Result<Option<Panel>, StoreError> {
    if sight(actor) == Sight::Nothing {
        return Ok(None);
    }
    let branch = &actor.acting.org_path;
    let mine = queries::counts(tx, actor, &asked(branch, Show::Mine))?;
    let late = queries::counts(tx, actor, &asked(branch, Show::Late))?;
    let list = format!("/orgs/{}/requests", branch.code());
    Ok(match (mine, late) {
        (0, 0) => None,
        (0, late) => Some(Panel {
            text: format!("诉求超期 {late} 件，请督办"),
            href: Some(format!("{list}?show=late")),
        }),
        (mine, 0) => Some(Panel { text: format!("诉求等您办 {mine} 件"), href: Some(list) }),
        (mine, late) => {
            Some(Panel { text: format!("诉求等您办 {mine} 件，超期 {late} 件"), href: Some(list) })
        }
    })
}

/// For `PanelSlot::Organisation`: the register of its branch, for those whose list it is.
///
/// # Errors
/// When it cannot be counted.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs.iter().filter(|_| sight(actor) != Sight::Nothing) {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else { continue };
        let own = actor.acting.org_path == org.path;
        let below = matches!(sight(actor), Sight::Community | Sight::Lists)
            && actor.acting.org_path.covers(&org.path);
        if own || below {
            let open = queries::counts(tx, actor, &asked(&org.path, Show::Open))?;
            let href = Some(format!("{}/requests?show=open", org.href()));
            panels.push((*subject, Panel { text: format!("没有办结的诉求 {open} 件"), href }));
        }
    }
    Ok(panels)
}

/// For `PanelSlot::Household`: what she asked, and where to take down what she asks now.
///
/// # Errors
/// When it cannot be read.
pub fn household_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    households: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for household in households.iter().filter(|_| matches!(sight(actor), Sight::Own | Sight::Community)) {
        let id = Id::<Household>::from_uuid(*household);
        let key = id.within(actor.tenant);
        if niangjia_household::api::visible(tx, actor, key)?.is_none() {
            continue;
        }
        for row in queries::open_of_household(tx, actor, (actor.tenant, id))? {
            let text = format!("{} · {}", row.called(), row.state_word());
            panels.push((*household, Panel { text, href: Some(row.href()) }));
        }
        let text = "她有事：当场办结或上报".to_owned();
        panels.push((*household, Panel { text, href: Some(format!("/requests/new?household={key}")) }));
    }
    Ok(panels)
}

/// For the facts of the store: a visit that reported something, or that was taken back.
///
/// # Errors
/// When the request cannot be written; then the visit is not either.
pub fn on_fact(tx: &WriteTx<'_>, fact: &Fact, parts: &[FactPart]) -> Result<(), StoreError> {
    match (fact.kind, fact.reverses) {
        (FactKind::MatterReported, None) => actions::report(tx, fact, parts).map_err(|error| match error {
            AppError::Unavailable(error) => error,
            other => StoreError::Internal(other.in_words().to_owned()),
        }),
        (FactKind::MatterReported, Some(_)) => actions::take_back(tx, fact),
        _ => Ok(()),
    }
}

/// When somebody leaves a committee, what she worked on waits at the organisation for somebody to take it.
///
/// # Errors
/// When it cannot be written.
pub fn on_leaving(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    let Step::LeavesCommittee { actor, tenant, person, org_path, .. } = step else {
        return Ok(None);
    };
    for request in queries::leave_of_person(tx, *tenant, *person, org_path)? {
        let key = request.within(*tenant);
        let Some(found) = queries::whoever(tx, key)? else { continue };
        if let Some(hold) = found.present() {
            niangjia_deadline::start(tx, (*tenant, hold.id.uuid()), "request.take", tx.now())?;
        }
        let entry =
            Entry::by(actor, LEFT).about(*tenant, request, org_path).named(found.row.called()).personal();
        drop(tx.record(&entry, ())?);
    }
    Ok(None)
}

/// When communities merge, what was asked at the one that ends goes on at the other; clocks go on.
///
/// # Errors
/// When it cannot be written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    if let Step::Merges { tenant, from, into, .. } = step {
        queries::move_requests(tx, *tenant, (&from.path, (into.id, &into.path)))?;
    }
    Ok(None)
}
