//! What is done with a request: one verb, one address, one form of the page.

use axum::response::Response;
use niangjia_deadline::{AskedExtension, Clocks, check_extension};
use niangjia_kernel::{Day, Id, Person};
use niangjia_store::{Ending, PostKind, StoreError, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, NoFields, Typed, Visitor, again, json, page, see_other};

use crate::actions::{self, Way};
use crate::json::PhoneBody;
use crate::model::Manner;
use crate::pack::RequestRules;
use crate::pages::RequestKey;
use crate::pages::deed_form::DeedForm;
use crate::pages::request::{RequestPage, after, allowed};
use crate::queries::{self, VisibleRequest};
use crate::rules::{Access, Deed, Telling, check_reason, check_telling, check_undeliverable, is_kept_for};

/// Why something was not done.
enum Fault {
    /// Sentences at fields.
    At(&'static str, String),
    /// Several of them.
    All(Errors),
    /// Anything else.
    Error(AppError),
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        Self::Error(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Error(error.into())
    }
}

type Doing = fn(&WriteTx<'_>, &Visitor, &VisibleRequest, &DeedForm) -> Result<Ending<()>, Fault>;

const ELSEWHERE: &str = "这一件登记在别的区县，那边看不到，不能交给他们；请和他们联系，或者交给她自己的区县";
const NOT_HERS: &str = "这一步现在不该由您来做：请看这一件在谁那里、到了哪一步";

async fn act(ctx: Ctx, key: RequestKey, typed: Typed, deed: Deed, doing: Doing) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &DeedForm| {
        let request = queries::visible_request(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if !allowed(visitor, tx, &request)?.contains(&deed) {
            return Err(AppError::Forbidden(NOT_HERS.to_owned()));
        }
        let fault = match doing(tx, visitor, &request, form) {
            Ok(ending) => {
                let href = after(tx, visitor, key)?;
                return Ok(ending.map(|()| see_other(&href)));
            }
            Err(fault) => fault,
        };
        let mut errors = Errors::default();
        match fault {
            Fault::At(field, sentence) => errors.at(field, sentence),
            Fault::All(all) => errors = all,
            Fault::Error(error) => return Err(error),
        }
        let shown = RequestPage::of(tx, visitor, request, form.clone(), errors)?;
        again(visitor, &shown, &shown.errors)
    })
    .await
}

fn reason(text: &str, field: &'static str) -> Result<String, Fault> {
    let text = text.trim();
    match check_reason(text) {
        None => Ok(text.to_owned()),
        Some(refusal) => Err(Fault::At(field, refusal.sentence().1)),
    }
}

fn words(text: &str, field: &'static str, what: &str) -> Result<String, Fault> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Fault::At(field, what.to_owned())),
        1..=1000 => Ok(text.to_owned()),
        _ => Err(Fault::At(field, "太长了，请留在 1000 字以内".to_owned())),
    }
}

/// `POST /requests/{key}/taking`.
pub(crate) async fn take(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Take, |tx, visitor, request, _| {
        Ok(actions::take(tx, &visitor.actor, request)?)
    })
    .await
}

/// `POST /requests/{key}/handler`.
pub(crate) async fn hand_over(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::HandOver, |tx, visitor, request, form| {
        let nobody = || Fault::At("person", "请选由谁承办".to_owned());
        let id: Id<Person> = form.person.parse().map_err(|_| nobody())?;
        let org = niangjia_org::api::by_id(tx, request.row.holder)?.ok_or_else(nobody)?;
        let roster = niangjia_people::api::roster(tx, org.tenant, org.id, tx.today())?;
        let serves = |kind| matches!(kind, PostKind::Chair | PostKind::ViceChair | PostKind::Member);
        let found = roster.iter().find(|one| one.person == id && serves(one.kind)).ok_or_else(nobody)?;
        Ok(actions::hand_over(tx, &visitor.actor, request, (id, &found.name))?)
    })
    .await
}

/// `POST /requests/{key}/answer`.
pub(crate) async fn answer(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Answer, |tx, visitor, request, form| {
        let said =
            words(&form.answer_words, "answer_words", "请写办了什么、结果怎样；不归妇联办的，写清该找谁")?;
        Ok(actions::answer(tx, &visitor.actor, request, &said)?)
    })
    .await
}

/// `POST /requests/{key}/escalation`.
pub(crate) async fn pass_up(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::PassUp, |tx, visitor, request, form| {
        let reason = reason(&form.pass_reason, "pass_reason")?;
        Ok(actions::pass_on(tx, &visitor.actor, request, &Way::Up, &reason)?.map(drop))
    })
    .await
}

