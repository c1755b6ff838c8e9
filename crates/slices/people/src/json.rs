//! The pages of this slice for programs. What stands beside a field is read in the document of the interface, by
//! engineers in China: therefore in Chinese.

use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_store::{Actor, PostKind};
use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Education, Engagement, LeaveReason, Party, RosterEntry, RosterPerson};
use crate::rules;

/// 这个令牌是谁的、用哪个岗位。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeBody {
    /// 人的编号
    person: String,
    /// 姓名
    name: String,
    /// 现在用的岗位
    acting: ActingBody,
    /// 全部岗位，新的在前
    posts: Vec<PostBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ActingBody {
    /// 岗位的编号
    post: String,
    #[schema(schema_with = codes::<PostKind>)]
    kind: &'static str,
    /// 组织的代码
    organisation: String,
    /// 组织的名称
    organisation_name: String,
}

/// 一个岗位：谁，在哪里，从哪天到哪天。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostBody {
    /// 岗位的编号
    id: String,
    /// 人的编号
    person: String,
    /// 姓名
    name: String,
    #[schema(schema_with = codes::<PostKind>)]
    kind: &'static str,
    /// 职务，居民小组长带小组的名字
    title: String,
    #[schema(schema_with = codes::<Engagement>)]
    engagement: &'static str,
    /// 组织的代码
    organisation: String,
    /// 组织的名称
    organisation_name: String,
    /// 任职日期
    from: String,
    /// 从哪天起不再任职；现任的没有
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = codes::<LeaveReason>, required = false)]
    left_because: Option<&'static str>,
    /// 在这里同时担任的其他岗位的编号
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    together: Vec<String>,
}

impl PostBody {
    pub(crate) fn of(post: &RosterEntry) -> Self {
        Self {
            id: post.post.within(post.tenant).to_string(),
            person: post.person.to_string(),
            name: post.name.clone(),
            kind: post.kind.code(),
            title: post.title(),
            engagement: post.engagement.code(),
            organisation: post.org_path.code(),
            organisation_name: post.org_name.clone(),
            from: post.from.to_string(),
            until: post.until.map(|day| day.to_string()),
            left_because: post.left_because.map(LeaveReason::code),
            together: Vec::new(),
        }
    }

    pub(crate) fn with(self, together: &[RosterEntry]) -> Self {
        let together = together.iter().map(|other| other.post.within(other.tenant).to_string());
        Self { together: together.collect(), ..self }
    }
}

impl MeBody {
    pub(crate) fn of(actor: &Actor, posts: &[RosterEntry]) -> Self {
        let acting = &actor.acting;
        Self {
            person: actor.person.to_string(),
            name: actor.name.clone(),
            acting: ActingBody {
                post: acting.post.within(actor.tenant).to_string(),
                kind: acting.kind.code(),
                organisation: acting.org_path.code(),
                organisation_name: acting.org_name.clone(),
            },
            posts: posts.iter().map(PostBody::of).collect(),
        }
    }
}

/// 执委名册，截至某一天。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RosterBody {
    /// 组织的代码
    organisation: String,
    /// 截至哪一天
    day: String,
    members: Vec<RosterMemberBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RosterMemberBody {
    /// 人的编号
    person: String,
    /// 姓名
    name: String,
    /// 年龄；没有登记出生日期的没有
    age: Option<i64>,
    #[schema(schema_with = codes::<Education>)]
    education: &'static str,
    #[schema(schema_with = codes::<Party>)]
    party: &'static str,
    /// 担任的岗位，主要的在前
    posts: Vec<HeldBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeldBody {
    /// 岗位的编号
    id: String,
    #[schema(schema_with = codes::<PostKind>)]
    kind: &'static str,
    /// 职务，居民小组长带小组的名字
    title: String,
    #[schema(schema_with = codes::<Engagement>)]
    engagement: &'static str,
    /// 任职日期
    from: String,
    /// 从哪天起不再任职；那一天还没有到的不写
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = codes::<LeaveReason>, required = false)]
    left_because: Option<&'static str>,
}

impl RosterBody {
    pub(crate) fn of(org: &Org, people: &[&RosterPerson], on: Day) -> Self {
        let held = |post: &RosterEntry| {
            let left = post.until.filter(|until| *until <= on);
            HeldBody {
                id: post.post.within(post.tenant).to_string(),
                kind: post.kind.code(),
                title: post.title(),
                engagement: post.engagement.code(),
                from: post.from.to_string(),
                until: left.map(|day| day.to_string()),
                left_because: left.and(post.left_because).map(LeaveReason::code),
            }
        };
        let member = |person: &&RosterPerson| RosterMemberBody {
            person: person.first.person.to_string(),
            name: person.first.name.clone(),
            age: person.first.birth_day.map(|born| rules::age(born, on)),
            education: person.first.education.code(),
            party: person.first.party.code(),
            posts: person.posts().map(held).collect(),
        };
        Self {
            organisation: org.code.clone(),
            day: on.to_string(),
            members: people.iter().map(member).collect(),
        }
    }
}
