//! Papers of the course: inquiries, minutes, agreements, revisits, the application to the court.

use niangjia_document::paper::Paper;

use super::layout::{Sheet, day, sign};
use crate::model::{Clause, Role, Session, SessionKind, SessionWords};
use crate::pack::MediationRules;
use crate::whole::Whole;

fn of_kind(whole: &Whole, kind: SessionKind) -> Vec<&Session> {
    whole.sessions.iter().filter(|one| one.kind == kind).collect()
}

fn time(session: Option<&Session>) -> String {
    session.map_or_else(
        || "　　年　　月　　日　　时　　分".to_owned(),
        |one| format!("{} {}", one.on.long(), one.at),
    )
}

/// 调查记录, one for each; an empty one where there was none.
pub(super) fn inquiries(whole: &Whole) -> Vec<Paper> {
    let sheet = |session: Option<&Session>| {
        let words = session.map(|one| one.words.clone()).unwrap_or_default();
        let by = session.map(|one| one.written_by.clone()).unwrap_or_default();
        Sheet::new("调查记录", whole)
            .pair(("时间", &time(session)), ("地点", &words.place))
            .pair(("被调查人", &words.present), ("调查人", &whole.names(Role::Mediator)))
            .pair(("参加人", ""), ("记录人", &by))
            .text(&words.words, 20)
            .closing(&[&sign("被调查人")])
            .closing(&["调查人（签名）：　　　　　", "记录人（签名）：　　　　　"])
            .done()
    };
    each(&of_kind(whole, SessionKind::Inquiry), sheet)
}

fn each(there: &[&Session], sheet: impl Fn(Option<&Session>) -> Paper) -> Vec<Paper> {
    if there.is_empty() {
        return vec![sheet(None)];
    }
    there.iter().map(|one| sheet(Some(one))).collect()
}

/// 调解记录, one for each sitting.
pub(super) fn minutes(whole: &Whole) -> Vec<Paper> {
    let sheet = |session: Option<&Session>| {
        let words = session.map_or_else(SessionWords::default, |one| one.words.clone());
        let open = session.map_or("☐公开　☐不公开", |one| if one.open { "公开" } else { "不公开" });
        let title = match session {
            Some(one) if one.number > 1 => format!("调解记录（第{}次）", one.number),
            _ => "调解记录".to_owned(),
        };
        let recorder = match whole.names(Role::Recorder) {
            names if names.is_empty() => session.map(|one| one.written_by.clone()).unwrap_or_default(),
            names => names,
        };
        let mut paper = Sheet::new(&title, whole)
            .pair(("时间", &time(session)), ("地点", &words.place))
            .wide("当事人", &whole.party_names(), 1)
            .pair(("调解员", &whole.names(Role::Mediator)), ("记录人", &recorder))
            .pair(("参加人", &joined(&whole.names(Role::Invited), &words.present)), ("是否公开", open))
            .wide("事由", MediationRules::in_force().category(&whole.case.category), 1)
            .text(&words.words, 16)
            .wide("调解结果", &words.result, 2);
        for party in &whole.parties {
            paper = paper.closing(&[&sign(&format!("当事人 {}", party.details.name))]);
        }
        paper.closing(&["调解员（签名）：　　　　　", "记录人（签名）：　　　　　"]).done()
    };
    each(&of_kind(whole, SessionKind::Sitting), sheet)
}

fn joined(first: &str, second: &str) -> String {
    [first, second].into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join("、")
}

fn clauses(whole: &Whole) -> &[Clause] {
    whole.agreement.as_ref().map_or(&[], |one| one.clauses.as_slice())
}

fn contents(whole: &Whole) -> String {
    let line = |clause: &Clause| format!("{}．{}", clause.number, clause.words.words);
    clauses(whole).iter().map(line).collect::<Vec<_>>().join("\n")
}

fn ways(whole: &Whole) -> String {
    let line = |clause: &Clause| {
        let mut parts = clause.words.manner();
        parts.extend(clause.due.map(|day| format!("{}前", day.long())));
        format!("第{}条：{}", clause.number, parts.join("，"))
    };
    clauses(whole).iter().map(line).collect::<Vec<_>>().join("\n")
}

