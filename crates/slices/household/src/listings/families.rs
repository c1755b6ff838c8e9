//! 我的家庭 as a file.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, Listing, Opened, Said, Sink, Whose};
use niangjia_web::AppError;

use crate::listings::contact;
use crate::listings::register::{cells, columns};
use crate::model::Standing;
use crate::pages::Card;
use crate::pages::families::{FamiliesQuery, WantedFamilies, hers};
use crate::queries;

/// `GET /families`.
pub(super) struct Families;

/// The families on the page.
fn shown(tx: &ReadTx<'_>, actor: &Actor, wanted: &WantedFamilies) -> Result<Vec<(Standing, Card)>, AppError> {
    let registers = queries::registered_with(tx, actor, tx.today())?;
    let with_card = |standing: Standing| {
        let card = Card::of(&standing, registers.contains(&standing.household.id), tx.today());
        (standing, card)
    };
    let families = hers(tx, actor)?.into_iter().map(with_card);
    Ok(families.filter(|(_, card)| wanted.takes(card)).collect())
}

impl Listing for Families {
    fn page(&self) -> &'static str {
        "/families"
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
        let wanted = asked.query::<FamiliesQuery>()?.read()?;
        let said = Said {
            whose: Whose::acting(actor),
            list: "我的家庭".to_owned(),
            columns: columns(true).into_iter().chain(contact::heads(actor, asked)).collect(),
            narrowed: wanted.words(),
            total: i64::try_from(shown(tx, actor, &wanted)?.len()).unwrap_or(i64::MAX),
            unit: "户",
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
        let families = shown(tx, actor, &asked.query::<FamiliesQuery>()?.read()?)?;
        let standings: Vec<Standing> = families.iter().map(|(standing, _)| standing.clone()).collect();
        let names = queries::linked_names(tx, &standings, tx.today())?;
        let contacts = queries::contact_data_of(tx, &standings)?;
        for (standing, card) in &families {
            let members = names.get(&standing.household.id).map(|names| names.join("、"));
            let mut cells = cells(standing, card, &members.unwrap_or_default(), true);
            cells.extend(contact::cells(actor, asked, contacts.get(&standing.household.id)));
            row(&cells)?;
        }
        Ok(())
    }
}
