//! Decisions about grids.

use niangjia_kernel::{Id, normalised_text};

use crate::model::{Grid, GridCode, GridKind};

/// R-HH-13. A grid's code is the 12 digits of its community, 0 for a basic grid or 9 for an exclusive one, and two digits counted from 01 within its kind.
///
/// Source: domain.md §5.2 (DB6101/T 3185-2024: basic grids are numbered per village). Reading: two digits; three are read
/// where somebody else numbered them. Ours. `None` when all 99 are used.
pub(crate) fn next_grid_code(community: &str, kind: GridKind, used: &[String]) -> Option<String> {
    let codes = used.iter().filter_map(|code| GridCode::parse(code));
    let highest = codes.filter(|code| code.kind() == kind).map(|code| code.sequence()).max().unwrap_or(0);
    (highest < 99).then(|| format!("{community}{}{:02}", kind.digit(), highest + 1))
}

/// The shortest and the longest code of another network, in characters.
const EXTERNAL: std::ops::RangeInclusive<usize> = 4..=32;

/// Who has a 综治 code already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ExternalHolder {
    pub(crate) grid: Id<Grid>,
    pub(crate) grid_name: String,
    /// The community, where it is another one.
    pub(crate) elsewhere: Option<String>,
}

/// R-HH-53. The code of the 综治 grid stands beside ours as it was given: letters, digits and dashes; one grid has it, here and in the whole county.
///
/// Source: 滨州条例 art. 6 (departments use the grids that there are); domain.md §5.2. Reading: its form is theirs, so it is
/// only held to what a code can be; nothing typed means there is none. Ours.
pub(crate) fn check_external_code(
    typed: &str,
    grid: Option<Id<Grid>>,
    holder: Option<&ExternalHolder>,
) -> Result<Option<String>, String> {
    let code = normalised_text(typed).replace(' ', "");
    if code.is_empty() {
        return Ok(None);
    }
    let fits = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    if !code.chars().all(fits) || !EXTERNAL.contains(&code.chars().count()) {
        return Err("综治网格编码是 4 到 32 位字母、数字或短横，请照综治平台上的抄".to_owned());
    }
    match holder {
        Some(holder) if Some(holder.grid) != grid => Err(match &holder.elsewhere {
            None => format!("这个综治编码已经是“{}”的，一个编码只能给一个网格", holder.grid_name),
            Some(community) => {
                format!(
                    "这个综治编码已经在{community}的“{}”用了：一个网格只属于一个社区，请核对",
                    holder.grid_name
                )
            }
        }),
        _ => Ok(Some(code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn grids_are_numbered_from_01_after_the_highest_and_end_at_99() {
        let code = |number: u8| format!("3418810030040{number:02}");
        let next = |used: &[String]| next_grid_code("341881003004", GridKind::Basic, used);
        assert_eq!(next(&[]), Some(code(1)));
        assert_eq!(next(&[code(6), code(2)]), Some(code(7)));
        assert_eq!(next(&[code(99)]), None);
        let exclusive = next_grid_code("341881003004", GridKind::Exclusive, &[code(6)]);
        assert_eq!(exclusive.as_deref(), Some("341881003004901"), "each kind has its own numbers");
    }

    #[test]
    fn a_grid_code_has_a_community_a_kind_and_a_number() {
        for good in ["341881003004001", "341881003004901", "3418810030040123"] {
            assert_eq!(GridCode::parse(good).map(|code| code.to_string()).as_deref(), Some(good));
        }
        for bad in [
            "",
            "341881003004101",
            "34188100300400",
            "34188100300400123",
            "34188100300400a",
            "３41881003004001",
        ] {
            assert!(GridCode::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_code_of_the_other_network_is_taken_as_given_and_given_once() {
        let grid = |number| Id::from_uuid(Uuid::from_u128(number));
        assert_eq!(check_external_code(" ", None, None), Ok(None));
        assert_eq!(
            check_external_code("3418 8100 3004 W12", None, None),
            Ok(Some("341881003004W12".to_owned()))
        );
        assert_eq!(
            check_external_code("ＷＧ－００１", None, None),
            Ok(Some("WG-001".to_owned())),
            "full width"
        );
        for bad in ["abc", "网格一", &"1".repeat(33)] {
            assert!(check_external_code(bad, None, None).is_err(), "{bad}");
        }
        let mut holder =
            ExternalHolder { grid: grid(1), grid_name: "巫山网格".to_owned(), elsewhere: None };
        assert!(check_external_code("WG-001", Some(grid(1)), Some(&holder)).is_ok(), "its own");
        let here = check_external_code("WG-001", Some(grid(2)), Some(&holder)).expect_err("taken");
        assert!(here.contains("巫山网格"), "{here}");
        holder.elsewhere = Some("金桥社区".to_owned());
        let there = check_external_code("WG-001", None, Some(&holder)).expect_err("taken elsewhere");
        assert!(there.contains("金桥社区"), "{there}");
    }
}
