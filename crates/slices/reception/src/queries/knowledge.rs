//! Articles, and searching them.

use niangjia_kernel::{Day, Id, Key, OrgPath, Tenant};
use niangjia_store::{Actor, Column as _, ReadTx, Row, Sql, StoreError, WriteTx, params};

use crate::model::{Article, ArticleKind, ArticleRow, Home, SaidArticle};
use crate::rules::{REVIEW_NOTICE_DAYS, reads_articles};
use crate::search::{Query, grams, searched};

const COLUMNS: &str = "SELECT a.tenant, a.id, a.org_path, a.org_name, a.kind, a.title, a.body, a.source, \
                       a.address, a.phone, a.hours, a.categories, a.valid_until_day, a.checked_day, a.checked_by ";
/// Articles with grams by which they are found; the rarest narrows, and the text decides.
const GRAMS_ASKED: usize = 4;

fn article_row(row: &mut Row<'_>) -> Result<ArticleRow, StoreError> {
    Ok(ArticleRow {
        tenant: row.take()?,
        id: row.take()?,
        org_path: row.take()?,
        org_name: row.take()?,
        said: SaidArticle {
            kind: row.take()?,
            title: row.take()?,
            body: row.take()?,
            source: row.take()?,
            address: row.take()?,
            phone: row.take()?,
            hours: row.take()?,
            categories: row.take()?,
            valid_until: row.take()?,
        },
        checked: row.take()?,
        checked_by: row.take()?,
    })
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Search {
    pub(crate) words: Query,
    pub(crate) kind: Option<ArticleKind>,
    /// A code of a category.
    pub(crate) category: String,
    /// Those alone that are to be looked at again by this day.
    pub(crate) review_by: Option<Day>,
}

/// Appends which articles of `a` are for `actor` (R-REC-06): those of her own organisation and of every one above it, and
/// for whoever leads those of her branch.
fn push_sees(tx: &ReadTx<'_>, sql: &mut Sql, actor: &Actor) -> Result<(), StoreError> {
    if !reads_articles(actor) {
        sql.push("1 = 0");
        return Ok(());
    }
    let acting = &actor.acting;
    sql.push("(");
    for (at, org) in niangjia_org::api::lineage(tx, &acting.org_path)?.into_iter().enumerate() {
        sql.push(if at > 0 { " OR " } else { "" });
        sql.push("(a.tenant = ").bind(&org.tenant).push(" AND a.org_path = ").bind(&org.path).push(")");
    }
    if acting.kind.leads() {
        sql.push(" OR (a.tenant = ").bind(&actor.tenant).push(" AND ");
        sql.within("a.org_path", &acting.org_path).push(")");
    }
    sql.push(") AND a.retired_day IS NULL");
    Ok(())
}

/// Appends what is looked for. Each word is a phrase: its grams narrow by the index, the text decides.
fn push_search(tx: &ReadTx<'_>, sql: &mut Sql, (actor, search): (&Actor, &Search)) -> Result<(), StoreError> {
    let lineage = niangjia_org::api::lineage(tx, &actor.acting.org_path)?;
    let mut tenants: Vec<Tenant> = lineage.iter().map(|org| org.tenant).chain([actor.tenant]).collect();
    tenants.dedup();
    for word in search.words.phrases() {
        for gram in grams(word).into_iter().take(GRAMS_ASKED) {
            sql.push(" AND a.id IN (SELECT g.article_id FROM reception_gram g WHERE g.tenant IN (");
            for (at, tenant) in tenants.iter().enumerate() {
                sql.push(if at > 0 { ", " } else { "" }).bind(tenant);
            }
            sql.push(") AND g.gram = ").bind(&gram).push(")");
        }
        let escaped = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        sql.push(" AND a.searched LIKE ").bind(&format!("%{escaped}%")).push(" ESCAPE '!'");
    }
    if let Some(kind) = &search.kind {
        sql.push(" AND a.kind = ").bind(kind);
    }
    if !search.category.is_empty() {
        sql.push(" AND a.categories LIKE ").bind(&format!("% {} %", search.category.replace(['%', '_'], "")));
    }
    if let Some(by) = &search.review_by {
        sql.push(" AND a.valid_until_day <= ").bind(by);
    }
    Ok(())
}

/// The articles that `actor` may read and that are looked for: those with the first word in their head first; at most
/// `limit`.
pub(crate) fn articles(
    tx: &ReadTx<'_>,
    actor: &Actor,
    search: &Search,
    limit: i64,
) -> Result<Vec<ArticleRow>, StoreError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("FROM reception_article a WHERE ");
    push_sees(tx, &mut sql, actor)?;
    push_search(tx, &mut sql, (actor, search))?;
    sql.push(" ORDER BY ");
    if let Some(word) = search.words.phrases().next() {
        let escaped = word.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        sql.push("CASE WHEN LOWER(a.title) LIKE ").bind(&format!("%{escaped}%"));
        sql.push(" ESCAPE '!' THEN 0 ELSE 1 END, ");
    }
    sql.push("a.kind, a.title, a.id LIMIT ").bind(&limit);
    tx.select(&sql, article_row)
}

