//! 需求清单 as a file.

use niangjia_kernel::AreaLevel;
use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_transfer::{Asked, Listing, Opened, Said, Sink};
use niangjia_web::AppError;

use crate::listings::{community, day, day_column, text};
use crate::model::AskingNeed;
use crate::pages::need_lines::{need_due, origin_words};
use crate::pages::needs_list::NeedsQuery;
use crate::pages::with_visible_register;
use crate::queries;
use crate::rules;

/// Needs read at once.
const ROWS: i64 = 500;

/// `GET /orgs/{code}/needs`.
pub(super) struct Needs;

fn wanted(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<(Org, Branch, rules::Asked), AppError> {
    let org = with_visible_register(tx, actor, asked.part("code"))?;
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let (list, _) = asked.query::<NeedsQuery>()?.read()?;
    Ok((org, branch, list))
}

impl Listing for Needs {
    fn page(&self) -> &'static str {
        "/orgs/{code}/needs"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (org, branch, list) = wanted(tx, actor, asked)?;
        let place = (org.level != AreaLevel::Community).then(|| text("社区", 14));
        let first = [text("家庭", 12), text("编号", 8)];
        let others = [
            text("需求", 12),
            text("依据", 36),
            text("来源", 32),
            day_column("自"),
            day_column("复核日"),
            day_column("消除"),
            text("状态", 28),
        ];
        let said = Said {
            whose: org.whose(),
            list: "需求清单".to_owned(),
            columns: first.into_iter().chain(place).chain(others).collect(),
            narrowed: vec![list.label().to_owned()],
            total: queries::count_asking(tx, actor, &branch, list)?,
            unit: "项",
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
        let (org, branch, list) = wanted(tx, actor, asked)?;
        let mut skip = 0;
        loop {
            let some = queries::asking(tx, actor, &branch, list, (skip, ROWS))?;
            let Some(read) = i64::try_from(some.len()).ok().filter(|read| *read > 0) else {
                return Ok(());
            };
            skip += read;
            for AskingNeed { household, org_name, need, until } in &some {
                let place = (org.level != AreaLevel::Community).then(|| community(org_name).into());
                let due = need_due(need, tx.today()).filter(|_| until.is_none());
                let state = due.map_or_else(|| list.label().to_owned(), |due| due.word);
                let basis = crate::pack::HouseholdRules::in_force().basis_of(need.kind);
                let first = [household.name.as_str().into(), household.number.as_str().into()];
                let others = [
                    need.kind.label().into(),
                    basis.into(),
                    origin_words(&need.origin).as_str().into(),
                    day(Some(need.since)),
                    day(Some(need.review)),
                    day(*until),
                    state.as_str().into(),
                ];
                row(&first.into_iter().chain(place).chain(others).collect::<Vec<_>>())?;
            }
        }
    }
}
