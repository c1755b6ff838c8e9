//! `backup`: one consistent state of database and files in one file, beside a serving process.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use niangjia_kernel::SystemClock;
use niangjia_web::show;

use crate::backup::{self, Created, Wanted};
use crate::commands::{CommandError, Common, as_json};
use crate::demo::Progress;
use crate::progress::{Bars, Lines};
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    #[command(flatten)]
    common: Common,
    /// 写到哪个文件；写目录则按时间取名 / the file to write; in a folder it is named by the instant
    #[arg(long, value_name = "FILE.njbackup")]
    to: PathBuf,
    /// 把密钥也放进去：谁拿到这个文件，谁就能读出全部个人信息 / put the key file in: whoever finds it reads everything
    #[arg(long)]
    with_key: bool,
    /// 进度和结果用 JSON 输出 / progress and outcome as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: BackupArguments, config: Option<&Path>) -> Result<ExitCode, CommandError> {
    let settings = Settings::of(arguments.common, config, "niangjia-data")?;
    let options = settings.store_options();
    let wanted = Wanted { options: &options, with_key: arguments.with_key, clock: &SystemClock };
    let progress: &dyn Progress = if arguments.json { &Lines::default() } else { &Bars::default() };
    let created = if arguments.to.is_dir() {
        backup::create_into(&wanted, &arguments.to, progress)?
    } else {
        backup::create(&wanted, &arguments.to, progress)?
    };
    if arguments.json {
        as_json(&created)?;
    } else {
        in_words(&created, &settings.data);
    }
    Ok(ExitCode::SUCCESS)
}

fn in_words(created: &Created, data: &Path) {
    let megabytes = show::count(i64::try_from(created.bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX));
    let rows = show::count(i64::try_from(created.rows).unwrap_or(i64::MAX));
    println!("已备份到 {}：{rows} 行，{} 个文件，{megabytes} MB", created.path.display(), created.files);
    if created.with_key {
        println!("密钥在备份里：谁拿到这个文件，谁就能读出全部个人信息，请像保管密钥一样保管它。");
    } else {
        let key = data.join(backup::KEY_FILE);
        println!("密钥不在备份里：请把 {} 另存一份、分开存放，没有它备份恢复不了。", key.display());
    }
}
