//! Which household a row is about.

use niangjia_document::field;
use niangjia_kernel::MobileNumber;
use niangjia_org::api::{Org, Places};
use niangjia_store::{ReadTx, StoreError};
use niangjia_transfer::{Alike, Beside, Home, Record};

use crate::import::pair;
use crate::import::reading::{self, Reasons};
use crate::import::register::Registered;
use crate::queries;
use crate::rules::{Candidate, Named, Pointed, group_of, pointed};

/// What a row says of the household.
#[derive(Debug, Clone)]
pub(crate) struct SaidHousehold {
    pub(crate) org: Org,
    pub(crate) number: Option<String>,
    contact: Option<String>,
    group: Option<String>,
    phone: Option<MobileNumber>,
}

/// Reads it; nothing where it does not name one, and the sentences why.
pub(crate) fn named(
    record: &Record,
    home: &Home,
    places: &Places,
    reasons: &mut Reasons,
) -> Option<SaidHousehold> {
    let org = reasons.take("org", reading::org(record, home, places).map(Some));
    let number = reasons.take("number", reading::number(record.cell("number")));
    let contact =
        reasons.take("contact", field::name(record.cell("contact")).map(|name| name.map(reading::called)));
    let group = reasons.take("group", field::text(record.cell("group")));
    let phone = reasons.take("phone", field::mobile(record.cell("phone")));
    if number.is_none() && contact.is_none() && record.cell("number").is_empty() {
        reasons.at("contact", "请写编号，或者户主（联系人）和手机号，才知道是哪一户");
        return None;
    }
    Some(SaidHousehold { org: org?, number, contact, group: group.map(|group| group_of(&group)), phone })
}

/// What a row comes to mean.
pub(crate) enum Found {
    /// This household.
    One(Box<Registered>),
    /// One of these, perhaps.
    Ask(Vec<Alike>),
    /// None; the sentence stands at its cell.
    None,
}

/// Finds it (R-IMP-01); `told`: whether she who loads the file sees what is registered.
pub(crate) fn find(
    tx: &ReadTx<'_>,
    record: &Record,
    said: &SaidHousehold,
    told: bool,
    reasons: &mut Reasons,
) -> Result<Found, StoreError> {
    let home = (said.org.tenant, said.org.id);
    let mut found = Vec::new();
    match (&said.number, &said.contact) {
        (Some(number), _) => found = queries::with_number(tx, home, number)?,
        (None, Some(contact)) => found = queries::with_contact(tx, home, contact)?,
        (None, None) => {}
    }
    found.retain(|one| record.means(one.id.uuid()) != Some(false));
    let mut known: Vec<Registered> =
        found.into_iter().map(|candidacy| Registered::of(home.0, candidacy)).collect();
    let phone = said.phone.as_ref().map(|phone| queries::phone_index(tx, phone));
    let candidate = |one: &'_ Registered| -> Option<bool> { one.same_phone(phone.as_ref()) };
    let seen: Vec<Candidate<'_>> = known
        .iter()
        .map(|one| Candidate {
            at_home: true,
            number: &one.number,
            contact: &one.contact_name,
            group: &one.group_name,
            same_phone: candidate(one),
            same_address: None,
            same_citizen: false,
        })
        .collect();
    let names = Named {
        number: said.number.as_deref(),
        contact: said.contact.as_deref(),
        group: said.group.as_deref(),
    };
    let chosen =
        known.iter().position(|one| one.id.is_some() && one.id.map(|id| id.uuid()) == record.meant());
    let at = match chosen.map_or_else(|| pointed(names, &seen), Pointed::At) {
        Pointed::At(index) => index,
        Pointed::OtherContact(index) => {
            let registered = seen.get(index).map(|one| one.contact).unwrap_or_default();
            let number = said.number.as_deref().unwrap_or_default();
            reasons
                .at("number", format!("编号 {number} 登记的是{registered}家，和表里不是同一户，请核对编号"));
            return Ok(Found::None);
        }
        Pointed::Unclear(indexes) => {
            let alike = indexes.iter().filter_map(|index| known.get(*index));
            let alike = alike.map(|one| beside(tx, said, one, told)).collect::<Result<Vec<_>, _>>()?;
            return Ok(Found::Ask(alike));
        }
        Pointed::Nowhere => {
            nowhere(said, reasons);
            return Ok(Found::None);
        }
    };
    let one = known.swap_remove(at);
    if one.gone {
        reasons.at("number", format!("编号 {} 的家庭已经不在册了", one.number));
        return Ok(Found::None);
    }
    Ok(Found::One(Box::new(one)))
}

fn nowhere(said: &SaidHousehold, reasons: &mut Reasons) {
    let place = said.org.place();
    match &said.number {
        Some(number) => {
            reasons.at("number", format!("{place}没有编号 {number} 的家庭，请核对，或先导入重点户台账"));
        }
        None => {
            let contact = said.contact.as_deref().unwrap_or_default();
            reasons.at("contact", format!("{place}没有登记过{contact}家，请核对姓名，或先导入重点户台账"));
        }
    }
}

/// The row beside a household that it may be about.
fn beside(
    tx: &ReadTx<'_>,
    said: &SaidHousehold,
    known: &Registered,
    told: bool,
) -> Result<Alike, StoreError> {
    let said_phone = said.phone.as_ref().map(|phone| phone.masked()).unwrap_or_default();
    let index = said.phone.as_ref().map(|phone| queries::phone_index(tx, phone));
    let same = known.same_phone(index.as_ref());
    let sealed = known.phone.as_ref().and_then(|(sealed, _)| sealed.as_deref());
    let phone = match sealed.filter(|_| told) {
        Some(sealed) => queries::masked_phone(tx, sealed)?,
        None => if known.phone.is_some() { "已登记" } else { "" }.to_owned(),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let lines = vec![
        Beside::of("社区", said.org.place(), known.org_name.trim_end_matches("妇联")),
        Beside::of("编号", &text(&said.number), &known.number),
        Beside::of("户主/联系人", &text(&said.contact), &known.contact_name),
        Beside::of("小组", &text(&said.group), &known.group_name),
        Beside::hidden("手机号", &said_phone, &phone, same),
    ];
    Ok(Alike {
        known: known.id.map(|id| id.uuid()).unwrap_or_default(),
        title: pair::title(known),
        because: "户主一样".to_owned(),
        lines,
    })
}
