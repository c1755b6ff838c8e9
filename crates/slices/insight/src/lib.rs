//! Insight: what a branch of the tree comes to, how that was computed, and the way to the rows behind it.

pub mod actions;
pub mod api;
mod form;
mod listings;
mod look;
mod measure;
mod model;
mod pack;
mod pages;
mod panels;
mod period;
mod queries;
mod reader;
mod registry;
mod remembered;
mod rules;
pub mod schema;
mod sums;

use niangjia_web::{Described, Done, FileKind, Routes};

use crate::api::{Indicator, Measured};
use crate::pages::MonthQuery;
use crate::pages::form::FormQuery;
use crate::pages::form_cell::{CellBody, CellQuery};
use crate::pages::form_collected::CollectedBody;
use crate::pages::form_file::FileAnswer;
use crate::pages::form_page::FormBody;
use crate::pages::forms::FormsBody;

pub use form::tasks::desk_panels;
pub use listings::LISTINGS;
pub use pack::Forms;
pub use panels::{navigation, panels};
pub use remembered::Remembered;
pub use sums::{Refreshed, SUMS, refresh};

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let every = Described::list::<Measured>("一个组织的全部指标").of_org().query::<MonthQuery>();
    let one = Described::view::<Measured>("一个组织的一个指标").of_org().by::<Indicator>("indicator");
    routes
        .part("看板")
        .get("/insight", pages::dashboard::show_own)
        .described(Described::view::<Done>("本组织的看板在哪里"))
        .get("/insight/{code}", pages::dashboard::show)
        .described(every.more("状态截至当月最后一天（当月截至今天），发生在当月之内"))
        .get("/insight/{code}/{indicator}", pages::indicator::show)
        .described(one.query::<MonthQuery>())
        .get("/orgs/{code}/forms", pages::forms::show)
        .described(Described::view::<FormsBody>("填报和收到的表").of_org())
        .get("/orgs/{code}/forms/{form}", pages::form::show)
        .described(
            form(Described::view::<FormBody<'_>>("一张表，一个月"))
                .or::<CollectedBody<'_>>()
                .query::<FormQuery>(),
        )
        .post("/orgs/{code}/forms/{form}", pages::form::report)
        .in_person(REPORTED)
        .get("/orgs/{code}/forms/{form}/{indicator}", pages::form_cell::show)
        .described(
            form(Described::view::<CellBody>("汇总里的一个数"))
                .by::<Indicator>("indicator")
                .query::<CellQuery>(),
        )
        .post("/orgs/{code}/forms/{form}/returns", pages::form::hand_back)
        .in_person(REPORTED)
        .post("/orgs/{code}/forms/{form}/workbook", pages::form_file::workbook)
        .described(form(Described::file("下载成 Excel", FileKind::Workbook)).takes::<FileAnswer>())
        .post("/orgs/{code}/forms/{form}/document", pages::form_file::document)
        .described(form(Described::file("下载成 Word", FileKind::Document)).takes::<FileAnswer>())
}

/// Why a program neither reports nor hands back.
const REPORTED: &str = "上报和退回要由主席本人看过数字再确认，不由程序代办。";

fn form(described: Described) -> Described {
    described.of_org().text("form", "^[a-z_]+$", "表的代码，例如 monthly")
}
