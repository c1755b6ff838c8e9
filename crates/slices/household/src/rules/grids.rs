//! Decisions about grids.

/// R-HH-13. A grid's code is the 12 digits of its community, 0 for a basic grid, and two digits counted from 01.
///
/// Source: domain.md §5.2 (DB6101/T 3185-2024: basic grids are numbered per village). Reading: two digits. Ours.
/// `None` when all 99 are used.
pub(crate) fn next_grid_code(community: &str, used: &[String]) -> Option<String> {
    let highest = used.iter().filter_map(|code| code.get(13..)?.parse::<u8>().ok()).max().unwrap_or(0);
    (highest < 99).then(|| format!("{community}0{:02}", highest + 1))
}

#[cfg(test)]
mod tests {
    use super::next_grid_code;

    #[test]
    fn grids_are_numbered_from_01_after_the_highest_and_end_at_99() {
        let code = |number: u8| format!("3418810030040{number:02}");
        assert_eq!(next_grid_code("341881003004", &[]), Some(code(1)));
        assert_eq!(next_grid_code("341881003004", &[code(6), code(2)]), Some(code(7)));
        assert_eq!(next_grid_code("341881003004", &[code(99)]), None);
    }
}
