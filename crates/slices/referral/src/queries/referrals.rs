//! Referrals.

use niangjia_kernel::{Id, Key, OrgPath, Organisation, Referral, Resident, Tenant};
use niangjia_store::{Actor, ReadTx, Row, Sql, StoreError, WriteTx, params};
use uuid::Uuid;

use super::represents;
use crate::model::{
    Closing, ConsentManner, Contents, Ground, Matter, Partner, ReferralRow, State, SubjectKind,
};
use crate::rules::{SEEN_AFTER_DAYS, follows, partner_sees, serves};
use crate::subjects::Subjects;

const PERSON: &str = "referral.person";
const PHONE: &str = "referral.phone";
const ASKED: &str = "referral.asked";
const HANDED: &str = "referral.handed";
const ANSWER: &str = "referral.answer";
const RESULT: &str = "referral.result";
const ENDING: &str = "referral.ending";

const REFERRAL: &str = "SELECT r.tenant, r.id, r.subject_kind, r.subject_tenant, r.subject, r.org_id, r.org_path, r.year, \
    r.number, r.partner_id, p.name, r.ground, r.consent_day, r.consent_manner, r.sender_id, r.sender_name, r.sent_ms, \
    r.state, r.answered_ms, r.settled_ms, r.closing, (SELECT MIN(d.until_ms) FROM deadline d WHERE d.tenant = r.tenant \
    AND d.subject = r.id AND d.ended_ms IS NULL AND d.rule IN ('referral.answer', 'referral.result')) AS due_ms, r.over_ms \
    FROM referral r JOIN referral_partner p ON p.tenant = r.tenant AND p.id = r.partner_id WHERE ";
/// What waits stands first: what waits for the sender herself, then by what is due first.
const WAITING_FIRST: &str = " ORDER BY CASE WHEN r.closing IS NULL THEN 0 ELSE 1 END, due_ms NULLS FIRST, \
                             r.sent_ms DESC, r.id DESC LIMIT ";

type Found = (ReferralRow, Option<niangjia_kernel::Timestamp>);

fn referral_row(row: &mut Row<'_>) -> Result<Found, StoreError> {
    let found = ReferralRow {
        tenant: row.take()?,
        id: row.take()?,
        subject_kind: row.take()?,
        subject_tenant: row.take()?,
        subject: row.take()?,
        org_id: row.take()?,
        org_path: row.take()?,
        year: row.take()?,
        number: row.take()?,
        partner: row.take()?,
        partner_name: row.take()?,
        ground: row.take()?,
        consent: row.take::<Option<_>>()?.zip(row.take::<Option<ConsentManner>>()?),
        sender: row.take()?,
        sender_name: row.take()?,
        sent: row.take()?,
        state: row.take()?,
        answered: row.take()?,
        settled: row.take()?,
        closing: row.take()?,
        due: row.take()?,
    };
    Ok((found, row.take()?))
}

/// As whom somebody sees a referral.
#[derive(Debug, Clone)]
pub(crate) enum Access {
    /// As the partner's contact: what was handed over.
    Partner,
    /// As whoever sent it, or sees its matter: everything. `keeps`: she may do what the sender does.
    Full {
        /// Whether she may go on with it.
        keeps: bool,
        /// The matter, where she sees it.
        matter: Option<Box<Matter>>,
    },
    /// As whoever leads above: number, partner, state and clock.
    Head,
}

/// A referral, as far as `actor` may see it.
pub(crate) fn referral_for(
    tx: &ReadTx<'_>,
    actor: &Actor,
    subjects: &Subjects,
    key: Key<Referral>,
) -> Result<Option<(ReferralRow, Access)>, StoreError> {
    if key.tenant != actor.tenant {
        return Ok(None);
    }
    let mut sql = Sql::new(REFERRAL);
    sql.push("r.tenant = ").bind(&key.tenant).push(" AND r.id = ").bind(&key.id);
    let Some((row, over)) = tx.select(&sql, referral_row)?.into_iter().next() else { return Ok(None) };
    if actor.acting.kind.is_outside() {
        let hers = represents(tx, actor)?.iter().any(|partner| partner.id == row.partner);
        return Ok((hers && partner_sees(over, tx.now())).then_some((row, Access::Partner)));
    }
    if !serves(actor) {
        return Ok(None);
    }
    let about = (row.subject_kind, row.subject_tenant, row.subject);
    let matter = subjects.find(tx, actor, about)?;
    let own = actor.acting.org_path == row.org_path;
    let sent = row.sender == actor.person && own;
    if sent || matter.is_some() {
        let keeps = sent || (own && actor.acting.kind.leads());
        return Ok(Some((row, Access::Full { keeps, matter: matter.map(Box::new) })));
    }
    let head = row.subject_kind != SubjectKind::Sealed && follows(actor, &row.org_path);
    Ok(head.then_some((row, Access::Head)))
}

