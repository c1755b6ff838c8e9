//! A row beside a household that it may mean, as a person sees the two: what differs, and nothing that she could not see
//! elsewhere (R-HH-14).

use niangjia_store::{ReadTx, StoreError};
use niangjia_transfer::{Alike, Beside};

use crate::import::reading::SaidRow;
use crate::import::register::{Address, Registered};
use crate::queries;
use crate::rules::Candidate;

/// A row, and whether she who loads it sees what is registered in her community.
pub(crate) struct Row<'a> {
    pub(crate) said: &'a SaidRow,
    pub(crate) told: bool,
}

/// `嵩合社区 0012 王桂兰家`.
pub(crate) fn title(known: &Registered) -> String {
    let place = known.org_name.trim_end_matches("妇联");
    format!("{place} {} {}家", known.number, known.contact_name)
}

/// What speaks for it.
fn because(seen: &Candidate<'_>, contact: Option<&str>) -> String {
    let mut same = Vec::new();
    for (what, is_same) in [
        ("身份证号", seen.same_citizen),
        ("户主", contact == Some(seen.contact)),
        ("手机号", seen.same_phone == Some(true)),
        ("住址", seen.same_address == Some(true)),
    ] {
        if is_same {
            same.push(what);
        }
    }
    if same.len() < 2 && !seen.same_citizen {
        same.push("小组");
    }
    format!("{}一样", same.join("、"))
}

/// Both, value by value. A phone is masked on both sides, an address only compared: opening it is a look of its own.
pub(crate) fn beside(
    tx: &ReadTx<'_>,
    row: &Row<'_>,
    known: &Registered,
    seen: &Candidate<'_>,
) -> Result<Alike, StoreError> {
    let (said, told) = (row.said, row.told && seen.at_home);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let compared = |same: Option<bool>, is_known: bool| match (same, is_known) {
        (Some(true), _) => "和表里一样",
        (Some(false), _) => "和表里不同",
        (None, true) => "已登记",
        (None, false) => "",
    };
    let sealed = known.phone.as_ref().and_then(|(sealed, _)| sealed.as_deref());
    let phone = match sealed.filter(|_| told) {
        Some(sealed) => queries::masked_phone(tx, sealed)?,
        None => compared(seen.same_phone, known.phone.is_some()).to_owned(),
    };
    let said_phone = said.phone.as_ref().map(|phone| phone.masked()).unwrap_or_default();
    let has_address = !matches!(known.address, Address::None);
    let mut lines = vec![
        Beside::of("社区", said.org.place(), known.org_name.trim_end_matches("妇联")),
        Beside::of("编号", &text(&said.number), &known.number),
        Beside::of("户主/联系人", &text(&said.contact), &known.contact_name),
        Beside::of("小组", &text(&said.group), &known.group_name),
        Beside::hidden("手机号", &said_phone, &phone, seen.same_phone),
        Beside::hidden(
            "住址",
            &text(&said.address),
            compared(seen.same_address, has_address),
            seen.same_address,
        ),
    ];
    if told {
        let names: Vec<&str> = known.people.iter().map(|one| one.name.as_str()).collect();
        let person = said.person.as_ref().map(|one| one.name.as_str()).unwrap_or_default();
        let other = !person.is_empty() && !names.is_empty() && !names.contains(&person);
        lines.push(Beside::hidden("家庭成员", person, &names.join("、"), Some(!other)));
        lines.push(Beside::of(
            "在册时间",
            &said.since.map(|day| day.long()).unwrap_or_default(),
            &known.since.long(),
        ));
    }
    let contact = said.contact.as_deref();
    Ok(Alike {
        known: known.id.map(|id| id.uuid()).unwrap_or_default(),
        title: title(known),
        because: because(seen, contact),
        lines,
    })
}