/// `POST /requests/{key}/assignment`.
pub(crate) async fn assign(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Assign, |tx, visitor, request, form| {
        let reason = reason(&form.assign_reason, "assign_reason")?;
        let org = niangjia_org::api::by_code(tx, &form.assign_org)?;
        let own = &visitor.actor.acting.org_path;
        let below = org.filter(|org| own.covers(&org.path) && org.path != *own && org.until.is_none());
        let org = below.ok_or_else(|| Fault::At("assign_org", "请选交给哪个妇联".to_owned()))?;
        if !is_kept_for((org.tenant, org.level), request.row.tenant) {
            return Err(Fault::At("assign_org", ELSEWHERE.to_owned()));
        }
        Ok(actions::pass_on(tx, &visitor.actor, request, &Way::Down(org), &reason)?.map(drop))
    })
    .await
}

/// `POST /requests/{key}/return`.
pub(crate) async fn return_back(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Return, |tx, visitor, request, form| {
        let reason = reason(&form.return_reason, "return_reason")?;
        Ok(actions::return_back(tx, &visitor.actor, request, &reason)?)
    })
    .await
}

fn read_telling(form: &DeedForm, reached: bool) -> Result<Telling, Fault> {
    let mut errors = Errors::default();
    let on = errors.take("tell_day", Day::parse(&form.tell_day));
    let manner = errors.take("tell_manner", Manner::parse(&form.tell_manner).map_err(|_| "请选怎样告诉她的"));
    match (on, manner) {
        (Some(on), Some(manner)) => Ok(Telling { on, manner, reached }),
        _ => Err(Fault::All(errors)),
    }
}

fn checked(tx: &WriteTx<'_>, telling: &Telling, since: Day) -> Result<(), Fault> {
    match check_telling(telling, since, tx.today()) {
        None => Ok(()),
        Some(("on_day", sentence)) => Err(Fault::At("tell_day", sentence)),
        Some((_, sentence)) => Err(Fault::At("tell_manner", sentence)),
    }
}

/// `POST /requests/{key}/receipt`.
pub(crate) async fn notify(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Notify, |tx, visitor, request, form| {
        let telling = read_telling(form, true)?;
        checked(tx, &telling, request.row.received.day())?;
        Ok(actions::notify(tx, &visitor.actor, request, (telling.on, telling.manner))?)
    })
    .await
}

/// `POST /requests/{key}/telling`.
pub(crate) async fn tell(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Tell, |tx, visitor, request, form| {
        let reached = match form.tell_reached.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(Fault::At("tell_reached", "请选联系上了没有".to_owned())),
        };
        let telling = read_telling(form, reached)?;
        let answered = queries::answered_on(tx, &request.row)?.unwrap_or(request.row.received);
        checked(tx, &telling, answered.day())?;
        Ok(actions::tell(tx, &visitor.actor, request, telling, form.tell_words.trim())?)
    })
    .await
}

/// `POST /requests/{key}/undeliverable`.
pub(crate) async fn report_undeliverable(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::ReportUndeliverable, |tx, visitor, request, form| {
        let said = words(&form.undeliverable_words, "undeliverable_words", "请写都怎样找过她")?;
        let answered = queries::answered_on(tx, &request.row)?.unwrap_or(request.row.received);
        let tried = queries::tellings(tx, &request.row, answered)?;
        let by_code = (request.row.reach == crate::model::Reach::Code).then(|| answered.day());
        if let Some(why_not) = check_undeliverable(&tried, by_code, tx.today(), RequestRules::in_force()) {
            return Err(Fault::At("undeliverable_words", why_not));
        }
        Ok(actions::report_undeliverable(tx, &visitor.actor, request, &said)?)
    })
    .await
}

/// `POST /requests/{key}/look`.
pub(crate) async fn look(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::LookAtUndeliverable, |tx, visitor, request, form| {
        let agrees = match form.look_agrees.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(Fault::At("look_agrees", "请选同意办结，还是再送".to_owned())),
        };
        let said = words(&form.look_words, "look_words", "请写看过什么、为什么同意；要再送的，写清怎样再试")?;
        Ok(actions::look_at_undeliverable(tx, &visitor.actor, request, agrees, &said)?)
    })
    .await
}

/// `POST /requests/{key}/extension`.
pub(crate) async fn extend(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Extend, |tx, visitor, request, form| {
        let subject = (request.row.tenant, request.row.id.uuid());
        let clock = niangjia_deadline::running(tx, subject, "petition.settle")?
            .ok_or_else(|| Fault::At("amount", "办结期限没有在走".to_owned()))?;
        let told = Day::parse(&form.told_day).ok();
        let amount = form.amount.trim().parse().unwrap_or(0);
        let asked = AskedExtension::of(clock.rule, amount, &form.reason, &form.agreed_by, told);
        let calendar = Clocks::in_force().calendar();
        let refusals =
            check_extension(clock.rule, calendar, (clock.started, &clock.turns()), &asked, tx.now());
        if refusals.is_empty() {
            return Ok(actions::extend(tx, &visitor.actor, request, &clock, &asked)?);
        }
        let mut errors = Errors::default();
        for refusal in refusals {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
        Err(Fault::All(errors))
    })
    .await
}

