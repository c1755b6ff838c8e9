//! One family for programs: its file, its gate, its needs and links, one visit, the grids of its community.

use niangjia_kernel::{Day, MobileNumber, Timestamp};
use niangjia_web::{Panel, codes};
use serde::Serialize;
use utoipa::ToSchema;

use crate::json::needs::NeedBody;
use crate::json::{VisitBody, need_kinds};
use crate::model::{HouseholdRow, LinkRow, Mode, NeedRow, Side, VisitRow};
use crate::queries::{Contact, GridRow, OpeningRow};

/// 一户的档案。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileBody<'a> {
    #[serde(flatten)]
    household: CardBody<'a>,
    /// 在册的需求；居住侧联系的看不到，就没有
    #[serde(skip_serializing_if = "Option::is_none")]
    needs: Option<Vec<NeedBody>>,
    /// 联系执委
    links: Vec<LinkBody>,
    /// 电话，中间几位隐去；没有留电话的没有。完整的电话和住址用 contact 显示，会留下记录
    #[serde(skip_serializing_if = "Option::is_none")]
    masked_phone: Option<String>,
    /// 最近 30 次走访，新的在前
    visits: Vec<TimelineBody<'a>>,
    /// 谁写明用途打开过
    openings: Vec<OpeningBody<'a>>,
}

/// 还没有写明用途打开的一户：街道和区县先看到这些，打开以后才是档案。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GateBody<'a> {
    #[serde(flatten)]
    household: CardBody<'a>,
    /// 要先写明用途（POST …/openings）
    needs_opening: bool,
    /// 在册的需求（代码）
    #[schema(schema_with = need_kinds)]
    needs: Vec<&'static str>,
    /// 联系执委
    links: Vec<LinkBody>,
}

/// 一户是哪一户。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CardBody<'a> {
    /// 家庭的编号
    id: String,
    /// 台账里的编号
    number: &'a str,
    /// 名称
    name: &'a str,
    /// 登记在哪个组织（代码）
    organisation: String,
    /// 居民（村民）小组
    group: &'a str,
    /// 上次走访日期；没有走访过的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    last_visit: Option<String>,
    /// 应走访日；没有人联系的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    next_visit: Option<String>,
}

/// 一位联系执委。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkBody {
    /// 编号
    id: String,
    /// 人的编号
    member: String,
    /// 姓名
    member_name: String,
    #[schema(schema_with = codes::<Side>)]
    side: &'static str,
    #[schema(schema_with = codes::<Mode>)]
    mode: &'static str,
    /// 从居住地协助的，是哪个村社区的；本社区的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    helper: Option<String>,
    /// 从哪天起
    since: String,
    /// 代管到哪一天为止要安排执委；不是代管的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    caretaker_until: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TimelineBody<'a> {
    #[serde(flatten)]
    visit: VisitBody<'a>,
    /// 走访内容
    words: String,
    /// 是不是已经撤销
    taken_back: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OpeningBody<'a> {
    /// 姓名
    name: &'a str,
    /// 岗位
    post: &'a str,
    /// 用途
    purpose: &'a str,
    /// 哪一天
    on: String,
}

/// 一次走访。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OneVisitBody<'a> {
    #[serde(flatten)]
    visit: VisitBody<'a>,
    /// 走访内容；街道和区县写明用途打开档案以后才有
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// 记录的日期
    recorded: String,
    /// 撤销的日期；没有撤销的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_back: Option<String>,
    /// 由此得到的，例如积分
    lines: Vec<String>,
}

/// 电话和住址；看过会留下记录。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactBody<'a> {
    /// 没有留电话的是 null
    phone: Option<&'a str>,
    /// 没有登记的是 null
    address: Option<&'a str>,
}

/// 一户的联系执委。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinksBody {
    links: Vec<LinkBody>,
}

