//! Disputes that are mediated: their states and what belongs to them.

mod rows;

use niangjia_kernel::{Entity, coded};
use niangjia_store::coded_columns;

pub(crate) use rows::{
    Account, Agreement, Case, Clause, ClauseWords, Details, FiledItem, Member, Opening, Party, Revisit,
    Session, SessionWords, Terms,
};

macro_rules! entities {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)+) => {
        $($(#[$meta])* #[derive(Debug, Clone, Copy)] pub enum $name {}
        impl Entity for $name { const PREFIX: &'static str = $prefix; })+
    };
}

entities! {
    /// One side of a dispute.
    PartyLine = "mpty";
    /// That somebody works on a case.
    MemberLine = "mmem";
    /// One sitting, or one inquiry before it.
    SessionLine = "mses";
    /// What the parties agreed.
    AgreementLine = "magr";
    /// One clause of it.
    ClauseLine = "mcla";
    /// That somebody asked later how it goes.
    RevisitLine = "mrev";
    /// A paper in the file.
    ItemLine = "mitm";
    /// That somebody above opened a case.
    OpeningLine = "mopn";
    /// That the questions before a mediation were asked.
    ScreeningLine = "mscr";
}

coded! {
    /// Where a case came from. Source: People's Mediation Law art. 17; Ministry's form 受理登记表.
    pub enum Origin {
        /// A party applied at the office.
        Application = "application", "当事人申请";
        /// The committee offered it, and the parties agree.
        OwnInitiative = "own_initiative", "主动调解";
        /// From the police.
        Police = "police", "公安移交";
        /// A court commissioned it.
        Court = "court", "法院委派委托";
        /// From another department.
        Department = "department", "部门转来";
        /// Out of a request to the federation.
        Request = "request", "诉求转来";
        /// Out of a relationship's trouble whose people applied.
        Trouble = "trouble", "情感困扰转来";
    }
}

coded! {
    /// Where a case stands. Source: domain.md §8.
    pub enum State {
        /// Registered; the questions about danger were not asked yet.
        Applied = "applied", "待筛查";
        /// Nothing was found; every party is asked whether she agrees.
        Screened = "screened", "征求意愿";
        /// Taken for mediation, with its number and clock.
        Accepted = "accepted", "调解中";
        /// With an agreement, written or oral.
        Agreed = "agreed", "已达成协议";
        /// Ended without.
        Failed = "failed", "调解终止";
        /// A party stopped it.
        Stopped = "stopped", "当事人停止";
        /// A party refused before it began.
        Declined = "declined", "不予调解";
        /// There was danger: it is dealt with elsewhere and never mediated.
        Diverted = "diverted", "已转办";
        /// The file is bound.
        Filed = "filed", "已立卷";
        /// The file is with the archive.
        Archived = "archived", "已归档";
    }
}

impl State {
    /// Whether the dispute is over and its file may be bound.
    pub(crate) const fn is_over(self) -> bool {
        matches!(self, Self::Agreed | Self::Failed | Self::Stopped | Self::Declined)
    }

    /// Whether parties are still asked or sit together.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Applied | Self::Screened | Self::Accepted)
    }
}

coded! {
    /// On which side of a dispute.
    pub enum Side {
        /// Who applies.
        Applicant = "applicant", "申请人";
        /// The other.
        Respondent = "respondent", "被申请人";
    }
}

coded! {
    /// What a party said to mediation.
    pub enum Consent {
        /// She agrees.
        Agrees = "agrees", "同意";
        /// She refuses.
        Refuses = "refuses", "不同意";
    }
}

coded! {
    /// As what somebody works on a case.
    pub enum Role {
        /// She mediates.
        Mediator = "mediator", "人民调解员";
        /// She helps.
        Helper = "helper", "协助人";
        /// She writes the minutes.
        Recorder = "recorder", "记录人";
        /// A relative, neighbour or expert, with the consent of the parties (art. 20).
        Invited = "invited", "邀请参加人";
    }
}

coded! {
    /// Who named a mediator.
    pub enum ChosenBy {
        /// The committee.
        Committee = "committee", "调委会指定";
        /// The parties (art. 19).
        Parties = "parties", "当事人选择";
    }
}

coded! {
    /// What a sitting was.
    pub enum SessionKind {
        /// The parties sat together.
        Sitting = "sitting", "调解";
        /// Somebody was asked about the facts.
        Inquiry = "inquiry", "调查";
    }
}

coded! {
    /// In which form the parties agreed. Source: People's Mediation Law art. 28.
    pub enum Form {
        /// On paper.
        Written = "written", "书面协议";
        /// By word, noted by the mediator.
        Oral = "oral", "口头协议";
    }
}

coded! {
    /// How a clause is performed.
    pub enum Performance {
        /// Done.
        Performed = "performed", "已履行";
        /// Its day passed, or she said that she will not.
        Breached = "breached", "没有履行";
        /// She was urged.
        Urged = "urged", "已督促";
        /// The other side was told that she may go to court.
        Told = "told", "已告知可以起诉";
    }
}

coded! {
    /// How the confirmation by a court stands. Source: People's Mediation Law art. 33.
    pub enum Confirmation {
        /// Both applied.
        Applied = "applied", "已共同申请";
        /// The court took it.
        Accepted = "accepted", "法院已受理";
        /// Confirmed.
        Confirmed = "confirmed", "已确认有效";
        /// Refused.
        Refused = "refused", "不予确认";
    }
}

coded! {
    /// How a party sees it, asked later.
    pub enum Satisfaction {
        /// Satisfied.
        Satisfied = "satisfied", "满意";
        /// So so.
        Fair = "fair", "一般";
        /// Not satisfied.
        Dissatisfied = "dissatisfied", "不满意";
    }
}

coded_columns!(
    Origin,
    State,
    Side,
    Consent,
    Role,
    ChosenBy,
    SessionKind,
    Form,
    Performance,
    Confirmation,
    Satisfaction
);