/// `POST /requests/{key}/supplements`.
pub(crate) async fn supplement(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Supplement, |tx, visitor, request, form| {
        let said = words(&form.more_words, "more_words", "请写补充什么")?;
        Ok(actions::supplement(tx, &visitor.actor, request, &said)?)
    })
    .await
}

/// `POST /requests/{key}/withdrawal`.
pub(crate) async fn withdraw(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Withdraw, |tx, visitor, request, form| {
        let said = words(&form.withdraw_words, "withdraw_words", "请写她怎么说的；不是她本人要撤的，不能撤")?;
        Ok(actions::withdraw(tx, &visitor.actor, request, &said)?)
    })
    .await
}

/// `POST /requests/{key}/reopening`.
pub(crate) async fn reopen(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Reopen, |tx, visitor, request, form| {
        let said = words(&form.reopen_words, "reopen_words", "请写为什么重新办理")?;
        let own = niangjia_org::api::by_id(tx, visitor.actor.acting.org_id)?.ok_or(AppError::NotFound)?;
        Ok(actions::reopen(tx, &visitor.actor, request, &own, &said)?)
    })
    .await
}

/// `POST /requests/{key}/review`: she is not content with the answer.
pub(crate) async fn review(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Review, |tx, visitor, request, form| {
        let said = words(&form.review_words, "review_words", "请写她不服什么、要求什么")?;
        Ok(actions::ask_for_review(tx, &visitor.actor, request, &said)?)
    })
    .await
}

/// `POST /requests/{key}/suspension`: a hearing is held.
pub(crate) async fn suspend(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Suspend, |tx, visitor, request, form| {
        let said = words(&form.hearing_words, "hearing_words", "请写哪一天听证、请了谁")?;
        Ok(actions::suspend(tx, &visitor.actor, request, &said)?)
    })
    .await
}

/// `POST /requests/{key}/resumption`: the hearing is over.
pub(crate) async fn resume(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Resume, |tx, visitor, request, form| {
        let said = words(&form.hearing_words, "hearing_words", "请写听证的结果")?;
        Ok(actions::resume(tx, &visitor.actor, request, &said)?)
    })
    .await
}

/// `POST /requests/{key}/phone`: her number, for whoever reads the rest; recorded.
pub(crate) async fn look_at_phone(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &NoFields| {
        let found = queries::visible_request(tx, &visitor.actor, key)?.filter(VisibleRequest::reads);
        let request = found.ok_or(AppError::NotFound)?;
        let phone = actions::look_at_phone(tx, &visitor.actor, &request)?;
        let shown = if visitor.wants_json {
            json(&PhoneBody { phone: phone.value().clone() })?
        } else {
            let page_of = RequestPage::of(tx, visitor, request, DeedForm::default(), Errors::default())?;
            page(&page_of.with_phone(phone.value().clone()))?
        };
        Ok(phone.map(|_| shown).into())
    })
    .await
}

/// `POST /requests/{key}/mediation`: she applies for mediation.
pub(crate) async fn mediate(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Mediate, |tx, visitor, request, form| {
        if form.applies != "yes" {
            return Err(Fault::At("applies", "请先打勾：是她本人要申请调解".to_owned()));
        }
        Ok(actions::mediate(tx, (&visitor.actor, visitor.app.guards()), request)?)
    })
    .await
}

/// `POST /requests/{key}/danger`: there is violence, or a child is harmed.
pub(crate) async fn divert(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    act(ctx, key, typed, Deed::Divert, |tx, visitor, request, form| {
        if form.danger != "yes" {
            return Err(Fault::At("danger", "请先打勾确认：转了以后不能转回".to_owned()));
        }
        let case = tx.new_id::<niangjia_kernel::Request>().uuid();
        Ok(actions::divert_taken(tx, (&visitor.actor, visitor.app.guards()), request, case)?)
    })
    .await
}

/// `POST /requests/{key}/openings`: from above, with a purpose.
pub(crate) async fn open(ctx: Ctx, At(key): At<RequestKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &DeedForm| {
        let request = queries::visible_request(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if request.access != Access::Above {
            return Ok(Ending::Nothing(see_other(&request.row.href())));
        }
        let purpose = form.purpose.trim();
        if purpose.chars().count() < 2 || purpose.chars().count() > 200 {
            let mut errors = Errors::default();
            errors.at("purpose", "请写打开做什么用，她和帮她的人看得到");
            let shown = RequestPage::of(tx, visitor, request, form.clone(), errors)?;
            return again(visitor, &shown, &shown.errors);
        }
        let href = request.row.href();
        Ok(actions::open(tx, &visitor.actor, &request, purpose)?.map(|()| see_other(&href)).into())
    })
    .await
}
