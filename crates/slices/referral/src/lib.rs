//! 转介: matters that are handed to partners outside the federation, and come back with an answer.

mod actions;
pub mod api;
mod json;
mod keeper;
mod listings;
mod model;
mod pages;
mod past;
mod queries;
mod rules;
pub mod schema;
mod subjects;

use niangjia_kernel::Referral;
use niangjia_web::{Described, Routes};

use crate::json::{PartnerBody, PartnersBody, ReferralBody, ReferralsBody};
use crate::model::Partner;
use crate::pages::partner::{LeavingForm, PersonForm};
use crate::pages::partners::PartnerForm;
use crate::pages::referral_form::ReferralForm;
use crate::pages::steps::{AnswerForm, ClosingForm, ResultForm};

pub use keeper::ReferralKeeper;
pub use listings::LISTINGS;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    referrals(partners(routes.part("转介")))
}

fn partners(routes: Routes) -> Routes {
    let closing = Described::action::<pages::partner::PartnerClosingForm>("停用一个合作单位").of::<Partner>();
    routes
        .get("/orgs/{code}/partners", pages::partners::list)
        .described(Described::view::<PartnersBody>("合作单位").of_org())
        .post("/orgs/{code}/partners", pages::partners::enter)
        .described(Described::action::<PartnerForm>("登记一个合作单位").of_org().makes())
        .get("/partners/{key}", pages::partner::show)
        .described(Described::view::<PartnerBody>("一个合作单位").of::<Partner>())
        .post("/partners/{key}", pages::partner::change)
        .described(Described::action::<PartnerForm>("改一个合作单位").of::<Partner>())
        .post("/partners/{key}/closing", pages::partner::close)
        .described(closing)
        .post("/partners/{key}/people", pages::partner::enter_person)
        .described(Described::action::<PersonForm>("登记合作单位的联系人").of::<Partner>())
        .post("/partners/{key}/people/leaving", pages::partner::leave)
        .described(Described::action::<LeavingForm>("撤合作单位的联系人").of::<Partner>())
        .get("/partner", pages::partner::home)
        .page_only("合作单位的联系人自己登录看，没有令牌。")
}

fn referrals(routes: Routes) -> Routes {
    let send = Described::action::<ReferralForm>("转介").makes();
    routes
        .get("/referrals", pages::lists::mine)
        .described(Described::view::<ReferralsBody>("我转介的"))
        .get("/orgs/{code}/referrals", pages::lists::of_org)
        .described(Described::view::<ReferralsBody>("转介登记").of_org())
        .get("/referrals/new", pages::referral_form::show)
        .page_only("这是一张空表；程序直接提交，字段见 POST /referrals。")
        .post("/referrals", pages::referral_form::send)
        .described(send.more("姓名、联系办法和情况，要有本人单独同意才能写"))
        .get("/referrals/{key}", pages::referral::show)
        .described(Described::view::<ReferralBody>("一件转介").of::<Referral>())
        .get("/referrals/{key}/letter", pages::letter::show)
        .page_only("打印在纸上的转介函；内容见转介本身。")
        .post("/referrals/{key}/answer", pages::steps::answer)
        .described(Described::action::<AnswerForm>("接受或者退回").of::<Referral>())
        .post("/referrals/{key}/result", pages::steps::settle)
        .described(Described::action::<ResultForm>("记转介结果").of::<Referral>())
        .post("/referrals/{key}/closing", pages::steps::close)
        .described(Described::action::<ClosingForm>("办结转介").of::<Referral>())
}
