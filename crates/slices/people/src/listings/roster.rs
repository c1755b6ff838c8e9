//! 执委名册 as a file, as of any day.

use niangjia_kernel::Day;
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink};
use niangjia_web::AppError;

use crate::pages::roster::{Line, Rolls, RosterQuery, Who};
use crate::pages::with_visible_roster;

/// `GET /orgs/{code}/members`.
pub(super) struct Roster;

struct Wanted {
    org: Org,
    rolls: Rolls,
    who: Who,
    on: Day,
}

impl Wanted {
    fn of(tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Self, AppError> {
        let org = with_visible_roster(tx, actor, asked.part("code"))?;
        let query: RosterQuery = asked.query()?;
        let (on, error) = query.day(tx.today());
        if !error.is_empty() {
            return Err(AppError::Refused(error));
        }
        let rolls = Rolls::of(tx, &org, on)?;
        Ok(Self { org, rolls, who: query.who(), on })
    }
}

impl Listing for Roster {
    fn page(&self) -> &'static str {
        "/orgs/{code}/members"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let Wanted { org, rolls, who, on } = Wanted::of(tx, actor, asked)?;
        let text = |label: &str, width: u16| ColumnHead::new(label, width, Kind::Text);
        let mut columns = vec![
            text("姓名", 10),
            text("职务", 30),
            text("类别", 8),
            ColumnHead::new("年龄", 7, Kind::Count),
            text("学历", 12),
            text("政治面貌", 12),
            ColumnHead::new("任职", 17, Kind::Day),
        ];
        if who == Who::Left {
            columns.extend([ColumnHead::new("离任", 17, Kind::Day), text("原因", 16)]);
        }
        let day = (on != tx.today()).then(|| format!("{}的名册", on.long()));
        let some = (who != Who::All).then(|| who.label().to_owned());
        let said = Said {
            whose: org.whose(),
            list: "执委名册".to_owned(),
            columns,
            narrowed: day.into_iter().chain(some).collect(),
            total: i64::try_from(rolls.only(who).len()).unwrap_or(i64::MAX),
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
        let Wanted { rolls, who, on, .. } = Wanted::of(tx, actor, asked)?;
        for person in rolls.only(who) {
            let line = Line::of(person, on);
            let mut cells = vec![
                line.name.as_str().into(),
                line.posts.as_str().into(),
                line.engagement.into(),
                line.age.map_or(OutCell::Empty, OutCell::Count),
                line.education.into(),
                line.party.into(),
                OutCell::Day(line.since),
            ];
            if who == Who::Left {
                let left = line.left.map(|(until, because)| [OutCell::Day(until), because.into()]);
                cells.extend(left.unwrap_or_default());
            }
            row(&cells)?;
        }
        Ok(())
    }
}
