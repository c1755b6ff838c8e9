//! Messages to people who work here: inbox, e-mail, robots, SMS gateways; nothing personal in the text. See README.md.

mod actions;
mod couriers;
mod json;
mod machine;
mod model;
mod pack;
mod pages;
mod queries;
mod rules;
pub mod schema;
mod tell;
mod work;

pub use couriers::{Gateway, MailServer, Reach};
pub use machine::Messages;
pub use model::{Channel, Delivery, DeliveryState, Detail, Failure, MatterNumber, Message, Place, RobotKind};
pub use pack::{MessageKind, MessageRules};
pub use pages::robot::organisation_panels;
pub use queries::count_unread;
pub use tell::{Telling, tell, tell_group};
pub use work::{deliver_due, forget_read, states};

use niangjia_web::{Described, Routes};

use crate::json::{DeliveriesBody, MessagesBody};
use crate::pages::inbox::Nothing;

const HERSELF: &str = "消息发到哪里，由本人登录后自己定，程序不能代她改。";
const ROBOT: &str = "机器人的地址和密钥由主席登录后填，程序不能代填，也读不到。";

/// The routes of this part.
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    let again = Described::action::<Nothing>("把没有发出的再发一次").of::<Delivery>();
    routes
        .part("消息")
        .get("/messages", pages::inbox::show)
        .described(Described::view::<MessagesBody>("我的消息，没看过的在前"))
        .post("/messages/read", pages::inbox::read_all)
        .described(Described::action::<Nothing>("把我的消息全部标为看过"))
        .post("/messages/{key}/open", pages::inbox::open)
        .described(Described::action::<Nothing>("看一条消息；回答里是它指的页面").of::<Message>())
        .get("/messages/deliveries", pages::deliveries::show)
        .described(Described::view::<DeliveriesBody>("对外发送的情况，系统管理员看"))
        .post("/messages/deliveries/{key}/again", pages::deliveries::again)
        .described(again)
        .get("/me/notices", pages::notices::show)
        .in_person(HERSELF)
        .post("/me/notices", pages::notices::prefer)
        .in_person(HERSELF)
        .post("/me/notices/addresses", pages::notices::enter)
        .in_person(HERSELF)
        .post("/me/notices/code", pages::notices::confirm)
        .in_person(HERSELF)
        .post("/me/notices/removal", pages::notices::remove)
        .in_person(HERSELF)
        .get("/orgs/{code}/robot", pages::robot::show)
        .in_person(ROBOT)
        .post("/orgs/{code}/robot", pages::robot::set)
        .in_person(ROBOT)
        .post("/orgs/{code}/robot/test", pages::robot::test)
        .in_person(ROBOT)
        .post("/orgs/{code}/robot/removal", pages::robot::remove)
        .in_person(ROBOT)
}
