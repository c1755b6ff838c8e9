//! Papers around the file: cover, inventory, report, statement, back.

use niangjia_attachment::AttachmentRow;
use niangjia_document::paper::Paper;
use niangjia_kernel::Day;

use super::layout::{Sheet, day};
use crate::model::Role;
use crate::pack::MediationRules;
use crate::whole::Whole;

/// 封面.
pub(super) fn cover(whole: &Whole) -> Paper {
    let rules = MediationRules::in_force();
    let case = &whole.case;
    let name = format!("{}{}纠纷", whole.party_names(), rules.category(&case.category));
    let kept = case.retention.as_deref().map_or("", |code| rules.retention(code));
    let span = format!("{} 至 {}", day(case.accepted), day(case.ended));
    Sheet::new("人民调解卷宗", whole)
        .above(whole.org.place())
        .wide("卷名", &name, 4)
        .wide("卷号", case.called.as_deref().unwrap_or(""), 3)
        .wide("人民调解员", &whole.names(Role::Mediator), 3)
        .wide("调解日期", &span, 3)
        .pair(("立卷人", &case.registrar_name), ("立卷日期", &day(case.filed)))
        .wide("保管期限", kept, 2)
        .wide("备注", "", 5)
        .done()
}

/// 卷内目录: every paper of the pack, with its pages where it is there.
pub(super) fn inventory(whole: &Whole) -> Paper {
    let mut page = 1;
    let mut rows = Vec::new();
    for item in &MediationRules::in_force().item {
        let (there, scan) = (whole.item(&item.code), whole.scans_of(&item.code).next());
        let on = there.map(|one| one.on).or_else(|| scan.map(|one| one.added.day()));
        let Some(on) = on else { continue };
        let pages = there.map_or_else(
            || "电子".to_owned(),
            |one| {
                let (first, last) = (page, page + one.pages - 1);
                page = last + 1;
                if last > first { format!("{first}—{last}") } else { first.to_string() }
            },
        );
        let typed = || there.and_then(|one| one.digest.as_deref()).map(|one| one.chars().take(16).collect());
        let digest: Option<String> = scan.map(AttachmentRow::fingerprint).or_else(typed);
        rows.push(vec![
            (rows.len() + 1).to_string(),
            item.label.clone(),
            on.long(),
            pages,
            digest.map(|one| format!("扫描件指纹 {one}")).unwrap_or_default(),
        ]);
    }
    while rows.len() < 13 {
        rows.push(vec![
            (rows.len() + 1).to_string(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
        ]);
    }
    Sheet::new("卷内目录", whole)
        .table(&[7, 33, 27, 11, 22], &["序号", "材料名称", "日期", "页号", "备注"], &rows)
        .done()
}

fn result(whole: &Whole) -> String {
    let case = &whole.case;
    match (&whole.agreement, &case.cause) {
        (Some(agreement), _) => {
            let effective = agreement
                .effective
                .map_or("，还没有生效".to_owned(), |on| format!("，{}生效", on.long()));
            format!("达成{}{effective}", agreement.form.label())
        }
        (None, Some(code)) => {
            let cause =
                MediationRules::in_force().cause(code).map_or(code.as_str(), |one| one.label.as_str());
            format!("{}：{cause}", case.state.label())
        }
        (None, None) => case.state.label().to_owned(),
    }
}

/// 结案报告.
pub(super) fn report(whole: &Whole) -> Paper {
    let case = &whole.case;
    Sheet::new("人民调解案件结案报告", whole)
        .pair(("受案时间", &day(case.accepted)), ("结案时间", &day(case.ended)))
        .pair(
            ("承办单位", &format!("{}人民调解委员会", whole.org.place())),
            ("承办人", &whole.names(Role::Mediator)),
        )
        .wide("当事人", &whole.party_names(), 1)
        .wide("案件来源", case.origin.label(), 1)
        .wide("简要事实", &whole.account.brief, 8)
        .wide("调解结果", &result(whole), 3)
        .wide("负责人意见", "", 3)
        .closing(&["承办人（签名）：　　　　　", "负责人（签名）：　　　　　"])
        .closing(&[&day(None)])
        .done()
}

/// 卷宗情况说明.
pub(super) fn statement(whole: &Whole) -> Paper {
    let lacking = whole.lacking();
    let names: Vec<&str> = lacking.iter().map(|lack| lack.label.as_str()).collect();
    let text = if names.is_empty() {
        "卷内材料齐全。".to_owned()
    } else {
        format!("本卷没有：{}。原因：", names.join("、"))
    };
    Sheet::new("卷宗情况说明", whole)
        .text(&text, 16)
        .closing(&["说明人（签名）：　　　　　", &day(None)])
        .done()
}

/// 封底.
pub(super) fn back_cover(whole: &Whole, today: Day) -> Paper {
    let pages: i64 = whole.items.iter().map(|item| item.pages).sum();
    let filed = whole.case.filed.unwrap_or(today);
    Sheet::new("卷宗封底", whole)
        .wide("本卷共计", &format!("{pages} 页"), 2)
        .pair(("立卷人", &whole.case.registrar_name), ("立卷日期", &filed.long()))
        .pair(("检查人", ""), ("归档日期", &day(whole.case.archived)))
        .wide("备注", "", 8)
        .done()
}
