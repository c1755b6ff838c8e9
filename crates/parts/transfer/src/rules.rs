//! Decisions about transfers.

use niangjia_kernel::Timestamp;

use niangjia_kernel::AreaLevel;
use niangjia_store::PostKind;

use crate::model::{Counts, PairAnswer};

/// How long the files of a transfer are kept, in days.
const DAYS_KEPT: i64 = 7;
/// How long is known what an import made, in days.
const DAYS_REMEMBERED: i64 = 90;
/// The longest reason, in characters.
const LONGEST_REASON: usize = 200;
/// The shortest reason that says anything, in characters.
const SHORTEST_REASON: usize = 4;
/// How many transfers of one person workers may have before them.
const MOST_AT_ONCE: i64 = 5;

/// R-TRF-01. The files of a transfer are kept for seven days; what an import made and what it still asks for ninety; then
/// it is forgotten.
///
/// Source: 个人信息保护法 19 (the shortest time that the purpose needs).
/// Reading: a week is enough to fetch a file again, or to mend rows that were not taken; a quarter to notice that a whole
/// file was the wrong one. Ours.
#[must_use]
pub(crate) const fn kept_until(made: Timestamp) -> Timestamp {
    made.plus_seconds(DAYS_KEPT * 86_400)
}

/// R-TRF-01, for an import that can still be taken back.
#[must_use]
pub(crate) const fn remembered_until(made: Timestamp) -> Timestamp {
    made.plus_seconds(DAYS_REMEMBERED * 86_400)
}

/// R-TRF-02. A person has at most five transfers under way at once.
///
/// Source: ours, so that one impatient click does not keep others waiting.
pub(crate) fn may_begin(under_way: i64) -> Result<(), &'static str> {
    if under_way < MOST_AT_ONCE {
        Ok(())
    } else {
        Err("您有 5 个导入导出还在进行，请等其中一个完成再开始")
    }
}

/// R-TRF-04. An import is taken back as a whole, with a reason, by who made it, while nothing was built on it.
///
/// Source: issue 4 (X5). Reading: what others wrote on the strength of it is theirs, and no button of hers takes it
/// away; what was built is named, and when it is gone the import can be taken back. Ours.
pub(crate) fn may_undo(took_rows: bool, built: usize) -> Result<(), String> {
    if !took_rows {
        return Err("这次导入没有写入任何内容，不用撤回".to_owned());
    }
    match built {
        0 => Ok(()),
        _ => Err("不能整体撤回：导入以后，已经有别的记录建立在这些内容上。请先处理下面这些，或者逐条更正。"
            .to_owned()),
    }
}

/// R-TRF-05. Personal columns of a list leave the platform masked, unless who takes it out may see them and writes why.
///
/// Source: 个人信息保护法 6, 51 (minimum, access by need); issue 4 (X5). Reading: a reason has at least four characters,
/// for `工作` says nothing; it stands in the audit. The same length holds for taking an import back. Ours.
pub(crate) fn reason(typed: &str) -> Result<String, String> {
    // As she typed it: only the blanks around it mean nothing.
    let reason = typed.trim().to_owned();
    let length = reason.chars().count();
    if length < SHORTEST_REASON {
        Err(format!("请写明为什么，至少 {SHORTEST_REASON} 个字，会记在审计里"))
    } else if length > LONGEST_REASON {
        Err(format!("太长了，请留在 {LONGEST_REASON} 字以内"))
    } else {
        Ok(reason)
    }
}

/// R-TRF-07. Who took which list out of a branch is seen by its auditor, and by those who lead it, up to the county.
///
/// Source: 个人信息保护法 54 (regular audits); issue 4 (X5). Reading: whoever answers for a community's families sees who
/// carries their list away, from above as well. Ours.
pub(crate) fn sees_exports(kind: PostKind, level: AreaLevel) -> bool {
    let names = matches!(level, AreaLevel::Community | AreaLevel::Street | AreaLevel::County);
    kind == PostKind::AuditAdministrator || (kind.leads() && names)
}

/// R-TRF-06. Whether a row means what is known is said by a person who sees both side by side; nothing is merged by the
/// machine, and what nobody has decided waits.
///
/// Source: issue 4 (X5); promise 2. Reading: the row is taken once it was said to mean one of them, or none of all;
/// `answers`: what was said of each that it may mean. Ours.
pub(crate) fn is_decided(answers: &[PairAnswer]) -> bool {
    answers.contains(&PairAnswer::Same) || answers.iter().all(|answer| *answer == PairAnswer::Other)
}

/// What a file is called that bears this title: what no system takes in a name becomes `_`.
#[must_use]
pub(crate) fn file_stem(title: &str) -> String {
    const LONGEST: usize = 60;
    let refused = |letter: char| letter.is_control() || "\\/:*?\"<>|".contains(letter);
    let taken = title.trim().trim_start_matches('.').chars().take(LONGEST);
    taken.map(|letter| if refused(letter) { '_' } else { letter }).collect()
}

