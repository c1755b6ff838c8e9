//! 登记: a request is taken down, settled on the spot, kept, or passed up.

use niangjia_kernel::{AreaLevel, FactKind, Household, Id, Key, Request, Resident};
use niangjia_org::api::Org;
use niangjia_store::audit::Action;
use niangjia_store::{Actor, Ending, PostKind, StoreError, WriteTx};
use niangjia_web::{AppError, Danger, Guards, Step};

use super::ask_her::ask_her;
use super::pass::{By, pass_up};
use super::{append, at, doer, entry, notice};
use crate::model::{Channel, Class, Closing, Happened, Manner, Reach, Rung, State};
use crate::queries::{self, Arriving, NewRequest, VisibleRequest};
use crate::rules::Telling;
use crate::rules::intake::SaidIntake;

const RECEIVE: Action = Action::write("request.receive", "登记诉求");
const SETTLE: Action = Action::write("request.settle", "当场办结");
const RECEIVE_PUBLIC: Action = Action::write("request.receive_public", "网上收到诉求");
const DIVERT: Action = Action::write("request.divert", "转为保密事项");

/// A request as somebody took it down.
pub(crate) struct Intake<'a> {
    /// Made with the form: the same form sent twice is one request.
    pub(crate) id: Id<Request>,
    pub(crate) channel: Channel,
    pub(crate) said: &'a SaidIntake,
    pub(crate) urgent: bool,
    /// Whose it is, where the register knows her.
    pub(crate) household: Option<(Key<Household>, Option<Id<Resident>>)>,
    /// Where it counts.
    pub(crate) home: &'a Org,
    /// Where whoever takes it down serves.
    pub(crate) own: &'a Org,
    /// Whether it goes up at once.
    pub(crate) up: bool,
    /// Of the sealed case, should there be one.
    pub(crate) case: uuid::Uuid,
}

impl<'a> Intake<'a> {
    fn row(&self, class: Class) -> NewRequest<'a> {
        let said = self.said;
        let open = class == Class::Personal;
        NewRequest {
            id: self.id,
            tenant: self.home.tenant,
            home: (self.home.id, self.home.path.clone()),
            channel: self.channel,
            category: &said.category,
            class,
            urgent: self.urgent,
            household: self.household.map(|(household, _)| household.id).filter(|_| open),
            resident: self.household.and_then(|(_, resident)| resident).filter(|_| open),
            anonymous: said.anonymous,
            name: if open { &said.name } else { "" },
            phone: if open { &said.phone } else { "" },
            code: "",
            words: if open { &said.words } else { "" },
            reach: said.reach.unwrap_or(Reach::ComesBy),
            reach_words: if open { &said.reach_words } else { "" },
        }
    }
}

/// Takes it down. A form that comes a second time changes nothing and ends the same way.
///
/// # Errors
/// When there is no way up, or it cannot be written; then nothing of it is.
pub(crate) fn receive(
    tx: &WriteTx<'_>,
    (actor, guards): (&Actor, &Guards),
    intake: &Intake<'_>,
) -> Result<Ending<Key<Request>>, AppError> {
    let key = intake.id.within(intake.home.tenant);
    let danger = intake.said.danger == Some(true);
    let to = arriving(actor, intake.own)?;
    let new = intake.row(if danger { Class::Sealed } else { Class::Personal });
    if queries::insert_request(tx, Some((actor.person, &actor.name)), &new, &to)?.is_none() {
        return Ok(Ending::Nothing(key));
    }
    let hold = queries::insert_hold(tx, key, &to)?;
    let request = fetched(tx, key)?;
    if danger {
        queries::close_holds(tx, &request.row)?;
        queries::close(tx, key, Closing::Diverted)?;
        queries::insert_event(tx, key, Happened::Diverted, (&actor.name, ""))?;
        guards.ask(tx, &Step::FindsDanger(Box::new(danger_of(actor, intake))))?;
        return Ok(tx.record(&entry(Some(actor), DIVERT, &request.row), key)?.into());
    }
    queries::insert_event(tx, key, Happened::Received, (&actor.name, intake.channel.label()))?;
    append(tx, &request.row, FactKind::RequestReceived, &[doer(actor)])?;
    start_clocks(tx, key, intake.channel, (hold.uuid(), to.rung))?;
    if intake.said.settled {
        settle(tx, actor, &request, intake)?;
        let entry = entry(Some(actor), SETTLE, &request.row).change("类别", "", &intake.said.category);
        return Ok(tx.record(&entry, key)?.into());
    }
    let mut said = entry(Some(actor), RECEIVE, &request.row).change("来源", "", intake.channel.label());
    if intake.up {
        let upper = pass_up(tx, By::Actor(actor), &request, "请上一级办理")?;
        said = said.change("上报", "", upper);
    }
    Ok(tx.record(&said.change("类别", "", &intake.said.category), key)?.into())
}

