//! 协助走访 as a file.

use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_transfer::{Asked, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::listings::{community, day, day_column, text};
use crate::pack::HouseholdRules;
use crate::pages::with_visible_register;
use crate::queries::{self, AssistedVisit};
use crate::rules::{Sight, sight};

/// Visits read at once.
const ROWS: i64 = 1_000;

/// `GET /orgs/{code}/assisted-visits`.
pub(super) struct Assisted;

fn wanted(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<(Org, Branch), AppError> {
    let org = with_visible_register(tx, actor, asked.part("code"))?;
    let branch = Branch::of(org.tenant, org.level, &org.path);
    Ok((org, branch))
}

impl Listing for Assisted {
    fn page(&self) -> &'static str {
        "/orgs/{code}/assisted-visits"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let (org, branch) = wanted(tx, actor, asked)?;
        let words = (sight(actor) != Sight::Lists).then(|| text("一句话", 40));
        let first =
            [text("家庭", 14), text("户籍地", 16), day_column("日期"), text("执委", 12), text("事项", 12)];
        let rest = [text("办理", 12), day_column("跟进")];
        let said = Said {
            whose: org.whose(),
            list: "协助走访".to_owned(),
            columns: first.into_iter().chain([text("方式", 8)]).chain(words).chain(rest).collect(),
            narrowed: Vec::new(),
            total: queries::count_assisted(tx, actor, &branch)?,
            unit: "次",
            notes: vec!["计在户籍地，这里只列出，不再计数。".to_owned()],
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
        let (_, branch) = wanted(tx, actor, asked)?;
        let mut after = None;
        loop {
            let visits = queries::assisted(tx, actor, &branch, after, ROWS)?;
            for AssistedVisit { visit, home } in &visits {
                let words =
                    if sight(actor) == Sight::Lists { None } else { Some(queries::words(tx, visit)?) };
                let mut cells: Vec<OutCell> = vec![
                    visit.household_name.as_str().into(),
                    community(home).into(),
                    OutCell::Day(visit.on),
                    visit.person_name.as_str().into(),
                    HouseholdRules::in_force().matter_label(&visit.matter).into(),
                    visit.manner.label().into(),
                ];
                cells.extend(words.as_deref().map(OutCell::from));
                cells.extend([visit.outcome.label().into(), day(visit.follow_up)]);
                row(&cells)?;
            }
            match visits.last() {
                Some(last) if visits.len() as i64 == ROWS => after = Some((last.visit.on, last.visit.id)),
                _ => return Ok(()),
            }
        }
    }
}
