//! 入户走访卡: visit cards on paper, and the screen on which the office types ten of them in in two minutes.

mod actions;
pub mod api;
mod json;
mod model;
mod pages;
mod queries;
mod rules;
pub mod schema;

use niangjia_web::{Described, Routes};

use crate::json::{BatchBody, CardsBody};
use crate::pages::batch::{BatchQuery, EntryForm, TakingBackForm};
use crate::pages::sheet::{SheetForm, SheetQuery};

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let batch = Described::view::<BatchBody>("今天录入的走访卡").of_org().query::<BatchQuery>();
    let enter = Described::action::<EntryForm>("录入一张走访卡").of_org().makes();
    let take_back = Described::action::<TakingBackForm>("撤销一张录入的走访卡").of_org();
    let sheet = Described::view::<CardsBody>("走访卡").query::<SheetQuery>();
    let number = Described::action::<SheetForm>("给走访卡编号");
    routes
        .part("走访卡")
        .get("/orgs/{code}/visit-cards", pages::batch::show)
        .described(batch.more("写了 card，还会说这张卡是哪一户、谁的"))
        .post("/orgs/{code}/visit-cards", pages::batch::enter)
        .described(enter.more("走访算卡上那位执委的，审计里有录入的人"))
        .post("/orgs/{code}/visit-cards/taking-back", pages::batch::take_back)
        .described(take_back.more("由录入的人在第二天结束前撤销"))
        .get("/visit-cards/print", pages::sheet::show)
        .described(sheet.more("主席写 household 或 member；执委写 household，或者都不写，就是自己联系的全部"))
        .post("/visit-cards/print", pages::sheet::number)
        .described(number.more("已经编过号的不变"))
        .get("/visit-cards/{key}", pages::scanned::show)
        .in_person("扫码是她本人的浏览器来的；程序用家庭和走访卡的接口")
}
