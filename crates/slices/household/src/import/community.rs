//! What a row names within its community: committee members and grids, by their names.

use niangjia_kernel::{Day, Id, Person};
use niangjia_org::api::Org;
use niangjia_store::{PostKind, ReadTx, StoreError};

use crate::import::reading::Reasons;
use crate::model::Grid;
use crate::queries;

/// The names of a community on a day.
#[derive(Debug)]
pub(crate) struct Community {
    pub(crate) today: Day,
    place: String,
    members: Vec<(Id<Person>, String)>,
    grids: Vec<(Id<Grid>, String, String)>,
}

impl Community {
    /// Reads them.
    pub(crate) fn of(tx: &ReadTx<'_>, org: &Org) -> Result<Self, StoreError> {
        let today = tx.today();
        let roster = niangjia_people::api::roster(tx, org.tenant, org.id, today)?;
        let members = roster.into_iter().filter(|entry| entry.kind == PostKind::Member);
        Ok(Self {
            today,
            place: org.place().to_owned(),
            members: members.map(|entry| (entry.person, entry.name)).collect(),
            grids: queries::grid_names(tx, (org.tenant, org.id), today)?,
        })
    }

    /// The members called so; a sentence for each that is nobody's name here, or the name of two.
    pub(crate) fn members(&self, names: &[String], reasons: &mut Reasons) -> Vec<(Id<Person>, String)> {
        let mut found: Vec<(Id<Person>, String)> = Vec::new();
        for name in names {
            let called: Vec<_> = self.members.iter().filter(|(_, one)| one == name).collect();
            match called.as_slice() {
                [one] if found.iter().any(|(person, _)| *person == one.0) => {}
                [one] => found.push((*one).clone()),
                [] => reasons.at("member", format!("{}的现任执委里没有“{name}”，请核对姓名", self.place)),
                several => {
                    let count = several.len();
                    let place = &self.place;
                    reasons.at(
                        "member",
                        format!("{place}有 {count} 位执委叫“{name}”，分不清是哪一位，请导入后在页面上安排"),
                    );
                }
            }
        }
        found
    }

    /// The grid of this name or code.
    pub(crate) fn grid(&self, text: &str) -> Result<Id<Grid>, String> {
        let fits = |(_, code, name): &&(Id<Grid>, String, String)| {
            code == text || name == text || name.trim_end_matches("网格") == text.trim_end_matches("网格")
        };
        let called: Vec<_> = self.grids.iter().filter(fits).collect();
        match called.as_slice() {
            [(id, ..)] => Ok(*id),
            [] => Err(format!("{}没有网格“{text}”，请先在“网格”里建立", self.place)),
            several => Err(format!("{}有 {} 个网格叫“{text}”，请写网格编码", self.place, several.len())),
        }
    }
}
