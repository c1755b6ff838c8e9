//! 手机上记的: where each went that she wrote down without network; for a chair, what she is asked about.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::AreaLevel;
use niangjia_store::{Actor, PostKind, ReadTx};
use niangjia_web::show::When;
use niangjia_web::{AppError, Ctx, Query, Shell, page};
use serde::Deserialize;

use crate::model::{Became, EnvelopeRow, How, Question};
use crate::pages::family_of;
use crate::queries;

/// How many lines the page shows; the ledger has all that was recorded.
const SHOWN: i64 = 60;

/// What was done before this page is shown again.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SentFilter {
    said: String,
}

struct Line {
    href: Option<String>,
    title: String,
    when: When,
    tone: &'static str,
    icon: &'static str,
    words: String,
}

struct Asked {
    href: String,
    title: String,
    small: String,
    open: bool,
    state: String,
}

#[derive(Template)]
#[template(path = "sent.html")]
struct SentPage {
    shell: Shell,
    member: bool,
    lines: Vec<Line>,
    asked: Vec<Asked>,
    /// `2 笔`; empty when nothing waits.
    waiting: String,
}

/// `GET /phone`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<SentFilter>) -> Response {
    ctx.read(move |tx, visitor| {
        let actor = &visitor.actor;
        let member = actor.acting.kind == PostKind::Member;
        if !member && !actor.leads_at(AreaLevel::Community) {
            return Err(AppError::NotFound);
        }
        let rows = if member { queries::sent_by(tx, actor.tenant, actor.person, SHOWN)? } else { Vec::new() };
        let lines = rows.iter().map(|row| line(tx, actor, row)).collect::<Result<Vec<_>, _>>()?;
        let questions = queries::visible_questions(tx, actor, SHOWN)?;
        // Her own are among the lines; here is what she is asked.
        let hers = |question: &&Question| !member || question.handed_to == Some(actor.person);
        let asked: Vec<Asked> =
            questions.iter().filter(hers).map(|question| asked(question, tx.today())).collect();
        page(&SentPage {
            shell: visitor.shell_saying(banner(&query.said).map(str::to_owned)),
            member,
            lines,
            waiting: counted(&asked),
            asked,
        })
    })
    .await
}

fn counted(asked: &[Asked]) -> String {
    match asked.iter().filter(|one| one.open).count() {
        0 => String::new(),
        count => format!("{count} 笔"),
    }
}

fn banner(said: &str) -> Option<&'static str> {
    match said {
        "recorded" => Some("已记入台账，积分和看板同步更新。"),
        "need" => Some("需求已登记，台账和看板同步更新。"),
        "handed" => Some("已转给现在的联系人，她登录后会看到。"),
        "taken" => Some("已接手。"),
        "away" => Some("已收起，写的内容和原因都保留。"),
        _ => None,
    }
}

fn line(tx: &ReadTx<'_>, actor: &Actor, row: &EnvelopeRow) -> Result<Line, AppError> {
    let family = family_of(tx, actor, row)?;
    let kind = row.kind.map_or("记录", |kind| kind.label());
    let recorded = row.became != Became::Asked || row.how == Some(How::Recorded);
    let visit = recorded && row.kind == Some(crate::model::Kind::Visit) && family.is_some();
    let (tone, icon) = match (row.became, row.how) {
        (Became::Recorded, _) | (_, Some(How::Recorded | How::TakenOver)) => ("done", "circle-check"),
        (Became::Beside, _) => ("done", "users"),
        (Became::Asked, Some(How::PutAway)) => ("none", "inbox"),
        (Became::Asked, None) => ("soon", "user-question"),
    };
    let href = if visit {
        Some(format!("/visits/{}.vis_{}", row.tenant, row.id.uuid().simple()))
    } else {
        (row.became == Became::Asked).then(|| format!("/phone/questions/{}", row.id.within(row.tenant)))
    };
    Ok(Line {
        href,
        title: format!("{kind} · {}", family.unwrap_or_else(|| "现在不由您联系的家庭".to_owned())),
        when: When::instant(row.received, tx.today()),
        tone,
        icon,
        words: words(row),
    })
}

fn words(row: &EnvelopeRow) -> String {
    let state = match (row.how, &row.handed_name) {
        (Some(how @ How::PutAway), _) => {
            format!("{}：{}", how.label(), row.settled_note.as_deref().unwrap_or_default())
        }
        (Some(How::TakenOver), Some(name)) => format!("{name}已接手"),
        (Some(how), _) => how.label().to_owned(),
        (None, Some(name)) if row.became == Became::Asked => format!("已转给现在的联系人{name}"),
        (None, _) => match (row.became, row.reason) {
            (Became::Asked, Some(reason)) => {
                format!("{}：{}", row.became.label(), reason.label().replace('她', "您"))
            }
            _ => row.became.label().to_owned(),
        },
    };
    if row.note.is_empty() { state } else { format!("{state}。{}", row.note) }
}

fn asked(question: &Question, today: niangjia_kernel::Day) -> Asked {
    let state = match (question.how, &question.handed_name) {
        (Some(how), _) => how.label().to_owned(),
        (None, Some(name)) => format!("已转给{name}"),
        (None, None) => "要确认".to_owned(),
    };
    let family =
        if question.written.family.is_empty() { "没有写明家庭" } else { &question.written.family };
    Asked {
        href: format!("/phone/questions/{}", question.id.within(question.tenant)),
        title: format!("{family} · {}", question.reason.label()),
        small: format!("{}记 · {}收到", question.person_name, When::instant(question.received, today).short),
        open: question.settled.is_none(),
        state,
    }
}
