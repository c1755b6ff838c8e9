//! Messages to people who work here: inbox, e-mail, robots, SMS gateways; nothing personal in the text. See README.md.

mod model;
mod pack;
mod queries;
mod rules;
pub mod schema;
mod tell;

pub use model::{Channel, Delivery, DeliveryState, Detail, Failure, MatterNumber, Message, Place, RobotKind};
pub use pack::{MessageKind, MessageRules};
pub use tell::{Telling, tell, tell_group};
