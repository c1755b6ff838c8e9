//! Settings: one TOML file, environment variables, command line; the later one wins.

use std::path::{Path, PathBuf};

use clap::Args;
use niangjia_store::{Location, StoreOptions};
use serde::Deserialize;
use thiserror::Error;

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
}

impl Settings {
    /// Puts the settings together; `file` is read first, what was `said` (environment, command line) wins.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn of(said: Said, file: Option<&Path>, default_data: &str) -> Result<Self, SettingsError> {
        let written = file.map(read).transpose()?.unwrap_or_default();
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
    fn an_unknown_word_in_the_file_is_refused_and_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("niangjia.toml");
        std::fs::write(&file, "lisen = \"127.0.0.1:1\"\n").expect("a file");
        let error = Settings::of(Said::default(), Some(&file), "data").expect_err("a typo");
        assert!(error.to_string().contains("lisen"), "{error}");
    }
}
