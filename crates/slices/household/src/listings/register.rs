//! 重点户台账 as a file. Phone and address are masked unless a reason was given.

use std::collections::HashMap;

use niangjia_kernel::AreaLevel;
use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::api;
use crate::listings::{contact, day, day_column, text};
use crate::model::Standing;
use crate::pages::register::Told;
use crate::pages::register_query::{RegisterQuery, Wanted};
use crate::pages::{Card, with_visible_register};
use crate::queries::{self, Page, StandingFilter};
use crate::rules::next_visit;

/// Households read at once.
const ROWS: usize = 250;

/// `GET /orgs/{code}/households`.
pub(super) struct Register;

fn wanted(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<(Org, Branch, Wanted), AppError> {
    let org = with_visible_register(tx, actor, asked.part("code"))?;
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let wanted = asked.query::<RegisterQuery>()?.read(actor)?;
    Ok((org, branch, wanted))
}

fn shows_org(org: &Org) -> bool {
    org.level != AreaLevel::Community
}

impl Listing for Register {
    fn page(&self) -> &'static str {
        "/orgs/{code}/households"
    }

    fn personal(
        &self,
        _: &ReadTx<'_>,
        actor: &Actor,
        _: &Asked,
    ) -> Result<&'static [&'static str], AppError> {
        Ok(contact::personal(actor))
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (org, branch, wanted) = wanted(tx, actor, asked)?;
        let filter = wanted.filter(wanted.show, actor, tx.today());
        let member = match wanted.member {
            Some(person) => {
                Some(queries::name_within(tx, &branch, person)?.unwrap_or_else(|| "她".to_owned()))
            }
            None => None,
        };
        let said = Said {
            list: "重点户台账".to_owned(),
            columns: columns(shows_org(&org)).into_iter().chain(contact::heads(actor, asked)).collect(),
            narrowed: wanted.words(member),
            total: api::count_visible(tx, actor, &branch, tx.today(), &filter)?,
            unit: "户",
            notes: Vec::new(),
            closing: Vec::new(),
            whose: org.whose(),
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
        let (org, branch, wanted) = wanted(tx, actor, asked)?;
        let (today, shows_org) = (tx.today(), shows_org(&org));
        let filter = wanted.filter(wanted.show, actor, today);
        let told = Told::of(tx, actor)?;
        let order = queries::standing_ids(tx, actor, &branch, today, &filter, wanted.by_due())?;
        let page = Page { by_due: wanted.by_due(), skip: 0, limit: ROWS as i64 };
        for some in order.chunks(ROWS) {
            let filter = StandingFilter { only: some.to_vec(), ..filter.clone() };
            let standings = api::standing(tx, actor, &branch, today, &filter, page)?;
            let names = queries::linked_names(tx, &standings, today)?;
            let sees = !contact::personal(actor).is_empty();
            let contacts = if sees { queries::contact_data_of(tx, &standings)? } else { HashMap::new() };
            for standing in &standings {
                let household = standing.household.id;
                let members = names.get(&household).map(|names| names.join("、")).unwrap_or_default();
                let card = Card::of(standing, told.of_household(household), today);
                let mut cells = cells(standing, &card, &members, shows_org);
                cells.extend(contact::cells(actor, asked, contacts.get(&household)));
                row(&cells)?;
            }
        }
        Ok(())
    }
}

/// The columns of the page; the day of the next visit beside the words of its badge.
pub(super) fn columns(shows_org: bool) -> Vec<ColumnHead> {
    let org = shows_org.then(|| text("社区", 14));
    let first = [text("家庭", 12), text("编号", 8)];
    let others = [
        text("组 / 住处", 20),
        text("需求", 16),
        text("联系执委", 16),
        day_column("上次走访"),
        day_column("下次走访"),
        text("状态", 14),
    ];
    first.into_iter().chain(org).chain(others).collect()
}

pub(super) fn cells(standing: &Standing, card: &Card, members: &str, shows_org: bool) -> Vec<OutCell> {
    let due = standing
        .linked_since
        .map(|since| next_visit(standing.last_visit, standing.follow_up, since, standing.visit_days).day);
    let state = match &card.due {
        Some(due) => due.word.as_str(),
        None if card.needs.is_empty() => "没有联系人",
        None => "未覆盖",
    };
    let org = shows_org.then(|| card.community.as_str().into());
    let first = [card.name.as_str().into(), card.number.as_str().into()];
    let others = [
        card.place.as_str().into(),
        card.needs.join("、").as_str().into(),
        members.into(),
        day(standing.last_visit),
        day(due),
        state.into(),
    ];
    first.into_iter().chain(org).chain(others).collect()
}
