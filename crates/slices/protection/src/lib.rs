//! Violence and children first: sealed cases, reports, warning letters, protection orders.

mod actions;
pub mod api;
mod files;
mod json;
mod model;
mod pack;
mod pages;
mod past;
mod queries;
mod rules;
pub mod schema;
mod waiting;

use niangjia_web::{Described, Routes};

use crate::json::NumbersBody;

pub use pack::ProtectionRules;

const IN_PERSON: &str = "保密事项只由经办的人登录后当面办，程序和令牌都拿不到。";

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    above(steps(cases(routes.part("保密事项"))))
}

/// Taking a case, and what is done on it.
fn cases(routes: Routes) -> Routes {
    routes
        .get("/protection", pages::mine::list)
        .in_person(IN_PERSON)
        .get("/protection/new", pages::new::show)
        .in_person(IN_PERSON)
        .post("/protection", pages::new::open)
        .in_person(IN_PERSON)
        .get("/protection/opening", pages::opening::show)
        .in_person(IN_PERSON)
        .post("/protection/opening", pages::opening::open)
        .in_person(IN_PERSON)
        .get("/protection/{key}", pages::case::show)
        .in_person(IN_PERSON)
        .post("/protection/{key}/reports", pages::case_forms::report)
        .in_person(IN_PERSON)
        .post("/protection/{key}/notes", pages::case_forms::note)
        .in_person(IN_PERSON)
        .post("/protection/{key}/people", pages::case_forms::add_person)
        .in_person(IN_PERSON)
        .post("/protection/{key}/people/removal", pages::case_forms::remove_person)
        .in_person(IN_PERSON)
        .post("/protection/{key}/successor", pages::succession::name)
        .in_person(IN_PERSON)
        .post("/protection/{key}/taking", pages::case_forms::take_over)
        .in_person(IN_PERSON)
        .post("/protection/{key}/closing", pages::case_forms::close)
        .in_person(IN_PERSON)
        .post("/protection/{key}/reopening", pages::case_forms::reopen)
        .in_person(IN_PERSON)
        .post("/protection/{key}/openings/seen", pages::case_forms::take_note)
        .in_person(IN_PERSON)
}

/// How she is reached, danger, measures and their papers.
fn steps(routes: Routes) -> Routes {
    routes
        .post("/protection-openings/{key}", pages::opening::decide)
        .in_person(IN_PERSON)
        .post("/protection-files/{key}/asking", pages::files::ask)
        .in_person(IN_PERSON)
        .post("/protection-consents/{key}", pages::files::decide)
        .in_person(IN_PERSON)
        .get("/protection/{key}/contact", pages::contact::show)
        .in_person(IN_PERSON)
        .post("/protection/{key}/contact", pages::contact::set)
        .in_person(IN_PERSON)
        .get("/protection/{key}/assessment", pages::assessment::show)
        .in_person(IN_PERSON)
        .post("/protection/{key}/assessment", pages::assessment::assess)
        .in_person(IN_PERSON)
        .get("/protection/{key}/measures/new", pages::measure_form::show)
        .in_person(IN_PERSON)
        .post("/protection/{key}/measures", pages::measure_form::begin)
        .in_person(IN_PERSON)
        .get("/protection-measures/{key}", pages::measure::show)
        .in_person(IN_PERSON)
        .post("/protection-measures/{key}/turns", pages::measure::turn)
        .in_person(IN_PERSON)
        .get("/protection-measures/{key}/paper", pages::paper::show)
        .in_person(IN_PERSON)
        .get("/protection-measures/{key}/paper.docx", pages::paper::document)
        .in_person(IN_PERSON)
}

/// Who is in charge, and the numbers.
fn above(routes: Routes) -> Routes {
    routes
        .get("/orgs/{code}/protection", pages::charges::list)
        .in_person(IN_PERSON)
        .post("/orgs/{code}/protection/charges", pages::charges::designate)
        .in_person(IN_PERSON)
        .post("/orgs/{code}/protection/charges/end", pages::charges::end)
        .in_person(IN_PERSON)
        .get("/orgs/{code}/protection/numbers", pages::numbers::show)
        .described(
            Described::view::<NumbersBody>("保密事项的数字：按季度，1 到 4 的写作 <5")
                .of_org()
                .query::<pages::numbers::NumbersQuery>(),
        )
}
