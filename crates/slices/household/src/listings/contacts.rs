//! 联系点和结对 of a branch as a file.

use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::listings::{community, day_column, text};
use crate::model::DutyRow;
use crate::pack::HouseholdRules;
use crate::pages::contacts::{ContactsQuery, lagging};
use crate::pages::with_visible_register;

/// `GET /orgs/{code}/contacts`.
pub(super) struct Contacts;

/// The organisation, its duties with how many each lags by, and what narrows the list in words.
type Wanted = (Org, Vec<(DutyRow, i64)>, Vec<String>);

fn wanted(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Wanted, AppError> {
    let org = with_visible_register(tx, actor, asked.part("code"))?;
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let (kind, only) = asked.query::<ContactsQuery>()?.read()?;
    let mut words: Vec<String> = kind.iter().map(|kind| kind.label().to_owned()).collect();
    words.extend(only.then(|| "欠次数的".to_owned()));
    Ok((org, lagging(tx, actor, &branch, (kind, only))?, words))
}

impl Listing for Contacts {
    fn page(&self) -> &'static str {
        "/orgs/{code}/contacts"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (org, duties, narrowed) = wanted(tx, actor, asked)?;
        let columns = vec![
            text("谁联系", 12),
            text("哪一种", 14),
            text("社区", 16),
            text("联系谁、哪里", 20),
            day_column("自"),
            ColumnHead::new("今年应联系", 11, Kind::Count),
            ColumnHead::new("今年已联系", 11, Kind::Count),
            ColumnHead::new("欠", 6, Kind::Count),
        ];
        let said = Said {
            whose: org.whose(),
            list: "联系点和结对".to_owned(),
            columns,
            narrowed,
            total: i64::try_from(duties.len()).unwrap_or(i64::MAX),
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
        for (duty, lag) in wanted(tx, actor, asked)?.1 {
            row(&[
                duty.person_name.as_str().into(),
                duty.kind.label().into(),
                community(&duty.org_name).into(),
                duty.with.as_str().into(),
                OutCell::Day(duty.from),
                OutCell::Count(HouseholdRules::in_force().contacts_owed(duty.kind)),
                OutCell::Count(duty.kept),
                OutCell::Count(lag),
            ])?;
        }
        Ok(())
    }
}