fn only_rows(found: Vec<Found>) -> Vec<ReferralRow> {
    found.into_iter().map(|(row, _)| row).collect()
}

/// The referrals of a branch (R-REF-03), what waits first; and how many there are.
pub(crate) fn of_branch(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &OrgPath,
    limit: i64,
) -> Result<(Vec<ReferralRow>, i64), StoreError> {
    if !follows(actor, branch) {
        return Ok((Vec::new(), 0));
    }
    let mut condition = Sql::default();
    condition.push("r.tenant = ").bind(&actor.tenant).push(" AND ").within("r.org_path", branch);
    condition.push(" AND r.subject_kind <> ").bind(&SubjectKind::Sealed);
    let (text, values) = condition.parts();
    let total = tx.value(&format!("SELECT COUNT(*) FROM referral r WHERE {text}"), values)?;
    let sql = format!("{REFERRAL}{text}{WAITING_FIRST}{limit}");
    Ok((only_rows(tx.rows(&sql, values, referral_row)?), total))
}

/// What somebody sent herself, what waits first; and how many there are.
pub(crate) fn of_sender(
    tx: &ReadTx<'_>,
    actor: &Actor,
    limit: i64,
) -> Result<(Vec<ReferralRow>, i64), StoreError> {
    let mut condition = Sql::default();
    condition.push("r.tenant = ").bind(&actor.tenant).push(" AND r.sender_id = ").bind(&actor.person);
    condition.push(" AND r.org_path = ").bind(&actor.acting.org_path);
    let (text, values) = condition.parts();
    let total = tx.value(&format!("SELECT COUNT(*) FROM referral r WHERE {text}"), values)?;
    let sql = format!("{REFERRAL}{text}{WAITING_FIRST}{limit}");
    Ok((only_rows(tx.rows(&sql, values, referral_row)?), total))
}

/// What was sent to the partners for which somebody signs in, as long as she sees it (R-REF-02).
pub(crate) fn of_partner_person(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<ReferralRow>, StoreError> {
    let partners = represents(tx, actor)?;
    if partners.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(REFERRAL);
    sql.push("r.tenant = ").bind(&actor.tenant).push(" AND r.partner_id IN (");
    for (at, partner) in partners.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" }).bind(&partner.id);
    }
    let since = tx.today().plus(-SEEN_AFTER_DAYS).start();
    sql.push(") AND (r.over_ms IS NULL OR r.over_ms >= ").bind(&since).push(")");
    sql.push(" ORDER BY CASE WHEN r.over_ms IS NULL THEN 0 ELSE 1 END, r.sent_ms, r.id");
    Ok(only_rows(tx.select(&sql, referral_row)?))
}

/// The referrals that a tenant made of some matters of one kind, its own or of tenants below, the newest first. Who sees the matter
/// is asked before.
pub(crate) fn of_subjects(
    tx: &ReadTx<'_>,
    (kind, tenant): (SubjectKind, Tenant),
    subjects: &[(Tenant, Uuid)],
) -> Result<Vec<ReferralRow>, StoreError> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(REFERRAL);
    sql.push("r.tenant = ").bind(&tenant).push(" AND r.subject_kind = ").bind(&kind).push(" AND (");
    for (at, (tenant, subject)) in subjects.iter().enumerate() {
        sql.push(if at > 0 { " OR " } else { "" });
        sql.push("(r.subject_tenant = ").bind(tenant).push(" AND r.subject = ").bind(subject).push(")");
    }
    sql.push(") ORDER BY r.sent_ms DESC, r.id DESC");
    Ok(only_rows(tx.select(&sql, referral_row)?))
}

