//! Settings: one TOML file, environment variables, command line; the later one wins.

use std::path::{Path, PathBuf};

use clap::Args;
use niangjia_store::{Location, StoreOptions};
use niangjia_web::MapTiles;
use serde::Deserialize;
use thiserror::Error;

use crate::backup::EveryDay;
use crate::outside::{Outside, Wanted};

/// What can be said in the file, the environment and on the command line alike.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Said {
    /// 数据目录 / the data folder (key file, lock, embedded database)
    #[arg(long, env = "NIANGJIA_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// 监听地址 / the address to listen on, e.g. 127.0.0.1:8080
    #[arg(long, env = "NIANGJIA_LISTEN", value_name = "ADDR")]
    pub listen: Option<String>,
    /// 用 PostgreSQL 存数据 / keep the rows in PostgreSQL: postgres://…
    #[arg(long, env = "NIANGJIA_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// TLS 证书文件 / TLS certificate chain (PEM)
    #[arg(long, env = "NIANGJIA_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// TLS 私钥文件 / TLS private key (PEM)
    #[arg(long, env = "NIANGJIA_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// 在 HTTPS 反向代理之后 / behind a proxy that speaks HTTPS: secure cookies, client address from X-Forwarded-For
    #[arg(long, env = "NIANGJIA_BEHIND_PROXY", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    pub behind_proxy: Option<bool>,
    /// 每个地址每秒最多提交多少次，0 为不限 / submissions per second and address, 0 for no limit
    #[arg(long, env = "NIANGJIA_SUBMISSIONS_PER_SECOND", value_name = "N")]
    pub submissions_per_second: Option<u32>,
    /// 数据库连接数 / readers (SQLite) or connections (PostgreSQL)
    #[arg(long, env = "NIANGJIA_CONNECTIONS", value_name = "N")]
    pub connections: Option<u32>,
    /// 监控的监听地址，不写则不开 / the address of metrics, /healthz and /readyz, e.g. 127.0.0.1:9090
    #[arg(long, env = "NIANGJIA_METRICS_LISTEN", value_name = "ADDR")]
    pub metrics_listen: Option<String>,
    /// 每天自动备份到哪个目录，不写则不备份 / the folder of daily backups
    #[arg(long, env = "NIANGJIA_BACKUP_FOLDER", value_name = "DIR")]
    pub backup_folder: Option<PathBuf>,
    /// 几点以后做当天的备份（0–23）/ the hour in China from which the day's backup is due
    #[arg(long, env = "NIANGJIA_BACKUP_HOUR", value_name = "HOUR", value_parser = clap::value_parser!(u8).range(0..24))]
    pub backup_hour: Option<u8>,
    /// 保留几份自动备份 / how many daily backups are kept
    #[arg(long, env = "NIANGJIA_BACKUPS_KEPT", value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub backups_kept: Option<u16>,
    /// 地图的底图，不写就没有 / tiles below the map: https://…/{z}/{x}/{y}.png
    #[arg(long, env = "NIANGJIA_MAP_TILES", value_name = "URL", requires = "map_tiles_attribution")]
    pub map_tiles: Option<String>,
    /// 底图的来源，写在地图角上 / whose tiles they are
    #[arg(long, env = "NIANGJIA_MAP_TILES_ATTRIBUTION", value_name = "TEXT")]
    pub map_tiles_attribution: Option<String>,
    /// 病毒检查程序（clamd），不写就不检查 / the scanner of uploaded files: tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl
    #[arg(long, env = "NIANGJIA_SCANNER", value_name = "ADDR")]
    pub scanner: Option<String>,
    /// 发邮件的服务器，不写就不发 / the mail server: smtps://user:password@host:465
    #[arg(
        long,
        env = "NIANGJIA_MAIL_SERVER",
        value_name = "URL",
        hide_env_values = true,
        requires = "mail_from"
    )]
    pub mail_server: Option<String>,
    /// 邮件的发件人 / whom e-mail comes from: 娘家 <notice@example.cn>
    #[arg(long, env = "NIANGJIA_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// 短信网关的说明文件，不写就不发 / the file that describes the SMS gateway (deploy/sms-gateway.toml)
    #[arg(long, env = "NIANGJIA_SMS_GATEWAY", value_name = "FILE")]
    pub sms_gateway: Option<PathBuf>,
    /// 群机器人可以在哪些主机，逗号分开 / the hosts at which robots of groups may be
    #[arg(long, env = "NIANGJIA_ROBOT_HOSTS", value_name = "HOSTS")]
    pub robot_hosts: Option<String>,
    /// 允许本机的机器人，只为测试 / robots on this machine, without TLS: for tests only
    #[arg(long, env = "NIANGJIA_ROBOTS_ON_LOOPBACK", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    pub robots_on_loopback: Option<bool>,
    /// 别人打开本站用的地址，写进邮件 / the address of the platform: `https://niangjia.example.cn`
    #[arg(long, env = "NIANGJIA_PUBLIC_ADDRESS", value_name = "URL")]
    pub public_address: Option<String>,
    /// 日志格式，在命令行上写在子命令之前或之后都可以 / the format of the log; see `--log-format`
    #[arg(skip)]
    pub log_format: Option<LogFormat>,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// A line of JSON for each event.
    Json,
}

