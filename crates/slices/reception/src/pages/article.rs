//! One article of the knowledge base.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_store::WriteTx;
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, day, json, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::json::ArticleBody;
use crate::model::{ArticleRow, SaidArticle};
use crate::pack::ReceptionRules;
use crate::pages::{ArticleKey, SaidQuery};
use crate::queries;
use crate::rules::{WRITING, check_article, reads_articles, writes_articles};

/// That an article was looked at.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ReviewForm {
    #[schema(schema_with = day, required = true)]
    valid_until: String,
}

/// Why an article is taken out.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct RetirementForm {
    /// 为什么撤下
    #[schema(required = true, max_length = 200)]
    reason: String,
}

struct Kept {
    href: String,
    whose: String,
    checked: String,
    until: String,
    late: bool,
    keeps: bool,
    proposed: String,
}

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    shell: Shell,
    said: SaidArticle,
    /// What is known of one that somebody here wrote.
    kept: Option<Kept>,
    errors: Errors,
}

/// Whether the organisation in which somebody acts wrote this article.
fn keeps(visitor: &Visitor, row: &ArticleRow) -> bool {
    writes_articles(&visitor.actor) && visitor.actor.acting.org_path == row.org_path
}

/// An article that the visitor's own organisation keeps.
pub(super) fn kept_article(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    key: ArticleKey,
) -> Result<ArticleRow, AppError> {
    tx.hold("reception_article", key.tenant, key.id.uuid())?;
    let row = queries::visible_article(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    if keeps(visitor, &row) { Ok(row) } else { Err(AppError::Forbidden(WRITING.to_owned())) }
}

fn article_page(
    visitor: &Visitor,
    row: ArticleRow,
    today: Day,
    errors: Errors,
    said: Option<&str>,
) -> ArticlePage {
    let kept = Kept {
        href: row.href(),
        whose: row.org_name.clone(),
        checked: format!("{} {}", row.checked.long(), row.checked_by),
        until: row.said.valid_until.long(),
        late: row.said.valid_until <= today,
        keeps: keeps(visitor, &row),
        proposed: today.plus(365).to_string(),
    };
    ArticlePage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        said: row.said,
        kept: Some(kept),
        errors,
    }
}

/// `GET /knowledge/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<ArticleKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let row = queries::visible_article(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if visitor.wants_json {
            return json(&ArticleBody::of(&row));
        }
        let said = match query.said.as_str() {
            "written" => Some("已写进知识库，下级都能查到。"),
            "reviewed" => Some("已复核。"),
            _ => None,
        };
        page(&article_page(visitor, row, tx.today(), Errors::default(), said))
    })
    .await
}

/// `GET /knowledge/starter/{code}`.
pub(crate) async fn starter(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let article = ReceptionRules::in_force().starter(&code).filter(|_| reads_articles(&visitor.actor));
        let article = article.ok_or(AppError::NotFound)?;
        if visitor.wants_json {
            return json(&ArticleBody::starter(article));
        }
        let said = SaidArticle {
            kind: article.kind(),
            title: article.title.clone(),
            body: article.body.clone(),
            source: article.source.clone(),
            address: String::new(),
            phone: String::new(),
            hours: String::new(),
            categories: String::new(),
            valid_until: tx.today(),
        };
        page(&ArticlePage { shell: visitor.shell(), said, kept: None, errors: Errors::default() })
    })
    .await
}

/// `POST /knowledge/{key}/review`.
pub(crate) async fn review(ctx: Ctx, At(key): At<ArticleKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ReviewForm| {
        let row = kept_article(tx, visitor, key)?;
        let mut errors = Errors::default();
        let until = errors.take("valid_until", Day::parse(&form.valid_until));
        if let Some(until) = until {
            let said = SaidArticle { valid_until: until, ..row.said.clone() };
            for (field, sentence) in check_article(&said, tx.today()) {
                errors.at(if field == "valid_until" { field } else { "valid_until" }, sentence);
            }
        }
        let (Some(until), true) = (until, errors.is_empty()) else {
            let shown = article_page(visitor, row, tx.today(), errors, None);
            return again(visitor, &shown, &shown.errors);
        };
        let to = format!("{}?said=reviewed", row.href());
        Ok(actions::review_article(tx, &visitor.actor, &row, until)?.map(|()| see_other(&to)))
    })
    .await
}

/// `POST /knowledge/{key}/retirement`.
pub(crate) async fn retire(ctx: Ctx, At(key): At<ArticleKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &RetirementForm| {
        let row = kept_article(tx, visitor, key)?;
        let reason = form.reason.trim();
        if reason.is_empty() || reason.chars().count() > 200 {
            return Err(AppError::Refused("请写一句为什么撤下，例如：法条改了、电话换了".to_owned()));
        }
        Ok(actions::retire_article(tx, &visitor.actor, &row, reason)?.map(|()| see_other("/knowledge")))
    })
    .await
}