/// 一个村社区的网格。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GridsBody<'a> {
    grids: Vec<GridBody<'a>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GridBody<'a> {
    /// 编号
    id: String,
    /// 网格编码
    code: &'a str,
    /// 综治平台上的编码；没有的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    external_code: Option<&'a str>,
    /// 名称
    name: &'a str,
    /// 居民小组
    group: &'a str,
    /// 从哪天起
    since: String,
    /// 登记在里面的家庭有多少户
    households: i64,
    members: Vec<GridMemberBody<'a>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GridMemberBody<'a> {
    /// 人的编号
    member: String,
    /// 姓名
    member_name: &'a str,
    #[schema(schema_with = codes::<Mode>)]
    mode: &'static str,
}

/// How a household stands, as days: the last visit and the next one.
pub(crate) type Days = (Option<Day>, Option<Day>);

impl<'a> CardBody<'a> {
    fn of(row: &'a HouseholdRow, (last, next): Days) -> Self {
        Self {
            id: row.id.within(row.tenant).to_string(),
            number: &row.number,
            name: &row.name,
            organisation: row.org_path.code(),
            group: &row.group_name,
            last_visit: last.map(|day| day.to_string()),
            next_visit: next.map(|day| day.to_string()),
        }
    }
}

impl LinkBody {
    fn of(link: &LinkRow) -> Self {
        Self {
            id: link.id.to_string(),
            member: link.person.to_string(),
            member_name: link.person_name.clone(),
            side: link.side.code(),
            mode: link.mode.code(),
            helper: link.helper.as_ref().map(|helper| helper.org_name.clone()),
            since: link.since.to_string(),
            caretaker_until: link.caretaker_until.map(|day| day.to_string()),
        }
    }
}

impl<'a> GateBody<'a> {
    pub(crate) fn of(row: &'a HouseholdRow, days: Days, needs: &[NeedRow], links: &[LinkRow]) -> Self {
        Self {
            household: CardBody::of(row, days),
            needs_opening: true,
            needs: needs.iter().map(|need| need.kind.code()).collect(),
            links: links.iter().map(LinkBody::of).collect(),
        }
    }
}

impl<'a> FileBody<'a> {
    /// `needs`: absent where the reader may not know them.
    pub(crate) fn of(
        (row, days): (&'a HouseholdRow, Days),
        needs: Option<&[NeedRow]>,
        links: &[LinkRow],
        phone: Option<&MobileNumber>,
        visits: &'a [(VisitRow, String)],
        openings: &'a [OpeningRow],
    ) -> Self {
        let visit = |(visit, words): &'a (VisitRow, String)| TimelineBody {
            taken_back: visit.taken_back.is_some(),
            visit: VisitBody::of(visit),
            words: words.clone(),
        };
        let opening = |one: &'a OpeningRow| OpeningBody {
            name: &one.person_name,
            post: &one.post_label,
            purpose: &one.purpose,
            on: one.at.day().to_string(),
        };
        Self {
            household: CardBody::of(row, days),
            needs: needs.map(|needs| needs.iter().map(NeedBody::of).collect()),
            links: links.iter().map(LinkBody::of).collect(),
            masked_phone: phone.map(MobileNumber::masked),
            visits: visits.iter().map(visit).collect(),
            openings: openings.iter().map(opening).collect(),
        }
    }
}

impl<'a> OneVisitBody<'a> {
    /// `words`: absent where the reader may not know them.
    pub(crate) fn of(visit: &'a VisitRow, words: Option<String>, panels: Vec<Panel>) -> Self {
        Self {
            words,
            recorded: visit.at.day().to_string(),
            taken_back: visit.taken_back.map(|at: Timestamp| at.day().to_string()),
            lines: panels.into_iter().map(|panel| panel.text).collect(),
            visit: VisitBody::of(visit),
        }
    }
}

impl<'a> ContactBody<'a> {
    pub(crate) fn of(contact: &'a Contact) -> Self {
        Self { phone: contact.phone.as_deref(), address: contact.address.as_deref() }
    }
}

impl LinksBody {
    pub(crate) fn of(links: &[LinkRow]) -> Self {
        Self { links: links.iter().map(LinkBody::of).collect() }
    }
}

impl<'a> GridsBody<'a> {
    pub(crate) fn of(grids: &'a [GridRow]) -> Self {
        let grid = |grid: &'a GridRow| GridBody {
            id: grid.id.to_string(),
            code: &grid.code,
            external_code: grid.external_code.as_deref(),
            name: &grid.name,
            group: &grid.group_name,
            since: grid.since.to_string(),
            households: grid.households,
            members: grid
                .members
                .iter()
                .map(|(person, name, mode)| GridMemberBody {
                    member: person.to_string(),
                    member_name: name,
                    mode: mode.code(),
                })
                .collect(),
        };
        Self { grids: grids.iter().map(grid).collect() }
    }
}