/// The articles that `actor` may read and that have some of these grams or this category: most of the grams first.
pub(crate) fn fitting_articles(
    tx: &ReadTx<'_>,
    actor: &Actor,
    (grams, category): (&[String], &str),
) -> Result<Vec<ArticleRow>, StoreError> {
    const LOOKED_AT: i64 = 60;
    let by_category = Search { category: category.to_owned(), ..Search::default() };
    let mut found =
        if category.is_empty() { Vec::new() } else { articles(tx, actor, &by_category, LOOKED_AT)? };
    if grams.is_empty() {
        return Ok(found);
    }
    let lineage = niangjia_org::api::lineage(tx, &actor.acting.org_path)?;
    let mut tenants: Vec<Tenant> = lineage.iter().map(|org| org.tenant).chain([actor.tenant]).collect();
    tenants.dedup();
    let mut sql = Sql::new(COLUMNS);
    sql.push("FROM reception_article a JOIN (SELECT g.tenant, g.article_id, COUNT(*) AS shared FROM reception_gram g \
              WHERE g.tenant IN (");
    for (at, tenant) in tenants.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" }).bind(tenant);
    }
    sql.push(") AND g.gram IN (");
    for (at, gram) in grams.iter().enumerate() {
        sql.push(if at > 0 { ", " } else { "" }).bind(gram);
    }
    sql.push(") GROUP BY g.tenant, g.article_id) h ON h.tenant = a.tenant AND h.article_id = a.id WHERE ");
    push_sees(tx, &mut sql, actor)?;
    sql.push(" ORDER BY h.shared DESC, a.id LIMIT ").bind(&LOOKED_AT);
    let by_words = tx.select(&sql, article_row)?;
    let known: Vec<_> = found.iter().map(|row| row.id).collect();
    found.extend(by_words.into_iter().filter(|row| !known.contains(&row.id)));
    Ok(found)
}

/// How many there are.
pub(crate) fn count_articles(tx: &ReadTx<'_>, actor: &Actor, search: &Search) -> Result<i64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM reception_article a WHERE ");
    push_sees(tx, &mut sql, actor)?;
    push_search(tx, &mut sql, (actor, search))?;
    let (text, values) = sql.parts();
    tx.value(text, values)
}

/// How many there are of each kind, whatever kind is asked for.
pub(crate) fn count_kinds(
    tx: &ReadTx<'_>,
    actor: &Actor,
    search: &Search,
) -> Result<Vec<(ArticleKind, i64)>, StoreError> {
    let mut sql = Sql::new("SELECT a.kind, COUNT(*) FROM reception_article a WHERE ");
    push_sees(tx, &mut sql, actor)?;
    push_search(tx, &mut sql, (actor, &Search { kind: None, ..search.clone() }))?;
    sql.push(" GROUP BY a.kind");
    tx.select(&sql, |row| Ok((row.take()?, row.take()?)))
}

/// An article that `actor` may read.
pub(crate) fn visible_article(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: Key<Article>,
) -> Result<Option<ArticleRow>, StoreError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("FROM reception_article a WHERE a.tenant = ")
        .bind(&key.tenant)
        .push(" AND a.id = ")
        .bind(&key.id);
    sql.push(" AND ");
    push_sees(tx, &mut sql, actor)?;
    Ok(tx.select(&sql, article_row)?.into_iter().next())
}

/// How many articles of one organisation ask to be looked at again by the day (R-REC-07).
pub(crate) fn due_for_review(tx: &ReadTx<'_>, (tenant, path): (Tenant, &OrgPath)) -> Result<i64, StoreError> {
    let by = tx.today().plus(REVIEW_NOTICE_DAYS);
    let sql = "SELECT COUNT(*) FROM reception_article a WHERE a.tenant = $1 AND a.org_path = $2 AND a.retired_day IS NULL \
               AND a.valid_until_day <= $3";
    tx.value(sql, params![tenant, path.clone(), by])
}

