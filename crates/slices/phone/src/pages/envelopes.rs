//! Where envelopes come in. Who sends one does not matter; who wrote it stands inside, sealed by this installation.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::Response;
use niangjia_kernel::{Id, Timestamp};
use niangjia_store::Keys;
use niangjia_web::{Answer, AppError, Ctx, Query, json};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::actions::{self, Answered};
use crate::model::{Became, Opened, Pass, Reason, Written};
use crate::pages::kit::PASS;
use crate::rules::PHOTO_BYTES;

/// The largest envelope: a photo, and as much again for words and what seals them.
const ENVELOPE_BYTES: usize = 2 * PHOTO_BYTES;

/// What stands behind the `?`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SentQuery {
    /// When it is sent, by the clock of the phone, in milliseconds since 1970.
    at: i64,
}

/// What became of it. Whoever holds the phone may read this: it names nobody.
#[derive(Serialize)]
struct Said {
    became: &'static str,
    words: String,
    /// Whether the phone may let go of the envelope.
    taken: bool,
}

/// `POST /offline/envelopes`.
pub(crate) async fn receive(ctx: Ctx, Query(query): Query<SentQuery>, request: Request) -> Response {
    let headers = request.headers().clone();
    let answer = taken(&ctx, query.at, request).await;
    answer.unwrap_or_else(|error| error.for_request(&headers))
}

async fn taken(ctx: &Ctx, sent_at: i64, request: Request) -> Answer {
    let body = to_bytes(request.into_body(), ENVELOPE_BYTES).await.map_err(|_| AppError::TooLarge)?;
    let store = ctx.app().store();
    let Some(opened) = opened(store.keys(), &body, Timestamp::from_millis(sent_at)) else {
        return json(&Said { became: "unreadable", words: UNREADABLE.to_owned(), taken: false });
    };
    let app = ctx.app().clone();
    let work = move |tx: &niangjia_store::WriteTx<'_>| actions::receive(tx, app.identity(), &opened);
    let answered = store.write::<_, niangjia_store::StoreError, _>(work).await?;
    json(&Said { became: answered.became.code(), words: words(&answered), taken: true })
}

const UNREADABLE: &str = "这台服务器打不开这一笔（可能换过密钥，或者换了服务器）。它还留在手机里，请联系系统管理员，先不要清除浏览器数据。";

fn words(answered: &Answered) -> String {
    let what = match (answered.became, answered.reason) {
        (Became::Recorded, _) => "已记入台账".to_owned(),
        (Became::Beside, _) => "同时更新，都已保留：这一户刚有别的走访记进来，两笔都在台账里".to_owned(),
        (Became::Asked, Some(Reason::Clock)) => {
            "需要你确认：手机的日期不准，请登录后在“手机上记的”里核对走访日期".to_owned()
        }
        (Became::Asked, Some(Reason::Need)) => "发现的需求已交给社区妇联主席登记".to_owned(),
        (Became::Asked, Some(reason)) => {
            format!("需要确认：{}，已交给社区妇联主席", reason.label().replace('她', "您"))
        }
        (Became::Asked, None) => "需要确认，已交给社区妇联主席".to_owned(),
    };
    let note = &answered.note;
    if note.is_empty() { what } else { format!("{what}。{note}") }
}

/// Opens an envelope: `[length of the words, 4 bytes][the words as JSON][a photo, or nothing]`. `None`: it was not sealed to
/// this installation, or the pass in it is none of ours; the phone keeps it.
fn opened(keys: &Keys, body: &[u8], sent_at: Timestamp) -> Option<Opened> {
    let plain = keys.open_envelope(body).ok()?;
    let (length, rest) = plain.split_at_checked(4)?;
    let length = u32::from_be_bytes(length.try_into().ok()?);
    let (words, photo) = rest.split_at_checked(usize::try_from(length).ok()?)?;
    let said: Value = serde_json::from_slice(words).ok()?;
    let pass = keys.open(PASS, &bytes_of(said.get("pass")?.as_str()?)?).ok()?;
    let pass: Pass = serde_json::from_slice(&pass).ok()?;
    let id = Uuid::try_parse(said.get("id")?.as_str()?).ok()?;
    Some(Opened {
        id: Id::from_uuid(id),
        writer: pass.writer()?,
        pass,
        written: written(said),
        photo: (!photo.is_empty()).then(|| photo.to_vec()),
        sent_at,
    })
}

/// What was written down; a form that cannot be read by today's is kept as it came.
fn written(mut said: Value) -> Written {
    if let Some(object) = said.as_object_mut() {
        object.remove("pass");
    }
    let text = said.to_string();
    serde_json::from_value(said).unwrap_or_else(|_| Written {
        form: -1,
        kind: String::new(),
        household: String::new(),
        family: String::new(),
        known_at: 0,
        written_at: 0,
        day_chosen: false,
        fields: [("words".to_owned(), text)].into(),
    })
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
