//! What this slice shows elsewhere: the line on an organisation's page, the word in the navigation.

use niangjia_kernel::Id;
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::{NavEntry, Panel};
use uuid::Uuid;

use crate::pages::forms::forms_href;
use crate::rules::{Sight, may_see_numbers};

/// For `PanelSlot::Organisation`: 看板, where she may see the numbers.
///
/// # Errors
/// When an organisation cannot be read.
pub fn panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut found = Vec::new();
    for subject in orgs {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else {
            continue;
        };
        let sight = may_see_numbers(actor, &org.path);
        if sight != Sight::Nothing {
            found.push((
                *subject,
                Panel { text: "看板".to_owned(), href: Some(format!("/insight/{}", org.code)) },
            ));
        }
        let panel = |href| Panel { text: "报表".to_owned(), href: Some(href) };
        found.extend(forms_href(&org, sight).map(|href| (*subject, panel(href))));
    }
    Ok(found)
}

/// 看板 in the navigation: to the dashboard of the organisation in which she acts.
#[must_use]
pub fn navigation() -> NavEntry {
    NavEntry { label: "看板", icon: "chart-bar", tab: None, href: own_dashboard }
}

fn own_dashboard(actor: &Actor) -> Option<String> {
    let sight = may_see_numbers(actor, &actor.acting.org_path);
    (sight != Sight::Nothing).then(|| "/insight".to_owned())
}
