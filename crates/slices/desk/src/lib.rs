//! Desks: where a post begins its day, and the auditor's reading of the audit.

mod json;
mod listings;
mod pages;

use niangjia_web::{Described, Done, Routes};

use crate::json::DeskBody;

pub use listings::LISTINGS;

/// The routes of this slice.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let desk = Described::view::<DeskBody>("今天要办的有多少").or::<Done>();
    let desk = desk.more("不在村社区、街道、区县负责的岗位，回答她的工作从哪个地址开始");
    routes
        .part("工作台")
        .get("/", pages::home::show)
        .described(desk)
        .get("/audit", pages::audit::show)
        .page_only("审计由审计管理员本人登录查看；管理员的岗位没有接口令牌。")
}
