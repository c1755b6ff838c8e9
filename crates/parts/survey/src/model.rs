//! Askings, their states, and answers that belong to nobody.

use niangjia_kernel::{Day, Entity, Id, OrgPath, Organisation, Person, Tenant, coded};
use niangjia_store::coded_columns;
use uuid::Uuid;

/// That a woman is asked, once, how her matter was dealt with.
#[derive(Debug, Clone, Copy)]
pub enum Slip {}
impl Entity for Slip {
    const PREFIX: &'static str = "slip";
}

/// What somebody said. Nothing leads from here to whom.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer {}
impl Entity for Answer {
    const PREFIX: &'static str = "ans";
}

/// Who must not be the one who asks.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Handler {}
impl Entity for Handler {
    const PREFIX: &'static str = "hand";
}

coded! {
    /// What kind of matter was closed.
    pub enum MatterKind {
        /// A request.
        Request = "request", "诉求";
        /// A mediation.
        Mediation = "mediation", "调解";
        /// A trouble that was helped with.
        Trouble = "trouble", "困扰帮助";
        /// A referral to a partner.
        Referral = "referral", "转介";
    }
}

coded! {
    /// Where an asking stands. When and in which order is kept nowhere.
    pub enum SlipState {
        /// Nobody answered yet.
        Waiting = "waiting", "等回答";
        /// She answered.
        Answered = "answered", "已回答";
        /// She does not want to.
        Declined = "declined", "不想评价";
        /// Called as often as the pack says, in vain.
        Unreached = "unreached", "没联系上";
    }
}

coded! {
    /// How satisfied she is. Source: the three steps that offices use in their own evaluations (满意、基本满意、不满意).
    pub enum Score {
        /// Yes.
        Satisfied = "satisfied", "满意";
        /// On the whole.
        Mostly = "mostly", "基本满意";
        /// No.
        Unsatisfied = "unsatisfied", "不满意";
    }
}

coded! {
    /// What came of a call, or of a slip that came back.
    pub enum CallOutcome {
        /// She answered.
        Answered = "answered", "她回答了";
        /// Nobody took it up.
        NotReached = "not_reached", "没联系上";
        /// She does not want to.
        Declined = "declined", "她不想评价";
    }
}

coded_columns!(MatterKind, SlipState, Score);

/// How she may be asked without harm, as the slice knows it.
#[derive(Debug, Clone, Copy)]
pub enum Reach<'a> {
    /// Not at all: asking her could bring her into danger.
    NotSafe,
    /// By the slip, which reaches her some other way (she holds a code of hers already); nobody calls.
    Slip,
    /// By the slip that is handed to her; nobody calls.
    Handed {
        /// What she is called, for who hands it to her.
        name: &'a str,
    },
    /// Also by a call.
    Call {
        /// What she is called.
        name: &'a str,
        /// The number at which she said she can be reached.
        phone: &'a str,
        /// When and how it is safe to call.
        remark: &'a str,
    },
}

/// What a slice says of a matter that it has just closed.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    /// Where it is kept.
    pub tenant: Tenant,
    /// The matter. Asked once, however often it is closed.
    pub subject: Uuid,
    /// What kind of matter it is.
    pub kind: MatterKind,
    /// The organisation that dealt with it.
    pub org: (Id<Organisation>, OrgPath),
    /// Everybody who had a part in it: none of them asks her, and none of them sees the code.
    pub handlers: &'a [Id<Person>],
    /// When it was closed.
    pub on: Day,
    /// How she may be asked.
    pub reach: Reach<'a>,
}

/// Whether she is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// She is.
    Waits(Id<Slip>),
    /// Not in this sample.
    NotSampled,
    /// It would not be safe.
    NotSafe,
    /// She was asked about this matter before.
    Before,
}

/// An asking as those see it who ask.
#[derive(Debug, Clone)]
pub(crate) struct SlipRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Slip>,
    pub(crate) kind: MatterKind,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) home_path: OrgPath,
    pub(crate) period: i64,
    pub(crate) number: i64,
    pub(crate) asked: Day,
    pub(crate) until: Day,
    pub(crate) code: Vec<u8>,
    pub(crate) contact: Option<Vec<u8>>,
    pub(crate) state: SlipState,
    pub(crate) caller: Option<Id<Person>>,
    pub(crate) calls: i64,
}

