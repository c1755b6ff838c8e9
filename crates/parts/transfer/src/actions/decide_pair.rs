//! Saying whether a row means what is known.

use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, WriteTx};
use niangjia_web::AppError;
use uuid::Uuid;

use crate::asked::Decided;
use crate::intake::{Finding, Home, Intake};
use crate::model::{Counts, PairAnswer, TransferRow};
use crate::queries;
use crate::rules::is_decided;

const DECIDE: Action = Action::write("transfer.decide_pair", "确认是否同一个");

/// What a person said of a pair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    /// The row of the file.
    pub(crate) row: i64,
    /// What is known.
    pub(crate) known: Uuid,
    /// What she said.
    pub(crate) answer: PairAnswer,
}

/// What became of the row.
pub(crate) enum Decision {
    /// Not decided yet: another that it may mean is left, or she looks again later.
    Waits,
    /// Taken, or known as it is.
    Taken,
}

/// Keeps what she said; once the row is decided, it is taken in the same transaction, as every row is.
///
/// # Errors
/// With the reasons of a row that cannot be taken as she said; then nothing is kept.
pub(crate) fn decide_pair(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &TransferRow,
    (intake, home): (&dyn Intake, &Home),
    said: Said,
) -> Result<Ending<Decision>, AppError> {
    let key = row.key();
    // Two who decide at once, in two windows, must not both take the row.
    tx.hold("transfer", key.tenant, key.id.uuid())?;
    let row = &queries::visible_transfer(tx, actor, key)?.ok_or(AppError::NotFound)?;
    let mut pairs = queries::pairs_of_row(tx, key, said.row)?;
    let answers = |pairs: &[(Uuid, PairAnswer)]| pairs.iter().map(|(_, one)| *one).collect::<Vec<_>>();
    if !pairs.is_empty() && is_decided(&answers(&pairs)) {
        return Ok(Ending::Nothing(Decision::Taken));
    }
    let pair = pairs.iter_mut().find(|(known, _)| *known == said.known).ok_or(AppError::NotFound)?;
    pair.1 = said.answer;
    queries::answer_pair(tx, key, (said.row, said.known), said.answer)?;
    if said.answer == PairAnswer::Same {
        // It is one of them: none of the others.
        for (known, answer) in pairs.iter_mut().filter(|(known, _)| *known != said.known) {
            *answer = PairAnswer::Other;
            queries::answer_pair(tx, key, (said.row, *known), PairAnswer::Other)?;
        }
    }
    let (decision, became) = if is_decided(&answers(&pairs)) {
        (Decision::Taken, take(tx, actor, row, (intake, home), said.row, &pairs)?)
    } else {
        (Decision::Waits, "等待")
    };
    let entry = Entry::by(actor, DECIDE).about(row.tenant, row.id, &row.org_path).named(&row.title);
    let asks = intake.asks();
    let words = match said.answer {
        PairAnswer::Same => asks.same,
        PairAnswer::Other => asks.other,
        PairAnswer::Waiting | PairAnswer::Later => PairAnswer::Later.label(),
    };
    let entry = entry.change("行", "", said.row).change("确认", "", words).change("结果", "", became);
    Ok(tx.record(&entry, decision)?.into())
}

/// Takes the row as it was decided.
fn take(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &TransferRow,
    (intake, home): (&dyn Intake, &Home),
    number: i64,
    pairs: &[(Uuid, PairAnswer)],
) -> Result<&'static str, AppError> {
    let decided = pairs.iter().filter(|(_, answer)| matches!(answer, PairAnswer::Same | PairAnswer::Other));
    let decided = decided.map(|(known, answer)| Decided { known: *known, same: *answer == PairAnswer::Same });
    let record = queries::asking_record(tx, row.key(), number, decided.collect())?;
    let record = record.ok_or(AppError::NotFound)?;
    let mut rows = intake.begin(tx, actor, home)?;
    rows.hold(tx, std::slice::from_ref(&record))?;
    let finding = rows.take(tx, &record)?;
    let mut counts = Counts { asked: row.counts.asked - 1, ..row.counts };
    let (became, count) = match finding {
        Finding::Fresh => ("新增", &mut counts.fresh),
        Finding::Added => ("补充", &mut counts.added),
        Finding::Same => ("没有变化", &mut counts.same),
        Finding::Wrong(reasons) if record.meant().is_none() => {
            // It means none of what is known, and cannot come in by itself: it goes to the rows that were not taken.
            queries::insert_wrong(tx, row.key(), record.row, &reasons)?;
            ("没有导入", &mut counts.wrong)
        }
        Finding::Wrong(reasons) => {
            let reasons = reasons.join("；");
            return Err(AppError::Refused(format!("这一行还不能导入：{reasons}。可以先点“稍后再看”")));
        }
        Finding::Asked(alike) => {
            // Others like it came into the register meanwhile.
            queries::insert_pairs(tx, row.key(), &record, &alike)?;
            return Ok("还有别的可能");
        }
    };
    *count += 1;
    queries::insert_made(tx, row.key(), &rows.made())?;
    queries::recount(tx, row.key(), counts)?;
    Ok(became)
}
