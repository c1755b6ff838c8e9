//! Beside what is known: whether somebody is new, what is added to her, what speaks against it.

use niangjia_kernel::{Day, OrgPath};
use niangjia_store::{Actor, PostKind, ReadTx, StoreError};

use crate::actions::Completed;
use crate::import::reading::{Reasons, SaidRow};
use crate::model::{Engagement, RosterEntry};
use crate::queries::{self, KnownPerson, Missing};
use crate::rules::{self, Already, Marks, Sameness, Serving, same_day};

/// Who a row means.
pub(crate) enum Who {
    Nobody,
    Known(Box<KnownPerson>),
    /// Several are called so, and the row does not say which.
    Several(usize),
}

/// Looks for the person of a row: by number, by name and phone, by name at the organisation (R-ORG-07).
pub(crate) fn find(tx: &ReadTx<'_>, said: &SaidRow) -> Result<Who, StoreError> {
    let (tenant, marks) = (said.org.tenant, &said.marks);
    if let Some(citizen) = &marks.citizen_id
        && let Some(known) = queries::known_by_citizen(tx, tenant, citizen)?.pop()
    {
        return Ok(Who::Known(Box::new(known)));
    }
    if let Some(phone) = &marks.phone {
        let mut found = queries::known_by_phone(tx, tenant, &marks.name, phone)?;
        match found.len() {
            0 => {}
            1 => return Ok(found.pop().map_or(Who::Nobody, |known| Who::Known(Box::new(known)))),
            count => return Ok(Who::Several(count)),
        }
    }
    let mut alike = Vec::new();
    for known in queries::known_at(tx, tenant, &marks.name, said.org.id)? {
        match likeness(tx, said, &known)? {
            Sameness::Other => {}
            sameness => alike.push((sameness, known)),
        }
    }
    if alike.len() > 1 {
        alike.retain(|(sameness, _)| *sameness == Sameness::Same);
    }
    match alike.len() {
        0 => Ok(Who::Nobody),
        1 => Ok(alike.pop().map_or(Who::Nobody, |(_, known)| Who::Known(Box::new(known)))),
        count => Ok(Who::Several(count)),
    }
}

/// R-ORG-07 between the row and somebody of the organisation; her numbers are compared by their index.
fn likeness(tx: &ReadTx<'_>, said: &SaidRow, known: &KnownPerson) -> Result<Sameness, StoreError> {
    let marks = &said.marks;
    let citizen = marks.citizen_id.as_ref().and_then(|citizen| known.has_other_citizen_id(tx, citizen));
    if citizen == Some(true) {
        return Ok(Sameness::Other);
    }
    let posts = held(tx, said, known)?;
    let shares = said.kinds.is_empty() || posts.iter().any(|post| said.kinds.contains(&post.kind));
    let other_phone = marks.phone.as_ref().and_then(|phone| known.has_other_phone(tx, phone));
    if other_phone == Some(true) {
        return Ok(if shares { Sameness::Contradicts("手机号") } else { Sameness::Other });
    }
    let theirs = Marks {
        name: known.name.clone(),
        born: known.birth_day.map(|day| (day, true)),
        woman: Some(known.woman),
        ..Marks::default()
    };
    Ok(rules::same_person(&Marks { phone: None, citizen_id: None, ..marks.clone() }, &theirs, true, shares))
}

fn held(tx: &ReadTx<'_>, said: &SaidRow, known: &KnownPerson) -> Result<Vec<RosterEntry>, StoreError> {
    let posts = queries::posts_of(tx, said.org.tenant, known.id)?;
    Ok(posts.into_iter().filter(|post| post.org_id == said.org.id).collect())
}

/// What a row adds to somebody known; nothing where all of it is known. Or why it cannot be taken.
pub(crate) fn beside(
    tx: &ReadTx<'_>,
    actor: &Actor,
    said: &SaidRow,
    known: &KnownPerson,
) -> Result<Result<Option<Completed>, Vec<String>>, StoreError> {
    let mut reasons = Reasons::default();
    let posts = queries::posts_of(tx, said.org.tenant, known.id)?;
    let seen = posts.iter().any(|post| rules::may_see_roster(actor, &post.org_path));
    let here: Vec<&RosterEntry> = posts.iter().filter(|post| post.org_id == said.org.id).collect();
    let missing = person(tx, said, known, seen, &mut reasons)?;
    let kinds = new_kinds(actor, said, &here, tx.today(), &mut reasons);
    if !kinds.is_empty() {
        let mut member = said.member(tx.today());
        member.woman = known.woman;
        member.birth_day = known.birth_day.or(member.birth_day);
        member.citizen_id = None;
        member.kinds.clone_from(&kinds);
        rules::check_member(&member, tx.today()).into_iter().for_each(|refusal| reasons.refuse(refusal));
    }
    if !reasons.is_empty() {
        return Ok(Err(reasons.into_sentences()));
    }
    if kinds.is_empty() && missing == Missing::default() {
        return Ok(Ok(None));
    }
    Ok(Ok(Some(Completed {
        person: known.id,
        name: known.name.clone(),
        missing,
        kinds,
        engagement: said.engagement.unwrap_or(Engagement::PartTime),
        group_name: Some(said.group_name.clone()).filter(|group| !group.is_empty()),
        from: said.from(tx.today()),
    })))
}

