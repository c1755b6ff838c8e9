//! One person as the administrators see her: her account, her posts. Each administrator does her own part.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, MobileNumber, SystemChance, normalised_text};
use niangjia_store::{Actor, Ending, ReadTx, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, again_refused, page, see_other};
use serde::Deserialize;

use crate::actions::{self, NewAccount, OpeningRefused};
use crate::model::{AccountEntry, AccountHolder, RosterEntry};
use crate::pages::PersonKey;
use crate::pages::accounts::Standing;
use crate::pages::administrators::{AppointForm, Picks, kinds};
use crate::password::{self, PasswordCost};
use crate::queries;
use crate::rules;

const TAKEN: &str = "已经有人用它登录，请换一个";

/// The form that opens an account.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct OpenForm {
    login_name: String,
    phone: String,
}

/// The buttons beside an account: a new temporary password, disable it, enable it again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ButtonForm {
    enabled: Option<bool>,
    reset: bool,
}

/// What a form says that came without any of the buttons.
const NO_BUTTON: &str = "请点页面上的按钮：重置密码、停用或启用";

/// A post on the page, with its link where this administrator ends posts.
pub(crate) struct PostLine {
    post: RosterEntry,
    ends: bool,
}

#[derive(Template)]
#[template(path = "account.html")]
pub(crate) struct AccountPage {
    shell: Shell,
    holder: AccountHolder,
    state: Standing,
    posts: Vec<PostLine>,
    own: bool,
    keeps_accounts: bool,
    appoints: bool,
    /// A temporary password that was just made; shown this once.
    fresh: String,
    open: OpenForm,
    appoint: AppointForm,
    kinds: Picks,
    today: Day,
    pub(crate) errors: Errors,
    refusal: String,
}

impl AccountPage {
    pub(crate) fn of(tx: &ReadTx<'_>, visitor: &Visitor, holder: AccountHolder) -> Result<Self, AppError> {
        let actor = &visitor.actor;
        let within = &actor.acting.org_path;
        let posts = queries::posts_of(tx, holder.tenant, holder.person)?;
        let posts = posts.into_iter().filter(|post| within.covers(&post.org_path));
        let code = niangjia_org::api::by_id(tx, actor.acting.org_id)?.map(|org| org.code).unwrap_or_default();
        Ok(Self {
            shell: visitor.shell(),
            state: Standing::of(holder.account.as_ref(), tx.now()),
            posts: posts
                .map(|post| PostLine {
                    ends: post.until.is_none() && rules::may_end_post(actor, &post),
                    post,
                })
                .collect(),
            own: holder.person == actor.person,
            keeps_accounts: rules::may_keep_accounts(actor),
            appoints: rules::may_appoint_administrators(actor, within),
            fresh: String::new(),
            open: OpenForm::default(),
            appoint: AppointForm { org: code, from_day: tx.today().to_string(), ..AppointForm::default() },
            kinds: kinds(""),
            today: tx.today(),
            errors: Errors::default(),
            refusal: String::new(),
            holder,
        })
    }

    /// The page with the appointment as it was typed and the sentences at its fields.
    pub(crate) fn with_appointment(self, appoint: AppointForm, errors: Errors) -> Self {
        Self { kinds: kinds(&appoint.kind), appoint, errors, ..self }
    }
}

/// `GET /accounts/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<PersonKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let holder = queries::visible_holder(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        page(&AccountPage::of(tx, visitor, holder)?)
    })
    .await
}

/// `POST /accounts/{key}`: opens an account; the page that answers shows the temporary password, this once.
pub(crate) async fn open(ctx: Ctx, At(key): At<PersonKey>, typed: Typed) -> Response {
    let temporary = match Temporary::made().await {
        Ok(temporary) => temporary,
        Err(error) => return error.bare(),
    };
    ctx.submit(typed, move |tx, visitor, form: &OpenForm| {
        let holder = holder_to_keep(tx, &visitor.actor, key)?;
        if holder.account.is_some() {
            let refusal = "账号已经开通。临时密码只显示一次，没有记下就重置密码。".to_owned();
            let shown = AccountPage { refusal, ..AccountPage::of(tx, visitor, holder)? };
            return again_refused(visitor, &shown, &shown.refusal);
        }
        let (login_name, phone) = match form.said(tx)? {
            Ok(said) => said,
            Err(errors) => {
                let open = form.clone();
                let shown = AccountPage { errors, open, ..AccountPage::of(tx, visitor, holder)? };
                return again(visitor, &shown, &shown.errors);
            }
        };
        let actor = &visitor.actor;
        let account = NewAccount {
            tenant: holder.tenant,
            person: holder.person,
            login_name: &login_name,
            phone: phone.as_ref(),
            password_hash: &temporary.hash,
            must_change: true,
        };
        let opened = actions::open_account(tx, Some(actor), &account, &actor.acting.org_path);
        let opened = opened.map_err(not_opened)?;
        let shown = shown_once(tx, visitor, key, &temporary)?;
        Ok(opened.map(|_| shown).into())
    })
    .await
}

