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
    /// Whether its address is that of the row; nothing where one of them has none.
    pub(crate) same_address: Option<bool>,
    /// Whether somebody of it has the identity number of the row.
    pub(crate) same_citizen: bool,
}

/// Which household a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meant {
    /// None that is known.
    New,
    /// This candidate.
    Known(usize),
    /// One of these, it seems, but it is registered under another number or elsewhere, or the row does not say which: a
    /// person has to look.
    Perhaps(Vec<usize>),
}

/// R-HH-15. A row means the household with its number; else the one of the community with its contact person and phone;
/// else the one with its contact person and group. One in which somebody has the identity number of the row, or that looks
/// the same under another number, at the same address, or in another community, is shown to a person, who decides.
///
/// Source: promise 2; issue 4 (X5); the form asks the same (登记家庭, 可能已登记). Reading: a household entered twice is
/// counted twice, and nothing is merged by the machine. Ours.
pub(crate) fn which(named: Named<'_>, candidates: &[Candidate<'_>]) -> Meant {
    let find = |fits: &dyn Fn(&Candidate<'_>) -> bool| -> Vec<usize> {
        let fitting = candidates.iter().enumerate().filter(|(_, candidate)| fits(candidate));
        fitting.map(|(index, _)| index).collect()
    };
    let by_citizen = find(&|one| one.same_citizen);
    let others =
        |known: usize| by_citizen.iter().copied().filter(|index| *index != known).collect::<Vec<_>>();
    let seen = |known: usize| match others(known) {
        none if none.is_empty() => Meant::Known(known),
        others => Meant::Perhaps(others),
    };
    if let Some(number) = named.number
        && let [one] = find(&|one| one.at_home && one.number == number).as_slice()
    {
        return seen(*one);
    }
    let unknown = |mut perhaps: Vec<usize>| {
        perhaps.extend(others(usize::MAX));
        perhaps.sort_unstable();
        perhaps.dedup();
        if perhaps.is_empty() { Meant::New } else { Meant::Perhaps(perhaps) }
    };
    let Some(contact) = named.contact else { return unknown(Vec::new()) };
    let by_phone = find(&|one| one.at_home && one.contact == contact && one.same_phone == Some(true));
    let by_group = find(&|one| {
        let may_be = named.number.is_none() || one.same_phone != Some(false);
        one.at_home && one.contact == contact && named.group == Some(one.group) && may_be
    });
    match (by_phone.as_slice(), by_group.as_slice()) {
        ([one], _) | ([], [one]) if named.number.is_none() => seen(*one),
        ([], []) => unknown(find(&|one| {
            let elsewhere = !one.at_home && one.same_phone == Some(true);
            let lives_there = one.at_home && one.same_address == Some(true);
            one.contact == contact && (elsewhere || lives_there)
        })),
        ([], several) | (several, _) => unknown(several.to_vec()),
    }
}

/// Which household of the register a row of residents, needs, links or visits means: it has to be there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pointed {
    /// This candidate.
    At(usize),
    /// The one with the number is called after somebody else.
    OtherContact(usize),
    /// One of these, perhaps: a person has to look.
    Unclear(Vec<usize>),
    /// None of the community.
    Nowhere,
}

