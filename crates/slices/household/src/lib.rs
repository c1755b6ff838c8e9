//! Households: the register, who looks after whom, and every visit.

pub mod actions;
pub mod api;
mod import;
mod json;
mod kept;
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
mod waiting;

use niangjia_kernel::{ContactDuty, Household, Post, Visit};
use niangjia_web::{Described, NoFields, Routes};

use crate::json::contact_duties::{DutiesBody, OneDutyBody};
use crate::json::levels::LevelBody;
use crate::json::need_cards::{CardsBody, OneCardBody};
use crate::json::needs::{AskingBody, NeedsBody};
use crate::json::{
    AssistedBody, CareBody, CaresBody, ContactBody, ContactMapBody, FamiliesBody, FileBody, FreeMembersBody,
    GateBody, GridsBody, HandoverBody, HandoversBody, HouseholdsBody, LinksBody, OneVisitBody, VisitsBody,
};
use crate::model::{Handover, NeedCard};
use crate::pages::assisted::AssistedQuery;
use crate::pages::contact::ContactForm;
use crate::pages::contact_map::MapQuery;
use crate::pages::contacts::{ContactsQuery, DutyForm};
use crate::pages::families::FamiliesQuery;
use crate::pages::grids::GridForm;
use crate::pages::handover::HandoverForm;
use crate::pages::household::OpeningForm;
use crate::pages::household_form::HouseholdForm;
use crate::pages::ledger::LedgerQuery;
use crate::pages::level::LevelForm;
use crate::pages::links::LinksForm;
use crate::pages::need_card::ClosingForm;
use crate::pages::need_card_form::CardForm;
use crate::pages::need_cards::CardsQuery;
use crate::pages::needs::NeedsForm;
use crate::pages::needs_list::NeedsQuery;
use crate::pages::register_query::RegisterQuery;
use crate::pages::residence_care::CareForm;
use crate::pages::residence_cares::AnswerForm;
use crate::pages::visit::TakingBackForm;
use crate::pages::visit_form::VisitForm;

const EMPTY_FORM: &str = "这是一张空表；程序直接提交，字段见 POST 的说明。";

pub use listings::LISTINGS;
pub use pages::handover::post_panels;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    residence_care(contacts(cards(handovers(community(family(visits(routes.part("家庭与走访"))))))))
}

fn residence_care(routes: Routes) -> Routes {
    let ask = Described::action::<CareForm>("请居住地协助，或结束协助").of::<Household>();
    let answer = Described::action::<AnswerForm>("给住在本社区、户籍在别处的家庭安排联系人，或退回").of_org();
    let visits = Described::view::<AssistedBody>("协助走访：计在户籍地").of_org().query::<AssistedQuery>();
    routes
        .get("/households/{key}/residence-care", pages::residence_care::show)
        .described(Described::view::<CareBody>("一户请居住地协助的情况").of::<Household>())
        .post("/households/{key}/residence-care", pages::residence_care::change)
        .described(ask.more("请协助只写 community；结束写 end 和 reason"))
        .get("/orgs/{code}/residence-care", pages::residence_cares::show)
        .described(Described::view::<CaresBody>("居住地协助").of_org())
        .post("/orgs/{code}/residence-care", pages::residence_cares::answer)
        .described(answer.more("安排写 member 和 mode；退回写 decline=yes 和 reason"))
        .get("/orgs/{code}/assisted-visits", pages::assisted::list)
        .described(visits)
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

fn contacts(routes: Routes) -> Routes {
    let give = Described::action::<DutyForm>("安排联系点、直接联系或结对子").of_org();
    let keep = Described::action::<ContactForm>("记下基层访妇情，或结束这项联系").of::<ContactDuty>();
    routes
        .get("/orgs/{code}/contacts", pages::contacts::show)
        .described(Described::view::<DutiesBody>("联系点和结对").of_org().query::<ContactsQuery>())
        .post("/orgs/{code}/contacts", pages::contacts::give)
        .described(give.more("在社区的页面上安排，今天起算"))
        .get("/contacts/{key}", pages::contact::show)
        .described(Described::view::<OneDutyBody>("一项联系和它的每一次").of::<ContactDuty>())
        .post("/contacts/{key}", pages::contact::keep)
        .described(keep.more("走访这一户的自动算一次，不用再记"))
}

fn cards(routes: Routes) -> Routes {
    let write = Described::action::<CardForm>("写需求卡").makes().of::<Household>();
    let close = Described::action::<ClosingForm>("了结需求卡").of::<NeedCard>();
    routes
        .get("/households/{key}/need-cards/new", pages::need_card_form::show)
        .page_only(EMPTY_FORM)
        .post("/households/{key}/need-cards", pages::need_card_form::write)
        .described(write.more("到日子以前出现在办理人的页面上，过期的也出现在社区主席的工作台上"))
        .get("/need-cards/{key}", pages::need_card::show)
        .described(Described::view::<OneCardBody>("一张需求卡").of::<NeedCard>())
        .post("/need-cards/{key}/closing", pages::need_card::close)
        .described(close.more("办不了的要先告诉她"))
        .get("/households/{key}/level", pages::level::show)
        .described(
            Described::view::<LevelBody>("一户的内部级别，只给判定的人和户籍侧联系人").of::<Household>(),
        )
        .post("/households/{key}/level", pages::level::decide)
        .described(Described::action::<LevelForm>("判定内部级别").of::<Household>())
        .get("/orgs/{code}/need-cards", pages::need_cards::show)
        .described(Described::view::<CardsBody>("需求卡").of_org().query::<CardsQuery>())
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
        .described(need.more("四样只写一样：kind、since 和 source 登记，review 复核，end 消除，again 恢复自动消除的；户籍侧执委只能复核"))
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
        .get("/orgs/{code}/needs", pages::needs_list::show)
        .described(
            Described::view::<AskingBody>("待确认、逾期未确认和已自动消除的需求")
                .of_org()
                .query::<NeedsQuery>(),
        )
        .get("/orgs/{code}/members-without-families", pages::members_without_families::show)
        .described(Described::view::<FreeMembersBody>("没有联系家庭的执委").of_org())
        .get("/orgs/{code}/households/new", pages::household_form::show)
        .page_only(EMPTY_FORM)
        .post("/orgs/{code}/households/new", pages::household_form::enter)
        .described(Described::action::<HouseholdForm>("登记家庭").makes().of_org())
}
