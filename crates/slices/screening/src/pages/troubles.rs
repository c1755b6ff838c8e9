//! The troubles of a branch: what kind, since when, where they stand; from above without names.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Household, Key};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::show::When;
use niangjia_web::{AppError, At, Ctx, Query, Shell, json, page, show};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::TroublesBody;
use crate::model::TroubleState;
use crate::pack::{ScreeningRules, label_of};
use crate::pages::{ROWS, crumbs, finds, with_branch};
use crate::queries::{self, TroubleFilter, VisibleTrouble};
use crate::rules::{Sight, TroubleReach, sight};

/// Which troubles are wanted.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct TroublesQuery {
    /// 状态：found、helped、resolved、unresolved、applied；不写，全部
    pub(crate) state: String,
    /// 一户的编号：只看这一户的
    pub(crate) household: String,
    /// 这一天起发现的
    pub(crate) found_from: String,
    /// 到这一天为止发现的
    pub(crate) found_to: String,
    /// 这一天起结束的
    pub(crate) closed_from: String,
    /// 到这一天为止结束的
    pub(crate) closed_to: String,
}

impl TroublesQuery {
    /// What is asked of the list, as far as `actor` may ask it: whoever has the lines without names finds none by its family.
    pub(crate) fn filter(&self, actor: &Actor) -> TroubleFilter {
        let names = sight(actor) != Sight::Lists;
        let span = |from: &str, to: &str| Day::parse(from).ok().zip(Day::parse(to).ok());
        TroubleFilter {
            state: TroubleState::parse(&self.state).ok(),
            found: span(&self.found_from, &self.found_to),
            closed: span(&self.closed_from, &self.closed_to),
            household: self.household.parse::<Key<Household>>().ok().map(|key| key.id).filter(|_| names),
            in_file: false,
        }
    }

    /// What narrows the list, in words.
    pub(crate) fn in_words(&self, actor: &Actor) -> Vec<String> {
        let filter = self.filter(actor);
        let span = |(from, to): (Day, Day), what: &str| format!("{}到{}{what}", from.long(), to.long());
        let mut words: Vec<String> = filter.state.iter().map(|state| state.label().to_owned()).collect();
        words.extend(filter.household.map(|_| "只看一户".to_owned()));
        words.extend(filter.found.map(|days| span(days, "发现的")));
        words.extend(filter.closed.map(|days| span(days, "结束的")));
        words
    }
}

/// A trouble as a list shows it: named only for its own people and the community's chair; a sealed one on its own page alone.
pub(crate) fn name_of(tx: &ReadTx<'_>, trouble: &VisibleTrouble) -> Result<Option<String>, AppError> {
    match trouble.reach {
        TroubleReach::Above => Ok(None),
        TroubleReach::Own if trouble.row.sealed => Ok(None),
        TroubleReach::Own | TroubleReach::Community => Ok(Some(tx.unseal(queries::NAME, &trouble.row.name)?)),
    }
}

/// A trouble with what she is called, where that is shown.
pub(crate) type Named = (VisibleTrouble, Option<String>);

/// The troubles of a branch that are for `actor`, and how many there are.
pub(crate) fn rows(
    tx: &ReadTx<'_>,
    actor: &Actor,
    org: &Org,
    filter: &TroubleFilter,
    limit: i64,
) -> Result<(Vec<Named>, i64), AppError> {
    let (rows, total) = queries::troubles(tx, actor, (&org.path, filter), limit)?;
    let mut named = Vec::new();
    for row in rows {
        let name = name_of(tx, &row)?;
        named.push((row, name));
    }
    Ok((named, total))
}

struct Line {
    href: String,
    called: String,
    kind: String,
    name: String,
    source: &'static str,
    found: When,
    by: String,
    state: &'static str,
    word: &'static str,
}

#[derive(Template)]
#[template(path = "screening_troubles.html")]
struct TroublesPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    lines: Vec<Line>,
    total: String,
    more: bool,
    chips: Vec<(&'static str, String, bool)>,
    narrowed: String,
    named: bool,
    finds: bool,
}

/// The badge of a state.
pub(crate) const fn badge(state: TroubleState) -> &'static str {
    match state {
        TroubleState::Found => "soon",
        TroubleState::Helped | TroubleState::Applied => "plan",
        TroubleState::Resolved => "done",
        TroubleState::Unresolved => "none",
    }
}

/// `GET /orgs/{code}/troubles`.
pub(crate) async fn list(ctx: Ctx, At(code): At<String>, Query(query): Query<TroublesQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_branch(tx, &visitor.actor, &code)?;
        let (rows, total) = rows(tx, &visitor.actor, &org, &query.filter(&visitor.actor), ROWS)?;
        if visitor.wants_json {
            return json(&TroublesBody::of(&rows, total));
        }
        let rules = ScreeningRules::in_force();
        let line = |(trouble, name): &Named| Line {
            href: trouble.row.href(),
            called: trouble.row.called(),
            kind: label_of(&rules.kind, &trouble.row.kind),
            name: name.clone().unwrap_or_default(),
            source: trouble.row.source.label(),
            found: When::day(trouble.row.found, tx.today()),
            by: trouble.row.person_name.clone(),
            state: badge(trouble.row.state),
            word: trouble.row.state.label(),
        };
        let href = format!("{}/troubles", org.href());
        let mut chips = vec![("全部", href.clone(), query.state.is_empty())];
        chips.extend(TroubleState::ALL.iter().map(|state| {
            (state.label(), format!("{href}?state={}", state.code()), query.state == state.code())
        }));
        page(&TroublesPage {
            shell: visitor.shell(),
            above: crumbs(tx, &org)?,
            named: rows.iter().any(|(_, name)| name.is_some()),
            lines: rows.iter().map(line).collect(),
            total: show::count(total),
            more: total > ROWS,
            chips,
            narrowed: query.in_words(&visitor.actor).join(" · "),
            finds: finds(&visitor.actor, &org),
            org,
        })
    })
    .await
}
