//! Asking: a slice has closed a matter, and she is asked by somebody else.

use niangjia_kernel::Id;
use niangjia_store::{StoreError, WriteTx};

use crate::model::{Asked, Asking, Contact, Quarter, Reach, Slip, SlipRow, SlipState};
use crate::pack::SurveyRules;
use crate::queries;
use crate::rules::is_asked;

/// Letters of a code: none that are mistaken for one another on paper.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Makes a slip for a matter that was just closed, in the transaction and under the audit entry of the closing action. It
/// gives no code back: whoever handled the matter must not have it (R-SUR-02).
///
/// # Errors
/// When it cannot be written.
pub fn ask(tx: &WriteTx<'_>, asking: &Asking<'_>) -> Result<Asked, StoreError> {
    let rules = SurveyRules::in_force();
    let (org, path) = &asking.org;
    let quarter = Quarter::of(asking.on);
    if matches!(asking.reach, Reach::NotSafe) {
        return Ok(Asked::NotSafe);
    }
    if queries::was_asked(tx, asking.tenant, asking.subject)? {
        return Ok(Asked::Before);
    }
    let mut draw = [0u8; 1];
    tx.fill_random(&mut draw);
    let so_far = queries::asked_so_far(tx, (asking.tenant, *org), quarter)?;
    if !is_asked(asking.reach, so_far, draw[0], rules) {
        return Ok(Asked::NotSampled);
    }
    let code = new_code(tx);
    let contact = match asking.reach {
        Reach::Call { name, phone, remark } => {
            Some(tx.seal(queries::CONTACT, &Contact::sealed_as(name, phone, remark))?)
        }
        Reach::Handed { name } => Some(tx.seal(queries::CONTACT, &Contact::sealed_as(name, "", ""))?),
        Reach::NotSafe | Reach::Slip => None,
    };
    let row = SlipRow {
        tenant: asking.tenant,
        id: tx.new_id::<Slip>(),
        kind: asking.kind,
        org_id: *org,
        org_path: path.clone(),
        home_path: path.clone(),
        period: quarter.0,
        number: queries::next_number(tx, (asking.tenant, *org), quarter)?,
        asked: asking.on,
        until: asking.on.plus(rules.valid_days),
        code: tx.seal(queries::CODE, &code)?,
        contact,
        state: SlipState::Waiting,
        caller: None,
        calls: 0,
    };
    let mut handlers: Vec<Id<_>> = asking.handlers.to_vec();
    handlers.sort_unstable();
    handlers.dedup();
    queries::insert(tx, &row, (asking.subject, queries::index_of(tx, &code)), &handlers)?;
    Ok(Asked::Waits(row.id))
}

/// 130 bits of chance in 26 letters.
fn new_code(tx: &WriteTx<'_>) -> String {
    let mut random = [0u8; 26];
    tx.fill_random(&mut random);
    random.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
}