/// Settings in force.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder.
    pub data: PathBuf,
    /// The address to listen on.
    pub listen: String,
    /// Where the rows are.
    pub location: Location,
    /// Certificate and key, when TLS is built in.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Behind a proxy that speaks HTTPS.
    pub behind_proxy: bool,
    /// Submissions per second and address; 0 for no limit.
    pub submissions_per_second: u32,
    /// Readers or connections.
    pub connections: u32,
    /// The address of the metrics.
    pub metrics_listen: Option<String>,
    /// Tiles below the map.
    pub map_tiles: Option<MapTiles>,
    /// What is reached outside of the process.
    pub outside: Outside,
    /// Daily backups.
    pub every_day: Option<EveryDay>,
}

/// Why the settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("配置文件 {0} 读不了：{1}")]
    Unreadable(PathBuf, std::io::Error),
    /// The file is no TOML, or says something unknown.
    #[error("配置文件 {0} 有错：{1}")]
    Wrong(PathBuf, Box<toml::de::Error>),
    /// What is said of servers outside cannot be used.
    #[error("配置有错：{0}")]
    Outside(String),
    /// A value that is out of its range.
    #[error("配置文件 {0} 有错：{1}")]
    OutOfRange(PathBuf, &'static str),
}

impl Settings {
    /// Puts the settings together; `file` is read first, what was `said` (environment, command line) wins.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn of(said: Said, file: Option<&Path>, default_data: &str) -> Result<Self, SettingsError> {
        let written = file.map(read).transpose()?.unwrap_or_default();
        check_ranges(&written, file)?;
        let hour = i64::from(said.backup_hour.or(written.backup_hour).unwrap_or(2));
        let kept = usize::from(said.backups_kept.or(written.backups_kept).unwrap_or(14));
        let backups = said.backup_folder.or(written.backup_folder);
        let tiles = said.map_tiles.or(written.map_tiles);
        let attribution = said.map_tiles_attribution.or(written.map_tiles_attribution).unwrap_or_default();
        let tiles = tiles.map(|template| MapTiles::of(&template, &attribution)).transpose();
        let unusable =
            |what| SettingsError::OutOfRange(file.unwrap_or(Path::new("map_tiles")).to_owned(), what);
        let wanted = Wanted {
            scanner: said.scanner.or(written.scanner),
            mail_server: said.mail_server.or(written.mail_server),
            mail_from: said.mail_from.or(written.mail_from),
            sms_gateway: said.sms_gateway.or(written.sms_gateway),
            robot_hosts: said.robot_hosts.or(written.robot_hosts),
            robots_on_loopback: said.robots_on_loopback.or(written.robots_on_loopback).unwrap_or(false),
            public_address: said.public_address.or(written.public_address),
        };
        let outside = wanted.read().map_err(SettingsError::Outside)?;
        let database = said.database.or(written.database);
        let tls = said.tls_cert.or(written.tls_cert).zip(said.tls_key.or(written.tls_key));
        Ok(Self {
            data: said.data.or(written.data).unwrap_or_else(|| PathBuf::from(default_data)),
            listen: said.listen.or(written.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned()),
            location: database.map_or(Location::Embedded, Location::Postgres),
            tls,
            behind_proxy: said.behind_proxy.or(written.behind_proxy).unwrap_or(false),
            submissions_per_second: said
                .submissions_per_second
                .or(written.submissions_per_second)
                .unwrap_or(10),
            connections: said.connections.or(written.connections).unwrap_or(8).max(1),
            metrics_listen: said.metrics_listen.or(written.metrics_listen),
            map_tiles: tiles.map_err(unusable)?,
            outside,
            every_day: backups.map(|folder| EveryDay { folder, hour, kept }),
        })
    }

    /// Whether browsers see HTTPS.
    #[must_use]
    pub const fn secure(&self) -> bool {
        self.tls.is_some() || self.behind_proxy
    }

    /// What the store is opened with.
    #[must_use]
    pub fn store_options(&self) -> StoreOptions {
        StoreOptions {
            folder: self.data.clone(),
            location: self.location.clone(),
            connections: self.connections,
            max_pages: None,
        }
    }
}

