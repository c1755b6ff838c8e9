//! 知识库: articles of law, offices and answers, found by words.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_store::{Actor, ReadTx};
use niangjia_web::{AppError, Ctx, Query, Shell, codes_or_empty, json, page, show};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::KnowledgeBody;
use crate::model::{ArticleKind, ArticleRow};
use crate::pack::{ReceptionRules, StarterArticle};
use crate::queries::{self, Search};
use crate::rules::{REVIEW_NOTICE_DAYS, reads_articles, writes_articles};
use crate::search::Query as Words;

/// How many articles a page shows.
const ROWS: i64 = 50;
/// How many characters of an article its line shows.
const LEAD: usize = 60;

/// What `GET /knowledge` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct KnowledgeQuery {
    /// 要找的词，几个词用空格分开
    q: String,
    /// 哪一种，不写是全部
    #[param(schema_with = codes_or_empty::<ArticleKind>)]
    kind: String,
    /// 诉求分类的代码
    category: String,
    /// 写 due：只要该复核的
    review: String,
}

/// An article as a list shows it, of the pack or kept.
pub(crate) struct Found {
    pub(crate) href: String,
    pub(crate) kind: ArticleKind,
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) phone: String,
    pub(crate) whose: String,
    pub(crate) until: Option<Day>,
}

impl Found {
    pub(crate) fn kept(row: &ArticleRow) -> Self {
        Self {
            href: row.href(),
            kind: row.said.kind,
            title: row.said.title.clone(),
            lead: lead(&row.said.body),
            phone: row.said.phone.clone(),
            whose: row.org_name.clone(),
            until: Some(row.said.valid_until),
        }
    }

    pub(crate) fn starter(article: &StarterArticle) -> Self {
        Self {
            href: article.href(),
            kind: article.kind(),
            title: article.title.clone(),
            lead: lead(&article.body),
            phone: String::new(),
            whose: "随程序带".to_owned(),
            until: None,
        }
    }
}

fn lead(body: &str) -> String {
    let mut lead: String = body.chars().take(LEAD).collect();
    if body.chars().count() > LEAD {
        lead.push('…');
    }
    lead
}

struct Chip {
    label: String,
    count: String,
    href: String,
    on: bool,
}

struct Line {
    found: Found,
    late: bool,
}

#[derive(Template)]
#[template(path = "knowledge.html")]
struct KnowledgePage {
    shell: Shell,
    q: String,
    kind: String,
    category: String,
    chips: Vec<Chip>,
    lines: Vec<Line>,
    total: String,
    more: bool,
    writes: bool,
}

impl KnowledgeQuery {
    pub(crate) fn search(&self, today: Day) -> Search {
        Search {
            words: Words::of(&self.q),
            kind: ArticleKind::parse(&self.kind).ok(),
            category: self.category.chars().filter(char::is_ascii_graphic).take(40).collect(),
            review_by: (self.review == "due").then(|| today.plus(REVIEW_NOTICE_DAYS)),
        }
    }
}

/// The articles of the starter set that are looked for.
pub(crate) fn starters(search: &Search) -> impl Iterator<Item = &'static StarterArticle> + '_ {
    let asked = |article: &&StarterArticle| {
        let text = || format!("{} {} {}", article.title, article.body, article.source);
        search.review_by.is_none()
            && search.kind.is_none_or(|kind| kind == article.kind())
            && (search.category.is_empty() || article.categories.contains(&search.category))
            && (search.words.is_empty() || search.words.is_in(&text()))
    };
    ReceptionRules::in_force().article.iter().filter(asked)
}

/// What is found, the office's own before the starter set; at most `limit`, and how many there are.
pub(crate) fn found(
    tx: &ReadTx<'_>,
    actor: &Actor,
    search: &Search,
    limit: i64,
) -> Result<(Vec<Found>, i64), AppError> {
    if !reads_articles(actor) {
        return Err(AppError::NotFound);
    }
    let kept = queries::articles(tx, actor, search, limit)?;
    let starting: Vec<_> = starters(search).collect();
    let total = queries::count_articles(tx, actor, search)? + i64::try_from(starting.len()).unwrap_or(0);
    let mut all: Vec<_> = kept.iter().map(Found::kept).collect();
    all.extend(starting.into_iter().map(Found::starter));
    all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok((all, total))
}

/// `GET /knowledge`.
pub(crate) async fn list(ctx: Ctx, Query(query): Query<KnowledgeQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let search = query.search(tx.today());
        let (all, total) = found(tx, &visitor.actor, &search, ROWS)?;
        if visitor.wants_json {
            return json(&KnowledgeBody::of(&all, total));
        }
        let today = tx.today();
        page(&KnowledgePage {
            shell: visitor.shell(),
            chips: chips(tx, &visitor.actor, &query, &search)?,
            lines: all
                .into_iter()
                .map(|found| Line { late: found.until.is_some_and(|until| until <= today), found })
                .collect(),
            total: show::count(total),
            more: total > ROWS,
            writes: writes_articles(&visitor.actor),
            q: query.q,
            kind: query.kind,
            category: search.category,
        })
    })
    .await
}

fn chips(
    tx: &ReadTx<'_>,
    actor: &Actor,
    query: &KnowledgeQuery,
    search: &Search,
) -> Result<Vec<Chip>, AppError> {
    let mut chips = Vec::new();
    let words: String = search.words.phrases().collect::<Vec<_>>().join(" ");
    let kinds = queries::count_kinds(tx, actor, &Search { review_by: None, ..search.clone() })?;
    for kind in std::iter::once(None).chain(ArticleKind::ALL.iter().copied().map(Some)) {
        let narrowed = Search { kind, review_by: None, ..search.clone() };
        let kept = kinds.iter().filter(|(found, _)| kind.is_none_or(|kind| kind == *found));
        let count = kept.map(|(_, count)| count).sum::<i64>()
            + i64::try_from(starters(&narrowed).count()).unwrap_or(0);
        chips.push(Chip {
            label: kind.map_or("全部", ArticleKind::label).to_owned(),
            count: show::count(count),
            href: href(&words, kind.map_or("", ArticleKind::code), &search.category, ""),
            on: kind == search.kind && query.review.is_empty(),
        });
    }
    if writes_articles(actor) {
        let by = Some(tx.today().plus(REVIEW_NOTICE_DAYS));
        let narrowed = Search { kind: None, review_by: by, ..search.clone() };
        chips.push(Chip {
            label: "该复核的".to_owned(),
            count: show::count(queries::count_articles(tx, actor, &narrowed)?),
            href: href(&words, "", &search.category, "due"),
            on: search.review_by.is_some(),
        });
    }
    Ok(chips)
}

/// A link that narrows the list.
fn href(words: &str, kind: &str, category: &str, review: &str) -> String {
    let pairs = [("q", words), ("kind", kind), ("category", category), ("review", review)];
    let said: Vec<_> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    format!("/knowledge?{}", said.join("&"))
}

/// A value as it stands in the query of a link.
pub(crate) fn encoded(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    value
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
