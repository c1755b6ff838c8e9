//! `schema`: writes the whole schema as files that can be read; a test compares them.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use niangjia_store::{Dialect, rendered_schema};

use crate::commands::CommandError;
use crate::wiring;

#[derive(Debug, Args)]
pub(crate) struct SchemaArguments {
    /// 写到哪个目录 / the folder to write into
    #[arg(long, default_value = "schema", value_name = "DIR")]
    into: PathBuf,
}

pub(crate) fn run(arguments: &SchemaArguments) -> Result<ExitCode, CommandError> {
    std::fs::create_dir_all(&arguments.into).map_err(CommandError::io("建不了目录"))?;
    for (name, dialect) in
        [("schema.sqlite.sql", Dialect::Sqlite), ("schema.postgres.sql", Dialect::Postgres)]
    {
        let path = arguments.into.join(name);
        let text = rendered_schema(&wiring::migrations(), dialect);
        std::fs::write(&path, text).map_err(CommandError::io(path.display().to_string()))?;
        println!("{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}