/// What was referred of one person of a household, by her own line (or, for a contact without one, by none).
pub(crate) fn of_resident(
    tx: &ReadTx<'_>,
    (tenant, household): (Tenant, Uuid),
    resident: Option<Id<Resident>>,
) -> Result<Vec<ReferralRow>, StoreError> {
    let mut sql = Sql::new(REFERRAL);
    sql.push("r.tenant = ").bind(&tenant).push(" AND r.subject_kind = ").bind(&SubjectKind::Household);
    sql.push(" AND r.subject = ").bind(&household).push(" AND r.ground = ").bind(&Ground::Consent);
    match &resident {
        Some(resident) => drop(sql.push(" AND r.resident_id = ").bind(resident)),
        None => drop(sql.push(" AND r.resident_id IS NULL")),
    }
    sql.push(" ORDER BY r.sent_ms DESC, r.id DESC");
    Ok(only_rows(tx.select(&sql, referral_row)?))
}

/// How many referrals of a branch are late, as far as its leader may know of them.
pub(crate) fn count_late(tx: &ReadTx<'_>, actor: &Actor, branch: &OrgPath) -> Result<i64, StoreError> {
    if !follows(actor, branch) {
        return Ok(0);
    }
    let mut sql = Sql::new("SELECT COUNT(*) FROM referral r WHERE r.tenant = ");
    sql.bind(&actor.tenant).push(" AND ").within("r.org_path", branch);
    sql.push(" AND r.subject_kind <> ").bind(&SubjectKind::Sealed);
    sql.push(" AND EXISTS (SELECT 1 FROM deadline d WHERE d.tenant = r.tenant AND d.subject = r.id AND d.ended_ms IS NULL \
              AND d.rule IN ('referral.answer', 'referral.result') AND d.until_ms <= ");
    sql.bind(&tx.now()).push(")");
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// What is about to be sent.
pub(crate) struct NewReferral<'a> {
    pub(crate) id: Id<Referral>,
    pub(crate) subject: (SubjectKind, Tenant, Uuid),
    pub(crate) resident: Option<Id<Resident>>,
    pub(crate) org: (Id<Organisation>, OrgPath),
    pub(crate) partner: Id<Partner>,
    pub(crate) ground: Ground,
    pub(crate) consent: Option<(niangjia_kernel::Day, ConsentManner)>,
    pub(crate) contents: &'a Contents,
}

/// Writes a referral under the next number of its organisation; nothing when it was there already.
pub(crate) fn insert_referral(
    tx: &WriteTx<'_>,
    actor: &Actor,
    new: &NewReferral<'_>,
) -> Result<Option<i64>, StoreError> {
    let (org, path) = &new.org;
    tx.hold("org", actor.tenant, org.uuid())?;
    let year = i64::from(tx.today().parts().0);
    let highest =
        "SELECT COALESCE(MAX(number), 0) FROM referral WHERE tenant = $1 AND org_id = $2 AND year = $3";
    let number = tx.value::<i64>(highest, params![actor.tenant, *org, year])? + 1;
    let said = new.contents;
    let written = tx.execute(
        "INSERT INTO referral (tenant, id, subject_kind, subject_tenant, subject, resident_id, org_id, org_path, year, number, \
         partner_id, ground, consent_day, consent_manner, person, phone, asked, handed, sender_id, sender_name, sent_ms, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22) \
         ON CONFLICT (tenant, id) DO NOTHING",
        params![
            actor.tenant, new.id, new.subject.0, new.subject.1, new.subject.2, new.resident, *org, path.clone(), year,
            number, new.partner, new.ground, new.consent.map(|(on, _)| on), new.consent.map(|(_, manner)| manner),
            tx.seal(PERSON, &said.person)?, tx.seal(PHONE, &said.phone)?, tx.seal(ASKED, &said.asked)?,
            tx.seal(HANDED, &said.handed)?, actor.person, actor.name.clone(), tx.now(), State::Sent,
        ],
    )?;
    Ok((written == 1).then_some(number))
}

