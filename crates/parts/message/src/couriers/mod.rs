//! What carries a message out: a mail server, the robots of groups, an SMS gateway.

mod gateway;
mod mail;
mod robot;
mod web;

use niangjia_kernel::Timestamp;

pub use gateway::Gateway;
pub use mail::MailServer;
pub(crate) use robot::check_address;

use crate::model::{Details, Failure};
use crate::queries::RobotRow;

/// The hosts of 企业微信 and 钉钉, and no others unless the office says so.
const ROBOT_HOSTS: [&str; 2] = ["qyapi.weixin.qq.com", "oapi.dingtalk.com"];

/// What the office configured; without it a message stays in the inbox.
#[derive(Debug, Clone)]
pub struct Reach {
    /// The server that takes e-mail.
    pub mail: Option<MailServer>,
    /// The gateway that takes SMS.
    pub gateway: Option<Gateway>,
    /// The hosts at which a robot may be.
    pub robot_hosts: Vec<String>,
    /// Whether a robot may be on this machine, without TLS: for tests.
    pub robots_on_loopback: bool,
    /// The address of the platform, for the link in an e-mail: `https://niangjia.example.cn`.
    pub address: Option<String>,
}

impl Default for Reach {
    fn default() -> Self {
        let robot_hosts = ROBOT_HOSTS.map(str::to_owned).to_vec();
        Self { mail: None, gateway: None, robot_hosts, robots_on_loopback: false, address: None }
    }
}

/// What is carried.
#[derive(Debug, Clone)]
pub(crate) struct Parcel {
    /// What the other side knows it by, however often it comes.
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) details: Details,
    /// The sentence.
    pub(crate) text: String,
    /// The code that confirms an address, in place of the sentence.
    pub(crate) code: Option<String>,
    pub(crate) at: Timestamp,
}

/// Where it goes.
#[derive(Debug, Clone)]
pub(crate) enum Goal {
    Mail(String),
    Sms(String),
    Robot(Box<RobotRow>),
}

impl Reach {
    /// Carries a parcel to its goal; the other side has taken it when this is well.
    pub(crate) fn carry(&self, parcel: &Parcel, goal: &Goal) -> Result<(), Failure> {
        match goal {
            Goal::Mail(address) => {
                let server = self.mail.as_ref().ok_or(Failure::Unconfigured)?;
                server.carry(parcel, address, self.address.as_deref())
            }
            Goal::Sms(phone) => self.gateway.as_ref().ok_or(Failure::Unconfigured)?.carry(parcel, phone),
            Goal::Robot(robot) => robot::carry(self, parcel, robot),
        }
    }
}
