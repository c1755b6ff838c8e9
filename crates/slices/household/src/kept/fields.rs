//! The register of personal columns of this slice: each with what for, on what ground and how long.

use niangjia_subject::{Class, Field};

const STATUTE: &str = "《个人信息保护法》第十三条第一款第三项、第三十七条；《妇女权益保障法》第六条";
const CONSENT: &str = "《个人信息保护法》第十三条第一款第一项（本人提供）";
const SENSITIVE: &str = "《个人信息保护法》第二十八条、第二十九条；各项需求的依据见“需求”";
const LOG: &str = "《个人信息保护法》第五十一条；《网络安全法》第二十一条（日志不少于六个月）";
const IN_REGISTER: &str = "在册期间；出册后按本地档案保管期限";

const fn field(
    table: &'static str,
    column: &'static str,
    label: &'static str,
    purpose: &'static str,
    basis: &'static str,
) -> Field {
    let class = Class::Personal;
    Field { table, column, label, class, purpose, basis, kept_for: IN_REGISTER, correctable: false }
}

const fn correctable(field: Field) -> Field {
    Field { correctable: true, ..field }
}

pub(super) const CONTACT_NAME: Field =
    correctable(field("household", "contact_name", "联系人", "知道这一户由谁说话", STATUTE));
pub(super) const PHONE: Field = correctable(field("household", "phone", "手机号", "约走访、送消息", CONSENT));
pub(super) const ADDRESS: Field = correctable(field("household", "address", "住址", "上门走访", CONSENT));
pub(super) const RESIDENCE: Field =
    correctable(field("household", "residence", "住在哪里", "安排就近的执委联系", STATUTE));
pub(super) const ELSEWHERE: Field =
    field("household", "lives_elsewhere", "人户分离", "户籍地和居住地都有人联系", STATUTE);
pub(super) const GROUP: Field = field("household", "group_name", "小组", "安排就近的执委联系", STATUTE);
pub(super) const NAME: Field =
    correctable(field("household_resident", "name", "姓名", "认得出是谁", STATUTE));
pub(super) const WOMAN: Field =
    field("household_resident", "woman", "性别", "只按人数汇总妇女工作情况", STATUTE);
pub(super) const BORN: Field =
    correctable(field("household_resident", "birth_year", "出生年份", "分清老人、妇女和儿童的服务", STATUTE));
pub(super) const RELATION: Field =
    correctable(field("household_resident", "relation", "与联系人的关系", "知道家里有谁", STATUTE));
pub(super) const CITIZEN_ID: Field = field(
    "household_resident",
    "citizen_id",
    "身份证号",
    "同一个人不重复登记；加密保存，平时不显示",
    CONSENT,
);
pub(super) const NEED: Field =
    field("household_need", "kind", "需求", "按需求安排走访和帮扶，到期复核", SENSITIVE);

pub(super) const LEVEL: Field = field(
    "household_level",
    "level",
    "内部关注程度",
    "由人决定关注多少，到期自动失效，不进任何名单",
    STATUTE,
);