/// In whose hands it is when it has been taken down: a member of a community has it herself.
fn arriving(actor: &Actor, own: &Org) -> Result<Arriving, AppError> {
    let arriving = at(own, Some(actor.person))?;
    let grid = actor.acting.kind == PostKind::Member && own.level == AreaLevel::Community;
    Ok(Arriving { rung: if grid { Rung::Grid } else { arriving.rung }, ..arriving })
}

fn start_clocks(
    tx: &WriteTx<'_>,
    key: Key<Request>,
    channel: Channel,
    (hold, rung): (uuid::Uuid, Rung),
) -> Result<(), StoreError> {
    niangjia_deadline::start(tx, (key.tenant, hold), &rung.clock(), tx.now())?;
    niangjia_deadline::start(tx, (key.tenant, key.id.uuid()), "petition.settle", tx.now())?;
    // Whoever speaks with her tells her that it was received, there and then.
    if matches!(channel, Channel::Letter | Channel::Referral) {
        niangjia_deadline::start(tx, (key.tenant, key.id.uuid()), "petition.notify", tx.now())?;
        return Ok(());
    }
    queries::mark_notified(tx, key, tx.today()).map(drop)
}

fn settle(
    tx: &WriteTx<'_>,
    actor: &Actor,
    request: &VisibleRequest,
    intake: &Intake<'_>,
) -> Result<(), StoreError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    queries::set_answer(tx, key, &intake.said.done)?;
    let manner = match intake.channel {
        Channel::Hotline | Channel::Telephone => Manner::Telephone,
        _ => Manner::InPerson,
    };
    let telling = Telling { on: tx.today(), manner, reached: true };
    queries::insert_telling(tx, Some(actor), row, telling)?;
    queries::insert_event(tx, key, Happened::SettledOnTheSpot, (&actor.name, &intake.said.done))?;
    queries::close_holds(tx, row)?;
    queries::close(tx, key, Closing::OnTheSpot)?;
    niangjia_deadline::stop_all(tx, (key.tenant, key.id.uuid()))?;
    let doer = [doer(actor)];
    append(tx, row, FactKind::RequestSettled, &doer)?;
    append(tx, row, FactKind::RequestAnswered, &doer)?;
    ask_her(tx, request, Some(actor))
}

fn danger_of(actor: &Actor, intake: &Intake<'_>) -> Danger {
    let said = intake.said;
    let child = said.category == "child_harmed" || said.category == "child";
    Danger {
        actor: actor.clone(),
        tenant: intake.home.tenant,
        org_id: intake.own.id,
        org_path: intake.own.path.clone(),
        case: intake.case,
        found_in: intake.id.uuid(),
        household: intake.household.map(|(household, _)| household.id),
        name: said.name.clone(),
        phone: said.phone.clone(),
        words: [said.words.as_str(), said.reach_words.as_str()].join("\n").trim().to_owned(),
        child,
        violence: !child,
    }
}

