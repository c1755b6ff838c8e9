//! 排查 and 情感困扰: rounds with a list that everybody of is reached or explained, and troubles that are no dispute until
//! somebody applies.

mod actions;
pub mod api;
mod json;
mod keeper;
mod listings;
mod model;
mod pack;
mod pages;
mod queries;
mod rules;
pub mod schema;

use niangjia_kernel::{ScreeningRound, Trouble};
use niangjia_web::{Described, Routes};

use crate::json::{RoundBody, RoundsBody, TroubleBody, TroublesBody};
use crate::model::Line;
use crate::pages::line::LineForm;
use crate::pages::round::{FinishingForm, RoundQuery};
use crate::pages::round_form::RoundForm;
use crate::pages::rounds::RoundsQuery;
use crate::pages::trouble_acts::{ApplicationForm, ClosingForm, HelpForm, OpeningForm};
use crate::pages::trouble_form::TroubleForm;
use crate::pages::troubles::TroublesQuery;

pub use keeper::ScreeningKeeper;
pub use listings::LISTINGS;
pub use pack::ScreeningRules;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let rounds = Described::view::<RoundsBody>("排查").of_org().query::<RoundsQuery>();
    let hold = Described::action::<RoundForm>("发起排查").of_org().makes();
    let round = Described::view::<RoundBody>("一轮排查").of::<ScreeningRound>().query::<RoundQuery>();
    let finish = Described::action::<FinishingForm>("办完一轮排查").of::<ScreeningRound>();
    let say = Described::action::<LineForm>("记一户见到没有").of::<Line>();
    let routes = routes
        .part("排查和困扰")
        .get("/orgs/{code}/screenings", pages::rounds::list)
        .described(rounds)
        .get("/orgs/{code}/screenings/new", pages::round_form::show)
        .page_only("填表的页面；程序直接提交，字段见 POST 的说明")
        .post("/orgs/{code}/screenings", pages::round_form::hold)
        .described(hold.more("名单从台账选：need、grid、numbers 加在一起"))
        .get("/screenings/{key}", pages::round::show)
        .described(round.more("走访自动算见到；执委只有分给自己的"))
        .get("/screenings/{key}/paper", pages::sheet::show)
        .page_only("打印的名单；程序取 /screenings/{key}")
        .post("/screenings/{key}/finish", pages::round::finish)
        .described(finish.more("每一户都见到或者写了原因才行"))
        .post("/screening-lines/{key}", pages::line::say)
        .described(say);
    troubles(routes)
}

fn troubles(routes: Routes) -> Routes {
    let troubles = Described::view::<TroublesBody>("情感困扰").of_org().query::<TroublesQuery>();
    let find = Described::action::<TroubleForm>("登记困扰").of_org().makes();
    let help = Described::action::<HelpForm>("记一次帮助或回访").of::<Trouble>().makes();
    let close = Described::action::<ClosingForm>("结束一件困扰").of::<Trouble>();
    let apply = Described::action::<ApplicationForm>("当事人申请调解").of::<Trouble>();
    let open = Described::action::<OpeningForm>("写明用途打开一件困扰").of::<Trouble>();
    routes
        .get("/orgs/{code}/troubles", pages::troubles::list)
        .described(troubles.more("有危险的转入保密办理，只有经手的人看得到"))
        .get("/orgs/{code}/troubles/new", pages::trouble_form::show)
        .page_only("填表的页面；程序直接提交，字段见 POST 的说明")
        .post("/orgs/{code}/troubles", pages::trouble_form::find)
        .described(find.more("asked 必写；danger 有一项，马上转入保密办理"))
        .get("/troubles/{key}", pages::trouble::show)
        .described(Described::view::<TroubleBody>("一件困扰").of::<Trouble>())
        .post("/troubles/{key}/helps", pages::trouble_acts::help)
        .described(help)
        .post("/troubles/{key}/closing", pages::trouble_acts::close)
        .described(close)
        .post("/troubles/{key}/application", pages::trouble_acts::apply)
        .described(apply.more("从这时起才是纠纷"))
        .post("/troubles/{key}/opening", pages::trouble_acts::open)
        .described(open.more("街道、区县到当天结束为止；会记下来"))
}
