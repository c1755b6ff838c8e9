//! Facts of matters that nobody but their own people may know of (violence, children).

use niangjia_kernel::{AreaCode, Fact, FactKind, Fen, Id, Month, OrgPath, Organisation, Person, Tenant};
use uuid::Uuid;

use crate::{ReadTx, StoreError, WriteTx, params};

/// Where a sealed fact is counted: the county, never a place below it.
#[derive(Debug, Clone)]
pub struct SealedHome {
    /// The tenant.
    pub tenant: Tenant,
    /// The county's own organisation.
    pub org_id: Id<Organisation>,
    /// Where that stands.
    pub org_path: OrgPath,
    /// The county.
    pub area_code: AreaCode,
}

/// Appends that one piece of work was done on a sealed matter: nobody took part, nobody recorded it, it has no day but the
/// first of its month, and its identity is random, so that nobody reads its instant out of it.
///
/// Source: architecture.md (fine print of facts); 反家庭暴力法 art. 5, 妇女权益保障法 art. 72.
///
/// # Errors
/// When it cannot be written.
pub fn append_sealed(tx: &WriteTx<'_>, home: &SealedHome, month: Month) -> Result<(), StoreError> {
    let on_day = month.first_day();
    let fact = Fact {
        tenant: home.tenant,
        id: Id::from_uuid(random(tx)),
        kind: FactKind::SealedWork,
        org_id: home.org_id,
        org_path: home.org_path.clone(),
        area_code: home.area_code.clone(),
        on_day,
        at: on_day.start(),
        // Of no row: two facts of one matter must not be found to be of one matter.
        subject: random(tx),
        attendances: 0,
        households: 0,
        minutes: 0,
        fen: Fen(0),
        recorded_by: Id::<Person>::from_uuid(Uuid::nil()),
        reverses: None,
    };
    super::append(tx, &fact, &[])
}

/// An identity of chance alone (UUIDv4): it tells neither when nor after what it was made.
#[must_use]
pub fn random(tx: &WriteTx<'_>) -> Uuid {
    let mut bytes = [0u8; 16];
    tx.fill_random(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// From now on a row is a sealed matter: lists that tell of its facts leave them out; sums and counts keep them. A second
/// time changes nothing.
///
/// # Errors
/// When it cannot be written.
pub fn seal_subject(tx: &WriteTx<'_>, tenant: Tenant, subject: Uuid) -> Result<(), StoreError> {
    let sql = "INSERT INTO sealed_subject (tenant, subject) VALUES ($1, $2) ON CONFLICT (tenant, subject) DO NOTHING";
    tx.execute(sql, params![tenant, subject]).map(drop)
}

/// Whether a row is a sealed matter now.
///
/// # Errors
/// When it cannot be read.
pub fn is_sealed(tx: &ReadTx<'_>, tenant: Tenant, subject: Uuid) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM sealed_subject WHERE tenant = $1 AND subject = $2";
    Ok(tx.value::<i64>(sql, params![tenant, subject])? > 0)
}
