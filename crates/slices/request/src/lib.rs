//! 件件有回音: what women ask of the federation, from whatever way it came to the answer that reached them.

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

use niangjia_kernel::Request;
use niangjia_web::{Described, NoFields, Routes};

use crate::json::{PhoneBody, RequestBody, RequestsBody};
use crate::pages::deed_form::DeedForm;
use crate::pages::intake::IntakeForm;
use crate::pages::listed::ListQuery;
use crate::pages::{deeds, intake, listed, portal, request};

pub use listings::LISTINGS;

const PUBLIC: &str = "妇女自己求助的页面，不用登录；写了什么只有接手的人看得到";
const BY_HERSELF: &str = "妇女自己凭查询码看进度，不用登录；没有码什么也看不到";

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let deed = |summary| Described::action::<DeedForm>(summary).of::<Request>();
    let routes =
        routes
            .part("诉求")
            .get("/orgs/{code}/requests", listed::list)
            .described(Described::view::<RequestsBody>("诉求台账").of_org().query::<ListQuery>())
            .get("/requests/new", intake::show)
            .page_only("登记的表；程序直接提交 POST /requests")
            .post("/requests", intake::record)
            .described(Described::action::<IntakeForm>("登记一件诉求").makes().more(
                "end 写 settled 是当场办结（要写 done），up 是登记后上报；danger 写 yes 的转为保密事项",
            ))
            .post("/requests/looking", intake::look)
            .in_person("边登记边查知识库；程序直接查 GET /knowledge")
            .get("/requests/{key}", request::show)
            .described(Described::view::<RequestBody>("一件诉求").of::<Request>())
            .post("/requests/{key}/openings", deeds::open)
            .described(deed("写用途打开一件诉求").more("写 purpose；当天有效"))
            .post("/requests/{key}/taking", deeds::take)
            .described(deed("接手"))
            .post("/requests/{key}/handler", deeds::hand_over)
            .described(deed("指定承办人").more("写 person"))
            .post("/requests/{key}/answer", deeds::answer)
            .described(deed("作出答复").more("写 answer_words"))
            .post("/requests/{key}/escalation", deeds::pass_up)
            .described(deed("上报").more("写 pass_reason"))
            .post("/requests/{key}/assignment", deeds::assign)
            .described(deed("交办给下级").more("写 assign_org、assign_reason"))
            .post("/requests/{key}/return", deeds::return_back)
            .described(deed("退回").more("写 return_reason；没有接手的才能退"))
            .post("/requests/{key}/receipt", deeds::notify)
            .described(deed("记下怎样告知受理").more("写 tell_day、tell_manner"))
            .post("/requests/{key}/telling", deeds::tell)
            .described(deed("记下怎样告知答复").more("写 tell_reached、tell_day、tell_manner；yes 的办结"))
            .post("/requests/{key}/undeliverable", deeds::report_undeliverable)
            .described(deed("报无法送达").more("写 undeliverable_words"))
            .post("/requests/{key}/look", deeds::look)
            .described(deed("核无法送达").more("写 look_agrees、look_words"))
            .post("/requests/{key}/extension", deeds::extend)
            .described(deed("延长办结期限").more("写 amount、reason、agreed_by、told_day"))
            .post("/requests/{key}/supplements", deeds::supplement)
            .described(deed("补充").more("写 more_words"));
    for_everybody(seldom(routes))
}

/// What is done with few of them.
fn seldom(routes: Routes) -> Routes {
    let deed = |summary| Described::action::<DeedForm>(summary).of::<Request>();
    routes
        .post("/requests/{key}/withdrawal", deeds::withdraw)
        .described(deed("本人撤回").more("写 withdraw_words"))
        .post("/requests/{key}/reopening", deeds::reopen)
        .described(deed("重新办理").more("写 reopen_words"))
        .post("/requests/{key}/review", deeds::review)
        .described(deed("申请复查、复核").more("写 review_words；到作出答复那一级的上一级"))
        .post("/requests/{key}/suspension", deeds::suspend)
        .described(deed("举行听证，停止计时").more("写 hearing_words；复核的才有"))
        .post("/requests/{key}/resumption", deeds::resume)
        .described(deed("听证结束，恢复计时").more("写 hearing_words"))
        .post("/requests/{key}/phone", deeds::look_at_phone)
        .described(
            Described::action::<NoFields>("显示她的电话")
                .of::<Request>()
                .answers::<PhoneBody>()
                .more("会留下记录"),
        )
        .post("/requests/{key}/mediation", deeds::mediate)
        .described(deed("她申请调解").more("写 applies = yes；诉求接着办，直到答复"))
        .post("/requests/{key}/danger", deeds::divert)
        .described(deed("转为保密事项").more("写 danger = yes；不能转回"))
}

fn for_everybody(routes: Routes) -> Routes {
    routes
        .get("/help", portal::door)
        .open(PUBLIC)
        .get("/help/new", portal::form)
        .open(PUBLIC)
        .post("/help", portal::send)
        .open(PUBLIC)
        .get("/help/progress", portal::progress)
        .open(BY_HERSELF)
        .post("/help/progress", portal::ask)
        .open(BY_HERSELF)
        .post("/help/progress/words", portal::more)
        .open(BY_HERSELF)
        .post("/help/progress/reopening", portal::reopen)
        .open(BY_HERSELF)
        .post("/help/progress/review", portal::review)
        .open(BY_HERSELF)
}
