//! The administrative divisions of the country, carried inside the program (see `data/README.md`).

use niangjia_area::api::{Division, DivisionsError, read};
use thiserror::Error;

const DIVISIONS: &[u8] = include_bytes!("../../../data/divisions.csv.zst");

/// Why the divisions inside the program cannot be used; a damaged build.
#[derive(Debug, Error)]
pub enum CountryError {
    /// They cannot be unpacked.
    #[error("程序自带的区划数据解不开：{0}")]
    Packed(#[from] std::io::Error),
    /// A line is not a division.
    #[error(transparent)]
    Divisions(#[from] DivisionsError),
}

/// Every division of the country, in the order of their codes.
///
/// # Errors
/// When the program was built with a damaged list.
pub fn divisions() -> Result<Vec<Division>, CountryError> {
    Ok(read(zstd::stream::read::Decoder::new(DIVISIONS)?)?)
}
