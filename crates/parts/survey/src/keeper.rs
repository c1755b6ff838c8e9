//! What this part keeps about a person: for some weeks, how she may be called. An answer is nobody's.

use niangjia_store::{ReadTx, StoreError, WriteTx};
use niangjia_subject::{
    Class, Corrected, CorrectionRefused, Dealt, Erasing, Field, Hold, Keeper, Kept, Looked, Opener, Subject,
    Wording,
};

const BASIS: &str = "《个人信息保护法》第十三条（履行法定职责）";

const fn field(
    column: &'static str,
    label: &'static str,
    purpose: &'static str,
    kept_for: &'static str,
) -> Field {
    let class = Class::Personal;
    Field {
        table: "survey_asking",
        column,
        label,
        class,
        purpose,
        basis: BASIS,
        kept_for,
        correctable: false,
    }
}

const FIELDS: &[Field] = &[
    field("contact", "满意度回访的联系方式", "由没有经办的人问一句", "回答、不想评价或者过期就删去"),
    field("code", "评价单的暗码", "凭单评价一次", "用过或者过期就没有用"),
    Field {
        table: "survey_answer",
        column: "line",
        label: "评价里的一句话",
        class: Class::Work,
        purpose: "改进工作",
        basis: BASIS,
        kept_for: "和人、和事都对不上，随统计保存",
        correctable: false,
    },
];

/// Askings and answers. None of them is found by a person: the asking knows the matter and no household, the answer neither.
#[derive(Debug, Clone, Copy)]
pub struct SurveyKeeper;

impl Keeper for SurveyKeeper {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn kept(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Kept>, StoreError> {
        Ok(Vec::new())
    }

    fn openers(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Opener>, StoreError> {
        Ok(Vec::new())
    }

    fn looked(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Looked>, StoreError> {
        Ok(Vec::new())
    }

    fn dealt(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Dealt>, StoreError> {
        Ok(Vec::new())
    }

    fn holds(&self, _: &ReadTx<'_>, _: &Subject) -> Result<Vec<Hold>, StoreError> {
        Ok(Vec::new())
    }

    fn correct(
        &self,
        _: &WriteTx<'_>,
        _: &Subject,
        _: &Wording<'_>,
    ) -> Result<Option<Corrected>, CorrectionRefused> {
        Ok(None)
    }

    fn erase(&self, _: &WriteTx<'_>, _: &Subject, _: &Erasing) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }
}
