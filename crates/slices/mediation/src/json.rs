//! Mediations for programs. What stands beside a field is read in the document of the interface, by engineers in China:
//! therefore in Chinese. Names and words only of a case that the reader may open.

use niangjia_kernel::{Day, Timestamp};
use niangjia_web::codes;
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::{Case, Form, Origin, Performance, Role, Side, State};
use crate::whole::Whole;

/// 人民调解，在办的在前，按期限。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CasesBody {
    mediations: Vec<HeadBody>,
    /// 一共多少件
    total: i64,
}

#[derive(Debug, Serialize, ToSchema)]
struct HeadBody {
    /// 编号
    id: String,
    /// 案号；没有受理的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[schema(schema_with = codes::<Origin>)]
    origin: &'static str,
    /// 纠纷类型：规则包里的代码
    category: String,
    #[schema(schema_with = codes::<State>)]
    state: &'static str,
    /// 登记日期
    registered: String,
    /// 受理日期；没有受理的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<String>,
    /// 结束日期；没有结束的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
    /// 期限的最后一天；不在走的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    last_day: Option<String>,
    /// 协议的形式；没有协议的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = codes::<Form>, required = false)]
    agreement: Option<&'static str>,
    /// 有没有执委参与
    with_member: bool,
}

impl HeadBody {
    fn of(case: &Case) -> Self {
        let text = |day: Option<Day>| day.map(|day| day.to_string());
        Self {
            id: case.id.within(case.tenant).to_string(),
            number: case.called.clone(),
            origin: case.origin.code(),
            category: case.category.clone(),
            state: case.state.code(),
            registered: case.applied.to_string(),
            accepted: text(case.accepted),
            ended: text(case.ended),
            last_day: case.until.map(|until: Timestamp| until.day().plus(-1).to_string()),
            agreement: case.form.map(Form::code),
            with_member: case.with_member,
        }
    }
}

impl CasesBody {
    pub(crate) fn of(cases: &[Case], total: i64) -> Self {
        Self { mediations: cases.iter().map(HeadBody::of).collect(), total }
    }
}

/// 一件人民调解。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseBody {
    mediation: HeadBody,
    /// 内容；要先写明用途打开的，打开以前没有
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<FileBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FileBody {
    /// 纠纷简要情况
    brief: String,
    /// 申请事项
    wants: String,
    parties: Vec<PartyBody>,
    members: Vec<MemberBody>,
    /// 调解和调查的次数
    sessions: usize,
    clauses: Vec<ClauseBody>,
    /// 协议生效的日期；没有生效的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    effective: Option<String>,
    /// 卷宗材料，按目录的顺序
    papers: Vec<PaperBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct PaperBody {
    /// 材料：规则包里的代码
    item: String,
    /// 纸质的页数；没有纸质的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<i64>,
    /// 这一件是不是必备
    required: bool,
    scans: Vec<ScanBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ScanBody {
    /// 编号：材料的地址是 /attachments/{编号}
    id: String,
    /// 整个文件的 SHA-256，平台算的
    sha256: String,
    /// 能不能打开；另放的、不收的不能，也不算
    opens: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct PartyBody {
    /// 编号
    id: String,
    #[schema(schema_with = codes::<Side>)]
    side: &'static str,
    /// 姓名
    name: String,
    /// 同意还是不同意；没有答复的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
struct MemberBody {
    /// 编号
    id: String,
    /// 姓名
    name: String,
    #[schema(schema_with = codes::<Role>)]
    role: &'static str,
    /// 是不是声明过没有利害关系
    declared: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct ClauseBody {
    /// 第几条
    number: i64,
    /// 约定
    words: String,
    /// 履行期限；没有的没有
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// 涉及身份、收养、婚姻关系，法院不确认
    not_confirmed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = codes::<Performance>, required = false)]
    performance: Option<&'static str>,
}

impl CaseBody {
    /// `whole`: what stands in it, for whoever may open it.
    pub(crate) fn of(case: &Case, whole: Option<&Whole>) -> Self {
        Self { mediation: HeadBody::of(case), file: whole.map(FileBody::of) }
    }
}

impl FileBody {
    fn of(whole: &Whole) -> Self {
        let party = |party: &crate::model::Party| PartyBody {
            id: party.id.to_string(),
            side: party.side.code(),
            name: party.details.name.clone(),
            consent: party.consent.map(|(consent, _)| consent.code()),
        };
        let member = |member: &crate::model::Member| MemberBody {
            id: member.id.to_string(),
            name: member.name.clone(),
            role: member.role.code(),
            declared: member.declared.is_some(),
        };
        let clause = |clause: &crate::model::Clause| ClauseBody {
            number: clause.number,
            words: clause.words.words.clone(),
            due: clause.due.map(|day| day.to_string()),
            not_confirmed: clause.status,
            performance: clause.performance.map(|(one, _)| one.code()),
        };
        let working = whole.members.iter().filter(|one| one.until.is_none());
        Self {
            brief: whole.account.brief.clone(),
            wants: whole.account.wants.clone(),
            parties: whole.parties.iter().map(party).collect(),
            members: working.map(member).collect(),
            sessions: whole.sessions.len(),
            clauses: whole.agreement.iter().flat_map(|one| &one.clauses).map(clause).collect(),
            papers: papers(whole),
            effective: whole.agreement.as_ref().and_then(|one| one.effective).map(|day| day.to_string()),
        }
    }
}

fn papers(whole: &Whole) -> Vec<PaperBody> {
    let scan = |one: &niangjia_attachment::AttachmentRow| ScanBody {
        id: one.key().to_string(),
        sha256: one.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        opens: one.opens(),
    };
    let paper = |item: &crate::pack::Item| PaperBody {
        item: item.code.clone(),
        pages: whole.item(&item.code).map(|one| one.pages),
        required: crate::rules::belongs(item.required, whole.stage()),
        scans: whole.scans.iter().filter(|one| one.label == item.code).map(scan).collect(),
    };
    crate::MediationRules::in_force().item.iter().map(paper).collect()
}
