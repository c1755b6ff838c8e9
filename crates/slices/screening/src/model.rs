//! Rounds with their lines, troubles with the help that was given.

use niangjia_kernel::{
    Day, Entity, Household, Id, OrgPath, Organisation, Person, Resident, ScreeningRound, Tenant, Timestamp,
    Trouble, coded,
};
use niangjia_store::coded_columns;

/// One family on the list of a round.
#[derive(Debug, Clone, Copy)]
pub enum Line {}
impl Entity for Line {
    const PREFIX: &'static str = "line";
}

/// That somebody helped, or looked again.
#[derive(Debug, Clone, Copy)]
pub enum Help {}
impl Entity for Help {
    const PREFIX: &'static str = "help";
}

/// That somebody above opened a trouble.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Opening {}
impl Entity for Opening {
    const PREFIX: &'static str = "open";
}

/// A sealed case that is announced.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Announced {}
impl Entity for Announced {
    const PREFIX: &'static str = "case";
}

coded! {
    /// What somebody said of a family of a round.
    pub enum LineOutcome {
        /// Seen, nothing found.
        Reached = "reached", "见到了，没事";
        /// Seen, and a trouble found.
        Trouble = "trouble", "见到了，有困扰";
        /// Not seen, with a reason.
        NotReached = "not_reached", "没见到";
    }
}

coded! {
    /// How a trouble came to be known.
    pub enum TroubleSource {
        /// A round of screening.
        Round = "round", "排查";
        /// A visit.
        Visit = "visit", "走访";
        /// She came herself.
        Herself = "herself", "本人来说";
        /// A request.
        Request = "request", "诉求";
        /// Neighbours or the grid.
        Neighbours = "neighbours", "邻居、网格反映";
    }
}

coded! {
    /// Where a trouble stands.
    pub enum TroubleState {
        /// Found, nobody has helped yet.
        Found = "found", "刚发现";
        /// Somebody helps.
        Helped = "helped", "在帮";
        /// It is over.
        Resolved = "resolved", "已化解";
        /// Nothing more can be done.
        Unresolved = "unresolved", "没有化解";
        /// Somebody applied for mediation: a dispute from now on.
        Applied = "applied", "已申请调解";
    }
}

coded! {
    /// How a trouble ended that was not mediated.
    pub enum Closing {
        /// It is over.
        Resolved = "resolved", "化解了";
        /// They live elsewhere.
        Moved = "moved", "搬走了";
        /// They do not want help.
        Declined = "declined", "不要帮了";
    }
}

coded! {
    /// What was done.
    pub enum HelpKind {
        /// She was helped.
        Help = "help", "帮了";
        /// Somebody looked again later.
        Revisit = "revisit", "回访";
    }
}

coded_columns!(LineOutcome, TroubleSource, TroubleState, Closing, HelpKind);

impl TroubleState {
    /// Whether something is still to be done.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Found | Self::Helped)
    }
}

/// A round.
#[derive(Debug, Clone)]
pub(crate) struct RoundRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<ScreeningRound>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) year: i64,
    pub(crate) number: i64,
    pub(crate) kind: String,
    pub(crate) instruction: Option<String>,
    pub(crate) from: Day,
    pub(crate) until: Day,
    pub(crate) person_name: String,
    pub(crate) finished: Option<Day>,
}

impl RoundRow {
    /// `排查〔2026〕3号`.
    pub(crate) fn called(&self) -> String {
        format!("排查〔{}〕{}号", self.year, self.number)
    }

    /// Where its page is.
    pub(crate) fn href(&self) -> String {
        format!("/screenings/{}", self.id.within(self.tenant))
    }
}

/// How a family of a round stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nobody has been there.
    Waiting,
    /// Seen.
    Reached(Day),
    /// Seen, and a trouble found.
    Found(Day),
    /// Explained why not.
    Explained(Day),
}

/// A family of a round.
#[derive(Debug, Clone)]
pub(crate) struct LineRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Line>,
    pub(crate) round: Id<ScreeningRound>,
    pub(crate) household: Id<Household>,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) group_name: String,
    pub(crate) person: Option<Id<Person>>,
    pub(crate) person_name: Option<String>,
    pub(crate) outcome: Option<LineOutcome>,
    pub(crate) reason: Option<String>,
    pub(crate) on: Option<Day>,
    pub(crate) by: Option<Id<Person>>,
    /// The first visit to the family within the round, and who made it.
    pub(crate) visited: Option<Day>,
    pub(crate) visited_by: Option<Id<Person>>,
}

/// A trouble, with what is sealed in it still sealed.
#[derive(Debug, Clone)]
pub(crate) struct TroubleRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Trouble>,
    pub(crate) org_id: Id<Organisation>,
    pub(crate) org_path: OrgPath,
    pub(crate) year: i64,
    pub(crate) number: i64,
    pub(crate) kind: String,
    pub(crate) source: TroubleSource,
    pub(crate) round: Option<Id<ScreeningRound>>,
    pub(crate) household: Option<Id<Household>>,
    pub(crate) resident: Option<Id<Resident>>,
    pub(crate) name: Vec<u8>,
    pub(crate) words: Vec<u8>,
    pub(crate) note: Option<Vec<u8>>,
    pub(crate) found: Day,
    pub(crate) person: Id<Person>,
    pub(crate) person_name: String,
    pub(crate) state: TroubleState,
    pub(crate) closing: Option<Closing>,
    pub(crate) closed: Option<Day>,
    pub(crate) sealed: bool,
}

impl TroubleRow {
    /// `困扰〔2026〕3号`.
    pub(crate) fn called(&self) -> String {
        if self.number < 0 {
            return format!("困扰〔{}〕密{}号", self.year, -self.number);
        }
        format!("困扰〔{}〕{}号", self.year, self.number)
    }

    /// Where its page is.
    pub(crate) fn href(&self) -> String {
        format!("/troubles/{}", self.id.within(self.tenant))
    }
}

/// What somebody did.
#[derive(Debug, Clone)]
pub(crate) struct HelpRow {
    pub(crate) id: Id<Help>,
    pub(crate) on: Day,
    pub(crate) kind: HelpKind,
    pub(crate) person: Id<Person>,
    pub(crate) person_name: String,
    pub(crate) words: Vec<u8>,
}

/// Who above opened a trouble, and what for.
#[derive(Debug, Clone)]
pub(crate) struct OpeningRow {
    pub(crate) person_name: String,
    pub(crate) post_label: String,
    pub(crate) purpose: String,
    pub(crate) at: Timestamp,
}
