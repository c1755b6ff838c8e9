//! What this slice keeps about a person: troubles that were written down as hers. Sealed ones are on no sheet.

use niangjia_store::{ReadTx, StoreError, WriteTx};
use niangjia_subject::{
    Class, Corrected, CorrectionRefused, Dealt, Erasing, Field, Hold, Keeper, Kept, Looked, Opener, Subject,
    Told, Wording,
};

use crate::pack::{ScreeningRules, label_of};
use crate::queries;

const BASIS: &str = "《妇女权益保障法》第七十三条，《家庭教育促进法》第十二条";
const GONE: &str = "（已按本人请求删除）";

const fn field(
    table: &'static str,
    column: &'static str,
    label: &'static str,
    purpose: &'static str,
    kept_for: &'static str,
) -> Field {
    let class = Class::Personal;
    Field { table, column, label, class, purpose, basis: BASIS, kept_for, correctable: false }
}

const KEPT_FOR: &str = "结束后按本地档案保管期限";
const WORDS: Field = field("screening_trouble", "words", "情感困扰", "知道要帮什么", KEPT_FOR);
const FIELDS: &[Field] = &[
    WORDS,
    field("screening_trouble", "name", "情感困扰里的称呼", "知道是谁", KEPT_FOR),
    field("screening_trouble", "note", "经手人的备注", "提醒经手的人", KEPT_FOR),
    field("screening_help", "words", "帮了什么", "知道帮到哪一步", KEPT_FOR),
];

/// Troubles that are not sealed.
#[derive(Debug, Clone, Copy)]
pub struct ScreeningKeeper;

impl Keeper for ScreeningKeeper {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    /// That there is one, and of what kind. Who said what about it may be another of the household's.
    fn kept(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Kept>, StoreError> {
        let rules = ScreeningRules::in_force();
        let kept = |row: crate::model::TroubleRow| Kept {
            field: &WORDS,
            value: format!("{} {}，{}", row.called(), label_of(&rules.kind, &row.kind), row.state.label()),
            since: Some(row.found),
            source: row.source.label(),
        };
        Ok(queries::of_subject(tx, subject)?.into_iter().map(kept).collect())
    }

    /// Those who see the household do not see it; who found it or helped is named below.
    fn openers(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Opener>, StoreError> {
        Ok(Vec::new())
    }

    fn looked(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Looked>, StoreError> {
        let mut looked = Vec::new();
        for row in queries::of_subject(tx, subject)? {
            let what = row.called();
            looked.extend(queries::openings(tx, &row)?.into_iter().map(|opening| Looked {
                at: opening.at,
                person: opening.person_name,
                post: opening.post_label,
                what: what.clone(),
                purpose: opening.purpose,
                told: None,
            }));
        }
        Ok(looked)
    }

    fn dealt(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Dealt>, StoreError> {
        let mut dealt = Vec::new();
        for row in queries::of_subject(tx, subject)? {
            for help in queries::helps(tx, &row)? {
                dealt.push(Dealt {
                    on: help.on,
                    person: help.person_name,
                    post: String::new(),
                    manner: help.kind.label(),
                    told: Told { id: help.id.uuid(), words: tx.unseal(queries::HELP_WORDS, &help.words)? },
                    private: true,
                });
            }
        }
        Ok(dealt)
    }

    fn holds(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Hold>, StoreError> {
        let open = queries::of_subject(tx, subject)?.into_iter().filter(|row| row.state.is_open());
        Ok(open
            .map(|row| Hold {
                sentence: format!("{}还在帮，先结束", row.called()),
                basis: "《个人信息保护法》第四十七条".to_owned(),
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
        let rows = queries::of_subject(tx, subject)?;
        for row in &rows {
            queries::erase(tx, row, GONE)?;
        }
        let done = format!("情感困扰 {} 件的称呼和内容", rows.len());
        Ok(if rows.is_empty() { Vec::new() } else { vec![done] })
    }
}
