//! The tables of this slice as files: what is hidden on the page is hidden there.

mod dashboard;
mod indicator;

use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, Listing, OutCell};
use niangjia_web::AppError;

use crate::model::{Figure, Shown};
use crate::pages::figures;

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&dashboard::Dashboard, &indicator::OneNumber];

/// A number that is shown in full stays a number; everything else is written as on the page.
fn cell(figure: Figure) -> OutCell {
    match figure {
        Figure::Count(Shown::Exact(count)) => OutCell::Count(count),
        other => figures::text(other).as_str().into(),
    }
}

fn asked_org(tx: &ReadTx<'_>, asked: &Asked) -> Result<Org, AppError> {
    niangjia_org::api::by_code(tx, asked.part("code"))?.ok_or(AppError::NotFound)
}

/// What has to be known to read the numbers: until when they are counted, and what is hidden.
fn notes(actor: &Actor, org: &Org, summed: Option<String>) -> Vec<String> {
    let hides = crate::rules::may_see_numbers(actor, &org.path) == crate::rules::Sight::SmallHidden;
    let hidden = hides.then(|| "不足 5 的写作 <5；能由它推算出别的数的，写作 —。".to_owned());
    summed.into_iter().chain(hidden).collect()
}
