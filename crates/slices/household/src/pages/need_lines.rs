//! A need as pages show it: in force with where it stands, or fallen away.

use niangjia_kernel::Day;
use niangjia_web::show::{Due, When};

use crate::model::{FallenNeed, NeedOrigin, NeedRow};
use crate::pack::HouseholdRules;
use crate::rules::{NeedState, need_state};

/// Days before its review day from which a need says so.
const SOON_DAYS: i64 = 30;

pub(crate) struct NeedLine {
    pub(crate) label: &'static str,
    pub(crate) basis: &'static str,
    /// `民政低保名单 2026年第三季度（2026年9月30日）`.
    pub(crate) origin: String,
    pub(crate) review: When,
    pub(crate) due: Option<Due>,
}

/// A need as its file, its form and the list of those that ask show it.
pub(crate) fn need_line(need: &NeedRow, today: Day) -> NeedLine {
    let rules = HouseholdRules::in_force();
    NeedLine {
        label: need.kind.label(),
        basis: rules.basis_of(need.kind),
        origin: origin_words(&need.origin),
        review: When::day(need.review, today),
        due: need_due(need, today),
    }
}

/// What its badge says; nothing while its review day is far.
pub(crate) fn need_due(need: &NeedRow, today: Day) -> Option<Due> {
    let rules = HouseholdRules::in_force();
    let unconfirmed = rules.unconfirmed(need.kind);
    let falls = unconfirmed == crate::model::Unconfirmed::FallsAway;
    let left = need.review.days_since(today);
    let said = |kind, word| Some(Due { kind, word });
    match need_state(need.review, need.asked, unconfirmed, rules.confirm_days, today) {
        NeedState::Holds if left <= SOON_DAYS => said("soon", format!("{left}天后复核")),
        NeedState::Holds => None,
        NeedState::Asks(until) if falls => said("late", format!("待确认，{} 自动消除", short(until, today))),
        NeedState::Asks(_) => said("late", format!("待确认，已过 {} 天", -left)),
        NeedState::Overdue => said("late", format!("逾期未确认 {} 天", -left)),
        NeedState::FallsAway => said("late", "到期未确认，今晚自动消除".to_owned()),
    }
}

fn short(day: Day, today: Day) -> String {
    if day.parts().0 == today.parts().0 { day.short() } else { day.to_string() }
}

/// From where a need is known, in words.
pub(crate) fn origin_words(origin: &NeedOrigin) -> String {
    let Some(source) = &origin.source else {
        return "来源没有记".to_owned();
    };
    let label = HouseholdRules::in_force().source_label(source);
    let reference = origin.reference.as_ref().map(|reference| format!(" {reference}")).unwrap_or_default();
    let on = origin.on.map(|day| format!("（{}）", day.long())).unwrap_or_default();
    format!("{label}{reference}{on}")
}

/// `低保 2026年7月31日到期未确认，已自动消除`.
pub(crate) fn fallen_words(fallen: &FallenNeed) -> String {
    format!("{} {} 到期未确认，已自动消除", fallen.need.kind.label(), fallen.until.long())
}

/// Where a need may be known from, as a form offers it.
pub(crate) fn source_choices(chosen: &str) -> Vec<(String, String, bool)> {
    let sources = HouseholdRules::in_force().sources.iter();
    let sources = sources.map(|one| (one.code.clone(), one.label.clone(), one.code == chosen));
    std::iter::once((String::new(), "请选择".to_owned(), false)).chain(sources).collect()
}