/// R-IMP-01. A row about a household that is in the register means the one of its community with its number; else the one
/// with its contact person and phone, or contact person and group; whatever leaves room for doubt is asked about.
///
/// Source: issue 4 (X5). Reading: a name alone is a question, even where one household only bears it: the register may lack
/// the other. A number beside another name is refused, since one of them is a slip. Ours.
pub(crate) fn pointed(named: Named<'_>, candidates: &[Candidate<'_>]) -> Pointed {
    let find = |fits: &dyn Fn(&Candidate<'_>) -> bool| -> Vec<usize> {
        let fitting = candidates.iter().enumerate().filter(|(_, one)| one.at_home && fits(one));
        fitting.map(|(index, _)| index).collect()
    };
    if let Some(number) = named.number {
        let Some(index) = find(&|one| one.number == number).first().copied() else {
            return Pointed::Nowhere;
        };
        let called = |contact| candidates.get(index).is_some_and(|one| one.contact == contact);
        return if named.contact.is_none_or(called) {
            Pointed::At(index)
        } else {
            Pointed::OtherContact(index)
        };
    }
    let Some(contact) = named.contact else { return Pointed::Nowhere };
    let same_name = find(&|one| one.contact == contact);
    let by_phone = find(&|one| one.contact == contact && one.same_phone == Some(true));
    let by_group = find(&|one| {
        one.contact == contact && named.group == Some(one.group) && one.same_phone != Some(false)
    });
    match (by_phone.as_slice(), by_group.as_slice()) {
        ([one], _) | ([], [one]) => Pointed::At(*one),
        _ if same_name.is_empty() => Pointed::Nowhere,
        _ => Pointed::Unclear(same_name),
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

    const WANG: Candidate<'_> = Candidate {
        at_home: true,
        number: "0001",
        contact: "王桂兰",
        group: "巫山",
        same_phone: None,
        same_address: None,
        same_citizen: false,
    };

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
        assert_eq!(which(named("", "王桂兰", "巫山"), &[WANG, WANG]), Meant::Perhaps(vec![0, 1]));
    }

    #[test]
    fn a_row_about_a_household_means_it_by_number_or_by_name_and_phone_or_group_and_else_asks() {
        let phone = Candidate { number: "0002", group: "程家湾", same_phone: Some(true), ..WANG };
        assert_eq!(pointed(named("0001", "", ""), &[WANG]), Pointed::At(0));
        assert_eq!(pointed(named("0001", "程国庆", ""), &[WANG]), Pointed::OtherContact(0));
        assert_eq!(pointed(named("0009", "王桂兰", ""), &[WANG]), Pointed::Nowhere);
        assert_eq!(pointed(named("", "王桂兰", ""), &[WANG, phone]), Pointed::At(1), "the phone is hers");
        assert_eq!(pointed(named("", "王桂兰", "巫山"), &[WANG]), Pointed::At(0));
        assert_eq!(pointed(named("", "王桂兰", ""), &[WANG]), Pointed::Unclear(vec![0]), "a name alone");
        assert_eq!(pointed(named("", "王桂兰", "巫山"), &[WANG, WANG]), Pointed::Unclear(vec![0, 1]));
        let other_phone = Candidate { same_phone: Some(false), ..WANG };
        assert_eq!(pointed(named("", "王桂兰", "巫山"), &[other_phone]), Pointed::Unclear(vec![0]));
        let elsewhere = Candidate { at_home: false, same_phone: Some(true), ..WANG };
        assert_eq!(pointed(named("", "王桂兰", ""), &[elsewhere]), Pointed::Nowhere);
    }

    #[test]
    fn who_has_the_identity_number_of_the_row_or_lives_at_its_address_is_looked_at() {
        let citizen = Candidate { number: "0008", contact: "程国庆", same_citizen: true, ..WANG };
        assert_eq!(which(named("", "王桂兰", "程家湾"), &[citizen]), Meant::Perhaps(vec![0]));
        assert_eq!(which(named("0001", "", ""), &[WANG, citizen]), Meant::Perhaps(vec![1]));
        let hers = Candidate { same_citizen: true, ..WANG };
        assert_eq!(which(named("0001", "", ""), &[hers]), Meant::Known(0));
        let there = Candidate { group: "程家湾", same_address: Some(true), ..WANG };
        assert_eq!(which(named("", "王桂兰", "巫山"), &[there]), Meant::Perhaps(vec![0]));
    }

    #[test]
    fn a_household_that_looks_the_same_elsewhere_or_under_another_number_is_not_entered_again() {
        let elsewhere = Candidate { at_home: false, same_phone: Some(true), ..WANG };
        assert_eq!(which(named("", "王桂兰", "巫山"), &[elsewhere]), Meant::Perhaps(vec![0]));
        assert_eq!(which(named("0007", "王桂兰", "巫山"), &[WANG]), Meant::Perhaps(vec![0]));
        let other_phone = Candidate { same_phone: Some(false), ..WANG };
        assert_eq!(which(named("0007", "王桂兰", "巫山"), &[other_phone]), Meant::New, "two of one name");
    }
}
