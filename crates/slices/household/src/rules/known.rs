//! Which household of the register a row of a file means, and what of it is known.

use niangjia_kernel::Day;

/// What a row says of which household it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named<'a> {
    pub(crate) number: Option<&'a str>,
    pub(crate) contact: Option<&'a str>,
    pub(crate) group: Option<&'a str>,
}

/// A household that may be meant: one with the number, the contact's name, or the contact's name and phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate<'a> {
    /// Whether it is registered in the community of the row.
    pub(crate) at_home: bool,
    pub(crate) number: &'a str,
    pub(crate) contact: &'a str,
    pub(crate) group: &'a str,
    /// Whether its phone is that of the row; nothing where one of them has none.
    pub(crate) same_phone: Option<bool>,
}

/// Which household a row means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// None that is known.
    New,
    /// This candidate.
    Known(usize),
    /// This one, it seems, but it is registered under another number or elsewhere: a person has to look.
    PerhapsKnown(usize),
    /// Several, and the row does not say which.
    Several(usize),
}

/// R-HH-15. A row means the household with its number; else the one of the community with its contact person and phone;
/// else the one with its contact person and group. One that looks the same under another number, or in another
/// community, is not entered a second time by a file.
///
/// Source: promise 2; the form asks the same (登记家庭, 可能已登记). Reading: a household entered twice is counted twice,
/// and a file cannot answer a question. Ours.
pub(crate) fn which(named: Named<'_>, candidates: &[Candidate<'_>]) -> Meant {
    let find = |fits: &dyn Fn(&Candidate<'_>) -> bool| -> Vec<usize> {
        let fitting = candidates.iter().enumerate().filter(|(_, candidate)| fits(candidate));
        fitting.map(|(index, _)| index).collect()
    };
    if let Some(number) = named.number
        && let [one] = find(&|one| one.at_home && one.number == number).as_slice()
    {
        return Meant::Known(*one);
    }
    let Some(contact) = named.contact else { return Meant::New };
    let by_phone = find(&|one| one.at_home && one.contact == contact && one.same_phone == Some(true));
    let by_group = find(&|one| {
        let may_be = named.number.is_none() || one.same_phone != Some(false);
        one.at_home && one.contact == contact && named.group == Some(one.group) && may_be
    });
    let known =
        |index: usize| if named.number.is_some() { Meant::PerhapsKnown(index) } else { Meant::Known(index) };
    match (by_phone.as_slice(), by_group.as_slice()) {
        ([one], _) | ([], [one]) => known(*one),
        ([], []) => {
            let elsewhere =
                find(&|one| !one.at_home && one.contact == contact && one.same_phone == Some(true));
            elsewhere.first().map_or(Meant::New, |index| Meant::PerhapsKnown(*index))
        }
        ([], several) | (several, _) => Meant::Several(several.len()),
    }
}

/// What becomes of a need or a link that a file names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Already {
    /// It is in force.
    Holds,
    /// It was, until that day.
    Ended(Day),
    /// It never was.
    New,
}

/// R-HH-16. A file does not bring back what has ended: a need that fell away and a link that ended begin again on the page.
///
/// Source: R-HH-10, R-HH-11 (each in force once at a time). Reading: the file of last year is loaded again, and must not
/// undo what was done since. `ever`: when each that there was ended. Ours.
pub(crate) fn already(ever: impl Iterator<Item = Option<Day>> + Clone, today: Day) -> Already {
    if ever.clone().any(|until| until.is_none_or(|until| until > today)) {
        return Already::Holds;
    }
    ever.flatten().max().map_or(Already::New, Already::Ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_is_not_brought_back_by_an_old_file() {
        let day = |text: &str| Day::parse(text).expect("a day");
        let (today, ended) = (day("2026-11-22"), day("2026-03-01"));
        assert_eq!(already([].into_iter(), today), Already::New);
        assert_eq!(already([Some(ended)].into_iter(), today), Already::Ended(ended));
        assert_eq!(already([Some(ended), None].into_iter(), today), Already::Holds);
        assert_eq!(already([Some(day("2026-11-23"))].into_iter(), today), Already::Holds);
    }

    const WANG: Candidate<'_> =
        Candidate { at_home: true, number: "0001", contact: "王桂兰", group: "巫山", same_phone: None };

    fn named<'a>(number: &'a str, contact: &'a str, group: &'a str) -> Named<'a> {
        let said = |text: &'a str| Some(text).filter(|text| !text.is_empty());
        Named { number: said(number), contact: said(contact), group: said(group) }
    }

    #[test]
    fn a_household_is_known_by_number_then_by_contact_and_phone_then_by_contact_and_group() {
        let phone = Candidate { same_phone: Some(true), ..WANG };
        let other_phone = Candidate { same_phone: Some(false), ..WANG };
        assert_eq!(which(named("0001", "", ""), &[WANG]), Meant::Known(0));
        assert_eq!(which(named("", "王桂兰", "程家湾"), &[phone]), Meant::Known(0), "the phone is hers");
        assert_eq!(which(named("", "王桂兰", "巫山"), &[WANG]), Meant::Known(0));
        assert_eq!(
            which(named("", "王桂兰", "巫山"), &[other_phone]),
            Meant::Known(0),
            "and its phone differs"
        );
        assert_eq!(which(named("", "王桂兰", "程家湾"), &[WANG]), Meant::New);
        assert_eq!(which(named("", "王桂芳", "巫山"), &[]), Meant::New);
        assert_eq!(
            which(named("", "王桂兰", "巫山"), &[WANG, phone]),
            Meant::Known(1),
            "of two the one with the phone"
        );
        assert_eq!(which(named("", "王桂兰", "巫山"), &[WANG, WANG]), Meant::Several(2));
    }

    #[test]
    fn a_household_that_looks_the_same_elsewhere_or_under_another_number_is_not_entered_again() {
        let elsewhere = Candidate { at_home: false, same_phone: Some(true), ..WANG };
        assert_eq!(which(named("", "王桂兰", "巫山"), &[elsewhere]), Meant::PerhapsKnown(0));
        assert_eq!(which(named("0007", "王桂兰", "巫山"), &[WANG]), Meant::PerhapsKnown(0));
        let other_phone = Candidate { same_phone: Some(false), ..WANG };
        assert_eq!(which(named("0007", "王桂兰", "巫山"), &[other_phone]), Meant::New, "two of one name");
    }
}
