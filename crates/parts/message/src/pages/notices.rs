//! How somebody wants her messages: addresses that she confirmed, and the hours in which nothing leaves.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::MobileNumber;
use niangjia_store::{Actor, Ending, ReadTx, WriteTx};
use niangjia_web::{AppError, Ctx, Errors, Query, Shell, Typed, Visitor, again, page, see_other};
use serde::Deserialize;

use crate::actions;
use crate::machine::Messages;
use crate::model::Channel;
use crate::pack::MessageRules;
use crate::queries::{self, AddressRow};
use crate::rules::code_fits;

/// The longest e-mail address (RFC 5321, 4.5.3.1.3, without its brackets).
const ADDRESS_LENGTH: usize = 254;
/// So long a new code waits after the one before.
const BETWEEN_CODES_SECONDS: i64 = 60;

/// A new address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AddressForm {
    channel: String,
    address: String,
}

/// The code that arrived.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CodeForm {
    channel: String,
    code: String,
}

/// Which channels, and when not.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PreferenceForm {
    wanted: Vec<String>,
    from: String,
    until: String,
}

/// What was just done.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    pub(super) said: String,
}

/// One way out, as the page shows it.
struct Way {
    channel: Channel,
    /// Whether the office has configured it.
    configured: bool,
    known: Option<AddressRow>,
    /// What was typed and not taken.
    typed: String,
    address_error: String,
    code_error: String,
}

impl Way {
    fn label(&self) -> &'static str {
        if self.channel == Channel::Sms { "手机号" } else { "邮箱" }
    }

    fn kind(&self) -> &'static str {
        if self.channel == Channel::Sms { "tel" } else { "email" }
    }

    /// The address as it is shown: enough to know which it is.
    fn masked(&self) -> String {
        let address = self.known.as_ref().map_or("", |known| known.address.as_str());
        match (self.channel, MobileNumber::parse(address), address.split_once('@')) {
            (Channel::Sms, Ok(number), _) => number.masked(),
            (_, _, Some((name, host))) => {
                format!("{}***@{host}", name.chars().take(2).collect::<String>())
            }
            _ => String::new(),
        }
    }

    fn confirmed(&self) -> bool {
        self.known.as_ref().is_some_and(|known| known.confirmed.is_some())
    }

    fn wanted(&self) -> bool {
        self.known.as_ref().is_some_and(|known| known.wanted)
    }
}

#[derive(Template)]
#[template(path = "notices.html")]
struct NoticesPage {
    shell: Shell,
    ways: Vec<Way>,
    confirmed: bool,
    from: Vec<(i64, String, bool)>,
    until: Vec<(i64, String, bool)>,
    minutes: i64,
    errors: Errors,
}

/// What was typed into one of the forms and not taken.
#[derive(Default)]
struct Typing<'a> {
    channel: Option<Channel>,
    address: &'a str,
}

fn page_of(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    said: Option<&str>,
    (typing, errors): (&Typing<'_>, Errors),
) -> Result<NoticesPage, AppError> {
    let whose = (visitor.actor.tenant, visitor.actor.person);
    let reach = visitor.app.machine::<Messages>()?.reach();
    let mut known = queries::addresses(tx, whose)?;
    let ways = [(Channel::Mail, reach.mail.is_some()), (Channel::Sms, reach.gateway.is_some())];
    let ways: Vec<Way> = ways
        .into_iter()
        .map(|(channel, configured)| {
            let here = typing.channel == Some(channel);
            let own = known.iter().position(|one| one.channel == channel).map(|at| known.remove(at));
            let error = |field: &str| if here { errors.of(field).to_owned() } else { String::new() };
            let typed = if here { typing.address.to_owned() } else { String::new() };
            let (address_error, code_error) = (error("address"), error("code"));
            Way { channel, configured, known: own, typed, address_error, code_error }
        })
        .collect();
    let (from, until) = queries::quiet_hours(tx, whose)?;
    let hours = |chosen| (0..24).map(|hour| (hour, format!("{hour} 点"), hour == chosen)).collect();
    Ok(NoticesPage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        confirmed: ways.iter().any(Way::confirmed),
        ways,
        from: hours(from),
        until: hours(until),
        minutes: MessageRules::in_force().code_minutes,
        errors,
    })
}

/// `GET /me/notices`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let said = match query.said.as_str() {
            "code" => Some("验证码已经发出，收到后填在下面。没收到，看看垃圾箱，或者过 1 分钟再发一次。"),
            "confirmed" => Some("已经确认，以后会发到这里。"),
            "saved" => Some("已经保存。"),
            "removed" => Some("已经删掉，不会再往那里发。"),
            _ => None,
        };
        page(&page_of(tx, visitor, said, (&Typing::default(), Errors::default()))?)
    })
    .await
}

