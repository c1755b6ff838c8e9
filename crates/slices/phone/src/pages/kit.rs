//! What a phone takes along: her families, the choices of the form, whom to seal to, and her pass.

use axum::response::Response;
use niangjia_household::api as household;
use niangjia_household::api::{HouseholdRow, HouseholdRules, Manner, NeedKind, Standing, next_visit};
use niangjia_store::{Keys, ReadTx};
use niangjia_web::{Answer, AppError, Ctx, Visitor, json};
use serde::Serialize;

use crate::model::Pass;
use crate::{queries, rules};

/// What binds a sealed pass to its use.
pub(crate) const PASS: &str = "phone.pass";

#[derive(Serialize)]
struct Choice {
    code: String,
    label: String,
}

/// A family as the phone keeps it: what a visit needs. No phone number, no address.
#[derive(Serialize)]
struct Family {
    key: String,
    name: String,
    number: String,
    place: String,
    needs: Vec<&'static str>,
    /// Since when she looks after it.
    since: String,
    last: Option<String>,
    due: Option<String>,
    agreed: bool,
}

#[derive(Serialize)]
struct Kit {
    /// Whose it is, without saying who: another person at this phone has another.
    holder: String,
    name: String,
    post: String,
    /// By the clock of the server, in milliseconds since 1970.
    now: i64,
    /// When the families are put away, in milliseconds since 1970.
    until: i64,
    key: u8,
    public: String,
    pass: String,
    /// Her own key for what she has not finished: the same at every signing in, and on the phone only while signed in.
    drafts: String,
    form: i64,
    csrf: String,
    longest: usize,
    photo_bytes: usize,
    matters: Vec<Choice>,
    manners: Vec<Choice>,
    needs: Vec<Choice>,
    families: Vec<Family>,
    /// How many questions wait for her.
    asked: i64,
}

/// `GET /offline/kit`.
pub(crate) async fn show(ctx: Ctx) -> Response {
    ctx.read(kit).await
}

fn kit(tx: &ReadTx<'_>, visitor: &Visitor) -> Answer {
    let actor = &visitor.actor;
    let standings = household::families_of(tx, actor)?.ok_or(AppError::NotFound)?;
    let until = visitor.session_until.ok_or(AppError::NotFound)?;
    let registers = household::register_side(tx, actor)?;
    let keys = tx.keys();
    let pass = serde_json::to_vec(&Pass::of(actor, rules::pass_until(until)));
    let pass = pass.map_err(|error| AppError::Internal(error.to_string()))?;
    let pass = keys.seal(PASS, &pass, visitor.app.store().chance());
    let pass = pass.map_err(|error| AppError::Internal(error.to_string()))?;
    let sealing = keys.envelope_key();
    let families = standings.iter().map(|one| Family::of(one, registers.contains(&one.household.id)));
    json(&Kit {
        // Tells her envelopes on a phone from another's, and nothing else.
        holder: of_hers(keys, visitor, b"phone holder")[..16].to_owned(),
        name: actor.name.clone(),
        post: actor.post_label(),
        now: tx.now().millis(),
        until: until.millis(),
        key: sealing.number,
        public: hex(&sealing.public),
        pass: hex(&pass),
        drafts: of_hers(keys, visitor, b"phone drafts"),
        form: rules::FORM,
        csrf: visitor.csrf().to_owned(),
        longest: household::longest_line(),
        photo_bytes: rules::PHOTO_BYTES,
        matters: HouseholdRules::in_force()
            .matters
            .iter()
            .map(|one| Choice { code: one.code.clone(), label: one.label.clone() })
            .collect(),
        manners: Manner::ALL.iter().map(|one| choice(one.code(), one.label())).collect(),
        needs: NeedKind::ALL.iter().map(|one| choice(one.code(), one.label())).collect(),
        families: families.collect(),
        asked: queries::count_waiting(tx, actor)?,
    })
}

fn choice(code: &str, label: &str) -> Choice {
    Choice { code: code.to_owned(), label: label.to_owned() }
}

/// A keyed hash of who she is, for one use.
fn of_hers(keys: &Keys, visitor: &Visitor, purpose: &[u8]) -> String {
    let tenant = visitor.actor.tenant.number().to_be_bytes();
    hex(&keys.authenticator(&[purpose, &tenant, visitor.actor.person.uuid().as_bytes()]))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Family {
    fn of(standing: &Standing, shows_needs: bool) -> Self {
        let home: &HouseholdRow = &standing.household;
        let next = standing
            .linked_since
            .map(|since| next_visit(standing.last_visit, standing.follow_up, since, standing.visit_days));
        Self {
            key: home.id.within(home.tenant).to_string(),
            name: home.name.clone(),
            number: home.number.clone(),
            place: household::place_of(home),
            needs: standing.needs.iter().filter(|_| shows_needs).map(|need| need.label()).collect(),
            since: standing.linked_since.unwrap_or(home.since).to_string(),
            last: standing.last_visit.map(|day| day.to_string()),
            due: next.map(|next| next.day.to_string()),
            agreed: next.is_some_and(|next| next.agreed),
        }
    }
}
