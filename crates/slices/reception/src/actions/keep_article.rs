//! 知识库: writing an article, looking at it again, taking it out.

use niangjia_kernel::{Day, Id};
use niangjia_org::api::Org;
use niangjia_store::audit::{Action, Entry};
use niangjia_store::{Actor, Ending, StoreError, WriteTx};

use crate::model::{Article, ArticleRow, Home, SaidArticle};
use crate::queries;

const WRITE: Action = Action::write("reception.write_article", "写知识库");
const REVIEW: Action = Action::write("reception.review_article", "复核知识库");
const RETIRE: Action = Action::write("reception.retire_article", "撤下知识库条目");

/// Writes an article for the organisation and every one below it.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write_article(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    id: Id<Article>,
    said: &SaidArticle,
) -> Result<Ending<()>, StoreError> {
    if !queries::insert_article(tx, (&Home::of(org), &org.name, &actor.name), id, said)? {
        return Ok(Ending::Nothing(()));
    }
    let entry = Entry::by(actor, WRITE).about(org.tenant, id, &org.path).named(&said.title);
    Ok(tx.record(&entry.change("有效期", "", said.valid_until.long()), ())?.into())
}

/// Writes many at once: for what an office kept in files before, and for worlds with a past.
///
/// # Errors
/// When they cannot be written.
pub(crate) fn enter_starting_articles(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    said: Vec<SaidArticle>,
) -> Result<Ending<usize>, StoreError> {
    let new: Vec<_> = said.into_iter().map(|said| (tx.new_id(), said)).collect();
    queries::insert_articles(tx, (&Home::of(org), &org.name, &actor.name), &new)?;
    let entry = Entry::by(actor, WRITE).about(org.tenant, org.id, &org.path).named(&org.name);
    Ok(tx.record(&entry.change("条目", "", new.len()), new.len())?.into())
}

/// Puts other words in place of an article's.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn rewrite_article(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &ArticleRow,
    said: &SaidArticle,
) -> Result<Ending<()>, StoreError> {
    if row.said == *said {
        return Ok(Ending::Nothing(()));
    }
    queries::rewrite_article(tx, row, said, &actor.name)?;
    let entry = Entry::by(actor, WRITE).about(row.tenant, row.id, &row.org_path).named(&said.title);
    Ok(tx.record(&entry.change("标题", &row.said.title, &said.title), ())?.into())
}

/// Notes that an article was looked at and holds until another day.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn review_article(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &ArticleRow,
    until: Day,
) -> Result<Ending<()>, StoreError> {
    queries::review_article(tx, row, (until, &actor.name))?;
    let entry = Entry::by(actor, REVIEW).about(row.tenant, row.id, &row.org_path).named(&row.said.title);
    Ok(tx.record(&entry.change("有效期", row.said.valid_until.long(), until.long()), ())?.into())
}

/// Takes an article out; nobody finds it any more.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn retire_article(
    tx: &WriteTx<'_>,
    actor: &Actor,
    row: &ArticleRow,
    reason: &str,
) -> Result<Ending<()>, StoreError> {
    queries::retire_article(tx, row)?;
    let entry = Entry::by(actor, RETIRE).about(row.tenant, row.id, &row.org_path).named(&row.said.title);
    Ok(tx.record(&entry.change("撤下", "", reason), ())?.into())
}
