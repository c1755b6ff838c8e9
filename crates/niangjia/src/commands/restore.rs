//! `restore`: a backup into an empty folder and database, or a rehearsal of that.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use niangjia_store::{ScratchSchema, StoreOptions};
use niangjia_web::show;

use crate::backup::{self, BackupError, Checked, Place, Restored};
use crate::commands::{CommandError, Common, as_json, doctor};
use crate::demo::Progress;
use crate::progress::{Bars, Lines};
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    #[command(flatten)]
    common: Common,
    /// 备份文件 / the backup
    #[arg(long, value_name = "FILE.njbackup")]
    from: PathBuf,
    /// 另存的密钥文件；备份里有密钥时不用写 / the key file, unless it is in the backup
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// 演练：恢复到临时位置，体检后删除；--data 写在哪个目录里演练，--database 则在该库里用临时模式 / rehearse in a
    /// temporary folder (inside --data, if given) or a temporary schema of --database, let the doctor look, remove it
    #[arg(long)]
    drill: bool,
    /// 进度和结果用 JSON 输出 / progress and outcome as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: RestoreArguments, config: Option<&Path>) -> Result<ExitCode, CommandError> {
    // A rehearsal touches neither the folder nor the database that the settings name for serving.
    let config = config.filter(|_| !arguments.drill);
    let where_to = arguments.common.data.clone();
    let settings = Settings::of(arguments.common, config, "niangjia-data")?;
    let progress: &dyn Progress = if arguments.json { &Lines::default() } else { &Bars::default() };
    let checked = backup::check(&arguments.from, progress)?;
    let options = settings.store_options();
    let key = arguments.key.as_deref();
    let restored = if arguments.drill {
        rehearse(&checked, &options, where_to.as_deref(), key, progress)?
    } else {
        backup::restore(&checked, &Place { options: &options, key }, progress)?
    };
    if arguments.json {
        as_json(&restored)?;
    } else {
        in_words(&checked, &restored, arguments.drill);
    }
    Ok(if restored.diagnosis.well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn rehearse(
    checked: &Checked,
    options: &StoreOptions,
    inside: Option<&Path>,
    key: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Restored, BackupError> {
    let made = inside.map_or_else(tempfile::tempdir, tempfile::tempdir_in);
    let temporary = made.map_err(BackupError::at(inside.unwrap_or(&std::env::temp_dir())))?;
    let scratch =
        ScratchSchema::within(&options.location, &format!("niangjia_drill_{}", std::process::id()))?;
    let location = scratch.as_ref().map_or_else(|| options.location.clone(), |(_, inside)| inside.clone());
    let folder = temporary.path().join("data");
    let options = StoreOptions { folder, location, ..options.clone() };
    backup::restore(checked, &Place { options: &options, key }, progress)
}

fn in_words(checked: &Checked, restored: &Restored, drill: bool) {
    let (manifest, compared) = (checked.manifest(), &restored.compared);
    let rows = show::count(i64::try_from(compared.rows).unwrap_or(i64::MAX));
    println!("{} 的备份（程序 {}，{}）", manifest.taken_ms.long(), manifest.program, manifest.engine);
    println!(
        "与备份清单逐项核对，全部一致：{} 张表共 {rows} 行，{} 个文件，每个字节的校验和",
        compared.tables, compared.files
    );
    if restored.schema != restored.schema_before {
        println!("数据库结构从第 {} 版升级到第 {} 版", restored.schema_before, restored.schema);
    }
    doctor::in_words(&restored.diagnosis);
    if drill {
        println!("演练结束，临时数据已经删除");
    }
}
