//! What a person of the register may ask about herself, in person: her sheet, and her claims with their clock.

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
mod sheet;

use niangjia_web::{Described, Routes};

use crate::json::{ClaimBody, ClaimsBody, InspectionsBody};
use crate::model::Claim;
use crate::pages::claim::TellingForm;
use crate::pages::claim_ending::EndingForm;

pub use keeper::RightsKeeper;
pub use listings::LISTINGS;
pub use pack::RightsRules;

const IN_PERSON: &str = "本人查阅要在办公室当面核对身份，由主席登录后办；程序不能代办，也拿不到查阅单。";

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let end = Described::action::<EndingForm>("办结一件本人请求").of::<Claim>();
    let tell = Described::action::<TellingForm>("记下怎样答复了本人").of::<Claim>();
    routes
        .part("本人查阅")
        .get("/households/{key}/inspections/new", pages::inspection_form::show)
        .in_person(IN_PERSON)
        .post("/households/{key}/inspections", pages::inspection_form::hand_out)
        .in_person(IN_PERSON)
        .get("/inspections/{key}", pages::inspection::show)
        .in_person(IN_PERSON)
        .post("/inspections/{key}/screen", pages::screen::turn)
        .in_person(IN_PERSON)
        .post("/inspections/{key}/claims", pages::inspection::claim)
        .in_person(IN_PERSON)
        .get("/orgs/{code}/inspections", pages::inspections::list)
        .described(Described::view::<InspectionsBody>("本人查阅的登记").of_org())
        .get("/orgs/{code}/claims", pages::claims::list)
        .described(Described::view::<ClaimsBody>("本人请求和答复期限").of_org())
        .get("/claims/{key}", pages::claim::show)
        .described(Described::view::<ClaimBody>("一件本人请求").of::<Claim>())
        .post("/claims/{key}/ending", pages::claim_ending::end)
        .described(end.more("更正和补充写 field 和 value，各自对应；删除联系人写 successor"))
        .post("/claims/{key}/telling", pages::claim::tell)
        .described(tell.more("告诉本人以后，这件事才从工作台上消失"))
}
