//! The people of a branch and their accounts: where the system and the security administrator begin.

use std::collections::HashMap;

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Id, Person, Timestamp, normalised_text};
use niangjia_store::{Actor, ReadTx, StoreError};
use niangjia_web::{AppError, Ctx, Query, Shell, Visitor, page, show};
use serde::Deserialize;

use crate::model::{AccountEntry, AccountHolder, AccountState};
use crate::pages::Chip;
use crate::queries::{self, HolderFilter};
use crate::rules;

/// Rows on a page.
const ROWS: usize = 50;
/// The longest name that is searched for, in characters.
const LONGEST_SEARCH: usize = 40;

/// What `GET /accounts` may be asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AccountsQuery {
    /// A code of [`AccountState`].
    state: String,
    /// Part of a name.
    name: String,
    /// Where the page before ended.
    after: String,
}

/// How an account stands, as a badge says it.
pub(crate) struct Standing {
    pub(crate) kind: &'static str,
    pub(crate) word: String,
}

impl Standing {
    pub(crate) fn of(account: Option<&AccountEntry>, now: Timestamp) -> Self {
        let badge = |kind, word: &str| Self { kind, word: word.to_owned() };
        let Some(account) = account else {
            return badge("none", AccountState::Missing.label());
        };
        let locked = account.locked_until.filter(|until| *until > now);
        match (account.disabled, locked) {
            (Some(_), _) => badge("none", AccountState::Disabled.label()),
            (None, Some(until)) => badge("late", &format!("锁定到 {}", until.clock_time())),
            (None, None) if account.must_change => badge("soon", "还没换临时密码"),
            (None, None) => badge("done", "在用"),
        }
    }
}

pub(crate) struct Line {
    href: String,
    pub(crate) name: String,
    pub(crate) login_name: String,
    pub(crate) posts: String,
    pub(crate) state: Standing,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    shell: Shell,
    place: String,
    keeps_accounts: bool,
    total: String,
    state: String,
    name: String,
    chips: Vec<Chip>,
    lines: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// `GET /accounts`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<AccountsQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let actor = &visitor.actor;
        if !rules::may_see_accounts(actor) {
            return Err(AppError::NotFound);
        }
        let filter = query.filter();
        let mut holders = queries::account_holders(tx, actor, &filter, ROWS as i64 + 1)?;
        let more = holders.len() > ROWS;
        holders.truncate(ROWS);
        let next =
            holders.last().filter(|_| more).map(|last| query.href(&query.state, &last.person.to_string()));
        page(&AccountsPage {
            shell: visitor.shell(),
            place: actor.acting.org_name.clone(),
            keeps_accounts: rules::may_keep_accounts(actor),
            total: show::count(queries::count_account_holders(tx, actor, &filter)?),
            chips: query.chips(tx, visitor, &filter)?,
            lines: lines(tx, actor, &holders)?,
            first: (!query.after.is_empty()).then(|| query.href(&query.state, "")),
            next,
            state: query.state,
            name: filter.name,
        })
    })
    .await
}

pub(crate) fn lines(
    tx: &ReadTx<'_>,
    actor: &Actor,
    holders: &[AccountHolder],
) -> Result<Vec<Line>, StoreError> {
    let persons = holders.iter().map(|holder| holder.person).collect::<Vec<_>>();
    let mut posts: HashMap<Id<Person>, Vec<String>> = HashMap::new();
    for post in queries::posts_held(tx, actor.tenant, &actor.acting.org_path, &persons, tx.today())? {
        posts.entry(post.person).or_default().push(post.label());
    }
    let line = |holder: &AccountHolder| Line {
        href: holder.href(),
        name: holder.name.clone(),
        login_name: holder.account.as_ref().map(|account| account.login_name.clone()).unwrap_or_default(),
        posts: posts.get(&holder.person).map(|posts| posts.join("、")).unwrap_or_default(),
        state: Standing::of(holder.account.as_ref(), tx.now()),
    };
    Ok(holders.iter().map(line).collect())
}

impl AccountsQuery {
    pub(crate) fn filter(&self) -> HolderFilter {
        HolderFilter {
            state: AccountState::parse(&self.state).ok(),
            name: normalised_text(&self.name).chars().take(LONGEST_SEARCH).collect(),
            after: self.after.parse().ok(),
        }
    }

    fn href(&self, state: &str, after: &str) -> String {
        let name = normalised_text(&self.name);
        let pairs = [("state", state), ("name", name.as_str()), ("after", after)];
        let said: Vec<_> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", percent_encoded(value)))
            .collect();
        format!("?{}", said.join("&"))
    }

    fn chips(
        &self,
        tx: &ReadTx<'_>,
        visitor: &Visitor,
        filter: &HolderFilter,
    ) -> Result<Vec<Chip>, StoreError> {
        let all = std::iter::once(None).chain(AccountState::ALL.iter().copied().map(Some));
        let chip = |state: Option<AccountState>| {
            let one = HolderFilter { state, after: None, ..filter.clone() };
            Ok(Chip {
                label: state.map_or("全部", AccountState::label),
                count: show::count(queries::count_account_holders(tx, &visitor.actor, &one)?),
                href: self.href(state.map_or("", AccountState::code), ""),
                on: state == filter.state,
            })
        };
        all.map(chip).collect()
    }
}

/// A value as it stands in the query of a link.
fn percent_encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    value
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_the_name_that_was_searched_for() {
        let query = AccountsQuery { name: "王 秀".to_owned(), ..AccountsQuery::default() };
        assert_eq!(query.href("locked", ""), "?state=locked&name=%E7%8E%8B%20%E7%A7%80");
    }
}
