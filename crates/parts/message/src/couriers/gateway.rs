//! SMS gateways over HTTP. Every maker has its own form of asking; the office writes it down once.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use sha2::Sha256;

use super::{Parcel, web};
use crate::model::Failure;

/// A gateway as the office wrote it down (`deploy/sms-gateway.toml`). In url, headers and body these places are filled:
/// `{phone}` `{template}` `{count}` `{day}` `{number}` `{code}` `{id}` `{timestamp}` `{sign}`.
///
/// An SMS carries no text of ours: a template that the carrier approved, with at most a count, a day and a number.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gateway {
    /// Where it is asked.
    url: String,
    /// `GET` or `POST`.
    #[serde(default = "post")]
    method: Method,
    /// The headers of the request.
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// The body of the request.
    #[serde(default)]
    body: String,
    /// What an answer contains when the gateway took the message.
    success: String,
    /// What requests are signed with (HMAC-SHA256, hexadecimal).
    #[serde(default)]
    secret: String,
    /// What is signed, with the same places.
    #[serde(default)]
    sign_over: String,
    /// The carrier's template for each kind of message; `default` for those that are not named, `code` for codes.
    templates: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Method {
    Get,
    Post,
}

const fn post() -> Method {
    Method::Post
}

// The secret is in no log.
impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").finish_non_exhaustive()
    }
}

impl Gateway {
    /// Reads the file in which the office described its gateway.
    ///
    /// # Errors
    /// In a sentence that says what is wrong with it.
    pub fn read(file: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|error| format!("短信网关文件读不了：{error}"))?;
        Self::parse(&text)
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// In a sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let gateway: Self = toml::from_str(text).map_err(|error| format!("短信网关文件有错：{error}"))?;
        if !gateway.url.starts_with("https://") && !gateway.url.starts_with("http://") {
            return Err("短信网关的 url 要以 https:// 或 http:// 开头".to_owned());
        }
        if !gateway.templates.contains_key("default") || !gateway.templates.contains_key("code") {
            return Err("短信网关的 [templates] 里要有 default 和 code".to_owned());
        }
        if gateway.success.is_empty() {
            return Err("短信网关要写 success：回答里有什么才算发出".to_owned());
        }
        Ok(gateway)
    }

    pub(super) fn carry(&self, parcel: &Parcel, phone: &str) -> Result<(), Failure> {
        let filled = |text: &str| self.filled(text, parcel, phone);
        let (url, agent) = (filled(&self.url), web::agent());
        let sent = match self.method {
            Method::Get => {
                let named = |request: ureq::RequestBuilder<_>, (name, value): (&String, &String)| {
                    request.header(name, filled(value))
                };
                self.headers.iter().fold(agent.get(&url), named).call()
            }
            Method::Post => {
                let named = |request: ureq::RequestBuilder<_>, (name, value): (&String, &String)| {
                    request.header(name, filled(value))
                };
                self.headers.iter().fold(agent.post(&url), named).send(filled(&self.body))
            }
        };
        if web::answer(sent)?.contains(&self.success) { Ok(()) } else { Err(Failure::Answer) }
    }

    /// Digits, letters, points and dashes: nothing that has to be escaped in an address, JSON or a form.
    fn filled(&self, text: &str, parcel: &Parcel, phone: &str) -> String {
        let without_sign = self.without_sign(text, parcel, phone);
        if !without_sign.contains("{sign}") {
            return without_sign;
        }
        let over = self.without_sign(&self.sign_over, parcel, phone);
        #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).expect("any length is a key");
        mac.update(over.as_bytes());
        let sign: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        without_sign.replace("{sign}", &sign)
    }

    fn without_sign(&self, text: &str, parcel: &Parcel, phone: &str) -> String {
        let kind = if parcel.code.is_some() { "code" } else { parcel.kind.as_str() };
        let template = self.templates.get(kind).or_else(|| self.templates.get("default"));
        let details = &parcel.details;
        let number = details.number.map(|one| format!("{}-{}", one.year, one.number));
        let places = [
            ("{phone}", phone.to_owned()),
            ("{template}", template.cloned().unwrap_or_default()),
            ("{count}", details.count.map(|count| count.to_string()).unwrap_or_default()),
            ("{day}", details.day.map(|day| day.to_string()).unwrap_or_default()),
            ("{number}", number.unwrap_or_default()),
            ("{code}", parcel.code.clone().unwrap_or_default()),
            ("{id}", parcel.id.clone()),
            ("{timestamp}", parcel.at.millis().to_string()),
        ];
        places.iter().fold(text.to_owned(), |text, (place, value)| text.replace(place, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gateway_that_is_shipped_as_an_example_is_one() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../deploy/sms-gateway.toml");
        Gateway::read(&file).expect("the example");
    }

    #[test]
    fn a_gateway_without_a_template_for_codes_is_refused_in_words() {
        let text = "url = \"https://x\"\nsuccess = \"ok\"\n[templates]\ndefault = \"1\"\n";
        assert!(Gateway::parse(text).expect_err("no code").contains("code"));
    }
}
