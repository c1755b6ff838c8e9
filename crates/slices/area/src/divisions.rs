//! Reading the national list.

use std::io::Read;

use niangjia_kernel::{AreaCode, AreaLevel};
use thiserror::Error;

/// One division of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Its code.
    pub code: AreaCode,
    /// Its name as listed: `嵩合社区居委会`.
    pub name: String,
    /// Whether it stands for no body of its own.
    pub stand_in: bool,
}

/// Why the list cannot be used.
#[derive(Debug, Error)]
#[error("区划数据第 {line} 行读不出来：{problem}")]
pub struct DivisionsError {
    line: usize,
    problem: String,
}

/// Names of rows that only fill a level of the code.
const FILLERS: [&str; 4] = ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"];

/// Reads `code,name` rows and sorts them, so that a division comes after the one it lies in.
///
/// # Errors
/// Names the first line that cannot be read.
pub fn read(source: impl Read) -> Result<Vec<Division>, DivisionsError> {
    let mut divisions = Vec::with_capacity(700_000);
    let mut rows = csv::Reader::from_reader(source);
    let mut row = csv::StringRecord::new();
    for line in 2.. {
        let wrong = |problem: String| DivisionsError { line, problem };
        if !rows.read_record(&mut row).map_err(|error| wrong(error.to_string()))? {
            break;
        }
        let (Some(code), Some(name)) = (row.get(0), row.get(1)) else {
            return Err(wrong("应有两列".to_owned()));
        };
        let code = AreaCode::parse(code).map_err(|error| wrong(error.to_string()))?;
        let stand_in = stands_in(&code, name);
        divisions.push(Division { code, name: name.to_owned(), stand_in });
    }
    divisions.sort_unstable_by(|one, other| one.code.cmp(&other.code));
    Ok(divisions)
}

/// A filler of the city level, or the county `00` that repeats a city without counties.
fn stands_in(code: &AreaCode, name: &str) -> bool {
    match code.level() {
        AreaLevel::City => FILLERS.contains(&name),
        AreaLevel::County => code.digits().ends_with("00"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_and_repeated_cities_stand_in_and_real_bodies_do_not() {
        let list =
            "code,name\r\n441900,东莞市\r\n4419,东莞市\r\n1101,市辖区\r\n11,北京市\r\n110101,东城区\r\n";
        let divisions = read(list.as_bytes()).expect("a list");
        let real: Vec<_> =
            divisions.iter().filter(|division| !division.stand_in).map(|one| one.code.digits()).collect();
        assert_eq!(real, ["11", "110101", "4419"]);
    }

    #[test]
    fn a_line_that_is_no_division_is_named() {
        let error = read("code,name\n11,北京市\nxx,某地\n".as_bytes()).expect_err("a wrong line");
        assert!(error.to_string().contains("第 3 行"), "{error}");
    }
}
