//! `seed`: fills a folder of its own with invented data, for trying out and load tests.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Subcommand};
use niangjia_kernel::{AreaCode, AreaLevel, Clock as _, Day, SystemClock};

use crate::commands::{CommandError, Common};
use crate::progress::Bars;
use crate::seed::{self, Limits, Order, Seeded, Stopped};
use crate::settings::Settings;
use crate::{country, wiring};

/// Says in a folder that its data was made by this command, and from what.
const MARK: &str = "seed-world";
const MEMBERS_OF_THE_NATION: u64 = 7_000_000;
const COMMUNITIES_OF_THE_NATION: u64 = 618_000;
const GIGABYTE: u64 = 1_000_000_000;

#[derive(Debug, Args)]
pub(crate) struct SeedArguments {
    #[command(subcommand)]
    world: World,
}

#[derive(Debug, Subcommand)]
enum World {
    /// 一个县（也可以是市、省）的试验数据 / invented data of one county, city or province
    County {
        /// 区划代码 / the code of the division
        #[arg(long, value_name = "CODE", default_value = "341881")]
        area: String,
        #[command(flatten)]
        amounts: Amounts,
    },
    /// 全国的试验数据：全部区划、700 万执委 / the nation: all divisions, seven million members
    Nation {
        #[command(flatten)]
        amounts: Amounts,
    },
}

#[derive(Debug, Args)]
struct Amounts {
    #[command(flatten)]
    common: Common,
    /// 执委人数，默认按全国 700 万折算 / committee members
    #[arg(long, value_name = "N")]
    members: Option<u64>,
    /// 家庭户数，默认每个社区 3 户 / households
    #[arg(long, value_name = "N")]
    households: Option<u64>,
    /// 一年的走访次数，默认每户 10 次 / visits within a year
    #[arg(long, value_name = "N")]
    visits: Option<u64>,
    /// 随机种子，同样的种子得到同样的数据 / same seed, same world
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// 数据到哪一天为止，默认今天 / the day of the world (default: today)
    #[arg(long, value_name = "DAY")]
    today: Option<String>,
    /// 最多写多少秒 / stop after so many seconds, whole as far as it goes
    #[arg(long, value_name = "S")]
    seconds: Option<u64>,
    /// 数据库最大多少 GB / stop when the database takes so many gigabytes
    #[arg(long, value_name = "G")]
    disk_gb: Option<u64>,
}

pub(crate) fn run(arguments: SeedArguments, config: Option<&Path>) -> Result<ExitCode, CommandError> {
    let (area, amounts) = match arguments.world {
        World::Nation { amounts } => (AreaCode::nation(), amounts),
        World::County { area, amounts } => {
            let area = AreaCode::parse(&area).map_err(|error| CommandError::Refused(error.to_string()))?;
            if matches!(area.level(), AreaLevel::Nation | AreaLevel::Street | AreaLevel::Community) {
                return Err(CommandError::Refused(
                    "--area 请写县、市或省的区划代码；全国用 seed nation".to_owned(),
                ));
            }
            (area, amounts)
        }
    };
    let limits = Limits {
        time: amounts.seconds.map(Duration::from_secs),
        bytes: amounts.disk_gb.map(|gigabytes| gigabytes * GIGABYTE),
    };
    let settings = Settings::of(amounts.common.clone(), config, "niangjia-seed")?;
    let divisions = country::divisions().map_err(|error| CommandError::Refused(error.to_string()))?;
    let communities = divisions.iter().filter(|division| {
        division.code.level() == AreaLevel::Community && division.code.digits().starts_with(area.digits())
    });
    let communities = communities.count() as u64;
    let order = order(&settings, area, &amounts, communities)?;
    let store = wiring::bulk_store(settings.store_options())?;
    let seeded = seed::fill(&store, divisions, order, limits, &Bars::default())?;
    tell(&settings, &seeded, store.bytes()?);
    Ok(ExitCode::SUCCESS)
}

/// What is asked for, written into the folder before anything else; the folder must be new, or made by the same order.
fn order(
    settings: &Settings,
    area: AreaCode,
    amounts: &Amounts,
    communities: u64,
) -> Result<Order, CommandError> {
    let mark = settings.data.join(MARK);
    let known = match std::fs::read_to_string(&mark) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(CommandError::Io(mark.display().to_string(), error)),
    };
    let day = |text: &str| Day::parse(text).map_err(|error| CommandError::Refused(error.to_string()));
    let begun = known.as_deref().and_then(|text| text.trim().rsplit_once("today=")).map(|(_, day)| day);
    let households = amounts.households.unwrap_or(communities * 3);
    let order = Order {
        area,
        members: amounts
            .members
            .unwrap_or(communities * MEMBERS_OF_THE_NATION / COMMUNITIES_OF_THE_NATION.max(communities)),
        households,
        visits: amounts.visits.unwrap_or(households * 10),
        seed: amounts.seed,
        today: amounts.today.as_deref().or(begun).map_or(Ok(SystemClock.today()), day)?,
    };
    match known {
        Some(text) if text == order.line() => return Ok(order),
        Some(text) => {
            return Err(CommandError::Refused(format!(
                "{} 里是另一个试验世界（{}）。接着写请用同样的参数，否则换一个 --data 目录",
                settings.data.display(),
                text.trim()
            )));
        }
        None => {}
    }
    let used = std::fs::read_dir(&settings.data).is_ok_and(|mut entries| entries.next().is_some());
    if used {
        return Err(CommandError::Refused(format!(
            "{} 不是空目录，也不是 seed 建的；试验数据不写进有别的数据的目录，请换一个 --data 目录",
            settings.data.display()
        )));
    }
    std::fs::create_dir_all(&settings.data).map_err(CommandError::io("建不了数据目录"))?;
    std::fs::write(&mark, order.line()).map_err(CommandError::io("写不了数据目录"))?;
    Ok(order)
}

fn tell(settings: &Settings, seeded: &Seeded, bytes: u64) {
    let written = seeded.written;
    println!(
        "这一次写了 {} 个县、{} 个社区、{} 名执委、{} 户、{} 次走访。",
        written.counties, written.communities, written.members, written.households, written.visits
    );
    let (done, all) = seeded.counties;
    let gigabytes = bytes as f64 / GIGABYTE as f64;
    println!("{}：{all} 个县已写完 {done} 个，数据库 {gigabytes:.2} GB。", settings.data.display());
    let reason = match seeded.stopped {
        Some(Stopped::Time) => "到了 --seconds 的时间，停在整县",
        Some(Stopped::Bytes) => "到了 --disk-gb 的大小，停在整县",
        None => {
            println!("试验世界已写全。登录名如 {}，密码 {}。", seed::login("0"), seed::PASSWORD);
            return;
        }
    };
    let left = if seeded.sums_left > 0 {
        format!("，汇总还差 {} 项", seeded.sums_left)
    } else {
        String::new()
    };
    println!("{reason}{left}。再运行一次同样的命令会接着写。");
}
