//! What phones brought about one person: its part of her sheet (the slice `rights` asks for it).

use niangjia_store::{ReadTx, StoreError, WriteTx, audit};
use niangjia_subject::{
    Class, Corrected, CorrectionRefused, Dealt, Erasing, Field, Hold, Keeper, Kept, Looked, Opener, Subject,
    Wording, blotted,
};

use crate::queries;

const BASIS: &str = "《个人信息保护法》第十三条第一款第三项、第三十七条；《妇女权益保障法》第六条";

const fn field(
    table: &'static str,
    column: &'static str,
    label: &'static str,
    purpose: &'static str,
) -> Field {
    let class = Class::Personal;
    let kept_for = "在册期间；出册后按本地档案保管期限";
    Field { table, column, label, class, purpose, basis: BASIS, kept_for, correctable: false }
}

const PHOTO: Field = field("phone_photo", "content", "走访照片", "记清走访时的情况");
const FIELDS: &[Field] = &[
    PHOTO,
    field("phone_question", "written", "手机离线写下、等核对的内容", "走访没有记上的，核对后补记"),
    field("phone_question", "settled_note", "核对时写的原因", "没有记上的说得清"),
];

/// Photos, and what was written without network.
#[derive(Debug, Clone, Copy)]
pub struct PhoneKeeper;

impl Keeper for PhoneKeeper {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    /// That there are photos. Nobody noted who is in them, so they are not shown with the sheet; she may claim to see them.
    fn kept(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Kept>, StoreError> {
        let photos = queries::count_photos(tx, subject)?;
        let value = format!("{photos} 张，没有写明照的是谁；要看可以提出请求");
        let kept = Kept { field: &PHOTO, value, since: None, source: "走访时拍的" };
        Ok(if photos == 0 || !subject.contact { Vec::new() } else { vec![kept] })
    }

    /// Photos and questions open to those who see the household, who are named there.
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
        let open = queries::count_open(tx, subject)?;
        let hold = Hold {
            sentence: format!("手机离线写下的还有 {open} 笔没有核对，先核对完"),
            basis: "《个人信息保护法》第八条".to_owned(),
        };
        Ok(if open == 0 { Vec::new() } else { vec![hold] })
    }

    fn correct(
        &self,
        _: &WriteTx<'_>,
        _: &Subject,
        _: &Wording<'_>,
    ) -> Result<Option<Corrected>, CorrectionRefused> {
        Ok(None)
    }

    fn erase(
        &self,
        tx: &WriteTx<'_>,
        subject: &Subject,
        erasing: &Erasing,
    ) -> Result<Vec<String>, StoreError> {
        // What was noted when a question was settled is in the audit under the key of its envelope.
        for envelope in queries::envelopes_of(tx, subject)? {
            audit::forget(tx, subject.tenant, envelope)?;
        }
        match erasing {
            Erasing::Herself(_) => {
                queries::rewrite(tx, subject, |text| blotted(text, &subject.name))?;
                Ok(Vec::new())
            }
            Erasing::WithHousehold => {
                queries::delete_photos(tx, subject)?;
                queries::rewrite(tx, subject, queries::gone)?;
                Ok(vec!["走访照片、手机离线写下的内容".to_owned()])
            }
        }
    }
}
