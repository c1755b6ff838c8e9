//! Partners, and who signs in for them.

use niangjia_kernel::{Id, Key, OrgPath, Person, Tenant};
use niangjia_store::{Actor, ReadTx, Row, Sql, StoreError, WriteTx, params};

use crate::model::{Partner, PartnerPerson, PartnerPersonRow, PartnerRow, SaidPartner};
use crate::rules::serves;

const PARTNER: &str = "SELECT p.tenant, p.id, p.org_id, p.org_path, p.kind, p.name, p.hours, p.address, p.contact, \
                       p.phone, p.by_login, p.closed_day FROM referral_partner p WHERE ";

fn partner_row(row: &mut Row<'_>) -> Result<PartnerRow, StoreError> {
    Ok(PartnerRow {
        tenant: row.take()?,
        id: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        said: SaidPartner {
            kind: row.take()?,
            name: row.take()?,
            hours: row.take()?,
            address: row.take()?,
            contact: row.take()?,
            phone: row.take()?,
            by_login: row.take()?,
        },
        closed: row.take()?,
    })
}

/// A partner that `actor` may know of: of her organisation, of one above it in her tenant, or of her branch.
pub(crate) fn partner_of(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Partner>,
) -> Result<Option<PartnerRow>, StoreError> {
    let mut sql = Sql::new(PARTNER);
    sql.push("p.tenant = ").bind(&key.tenant).push(" AND p.id = ").bind(&key.id);
    let found = tx.select(&sql, partner_row)?.into_iter().next();
    let own = &actor.acting.org_path;
    let near = |row: &PartnerRow| {
        row.org_path.covers(own) || (actor.acting.kind.leads() && own.covers(&row.org_path))
    };
    Ok(found.filter(|row| serves(actor) && row.tenant == actor.tenant && near(row)))
}

/// The partners of one organisation, those that are no more last. Whose they are is asked before.
pub(crate) fn partners_at(
    tx: &ReadTx<'_>,
    (tenant, path): (Tenant, &OrgPath),
) -> Result<Vec<PartnerRow>, StoreError> {
    let mut sql = Sql::new(PARTNER);
    sql.push("p.tenant = ").bind(&tenant).push(" AND p.org_path = ").bind(path);
    sql.push(" ORDER BY CASE WHEN p.closed_day IS NULL THEN 0 ELSE 1 END, p.kind, p.name, p.id");
    tx.select(&sql, partner_row)
}

/// The partners to which something of an organisation can be referred: of itself and of those above it.
pub(crate) fn partners_for(
    tx: &ReadTx<'_>,
    (tenant, path): (Tenant, &OrgPath),
) -> Result<Vec<PartnerRow>, StoreError> {
    let mut sql = Sql::new(PARTNER);
    sql.push("p.tenant = ").bind(&tenant).push(" AND p.closed_day IS NULL AND p.org_path IN (");
    for (at, path) in path.lineage().iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" }).bind(path);
    }
    sql.push(") ORDER BY p.kind, p.name, p.id");
    tx.select(&sql, partner_row)
}

pub(crate) fn insert_partner(tx: &WriteTx<'_>, row: &PartnerRow) -> Result<bool, StoreError> {
    let said = &row.said;
    let written = tx.execute(
        "INSERT INTO referral_partner (tenant, id, org_id, org_path, kind, name, hours, address, contact, phone, by_login) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant, id) DO NOTHING",
        params![
            row.tenant, row.id, row.org_id, row.org_path.clone(), said.kind, said.name.clone(), said.hours.clone(),
            said.address.clone(), said.contact.clone(), said.phone.clone(), said.by_login,
        ],
    )?;
    Ok(written == 1)
}

pub(crate) fn rewrite_partner(
    tx: &WriteTx<'_>,
    row: &PartnerRow,
    said: &SaidPartner,
) -> Result<(), StoreError> {
    let sql = "UPDATE referral_partner SET kind = $1, name = $2, hours = $3, address = $4, contact = $5, phone = $6, \
               by_login = $7 WHERE tenant = $8 AND id = $9";
    let values = params![
        said.kind,
        said.name.clone(),
        said.hours.clone(),
        said.address.clone(),
        said.contact.clone(),
        said.phone.clone(),
        said.by_login,
        row.tenant,
        row.id,
    ];
    tx.execute(sql, values).map(drop)
}

/// Nothing is referred to it any more; what was, goes on.
pub(crate) fn close_partner(tx: &WriteTx<'_>, row: &PartnerRow) -> Result<bool, StoreError> {
    let sql =
        "UPDATE referral_partner SET closed_day = $1 WHERE tenant = $2 AND id = $3 AND closed_day IS NULL";
    Ok(tx.execute(sql, params![tx.today(), row.tenant, row.id])? == 1)
}

/// Who signs in for a partner today.
pub(crate) fn people_of(tx: &ReadTx<'_>, row: &PartnerRow) -> Result<Vec<PartnerPersonRow>, StoreError> {
    let mut sql = Sql::new(
        "SELECT t.person_id, p.name, t.from_day FROM referral_partner_person t \
         JOIN people_person p ON p.tenant = t.tenant AND p.id = t.person_id WHERE t.tenant = ",
    );
    sql.bind(&row.tenant).push(" AND t.partner_id = ").bind(&row.id).push(" AND ").in_force("t", &tx.today());
    sql.push(" ORDER BY t.from_day, t.id");
    tx.select(&sql, |row| Ok(PartnerPersonRow { person: row.take()?, name: row.take()?, from: row.take()? }))
}

pub(crate) fn insert_partner_person(
    tx: &WriteTx<'_>,
    row: &PartnerRow,
    id: Id<PartnerPerson>,
    person: Id<Person>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO referral_partner_person (tenant, id, partner_id, person_id, from_day) VALUES ($1, $2, $3, $4, $5)";
    tx.execute(sql, params![row.tenant, id, row.id, person, tx.today()]).map(drop)
}

pub(crate) fn end_partner_person(
    tx: &WriteTx<'_>,
    row: &PartnerRow,
    person: Id<Person>,
) -> Result<bool, StoreError> {
    let sql = "UPDATE referral_partner_person SET until_day = $1 WHERE tenant = $2 AND partner_id = $3 AND person_id = $4 \
               AND until_day IS NULL";
    Ok(tx.execute(sql, params![tx.today(), row.tenant, row.id, person])? > 0)
}

/// The partners for which somebody signs in today, when she acts as such.
pub(crate) fn represents(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<PartnerRow>, StoreError> {
    if !actor.acting.kind.is_outside() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(PARTNER);
    sql.push("p.tenant = ")
        .bind(&actor.tenant)
        .push(" AND p.id IN (SELECT t.partner_id FROM referral_partner_person t WHERE t.tenant = ");
    sql.bind(&actor.tenant).push(" AND t.person_id = ").bind(&actor.person).push(" AND ");
    sql.in_force("t", &tx.today()).push(") ORDER BY p.name, p.id");
    tx.select(&sql, partner_row)
}