/// A request as a woman wrote it on the public page.
pub(crate) struct PublicIntake<'a> {
    pub(crate) id: Id<Request>,
    pub(crate) said: &'a SaidIntake,
    pub(crate) code: &'a str,
    /// Whom she asks.
    pub(crate) to: &'a Org,
    pub(crate) class: Class,
}

/// Takes down what a woman wrote herself: it waits at the organisation that she chose.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn receive_from_public(
    tx: &WriteTx<'_>,
    intake: &PublicIntake<'_>,
) -> Result<Ending<bool>, AppError> {
    let said = intake.said;
    let key = intake.id.within(intake.to.tenant);
    let to = at(intake.to, None)?;
    let new = NewRequest {
        id: intake.id,
        tenant: intake.to.tenant,
        home: (intake.to.id, intake.to.path.clone()),
        channel: Channel::Portal,
        category: &said.category,
        class: intake.class,
        urgent: intake.class == Class::Sealed,
        household: None,
        resident: None,
        anonymous: said.anonymous,
        name: &said.name,
        phone: &said.phone,
        code: intake.code,
        words: &said.words,
        reach: said.reach.unwrap_or(Reach::Code),
        reach_words: &said.reach_words,
    };
    if queries::insert_request(tx, None, &new, &to)?.is_none() {
        return Ok(Ending::Nothing(false));
    }
    let hold = queries::insert_hold(tx, key, &to)?;
    let request = fetched(tx, key)?;
    queries::insert_event(tx, key, Happened::Received, ("本人", Channel::Portal.label()))?;
    append(tx, &request.row, FactKind::RequestReceived, &[])?;
    niangjia_deadline::start(tx, (key.tenant, hold.uuid()), "request.take", tx.now())?;
    notice::arrived(tx, &request.row, (to.tenant, to.org))?;
    // The page with her code tells her that it was received.
    queries::mark_notified(tx, key, tx.today())?;
    Ok(tx.record(&entry(None, RECEIVE_PUBLIC, &request.row), true)?.into())
}

/// What a woman wrote herself turned out to be violence, or a child harmed: whoever took it announces it, and what she told is
/// kept from now on where she is protected.
///
/// # Errors
/// When those who protect refuse, or it cannot be written.
pub(crate) fn divert_taken(
    tx: &WriteTx<'_>,
    (actor, guards): (&Actor, &Guards),
    request: &VisibleRequest,
    case: uuid::Uuid,
) -> Result<Ending<()>, AppError> {
    let row = &request.row;
    let key = row.id.within(row.tenant);
    let [name, phone, words, reach_words, _] = queries::unsealed(tx, row)?;
    let child = row.category.starts_with("child");
    let danger = Danger {
        actor: actor.clone(),
        tenant: row.tenant,
        org_id: actor.acting.org_id,
        org_path: actor.acting.org_path.clone(),
        case,
        found_in: row.id.uuid(),
        household: row.household,
        name,
        phone,
        words: [words, reach_words].join("\n").trim().to_owned(),
        child,
        violence: !child,
    };
    queries::close_holds(tx, row)?;
    if !queries::close(tx, key, Closing::Diverted)? {
        return Ok(Ending::Nothing(()));
    }
    niangjia_deadline::stop_all(tx, (key.tenant, key.id.uuid()))?;
    queries::insert_event(tx, key, Happened::Diverted, (&actor.name, ""))?;
    queries::seal_request(tx, key, Some(actor.person))?;
    guards.ask(tx, &Step::FindsDanger(Box::new(danger)))?;
    let sealed = crate::model::RequestRow { class: Class::Sealed, state: State::Closed, ..row.clone() };
    Ok(tx.record(&entry(Some(actor), DIVERT, &sealed), ())?.into())
}

fn fetched(tx: &WriteTx<'_>, key: Key<Request>) -> Result<VisibleRequest, AppError> {
    let found = queries::whoever(tx, key)?;
    found.ok_or_else(|| AppError::Internal("a request that was just written is not there".to_owned()))
}
