//! The commands of the program.

mod backup;
mod demo;
mod doctor;
mod init;
mod rebuild;
mod report;
mod restore;
mod schema;
mod seed;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use niangjia_store::StoreError;
use thiserror::Error;

use crate::settings::{self, LogFormat, Said, SettingsError};

pub use doctor::{Diagnosis, diagnose};

/// 娘家：妇联从全国到村的工作平台。一次录入，处处成账。
///
/// Niangjia: the platform a Women's Federation works on, from the nation to the village.
#[derive(Debug, Parser)]
#[command(name = "niangjia", version, max_term_width = 110)]
pub struct Arguments {
    /// 配置文件（TOML）/ a settings file
    #[arg(long, global = true, env = "NIANGJIA_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// 日志格式 / the format of the log
    #[arg(long, global = true, env = "NIANGJIA_LOG_FORMAT", value_name = "FORMAT")]
    log_format: Option<LogFormat>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 在新目录里建立演示世界并打开服务 / build the demo world in a fresh folder and serve it
    Demo(demo::DemoArguments),
    /// 打开服务 / serve
    Serve(serve::ServeArguments),
    /// 建立数据目录、全国组织树和第一批管理员 / set up data folder, national tree and the first administrators
    Init(init::InitArguments),
    /// 重算全部派生数据 / make every derived table again from its facts
    Rebuild(rebuild::RebuildArguments),
    /// 体检：核对派生数据、审计链和覆盖 / recompute and compare, verify the audit, list who is uncovered
    Doctor(doctor::DoctorArguments),
    /// 备份，服务不用停 / back up, beside a serving process
    Backup(backup::BackupArguments),
    /// 从备份恢复到空目录，或演练恢复 / restore into an empty folder, or rehearse it
    Restore(restore::RestoreArguments),
    /// 一个组织的全部指标 / every indicator of an organisation
    Report(report::ReportArguments),
    /// 试验和压力测试用的数据，写进单独的目录 / invented data in a folder of its own, for load tests
    Seed(seed::SeedArguments),
    /// 写出数据库结构文件 / write the schema files
    Schema(schema::SchemaArguments),
}

/// Why a command did not do its work; one sentence for the terminal.
#[derive(Debug, Error)]
pub enum CommandError {
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The demo world.
    #[error(transparent)]
    Demo(#[from] crate::demo::DemoError),
    /// A backup or its restoring.
    #[error(transparent)]
    Backup(#[from] crate::backup::BackupError),
    /// Reading or writing a file, or listening.
    #[error("{0}：{1}")]
    Io(String, std::io::Error),
    /// What was asked for does not exist or cannot be.
    #[error("{0}")]
    Refused(String),
}

impl CommandError {
    /// A failure of the system while doing something.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |error| Self::Io(what, error)
    }
}

/// Prints what a command found, for programs.
fn as_json(found: &impl serde::Serialize) -> Result<(), CommandError> {
    let text =
        serde_json::to_string_pretty(found).map_err(|error| CommandError::Refused(error.to_string()))?;
    println!("{text}");
    Ok(())
}

/// The settings that every command takes.
type Common = Said;

/// To the error stream, from `info` on unless `NIANGJIA_LOG` says otherwise.
fn begin_log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("NIANGJIA_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_target(false).init(),
        LogFormat::Json => {
            log.json().flatten_event(true).with_current_span(false).with_span_list(false).init()
        }
    }
}

/// Runs the command; its failure is one sentence on the error stream.
#[must_use]
pub fn run(arguments: Arguments) -> ExitCode {
    let config = arguments.config.as_deref();
    let format = arguments.log_format.or_else(|| config.and_then(settings::log_format));
    begin_log(format.unwrap_or_default());
    let outcome = match arguments.command {
        Command::Demo(arguments) => demo::run(arguments, config),
        Command::Serve(arguments) => serve::run(arguments, config),
        Command::Init(arguments) => init::run(arguments, config),
        Command::Rebuild(arguments) => rebuild::run(arguments, config),
        Command::Doctor(arguments) => doctor::run(arguments, config),
        Command::Backup(arguments) => backup::run(arguments, config),
        Command::Restore(arguments) => restore::run(arguments, config),
        Command::Report(arguments) => report::run(arguments, config),
        Command::Seed(arguments) => seed::run(arguments, config),
        Command::Schema(arguments) => schema::run(&arguments),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("niangjia: {error}");
        ExitCode::FAILURE
    })
}
