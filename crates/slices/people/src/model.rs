//! Persons, posts and accounts.

use niangjia_kernel::{
    Account, CitizenId, Day, Entity, Id, MobileNumber, OrgPath, Organisation, Person, Post, Tenant,
    Timestamp, coded,
};
use niangjia_store::{PostKind, coded_columns};

use crate::rules::TokenLife;

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
        /// Her organisation went up in another, where she serves on.
        Merged = "merged", "组织合并";
    }
}

coded! {
    /// What is special about an account, as its administrator filters by it.
    pub enum AccountState {
        /// There is none.
        Missing = "missing", "没有账号";
        /// She has not yet put a password of her own in place of the temporary one.
        Temporary = "temporary", "临时密码";
        /// Locked for a while after too many wrong passwords.
        Locked = "locked", "已锁定";
        /// Disabled.
        Disabled = "disabled", "已停用";
    }
}

coded_columns!(Education, Party, Engagement, LeaveReason);

/// A token by which a program acts in the name of a person, in one of her posts.
#[derive(Debug, Clone, Copy)]
pub enum Token {}
impl Entity for Token {
    const PREFIX: &'static str = "tok";
}

/// A token to be made.
#[derive(Debug, Clone)]
pub(crate) struct NewToken {
    pub(crate) id: Id<Token>,
    /// What it is for, in her words.
    pub(crate) label: String,
    pub(crate) post: Id<Post>,
    /// Its last day.
    pub(crate) until: Day,
}

/// A token as its person sees it; the secret is known to nobody here.
#[derive(Debug, Clone)]
pub(crate) struct TokenRow {
    pub(crate) id: Id<Token>,
    pub(crate) label: String,
    pub(crate) kind: PostKind,
    pub(crate) org_name: String,
    pub(crate) life: TokenLife,
    /// The last day on which it was used.
    pub(crate) used: Option<Day>,
}

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
    /// The first day on which she does not hold it any more, if she has left.
    pub until: Option<Day>,
    /// Why she left.
    pub left_because: Option<LeaveReason>,
    /// The organisation.
    pub org_id: Id<Organisation>,
    /// Where that stands today.
    pub org_path: OrgPath,
    /// What it is called.
    pub org_name: String,
}

impl RosterEntry {
    /// Where the page of the post is.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/posts/{}", self.post.within(self.tenant))
    }

    /// `嵩合社区妇联 执委`, a group head's group with it.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.org_name, self.title())
    }

    /// `执委`, `居民小组长（巫山组）`.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.group_name {
            Some(group) if self.kind == PostKind::GroupHead => format!("{}（{group}组）", self.kind.label()),
            _ => self.kind.label().to_owned(),
        }
    }

    /// Whether it is in force on a day.
    #[must_use]
    pub fn held_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| until > day)
    }
}

/// A person of a roster with the posts she holds there together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterPerson {
    /// The highest of her posts.
    pub first: RosterEntry,
    /// The others, from high to low.
    pub others: Vec<RosterEntry>,
}

impl RosterPerson {
    /// Brings the posts of each person together: the leading posts first, then the longest-serving.
    #[must_use]
    pub fn together(mut entries: Vec<RosterEntry>) -> Vec<Self> {
        entries.sort_by_key(|entry| (entry.kind, entry.from, entry.post));
        let mut people: Vec<Self> = Vec::new();
        for entry in entries {
            match people.iter_mut().find(|person| person.first.person == entry.person) {
                Some(person) => person.others.push(entry),
                None => people.push(Self { first: entry, others: Vec::new() }),
            }
        }
        people
    }

    /// Her posts, the highest first.
    pub fn posts(&self) -> impl Iterator<Item = &RosterEntry> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Whether she holds a post of this kind here.
    #[must_use]
    pub fn holds(&self, kind: PostKind) -> bool {
        self.posts().any(|post| post.kind == kind)
    }
}

/// A person whom the administrators of a branch look after, with or without an account.
#[derive(Debug, Clone)]
pub struct AccountHolder {
    /// Her tenant.
    pub tenant: Tenant,
    /// Who.
    pub person: Id<Person>,
    /// Her name.
    pub name: String,
    /// Her account, if she has one.
    pub account: Option<AccountEntry>,
}

impl AccountHolder {
    /// Where her page is.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/accounts/{}", self.person.within(self.tenant))
    }
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
    /// Whether she still has the password that somebody else set.
    pub must_change: bool,
    /// Locked until this instant after too many failures.
    pub locked_until: Option<Timestamp>,
    /// Since when it is disabled.
    pub disabled: Option<Timestamp>,
}
