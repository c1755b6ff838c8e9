//! The catalogue of clocks: what the pack says.

use std::sync::OnceLock;

use niangjia_kernel::coded;
use niangjia_pack::{Pack, PackError};
use serde::Deserialize;

use crate::calendar::Year;
use crate::{Calendar, Limit, Unit};

coded! {
    /// Who has to agree before a period is made longer.
    pub enum Consent {
        /// A leader of the organisation that handles the matter.
        Approval = "approval", "负责人批准";
        /// Every party, in writing or noted in the minutes.
        Parties = "parties", "各方当事人同意";
    }
}

/// How far a period may be made longer.
#[derive(Debug, Clone, Copy)]
pub struct Extension {
    /// At most by so much, all together.
    pub most: Limit,
    /// Who agrees.
    pub consent: Consent,
    /// Whether she has to be told, and when that was is part of it.
    pub notice: bool,
}

/// A clock of the catalogue.
#[derive(Debug, Clone)]
pub struct ClockRule {
    /// What is stored: `petition.settle`.
    pub code: String,
    /// What it is called: `办理`.
    pub label: String,
    /// What sets it going, in words: `受理`.
    pub from: String,
    /// How long it is.
    pub limit: Limit,
    /// Whether a last day on which offices are closed moves to the next working day.
    pub rolls: bool,
    /// From how many days before its end it is shown as soon due.
    pub soon_days: i64,
    /// How it can be made longer, if at all.
    pub extension: Option<Extension>,
    /// The law and article, or that it is a sample.
    pub source: String,
}

#[derive(Debug, Deserialize)]
struct Table {
    calendar: Vec<Year>,
    clock: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    code: String,
    label: String,
    from: String,
    limit: LimitEntry,
    #[serde(default)]
    rolls: bool,
    #[serde(default = "three")]
    soon_days: i64,
    extension: Option<ExtensionEntry>,
    source: String,
}

const fn three() -> i64 {
    3
}

#[derive(Debug, Deserialize)]
struct LimitEntry {
    amount: i64,
    unit: String,
}

#[derive(Debug, Deserialize)]
struct ExtensionEntry {
    most: LimitEntry,
    consent: String,
    #[serde(default)]
    notice: bool,
}

/// The catalogue and the calendar of a pack.
#[derive(Debug)]
pub struct Clocks {
    calendar: Calendar,
    rules: Vec<ClockRule>,
}

static CLOCKS: OnceLock<Clocks> = OnceLock::new();

impl Clocks {
    /// Reads the table of a pack.
    ///
    /// # Errors
    /// When the table does not fit.
    pub fn of(pack: &Pack) -> Result<Self, PackError> {
        let table: Table = pack.table("deadline")?;
        let calendar = Calendar::of(table.calendar)?;
        let rules = table.clock.into_iter().map(rule).collect::<Result<Vec<_>, _>>()?;
        let twice = rules
            .iter()
            .enumerate()
            .find(|(at, rule)| rules.iter().take(*at).any(|before| before.code == rule.code));
        match twice {
            Some((_, rule)) => Err(PackError::saying(format!("deadline.clock：{} 写了两次", rule.code))),
            None => Ok(Self { calendar, rules }),
        }
    }

    /// The clocks in force: the shipped national pack.
    ///
    /// # Panics
    /// Never: a test reads the shipped file.
    #[must_use]
    #[expect(clippy::expect_used, reason = "the shipped pack is part of the program and read by a test")]
    pub fn in_force() -> &'static Self {
        CLOCKS
            .get_or_init(|| Pack::national().and_then(|pack| Self::of(&pack)).expect("the shipped pack fits"))
    }

    /// Which days are worked.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Every clock of the catalogue, in its order.
    #[must_use]
    pub fn all(&self) -> &[ClockRule] {
        &self.rules
    }

    /// A clock by its code.
    #[must_use]
    pub fn rule(&self, code: &str) -> Option<&ClockRule> {
        self.rules.iter().find(|rule| rule.code == code)
    }
}

fn rule(entry: Entry) -> Result<ClockRule, PackError> {
    let wrong = |what: &str| PackError::saying(format!("deadline.clock {}：{what}", entry.code));
    let limit = |limit: &LimitEntry| {
        let unit = Unit::parse(&limit.unit).map_err(|_| wrong("没有这样的单位"))?;
        if limit.amount < 1 {
            return Err(wrong("期限要从 1 起"));
        }
        Ok(Limit { amount: limit.amount, unit })
    };
    let extension = match &entry.extension {
        None => None,
        Some(said) => {
            let consent = Consent::parse(&said.consent).map_err(|_| wrong("延长要谁同意写得不对"))?;
            let most = limit(&said.most)?;
            if (most.unit == Unit::Hour) != (entry.limit.unit == Unit::Hour.code()) {
                return Err(wrong("按小时的期限只能按小时延长"));
            }
            Some(Extension { most, consent, notice: said.notice })
        }
    };
    let limit = limit(&entry.limit)?;
    if limit.unit == Unit::Hour && entry.rolls {
        return Err(wrong("按小时的期限不顺延"));
    }
    let Entry { code, label, from, rolls, soon_days, source, .. } = entry;
    Ok(ClockRule { code, label, from, limit, rolls, soon_days, extension, source })
}