/// How long the rest will take, in whole seconds, if it goes on as it did; nothing while that cannot be said.
#[must_use]
pub(crate) fn rest_seconds(done: i64, total: i64, begun: Timestamp, now: Timestamp) -> Option<i64> {
    let passed = now.millis() - begun.millis();
    if done <= 0 || total <= done || passed < 1_000 {
        return None;
    }
    Some((passed * (total - done) / done + 999) / 1_000)
}

/// What an import came to, in one sentence.
#[must_use]
pub(crate) fn sentence(counts: Counts, taken: bool) -> String {
    let Counts { fresh, added, same, wrong, asked } = counts;
    let (will, not) = if taken { ("", "没有") } else { ("将", "不会") };
    let mut parts = Vec::new();
    for (count, words) in [
        (fresh, format!("{will}新增 {fresh} 行")),
        (added, format!("{will}补充 {added} 行")),
        (same, format!("{same} 行已经登记过，没有变化")),
        (wrong, format!("{wrong} 行有问题，{not}导入")),
        (asked, format!("{asked} 行可能和已登记的是同一个，要由您确认")),
    ] {
        if count > 0 {
            parts.push(words);
        }
    }
    if parts.is_empty() { "表里没有数据行。".to_owned() } else { format!("{}。", parts.join("；")) }
}

/// What of an import is in, though it was broken off.
#[must_use]
pub(crate) fn broken_off_sentence(counts: Counts) -> String {
    match counts.fresh + counts.added {
        0 => "还没有写入任何一行。".to_owned(),
        rows => format!("停下时已经写入 {rows} 行，每一行都是完整的。"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_kept_for_seven_days() {
        let made = Timestamp::from_millis(1_000);
        assert_eq!(kept_until(made).millis(), 1_000 + 7 * 86_400_000);
        assert_eq!(remembered_until(made).millis(), 1_000 + 90 * 86_400_000);
    }

    #[test]
    fn a_row_is_decided_by_one_that_it_means_or_by_none_of_all() {
        use PairAnswer::{Later, Other, Same, Waiting};
        assert!(is_decided(&[Waiting, Same]));
        assert!(is_decided(&[Other, Other]));
        assert!(!is_decided(&[Other, Waiting]));
        assert!(!is_decided(&[Later]));
    }

    #[test]
    fn a_reason_says_something_and_is_no_essay() {
        assert_eq!(reason(" 上门慰问名单 "), Ok("上门慰问名单".to_owned()));
        assert!(reason("工作").is_err());
        assert!(reason("　　　　").is_err(), "full-width blanks are nothing");
        assert!(reason(&"长".repeat(201)).is_err());
    }

    #[test]
    fn who_took_which_list_is_seen_by_the_auditor_and_by_those_who_lead() {
        assert!(sees_exports(PostKind::AuditAdministrator, AreaLevel::County));
        assert!(sees_exports(PostKind::Chair, AreaLevel::Community));
        assert!(sees_exports(PostKind::ViceChair, AreaLevel::Street));
        assert!(!sees_exports(PostKind::Chair, AreaLevel::City), "numbers only");
        assert!(!sees_exports(PostKind::Member, AreaLevel::Community));
        assert!(!sees_exports(PostKind::SystemAdministrator, AreaLevel::County));
    }

    #[test]
    fn an_import_is_taken_back_while_nothing_was_built_on_it() {
        assert_eq!(may_undo(true, 0), Ok(()));
        assert!(may_undo(true, 1).is_err());
        assert!(may_undo(false, 0).is_err());
    }

    #[test]
    fn a_sixth_transfer_waits_until_one_of_five_is_done() {
        assert_eq!(may_begin(4), Ok(()));
        assert!(may_begin(5).is_err());
    }

    #[test]
    fn a_title_with_odd_characters_makes_a_name_that_every_system_takes() {
        assert_eq!(file_stem("嵩合社区 走访台账"), "嵩合社区 走访台账");
        assert_eq!(file_stem("../一/二\\三:\r\n\"四\"?"), "_一_二_三____四__");
        assert_eq!(file_stem(&"䶮𬱖𠮷".repeat(30)).chars().count(), 60);
    }

    #[test]
    fn the_rest_is_told_from_what_has_been_done() {
        let (begun, now) = (Timestamp::from_millis(0), Timestamp::from_millis(10_000));
        assert_eq!(rest_seconds(250, 1_000, begun, now), Some(30));
        assert_eq!(rest_seconds(0, 1_000, begun, now), None, "nothing is done yet");
        assert_eq!(rest_seconds(1_000, 1_000, begun, now), None, "all is done");
    }

    #[test]
    fn an_import_is_told_in_one_sentence() {
        let counts = Counts { fresh: 3, added: 0, same: 2, wrong: 1, asked: 0 };
        assert_eq!(sentence(counts, false), "将新增 3 行；2 行已经登记过，没有变化；1 行有问题，不会导入。");
        assert_eq!(sentence(Counts::default(), true), "表里没有数据行。");
        assert_eq!(broken_off_sentence(counts), "停下时已经写入 3 行，每一行都是完整的。");
    }
}
