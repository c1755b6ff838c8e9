//! `rebuild`: makes every derived table again from its facts.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use niangjia_kernel::Tenant;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Ending, StoreError};

use crate::commands::{CommandError, Common};
use crate::settings::Settings;
use crate::wiring;

const REBUILD: Action = Action::write("store.rebuild", "重算派生数据");

#[derive(Debug, Args)]
pub(crate) struct RebuildArguments {
    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: RebuildArguments, config: Option<&Path>) -> Result<ExitCode, CommandError> {
    let settings = Settings::of(arguments.common, config, "niangjia-data")?;
    let store = wiring::open_store(settings.store_options())?;
    for fold in wiring::FOLDS {
        let rows = store.write_blocking(move |tx| {
            let rows = (fold.rebuild)(tx)?;
            let entry = Entry::by_system(REBUILD, Tenant::NATION).named(fold.name);
            Ok::<_, StoreError>(Ending::from(tx.record(&entry, rows)?))
        })?;
        println!("{}：重算完成，共 {rows} 行", fold.name);
    }
    Ok(ExitCode::SUCCESS)
}
