//! What members write down without network: opened, recorded by the rules of the register, or asked about.

mod actions;
pub mod api;
mod keeper;
mod model;
mod pages;
mod queries;
mod rules;
pub mod schema;

use niangjia_web::Routes;

pub use keeper::PhoneKeeper;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .part("没有网络时")
        .get("/offline", pages::offline::show)
        .open("没有网络时用的页面，本身没有任何数据")
        .get("/service-worker.js", pages::offline::service_worker)
        .open("浏览器在没有网络时用的程序")
        .get("/manifest.webmanifest", pages::offline::manifest)
        .open("装到手机桌面时的名字和图标")
        .get("/offline/kit", pages::kit::show)
        .in_person(IN_PERSON)
        .post("/offline/envelopes", pages::envelopes::receive)
        .open("手机离线写下的信封，只有本站打得开；是谁写的由信封里的通行条说明")
        .get("/phone", pages::sent::show)
        .in_person(ON_PAGES)
        .get("/phone/questions/{key}", pages::question::show)
        .in_person(ON_PAGES)
        .post("/phone/questions/{key}/recording", pages::question::record)
        .in_person(ON_PAGES)
        .post("/phone/questions/{key}/handing", pages::question::hand)
        .in_person(ON_PAGES)
        .post("/phone/questions/{key}/taking-over", pages::question::take_over)
        .in_person(ON_PAGES)
        .post("/phone/questions/{key}/putting-away", pages::question::put_away)
        .in_person(ON_PAGES)
        .get("/phone/photos/{key}", pages::photo::show)
        .in_person(PHOTO)
        .get("/phone/photos/{key}/content", pages::photo::content)
        .in_person(PHOTO)
}

const PHOTO: &str = "照片给能看这次走访内容的人在页面上看。";
const IN_PERSON: &str = "手机离线用的资料由本人登录后取；程序用家庭和走访的接口。";
const ON_PAGES: &str = "手机上记的由本人和社区妇联主席在页面上核对；程序用走访和需求的接口。";
