//! What a message may say, and how far its deliveries are.

use std::fmt;

use niangjia_kernel::{Day, Entity, Id, Key, Tenant, Timestamp, coded};
use niangjia_store::coded_columns;

/// A message in somebody's inbox.
#[derive(Debug, Clone, Copy)]
pub enum Message {}

impl Entity for Message {
    const PREFIX: &'static str = "msg";
}

/// A message on its way out of the platform.
#[derive(Debug, Clone, Copy)]
pub enum Delivery {}

impl Entity for Delivery {
    const PREFIX: &'static str = "dlv";
}

/// The key of a message in a path.
pub(crate) type MessageKey = Key<Message>;
/// The key of a delivery in a path.
pub(crate) type DeliveryKey = Key<Delivery>;

/// The number of a matter: its year and its number in it. A case number that names a place is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatterNumber {
    /// `2026`.
    pub year: i64,
    /// `12`.
    pub number: i64,
}

impl fmt::Display for MatterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} 年第 {} 号", self.year, self.number)
    }
}

/// What a message may say beside the fixed sentence of its kind. There is no text here: a name, a place or somebody's
/// words cannot be put into a message.
///
/// Source: product.md, promise 5; the issue on requests (nothing personal in the text).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// A day.
    Day(Day),
    /// How many.
    Count(i64),
    /// The number of the matter.
    Number(MatterNumber),
}

/// What stands in the places of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Details {
    pub(crate) day: Option<Day>,
    pub(crate) count: Option<i64>,
    pub(crate) number: Option<MatterNumber>,
}

impl Details {
    pub(crate) fn of(details: &[Detail]) -> Self {
        details.iter().fold(Self::default(), |all, detail| match detail {
            Detail::Day(day) => Self { day: Some(*day), ..all },
            Detail::Count(count) => Self { count: Some(*count), ..all },
            Detail::Number(number) => Self { number: Some(*number), ..all },
        })
    }
}

/// The page that a message leads to: a fixed path, or one with the key of a row. Whoever follows it is asked there who she is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(String);

impl Place {
    /// A page of the program: `/orgs`. The path is part of the program's text.
    #[must_use]
    pub fn page(path: &'static str) -> Self {
        Self(path.to_owned())
    }

    /// The page of a row: `/requests/` and its key.
    #[must_use]
    pub fn of<E: Entity>(below: &'static str, key: Key<E>) -> Self {
        Self(format!("{}/{key}", below.trim_end_matches('/')))
    }

    pub(crate) fn href(&self) -> &str {
        &self.0
    }
}

coded! {
    /// A way out of the platform.
    pub enum Channel {
        /// E-mail.
        Mail = "mail", "电子邮件";
        /// SMS.
        Sms = "sms", "短信";
        /// The robot of a group of the office.
        Robot = "robot", "工作群机器人";
    }
}

coded! {
    /// How far a delivery is. The diagram stands in README.md.
    pub enum DeliveryState {
        /// Its time has not come, or a try failed and the next is to come.
        Waiting = "waiting", "等待发送";
        /// A worker is at it.
        Sending = "sending", "正在发送";
        /// The server or gateway took it.
        Sent = "sent", "已发出";
        /// Given up; somebody has to look.
        Failed = "failed", "没有发出";
        /// Nobody waits for it any more: she read it here, or gave the channel up.
        Dropped = "dropped", "不必再发";
    }
}

coded! {
    /// Why a try failed. There is no room for what the other side said: it may name whom it was for.
    pub enum Failure {
        /// The other side could not be reached, or broke off.
        Unreachable = "unreachable", "连不上对方";
        /// The other side is busy, and asks to come again.
        Busy = "busy", "对方说稍后再试";
        /// The other side refuses it, and will refuse it again.
        Refused = "refused", "对方拒收";
        /// The other side does not let us in.
        Credentials = "credentials", "对方不认我们的账号、密钥或签名";
        /// The answer was not understood.
        Answer = "answer", "对方的回答看不懂";
        /// Nobody configured this channel.
        Unconfigured = "unconfigured", "这个通道没有配置";
        /// The address is none that may be reached.
        Address = "address", "地址不在允许的范围内";
    }
}

impl Failure {
    /// Whether trying again by itself is of no use.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Address)
    }
}

coded! {
    /// Whose robot a group has.
    pub enum RobotKind {
        /// 企业微信.
        Wecom = "wecom", "企业微信";
        /// 钉钉.
        Dingtalk = "dingtalk", "钉钉";
    }
}

coded_columns!(Channel, DeliveryState, Failure, RobotKind);

/// A message as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct MessageRow {
    pub(crate) tenant: Tenant,
    pub(crate) id: Id<Message>,
    pub(crate) kind: String,
    pub(crate) details: Details,
    pub(crate) href: String,
    pub(crate) made: Timestamp,
    pub(crate) read: Option<Timestamp>,
}

impl MessageRow {
    pub(crate) fn key(&self) -> MessageKey {
        self.id.within(self.tenant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_names_a_year_and_a_number_and_a_place_leads_to_a_row() {
        assert_eq!(MatterNumber { year: 2026, number: 12 }.to_string(), "2026 年第 12 号");
        let key = Id::<Message>::from_uuid(uuid::Uuid::nil()).within(Tenant::NATION);
        assert_eq!(Place::of("/requests/", key).href(), format!("/requests/{key}"));
    }
}
