//! The chain: every entry bound by hash to everything before it in its tenant.

use niangjia_kernel::{Id, Tenant, Timestamp};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Action;
use super::stored::{COLUMNS, Stored};
use crate::transaction::Ending;
use crate::{ReadTx, Store, StoreError, WriteTx, params, single};

/// How many entries are chained, or recomputed, at a time.
const ENTRIES_PER_SEALING: i64 = 2_000;

/// Gives waiting entries their number and hash; says how many.
///
/// # Errors
/// When the database cannot be written; the entries wait for the next time.
pub fn seal_pending(store: &Store) -> Result<u64, StoreError> {
    store.write_blocking(|tx| {
        // A declared report: which tenants have something to seal.
        let tenants =
            tx.rows("SELECT DISTINCT tenant FROM audit_entry WHERE seq IS NULL", &[], single::<Tenant>)?;
        let mut sealed = 0;
        for tenant in tenants {
            sealed += seal_tenant(tx, tenant)?;
        }
        Ok::<_, StoreError>(Ending::Commit(tx.unaudited(sealed)))
    })
}

fn seal_tenant(tx: &WriteTx<'_>, tenant: Tenant) -> Result<u64, StoreError> {
    let (mut seq, mut previous) = head(tx, tenant)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_entry WHERE tenant = $1 AND seq IS NULL ORDER BY at_ms, id LIMIT $2"
    );
    let waiting = tx.rows(&sql, params![tenant, ENTRIES_PER_SEALING], Stored::read)?;
    let mut sealed = 0;
    for entry in waiting {
        seq += 1;
        previous = entry.chained_to(&previous, seq);
        sealed += tx.execute(
            "UPDATE audit_entry SET seq = $1, hash = $2 WHERE tenant = $3 AND id = $4 AND seq IS NULL",
            params![seq, previous.clone(), tenant, entry.id],
        )?;
    }
    Ok(sealed)
}

fn head(tx: &ReadTx<'_>, tenant: Tenant) -> Result<(i64, Vec<u8>), StoreError> {
    let sql =
        "SELECT seq, hash FROM audit_entry WHERE tenant = $1 AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1";
    let head = tx.row(sql, params![tenant], |row| Ok((row.take::<i64>()?, row.take::<Vec<u8>>()?)))?;
    Ok(head.unwrap_or_default())
}

/// The number of the last chained entry of a tenant; 0 when none is chained. It grows with everything that is written
/// in the tenant, in the order in which it became visible: whoever remembers it knows whether something has changed since.
///
/// # Errors
/// When it cannot be read.
pub fn head_number(tx: &ReadTx<'_>, tenant: Tenant) -> Result<i64, StoreError> {
    tx.value("SELECT COALESCE(MAX(seq), 0) FROM audit_entry WHERE tenant = $1", params![tenant])
}

/// How much was ever written in a tenant, chained or not: it grows with every transaction that becomes visible there.
/// Whoever remembers it knows whether anything has changed since.
///
/// # Errors
/// When it cannot be read.
pub fn written(tx: &ReadTx<'_>, tenant: Tenant) -> Result<i64, StoreError> {
    let waiting = "SELECT COUNT(*) FROM audit_entry WHERE tenant = $1 AND seq IS NULL";
    Ok(head_number(tx, tenant)? + tx.value::<i64>(waiting, params![tenant])?)
}

/// The instant of the oldest entry that is not chained yet, if there is one.
///
/// # Errors
/// When it cannot be read.
pub fn oldest_waiting(tx: &ReadTx<'_>) -> Result<Option<Timestamp>, StoreError> {
    // A declared report: over all tenants.
    tx.value("SELECT MIN(at_ms) FROM audit_entry WHERE seq IS NULL", &[])
}

/// Whether a tenant has an entry about this action.
///
/// # Errors
/// When it cannot be read.
pub fn tells_of(tx: &ReadTx<'_>, tenant: Tenant, action: Action) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM audit_entry WHERE tenant = $1 AND action = $2";
    Ok(tx.value::<i64>(sql, params![tenant, action.code.to_owned()])? > 0)
}

/// What a look along the chain of one tenant found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainState {
    /// Entries that were recomputed.
    pub checked: i64,
    /// Entries that are not chained yet.
    pub waiting: i64,
    /// The hash of the last entry, in hexadecimal: whoever wrote it down can tell whether the end was cut off.
    pub head: String,
    /// The number of the first entry that does not fit, if there is one.
    pub broken_at: Option<i64>,
}

/// Recomputes the whole chain of a tenant.
///
/// # Errors
/// When it cannot be read.
pub fn verify(tx: &ReadTx<'_>, tenant: Tenant) -> Result<ChainState, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_entry WHERE tenant = $1 AND seq > $2 ORDER BY seq LIMIT {ENTRIES_PER_SEALING}"
    );
    let waiting =
        tx.value("SELECT COUNT(*) FROM audit_entry WHERE tenant = $1 AND seq IS NULL", params![tenant])?;
    let (mut seq, mut previous) = (0i64, Vec::new());
    let broken_at = 'chain: loop {
        let page = tx.rows(&sql, params![tenant, seq], Stored::read)?;
        if page.is_empty() {
            break None;
        }
        for entry in page {
            seq += 1;
            previous = entry.chained_to(&previous, seq);
            if entry.seq != Some(seq) || entry.hash.as_ref() != Some(&previous) {
                break 'chain Some(seq);
            }
        }
    };
    Ok(ChainState { checked: seq, waiting, head: crate::seal::to_hex(&previous), broken_at })
}

/// How many entries wait for their number, over all tenants.
///
/// # Errors
/// When they cannot be counted.
pub fn waiting(tx: &ReadTx<'_>) -> Result<i64, StoreError> {
    // A declared report: over all tenants.
    tx.value("SELECT COUNT(*) FROM audit_entry WHERE seq IS NULL", &[])
}

/// The tenants that have an audit.
///
/// # Errors
/// When they cannot be read.
pub fn tenants(tx: &ReadTx<'_>) -> Result<Vec<Tenant>, StoreError> {
    // A declared report: over all tenants.
    tx.rows("SELECT DISTINCT tenant FROM audit_entry ORDER BY tenant", &[], single)
}

impl Stored {
    /// The hash that binds this entry to everything before it.
    fn chained_to(&self, previous: &[u8], seq: i64) -> Vec<u8> {
        let mut digest = Sha256::new();
        let person = self.person.map_or(Uuid::nil(), Id::uuid);
        let subject = self.subject.unwrap_or(Uuid::nil());
        let fields: [&[u8]; 14] = [
            previous,
            &seq.to_be_bytes(),
            &self.tenant.number().to_be_bytes(),
            &self.id.uuid().into_bytes(),
            &self.at.millis().to_be_bytes(),
            &person.into_bytes(),
            self.person_name.as_bytes(),
            self.post_label.as_bytes(),
            self.action.as_bytes(),
            self.subject_kind.as_bytes(),
            &subject.into_bytes(),
            self.org_path.as_bytes(),
            &[u8::from(self.sealed)],
            &self.payload,
        ];
        for field in fields {
            digest.update((field.len() as u64).to_be_bytes());
            digest.update(field);
        }
        digest.finalize().to_vec()
    }
}
