//! The worker that carries messages out.

use niangjia_kernel::{OrgPath, Timestamp};
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, ReadTx, Store, StoreError};
use niangjia_web::App;

use crate::couriers::{Goal, Parcel, Reach};
use crate::machine::Messages;
use crate::model::{Channel, DeliveryState, Failure};
use crate::pack::{MessageKind, MessageRules};
use crate::queries::{self, DeliveryRow, Ended};
use crate::rules::{AfterFailure, after_failure, leaves_at};

const DELIVER: Action = Action::write("message.deliver", "对外发送消息");
const FORGET: Action = Action::write("message.forget", "清理看过的消息");
/// The kind of a test that a chair sends into her group.
pub(crate) const TEST: &str = "test";
/// How many deliveries a round does; the next round comes soon.
const AT_ONCE: usize = 200;

/// Carries out what is due. Says how many were taken by the other side.
///
/// # Errors
/// When the database cannot be read or written; a delivery under way is then given back at the next start.
pub fn deliver_due(app: &App) -> Result<usize, StoreError> {
    let Ok(messages) = app.machine::<Messages>() else { return Ok(0) };
    let store = app.store();
    if !messages.has_begun() {
        store.write_blocking(|tx| {
            Ok::<_, StoreError>(match queries::release(tx)? {
                0 => Ending::Nothing(()),
                _ => Ending::Commit(tx.unaudited(())),
            })
        })?;
        messages.begins();
    }
    let (mut sent, mut silent) = (0, Vec::new());
    for _ in 0..AT_ONCE {
        let left_out = silent.clone();
        let claimed = store.write_blocking(move |tx| {
            Ok::<_, StoreError>(match queries::claim(tx, &left_out)? {
                Some(row) => Ending::Commit(tx.unaudited(Some(row))),
                None => Ending::Nothing(None),
            })
        })?;
        let Some(row) = claimed else { break };
        match deliver(store, messages.reach(), &row)? {
            Some(Failure::Unreachable) => silent.push(row.channel),
            Some(_) => {}
            None => sent += 1,
        }
    }
    Ok(sent)
}

/// What is to be done with a delivery that was claimed.
enum Step {
    Carry(Parcel, Goal),
    /// Nobody waits for it any more.
    Drop,
    /// Not now.
    Later(Timestamp),
}

fn deliver(store: &Store, reach: &Reach, row: &DeliveryRow) -> Result<Option<Failure>, StoreError> {
    let (parcel, goal) = match store.read_blocking({
        let row = row.clone();
        move |tx| step(tx, &row)
    })? {
        Step::Carry(parcel, goal) => (parcel, goal),
        Step::Drop => {
            let ended =
                Ended { state: DeliveryState::Dropped, failure: None, next: row.next, tries: row.tries };
            return end(store, row, ended).map(|()| None);
        }
        Step::Later(next) => {
            let ended =
                Ended { state: DeliveryState::Waiting, failure: row.failure, next, tries: row.tries - 1 };
            return end(store, row, ended).map(|()| None);
        }
    };
    let Err(failure) = reach.carry(&parcel, &goal) else {
        let ended = Ended { state: DeliveryState::Sent, failure: None, next: row.next, tries: row.tries };
        return end(store, row, ended).map(|()| None);
    };
    tracing::warn!(
        channel = row.channel.code(),
        failure = failure.code(),
        tries = row.tries,
        "not delivered"
    );
    let mut chance = [0u8; 1];
    store.chance().fill(&mut chance);
    let now = store.clock().now();
    let ended = match after_failure(MessageRules::in_force(), row.tries, failure, chance[0]) {
        AfterFailure::Again(seconds) => {
            let next = now.plus_seconds(seconds);
            Ended { state: DeliveryState::Waiting, failure: Some(failure), next, tries: row.tries }
        }
        AfterFailure::GiveUp => {
            Ended { state: DeliveryState::Failed, failure: Some(failure), next: now, tries: row.tries }
        }
    };
    end(store, row, ended).map(|()| Some(failure))
}

