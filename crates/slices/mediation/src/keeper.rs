//! What this slice keeps about a person of the register: that she is a party. What was diverted is never on a sheet.

use niangjia_store::{ReadTx, StoreError, WriteTx};
use niangjia_subject::{
    Class, Corrected, CorrectionRefused, Dealt, Erasing, Field, Hold, Keeper, Kept, Looked, Opener, Subject,
    Wording,
};

use crate::queries;

const BASIS: &str = "《人民调解法》第二十七条";
const KEPT_FOR: &str = "按卷宗的保管期限";

const fn field(
    table: &'static str,
    column: &'static str,
    label: &'static str,
    purpose: &'static str,
) -> Field {
    let class = Class::Personal;
    Field { table, column, label, class, purpose, basis: BASIS, kept_for: KEPT_FOR, correctable: false }
}

const DETAILS: Field = field("mediation_party", "details", "调解当事人的基本情况", "调解，制作文书");
const FIELDS: &[Field] = &[
    DETAILS,
    field("mediation", "account", "纠纷情况和申请事项", "调解"),
    field("mediation", "ending_words", "调解终止的情况", "说明为什么终止"),
    field("mediation_member", "name", "调解人员的姓名", "知道谁参加了调解"),
    field("mediation_session", "words", "调解记录", "调解"),
    field("mediation_agreement", "terms", "协议的事实和争议", "履行协议"),
    field("mediation_clause", "words", "协议的约定", "履行协议"),
    field("mediation_revisit", "words", "回访情况", "督促履行"),
    field("mediation_opening", "purpose", "打开档案的用途", "知道谁看过"),
];

/// Parties of mediations.
#[derive(Debug, Clone, Copy)]
pub struct MediationKeeper;

impl Keeper for MediationKeeper {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    /// Her own data as a party; what the other side said is not hers alone.
    fn kept(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Kept>, StoreError> {
        let parties = queries::parties_of_subject(tx, subject)?.into_iter();
        let kept = parties.map(|(party, since)| {
            let details = [
                party.details.name,
                party.details.sex,
                party.details.occupation,
                party.details.phone,
                party.details.address,
            ];
            let said: Vec<String> = details.into_iter().filter(|one| !one.is_empty()).collect();
            Kept {
                field: &DETAILS, value: said.join("，"), since: Some(since), source: "调解登记时本人提供"
            }
        });
        Ok(kept.collect())
    }

    /// Whoever may open a mediation is told in the case itself; the sheet names the chair of the community already.
    fn openers(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Opener>, StoreError> {
        Ok(Vec::new())
    }

    fn looked(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Looked>, StoreError> {
        Ok(Vec::new())
    }

    fn dealt(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Dealt>, StoreError> {
        Ok(Vec::new())
    }

    fn holds(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Hold>, StoreError> {
        let held = !queries::parties_of_subject(tx, subject)?.is_empty();
        let hold = || Hold {
            sentence: "她是一件人民调解的当事人，调解卷宗要按保管期限保存".to_owned(),
            basis: BASIS.to_owned(),
        };
        Ok(held.then(hold).into_iter().collect())
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
        let blotted = queries::blot_parties(tx, subject)?;
        Ok(if blotted > 0 { vec!["调解当事人的基本情况".to_owned()] } else { Vec::new() })
    }
}
