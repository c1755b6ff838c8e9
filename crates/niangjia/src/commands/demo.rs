//! `demo`: builds the demo world in a fresh folder and serves it.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use niangjia_kernel::{Clock as _, Day, ManualClock, SeededChance, SystemClock};
use niangjia_store::audit;

use crate::commands::{CommandError, Common, serve};
use crate::progress::Bars;
use crate::settings::Settings;
use crate::{demo, wiring};

/// Same seed, same anchor day, same world.
const SEED: u64 = 0x6E69_616E_676A_6961;

/// Marks a folder while its world is being built, so that Ctrl-C in the middle leaves nothing to clean up by hand.
const BUILDING: &str = "demo-world-unfinished";

#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    #[command(flatten)]
    common: Common,
    /// 演示世界的“今天” / the anchor day of the world, e.g. 2026-11-22 (default: today)
    #[arg(long, value_name = "DAY")]
    today: Option<String>,
    /// 只建立，不打开服务 / only build the world
    #[arg(long)]
    no_serve: bool,
}

pub(crate) fn run(arguments: DemoArguments, config: Option<&Path>) -> Result<ExitCode, CommandError> {
    let settings = Settings::of(arguments.common, config, "niangjia-demo")?;
    let today = match arguments.today.as_deref() {
        Some(text) => Day::parse(text).map_err(|error| CommandError::Refused(error.to_string()))?,
        None => SystemClock.today(),
    };
    let built = settings.data.join("demo-world");
    if !built.exists() {
        build(&settings, today)?;
        std::fs::write(&built, format!("{today}\n")).map_err(CommandError::io("写不了数据目录"))?;
    } else {
        println!("{} 里已有演示世界，直接打开；要重建请换一个 --data 目录", settings.data.display());
    }
    if arguments.no_serve {
        return Ok(ExitCode::SUCCESS);
    }
    let people = demo::demo_people();
    for group in &people {
        println!("  {}", group.role);
        for person in &group.people {
            println!("    {}  {}", person.login_name, person.place);
        }
    }
    println!("演示密码：{}（登录页也可以直接点人名）", demo::PASSWORD);
    // The clock goes on from the anchor day, so that today in the demo is the day it was built for.
    let anchor = std::fs::read_to_string(&built).map_err(CommandError::io("演示世界读不了"))?;
    let anchor = Day::parse(anchor.trim()).map_err(|error| CommandError::Refused(error.to_string()))?;
    let clock = Arc::new(demo::DemoClock::from(anchor));
    let store = wiring::open_store_with(settings.store_options(), clock, None)?;
    serve::serve(&settings, store, people, "演示世界已打开")
}

/// Files of a world whose building was interrupted are thrown away: only a marked folder, only our own files.
fn clear_interrupted(folder: &Path) -> Result<(), CommandError> {
    if !folder.join(BUILDING).exists() {
        return Ok(());
    }
    for name in [
        "niangjia.sqlite",
        "niangjia.sqlite-wal",
        "niangjia.sqlite-shm",
        "niangjia.key",
        "niangjia.lock",
        BUILDING,
    ] {
        match std::fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(CommandError::Io(folder.join(name).display().to_string(), error));
            }
            _ => {}
        }
    }
    Ok(())
}

fn build(settings: &Settings, today: Day) -> Result<(), CommandError> {
    clear_interrupted(&settings.data)?;
    let used = std::fs::read_dir(&settings.data).is_ok_and(|mut entries| entries.next().is_some());
    if used {
        let folder = settings.data.display();
        return Err(CommandError::Refused(format!(
            "{folder} 不是空目录，也不是建好的演示世界；请换一个 --data 目录"
        )));
    }
    std::fs::create_dir_all(&settings.data).map_err(CommandError::io("建不了数据目录"))?;
    std::fs::write(settings.data.join(BUILDING), "").map_err(CommandError::io("写不了数据目录"))?;
    let clock = Arc::new(ManualClock::at(today.start().plus_seconds(9 * 3_600)));
    let chance = Arc::new(SeededChance::new(SEED));
    let store = wiring::open_store_with(settings.store_options(), clock, Some(chance))?;
    let bars = Bars::default();
    demo::build(&store, today, &bars)?;
    demo::Progress::stage(&bars, "封存审计", 1);
    while audit::seal_pending(&store)? > 0 {}
    demo::Progress::step(&bars, 1);
    demo::Progress::stage(&bars, "汇总到市、省、全国", 1);
    niangjia_insight::refresh(&store, std::time::Duration::MAX)?;
    demo::Progress::step(&bars, 1);
    std::fs::remove_file(settings.data.join(BUILDING)).map_err(CommandError::io("写不了数据目录"))
}
