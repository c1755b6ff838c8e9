//! 需求卡 of a branch as a file: no words of hers.

use niangjia_kernel::AreaLevel;
use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_transfer::{Asked, Listing, Opened, Said, Sink};
use niangjia_web::AppError;

use crate::listings::{community, day, day_column, text};
use crate::pack::HouseholdRules;
use crate::pages::need_cards::CardsQuery;
use crate::pages::with_visible_register;
use crate::queries;
use crate::rules::CardList;

/// Cards read at once.
const ROWS: i64 = 500;

/// `GET /orgs/{code}/need-cards`.
pub(super) struct NeedCards;

fn wanted(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<(Org, Branch, CardList), AppError> {
    let org = with_visible_register(tx, actor, asked.part("code"))?;
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let (list, _) = asked.query::<CardsQuery>()?.read()?;
    Ok((org, branch, list))
}

impl Listing for NeedCards {
    fn page(&self) -> &'static str {
        "/orgs/{code}/need-cards"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (org, branch, list) = wanted(tx, actor, asked)?;
        let place = (org.level != AreaLevel::Community).then(|| text("社区", 14));
        let others = [
            text("事项", 12),
            text("办理人", 12),
            day_column("写卡"),
            day_column("答复期限"),
            text("状态", 12),
            day_column("了结"),
        ];
        let said = Said {
            whose: org.whose(),
            list: "需求卡".to_owned(),
            columns: [text("家庭", 12), text("编号", 8)].into_iter().chain(place).chain(others).collect(),
            narrowed: vec![list.label().to_owned()],
            total: queries::count_cards(tx, actor, &branch, list, None)?,
            unit: "张",
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
        let (rules, mut skip) = (HouseholdRules::in_force(), 0);
        loop {
            let some = queries::cards(tx, actor, &branch, list, (skip, ROWS))?;
            let Some(read) = i64::try_from(some.len()).ok().filter(|read| *read > 0) else {
                return Ok(());
            };
            skip += read;
            for card in &some {
                let place = (org.level != AreaLevel::Community).then(|| community(&card.org_name).into());
                let first = [card.household_name.as_str().into(), card.household_number.as_str().into()];
                let others = [
                    rules.matter_label(&card.matter).into(),
                    card.person_name.as_str().into(),
                    day(Some(card.on)),
                    day(Some(card.due)),
                    card.state.label().into(),
                    day(card.closed),
                ];
                row(&first.into_iter().chain(place).chain(others).collect::<Vec<_>>())?;
            }
        }
    }
}