/// Writes an article; says whether it was not there before.
pub(crate) fn insert_article(
    tx: &WriteTx<'_>,
    (home, org_name, by): (&Home, &str, &str),
    id: Id<Article>,
    said: &SaidArticle,
) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) FROM reception_article a WHERE a.tenant = $1 AND a.id = $2";
    if tx.value::<i64>(sql, params![home.tenant, id])? > 0 {
        return Ok(false);
    }
    insert_articles(tx, (home, org_name, by), &[(id, said.clone())])?;
    Ok(true)
}

/// Writes many articles by the engine's fastest way.
pub(crate) fn insert_articles(
    tx: &WriteTx<'_>,
    (home, org_name, by): (&Home, &str, &str),
    new: &[(Id<Article>, SaidArticle)],
) -> Result<(), StoreError> {
    let columns = [
        "tenant",
        "id",
        "org_id",
        "org_path",
        "org_name",
        "kind",
        "title",
        "body",
        "source",
        "address",
        "phone",
        "hours",
        "categories",
        "searched",
        "valid_until_day",
        "checked_day",
        "checked_by",
    ];
    let today = tx.today();
    let mut rows = new.iter().map(|(id, said)| {
        params![
            home.tenant,
            *id,
            home.org_id,
            home.org_path.clone(),
            org_name.to_owned(),
            said.kind,
            said.title.clone(),
            said.body.clone(),
            said.source.clone(),
            said.address.clone(),
            said.phone.clone(),
            said.hours.clone(),
            said.categories.clone(),
            searched(said),
            said.valid_until,
            today,
            by.to_owned(),
        ]
        .to_vec()
    });
    tx.insert_many("reception_article", &columns, &mut rows)?;
    insert_grams(tx, home.tenant, new)
}

fn insert_grams(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    new: &[(Id<Article>, SaidArticle)],
) -> Result<(), StoreError> {
    let mut rows = new.iter().flat_map(|(id, said)| {
        grams(&searched(said)).into_iter().map(move |gram| vec![tenant.bind(), gram.bind(), id.bind()])
    });
    tx.insert_many("reception_gram", &["tenant", "gram", "article_id"], &mut rows).map(drop)
}

/// Puts other words in place of an article's, and its grams with them; it counts as looked at.
pub(crate) fn rewrite_article(
    tx: &WriteTx<'_>,
    row: &ArticleRow,
    said: &SaidArticle,
    by: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE reception_article SET kind = $1, title = $2, body = $3, source = $4, address = $5, phone = $6, \
         hours = $7, categories = $8, searched = $9, valid_until_day = $10, checked_day = $11, checked_by = $12 \
         WHERE tenant = $13 AND id = $14",
        params![
            said.kind, said.title.clone(), said.body.clone(), said.source.clone(), said.address.clone(),
            said.phone.clone(), said.hours.clone(), said.categories.clone(), searched(said), said.valid_until,
            tx.today(), by.to_owned(), row.tenant, row.id,
        ],
    )?;
    tx.execute(
        "DELETE FROM reception_gram WHERE tenant = $1 AND article_id = $2",
        params![row.tenant, row.id],
    )?;
    insert_grams(tx, row.tenant, &[(row.id, said.clone())])
}

/// Notes that an article was looked at and still holds.
pub(crate) fn review_article(
    tx: &WriteTx<'_>,
    row: &ArticleRow,
    (until, by): (Day, &str),
) -> Result<(), StoreError> {
    let sql = "UPDATE reception_article SET valid_until_day = $1, checked_day = $2, checked_by = $3 \
               WHERE tenant = $4 AND id = $5";
    tx.execute(sql, params![until, tx.today(), by.to_owned(), row.tenant, row.id]).map(drop)
}

/// Takes an article out of the knowledge base; it is kept, and nobody finds it.
pub(crate) fn retire_article(tx: &WriteTx<'_>, row: &ArticleRow) -> Result<(), StoreError> {
    let sql = "UPDATE reception_article SET retired_day = $1 WHERE tenant = $2 AND id = $3";
    tx.execute(sql, params![tx.today(), row.tenant, row.id]).map(drop)
}

/// Files the articles of an organisation with the one it went up in.
pub(crate) fn move_articles(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    from: &OrgPath,
    (into, org): (&OrgPath, Id<niangjia_kernel::Organisation>),
) -> Result<(), StoreError> {
    let sql = "UPDATE reception_article SET org_path = $1, org_id = $2 WHERE tenant = $3 AND org_path = $4";
    tx.execute(sql, params![into.clone(), org, tenant, from.clone()]).map(drop)
}