/// The command line is held to its ranges by its parser; the file is held to them here.
fn check_ranges(written: &Said, file: Option<&Path>) -> Result<(), SettingsError> {
    let wrong = |what| Err(SettingsError::OutOfRange(file.unwrap_or(Path::new("")).to_owned(), what));
    match (written.backup_hour, written.backups_kept) {
        (Some(24..), _) => wrong("backup_hour 要在 0 到 23 之间"),
        (_, Some(0)) => wrong("backups_kept 至少是 1"),
        _ => Ok(()),
    }
}

/// The format of the log that a file asks for. What is wrong with the file is said when the settings are read.
#[must_use]
pub fn log_format(file: &Path) -> Option<LogFormat> {
    read(file).ok().and_then(|said| said.log_format)
}

fn read(path: &Path) -> Result<Said, SettingsError> {
    let text =
        std::fs::read_to_string(path).map_err(|error| SettingsError::Unreadable(path.to_owned(), error))?;
    toml::from_str(&text).map_err(|error| SettingsError::Wrong(path.to_owned(), Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_wins_over_the_file_and_the_file_over_the_default() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("niangjia.toml");
        std::fs::write(&file, "listen = \"127.0.0.1:1\"\nconnections = 3\n").expect("a file");
        let said = Said { listen: Some("127.0.0.1:2".to_owned()), ..Said::default() };
        let settings = Settings::of(said, Some(&file), "data").expect("settings");
        assert_eq!((settings.listen.as_str(), settings.connections), ("127.0.0.1:2", 3));
        assert_eq!(settings.data, PathBuf::from("data"));
    }

    #[test]
    fn the_settings_that_are_shipped_are_understood_line_by_line() {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/niangjia.toml");
        Settings::of(Said::default(), Some(&shipped), "data").expect("as it is shipped");
        // What stands there as a comment is an example, and must be one that works.
        let text = std::fs::read_to_string(&shipped).expect("the file");
        let examples = text
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|line| line.contains(" = ")).unwrap_or(line));
        let all: Said = toml::from_str(&examples.collect::<Vec<_>>().join("\n")).expect("every example");
        assert_eq!(all.backup_hour, Some(2));
        assert!(all.metrics_listen.is_some() && all.log_format.is_some() && all.tls_key.is_some());
    }

    #[test]
    fn an_hour_that_does_not_exist_is_refused_in_words() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("niangjia.toml");
        std::fs::write(&file, "backup_hour = 24\n").expect("a file");
        let error = Settings::of(Said::default(), Some(&file), "data").expect_err("no such hour");
        assert!(error.to_string().contains("0 到 23"), "{error}");
    }

    #[test]
    fn an_unknown_word_in_the_file_is_refused_and_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("niangjia.toml");
        std::fs::write(&file, "lisen = \"127.0.0.1:1\"\n").expect("a file");
        let error = Settings::of(Said::default(), Some(&file), "data").expect_err("a typo");
        assert!(error.to_string().contains("lisen"), "{error}");
    }
}