impl SlipRow {
    /// `评价〔2026年第3季度〕12号`.
    pub(crate) fn called(&self) -> String {
        format!("评价〔{}〕{}号", Quarter(self.period).long(), self.number)
    }

    /// Where its page is.
    pub(crate) fn href(&self) -> String {
        format!("/slips/{}", self.id.within(self.tenant))
    }
}

/// Whom to call, sealed in one column and taken out when it is over: `name`, `phone`, `remark` in three lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contact {
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) remark: String,
}

impl Contact {
    pub(crate) fn sealed_as(name: &str, phone: &str, remark: &str) -> String {
        // A remark may have lines of its own, and stands last.
        format!("{}\n{}\n{remark}", name.replace('\n', " "), phone.replace('\n', " "))
    }

    pub(crate) fn read(text: &str) -> Self {
        let mut parts = text.splitn(3, '\n').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Self { name: next(), phone: next(), remark: next() }
    }
}

/// A quarter, counted from year 0: the finest period of which anything is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quarter(pub(crate) i64);

impl Quarter {
    /// The quarter of a day.
    pub(crate) fn of(day: Day) -> Self {
        let (year, month, _) = day.parts();
        Self(i64::from(year) * 4 + (i64::from(month) - 1) / 3)
    }

    /// Its last day.
    pub(crate) fn last_day(self) -> Day {
        let month = niangjia_kernel::Month::from_number(self.0 * 3 + 2);
        month.last_day()
    }

    /// `2026年第3季度`.
    pub(crate) fn long(self) -> String {
        format!("{}年第{}季度", self.0.div_euclid(4), self.0.rem_euclid(4) + 1)
    }

    /// `2026Q3`, in addresses and for programs.
    pub(crate) fn code(self) -> String {
        format!("{}Q{}", self.0.div_euclid(4), self.0.rem_euclid(4) + 1)
    }

    /// Reads [`Quarter::code`].
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (year, quarter) = text.split_once('Q')?;
        let (year, quarter): (i64, i64) = (year.parse().ok()?, quarter.parse().ok()?);
        ((1..=4).contains(&quarter) && (1900..=9999).contains(&year)).then_some(Self(year * 4 + quarter - 1))
    }
}

/// How many gave which answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) satisfied: i64,
    pub(crate) mostly: i64,
    pub(crate) unsatisfied: i64,
}

impl Counts {
    pub(crate) const fn answered(self) -> i64 {
        self.satisfied + self.mostly + self.unsatisfied
    }

    pub(crate) const fn content(self) -> i64 {
        self.satisfied + self.mostly
    }

    pub(crate) const fn with(self, score: Score, count: i64) -> Self {
        match score {
            Score::Satisfied => Self { satisfied: self.satisfied + count, ..self },
            Score::Mostly => Self { mostly: self.mostly + count, ..self },
            Score::Unsatisfied => Self { unsatisfied: self.unsatisfied + count, ..self },
        }
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            satisfied: self.satisfied + other.satisfied,
            mostly: self.mostly + other.mostly,
            unsatisfied: self.unsatisfied + other.unsatisfied,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_read_as_it_is_written_and_ends_with_its_last_month() {
        let quarter = Quarter::of(Day::of(2026, 8, 15).expect("a day"));
        assert_eq!((quarter.long().as_str(), quarter.code().as_str()), ("2026年第3季度", "2026Q3"));
        assert_eq!(Quarter::parse("2026Q3"), Some(quarter));
        assert_eq!(quarter.last_day(), Day::of(2026, 9, 30).expect("a day"));
        assert_eq!(
            Quarter::of(Day::of(2026, 12, 31).expect("a day")).last_day(),
            Day::of(2026, 12, 31).expect("a day")
        );
        for wrong in ["2026Q5", "2026", "Q1", "", "2026Q0"] {
            assert_eq!(Quarter::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_contact_is_read_as_it_was_sealed_whatever_she_is_called() {
        let contact = Contact::read(&Contact::sealed_as("王\n桂兰", "138", "晚上七点后\n不要说妇联"));
        assert_eq!(contact.name, "王 桂兰");
        assert_eq!((contact.phone.as_str(), contact.remark.as_str()), ("138", "晚上七点后\n不要说妇联"));
    }
}
