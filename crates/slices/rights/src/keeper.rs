//! What this slice itself keeps about a person: that she asked, and what she claimed.

use niangjia_store::{ReadTx, StoreError, WriteTx};
use niangjia_subject::{
    Class, Corrected, CorrectionRefused, Dealt, Erasing, Field, Hold, Keeper, Kept, Looked, Opener, Subject,
    Wording,
};

use crate::queries;

const BASIS: &str = "《个人信息保护法》第五十条、第五十四条";
const KEPT_FOR: &str = "办结后按本地档案保管期限";

const fn field(
    table: &'static str,
    column: &'static str,
    label: &'static str,
    purpose: &'static str,
) -> Field {
    let class = Class::Personal;
    Field { table, column, label, class, purpose, basis: BASIS, kept_for: KEPT_FOR, correctable: false }
}

const WORDS: Field = field("rights_claim", "words", "本人请求", "办她要办的事，答复她");
const FIELDS: &[Field] = &[
    WORDS,
    field("rights_claim", "answer", "给她的答复", "知道答复了什么"),
    field("rights_claim", "changed", "改了什么", "知道办了什么"),
    field("rights_inspection", "seen", "证明身份的情况", "知道查阅单交给了本人"),
];

/// Askings and claims.
#[derive(Debug, Clone, Copy)]
pub struct RightsKeeper;

impl Keeper for RightsKeeper {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn kept(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Kept>, StoreError> {
        let claims = queries::claims_of(tx, subject)?.into_iter();
        let kept = claims.map(|claim| {
            let words = tx.unseal(queries::WORDS, &claim.words)?;
            let mut value = format!("{} {}：{words}。{}", claim.called(), claim.kind.label(), claim.state());
            if let Some(ended) = &claim.ended {
                value.push_str(&format!("：{}", tx.unseal(queries::ANSWER, &ended.answer)?));
            }
            Ok(Kept { field: &WORDS, value, since: Some(claim.asked), source: "本人提出" })
        });
        kept.collect()
    }

    /// Those who see the household see none of it; the chair of the community does, and is named there.
    fn openers(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Opener>, StoreError> {
        Ok(Vec::new())
    }

    fn looked(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Looked>, StoreError> {
        let asked = queries::inspections_of(tx, subject)?.into_iter();
        Ok(asked
            .map(|row| {
                let (what, purpose) = match row.proof {
                    Some(_) => (format!("{}，{}来查", row.called(), row.comes_as.label()), "本人查阅"),
                    None => (format!("{}，有人来问，没有给看", row.called()), "不予查阅"),
                };
                let (person, post) = (row.person_name, row.post_label);
                Looked { at: row.at, person, post, what, purpose: purpose.to_owned(), told: None }
            })
            .collect())
    }

    fn dealt(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Dealt>, StoreError> {
        Ok(Vec::new())
    }

    fn holds(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Hold>, StoreError> {
        let claims = queries::claims_of(tx, subject)?.into_iter();
        let open =
            claims.filter(|claim| claim.told.is_none() && claim.kind != crate::model::ClaimKind::Delete);
        Ok(open
            .map(|claim| Hold {
                sentence: format!("{}（{}）还没有答复她，先办完", claim.called(), claim.kind.label()),
                basis: "《个人信息保护法》第五十条".to_owned(),
            })
            .collect())
    }

    fn correct(
        &self,
        _: &WriteTx<'_>,
        _: &Subject,
        _: &Wording<'_>,
    ) -> Result<Option<Corrected>, CorrectionRefused> {
        Ok(None)
    }

    fn erase(&self, tx: &WriteTx<'_>, subject: &Subject, _: &Erasing) -> Result<Vec<String>, StoreError> {
        queries::erase(tx, subject)?;
        Ok(vec!["以前请求的原话和答复".to_owned()])
    }
}
