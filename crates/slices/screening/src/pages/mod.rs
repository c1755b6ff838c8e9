//! The pages of this slice.

pub(crate) mod danger;
pub(crate) mod line;
pub(crate) mod round;
pub(crate) mod round_form;
pub(crate) mod rounds;
pub(crate) mod sheet;
pub(crate) mod trouble;
pub(crate) mod trouble_acts;
pub(crate) mod trouble_form;
pub(crate) mod troubles;

use niangjia_kernel::{AreaLevel, Key, ScreeningRound, Trouble};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::AppError;

use crate::model::Line;
use crate::pack::Word;
use crate::rules::{Sight, sight};

/// The key of a round in a path.
pub(crate) type RoundKey = Key<ScreeningRound>;
/// The key of a family of a round in a path.
pub(crate) type LineKey = Key<Line>;
/// The key of a trouble in a path.
pub(crate) type TroubleKey = Key<Trouble>;

/// How many rows a list shows; a file has all.
pub(crate) const ROWS: i64 = 200;

const HOLDING: &str = "排查由社区（村）妇联主席、副主席发起和办完";
const FINDING: &str = "困扰由社区（村）的执委、主席和副主席登记";

/// What was done before a page is shown again.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct SaidQuery {
    pub(crate) said: String,
}

/// An organisation whose rounds and troubles `actor` may know of.
pub(crate) fn with_branch(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.ok_or(AppError::NotFound)?;
    let below = matches!(org.level, AreaLevel::County | AreaLevel::Street | AreaLevel::Community);
    let sees = match sight(actor) {
        Sight::Hers => actor.acting.org_path == org.path,
        Sight::Community | Sight::Lists => actor.acting.org_path.covers(&org.path),
        Sight::Nothing => false,
    };
    if below && sees { Ok(org) } else { Err(AppError::NotFound) }
}

/// Whether `actor` holds the rounds of a community.
pub(crate) fn holds(actor: &Actor, org: &Org) -> bool {
    sight(actor) == Sight::Community && actor.acting.org_path == org.path
}

/// The same organisation, for whoever holds its rounds.
pub(crate) fn with_held(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = with_branch(tx, actor, code)?;
    if holds(actor, &org) { Ok(org) } else { Err(AppError::Forbidden(HOLDING.to_owned())) }
}

/// Whether `actor` writes down troubles of a community.
pub(crate) fn finds(actor: &Actor, org: &Org) -> bool {
    org.level == AreaLevel::Community
        && matches!(sight(actor), Sight::Hers | Sight::Community)
        && actor.acting.org_path == org.path
}

/// The same organisation, for whoever writes down its troubles.
pub(crate) fn with_found(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = with_branch(tx, actor, code)?;
    if finds(actor, &org) { Ok(org) } else { Err(AppError::Forbidden(FINDING.to_owned())) }
}

/// Breadcrumbs down to a page of an organisation, the organisation included.
pub(crate) fn crumbs(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(String, String)>, AppError> {
    let mut above = niangjia_org::api::breadcrumbs(tx, org, Org::href)?;
    above.push((org.place().to_owned(), org.href()));
    Ok(above)
}

/// The words of the pack as something to choose from.
pub(crate) fn choices(words: &[Word], chosen: &str) -> Vec<(String, String, bool)> {
    words.iter().map(|word| (word.code.clone(), word.label.clone(), word.code == chosen)).collect()
}
