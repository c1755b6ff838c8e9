//! Sealed words about a household, beside those of its visits, written anew when somebody is forgotten.

use niangjia_store::{StoreError, WriteTx, params};
use niangjia_subject::Subject;

/// What is sealed: its context, how it is read for a household, how it is written.
const SEALED: [(&str, &str, &str); 6] = [
    (
        "household_need_card.wish",
        "SELECT id, wish FROM household_need_card WHERE tenant = $1 AND household_id = $2",
        "UPDATE household_need_card SET wish = $1 WHERE tenant = $2 AND id = $3",
    ),
    (
        "household_need_card.promise",
        "SELECT id, promise FROM household_need_card WHERE tenant = $1 AND household_id = $2",
        "UPDATE household_need_card SET promise = $1 WHERE tenant = $2 AND id = $3",
    ),
    (
        "household_need_card.outcome",
        "SELECT id, outcome FROM household_need_card WHERE tenant = $1 AND household_id = $2 AND outcome IS NOT NULL",
        "UPDATE household_need_card SET outcome = $1 WHERE tenant = $2 AND id = $3",
    ),
    (
        "household_level.reason",
        "SELECT id, reason FROM household_level WHERE tenant = $1 AND household_id = $2",
        "UPDATE household_level SET reason = $1 WHERE tenant = $2 AND id = $3",
    ),
    (
        "household_contact.found",
        "SELECT c.id, c.found FROM household_contact c JOIN household_contact_duty d ON d.tenant = c.tenant \
         AND d.id = c.duty_id WHERE c.tenant = $1 AND d.household_id = $2",
        "UPDATE household_contact SET found = $1 WHERE tenant = $2 AND id = $3",
    ),
    (
        "household_contact.done",
        "SELECT c.id, c.done FROM household_contact c JOIN household_contact_duty d ON d.tenant = c.tenant \
         AND d.id = c.duty_id WHERE c.tenant = $1 AND d.household_id = $2",
        "UPDATE household_contact SET done = $1 WHERE tenant = $2 AND id = $3",
    ),
];

/// Writes every one of them anew.
pub(super) fn rewrite(
    tx: &WriteTx<'_>,
    subject: &Subject,
    change: &impl Fn(&str) -> String,
) -> Result<(), StoreError> {
    for (context, reading, writing) in SEALED {
        let here = params![subject.tenant, subject.household];
        let found = tx.rows(reading, here, |row| Ok((row.take::<uuid::Uuid>()?, row.take::<Vec<u8>>()?)))?;
        for (id, sealed) in found {
            let sealed = tx.seal(context, &change(&tx.unseal(context, &sealed)?))?;
            tx.execute(writing, params![sealed, subject.tenant, id])?;
        }
    }
    Ok(())
}
