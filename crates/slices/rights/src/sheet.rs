//! What stands on a sheet: asked of every keeper for one person alone, with what was released and nothing else.

use std::collections::HashSet;

use niangjia_kernel::Day;
use niangjia_store::{ReadTx, StoreError};
use niangjia_subject::{Field, Keepers, Kept, Opener, Subject, Told};
use niangjia_web::show::When;
use uuid::Uuid;

use crate::rules::{Shown, shown};

/// A look as the sheet prints it.
pub(crate) struct LookLine {
    pub(crate) at: When,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) purpose: String,
}

/// A visit as the sheet prints it.
pub(crate) struct VisitLine {
    pub(crate) on: String,
    pub(crate) who: String,
    pub(crate) manner: &'static str,
    pub(crate) words: Option<String>,
}

/// A column as the sheet explains it.
pub(crate) struct Ground {
    pub(crate) labels: String,
    pub(crate) basis: &'static str,
    pub(crate) kept_for: &'static str,
}

/// A sheet.
pub(crate) struct Sheet {
    pub(crate) kept: Vec<Kept>,
    pub(crate) grounds: Vec<Ground>,
    pub(crate) openers: Vec<Opener>,
    pub(crate) looks: Vec<LookLine>,
    pub(crate) visits: Vec<VisitLine>,
    /// Whether what was said at one of them was released.
    pub(crate) told: bool,
}

impl Sheet {
    pub(crate) fn of(
        tx: &ReadTx<'_>,
        keepers: &Keepers,
        subject: &Subject,
        released: &HashSet<Uuid>,
    ) -> Result<Self, StoreError> {
        let today = tx.today();
        let mut looked = keepers.ask(|keeper| keeper.looked(tx, subject))?;
        looked.sort_by_key(|look| std::cmp::Reverse(look.at));
        let looks = looked.into_iter().map(|look| {
            let told = look.told.filter(|told| released.contains(&told.id));
            LookLine {
                at: When::instant(look.at, today),
                who: format!("{} · {}", look.person, look.post),
                what: look.what,
                purpose: told.map_or(look.purpose, |told| told.words),
            }
        });
        let looks = looks.collect();
        let dealt = keepers.ask(|keeper| keeper.dealt(tx, subject))?.into_iter();
        let visits = dealt.filter_map(|dealt| {
            let words = match shown(&dealt, released.contains(&dealt.told.id)) {
                Shown::No => return None,
                Shown::TookPlace => None,
                Shown::InFull => Some(dealt.told.words),
            };
            let post = if dealt.post.is_empty() { String::new() } else { format!(" · {}", dealt.post) };
            let (on, who) = (dealt.on.long(), format!("{}{post}", dealt.person));
            Some(VisitLine { on, who, manner: dealt.manner, words })
        });
        let visits: Vec<VisitLine> = visits.collect();
        Ok(Self {
            told: visits.iter().any(|visit| visit.words.is_some()),
            kept: keepers.ask(|keeper| keeper.kept(tx, subject))?,
            grounds: grounds(keepers),
            openers: keepers.ask(|keeper| keeper.openers(tx, subject))?,
            looks,
            visits,
        })
    }
}

/// Why columns are kept: those of one ground and time together, the same for everybody.
fn grounds(keepers: &Keepers) -> Vec<Ground> {
    let mut grounds: Vec<(Vec<&Field>, Ground)> = Vec::new();
    for field in keepers.all().flat_map(|keeper| keeper.fields()) {
        let same = |ground: &&mut (Vec<&Field>, Ground)| {
            ground.1.basis == field.basis && ground.1.kept_for == field.kept_for
        };
        match grounds.iter_mut().find(same) {
            Some((fields, _)) => fields.push(field),
            None => grounds.push((
                vec![field],
                Ground { labels: String::new(), basis: field.basis, kept_for: field.kept_for },
            )),
        }
    }
    let named = grounds.into_iter().map(|(fields, ground)| {
        let labels: Vec<&str> = fields.iter().map(|field| field.label).collect();
        Ground { labels: labels.join("、"), ..ground }
    });
    named.collect()
}

/// A line that may be released, as whoever hands the sheet out reads it before.
pub(crate) struct Releasable {
    pub(crate) id: String,
    pub(crate) on: Day,
    pub(crate) what: String,
    pub(crate) words: String,
    pub(crate) private: bool,
    pub(crate) chosen: bool,
}

/// Every line that may be released for a person.
pub(crate) fn releasable(
    tx: &ReadTx<'_>,
    keepers: &Keepers,
    subject: &Subject,
    chosen: &[String],
) -> Result<Vec<Releasable>, StoreError> {
    let line = |on, what, Told { id, words }, private| {
        let id = id.simple().to_string();
        Releasable { chosen: chosen.contains(&id), id, on, what, words, private }
    };
    let dealt = keepers.ask(|keeper| keeper.dealt(tx, subject))?.into_iter();
    let mut lines: Vec<Releasable> = dealt
        .map(|dealt| line(dealt.on, format!("{}{}", dealt.person, dealt.manner), dealt.told, dealt.private))
        .collect();
    let looked = keepers.ask(|keeper| keeper.looked(tx, subject))?.into_iter();
    lines.extend(looked.filter_map(|look| {
        let what = format!("{}{}", look.person, look.what);
        look.told.map(|told| line(look.at.day(), what, told, false))
    }));
    Ok(lines)
}
