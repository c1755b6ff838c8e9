//! A round: how far it is as of any day, and its families, each two taps for who looks after it.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_store::{Actor, Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Query, Shell, Typed, Visitor, json, page, see_other, show};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::actions;
use crate::json::RoundBody;
use crate::model::{LineRow, RoundRow, Standing};
use crate::pack::{ScreeningRules, label_of};
use crate::pages::{RoundKey, choices, crumbs, holds, with_held};
use crate::queries;
use crate::rules::{Progress, Sight, check_finishing, sight, standing};

/// Which families are wanted, as of which day.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct RoundQuery {
    /// waiting 没见到的，reached 见到的，found 有困扰的，explained 写了原因的，all 全部；不写，没见到的
    pub(crate) show: String,
    /// 截至哪一天；不写，今天
    pub(crate) on: String,
    /// 页面的提示
    #[param(ignore)]
    pub(crate) said: String,
}

/// Nothing is typed to finish a round.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct FinishingForm {}

/// A family as the page shows it.
pub(crate) struct Shown {
    pub(crate) line: LineRow,
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) household: Option<String>,
    pub(crate) who: String,
    pub(crate) state: &'static str,
    pub(crate) word: String,
    /// Whether it may be said of it whether it was reached.
    pub(crate) says: bool,
    /// Whether it is hers to say; else she says it in the place of somebody.
    pub(crate) hers: bool,
}

#[derive(Template)]
#[template(path = "screening_round.html")]
struct RoundPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    round: RoundRow,
    kind: String,
    days: String,
    as_of: Option<String>,
    progress: Progress,
    ratio: String,
    chips: Vec<(&'static str, i64, String, bool)>,
    shown: Vec<Shown>,
    reasons: Vec<(String, String, bool)>,
    named: bool,
    holds: bool,
    hers: bool,
    to_reach: &'static str,
    today: String,
    finished: Option<String>,
}

/// A round with its families that she sees, and how far it is as of a day.
pub(crate) struct Looked {
    pub(crate) round: RoundRow,
    pub(crate) org: Org,
    pub(crate) lines: Vec<(LineRow, Standing)>,
    pub(crate) progress: Progress,
    pub(crate) as_of: Day,
}

impl RoundQuery {
    /// Whether a family is wanted.
    pub(crate) fn wants(&self, standing: Standing) -> bool {
        match self.show.as_str() {
            "all" => true,
            "reached" => matches!(standing, Standing::Reached(_) | Standing::Found(_)),
            "found" => matches!(standing, Standing::Found(_)),
            "explained" => matches!(standing, Standing::Explained(_)),
            _ => matches!(standing, Standing::Waiting),
        }
    }
}

/// Reads a round as of the day that is asked for.
pub(crate) fn look(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: RoundKey,
    query: &RoundQuery,
) -> Result<Looked, AppError> {
    let round = queries::visible_round(tx, actor, key)?.ok_or(AppError::NotFound)?;
    let org = niangjia_org::api::by_id(tx, round.org_id)?.ok_or(AppError::NotFound)?;
    let as_of = Day::parse(&query.on).map_or(tx.today(), |on| on.min(tx.today()));
    let with = |line: LineRow| {
        let standing = standing(&line, as_of);
        (line, standing)
    };
    let lines: Vec<_> = queries::lines(tx, actor, &round)?.into_iter().map(with).collect();
    let progress = lines.iter().fold(Progress::default(), |so_far, (_, standing)| so_far.with(*standing));
    Ok(Looked { round, org, lines, progress, as_of })
}

/// `GET /screenings/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<RoundKey>, Query(query): Query<RoundQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let looked = look(tx, &visitor.actor, key, &query)?;
        if visitor.wants_json {
            let named = sight(&visitor.actor) != Sight::Lists;
            return json(&RoundBody::of(&looked, named));
        }
        page(&round_page(tx, visitor, looked, &query)?)
    })
    .await
}

