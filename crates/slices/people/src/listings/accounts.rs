//! 账号 and 人员与岗位 as a file.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, Said, Sink, Whose};
use niangjia_web::AppError;

use crate::model::AccountState;
use crate::pages::accounts::{AccountsQuery, lines};
use crate::queries::{self, HolderFilter};
use crate::rules;

/// Persons read at once.
const ROWS: i64 = 500;

/// `GET /accounts`.
pub(super) struct Accounts;

/// The whole list, from whichever of its pages it is asked for.
fn wanted(actor: &Actor, asked: &Asked) -> Result<HolderFilter, AppError> {
    if !rules::may_see_accounts(actor) {
        return Err(AppError::NotFound);
    }
    let query: AccountsQuery = asked.query()?;
    Ok(HolderFilter { after: None, ..query.filter() })
}

impl Listing for Accounts {
    fn page(&self) -> &'static str {
        "/accounts"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let filter = wanted(actor, asked)?;
        let text = |label: &str, width: u16| ColumnHead::new(label, width, Kind::Text);
        let named = (!filter.name.is_empty()).then(|| format!("姓名含“{}”", filter.name));
        let state = filter.state.map(|state: AccountState| state.label().to_owned());
        let said = Said {
            whose: Whose::acting(actor),
            list: if rules::may_keep_accounts(actor) { "账号" } else { "人员与岗位" }.to_owned(),
            columns: vec![text("姓名", 10), text("登录名", 18), text("岗位", 40), text("账号", 18)],
            narrowed: state.into_iter().chain(named).collect(),
            total: queries::count_account_holders(tx, actor, &filter)?,
            unit: "人",
            notes: Vec::new(),
            closing: Vec::new(),
        };
        Ok(Opened::of(tx, actor, said))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let mut filter = wanted(actor, asked)?;
        loop {
            let holders = queries::account_holders(tx, actor, &filter, ROWS)?;
            for line in lines(tx, actor, &holders)? {
                row(&[
                    line.name.as_str().into(),
                    line.login_name.as_str().into(),
                    line.posts.as_str().into(),
                    line.state.word.as_str().into(),
                ])?;
            }
            filter.after = holders.last().map(|last| last.person);
            if (holders.len() as i64) < ROWS {
                return Ok(());
            }
        }
    }
}
