//! Transfers: a list as it is seen becomes an Excel file, a file of the office becomes rows. See README.md.

mod actions;
mod asked;
mod intake;
mod json;
mod listing;
mod machine;
mod model;
mod pages;
mod panels;
mod queries;
mod rules;
pub mod schema;
mod undo;
mod words;
mod work;

pub use asked::{Alike, Asks, Beside, Decided};
pub use intake::{Finding, Home, Intake, Record, Rows};
pub use listing::{Asked, Listing, Opened, Said, Sink, Whose};
pub use machine::Transfers;
pub use model::Transfer;
pub use niangjia_document::sheet::{ColumnHead, Kind, OutCell};
pub use panels::desk_panels;
pub use undo::{Built, Made, Undoing};
pub use words::{Meanings, Synonyms};
pub use work::{forget_expired, start, states, work_until_idle};

use niangjia_web::{Described, FileKind, Routes};

use crate::json::{ExportedBody, PairsBody, TransferBody, TransfersBody};
use crate::pages::ask::ExportForm;
use crate::pages::exported::ExportedQuery;
use crate::pages::pairs::PairsQuery;
use crate::pages::transfer::Nothing;
use crate::pages::undoing::UndoingForm;

/// Why a program does not bring files.
const STEPS: &str = "导入要由本人在页面上一步一步核对；程序请逐条提交，见各个登记的 POST。";

/// The routes of this part; `uploads` are the pages of the intakes ([`Intake::page`]).
#[must_use]
pub fn routes(routes: Routes, uploads: &[&'static dyn Intake]) -> Routes {
    let mut routes = routes
        .part("导入导出")
        .get("/transfers", pages::index::show)
        .described(Described::view::<TransfersBody>("我的导入导出"))
        .get("/transfers/{key}", pages::transfer::show)
        .described(Described::view::<TransferBody>("一次导入或导出").of::<Transfer>())
        .get("/transfers/{key}/file", pages::transfer::file)
        .described(Described::file("下载做好的文件", FileKind::Workbook).of::<Transfer>())
        .post("/transfers/{key}/columns", pages::columns::say)
        .in_person(STEPS)
        .post("/transfers/{key}/take", pages::transfer::take)
        .in_person(STEPS)
        .post("/transfers/{key}/again", pages::transfer::again)
        .described(Described::action::<Nothing>("从断的地方接着做").of::<Transfer>())
        .post("/transfers/{key}/cancel", pages::transfer::cancel)
        .described(Described::action::<Nothing>("取消").of::<Transfer>())
        .get("/transfers/{key}/pairs", pages::pairs::show)
        .described(
            Described::view::<PairsBody>("导入的行和它们可能说的").of::<Transfer>().query::<PairsQuery>(),
        )
        .post("/transfers/{key}/pairs", pages::pairs::decide)
        .in_person(SEEN)
        .post("/transfers/{key}/undoing", pages::undoing::undo)
        .described(Described::action::<UndoingForm>("整体撤回一次导入").of::<Transfer>().more(UNDOING))
        .get("/exports", pages::exported::show)
        .described(Described::list::<ExportedBody>("谁导出过什么").query::<ExportedQuery>())
        .get("/exports/personal", pages::personal::show)
        .page_only("这是一张空表；程序直接提交，字段见 POST /exports 的说明。")
        .post("/exports", pages::ask::ask)
        .described(Described::action::<ExportForm>("把一个列表导出成 Excel").makes().more(EXPORTS));
    for upload in uploads {
        routes = routes
            .get(upload.page(), pages::upload::show)
            .page_only(STEPS)
            .post(upload.page(), pages::upload::bring)
            .in_person(STEPS);
    }
    routes
}

/// Why a program does not say what is the same.
const SEEN: &str = "是不是同一个，要由本人并排看过再定，不由程序代办。";

const UNDOING: &str = "导入以后没有别的记录建立在它上面的，才能撤回；否则 422，写明原因。";

const EXPORTS: &str = "做好以前，查询同一地址看进度；做好以后，在它的地址后面加 /file 下载。";
