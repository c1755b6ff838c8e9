//! 没有联系家庭的执委 as a file.

use niangjia_kernel::AreaLevel;
use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::listings::{community, day_column, text};
use crate::pages::with_visible_register;
use crate::queries::{self, FreeMember};
use crate::rules::{Sight, sight};

/// `GET /orgs/{code}/members-without-families`.
pub(super) struct FreeMembers;

fn wanted(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<(Org, Vec<FreeMember>), AppError> {
    let org = with_visible_register(tx, actor, asked.part("code"))?;
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let only = (sight(actor) == Sight::Linked).then_some(actor.person);
    let members = queries::free_members(tx, &branch, tx.today(), only)?;
    Ok((org, members))
}

impl Listing for FreeMembers {
    fn page(&self) -> &'static str {
        "/orgs/{code}/members-without-families"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (org, members) = wanted(tx, actor, asked)?;
        let place = (org.level != AreaLevel::Community).then(|| text("社区", 16));
        let others = [day_column("任职"), ColumnHead::new("联系户", 8, Kind::Count)];
        let said = Said {
            whose: org.whose(),
            list: "没有联系家庭的执委".to_owned(),
            columns: std::iter::once(text("执委", 12)).chain(place).chain(others).collect(),
            narrowed: Vec::new(),
            total: i64::try_from(members.len()).unwrap_or(i64::MAX),
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
        let (org, members) = wanted(tx, actor, asked)?;
        for member in members {
            let place = (org.level != AreaLevel::Community).then(|| community(&member.org_name).into());
            let others = [OutCell::Day(member.since), OutCell::Count(0)];
            let first = std::iter::once(member.name.as_str().into());
            row(&first.chain(place).chain(others).collect::<Vec<_>>())?;
        }
        Ok(())
    }
}
