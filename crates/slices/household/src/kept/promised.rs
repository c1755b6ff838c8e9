//! What was promised to her on need cards: a line each on her sheet, its words only with a release.

use niangjia_store::{ReadTx, StoreError};
use niangjia_subject::{Dealt, Subject, Told};

use crate::pack::HouseholdRules;
use crate::queries;

/// The cards of her household, as the sheet lists what was done with her.
pub(super) fn cards(tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Dealt>, StoreError> {
    let rules = HouseholdRules::in_force();
    let cards = queries::cards_kept(tx, (subject.tenant, subject.household))?;
    let dealt = cards.into_iter().map(|card| {
        let words = queries::card_words(tx, &card)?;
        let said = [Some(words.wish), Some(words.promise), words.outcome];
        let said = said.into_iter().flatten().collect::<Vec<_>>().join("；");
        Ok(Dealt {
            on: card.on,
            person: card.person_name,
            post: String::new(),
            manner: "需求卡",
            told: Told { id: card.id.uuid(), words: said },
            private: rules.matter(&card.matter).is_none_or(|matter| matter.private),
        })
    });
    dealt.collect()
}