/// Every value of the person beside the one known; `seen`: the roster shows her to whoever loads the file.
fn person(
    tx: &ReadTx<'_>,
    said: &SaidRow,
    known: &KnownPerson,
    seen: bool,
    reasons: &mut Reasons,
) -> Result<Missing, StoreError> {
    let marks = &said.marks;
    let mut differs = |column: &str, registered: String| {
        let told = if seen && !registered.is_empty() {
            format!("是 {registered}")
        } else {
            "不是这个".to_owned()
        };
        reasons.at(column, format!("系统里登记的{told}，和表里不同；请核对，导入不改已有内容"));
    };
    let mut missing = Missing::default();
    if known.name != marks.name {
        differs("name", known.name.clone());
    }
    if marks.woman.is_some_and(|woman| woman != known.woman) {
        differs("sex", if known.woman { "女" } else { "男" }.to_owned());
    }
    match (marks.born, known.birth_day) {
        (Some(said), Some(day)) if !same_day(said, (day, true)) => {
            differs("birth", format!("{} 年出生", day.parts().0));
        }
        (Some((day, _)), None) => missing.birth_day = Some(day),
        _ => {}
    }
    if said.education.is_some_and(|education| education != known.education) {
        differs("education", known.education.label().to_owned());
    }
    if said.party.is_some_and(|party| party != known.party) {
        differs("party", known.party.label().to_owned());
    }
    if let Some(phone) = &marks.phone {
        match known.has_other_phone(tx, phone) {
            Some(true) => differs("phone", known.masked_phone(tx)?),
            Some(false) => {}
            None => missing.phone = Some(phone.clone()),
        }
    }
    if let Some(citizen) = &marks.citizen_id {
        match known.has_other_citizen_id(tx, citizen) {
            Some(true) => differs("citizen_id", known.masked_citizen_id(tx)?),
            Some(false) => {}
            None => missing.citizen_id = Some(citizen.clone()),
        }
    }
    Ok(missing)
}

/// The posts that she does not hold yet; what differs of those she holds is refused.
fn new_kinds(
    actor: &Actor,
    said: &SaidRow,
    here: &[&RosterEntry],
    today: Day,
    reasons: &mut Reasons,
) -> Vec<PostKind> {
    let serving = |post: &&RosterEntry| Serving { kind: post.kind, from: post.from, until: post.until };
    let posts: Vec<Serving> = here.iter().map(serving).collect();
    let mut fresh = Vec::new();
    for kind in &said.kinds {
        match rules::already_serving(*kind, said.since.map(|since| since.day), &posts, today) {
            Already::New => fresh.push(*kind),
            Already::Left(until) => reasons.at(
                "post",
                format!("她的{}到 {} 为止；又任职的，请在“任职时间”写新的日期", kind.label(), until.long()),
            ),
            Already::Holds => {
                let held = here.iter().find(|post| post.kind == *kind && post.held_on(today));
                if let Some(held) = held {
                    held_otherwise(said, held, reasons);
                }
            }
        }
    }
    forbidden(actor, &said.org.path, &fresh, reasons);
    fresh
}

fn held_otherwise(said: &SaidRow, held: &RosterEntry, reasons: &mut Reasons) {
    let kind = held.kind.label();
    if said.engagement.is_some_and(|engagement| engagement != held.engagement) {
        let registered = held.engagement.label();
        reasons.at("engagement", format!("系统里登记的{kind}是{registered}，和表里不同；导入不改已有内容"));
    }
    if let Some(since) = said.since
        && !same_day((since.day, since.day_said), (held.from, true))
    {
        let registered = held.from.long();
        reasons.at("since", format!("系统里登记的{kind}是 {registered} 起，和表里不同；导入不改已有内容"));
    }
    let group = held.group_name.as_deref().filter(|_| held.kind == PostKind::GroupHead);
    if let Some(group) = group
        && !said.group_name.is_empty()
        && group != said.group_name
    {
        reasons.at("group", format!("系统里登记的是{group}组，和表里不同；导入不改已有内容"));
    }
}

/// R-ORG-01 for each post that would be entered.
pub(crate) fn forbidden(actor: &Actor, org: &OrgPath, kinds: &[PostKind], reasons: &mut Reasons) {
    if kinds.iter().any(|kind| !rules::may_keep_roster(actor, org, *kind)) {
        reasons.at("post", rules::ROSTER_RULE);
    }
}
