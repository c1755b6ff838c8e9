//! Papers of the beginning: application, registration, rights, authority, notice.

use niangjia_document::paper::Paper;

use super::layout::{Sheet, day, sign};
use crate::model::{Role, Side};
use crate::pack::MediationRules;
use crate::whole::Whole;

fn of_side(whole: &Whole, side: Side) -> Vec<&crate::model::Party> {
    whole.parties.iter().filter(|one| one.side == side).collect()
}

/// 人民调解申请书.
pub(super) fn application(whole: &Whole) -> Paper {
    let mut sheet = Sheet::new("人民调解申请书", whole);
    for (side, label) in [(Side::Applicant, "申请人"), (Side::Respondent, "被申请人")] {
        let there = of_side(whole, side);
        if there.is_empty() {
            sheet = sheet.party(label, None);
        }
        for party in there {
            sheet = sheet.party(label, Some(party));
        }
    }
    let wants: Vec<String> = whole
        .account
        .wants
        .lines()
        .filter(|line| !line.trim().is_empty())
        .zip(1..)
        .map(|(line, number)| format!("{number}．{line}"))
        .collect();
    let mut sheet = sheet
        .wide("纠纷简要情况", &whole.account.brief, 8)
        .wide("当事人申请事项", &wants.join("\n"), 4)
        .text("人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解委员会进行调解。", 1);
    for party in of_side(whole, Side::Applicant) {
        let label = format!("申请人 {}", party.details.name);
        sheet = sheet.closing(&[&sign(&label), &day(Some(whole.case.applied))]);
    }
    sheet.done()
}

/// 人民调解受理登记表.
pub(super) fn registration(whole: &Whole) -> Paper {
    use crate::model::Origin;
    let tick = |one: bool| if one { "☑" } else { "☐" };
    let origin = whole.case.origin;
    let other = !matches!(origin, Origin::Application | Origin::OwnInitiative);
    let origins = format!(
        "{}①当事人申请　{}②人民调解委员会主动调解　{}③{}",
        tick(origin == Origin::Application),
        tick(origin == Origin::OwnInitiative),
        tick(other),
        if other { origin.label() } else { "公安移交、法院委托、部门转来" }
    );
    let mut sheet = Sheet::new("人民调解受理登记表", whole)
        .pair(("登记日期", &whole.case.applied.long()), ("受理日期", &day(whole.case.accepted)));
    for party in &whole.parties {
        sheet = sheet.party(party.side.label(), Some(party));
    }
    let mut sheet = sheet
        .pair(
            ("纠纷类型", MediationRules::in_force().category(&whole.case.category)),
            ("登记人", &whole.case.registrar_name),
        )
        .wide("案件来源", &origins, 1)
        .wide("纠纷简要情况", &whole.account.brief, 8)
        .wide("备注", "", 2);
    for party in &whole.parties {
        sheet = sheet.closing(&[&sign(&format!("当事人 {}", party.details.name))]);
    }
    sheet.closing(&["登记人（签名）：　　　　　"]).closing(&["（人民调解委员会印章）", &day(None)]).done()
}

/// 当事人权利义务告知书.
pub(super) fn rights(whole: &Whole) -> Paper {
    let lines = MediationRules::in_force().rights.iter().zip(1..);
    let text: Vec<String> = lines.map(|(line, number)| format!("{number}．{line}")).collect();
    let mut sheet = Sheet::new("当事人权利义务告知书", whole).text(&text.join("\n"), 12);
    for party in &whole.parties {
        let informed = day(party.informed);
        let signs = format!("{}　签名：", party.details.name);
        sheet = sheet.pair(("当事人", &signs), ("告知日期", &informed));
    }
    sheet
        .text("以上内容已经逐条告知，我已经明白，在姓名后面签名（盖章或按指印）。", 1)
        .closing(&["告知人（签名）：　　　　　", &day(None)])
        .done()
}

/// A page on which copies are pasted.
pub(super) fn pasted(whole: &Whole, title: &str, place: &str) -> Paper {
    let names = whole.party_names();
    Sheet::new(title, whole)
        .wide("当事人", &names, 1)
        .text(place, 26)
        .closing(&["经手人（签名）：　　　　　", &day(None)])
        .done()
}

/// 授权委托书.
pub(super) fn authority(whole: &Whole) -> Paper {
    let party = whole.parties.first();
    Sheet::new("授权委托书", whole)
        .party("委托人", party)
        .party("受委托人", None)
        .wide("委托事项", "委托上列受委托人代理参加本纠纷的人民调解。", 3)
        .wide("代理权限", "☐ 一般代理　☐ 特别授权：承认、放弃、变更请求，签署调解协议", 3)
        .closing(&[&sign("委托人"), &sign("受委托人")])
        .closing(&[&day(None)])
        .done()
}

/// 证据材料清单.
pub(super) fn evidence(whole: &Whole) -> Paper {
    // What was brought as a scan is listed; who gave it, and what is only on paper, is written by hand.
    let named = whole.scans_of("evidence").map(|one| one.name.clone());
    let lines = named.chain(std::iter::repeat(String::new())).zip(1..);
    let count = whole.scans_of("evidence").count().max(12);
    let rows: Vec<Vec<String>> = lines
        .take(count)
        .map(|(name, number): (String, i32)| vec![number.to_string(), name, String::new(), String::new()])
        .collect();
    Sheet::new("证据材料清单", whole)
        .table(&[8, 44, 24, 24], &["序号", "证据名称", "提供人", "份数、页数"], &rows)
        .closing(&["提供人（签名）：　　　　　", "收取人（签名）：　　　　　"])
        .closing(&[&day(None)])
        .done()
}

/// 调解通知书.
pub(super) fn notice(whole: &Whole) -> Paper {
    let names = whole.party_names();
    let category = MediationRules::in_force().category(&whole.case.category);
    let text = format!(
        "{names}：\n　　关于你们之间的{category}纠纷，人民调解委员会已于{}受理。请于　　年　　月　　日　　时　　分，到　　　　　　　　　　　　　　　参加调解。\n　　调解不收费，以自愿为前提；不能到场的，请提前告诉我们改期。",
        day(whole.case.accepted)
    );
    Sheet::new("调解通知书", whole)
        .text(&text, 8)
        .pair(("调解员", &whole.names(Role::Mediator)), ("联系电话", ""))
        .closing(&["（人民调解委员会印章）", &day(None)])
        .done()
}
