//! Persons, posts and accounts.

use niangjia_kernel::{Account, CitizenId, Day, Id, MobileNumber, OrgPath, Organisation, Person, Post, Tenant, coded};
use niangjia_store::{PostKind, coded_columns};

coded! {
    /// The highest schooling. Source: GB/T 4658, in the grades that rosters report.
    pub enum Education {
        /// 初中及以下.
        JuniorHigh = "junior_high", "初中及以下";
        /// 高中、中专.
        HighSchool = "high_school", "高中（中专）";
        /// 大专及以上.
        College = "college", "大专及以上";
    }
}

coded! {
    /// Membership of a party, as rosters report it. Source: GB/T 4762, in the grades that rosters report.
    pub enum Party {
        /// 中共党员.
        Communist = "communist", "中共党员";
        /// 群众 and all others.
        None = "none", "群众";
    }
}

coded! {
    /// How somebody holds an elected post.
    pub enum Engagement {
        /// 专职.
        FullTime = "full_time", "专职";
        /// 挂职.
        Seconded = "seconded", "挂职";
        /// 兼职.
        PartTime = "part_time", "兼职";
    }
}

coded! {
    /// Why somebody left a post.
    pub enum LeaveReason {
        /// 任期届满.
        TermEnded = "term_ended", "任期届满";
        /// 工作变动.
        OtherWork = "other_work", "工作变动";
        /// 迁出.
        Moved = "moved", "迁出";
        /// 身体原因.
        Health = "health", "身体原因";
        /// 本人辞职.
        Resigned = "resigned", "本人辞职";
        /// 不能履职.
        NotServing = "not_serving", "不能履职";
        /// 去世.
        Died = "died", "去世";
    }
}

coded_columns!(Education, Party, Engagement, LeaveReason);

/// A person to be entered.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Her tenant.
    pub tenant: Tenant,
    /// Her name; rare characters stay as they are.
    pub name: String,
    /// Whether she is a woman; a male 两委干部 may be in the roster too.
    pub woman: bool,
    /// Her birthday, if known.
    pub birth_day: Option<Day>,
    /// Her schooling.
    pub education: Education,
    /// Her party.
    pub party: Party,
    /// Her mobile number; sealed.
    pub phone: Option<MobileNumber>,
    /// Her identity number; sealed.
    pub citizen_id: Option<CitizenId>,
}

/// A post to be entered.
#[derive(Debug, Clone)]
pub struct NewPost {
    /// Who.
    pub person: Id<Person>,
    /// The tenant of the organisation, which is also the person's.
    pub tenant: Tenant,
    /// Where.
    pub org_id: Id<Organisation>,
    /// Where that stands.
    pub org_path: OrgPath,
    /// As what.
    pub kind: PostKind,
    /// 专职, 挂职 or 兼职.
    pub engagement: Engagement,
    /// The residents' group she heads, for 居民小组长.
    pub group_name: Option<String>,
    /// Since when.
    pub from: Day,
}

/// A line of a roster: a person in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterEntry {
    /// The post.
    pub post: Id<Post>,
    /// The tenant of both.
    pub tenant: Tenant,
    /// Who.
    pub person: Id<Person>,
    /// Her name.
    pub name: String,
    /// Her birthday, if known.
    pub birth_day: Option<Day>,
    /// Her schooling.
    pub education: Education,
    /// Her party.
    pub party: Party,
    /// As what.
    pub kind: PostKind,
    /// 专职, 挂职 or 兼职.
    pub engagement: Engagement,
    /// The residents' group she heads.
    pub group_name: Option<String>,
    /// Since when.
    pub from: Day,
    /// Until when, if she has left.
    pub until: Option<Day>,
    /// The organisation.
    pub org_name: String,
}

/// An account as its administrator sees it.
#[derive(Debug, Clone)]
pub struct AccountEntry {
    /// Its identity.
    pub id: Id<Account>,
    /// The tenant of the account and the person.
    pub tenant: Tenant,
    /// Whose.
    pub person: Id<Person>,
    /// Her name.
    pub name: String,
    /// What she signs in with.
    pub login_name: String,
    /// Locked until this instant after too many failures.
    pub locked_until: Option<niangjia_kernel::Timestamp>,
    /// Since when it is disabled.
    pub disabled: Option<niangjia_kernel::Timestamp>,
}
