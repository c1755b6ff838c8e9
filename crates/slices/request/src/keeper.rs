//! What this slice keeps about a person of the register: what she asked, and what she was answered. Sealed requests are none of it.

use niangjia_store::{ReadTx, StoreError, WriteTx};
use niangjia_subject::{
    Class, Corrected, CorrectionRefused, Dealt, Erasing, Field, Hold, Keeper, Kept, Looked, Opener, Subject,
    Wording,
};

use crate::model::State;
use crate::pack::RequestRules;
use crate::queries;

const BASIS: &str = "《个人信息保护法》第十三条第一款第三项；《信访工作条例》第二十二条";
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

const WORDS: Field = field("request", "words", "她反映的事", "办她要办的事");
const FIELDS: &[Field] = &[
    WORDS,
    field("request", "name", "怎么称呼她", "知道是谁的事"),
    field("request", "phone", "诉求里的电话", "把答复告诉她"),
    field("request", "reach_words", "联系时要注意什么", "安全地把答复告诉她"),
    field("request", "answer", "给她的答复", "知道答复了什么"),
    field("request_event", "words", "办理经过", "知道办到哪一步"),
    field("request_opening", "purpose", "上级打开的用途", "知道谁为什么看过"),
    field("attachment", "name", "材料的名称", "知道带来了什么材料"),
    field("deadline_change", "reason", "期限延长的原因", "知道为什么晚"),
    field("deadline_change", "agreed_by", "谁批准延长", "知道谁同意的"),
];

/// Requests.
#[derive(Debug, Clone, Copy)]
pub struct RequestKeeper;

impl Keeper for RequestKeeper {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn kept(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Kept>, StoreError> {
        let rows = queries::of_subject(tx, subject)?.into_iter();
        let kept = rows.map(|row| {
            let [_, phone, words, _, answer] = queries::unsealed(tx, &row)?;
            let label = RequestRules::in_force().label(&row.category);
            let mut value = format!("{} {label}：{words}。{}", row.called(), row.state_word());
            for (what, said) in [("电话", phone), ("答复", answer)] {
                if !said.is_empty() {
                    value.push_str(&format!("。{what}：{said}"));
                }
            }
            Ok(Kept {
                field: &WORDS,
                value,
                since: Some(row.received.day()),
                source: "本人反映，或者代她登记",
            })
        });
        kept.collect()
    }

    /// Those who see the household are named there; who had a request stands in its history.
    fn openers(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Opener>, StoreError> {
        Ok(Vec::new())
    }

    fn looked(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Looked>, StoreError> {
        let mut looked = Vec::new();
        for row in queries::of_subject(tx, subject)? {
            for (person, post, purpose, at) in queries::openings(tx, row.tenant, &row)? {
                let what = row.called();
                looked.push(Looked { at, person, post, what, purpose, told: None });
            }
        }
        Ok(looked)
    }

    fn dealt(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Dealt>, StoreError> {
        Ok(Vec::new())
    }

    fn holds(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Hold>, StoreError> {
        let open = queries::of_subject(tx, subject)?.into_iter().filter(|row| row.state != State::Closed);
        Ok(open
            .map(|row| Hold {
                sentence: format!("{}还没有办结，先办完、把答复告诉她", row.called()),
                basis: "《个人信息保护法》第十三条第一款第三项".to_owned(),
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
        let mut papers = 0;
        for row in &rows {
            queries::erase(tx, row)?;
            papers += niangjia_attachment::erase(tx, row.tenant, row.id.uuid())?;
        }
        let words = format!("反映过的 {} 件事的原话、电话和答复", rows.len());
        let (words, papers) =
            ((!rows.is_empty()).then_some(words), (papers > 0).then(|| format!("她带来的 {papers} 份材料")));
        Ok(words.into_iter().chain(papers).collect())
    }
}