/// `POST /accounts/{key}/password`: a new temporary password, shown this once; her sessions end.
pub(crate) async fn reset(ctx: Ctx, At(key): At<PersonKey>, typed: Typed) -> Response {
    let temporary = match Temporary::made().await {
        Ok(temporary) => temporary,
        Err(error) => return error.bare(),
    };
    ctx.submit(typed, move |tx, visitor, form: &ButtonForm| {
        let actor = &visitor.actor;
        let account = account_to_keep(tx, actor, key)?;
        if !form.reset {
            return Err(AppError::Refused(NO_BUTTON.to_owned()));
        }
        let done = actions::reset_password(tx, actor, &account, &actor.acting.org_path, &temporary.hash)?;
        let shown = shown_once(tx, visitor, key, &temporary)?;
        Ok(done.map(|()| shown).into())
    })
    .await
}

/// `POST /accounts/{key}/state`: disables the account, or enables it again.
pub(crate) async fn set_state(ctx: Ctx, At(key): At<PersonKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ButtonForm| {
        let actor = &visitor.actor;
        let account = account_to_keep(tx, actor, key)?;
        let enabled = form.enabled.ok_or_else(|| AppError::Refused(NO_BUTTON.to_owned()))?;
        let href = format!("/accounts/{key}");
        if account.disabled.is_none() == enabled {
            return Ok(Ending::Nothing(see_other(&href)));
        }
        let done = actions::set_account_enabled(tx, actor, &account, &actor.acting.org_path, enabled)?;
        Ok(done.map(|()| see_other(&href)).into())
    })
    .await
}

/// A password that is told once, and its hash: made before the transaction, because hashing is slow on purpose.
struct Temporary {
    plain: String,
    hash: String,
}

impl Temporary {
    async fn made() -> Result<Self, AppError> {
        let made = tokio::task::spawn_blocking(|| {
            let plain = password::temporary(&SystemChance);
            password::hash(&plain, PasswordCost::Proper).map(|hash| Self { plain, hash })
        });
        Ok(made.await.map_err(|error| AppError::Internal(error.to_string()))??)
    }
}

/// The person whose account `actor` keeps.
fn holder_to_keep(tx: &WriteTx<'_>, actor: &Actor, key: PersonKey) -> Result<AccountHolder, AppError> {
    tx.hold("people_person", key.tenant, key.id.uuid())?;
    let holder = queries::visible_holder(tx, actor, key)?.ok_or(AppError::NotFound)?;
    if !rules::may_keep_accounts(actor) {
        return Err(AppError::Forbidden(rules::SEPARATION_RULE.to_owned()));
    }
    if holder.person == actor.person {
        return Err(AppError::Forbidden(rules::OWN_RULE.to_owned()));
    }
    Ok(holder)
}

fn account_to_keep(tx: &WriteTx<'_>, actor: &Actor, key: PersonKey) -> Result<AccountEntry, AppError> {
    holder_to_keep(tx, actor, key)?.account.ok_or(AppError::NotFound)
}

fn not_opened(refused: OpeningRefused) -> AppError {
    match refused {
        OpeningRefused::Taken => AppError::Refused(TAKEN.to_owned()),
        OpeningRefused::HasOne => AppError::Refused("她已经有账号了".to_owned()),
        OpeningRefused::Store(error) => error.into(),
    }
}

/// The page with the temporary password on it.
fn shown_once(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    key: PersonKey,
    temporary: &Temporary,
) -> Result<Response, AppError> {
    let holder = queries::visible_holder(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    page(&AccountPage { fresh: temporary.plain.clone(), ..AccountPage::of(tx, visitor, holder)? })
}

impl OpenForm {
    /// Reads the fields; every wrong one gets its sentence.
    fn said(&self, tx: &ReadTx<'_>) -> Result<Result<(String, Option<MobileNumber>), Errors>, AppError> {
        let mut errors = Errors::default();
        let name = normalised_text(&self.login_name);
        if let Some(problem) = rules::login_name_problem(&name) {
            errors.at("login_name", problem);
        } else if queries::login(tx, &actions::login_key(tx.keys(), &name))?.is_some() {
            errors.at("login_name", TAKEN);
        }
        let phone = match normalised_text(&self.phone).as_str() {
            "" => None,
            text => errors.take("phone", MobileNumber::parse(text)),
        };
        let known = phone.as_ref().map(|phone| actions::login_key(tx.keys(), phone.digits()));
        if known.map(|key| queries::login(tx, &key)).transpose()?.flatten().is_some() {
            errors.at("phone", TAKEN);
        }
        Ok(if errors.is_empty() { Ok((name, phone)) } else { Err(errors) })
    }
}
