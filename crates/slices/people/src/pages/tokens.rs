//! 接口令牌: she lets a program act in her name, in one of her posts, until a day; and ends that at once.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id, Key, Post, normalised_text};
use niangjia_store::{Actor, Ending, ReadTx, WriteTx};
use niangjia_web::{
    AppError, At, BearerToken, Ctx, Errors, Query, Shell, TokenEnded, Typed, Visitor, again, page, see_other,
};
use serde::Deserialize;

use crate::actions;
use crate::model::{NewToken, Token, TokenRow};
use crate::queries;
use crate::rules::{self, LONGEST_DAYS, TokenSaid};

/// Where this page is.
const HREF: &str = "/me/tokens";
/// How many days ahead the form proposes: half a year.
const PROPOSED_DAYS: i64 = 180;

/// The form that makes a token.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TokenForm {
    /// Made with the form: the same form sent twice is one token.
    id: String,
    label: String,
    post: String,
    until_day: String,
}

/// The button that withdraws one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WithdrawForm {}

/// What `GET /me/tokens` may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TokensQuery {
    said: String,
}

/// A token in the list.
struct Line {
    token: TokenRow,
    /// Where it is withdrawn; nothing when it is over.
    withdraw: Option<String>,
    state: (&'static str, String),
}

type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage {
    shell: Shell,
    lines: Vec<Line>,
    /// Empty for whoever holds only posts of administrators.
    posts: Vec<Choice>,
    rule: &'static str,
    form: TokenForm,
    today: Day,
    latest: Day,
    /// A secret that was just made; shown this once.
    fresh: String,
    errors: Errors,
}

impl TokensPage {
    fn of(tx: &ReadTx<'_>, visitor: &Visitor, form: TokenForm) -> Result<Self, AppError> {
        let actor = &visitor.actor;
        let today = tx.today();
        let tokens = queries::tokens_of(tx, actor.tenant, actor.person)?;
        let posts = queries::acting_posts(tx, actor.tenant, actor.person)?.into_iter();
        let posts = posts.filter(|(_, kind, _)| !kind.administers() && !kind.is_outside()).map(
            |(post, kind, org)| {
                let value = post.to_string();
                let chosen = value == form.post;
                (value, format!("{org} {}", kind.label()), chosen)
            },
        );
        Ok(Self {
            shell: visitor.shell(),
            lines: tokens.into_iter().map(|token| Line::of(actor, token, today)).collect(),
            posts: posts.collect(),
            rule: rules::ADMINISTRATORS_RULE,
            form,
            today,
            latest: today.plus(LONGEST_DAYS),
            fresh: String::new(),
            errors: Errors::default(),
        })
    }

    fn fresh_form(visitor: &Visitor, tx: &ReadTx<'_>) -> TokenForm {
        TokenForm {
            id: Id::<Token>::new(tx.now(), visitor.app.store().chance()).to_string(),
            post: visitor.actor.acting.post.to_string(),
            until_day: tx.today().plus(PROPOSED_DAYS).to_string(),
            ..TokenForm::default()
        }
    }
}

impl Line {
    fn of(actor: &Actor, token: TokenRow, today: Day) -> Self {
        let ended = rules::token_ended(&token.life, today);
        let state = match ended {
            None => ("done", "在用".to_owned()),
            Some(TokenEnded::Over(_)) => ("none", "已到期".to_owned()),
            Some(TokenEnded::Withdrawn(on)) => ("none", format!("{} 作废", on.long())),
            Some(TokenEnded::PostEnded(_)) => ("none", "已离任".to_owned()),
            Some(TokenEnded::Disabled) => ("none", "账号已停用".to_owned()),
        };
        let withdraw = || format!("{HREF}/{}/withdrawal", token.id.within(actor.tenant));
        Self { withdraw: ended.is_none().then(withdraw), state, token }
    }
}

/// `GET /me/tokens`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<TokensQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let banner = match query.said.as_str() {
            "withdrawn" => Some("已作废，从现在起不能再用。".to_owned()),
            "made" => Some("这个令牌已经做好，只显示过一次。没有记下就作废它，另做一个。".to_owned()),
            _ => None,
        };
        let shown = TokensPage::of(tx, visitor, TokensPage::fresh_form(visitor, tx))?;
        page(&TokensPage { shell: visitor.shell_saying(banner), ..shown })
    })
    .await
}

/// `POST /me/tokens`: makes a token; the page that answers shows the secret, this once.
pub(crate) async fn make(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &TokenForm| {
        let actor = &visitor.actor;
        let account =
            queries::account_of_person(tx, actor.tenant, actor.person)?.ok_or(AppError::NotFound)?;
        // Two forms at once must not both be her tenth.
        tx.hold("people_account", actor.tenant, account.uuid())?;
        let token = match form.said(tx, visitor)? {
            Ok(token) => token,
            Err(errors) => {
                let shown = TokensPage { errors, ..TokensPage::of(tx, visitor, form.clone())? };
                return again(visitor, &shown, &shown.errors);
            }
        };
        let secret = BearerToken::fresh(actor.tenant, visitor.app.store().chance());
        let Some(made) = actions::make_token(tx, actor, account, &token, &secret)? else {
            return Ok(Ending::Nothing(see_other(&format!("{HREF}?said=made"))));
        };
        let shown = TokensPage::of(tx, visitor, TokensPage::fresh_form(visitor, tx))?;
        let answer = page(&TokensPage { fresh: secret.reveal(), ..shown })?;
        Ok(made.map(|()| answer).into())
    })
    .await
}

/// `POST /me/tokens/{key}/withdrawal`.
pub(crate) async fn withdraw(ctx: Ctx, At(key): At<Key<Token>>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &WithdrawForm| {
        let token = queries::visible_token(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        let done = actions::withdraw_token(tx, &visitor.actor, &token)?;
        Ok(done.map(|()| see_other(&format!("{HREF}?said=withdrawn"))))
    })
    .await
}

impl TokenForm {
    /// Reads the fields; every wrong one gets its sentence.
    fn said(&self, tx: &WriteTx<'_>, visitor: &Visitor) -> Result<Result<NewToken, Errors>, AppError> {
        let actor = &visitor.actor;
        let mut errors = Errors::default();
        let id = visitor.form_id(tx, &self.id, "label", &mut errors);
        let until = errors.take("until_day", Day::parse(&self.until_day));
        let post = self.post.parse::<Id<Post>>().ok();
        let kind = post.map(|post| queries::acting_post(tx, actor, post)).transpose()?.flatten();
        let tokens = queries::tokens_of(tx, actor.tenant, actor.person)?;
        // The same form once more is no eleventh token.
        let others = tokens.iter().filter(|token| Some(token.id) != id);
        let in_use = others.filter(|token| rules::token_ended(&token.life, tx.today()).is_none()).count();
        let said = TokenSaid { label: normalised_text(&self.label), post: kind, until };
        for refusal in rules::check_token(&said, in_use, tx.today()) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
        Ok(match (id, post, until, errors.is_empty()) {
            (Some(id), Some(post), Some(until), true) => Ok(NewToken { id, label: said.label, post, until }),
            _ => Err(errors),
        })
    }
}
