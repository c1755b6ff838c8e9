//! 人民调解 of marriage and family disputes: from the application to the file.

mod actions;
pub mod api;
mod documents;
mod enter;
mod json;
mod keeper;
mod listings;
mod model;
mod pack;
mod pages;
mod queries;
mod rules;
pub mod schema;
mod whole;

use niangjia_kernel::Mediation;
use niangjia_web::{Described, FileKind, Routes};

use crate::json::{CaseBody, CasesBody};
use crate::pages::agreement::AgreementForm;
use crate::pages::application::ApplicationForm;
use crate::pages::confirmation::ConfirmationForm;
use crate::pages::consent::ConsentForm;
use crate::pages::documents::DocumentQuery;
use crate::pages::ending::EndingForm;
use crate::pages::extension::ExtensionForm;
use crate::pages::file::FileForm;
use crate::pages::gate::OpeningForm;
use crate::pages::list::ListQuery;
use crate::pages::members::{ChangeForm, MemberForm};
use crate::pages::performance::PerformanceForm;
use crate::pages::revisit::RevisitForm;
use crate::pages::screening::ScreeningForm;
use crate::pages::sessions::SessionForm;
use crate::pages::signatures::SignaturesForm;

pub use listings::LISTINGS;
pub use pack::MediationRules;

const EMPTY_FORM: &str = "这是一张空表；程序直接提交，字段见 POST 的说明。";
const PAPER: &str = "这是打印用的文书；程序下载 Word。";

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    papers(after(course(before(routes.part("人民调解")))))
}

fn before(routes: Routes) -> Routes {
    let register = Described::action::<ApplicationForm>("登记纠纷").makes().of_org();
    let screen = Described::action::<ScreeningForm>("调解前筛查").of::<Mediation>();
    let ask = Described::action::<ConsentForm>("征求各方意愿").of::<Mediation>();
    let list = Described::view::<CasesBody>("人民调解").of_org().query::<ListQuery>();
    let open = Described::action::<OpeningForm>("写明用途，打开一件调解").of::<Mediation>();
    routes
        .get("/orgs/{code}/mediations", pages::list::show_list)
        .described(list.more("转办的不在里面"))
        .get("/orgs/{code}/mediations/new", pages::application::show)
        .page_only(EMPTY_FORM)
        .post("/orgs/{code}/mediations", pages::application::register)
        .described(register.more("第一个姓名是申请人，后面的是另一方"))
        .get("/mediations/{key}", pages::case::show)
        .described(Described::view::<CaseBody>("一件人民调解").of::<Mediation>())
        .post("/mediations/{key}/openings", pages::gate::open)
        .described(open.more("街道、区县的主席用；到今天结束为止"))
        .get("/mediations/{key}/screening", pages::screening::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/screening", pages::screening::screen)
        .described(screen.more("有一项是“有”，就不调解，转办并封存"))
        .get("/mediations/{key}/consent", pages::consent::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/consent", pages::consent::ask)
        .described(ask.more("各方都同意的受理，有一方不同意的不予调解"))
}

fn course(routes: Routes) -> Routes {
    let assign = Described::action::<MemberForm>("安排调解人员").of::<Mediation>();
    let change = Described::action::<ChangeForm>("调解人员声明或不再参加").of::<Mediation>();
    let hold = Described::action::<SessionForm>("记一次调解或调查").of::<Mediation>();
    let extend = Described::action::<ExtensionForm>("延长调解期限").of::<Mediation>();
    let agree = Described::action::<AgreementForm>("达成协议").of::<Mediation>();
    let end = Described::action::<EndingForm>("终止调解").of::<Mediation>();
    routes
        .get("/mediations/{key}/members", pages::members::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/members", pages::members::assign)
        .described(assign.more("调解员没有声明的不能安排"))
        .post("/mediations/{key}/members/change", pages::members::change)
        .described(change)
        .get("/mediations/{key}/sessions/new", pages::sessions::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/sessions", pages::sessions::hold)
        .described(hold)
        .get("/mediations/{key}/extension", pages::extension::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/extension", pages::extension::extend)
        .described(extend.more("要各方都同意，在期限内办"))
        .get("/mediations/{key}/agreement", pages::agreement::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/agreement", pages::agreement::agree)
        .described(agree.more("书面的签名盖章齐了才生效；口头的达成就生效"))
        .get("/mediations/{key}/ending", pages::ending::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/ending", pages::ending::end)
        .described(end)
}

fn after(routes: Routes) -> Routes {
    let sign = Described::action::<SignaturesForm>("签名和盖章").of::<Mediation>();
    let perform = Described::action::<PerformanceForm>("履行情况").of::<Mediation>();
    let confirm = Described::action::<ConfirmationForm>("司法确认的一步").of::<Mediation>();
    let revisit = Described::action::<RevisitForm>("回访").of::<Mediation>();
    let keep = Described::action::<FileForm>("卷宗材料、立卷、归档").of::<Mediation>();
    routes
        .get("/mediations/{key}/signatures", pages::signatures::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/signatures", pages::signatures::sign)
        .described(sign.more("缺一方签名、调解员签名或印章，协议不生效"))
        .get("/mediations/{key}/performance", pages::performance::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/performance", pages::performance::perform)
        .described(perform)
        .get("/mediations/{key}/confirmation", pages::confirmation::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/confirmation", pages::confirmation::confirm)
        .described(confirm)
        .get("/mediations/{key}/revisits/new", pages::revisit::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/revisits", pages::revisit::record)
        .described(revisit)
        .get("/mediations/{key}/file", pages::file::show)
        .page_only(EMPTY_FORM)
        .post("/mediations/{key}/file", pages::file::keep)
        .described(keep.more("必备材料缺一份，不能立卷"))
}

fn papers(routes: Routes) -> Routes {
    let docx = Described::file("一份文书，Word", FileKind::Document).of::<Mediation>();
    routes
        .get("/mediations/{key}/documents", pages::documents::list)
        .page_only(PAPER)
        .get("/mediations/{key}/document", pages::documents::show)
        .page_only(PAPER)
        .get("/mediations/{key}/document.docx", pages::documents::docx)
        .described(docx.query::<DocumentQuery>())
}
