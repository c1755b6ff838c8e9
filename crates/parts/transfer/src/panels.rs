//! What waits for somebody on her desk: rows of her imports that she has to look at.

use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::Panel;
use uuid::Uuid;

use crate::queries;

/// A line for each import in which rows wait for `actor`, on the desk of her own organisation.
///
/// # Errors
/// When they cannot be counted.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let own = actor.acting.org_id.uuid();
    if !orgs.contains(&own) {
        return Ok(Vec::new());
    }
    let waiting = queries::waiting_of(tx, actor)?.into_iter();
    let panel = |(id, title, rows): (niangjia_kernel::Id<crate::Transfer>, String, i64)| {
        let href = format!("/transfers/{}/pairs", id.within(actor.tenant));
        (
            own,
            Panel {
                text: format!("导入{title}：有 {rows} 行等您确认是不是同一个"), href: Some(href)
            },
        )
    };
    Ok(waiting.map(panel).collect())
}
