//! `report`: every indicator of an organisation, state as of a day, happenings between two.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use niangjia_insight::api::{Measured, Value};
use niangjia_kernel::Day;
use niangjia_web::show;

use crate::commands::{CommandError, Common};
use crate::settings::Settings;
use crate::wiring;

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    common: Common,
    /// 组织代码，全国为 0 / the organisation's code, 0 for the nation
    #[arg(long, value_name = "CODE")]
    org: String,
    /// 期间从哪天起，默认当年 1 月 1 日 / first day of the period (default: 1 January of the year of --to)
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// 到哪天为止，状态也截至这天，默认今天 / last day, and the day of the state (default: today)
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// 用 JSON 输出 / as JSON
    #[arg(long)]
    json: bool,
}

fn in_words(measured: &Measured) -> String {
    match (measured.numerator, measured.denominator) {
        (Some(numerator), Some(denominator)) => show::ratio(numerator, denominator),
        _ => match measured.value {
            Some(Value::Count(count)) => format!("{} {}", show::count(count), measured.unit),
            Some(Value::Percent(percent)) => format!("{percent}%"),
            None => "—".to_owned(),
        },
    }
}

pub(crate) fn run(arguments: ReportArguments, config: Option<&Path>) -> Result<ExitCode, CommandError> {
    let settings = Settings::of(arguments.common, config, "niangjia-data")?;
    let store = wiring::open_store(settings.store_options())?;
    let day = |text: &str| Day::parse(text).map_err(|error| CommandError::Refused(error.to_string()));
    let to = arguments.to.as_deref().map_or_else(|| Ok(store.clock().today()), day)?;
    let new_year = Day::of(to.parts().0, 1, 1).unwrap_or(to);
    let from = arguments.from.as_deref().map_or(Ok(new_year), day)?;
    if from > to {
        return Err(CommandError::Refused(format!("期间颠倒了：{from} 在 {to} 之后")));
    }
    let code = arguments.org.clone();
    let measured = store.read_blocking(|tx| {
        let org = niangjia_org::api::by_code(tx, &code)?.ok_or_else(|| {
            CommandError::Refused(format!("没有代码为 {code} 的组织；请写区划代码，全国写 0"))
        })?;
        let measured = niangjia_insight::api::report(tx, &org, from, to)?;
        Ok::<_, CommandError>((org, measured))
    });
    let (org, measured) = measured?;
    if arguments.json {
        let text = serde_json::to_string_pretty(&measured);
        println!("{}", text.map_err(|error| CommandError::Refused(error.to_string()))?);
    } else {
        println!("{}  状态截至 {}，期间 {} 至 {}", org.name, to.long(), from.long(), to.long());
        for one in &measured {
            println!("  {}：{}", one.label, in_words(one));
        }
    }
    Ok(ExitCode::SUCCESS)
}
