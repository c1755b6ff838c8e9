//! 网格公示牌: what stands on it, who reads it, and when it is out of date.

use niangjia_kernel::normalised_text;

use crate::model::{BoardSaid, Serving, Shown};

/// The longest text about the extent and about duties, in characters: what fits on the sheet.
const LONGEST: usize = 200;

/// R-GRD-03. A board says which ground the grid covers, what those who serve in it do, and the phones of the office and of supervision.
///
/// Source: 滨州市社会治理网格化服务管理条例 art. 6 (name, area, staff, phone and supervision phone are public at the village's board).
/// Reading: the phone is the office's; a member's own number is hers. Ours. Every wrong field with its sentence.
pub(crate) fn check_board(said: &BoardSaid) -> Vec<(&'static str, String)> {
    let mut wrong = Vec::new();
    for (field, text, what) in [("extent", &said.extent, "网格的范围"), ("duties", &said.duties, "职责")]
    {
        match normalised_text(text).chars().count() {
            0 => wrong.push((field, format!("请写{what}"))),
            1..=LONGEST => {}
            _ => wrong.push((field, format!("太长了，请留在 {LONGEST} 字以内，公示牌上才放得下"))),
        }
    }
    for (field, text, what) in [
        ("office_phone", &said.office_phone, "社区妇联的电话"),
        ("supervision_phone", &said.supervision_phone, "监督电话"),
    ] {
        if !is_phone(text) {
            wrong.push((field, format!("请写{what}，例如 0563-4012345 或 12338")));
        }
    }
    wrong
}

/// A number that can be dialled: three to twenty digits, with blanks, dashes and brackets between.
fn is_phone(typed: &str) -> bool {
    let text = normalised_text(typed);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let others =
        text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '-' | ' ' | '(' | ')' | '+'));
    others && (3..=20).contains(&digits) && text.chars().count() <= 30
}

/// R-GRD-04. A board is out of date when the grid is not any more as it was when the board was put up; each difference in words.
///
/// Source: 滨州条例 art. 6; promise 1. Reading: name, codes, who serves and as what. Ours.
pub(crate) fn changes(then: &Shown, now: &Shown) -> Vec<String> {
    let mut said = Vec::new();
    if then.name != now.name {
        said.push(format!("网格改名为“{}”", now.name));
    }
    if then.code != now.code || then.external_code != now.external_code {
        said.push("编码变了".to_owned());
    }
    let find = |all: &[Serving], one: &Serving| all.iter().find(|other| other.person == one.person).cloned();
    for one in &then.serving {
        match find(&now.serving, one) {
            None => said.push(format!("{}不在这个网格了", one.name)),
            Some(other) if other != *one => said.push(format!("{}的职务或方式变了", other.name)),
            Some(_) => {}
        }
    }
    let came = now.serving.iter().filter(|one| find(&then.serving, one).is_none());
    said.extend(came.map(|one| format!("{}来到这个网格", one.name)));
    said
}

/// R-GRD-05. Everybody reads of a board what was put up, as far as it still holds: who serves there no more is not shown, who came since is shown when the chair puts it up again.
///
/// Source: Personal Information Protection Law art. 6 (minimum), art. 13 (public supervision); 滨州条例 art. 6. Reading: a name becomes
/// public by the chair's act, and stops being so by itself. Ours.
pub(crate) fn for_everybody(then: &Shown, now: &Shown) -> Vec<Serving> {
    let serves = |one: &&Serving| now.serving.iter().any(|other| other.person == one.person);
    then.serving.iter().filter(serves).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn serving(number: u128, name: &str, mode: &str) -> Serving {
        let (name, post, mode) = (name.to_owned(), "执委".to_owned(), mode.to_owned());
        Serving { person: Uuid::from_u128(number), name, post, mode }
    }

    fn shown(serving: &[Serving]) -> Shown {
        let (name, code) = ("巫山网格".to_owned(), "341881003004001".to_owned());
        Shown { name, code, external_code: String::new(), serving: serving.to_vec() }
    }

    #[test]
    fn a_board_says_where_what_and_whom_to_call() {
        let said = BoardSaid {
            extent: "东至中溪河，西至环城路".to_owned(),
            duties: "走访、联系".to_owned(),
            office_phone: "0563-4012345".to_owned(),
            supervision_phone: "１２３３８".to_owned(),
        };
        assert_eq!(check_board(&said), []);
        let empty: Vec<_> = check_board(&BoardSaid::default()).into_iter().map(|(field, _)| field).collect();
        assert_eq!(empty, ["extent", "duties", "office_phone", "supervision_phone"]);
        for phone in ["12", "打电话", "1".repeat(21).as_str(), "0563-4012345 转张"] {
            let wrong = check_board(&BoardSaid { office_phone: phone.to_owned(), ..said.clone() });
            assert_eq!(wrong.len(), 1, "{phone}");
        }
        let long = BoardSaid { extent: "远".repeat(201), ..said };
        assert!(check_board(&long)[0].1.contains("200 字"));
    }

    #[test]
    fn a_board_is_out_of_date_when_somebody_came_left_or_serves_otherwise() {
        let (wang, chen) = (serving(1, "汪秀英", "就近包保"), serving(2, "陈玉兰", "驻点服务"));
        let then = shown(&[wang.clone(), chen.clone()]);
        assert_eq!(changes(&then, &then), Vec::<String>::new());
        let now = shown(&[serving(1, "汪秀英", "巡回服务"), serving(3, "周小满", "就近包保")]);
        assert_eq!(
            changes(&then, &now),
            ["汪秀英的职务或方式变了", "陈玉兰不在这个网格了", "周小满来到这个网格"]
        );
        let renamed =
            Shown { name: "河边网格".to_owned(), external_code: "W01".to_owned(), ..then.clone() };
        assert_eq!(changes(&then, &renamed), ["网格改名为“河边网格”", "编码变了"]);
    }

    #[test]
    fn everybody_reads_who_was_put_up_and_still_serves() {
        let (wang, chen, zhou) = (
            serving(1, "汪秀英", "就近包保"),
            serving(2, "陈玉兰", "驻点服务"),
            serving(3, "周小满", "就近包保"),
        );
        let (then, now) = (shown(&[wang.clone(), chen]), shown(&[wang.clone(), zhou]));
        assert_eq!(for_everybody(&then, &now), [wang]);
    }
}
