//! The pages of this slice.

pub(crate) mod article;
pub(crate) mod article_form;
pub(crate) mod duties;
pub(crate) mod knowledge;
pub(crate) mod own_turns;
pub(crate) mod roster;
pub(crate) mod script;
pub(crate) mod turn;
pub(crate) mod turn_forms;

use niangjia_kernel::{Day, Key, Month, ReceptionTurn};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::AppError;

use crate::model::Article;
use crate::rules::{KEEPING, keeps_roster, sees_roster};

/// The key of a turn in a path.
pub(crate) type TurnKey = Key<ReceptionTurn>;
/// The key of an article in a path.
pub(crate) type ArticleKey = Key<Article>;

/// What was done before a page is shown again.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    pub(crate) said: String,
}

/// An organisation whose roster `actor` sees.
pub(crate) fn with_visible_roster(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.ok_or(AppError::NotFound)?;
    let sees = org.tenant == actor.tenant && sees_roster(actor, &org.path);
    if sees { Ok(org) } else { Err(AppError::NotFound) }
}

/// An organisation whose roster `actor` keeps.
pub(crate) fn with_kept_roster(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = with_visible_roster(tx, actor, code)?;
    if keeps_roster(actor, &org.path) { Ok(org) } else { Err(AppError::Forbidden(KEEPING.to_owned())) }
}

/// Breadcrumbs down to the organisation, itself included.
pub(crate) fn crumbs(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(String, String)>, AppError> {
    let mut above = niangjia_org::api::breadcrumbs(tx, org, Org::href)?;
    above.push((org.place().to_owned(), org.href()));
    Ok(above)
}

/// `一` to `日`.
pub(crate) fn weekday(day: Day) -> &'static str {
    let names = ["一", "二", "三", "四", "五", "六", "日"];
    let at = usize::try_from((day.number() + 3).rem_euclid(7)).unwrap_or(0);
    names.get(at).copied().unwrap_or_default()
}

/// The month that is asked for, or this one.
pub(crate) fn month_of(typed: &str, today: Day) -> Month {
    Day::parse(&format!("{typed}-01")).map_or_else(|_| today.month(), Day::month)
}