/// Every personal column. Those that stand in sections of their own (visits, openings) are here for why and how long.
pub(crate) const FIELDS: &[Field] = &[
    NAME,
    WOMAN,
    BORN,
    RELATION,
    CITIZEN_ID,
    field("household_resident", "citizen_id_index", "身份证号的查找码", "同一个人不重复登记", CONSENT),
    field("household_resident", "from_day", "登记日", "知道从哪一天起在册", STATUTE),
    field("household_resident", "until_day", "迁出日", "知道到哪一天为止在册", STATUTE),
    CONTACT_NAME,
    field("household", "name", "户名", "称呼这一户", STATUTE),
    PHONE,
    field("household", "phone_index", "手机号的查找码", "同一户不重复登记", CONSENT),
    ADDRESS,
    RESIDENCE,
    field("household", "residence_area", "居住的区划", "居住地的妇联能协助", STATUTE),
    ELSEWHERE,
    GROUP,
    NEED,
    field("household_need", "review_day", "复核日", "需求不再有就不再保存", SENSITIVE),
    field("household_need", "from_day", "需求登记日", "知道从哪一天起", SENSITIVE),
    field("household_need", "until_day", "需求消除日", "知道到哪一天为止", SENSITIVE),
    field("household_need", "source", "需求从哪里知道", "说得清依据，到期能核实", SENSITIVE),
    field("household_need", "source_reference", "哪一份名单", "说得清依据，到期能核实", SENSITIVE),
    field("household_need", "source_day", "名单的日期", "说得清依据，到期能核实", SENSITIVE),
    field("household_need", "asked_day", "请求确认的日期", "到期没有确认的不再保存", SENSITIVE),
    field("household_need", "ended_by", "需求怎样结束", "说得清为什么不再帮扶", SENSITIVE),
    field("household_visit", "on_day", "走访日期", "不漏一户，按时走访", STATUTE),
    field("household_visit", "manner", "走访方式", "记清怎样走访", STATUTE),
    field("household_visit", "matter", "走访事项", "接着办没有办完的事", STATUTE),
    field("household_visit", "outcome", "走访结果", "接着办没有办完的事", STATUTE),
    field("household_visit", "follow_up_day", "约定跟进", "约好的事按时去办", STATUTE),
    field("household_visit", "words", "走访内容", "接着办没有办完的事", STATUTE),
    field("household_visit", "taken_back_reason", "撤销走访的原因", "记错了能说清", STATUTE),
    field("household_link", "end_reason", "结束联系的原因", "交接时说得清", STATUTE),
    LEVEL,
    field("household_level", "reason", "定级的理由", "说得清为什么多关注", STATUTE),
    field("household_level", "on_day", "定级日", "知道从哪一天起", STATUTE),
    field("household_level", "until_day", "定级到期日", "到期自动失效", STATUTE),
    field("household_need_card", "matter", "需求卡的事项", "答应的事办到有回音", STATUTE),
    field("household_need_card", "wish", "需求卡：她说的", "答应的事办到有回音", STATUTE),
    field("household_need_card", "promise", "需求卡：答应的", "答应的事办到有回音", STATUTE),
    field("household_need_card", "outcome", "需求卡：结果", "答应的事办到有回音", STATUTE),
    field("household_need_card", "on_day", "需求卡的日期", "答应的事办到有回音", STATUTE),
    field("household_need_card", "due_day", "需求卡的期限", "答应的事办到有回音", STATUTE),
    field("household_need_card", "closed_day", "需求卡办结日", "答应的事办到有回音", STATUTE),
    field("household_contact", "found", "联系时了解到的", "结对和直接联系有记录可查", STATUTE),
    field("household_contact", "done", "联系时办了的", "结对和直接联系有记录可查", STATUTE),
    field("household_care_asked", "reason", "居住地协助结束或退回的原因", "户籍地和居住地说得清", STATUTE),
    field("household_opening", "purpose", "打开档案的用途", "谁看过、为什么看，本人查得到", LOG),
];

/// Columns that say nothing about her: identities, places in the tree, who worked, and when it was written down.
#[cfg(test)]
pub(super) const NOT_PERSONAL: &[(&str, &[&str])] = &[
    ("household_grid", &["external_code"]),
    ("household_level", &["household_id", "person_id", "at_ms"]),
    ("household_need_card", &["household_id", "person_id", "visit_id", "state"]),
    ("household_contact", &["duty_id", "person_id", "on_day", "at_ms"]),
    ("household_contact_duty", &["org_path", "kind", "person_id", "household_id", "place"]),
    ("household_contact_duty", &["from_day", "until_day"]),
    ("household", &["org_id", "org_path", "number", "grid_id", "from_day", "until_day"]),
    ("household_resident", &["household_id"]),
    ("household_need", &["household_id", "org_path"]),
    ("household_link", &["household_id", "person_id", "org_path", "side", "mode", "from_day", "until_day"]),
    ("household_link", &["helper_tenant", "helper_org_id", "helper_org_path"]),
    ("household_visit", &["household_id", "person_id", "org_id", "org_path", "at_ms", "taken_back_ms"]),
    ("household_visit", &["helper_tenant", "helper_org_id", "helper_org_path"]),
    (
        "household_care_asked",
        &["household_id", "org_path", "care_tenant", "care_org_id", "state", "asked_day"],
    ),
    ("household_care_asked", &["due_day", "answered_day", "until_day"]),
    ("household_care_given", &["org_id", "org_path", "household_tenant", "household_id", "person_id"]),
    ("household_care_given", &["asked_day", "due_day", "until_day"]),
    ("household_opening", &["household_id", "person_id", "person_name", "post_label", "at_ms", "until_ms"]),
    ("household_grid", &["org_id", "org_path", "code", "name", "group_name", "from_day", "until_day"]),
    ("household_grid_post", &["grid_id", "person_id", "mode", "from_day", "until_day"]),
    (
        "household_handover",
        &["org_id", "org_path", "year", "number", "person_id", "reason", "on_day", "recorded_by"],
    ),
    ("household_handover_family", &["handover_id", "household_id", "person_id", "side", "caretaker"]),
    ("household_caretaking", &["household_id", "org_path", "link_id", "due_day", "from_day", "until_day"]),
];