/// `POST /screenings/{key}/finish`.
pub(crate) async fn finish(ctx: Ctx, At(key): At<RoundKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &FinishingForm| {
        tx.hold("screening_round", key.tenant, key.id.uuid())?;
        let round = queries::visible_round(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        let org = with_held(tx, &visitor.actor, &round.org_path.code())?;
        let lines = queries::all_lines(tx, &round)?;
        let counted = lines.iter().map(|line| standing(line, tx.today()));
        let progress = counted.fold(Progress::default(), Progress::with);
        check_finishing(&round, progress).map_err(AppError::Refused)?;
        let done = actions::finish_round(tx, &visitor.actor, (&round, &org), (&lines, progress))?;
        let done: Ending<Response> =
            done.map(|()| see_other(&format!("{}?show=all&said=finished", round.href())));
        Ok(done)
    })
    .await
}

/// How a family stands, as a badge.
pub(crate) fn badge(line: &LineRow, standing: Standing) -> (&'static str, String) {
    match standing {
        Standing::Waiting => ("none", "还没见到".to_owned()),
        Standing::Reached(on) => ("done", format!("{} 见到", on.short())),
        Standing::Found(on) => ("soon", format!("{} 有困扰", on.short())),
        Standing::Explained(_) => {
            let reason = line.reason.as_deref().unwrap_or_default();
            ("plan", format!("没见到：{}", label_of(&ScreeningRules::in_force().reason, reason)))
        }
    }
}

fn shown(visitor: &Visitor, looked: &Looked, (line, standing): &(LineRow, Standing), named: bool) -> Shown {
    let (state, word) = badge(line, *standing);
    let hers = line.person == Some(visitor.actor.person);
    Shown {
        key: line.id.within(line.tenant).to_string(),
        title: if named { line.name.clone() } else { format!("家庭 {}", line.number) },
        household: named.then(|| format!("/households/{}", line.household.within(line.tenant))),
        who: line.person_name.clone().unwrap_or_else(|| "还没有人".to_owned()),
        state,
        word,
        says: looked.round.finished.is_none()
            && matches!(standing, Standing::Waiting | Standing::Explained(_))
            && (hers || holds(&visitor.actor, &looked.org)),
        hers: hers || line.person.is_none(),
        line: line.clone(),
    }
}

fn round_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    looked: Looked,
    query: &RoundQuery,
) -> Result<RoundPage, AppError> {
    let sight = sight(&visitor.actor);
    let named = sight != Sight::Lists;
    let progress = looked.progress;
    let on = if looked.as_of == tx.today() { String::new() } else { format!("&on={}", looked.as_of) };
    let href = looked.round.href();
    let chip = |label, show: &str, count| {
        let shown_now = if query.show.is_empty() { "waiting" } else { query.show.as_str() };
        (label, count, format!("{href}?show={show}{on}"), shown_now == show)
    };
    let chips = vec![
        chip("没见到的", "waiting", progress.waiting()),
        chip("见到的", "reached", progress.reached),
        chip("有困扰的", "found", progress.found),
        chip("写了原因的", "explained", progress.explained),
        chip("全部", "all", progress.families),
    ];
    let wanted = looked.lines.iter().filter(|(_, standing)| query.wants(*standing));
    let said = match query.said.as_str() {
        "held" => Some("已发起，名单已经分到各位执委的工作台。"),
        "line" => Some("已记下。"),
        "finished" => Some("这一轮办完了，已计入履职和看板。"),
        _ => None,
    };
    let mut above = crumbs(tx, &looked.org)?;
    above.push(("排查".to_owned(), format!("{}/screenings", looked.org.href())));
    let rules = ScreeningRules::in_force();
    Ok(RoundPage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        above,
        kind: label_of(&rules.round, &looked.round.kind),
        days: format!("{} 到 {}", looked.round.from.long(), looked.round.until.long()),
        as_of: (looked.as_of != tx.today()).then(|| looked.as_of.long()),
        ratio: show::ratio(progress.reached, progress.families),
        chips,
        shown: wanted.map(|one| shown(visitor, &looked, one, named)).collect(),
        reasons: choices(&rules.reason, ""),
        named,
        holds: holds(&visitor.actor, &looked.org),
        hers: sight == Sight::Hers,
        to_reach: if sight == Sight::Hers { "我要见的" } else { "应见" },
        today: looked.as_of.to_string(),
        finished: looked.round.finished.map(Day::long),
        progress,
        org: looked.org,
        round: looked.round,
    })
}
