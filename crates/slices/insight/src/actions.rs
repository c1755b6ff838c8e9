//! One write per file.

mod download_form;
mod report_form;
mod return_form;

pub(crate) use download_form::download_form;
pub use report_form::report_month;
pub(crate) use report_form::{Said, report_form};
pub(crate) use return_form::return_form;
pub use return_form::return_month;
