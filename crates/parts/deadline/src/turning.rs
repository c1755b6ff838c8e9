//! Making a clock longer.

use niangjia_kernel::{Day, Timestamp};

use crate::{Calendar, ClockRule, Limit, Turn, Unit, ends};

/// What was said of a longer period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedExtension {
    /// By how much.
    pub by: Limit,
    /// Why.
    pub reason: String,
    /// Who approved it, or which parties agreed; empty where nobody did.
    pub agreed_by: String,
    /// On which day she was told.
    pub told: Option<Day>,
}

/// Why a clock cannot be made longer so; each a sentence for its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtensionRefusal {
    /// R-CLK-07. A period is made longer only where its rule says so, before it has ended, with the consent and the notice that the rule asks for, and all together by no more than it allows.
    ///
    /// Source: 信访工作条例 art. 34 (≤30 days, approved by a leader, the petitioner is told why); 司法部 rules on mediation art. 36.
    NotExtendable,
    /// See above.
    Ended,
    /// See above.
    Suspended,
    /// See above.
    NoReason,
    /// See above.
    NoConsent,
    /// See above.
    NotTold,
    /// See above.
    TooLong(Limit),
}

impl ExtensionRefusal {
    /// The field of the form, and the sentence at it.
    #[must_use]
    pub fn sentence(self) -> (&'static str, String) {
        match self {
            Self::NotExtendable => ("amount", "这个期限按规定不能延长".to_owned()),
            Self::Ended => ("amount", "期限已经过了，不能再延长；请尽快办结并说明".to_owned()),
            Self::Suspended => ("amount", "现在停着，先恢复计时再延长".to_owned()),
            Self::NoReason => ("reason", "请写为什么要延长，要告诉她的".to_owned()),
            Self::NoConsent => ("agreed_by", "请写谁批准（各方当事人谁同意）延长的".to_owned()),
            Self::NotTold => ("told_day", "延长要告诉她，请填告知的日期（不晚于今天）".to_owned()),
            Self::TooLong(most) => ("amount", format!("一共最多延长{}", most.words())),
        }
    }
}

/// Whether a clock can be made longer as it was said; every reason why not.
#[must_use]
pub fn check_extension(
    rule: &ClockRule,
    calendar: &Calendar,
    (started, turns): (Timestamp, &[Turn]),
    asked: &AskedExtension,
    now: Timestamp,
) -> Vec<ExtensionRefusal> {
    let Some(extension) = &rule.extension else {
        return vec![ExtensionRefusal::NotExtendable];
    };
    let used: i64 = turns.iter().map(|turn| if let Turn::Extended(by) = turn { by.amount } else { 0 }).sum();
    let fits = asked.by.unit == extension.most.unit
        && asked.by.amount > 0
        && used.saturating_add(asked.by.amount) <= extension.most.amount;
    let end = ends(rule, calendar, started, turns);
    let told = asked.told.is_some_and(|told| told <= now.day() && told >= started.day());
    let checks = [
        (end.is_none(), ExtensionRefusal::Suspended),
        (end.is_some_and(|end| now >= end), ExtensionRefusal::Ended),
        (asked.reason.trim().is_empty(), ExtensionRefusal::NoReason),
        (asked.agreed_by.trim().is_empty(), ExtensionRefusal::NoConsent),
        (extension.notice && !told, ExtensionRefusal::NotTold),
        (!fits, ExtensionRefusal::TooLong(extension.most)),
    ];
    checks.into_iter().filter(|(refused, _)| *refused).map(|(_, refusal)| refusal).collect()
}

/// What a number typed into a form means for this rule.
impl AskedExtension {
    /// An extension in the unit of the rule.
    #[must_use]
    pub fn of(rule: &ClockRule, amount: i64, reason: &str, agreed_by: &str, told: Option<Day>) -> Self {
        let unit = rule.extension.map_or(Unit::Day, |extension| extension.most.unit);
        let (reason, agreed_by) = (reason.trim().to_owned(), agreed_by.trim().to_owned());
        Self { by: Limit { amount, unit }, reason, agreed_by, told }
    }
}
