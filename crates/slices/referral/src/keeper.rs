//! What this slice keeps about a person of the register: what of hers was handed to whom, with her consent.

use niangjia_kernel::Day;
use niangjia_store::{ReadTx, StoreError, WriteTx};
use niangjia_subject::{
    Class, Corrected, CorrectionRefused, Dealt, Erasing, Field, Hold, Keeper, Kept, Looked, Opener, Subject,
    Wording,
};

use crate::model::{Closing, ReferralRow, State};
use crate::queries;

const BASIS: &str = "《个人信息保护法》第二十三条";
const KEPT_FOR: &str = "提供之日起三年";

const fn field(column: &'static str, label: &'static str, purpose: &'static str) -> Field {
    let (table, class) = ("referral", Class::Personal);
    Field { table, column, label, class, purpose, basis: BASIS, kept_for: KEPT_FOR, correctable: false }
}

const HANDED: Field = field("handed", "转介时交给合作单位的情况", "知道交给了谁、交了什么");
const FIELDS: &[Field] = &[
    HANDED,
    field("person", "转介的是谁", "让合作单位知道找谁"),
    field("phone", "转介时给的联系办法", "让合作单位安全地找到她"),
    field("asked", "请合作单位办什么", "办她的事"),
    field("answer", "合作单位的答复", "知道接受没有"),
    field("result", "转介的结果", "告诉她结果"),
    field("ending", "怎样告诉她的", "知道告诉过她"),
];

/// Referrals of families of the register. What was referred of a request, a mediation or a sealed case is that slice's to tell.
#[derive(Debug, Clone, Copy)]
pub struct ReferralKeeper;

fn hers(tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<ReferralRow>, StoreError> {
    queries::of_resident(tx, (subject.tenant, subject.household.uuid()), subject.resident)
}

impl Keeper for ReferralKeeper {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn kept(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Kept>, StoreError> {
        let rows = hers(tx, subject)?.into_iter();
        let kept = rows.map(|row| {
            let said = queries::contents(tx, &row)?;
            let value = format!(
                "{} 转给{}：{}。{}。{}",
                row.called(),
                row.partner_name,
                said.asked,
                said.handed,
                row.status()
            );
            let since: Option<Day> = Some(row.sent.day());
            Ok(Kept { field: &HANDED, value, since, source: "本人同意转介" })
        });
        kept.collect()
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

    fn holds(&self, tx: &ReadTx<'_>, subject: &Subject) -> Result<Vec<Hold>, StoreError> {
        let clock = niangjia_deadline::Clocks::in_force();
        let mut holds = Vec::new();
        for row in hers(tx, subject)? {
            let open = row.state != State::Closed;
            let kept = clock
                .rule("sharing.keep")
                .and_then(|rule| niangjia_deadline::ends(rule, clock.calendar(), row.sent, &[]));
            if open && row.closing != Some(Closing::Withdrawn) {
                holds.push(Hold {
                    sentence: format!("{}（{}）还没有办结，先办完", row.called(), row.partner_name),
                    basis: BASIS.to_owned(),
                });
            } else if let Some(until) = kept.filter(|until| *until > tx.now()) {
                holds.push(Hold {
                    sentence: format!(
                        "{} 把她的信息交给过{}，记录要留到 {}",
                        row.called(),
                        row.partner_name,
                        until.day().long()
                    ),
                    basis: "《网络数据安全管理条例》第十二条".to_owned(),
                });
            }
        }
        Ok(holds)
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
        let rows = hers(tx, subject)?;
        for row in &rows {
            queries::erase(tx, row)?;
        }
        Ok(if rows.is_empty() { Vec::new() } else { vec!["转介给别的单位的内容".to_owned()] })
    }
}
