//! `init`: an empty installation with the national tree and its first three administrators.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use niangjia_area::api::Division;
use niangjia_kernel::{Chance as _, Day, SystemChance};
use niangjia_org::api::Org;
use niangjia_people::actions::{self, NewAccount};
use niangjia_people::api::{Education, Engagement, NewPerson, NewPost, Party, PasswordCost, hash_password};
use niangjia_store::{Ending, PostKind, Store, StoreError, WriteTx};

use crate::commands::{CommandError, Common};
use crate::demo::Progress as _;
use crate::progress::Bars;
use crate::settings::Settings;
use crate::{country, wiring};

/// Letters and digits that cannot be taken for one another when read from a slip of paper.
const READABLE: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const PASSWORD_LENGTH: usize = 14;

#[derive(Debug, Args)]
pub(crate) struct InitArguments {
    #[command(flatten)]
    common: Common,
    /// 管理员所在的组织，如县级 341881 / the organisation whose administrators these are
    #[arg(long, value_name = "CODE")]
    org: String,
    /// 系统管理员的登录名 / login of the system administrator
    #[arg(long, default_value = "系统管理员")]
    system: String,
    /// 安全管理员的登录名 / login of the security administrator
    #[arg(long, default_value = "安全管理员")]
    security: String,
    /// 审计管理员的登录名 / login of the audit administrator
    #[arg(long, default_value = "审计管理员")]
    audit: String,
    /// 本级妇联主席的登录名（姓名）；她再登记下级 / login (name) of the organisation's own chair, who enters those below
    #[arg(long, value_name = "NAME")]
    chair: Option<String>,
}

pub(crate) fn run(arguments: InitArguments, config: Option<&Path>) -> Result<ExitCode, CommandError> {
    let settings = Settings::of(arguments.common, config, "niangjia-data")?;
    let store = wiring::open_store(settings.store_options())?;
    let started = store.read_blocking(niangjia_area::api::count)? > 0;
    if started {
        let folder = settings.data.display();
        return Err(CommandError::Refused(format!("{folder} 已经初始化过，没有改动")));
    }
    let divisions = country::divisions().map_err(|error| CommandError::Refused(error.to_string()))?;
    if !divisions.iter().any(|division| division.code.to_string() == arguments.org && !division.stand_in) {
        return Err(CommandError::Refused(format!("没有代码为 {} 的组织；请写区划代码", arguments.org)));
    }
    let administrators = [
        (PostKind::SystemAdministrator, arguments.system),
        (PostKind::SecurityAdministrator, arguments.security),
        (PostKind::AuditAdministrator, arguments.audit),
    ];
    let people = administrators.into_iter().chain(arguments.chair.map(|name| (PostKind::Chair, name)));
    let accounts: Vec<_> = people.map(|(kind, login)| (kind, login, temporary_password())).collect();
    found(&store, divisions, arguments.org, accounts.clone())?;
    let folder = settings.data.display();
    println!("{folder} 已初始化。第一批账号（临时密码，首次登录后请改；只显示这一次）：");
    for (kind, login, password) in &accounts {
        println!("  {}  登录名 {login}  临时密码 {password}", kind.label());
    }
    let keys = settings.data.join("niangjia.key");
    println!("请另外备份 {}：没有它，个人信息无法读取。", keys.display());
    Ok(ExitCode::SUCCESS)
}

/// The tree and the administrators, in one transaction: an installation is there whole, or not at all.
fn found(
    store: &Store,
    divisions: Vec<Division>,
    code: String,
    accounts: Vec<(PostKind, String, String)>,
) -> Result<(), StoreError> {
    let bars = Arc::new(Bars::default());
    bars.stage("建立全国组织树", divisions.len() as u64 * 2);
    store.write_blocking(move |tx| {
        let founded = Day::of(2016, 12, 31).unwrap_or(tx.today());
        niangjia_area::api::load(tx, &divisions, &|count| bars.step(count))?;
        niangjia_org::api::found_all(tx, &divisions, founded, &|count| bars.step(count))?;
        let org = niangjia_org::api::by_code(tx, &code)?
            .ok_or_else(|| StoreError::Internal("the organisation was not founded".to_owned()))?;
        let mut last = None;
        for (kind, login, password) in &accounts {
            last = Some(administrator(tx, &org, *kind, login, password)?);
        }
        last.ok_or_else(|| StoreError::Internal("no administrator".to_owned()))
    })
}

fn administrator(
    tx: &WriteTx<'_>,
    org: &Org,
    kind: PostKind,
    login: &str,
    password: &str,
) -> Result<Ending<()>, StoreError> {
    let person = NewPerson {
        tenant: org.tenant,
        name: login.to_owned(),
        woman: true,
        birth_day: None,
        education: Education::College,
        party: Party::None,
        phone: None,
        citizen_id: None,
    };
    let person = *actions::register_person(tx, None, &person, &org.path)?.value();
    let post = NewPost {
        person,
        tenant: org.tenant,
        org_id: org.id,
        org_path: org.path.clone(),
        kind,
        engagement: Engagement::FullTime,
        group_name: None,
        from: tx.today(),
    };
    drop(actions::appoint(tx, None, &post)?);
    let hash = hash_password(password, PasswordCost::Proper)?;
    let account = NewAccount {
        tenant: org.tenant,
        person,
        login_name: login,
        phone: None,
        password_hash: &hash,
        must_change: true,
    };
    let opened = actions::open_account(tx, None, &account, &org.path);
    let opened = opened.map_err(|_| StoreError::Internal(format!("登录名 {login} 重复了")))?;
    Ok(Ending::from(opened.map(|_| ())))
}

fn temporary_password() -> String {
    let mut bytes = [0u8; PASSWORD_LENGTH];
    SystemChance.fill(&mut bytes);
    bytes.iter().map(|byte| READABLE[usize::from(*byte) % READABLE.len()] as char).collect()
}
