//! Households: the register, who looks after whom, and every visit.

pub mod actions;
pub mod api;
mod import;
mod json;
mod listings;
mod model;
mod pack;
mod pages;
mod paper;
mod phone;
mod queries;
mod rules;
mod said;
pub mod schema;

use niangjia_kernel::{Household, Post, Visit};
use niangjia_web::{Described, Routes};

use crate::json::{
    ContactBody, ContactMapBody, FamiliesBody, FileBody, FreeMembersBody, GateBody, GridsBody, HandoverBody,
    HandoversBody, HouseholdsBody, LinksBody, NeedsBody, OneVisitBody, VisitsBody,
};
use crate::model::Handover;
use crate::pages::contact_map::MapQuery;
use crate::pages::families::FamiliesQuery;
use crate::pages::grids::GridForm;
use crate::pages::handover::HandoverForm;
use crate::pages::household::{NoFields, OpeningForm};
use crate::pages::household_form::HouseholdForm;
use crate::pages::ledger::LedgerQuery;
use crate::pages::links::LinksForm;
use crate::pages::needs::NeedsForm;
use crate::pages::register_query::RegisterQuery;
use crate::pages::visit::TakingBackForm;
use crate::pages::visit_form::VisitForm;

const EMPTY_FORM: &str = "这是一张空表；程序直接提交，字段见 POST 的说明。";

pub use listings::LISTINGS;
pub use pages::handover::post_panels;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    handovers(community(family(visits(routes.part("家庭与走访")))))
}

fn handovers(routes: Routes) -> Routes {
    let hand_over = Described::action::<HandoverForm>("把她联系的家庭交给接手的人").of::<Post>().makes();
    let name = Described::action::<HandoverForm>("给代管的家庭安排执委").of_org();
    routes
        .get("/posts/{key}/handover", pages::handover::show)
        .described(Described::view::<FamiliesBody>("一位执委联系的家庭，交接用").of::<Post>())
        .post("/posts/{key}/handover", pages::handover::hand_over)
        .described(hand_over.more("离任的每一户都要交；交给谁写在 link 和 to 里，没写的按 everyone"))
        .get("/orgs/{code}/handovers", pages::handovers::list)
        .described(Described::view::<HandoversBody>("代管的家庭和交接单").of_org())
        .post("/orgs/{code}/handovers", pages::handovers::name)
        .described(name.more("不写 reason"))
        .get("/handovers/{key}", pages::handover_sheet::show)
        .described(Described::view::<HandoverBody>("一份交接单").of::<Handover>())
}

fn visits(routes: Routes) -> Routes {
    let record = Described::action::<VisitForm>("记一笔走访").makes().of::<Household>();
    let take_back = Described::action::<TakingBackForm>("撤销走访").of::<Visit>();
    routes
        .get("/families", pages::families::show)
        .described(Described::view::<HouseholdsBody>("我的家庭（执委）").query::<FamiliesQuery>())
        .get("/households/{key}/visits/new", pages::visit_form::show)
        .page_only(EMPTY_FORM)
        .post("/households/{key}/visits", pages::visit_form::record)
        .described(record.more("台账、积分和看板同时更新"))
        .get("/visits/{key}", pages::visit::show)
        .described(Described::view::<OneVisitBody>("一次走访").of::<Visit>())
        .post("/visits/{key}/taking-back", pages::visit::take_back)
        .described(take_back.more("由记的人在第二天结束前撤销"))
}

fn family(routes: Routes) -> Routes {
    let file = Described::view::<FileBody>("一户的档案").or::<GateBody>().of::<Household>();
    let open = Described::action::<OpeningForm>("写明用途打开档案").of::<Household>();
    let contact = Described::action::<NoFields>("显示电话和住址").answers::<ContactBody>();
    let need = Described::action::<NeedsForm>("登记、复核或消除需求").of::<Household>();
    let link = Described::action::<LinksForm>("安排或结束联系").of::<Household>();
    routes
        .get("/households/{key}", pages::household::show)
        .described(file.more("街道和区县要先写明用途打开，否则只有一张简要的卡片"))
        .post("/households/{key}/openings", pages::household::open_file)
        .described(open.more("到当天结束为止；留下记录"))
        .post("/households/{key}/contact", pages::household::reveal_contact)
        .described(contact.of::<Household>().more("会留下记录"))
        .get("/households/{key}/needs", pages::needs::show)
        .described(Described::view::<NeedsBody>("一户在册的需求").of::<Household>())
        .post("/households/{key}/needs", pages::needs::change)
        .described(need.more("三样只写一样：kind 和 since 登记，review 复核，end 消除"))
        .get("/households/{key}/links", pages::links::show)
        .described(Described::view::<LinksBody>("一户的联系执委").of::<Household>())
        .post("/households/{key}/links", pages::links::change)
        .described(link.more("结束只写 end 和 reason；安排写 member、side、mode、since"))
}

fn community(routes: Routes) -> Routes {
    let set_up = Described::action::<GridForm>("建立网格").of_org();
    let coded = Described::action::<GridForm>("登记综治网格编码").of_org();
    let assign = Described::action::<GridForm>("给网格安排执委").of_org();
    let contact_map = Described::view::<ContactMapBody>("执委联系网格图").of_org().query::<MapQuery>();
    let register = Described::view::<HouseholdsBody>("家庭台账").of_org().query::<RegisterQuery>();
    routes
        .get("/orgs/{code}/grids", pages::grids::show)
        .described(Described::view::<GridsBody>("一个村社区的网格").of_org())
        .post("/orgs/{code}/grids", pages::grids::set_up)
        .described(set_up.more("写 name、group_name，要紧的话再写 kind 和 external_code"))
        .post("/orgs/{code}/grids/members", pages::grids::assign)
        .described(assign.more("只写 grid、member 和 mode"))
        .post("/orgs/{code}/grids/codes", pages::grids::set_code)
        .described(coded.more("只写 grid 和 code；空的就是没有"))
        .get("/orgs/{code}/contact-map", pages::contact_map::show)
        .described(contact_map)
        .get("/orgs/{code}/visits", pages::ledger::show)
        .described(Described::view::<VisitsBody>("走访台账").of_org().query::<LedgerQuery>())
        .get("/orgs/{code}/households", pages::register::show)
        .described(register)
        .get("/orgs/{code}/members-without-families", pages::members_without_families::show)
        .described(Described::view::<FreeMembersBody>("没有联系家庭的执委").of_org())
        .get("/orgs/{code}/households/new", pages::household_form::show)
        .page_only(EMPTY_FORM)
        .post("/orgs/{code}/households/new", pages::household_form::enter)
        .described(Described::action::<HouseholdForm>("登记家庭").makes().of_org())
}
