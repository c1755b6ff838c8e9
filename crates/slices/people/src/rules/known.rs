//! Whether somebody whom a file names is known, and what the file says of her that is known otherwise.

use niangjia_kernel::{CitizenId, Day, MobileNumber};
use niangjia_store::PostKind;

/// What tells two people of one name apart, as a file says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub(crate) name: String,
    pub(crate) phone: Option<MobileNumber>,
    pub(crate) citizen_id: Option<CitizenId>,
    /// Her birthday, and whether the day in it was said.
    pub(crate) born: Option<(Day, bool)>,
    pub(crate) woman: Option<bool>,
}

/// How sure it is that two rows name one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sameness {
    /// Somebody else.
    Other,
    /// The same, and nothing contradicts.
    Same,
    /// The same by number or by name and post, and something contradicts.
    Contradicts(&'static str),
}

/// R-ORG-07. Two lines of a roster name one person if their identity numbers are one; else if name and phone are; else
/// if the name is, at one organisation, and they share a post or nothing contradicts.
///
/// Source: R-ORG-04 (the number tells people of one name apart). Reading: two of one name at one community are one
/// person until a number says otherwise: a second entry of her would count her twice. Ours.
pub(crate) fn same_person(one: &Marks, other: &Marks, same_org: bool, same_post: bool) -> Sameness {
    let citizen = one.citizen_id.as_ref().zip(other.citizen_id.as_ref()).map(|(one, other)| one == other);
    let phone = one.phone.as_ref().zip(other.phone.as_ref()).map(|(one, other)| one == other);
    let name = one.name == other.name;
    let same = match (citizen, phone) {
        (Some(same), _) => same,
        (None, Some(true)) => name,
        (None, Some(false)) => name && same_org && same_post,
        (None, None) => name && same_org,
    };
    if !same {
        return Sameness::Other;
    }
    match contradiction(one, other) {
        None => Sameness::Same,
        // Nothing but the name speaks for it.
        Some(_) if citizen.is_none() && phone != Some(true) && !same_post => Sameness::Other,
        Some(what) => Sameness::Contradicts(what),
    }
}

fn contradiction(one: &Marks, other: &Marks) -> Option<&'static str> {
    let differ = |one: &Option<MobileNumber>, other: &Option<MobileNumber>| {
        one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| one != other)
    };
    let checks = [
        (one.name != other.name, "姓名"),
        (differ(&one.phone, &other.phone), "手机号"),
        (one.born.zip(other.born).is_some_and(|(one, other)| !same_day(one, other)), "出生日期"),
        (one.woman.zip(other.woman).is_some_and(|(one, other)| one != other), "性别"),
    ];
    checks.into_iter().find(|(differs, _)| *differs).map(|(_, what)| what)
}

/// Whether two days are one, where perhaps only the month of one was said.
pub(crate) fn same_day((one, one_whole): (Day, bool), (other, other_whole): (Day, bool)) -> bool {
    if one_whole && other_whole { one == other } else { one.month() == other.month() }
}

/// A post of somebody known, at the organisation of the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Serving {
    pub(crate) kind: PostKind,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
}

/// What becomes of a post that a file names for somebody known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Already {
    /// She holds it.
    Holds,
    /// She held it until that day, and the file does not say that she holds it again.
    Left(Day),
    /// She never held it, or not since it ended.
    New,
}

/// R-ORG-08. A file does not bring back who has left: a post that had ended begins again only from a day on or after
/// its end.
///
/// Source: R-ORG-06 (a post is ended on its day). Reading: the file of last year is loaded again, and must not undo what
/// was done since. Ours.
pub(crate) fn already_serving(kind: PostKind, since: Option<Day>, posts: &[Serving], today: Day) -> Already {
    let of_kind = || posts.iter().filter(|post| post.kind == kind);
    if of_kind().any(|post| post.until.is_none_or(|until| until > today)) {
        return Already::Holds;
    }
    let ended = of_kind().filter_map(|post| post.until).max();
    match ended {
        Some(until) if since.is_none_or(|since| since < until) => Already::Left(until),
        _ => Already::New,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn marks(name: &str, phone: &str) -> Marks {
        Marks { name: name.to_owned(), phone: MobileNumber::parse(phone).ok(), ..Marks::default() }
    }

    #[test]
    fn one_person_is_told_by_her_number_then_by_name_and_phone_then_by_name_at_her_post() {
        let one = marks("王芳", "13800001111");
        assert_eq!(same_person(&one, &one, false, false), Sameness::Same, "name and phone");
        assert_eq!(same_person(&one, &marks("王芳", ""), true, false), Sameness::Same, "nothing contradicts");
        assert_eq!(same_person(&one, &marks("王芳", ""), false, false), Sameness::Other, "another community");
        let other = marks("王芳", "13800002222");
        assert_eq!(same_person(&one, &other, true, true), Sameness::Contradicts("手机号"));
        assert_eq!(same_person(&one, &other, true, false), Sameness::Other, "another post, another phone");
        assert_eq!(same_person(&one, &marks("王方", "13800001111"), true, true), Sameness::Other);
        let number = CitizenId::parse("11010519491231002X", day("2026-11-22")).ok();
        let numbered = |name: &str| Marks { citizen_id: number.clone(), ..marks(name, "") };
        assert_eq!(
            same_person(&numbered("王芳"), &numbered("王方"), false, false),
            Sameness::Contradicts("姓名")
        );
        assert_eq!(same_person(&numbered("王芳"), &numbered("王芳"), false, false), Sameness::Same);
    }

    #[test]
    fn a_month_is_compared_as_a_month() {
        let of = |born| Marks { born, ..marks("王芳", "13800001111") };
        let month = of(Some((day("1985-03-01"), false)));
        assert_eq!(same_person(&month, &of(Some((day("1985-03-12"), true))), true, true), Sameness::Same);
        let other = of(Some((day("1985-04-12"), true)));
        assert_eq!(same_person(&month, &other, true, true), Sameness::Contradicts("出生日期"));
    }

    #[test]
    fn who_has_left_is_not_brought_back_by_an_old_file() {
        let today = day("2026-11-22");
        let left =
            Serving { kind: PostKind::Member, from: day("2021-07-01"), until: Some(day("2026-03-01")) };
        let again = |since| already_serving(PostKind::Member, since, std::slice::from_ref(&left), today);
        assert_eq!(again(Some(day("2021-07-01"))), Already::Left(day("2026-03-01")));
        assert_eq!(again(None), Already::Left(day("2026-03-01")));
        assert_eq!(again(Some(day("2026-03-01"))), Already::New);
        let serving = Serving { until: None, ..left.clone() };
        assert_eq!(already_serving(PostKind::Member, None, &[serving], today), Already::Holds);
        assert_eq!(already_serving(PostKind::GroupHead, None, &[left], today), Already::New);
    }
}