fn channel_of(text: &str) -> Result<Channel, AppError> {
    let incomplete = || AppError::Refused("这一页不完整，请刷新后再填".to_owned());
    Channel::parse(text).ok().filter(|channel| *channel != Channel::Robot).ok_or_else(incomplete)
}

/// An address as it is kept: an e-mail address, or the digits of a mobile number.
fn address_of(channel: Channel, typed: &str) -> Result<String, &'static str> {
    let typed = typed.trim();
    if channel == Channel::Sms {
        let number = MobileNumber::parse(typed).map_err(|_| "手机号要 11 位数字，以 1 开头")?;
        return Ok(number.digits().to_owned());
    }
    let address = typed.parse::<lettre::Address>().ok().filter(|_| typed.len() <= ADDRESS_LENGTH);
    address.map(|address| address.to_string()).ok_or("邮箱写成 名字@网站 的样子，例如 wang@example.cn")
}

/// `POST /me/notices/addresses`.
pub(crate) async fn enter(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, |tx, visitor, form: &AddressForm| {
        let channel = channel_of(&form.channel)?;
        let mut errors = Errors::default();
        let address = errors.take("address", address_of(channel, &form.address));
        let known = queries::address_for(tx, (visitor.actor.tenant, visitor.actor.person), channel)?;
        let sent = known.map(|known| {
            known.code_until.plus_seconds(BETWEEN_CODES_SECONDS - MessageRules::in_force().code_minutes * 60)
        });
        if sent.is_some_and(|next| tx.now() < next) {
            errors.at("address", "刚刚发过一个验证码，过 1 分钟再发");
        }
        let Some(address) = address.filter(|_| errors.is_empty()) else {
            let typing = Typing { channel: Some(channel), address: &form.address };
            let shown = page_of(tx, visitor, None, (&typing, errors))?;
            return again(visitor, &shown, &shown.errors);
        };
        let done = actions::ask_code(tx, &visitor.actor, channel, &address)?;
        Ok(done.map(|()| see_other("/me/notices?said=code")))
    })
    .await
}

/// `POST /me/notices/code`. A wrong code is counted: the answer is committed, whatever it says.
pub(crate) async fn confirm(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, |tx, visitor, form: &CodeForm| {
        let channel = channel_of(&form.channel)?;
        let whose = (visitor.actor.tenant, visitor.actor.person);
        let known = queries::address_for(tx, whose, channel)?.ok_or(AppError::NotFound)?;
        tx.hold("message_address", visitor.actor.tenant, known.id.uuid())?;
        match checked(tx, &visitor.actor, &known, &form.code) {
            Ok(()) => {
                let done = see_other("/me/notices?said=confirmed");
                Ok(actions::confirm(tx, &visitor.actor, &known, true, done)?)
            }
            Err(why) => {
                let mut errors = Errors::default();
                errors.at("code", why);
                let typing = Typing { channel: Some(channel), address: "" };
                let shown = page_of(tx, visitor, None, (&typing, errors))?;
                let answer = match again(visitor, &shown, &shown.errors)? {
                    Ending::Nothing(answer) => answer,
                    Ending::Commit(_) => return Err(AppError::Internal("a page was committed".to_owned())),
                };
                Ok(actions::confirm(tx, &visitor.actor, &known, false, answer)?)
            }
        }
    })
    .await
}

fn checked(tx: &WriteTx<'_>, actor: &Actor, known: &AddressRow, typed: &str) -> Result<(), &'static str> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let typed = actions::hashed(tx, actor, known.channel, &digits);
    let times = (known.code_until, known.code_tries, tx.now());
    code_fits(MessageRules::in_force(), (&known.code, &typed), times)
}

/// `POST /me/notices`.
pub(crate) async fn prefer(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, |tx, visitor, form: &PreferenceForm| {
        let hour = |text: &str| text.parse::<i64>().ok().filter(|hour| (0..24).contains(hour));
        let (Some(from), Some(until)) = (hour(&form.from), hour(&form.until)) else {
            return Err(AppError::Refused("请从列表里选钟点".to_owned()));
        };
        let wanted: Vec<_> = form.wanted.iter().filter_map(|code| Channel::parse(code).ok()).collect();
        let done = actions::prefer(tx, &visitor.actor, &wanted, (from, until))?;
        Ok(done.map(|()| see_other("/me/notices?said=saved")))
    })
    .await
}

/// `POST /me/notices/removal`.
pub(crate) async fn remove(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, |tx, visitor, form: &AddressForm| {
        let channel = channel_of(&form.channel)?;
        let done = actions::remove(tx, &visitor.actor, channel)?;
        Ok(done.map(|()| see_other("/me/notices?said=removed")))
    })
    .await
}
