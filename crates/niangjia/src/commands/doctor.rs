//! `doctor`: recomputes and compares every derived table, verifies the audit, lists who is not covered.

use std::path::Path;
use std::process::ExitCode;
use std::thread::{self, ScopedJoinHandle};

use clap::Args;
use niangjia_kernel::{AreaLevel, OrgPath, Tenant};
use niangjia_store::{Branch, ReadTx, Store, StoreError, audit};
use serde::Serialize;

use crate::backup;
use crate::commands::{CommandError, Common};
use crate::settings::Settings;
use crate::wiring;

/// How many lines of one kind the terminal shows; `--json` has all.
const LINES_SHOWN: usize = 20;

#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    #[command(flatten)]
    common: Common,
    /// 用 JSON 输出 / as JSON
    #[arg(long)]
    json: bool,
}

/// What the doctor found.
#[derive(Debug, Clone, Serialize)]
pub struct Diagnosis {
    /// Whether data and audit are sound. Uncovered households are work to do, not damage.
    pub well: bool,
    /// Rows of derived tables that a recount makes different.
    pub differences: Vec<String>,
    /// Rows that point at something that is not there, or that nobody is responsible for.
    pub orphans: Vec<String>,
    /// Chains of the audit that do not hold.
    pub broken_chains: Vec<String>,
    /// How many audit entries were recomputed.
    pub audit_entries: i64,
    /// How many wait for their number.
    pub audit_waiting: i64,
    /// Key households that nobody is linked to, by name and community.
    pub uncovered: Vec<String>,
}

/// Looks at everything, one check beside the other. Nobody else writes meanwhile: the store holds the lock of its folder.
///
/// # Errors
/// When something cannot be read; that is not the same as being well.
pub fn diagnose(store: &Store) -> Result<Diagnosis, StoreError> {
    while audit::seal_pending(store)? > 0 {}
    thread::scope(|scope| {
        let folds: Vec<_> =
            wiring::FOLDS.iter().map(|fold| scope.spawn(|| store.read_blocking(fold.differences))).collect();
        let chains = scope.spawn(|| store.read_blocking(Chains::verify));
        let rows = scope.spawn(|| store.read_blocking(|tx| rows(tx, store)));
        let differences = folds.into_iter().map(ended).collect::<Result<Vec<_>, _>>()?.concat();
        let (chains, (orphans, uncovered)) = (ended(chains)?, ended(rows)?);
        let well = differences.is_empty() && chains.broken.is_empty() && orphans.is_empty();
        Ok(Diagnosis {
            well,
            differences,
            orphans,
            broken_chains: chains.broken,
            audit_entries: chains.checked,
            audit_waiting: chains.waiting,
            uncovered,
        })
    })
}

fn ended<T>(check: ScopedJoinHandle<'_, Result<T, StoreError>>) -> Result<T, StoreError> {
    check.join().unwrap_or_else(|_| Err(StoreError::Internal("a check broke off".to_owned())))
}

/// What the chains of all tenants come to.
#[derive(Default)]
struct Chains {
    broken: Vec<String>,
    checked: i64,
    waiting: i64,
}

impl Chains {
    fn verify(tx: &ReadTx<'_>) -> Result<Self, StoreError> {
        let mut chains = Self::default();
        for tenant in audit::tenants(tx)? {
            let state = audit::verify(tx, tenant)?;
            chains.checked += state.checked;
            chains.waiting += state.waiting;
            chains.broken.extend(state.broken_at.map(|seq| format!("{tenant} 第 {seq} 条")));
        }
        Ok(chains)
    }
}

/// What points at nothing, and whom nobody is linked to.
fn rows(tx: &ReadTx<'_>, store: &Store) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let nation = Branch::of(Tenant::NATION, AreaLevel::Nation, &OrgPath::nation());
    let uncovered = niangjia_household::api::uncovered_names(tx, &nation, tx.today())?;
    let mut orphans = niangjia_household::api::orphans(tx, &nation)?;
    orphans.extend(niangjia_phone::api::orphans(tx)?);
    orphans.extend(niangjia_store::facts::orphans(tx)?);
    orphans.extend(niangjia_attachment::orphans(tx, store.files())?);
    Ok((orphans, uncovered))
}

pub(crate) fn run(arguments: DoctorArguments, config: Option<&Path>) -> Result<ExitCode, CommandError> {
    let settings = Settings::of(arguments.common, config, "niangjia-data")?;
    let store = wiring::open_store(settings.store_options())?;
    let diagnosis = diagnose(&store)?;
    if arguments.json {
        let text = serde_json::to_string_pretty(&diagnosis);
        println!("{}", text.map_err(|error| CommandError::Refused(error.to_string()))?);
    } else {
        in_words(&diagnosis);
        if let Some(every_day) = &settings.every_day {
            let last = backup::newest(&every_day.folder).map_or_else(|| "还没有".to_owned(), |at| at.long());
            println!("最近一份自动备份：{last}（{}）", every_day.folder.display());
        }
    }
    Ok(if diagnosis.well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(crate) fn in_words(diagnosis: &Diagnosis) {
    let lists = [
        ("派生数据与重算不一致", &diagnosis.differences),
        ("无主的数据", &diagnosis.orphans),
        ("审计链断裂", &diagnosis.broken_chains),
        ("没有联系人的重点户（待安排）", &diagnosis.uncovered),
    ];
    for (title, lines) in lists {
        println!("{title}：{} 条", lines.len());
        for line in lines.iter().take(LINES_SHOWN) {
            println!("  {line}");
        }
    }
    println!("审计：核验 {} 条，待封存 {} 条", diagnosis.audit_entries, diagnosis.audit_waiting);
    println!(
        "{}",
        if diagnosis.well {
            "体检通过"
        } else {
            "体检没有通过，请保留数据目录并联系维护者"
        }
    );
}