/// 人民调解协议书.
pub(super) fn agreement(whole: &Whole) -> Paper {
    let terms = whole.agreement.as_ref().map(|one| one.terms.clone()).unwrap_or_default();
    let mut sheet = Sheet::new("人民调解协议书", whole);
    for party in &whole.parties {
        sheet = sheet.party(party.side.label(), Some(party));
    }
    let copies = format!(
        "本协议一式　{}　份，当事人各执一份，人民调解委员会留存一份；自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。",
        whole.parties.len() + 1
    );
    let mut sheet = sheet
        .wide("主要事实和责任", &terms.facts, 5)
        .wide("争议事项", &terms.dispute, 2)
        .wide("经调解，自愿达成如下协议", &contents(whole), 5)
        .wide("履行方式、地点、期限", &ways(whole), 3)
        .text(&copies, 2);
    for party in &whole.parties {
        let label = format!("{} {}", party.side.label(), party.details.name);
        sheet = sheet.closing(&[&sign(&label), &day(party.signed)]);
    }
    let agreement = whole.agreement.as_ref();
    sheet
        .closing(&["人民调解员（签名）：　　　　　", "记录人（签名）：　　　　　"])
        .closing(&["（人民调解委员会印章）", &day(agreement.and_then(|one| one.stamped))])
        .done()
}

/// 人民调解口头协议登记表.
pub(super) fn oral(whole: &Whole) -> Paper {
    let terms = whole.agreement.as_ref().map(|one| one.terms.clone()).unwrap_or_default();
    let mut sheet = Sheet::new("人民调解口头协议登记表", whole);
    for party in &whole.parties {
        sheet = sheet.party(party.side.label(), Some(party));
    }
    let on = day(whole.agreement.as_ref().map(|one| one.on));
    sheet
        .wide("主要事实、争议事项", &terms.facts, 6)
        .wide("协议内容", &contents(whole), 6)
        .wide("履行方式、期限", &ways(whole), 3)
        .closing(&["人民调解员（签名）：　　　　　", "记录人（签名）：　　　　　"])
        .closing(&["（人民调解委员会印章）", &on])
        .done()
}

/// 回访记录, one for each.
pub(super) fn revisits(whole: &Whole) -> Vec<Paper> {
    let sheet = |revisit: Option<&crate::model::Revisit>| {
        let words = revisit.map(|one| one.words.clone()).unwrap_or_default();
        let mood = revisit.map_or("☐满意　☐一般　☐不满意", |one| one.satisfaction.label());
        let worse = revisit.map_or("☐有　☐没有", |one| if one.escalates { "有" } else { "没有" });
        let by = revisit.map(|one| one.by.clone()).unwrap_or_default();
        let number = whole.case.called.clone().unwrap_or_default();
        Sheet::new("人民调解回访记录", whole)
            .pair(("当事人", &whole.party_names()), ("协议编号", &number))
            .pair(("回访事由", "协议履行和当事人意见"), ("回访时间", &day(revisit.map(|one| one.on))))
            .pair(("满意程度", mood), ("激化或错误调解", worse))
            .wide("回访情况（履行、争议或诉讼、采取的措施）", &words, 14)
            .pair(("回访人", &by), ("备注", ""))
            .closing(&["回访人（签名）：　　　　　", &sign("当事人")])
            .done()
    };
    if whole.revisits.is_empty() {
        return vec![sheet(None)];
    }
    whole.revisits.iter().map(|one| sheet(Some(one))).collect()
}

/// 司法确认申请书: with what a court will not confirm said beside it.
pub(super) fn confirmation(whole: &Whole) -> Paper {
    let rules = MediationRules::in_force();
    let confirmed: Vec<String> = clauses(whole)
        .iter()
        .filter(|clause| !clause.status)
        .map(|clause| format!("第{}条：{}", clause.number, clause.words.words))
        .collect();
    let court = whole.agreement.as_ref().map(|one| one.court.clone()).unwrap_or_default();
    let mut sheet = Sheet::new("司法确认申请书", whole);
    for party in &whole.parties {
        sheet = sheet.party("申请人", Some(party));
    }
    let effective = day(whole.agreement.as_ref().and_then(|one| one.effective));
    let mut sheet = sheet
        .pair(("协议生效日期", &effective), ("受理法院", &court))
        .wide("申请确认的内容", &confirmed.join("\n"), 5)
        .wide("不申请确认", &format!("身份、收养、婚姻关系的条款不在确认范围（{}）。", rules.not_confirmed_basis), 1)
        .text(
            "申请人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；如果因为该协议内容给他人造成损害的，愿意承担相应的民事责任和其他法律责任。",
            2,
        )
        .wide("送达地址和电话", "", 3)
        .wide("附", "☐ 调解协议书　☐ 身份证明　☐ 财产权利证明　☐ 授权委托书", 1);
    for party in &whole.parties {
        sheet = sheet.closing(&[&sign(&format!("申请人 {}", party.details.name))]);
    }
    sheet.closing(&[&day(None)]).done()
}
