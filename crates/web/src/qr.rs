//! The square on a printed sheet that leads back to its record.

use std::fmt::Write as _;

use qrcodegen::{QrCode as Code, QrCodeEcc};

/// White around the dark modules, so that a telephone finds them: four, as ISO/IEC 18004 asks for.
const QUIET: i32 = 4;

/// A QR code as the path of a drawing: `<svg viewBox="0 0 size size"><path d="path">`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrCode {
    /// The side of the square, in modules, the white around included.
    pub size: i32,
    /// The dark modules.
    pub path: String,
}

impl QrCode {
    /// The code of an address; `None` when it is too long for one (about 2,300 letters).
    #[must_use]
    pub fn of(address: &str) -> Option<Self> {
        let code = Code::encode_text(address, QrCodeEcc::Medium).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                // Writing to a string does not fail.
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
        Some(Self { size: code.size() + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_square_with_white_around_and_a_novel_none() {
        let code = QrCode::of("https://niangjia.example/handovers/341881.hand_0123").expect("a code");
        assert!(code.size >= 21 + 2 * QUIET);
        assert!(code.path.starts_with("M4 4h1v1h-1z"), "the corner of the first finder is dark");
        assert_eq!(QrCode::of(&"她".repeat(2_000)), None);
    }
}