/// What is in a referral. Who reads it is asked before.
pub(crate) fn contents(tx: &ReadTx<'_>, row: &ReferralRow) -> Result<Contents, StoreError> {
    let sql = "SELECT person, phone, asked, handed, answer, result, ending FROM referral WHERE tenant = $1 AND id = $2";
    let sealed = tx.row(sql, params![row.tenant, row.id], |row| {
        let first: [Vec<u8>; 4] = [row.take()?, row.take()?, row.take()?, row.take()?];
        let rest: [Option<Vec<u8>>; 3] = [row.take()?, row.take()?, row.take()?];
        Ok((first, rest))
    })?;
    let Some(([person, phone, asked, handed], [answer, result, ending])) = sealed else {
        return Ok(Contents::default());
    };
    let open = |context, sealed: Option<Vec<u8>>| {
        sealed.map_or_else(|| Ok(String::new()), |sealed| tx.unseal(context, &sealed))
    };
    Ok(Contents {
        person: tx.unseal(PERSON, &person)?,
        phone: tx.unseal(PHONE, &phone)?,
        asked: tx.unseal(ASKED, &asked)?,
        handed: tx.unseal(HANDED, &handed)?,
        answer: open(ANSWER, answer)?,
        result: open(RESULT, result)?,
        ending: open(ENDING, ending)?,
    })
}

/// Notes the partner's answer; sent back it is over for the partner.
pub(crate) fn answer(
    tx: &WriteTx<'_>,
    row: &ReferralRow,
    (state, words): (State, &str),
) -> Result<bool, StoreError> {
    let over = (state == State::Refused).then(|| tx.now());
    let sql = "UPDATE referral SET state = $1, answer = $2, answered_ms = $3, over_ms = $4 WHERE tenant = $5 AND id = $6 AND state = $7";
    let values = params![state, tx.seal(ANSWER, words)?, tx.now(), over, row.tenant, row.id, row.state];
    Ok(tx.execute(sql, values)? == 1)
}

/// Notes what came of it; it is over for the partner.
pub(crate) fn settle(tx: &WriteTx<'_>, row: &ReferralRow, words: &str) -> Result<bool, StoreError> {
    let sql = "UPDATE referral SET state = $1, result = $2, settled_ms = $3, over_ms = $3 WHERE tenant = $4 AND id = $5 AND state = $6";
    let values = params![State::Settled, tx.seal(RESULT, words)?, tx.now(), row.tenant, row.id, row.state];
    Ok(tx.execute(sql, values)? == 1)
}

/// Ends it for the sender.
pub(crate) fn close(
    tx: &WriteTx<'_>,
    row: &ReferralRow,
    (closing, words): (Closing, &str),
) -> Result<bool, StoreError> {
    let sql = "UPDATE referral SET state = $1, closing = $2, ending = $3, over_ms = COALESCE(over_ms, $4) \
               WHERE tenant = $5 AND id = $6 AND state = $7";
    let values =
        params![State::Closed, closing, tx.seal(ENDING, words)?, tx.now(), row.tenant, row.id, row.state];
    Ok(tx.execute(sql, values)? == 1)
}

/// Takes out what was said about a person who was deleted; that something was handed over, to whom and on what ground, stays.
pub(crate) fn erase(tx: &WriteTx<'_>, row: &ReferralRow) -> Result<(), StoreError> {
    let gone = "（已按本人请求删除）";
    let sql = "UPDATE referral SET person = $1, phone = $2, asked = $3, handed = $4, answer = NULL, result = NULL, ending = NULL \
               WHERE tenant = $5 AND id = $6";
    let values = params![
        tx.seal(PERSON, gone)?,
        tx.seal(PHONE, "")?,
        tx.seal(ASKED, gone)?,
        tx.seal(HANDED, gone)?,
        row.tenant,
        row.id,
    ];
    tx.execute(sql, values).map(drop)
}

/// Files what belongs to an organisation with the one it went up in; numbers stay with the organisation that gave them.
pub(crate) fn move_all(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    from: &OrgPath,
    into: &OrgPath,
) -> Result<(), StoreError> {
    for sql in [
        "UPDATE referral SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
        "UPDATE referral_partner SET org_path = $1 WHERE tenant = $2 AND org_path = $3",
    ] {
        tx.execute(sql, params![into.clone(), tenant, from.clone()])?;
    }
    Ok(())
}