/// Writes down how a try ended, once: it was under way, and is not any more.
fn end(store: &Store, row: &DeliveryRow, ended: Ended) -> Result<(), StoreError> {
    let row = row.clone();
    store.write_blocking(move |tx| {
        if !queries::end(tx, row.key(), &ended)? {
            return Ok::<_, StoreError>(Ending::Nothing(()));
        }
        // That it goes on waiting is how far the worker is; how it ended is audited.
        if matches!(ended.state, DeliveryState::Waiting | DeliveryState::Dropped) {
            return Ok(Ending::Commit(tx.unaudited(())));
        }
        let entry = Entry::by_system(DELIVER, row.tenant).about(row.tenant, row.id, &OrgPath::nation());
        let entry = entry.named(row.channel.label()).change("结果", "", ended.state.label());
        let entry = entry.change("第几次", "", row.tries);
        let failure = ended.failure.map_or("", Failure::label);
        Ok(tx.record(&entry.change("原因", "", failure), ())?.into())
    })
}

fn step(tx: &ReadTx<'_>, row: &DeliveryRow) -> Result<Step, StoreError> {
    let Some((goal, quiet)) = goal(tx, row)? else { return Ok(Step::Drop) };
    let text = match (&row.code, MessageRules::in_force().kind(&row.kind)) {
        (None, Some(kind)) => leaving(row, kind),
        (Some(_), _) => String::new(),
        // The pack lost this kind meanwhile.
        (None, None) => return Ok(Step::Drop),
    };
    let leaves = quiet.map_or(tx.now(), |quiet| leaves_at(quiet, tx.now()));
    if leaves > tx.now() {
        return Ok(Step::Later(leaves));
    }
    let (id, kind) = (row.id.to_string(), row.kind.clone());
    let parcel = Parcel { id, kind, details: row.details, text, code: row.code.clone(), at: tx.now() };
    Ok(Step::Carry(parcel, goal))
}

/// The sentence as it leaves: who reads it elsewhere is asked to come here.
fn leaving(row: &DeliveryRow, kind: &MessageKind) -> String {
    let sentence = kind.says(&row.details);
    if row.kind == TEST { sentence } else { format!("{sentence}请登录查看。") }
}

/// Where it goes, and the hours in which it does not; a code that somebody waits for goes at once.
#[expect(clippy::type_complexity, reason = "a goal with its hours, used here alone")]
fn goal(tx: &ReadTx<'_>, row: &DeliveryRow) -> Result<Option<(Goal, Option<(i64, i64)>)>, StoreError> {
    if let Some(org) = row.org {
        let rules = MessageRules::in_force();
        let hours = (row.kind != TEST).then_some((rules.quiet_from, rules.quiet_until));
        let robot = queries::robot(tx, (row.tenant, org))?;
        return Ok(robot.map(|robot| (Goal::Robot(Box::new(robot)), hours)));
    }
    let Some(person) = row.person else { return Ok(None) };
    let whose = (row.tenant, person);
    let Some(address) = queries::address_for(tx, whose, row.channel)? else { return Ok(None) };
    let for_code = row.code.is_some();
    if !for_code && (address.confirmed.is_none() || !address.wanted) {
        return Ok(None);
    }
    let hours = if for_code { None } else { Some(queries::quiet_hours(tx, whose)?) };
    Ok(Some(match row.channel {
        Channel::Sms => (Goal::Sms(address.address), hours),
        Channel::Mail | Channel::Robot => (Goal::Mail(address.address), hours),
    }))
}

/// How many deliveries there are by channel and state, by their codes: for whoever watches over an installation.
///
/// # Errors
/// When the database cannot be read.
pub fn states(tx: &ReadTx<'_>) -> Result<Vec<(&'static str, &'static str, i64)>, StoreError> {
    let counts = queries::count_all(tx)?.into_iter();
    Ok(counts.map(|(channel, state, count)| (channel.code(), state.code(), count)).collect())
}

/// Throws away messages that were read long ago. Says how many.
///
/// # Errors
/// When they cannot be deleted.
pub fn forget_read(store: &Store) -> Result<u64, StoreError> {
    store.write_blocking(|tx| {
        let before = tx.now().plus_seconds(-MessageRules::in_force().kept_days * 86_400);
        let gone = queries::forget_read(tx, before)?;
        if gone == 0 {
            return Ok::<_, StoreError>(Ending::Nothing(0));
        }
        let entry = Entry::by_system(FORGET, niangjia_kernel::Tenant::NATION).change("条数", "", gone);
        Ok(tx.record(&entry, gone)?.into())
    })
}
