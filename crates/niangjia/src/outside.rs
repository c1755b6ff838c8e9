//! What the application reaches outside of its own process and database.

use std::path::PathBuf;

use niangjia_attachment::{Find, Scanner};
use niangjia_message::{Gateway, MailServer, Reach};

/// What the office has configured; nothing is reached by default.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// Who looks into uploaded files.
    pub scanner: Option<Scanner>,
    /// What carries messages out.
    pub reach: Reach,
    /// Matters that have files beside those of the slices, by the prefix of their identities.
    pub matters: Vec<(&'static str, Find)>,
}

/// What the settings say of it, before it is read.
pub(crate) struct Wanted {
    pub(crate) scanner: Option<String>,
    pub(crate) mail_server: Option<String>,
    pub(crate) mail_from: Option<String>,
    pub(crate) sms_gateway: Option<PathBuf>,
    pub(crate) robot_hosts: Option<String>,
    pub(crate) robots_on_loopback: bool,
    pub(crate) public_address: Option<String>,
}

impl Wanted {
    /// Reads it; the sentence says what is wrong.
    pub(crate) fn read(self) -> Result<Outside, String> {
        let scanner = self.scanner.map(|address| Scanner::of(&address)).transpose()?;
        let mail = match (self.mail_server, self.mail_from) {
            (Some(server), Some(from)) => Some(MailServer::of(&server, &from)?),
            (Some(_), None) => return Err("写了 mail_server，还要写 mail_from（发件人）".to_owned()),
            (None, _) => None,
        };
        let gateway = self.sms_gateway.map(|file| Gateway::read(&file)).transpose()?;
        let address = self.public_address.map(|address| address.trim_end_matches('/').to_owned());
        if address.as_ref().is_some_and(|text| !text.starts_with("https://") && !text.starts_with("http://"))
        {
            return Err("public_address 要以 https:// 开头".to_owned());
        }
        let shipped = Reach::default();
        let robot_hosts = self.robot_hosts.map_or(shipped.robot_hosts, |hosts| {
            hosts.split(',').map(str::trim).filter(|host| !host.is_empty()).map(str::to_owned).collect()
        });
        let robots_on_loopback = self.robots_on_loopback;
        let reach = Reach { mail, gateway, robot_hosts, robots_on_loopback, address };
        Ok(Outside { scanner, reach, matters: Vec::new() })
    }
}
