//! The robots of groups: 企业微信 and 钉钉.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use niangjia_kernel::Timestamp;
use serde::Deserialize;
use sha2::Sha256;
use url::{Host, Url};

use super::{Parcel, Reach, web};
use crate::model::{Failure, RobotKind};
use crate::queries::RobotRow;

/// What a robot answers; both say it the same way.
#[derive(Deserialize)]
struct Answer {
    errcode: i64,
}

/// R-MSG-04. A robot is reached over TLS, at a host that the settings allow, at its ordinary port, and nowhere else: whoever
/// sets one up cannot make this server ask other servers.
///
/// Source: the issue on requests (webhook, signed). Reading: 钉钉 is asked with a signature, 企业微信 by the key in its
/// address. Local: the setting `robot_hosts`.
pub(crate) fn check_address(
    reach: &Reach,
    kind: RobotKind,
    address: &str,
    secret: &str,
) -> Result<Url, &'static str> {
    let url = Url::parse(address).map_err(|_| "地址读不出来，请从群机器人的设置里整段复制")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("地址里不能有用户名和密码");
    }
    let local = reach.robots_on_loopback && is_loopback(&url);
    let allowed = url.host_str().is_some_and(|host| reach.robot_hosts.iter().any(|one| one == host));
    if !local && (url.scheme() != "https" || !allowed || url.port().is_some()) {
        return Err("只能用企业微信或钉钉群机器人的 https 地址");
    }
    let has = |name: &str| url.query_pairs().any(|(one, value)| one == name && !value.is_empty());
    match kind {
        RobotKind::Wecom if !has("key") => Err("企业微信机器人的地址里要有 key=…"),
        RobotKind::Dingtalk if !has("access_token") => Err("钉钉机器人的地址里要有 access_token=…"),
        RobotKind::Dingtalk if secret.is_empty() => Err("钉钉机器人要用“加签”，请填 SEC 开头的密钥"),
        _ => Ok(url),
    }
}

fn is_loopback(url: &Url) -> bool {
    matches!(url.host(), Some(Host::Ipv4(address)) if address.is_loopback())
}

/// 钉钉: timestamp and secret, signed with the secret (HMAC-SHA256), in Base64.
fn signature(secret: &str, at: Timestamp) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length is a key");
    mac.update(format!("{}\n{secret}", at.millis()).as_bytes());
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

pub(super) fn carry(reach: &Reach, parcel: &Parcel, robot: &RobotRow) -> Result<(), Failure> {
    // Asked again at every try: the settings may have become narrower.
    let url = check_address(reach, robot.kind, &robot.address, &robot.secret);
    let mut url = url.map_err(|_| Failure::Address)?;
    if robot.kind == RobotKind::Dingtalk {
        let sign = signature(&robot.secret, parcel.at);
        url.query_pairs_mut()
            .append_pair("timestamp", &parcel.at.millis().to_string())
            .append_pair("sign", &sign);
    }
    let content = format!("【娘家】{}", parcel.text);
    let body = serde_json::json!({ "msgtype": "text", "text": { "content": content } }).to_string();
    let sent = web::agent().post(url.as_str()).header("content-type", "application/json").send(&body);
    let answer: Answer = serde_json::from_str(&web::answer(sent)?).map_err(|_| Failure::Answer)?;
    match answer.errcode {
        0 => Ok(()),
        // 企业微信: no such robot; 钉钉: no such token, wrong signature.
        93_000 | 40_001 | 300_001 | 310_000 | 400_101 => Err(Failure::Credentials),
        // Both: too many in a minute.
        45_009 | 130_101 | 410_100 | 660_026 => Err(Failure::Busy),
        _ => Err(Failure::Answer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_one_that_the_makers_of_the_robot_compute() {
        // printf '1577262236757\nthis is secret' | openssl dgst -sha256 -hmac 'this is secret' -binary | base64
        let at = Timestamp::from_millis(1_577_262_236_757);
        assert_eq!(signature("this is secret", at), "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=");
    }

    #[test]
    fn a_robot_is_where_the_settings_allow_and_nowhere_else() {
        let reach = Reach::default();
        let wecom = |address: &str| check_address(&reach, RobotKind::Wecom, address, "").is_ok();
        assert!(wecom("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6"));
        for elsewhere in [
            "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
            "https://qyapi.weixin.qq.com.evil.example/?key=1",
            "https://qyapi.weixin.qq.com@127.0.0.1/?key=1",
            "https://qyapi.weixin.qq.com:8443/?key=1",
            "https://127.0.0.1/?key=1",
            "https://[::1]/?key=1",
            "https://169.254.169.254/latest/meta-data?key=1",
            "file:///etc/passwd?key=1",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
            "not an address",
        ] {
            assert!(!wecom(elsewhere), "{elsewhere}");
        }
        let ding = "https://oapi.dingtalk.com/robot/send?access_token=1";
        assert!(check_address(&reach, RobotKind::Dingtalk, ding, "SEC1").is_ok());
        assert!(check_address(&reach, RobotKind::Dingtalk, ding, "").is_err(), "unsigned");
        let local = "http://127.0.0.1:4000/?key=1";
        assert!(!wecom(local));
        let testing = Reach { robots_on_loopback: true, ..Reach::default() };
        assert!(check_address(&testing, RobotKind::Wecom, local, "").is_ok());
        assert!(check_address(&testing, RobotKind::Wecom, "http://10.0.0.1/?key=1", "").is_err());
    }
}
