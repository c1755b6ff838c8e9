//! The form of an organisation and a month as one reader finds it: as it was reported, or as it stands today.

use std::collections::BTreeMap;

use niangjia_kernel::{Day, Month};
use niangjia_org::api::Org;
use niangjia_people::api::roster;
use niangjia_store::{Actor, PostKind, ReadTx, StoreError};

use crate::form::Version;
use crate::form::fill::fill;
use crate::form::kept::Kept;
use crate::form::layout::Layout;
use crate::form::printed::{Printed, Words};
use crate::form::standing::{Address, FormState, changes};
use crate::queries::forms as queries;
use crate::reader::Reader;

/// A form that a reader opened.
pub(crate) struct OpenedForm {
    pub(crate) org: Org,
    /// The layout in force; a report has its own.
    pub(crate) layout: &'static Layout,
    pub(crate) month: Month,
    pub(crate) state: FormState,
    /// Everything that was reported, the newest first; nothing for a reader from whom small numbers are hidden.
    pub(crate) versions: Vec<Version>,
    /// What stands today in the layout in force; nothing for a reader from whom small numbers are hidden.
    pub(crate) live: Option<Kept>,
    /// The report that is shown; nothing where what stands today is shown.
    pub(crate) shown: Option<Shown>,
    pub(crate) printed: Printed,
    /// Who receives it: `宁国市妇联`.
    pub(crate) to: String,
    /// What is not yet fixed about it, in words.
    pub(crate) mark: String,
}

/// A report that is shown.
pub(crate) struct Shown {
    pub(crate) version: Version,
    pub(crate) kept: Kept,
    /// What is different today.
    pub(crate) changes: BTreeMap<Address, String>,
}

impl OpenedForm {
    /// Opens a form; `None` where the reader may not see the numbers of the organisation. `number` asks for one of
    /// the versions; else the newest is shown, or what stands today where it was handed back.
    pub(crate) fn of(
        tx: &ReadTx<'_>,
        actor: &Actor,
        org: Org,
        (layout, month): (&'static Layout, Month),
        number: Option<i64>,
    ) -> Result<Option<Self>, StoreError> {
        let Some(reader) = Reader::of(tx, actor, &org)? else {
            return Ok(None);
        };
        let hides = reader.hides_small();
        let key = (org.tenant, org.id);
        let versions = if hides { Vec::new() } else { queries::versions(tx, key, &layout.code, month)? };
        let state = FormState::of(month, tx.today(), versions.first());
        let wanted = match number {
            Some(number) => versions.iter().find(|version| version.number == number),
            None => versions.first().filter(|version| version.returned.is_none()),
        };
        let sheet = fill(tx, &reader, layout, month)?;
        let words = words(tx, (&org, layout, month), wanted, hides)?;
        let shown = match wanted {
            None => None,
            Some(version) => {
                let kept = Kept::read(&queries::payload(tx, version)?)?;
                // Only a report of another edition has figures that the form of today does not have.
                let changes = if kept.layout == *layout {
                    changes(&kept, &sheet)
                } else {
                    changes(&kept, &fill(tx, &reader, &kept.layout, month)?)
                };
                Some(Shown { version: version.clone(), changes, kept })
            }
        };
        let printed = match &shown {
            Some(shown) => Printed::of(&shown.kept.layout, &shown.kept.figures(), &words),
            None => Printed::of(layout, &sheet, &words),
        };
        let newest = versions.first().map(|version| version.number);
        let mark = match &shown {
            Some(shown) => mark_of(&shown.version, newest),
            None if hides => format!("按{}的记录", tx.today().long()),
            None => mark_live(state, tx.today()),
        };
        let live = Kept::of(layout, &sheet);
        let to = words.to;
        Ok(Some(Self { org, layout, month, state, versions, live, shown, printed, to, mark }))
    }
}

fn mark_live(state: FormState, today: Day) -> String {
    match state {
        FormState::Open => format!("暂计，截至{}", today.long()),
        FormState::Returned => "已退回，待重报".to_owned(),
        FormState::Due | FormState::Reported => "未上报".to_owned(),
    }
}

fn mark_of(version: &Version, newest: Option<i64>) -> String {
    match (version.number, version.returned.is_some(), Some(version.number) == newest) {
        (number, true, _) => format!("第{number}版，已退回"),
        (number, false, false) => format!("第{number}版，已有更正"),
        (1, false, true) => String::new(),
        (number, false, true) => format!("第{number}版，更正"),
    }
}

/// What the texts of the form speak of. Names stay away from those who see numbers only.
fn words(
    tx: &ReadTx<'_>,
    (org, layout, month): (&Org, &Layout, Month),
    version: Option<&Version>,
    hides: bool,
) -> Result<Words, StoreError> {
    let lineage = niangjia_org::api::lineage(tx, &org.path)?;
    let to = lineage.into_iter().find(|above| above.level == layout.to);
    let on = version.map_or_else(|| tx.today(), |version| version.at.day());
    let posts = if hides { Vec::new() } else { roster(tx, org.tenant, org.id, on)? };
    let chair = posts.into_iter().find(|post| post.kind == PostKind::Chair);
    Ok(Words {
        place: org.place().to_owned(),
        org: org.name.clone(),
        code: org.code.clone(),
        to: to.map(|above| above.name).unwrap_or_default(),
        month,
        chair: chair.map(|chair| chair.name).unwrap_or_default(),
        reporter: version.map(|version| version.by.clone()).unwrap_or_default(),
        reported_on: version.map(|version| version.at.day().long()).unwrap_or_default(),
    })
}
