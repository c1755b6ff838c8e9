//! Who acts, in which post: what every visibility predicate and every audit entry is given.

use niangjia_kernel::{AreaLevel, Id, OrgPath, Organisation, Person, Post, Tenant, coded};

coded! {
    /// What a post is. Elected and appointed posts of the federation, and the three separated administrators.
    pub enum PostKind {
        /// 主席.
        Chair = "chair", "主席";
        /// 副主席.
        ViceChair = "vice_chair", "副主席";
        /// 执委.
        Member = "member", "执委";
        /// 妇女代表.
        Delegate = "delegate", "妇女代表";
        /// 居民小组长.
        GroupHead = "group_head", "居民小组长";
        /// 两委干部, whose work subsidy comes from elsewhere.
        TwoCommittees = "two_committees", "两委干部";
        /// 系统管理员: accounts; sees no record.
        SystemAdministrator = "system_administrator", "系统管理员";
        /// 安全管理员: who holds which post; sees no record.
        SecurityAdministrator = "security_administrator", "安全管理员";
        /// 审计管理员: reads the audit; changes nothing.
        AuditAdministrator = "audit_administrator", "审计管理员";
        /// 合作单位联系人: of an organisation that matters are referred to; sees what was referred to it, and nothing else.
        Partner = "partner", "合作单位联系人";
    }
}

impl PostKind {
    /// Whether a person can act in this post on the platform. The others are entries of a roster.
    #[must_use]
    pub const fn acts(self) -> bool {
        !matches!(self, Self::Delegate | Self::GroupHead | Self::TwoCommittees)
    }

    /// Whether the post is one of the three separated administrators.
    #[must_use]
    pub const fn administers(self) -> bool {
        matches!(self, Self::SystemAdministrator | Self::SecurityAdministrator | Self::AuditAdministrator)
    }

    /// Whether whoever holds the post is not of the federation: every page but its own refuses her.
    #[must_use]
    pub const fn is_outside(self) -> bool {
        matches!(self, Self::Partner)
    }

    /// Whether the post leads the organisation: sees its branch of the tree and keeps its rosters.
    #[must_use]
    pub const fn leads(self) -> bool {
        matches!(self, Self::Chair | Self::ViceChair)
    }
}

/// The post in which a person acts at the moment. A person with several posts chooses one; its rights alone count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    /// The post.
    pub post: Id<Post>,
    /// What it is.
    pub kind: PostKind,
    /// Where it is held.
    pub org_id: Id<Organisation>,
    /// Where that organisation stands.
    pub org_path: OrgPath,
    /// Its name.
    pub org_name: String,
    /// How high it stands.
    pub level: AreaLevel,
}

/// A person who signed in, acting in one of her posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The tenant of the person.
    pub tenant: Tenant,
    /// Who.
    pub person: Id<Person>,
    /// Her name.
    pub name: String,
    /// The post she acts in.
    pub acting: Acting,
    /// What acts in her name; `None`: she herself, signed in.
    pub via: Option<Via>,
}

/// What acts in the name of somebody who is not there herself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Via {
    /// A program with one of her tokens, as she called it.
    Token(String),
    /// What she wrote down on her phone without network, sent later.
    Phone,
}

impl Via {
    /// How the audit says it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Token(name) => format!("接口令牌“{name}”"),
            Self::Phone => "手机离线记录".to_owned(),
        }
    }
}

impl Actor {
    /// Whether she leads an organisation at `level`.
    #[must_use]
    pub fn leads_at(&self, level: AreaLevel) -> bool {
        self.acting.kind.leads() && self.acting.level == level
    }

    /// `嵩合社区妇联 主席`.
    #[must_use]
    pub fn post_label(&self) -> String {
        format!("{} {}", self.acting.org_name, self.acting.kind.label())
    }
}
