//! 接访和 12338 值班: whose turn it is, what is said, and where it can be looked up.

mod actions;
pub mod api;
mod feed;
mod json;
mod listings;
mod model;
mod pack;
mod pages;
mod past;
mod queries;
mod rules;
pub mod schema;
mod search;
mod suggesting;

use niangjia_kernel::ReceptionTurn;
use niangjia_web::{Described, Routes};

use crate::json::{ArticleBody, DutiesBody, KnowledgeBody, OwnTurnsBody, RosterBody, ScriptBody, TurnBody};
use crate::model::Article;
use crate::pages::article::{RetirementForm, ReviewForm};
use crate::pages::article_form::ArticleForm;
use crate::pages::duties::{DutyForm, EndingForm, LeaveForm};
use crate::pages::knowledge::KnowledgeQuery;
use crate::pages::own_turns::FeedForm;
use crate::pages::roster::{DrawingForm, RosterQuery};
use crate::pages::turn_forms::{AnswerForm, AskForm, ServiceForm, StandInForm};

pub use listings::LISTINGS;
pub use pack::ReceptionRules;

const EMPTY_FORM: &str = "这是一张表；程序直接提交，字段见同一地址的 POST。";

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    knowledge(own_turns(turns(roster(routes.part("接访值班")))))
}

fn roster(routes: Routes) -> Routes {
    routes
        .get("/orgs/{code}/roster", pages::roster::show)
        .described(Described::view::<RosterBody>("一个月的值班表").of_org().query::<RosterQuery>())
        .post("/orgs/{code}/roster/drawing", pages::roster::draw)
        .described(Described::action::<DrawingForm>("排一个月的班").of_org().more("已经排了的不变"))
        .get("/orgs/{code}/roster/duties", pages::duties::show)
        .described(Described::view::<DutiesBody>("值班安排和暂时不排班的人").of_org())
        .post("/orgs/{code}/roster/duties", pages::duties::set)
        .described(Described::action::<DutyForm>("加一条值班安排").of_org())
        .post("/orgs/{code}/roster/duties/ending", pages::duties::end)
        .described(Described::action::<EndingForm>("停一条值班安排").of_org().more("今天起的班都撤"))
        .post("/orgs/{code}/roster/leaves", pages::duties::leave)
        .described(Described::action::<LeaveForm>("登记谁暂时不排班").of_org().more("已排的班重新排给别人"))
        .post("/orgs/{code}/roster/leaves/ending", pages::duties::come_back)
        .described(Described::action::<EndingForm>("今天起恢复排班").of_org())
}

fn own_turns(routes: Routes) -> Routes {
    routes
        .get("/turns", pages::own_turns::show)
        .described(Described::view::<OwnTurnsBody>("我的班"))
        .get("/turns/calendar.ics", pages::own_turns::download)
        .page_only("日历文件；程序直接读 GET /turns")
        .post("/turns/feed", pages::own_turns::make)
        .in_person("链接不用登录就能读，由本人在页面上做")
        .post("/turns/feed/ending", pages::own_turns::end)
        .described(Described::action::<FeedForm>("作废自己的日历链接"))
        .get("/calendar/{link}", pages::own_turns::feed)
        .open("日历程序凭秘密链接读一个人自己的班；没有链接什么也看不到")
}

fn turns(routes: Routes) -> Routes {
    routes
        .get("/turns/{key}", pages::turn::show)
        .described(Described::view::<TurnBody>("一班").of::<ReceptionTurn>())
        .post("/turns/{key}/exchanges", pages::turn_forms::ask)
        .described(Described::action::<AskForm>("请人换班或替班").of::<ReceptionTurn>())
        .post("/turns/{key}/answer", pages::turn_forms::answer)
        .described(Described::action::<AnswerForm>("答复换班").of::<ReceptionTurn>())
        .post("/turns/{key}/stand-in", pages::turn_forms::stand_in)
        .described(Described::action::<StandInForm>("指定替班").of::<ReceptionTurn>())
        .post("/turns/{key}/service", pages::turn_forms::serve)
        .described(Described::action::<ServiceForm>("记值班").of::<ReceptionTurn>())
        .get("/script", pages::script::show)
        .described(Described::view::<ScriptBody>("接听用语"))
}

fn knowledge(routes: Routes) -> Routes {
    let starter = Described::view::<ArticleBody>("随程序带的一条知识");
    routes
        .get("/knowledge", pages::knowledge::list)
        .described(Described::view::<KnowledgeBody>("查知识库").query::<KnowledgeQuery>())
        .get("/knowledge/new", pages::article_form::show)
        .page_only(EMPTY_FORM)
        .post("/knowledge", pages::article_form::write)
        .described(Described::action::<ArticleForm>("写一条知识").makes())
        .get("/knowledge/starter/{code}", pages::article::starter)
        .described(starter.text("code", "^[a-z0-9-]+$", "规则包里的代码"))
        .get("/knowledge/{key}", pages::article::show)
        .described(Described::view::<ArticleBody>("知识库的一条").of::<Article>())
        .get("/knowledge/{key}/edit", pages::article_form::edit)
        .page_only(EMPTY_FORM)
        .post("/knowledge/{key}/edit", pages::article_form::rewrite)
        .described(Described::action::<ArticleForm>("改一条知识").of::<Article>())
        .post("/knowledge/{key}/review", pages::article::review)
        .described(Described::action::<ReviewForm>("复核一条知识").of::<Article>())
        .post("/knowledge/{key}/retirement", pages::article::retire)
        .described(Described::action::<RetirementForm>("撤下一条知识").of::<Article>())
}
