//! Satisfaction (满意度), asked by somebody who did not handle the matter, and told only so far that nobody is found in it.
//!
//! A slice calls [`ask`] in the action that closes a matter. What comes of it is none of its business: it gets no code and
//! no answer. Why nothing leads back from an answer is decision 0017.

mod actions;
pub mod api;
mod json;
mod keeper;
mod listings;
mod model;
mod pack;
mod pages;
mod queries;
mod results;
mod rules;
pub mod schema;

use niangjia_web::{Described, Routes};

use crate::json::{CallsBody, ResultsBody, SlipBody};
use crate::pages::results::QuarterQuery;
use crate::pages::slip::{CallForm, TakingForm};

pub use actions::{ask, forget_expired};
pub use keeper::SurveyKeeper;
pub use listings::LISTINGS;
pub use model::{Asked, Asking, MatterKind, Reach, Slip};
pub use pack::SurveyRules;

/// The routes of this part.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let results = Described::view::<ResultsBody>("满意度").of_org().query::<QuarterQuery>();
    let take = Described::action::<TakingForm>("接下一个满意度回访").of::<Slip>();
    let record = Described::action::<CallForm>("记下回访的结果，或者录入收回的评价单").of::<Slip>();
    routes
        .part("满意度")
        .get("/s/{code}", pages::open::show)
        .open("她凭评价单回答一句，不登录；不提她是谁、是什么事")
        .post("/s/{code}", pages::open::answer)
        .open("她凭评价单回答一句，一张单一次")
        .get("/orgs/{code}/satisfaction", pages::results::show)
        .described(results.more("一季过完、评价单都过期以后才公布；不足 5 份不公布"))
        .get("/orgs/{code}/survey-calls", pages::calls::list)
        .described(Described::view::<CallsBody>("等回访的评价单").of_org())
        .get("/orgs/{code}/survey-slips", pages::slips::show)
        .in_person("评价单上有她用的暗码，由没有经办的主席登录后打印；程序拿不到")
        .get("/slips/{key}", pages::slip::show)
        .described(Described::view::<SlipBody>("一份评价单").of::<Slip>())
        .post("/slips/{key}/taking", pages::slip::take)
        .described(take.more("接下以后才看得到怎样联系她"))
        .post("/slips/{key}/outcome", pages::slip::record)
        .described(record)
}
