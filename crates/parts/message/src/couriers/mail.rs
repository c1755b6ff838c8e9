//! E-mail by SMTP.

use std::fmt;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error;
use lettre::{SmtpTransport, Transport as _};

use super::Parcel;
use crate::model::Failure;

const PATIENCE: Duration = Duration::from_secs(20);
const SUBJECT: &str = "娘家：有新消息";
/// SMTP: authentication credentials invalid (RFC 4954), authentication required (RFC 4954).
const NOT_LET_IN: [u16; 3] = [530, 534, 535];

/// The server that takes the office's e-mail, and whom it comes from.
#[derive(Clone)]
pub struct MailServer {
    transport: SmtpTransport,
    from: Mailbox,
}

// The address of the server may carry its password.
impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailServer").field("from", &self.from).finish_non_exhaustive()
    }
}

impl MailServer {
    /// Reads what the office configured; the sentence says what is wrong with it.
    ///
    /// # Errors
    /// When it is no address of a mail server, or the sender is no e-mail address.
    pub fn of(server: &str, from: &str) -> Result<Self, &'static str> {
        let builder = SmtpTransport::from_url(server).map_err(
            |_| "mail_server 要写成 smtps://用户:密码@主机:465 或 smtp://用户:密码@主机:587?tls=required（密码里的特殊字符写成 %XX）",
        )?;
        let from = from.parse().map_err(|_| "mail_from 要写成 娘家 <notice@example.cn>")?;
        Ok(Self { transport: builder.timeout(Some(PATIENCE)).build(), from })
    }

    pub(super) fn carry(&self, parcel: &Parcel, to: &str, link: Option<&str>) -> Result<(), Failure> {
        let to: Mailbox = to.parse().map_err(|_| Failure::Refused)?;
        // The same at every try: a server that took it before knows it again.
        let id = format!("<{}@{}>", parcel.id, self.from.email.domain());
        let text = match &parcel.code {
            Some(code) => format!("您的验证码是 {code}，用来确认这个邮箱。不是您本人操作，请不用理会。\n"),
            None => {
                let link = link.map(|link| format!("{link}/messages\n")).unwrap_or_default();
                format!(
                    "{}\n{link}\n这封邮件由程序发出，请不要回复。不想再收，在“我的—消息提醒”里关掉。\n",
                    parcel.text
                )
            }
        };
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(SUBJECT)
            .message_id(Some(id))
            .header(ContentType::TEXT_PLAIN)
            .body(text);
        self.transport
            .send(&message.map_err(|_| Failure::Refused)?)
            .map(drop)
            .map_err(|error| failure(&error))
    }
}

fn failure(error: &Error) -> Failure {
    match error.status().map(u16::from) {
        Some(code) if NOT_LET_IN.contains(&code) => Failure::Credentials,
        Some(_) if error.is_permanent() => Failure::Refused,
        Some(_) => Failure::Busy,
        None if error.is_response() => Failure::Answer,
        None => Failure::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_said_with_its_scheme_and_a_sender_is_an_address() {
        assert!(MailServer::of("smtps://u:p%40ss@mail.example.cn:465", "娘家 <n@example.cn>").is_ok());
        assert!(MailServer::of("mail.example.cn", "n@example.cn").is_err());
        assert!(MailServer::of("smtp://mail.example.cn:25", "娘家").is_err());
    }

    #[test]
    fn a_password_is_in_no_log() {
        let server =
            MailServer::of("smtps://u:hunter2@mail.example.cn:465", "n@example.cn").expect("a server");
        assert!(!format!("{server:?}").contains("hunter2"));
    }
}
