//! What may be opened, and who decides.

use niangjia_store::Actor;

use crate::machine::Matter;
use crate::model::{Aside, AttachmentRow, Media, State};
use crate::pack::AttachmentRules;

/// R-ATT-01. A file is taken for what its content is; one whose name says otherwise, or of a kind that is not taken, is
/// kept aside, and nothing that came with it is lost.
///
/// Source: the issue (bad input). Reading: a name without an ending says nothing.
pub(crate) fn admitted(media: Media, name: &str, scanned: bool) -> (State, Aside) {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    // A sentence that has a full stop in it is no ending.
    let ending = ending.filter(|ending| ending.len() <= 5 && ending.is_ascii());
    let fits = ending.is_none_or(|ending| media.endings().contains(&ending.as_str()));
    match (media, fits) {
        (Media::Other, _) => (State::Aside, Aside::UnknownKind),
        (_, false) => (State::Aside, Aside::OtherContent),
        (_, true) if scanned => (State::Aside, Aside::Waiting),
        (_, true) => (State::Kept, Aside::Nothing),
    }
}

/// R-ATT-02. A matter has at most so many files, and no file is empty.
///
/// Source: none; so that one matter does not fill the disk of all. Local: `attachment.most_of_one`.
pub(crate) fn may_add(rules: &AttachmentRules, there: i64, bytes: u64) -> Result<(), String> {
    if bytes == 0 {
        return Err("这个文件是空的，请重新选择。".to_owned());
    }
    if there >= rules.most_of_one {
        return Err(format!(
            "一件事最多 {} 份材料，已经满了。几张照片可以合成一个 PDF 再添。",
            rules.most_of_one
        ));
    }
    Ok(())
}

/// Who decides about a file that is kept aside, as somebody sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decider {
    /// She does.
    Herself,
    /// Not she, but who leads there or above.
    WhoLeads,
    /// Not she, but who is in charge of sealed matters: this one is sealed.
    WhoIsInCharge,
}

impl Decider {
    /// Of a matter that is not sealed.
    pub(crate) fn of(actor: &Actor, matter: &Matter) -> Self {
        let leads = actor.acting.kind.leads() && actor.acting.org_path.covers(&matter.org_path);
        if leads { Self::Herself } else { Self::WhoLeads }
    }
}

/// R-ATT-03. What is kept aside is released or refused by somebody who leads the matter's organisation or one above it,
/// with a reason; what the scanner found something in is released by nobody.
///
/// Source: the issue (kept aside until a person or a scanner releases it). Reading: whoever is responsible for the
/// organisation answers for what is opened there; of a sealed matter, whoever is in charge of those.
pub(crate) fn may_decide(row: &AttachmentRow, decider: Decider, releases: bool) -> Result<(), &'static str> {
    if row.state != State::Aside {
        return Err("这份材料已经处理过了，请刷新看结果。");
    }
    match decider {
        Decider::Herself => {}
        Decider::WhoLeads => return Err("另放的材料由本级或上级的主席、副主席决定收不收。"),
        Decider::WhoIsInCharge => return Err("另放的材料由县里的保密事项负责人决定收不收。"),
    }
    if releases && row.aside == Aside::Found {
        return Err("病毒检查在里面发现了问题，不能放行。请对方重新发一份，或者打印后扫描。");
    }
    Ok(())
}

/// R-ATT-04. A scanner that finds nothing lets a file in, also one that was aside for its kind; what it finds keeps it
/// aside; a scanner that does not answer changes nothing.
///
/// Source: the issue (a configured scanner such as clamd releases it).
pub(crate) const fn after_scan(before: Aside, found: bool) -> (State, Aside) {
    match (found, before) {
        (true, _) => (State::Aside, Aside::Found),
        (false, Aside::Waiting) => (State::Kept, Aside::Nothing),
        (false, kind) => (State::Released, kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_aside_when_its_name_and_its_content_differ() {
        assert_eq!(admitted(Media::Pdf, "协议书.PDF", false), (State::Kept, Aside::Nothing));
        assert_eq!(admitted(Media::Jpeg, "伤情.jpeg", false), (State::Kept, Aside::Nothing));
        assert_eq!(admitted(Media::Jpeg, "微信图片 2026.11.22 上午", false), (State::Kept, Aside::Nothing));
        assert_eq!(admitted(Media::Jpeg, "协议书.pdf", false), (State::Aside, Aside::OtherContent));
        assert_eq!(admitted(Media::Other, "协议书.pdf", false), (State::Aside, Aside::UnknownKind));
        assert_eq!(admitted(Media::Pdf, "协议书.pdf", true), (State::Aside, Aside::Waiting));
    }

    #[test]
    fn a_matter_takes_files_up_to_its_last_and_none_that_is_empty() {
        let rules = AttachmentRules { most_megabytes: 1, most_of_one: 3 };
        assert!(may_add(&rules, 2, 1).is_ok());
        assert!(may_add(&rules, 3, 1).is_err());
        assert!(may_add(&rules, 0, 0).is_err());
    }

    #[test]
    fn a_scanner_lets_in_what_is_clean_and_nothing_else() {
        assert_eq!(after_scan(Aside::Waiting, false), (State::Kept, Aside::Nothing));
        assert_eq!(after_scan(Aside::OtherContent, false), (State::Released, Aside::OtherContent));
        assert_eq!(after_scan(Aside::Waiting, true), (State::Aside, Aside::Found));
    }
}
