//! Putting right what is kept about her.

use niangjia_kernel::{MobileNumber, normalised_text};
use niangjia_store::WriteTx;
use niangjia_subject::{Corrected, CorrectionRefused, Field, Subject, Wording};

use super::{FIELDS, fields};
use crate::queries;

/// The longest name and relation, in characters.
const LONGEST_NAME: usize = 20;
/// The longest address.
const LONGEST_ADDRESS: usize = 100;
/// Nobody of the register was born before.
const EARLIEST_BIRTH: i64 = 1900;

pub(super) fn correct(
    tx: &WriteTx<'_>,
    subject: &Subject,
    wording: &Wording<'_>,
) -> Result<Option<Corrected>, CorrectionRefused> {
    let is = |field: &&Field| field.table == wording.table && field.column == wording.column;
    let Some(field) = FIELDS.iter().find(is).filter(|field| field.correctable) else {
        return Ok(None);
    };
    let Some(row) = queries::household_of(tx, subject.tenant, subject.household)? else {
        return Ok(None);
    };
    let value = normalised_text(wording.value);
    let refused = |sentence: &str| Err(CorrectionRefused::Said(sentence.to_owned()));
    let (before, after) = if *field == fields::PHONE {
        if !subject.contact {
            return refused("登记的手机号是联系人的，由联系人本人来改");
        }
        let phone = match value.as_str() {
            "" => None,
            digits => match MobileNumber::parse(digits) {
                Ok(phone) => Some(phone),
                Err(error) => return refused(&error.to_string()),
            },
        };
        let before = queries::contact(tx, &row)?.phone.and_then(|digits| MobileNumber::parse(&digits).ok());
        queries::set_phone(tx, &row, phone.as_ref())?;
        (masked(before.as_ref()), masked(phone.as_ref()))
    } else if *field == fields::ADDRESS {
        if value.chars().count() > LONGEST_ADDRESS {
            return refused("住址太长了，请留在 100 字以内");
        }
        let before = queries::contact(tx, &row)?.address.unwrap_or_default();
        queries::set_address(tx, &row, (!value.is_empty()).then_some(value.as_str()))?;
        (before, value)
    } else if *field == fields::RESIDENCE {
        if value.is_empty() || value.chars().count() > LONGEST_ADDRESS {
            return refused("请写住在哪里，100 字以内");
        }
        queries::set_residence(tx, &row, &value)?;
        (row.residence, value)
    } else {
        return of_herself(tx, subject, field, &value);
    };
    Ok((before != after).then_some(Corrected { what: field.label, before, after }))
}

/// What stands in her own line, and for who speaks for the household in its head.
fn of_herself(
    tx: &WriteTx<'_>,
    subject: &Subject,
    field: &'static Field,
    value: &str,
) -> Result<Option<Corrected>, CorrectionRefused> {
    let refused = |sentence: &str| Err(CorrectionRefused::Said(sentence.to_owned()));
    let before = if *field == fields::BORN {
        let latest = i64::from(tx.today().parts().0);
        let year = value.trim_end_matches('年').parse::<i64>();
        let Some(year) = year.ok().filter(|year| (EARLIEST_BIRTH..=latest).contains(year)) else {
            return refused("出生年份请写四位数字，例如 1958");
        };
        queries::set_birth_year(tx, subject, year)?;
        let before = subject.birth_year.map(|year| year.to_string()).unwrap_or_default();
        let after = year.to_string();
        return Ok((before != after).then_some(Corrected { what: field.label, before, after }));
    } else if value.is_empty() || value.chars().count() > LONGEST_NAME {
        return refused("请写 1 到 20 个字");
    } else if *field == fields::RELATION {
        queries::set_relation(tx, subject, value)?;
        subject.relation.clone()
    } else {
        queries::set_name(tx, subject, value)?;
        subject.name.clone()
    };
    let after = value.to_owned();
    Ok((before != after).then_some(Corrected { what: field.label, before, after }))
}

fn masked(phone: Option<&MobileNumber>) -> String {
    phone.map(MobileNumber::masked).unwrap_or_default()
}
