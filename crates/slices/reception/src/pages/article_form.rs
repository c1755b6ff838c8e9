//! Writing an article, and putting other words in place of one's.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id, normalised_text};
use niangjia_web::{
    AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, codes, day, made, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{Article, ArticleKind, ArticleRow, SaidArticle};
use crate::pages::ArticleKey;
use crate::pages::article::kept_article;
use crate::queries;
use crate::rules::{WRITING, check_article, reads_articles, writes_articles};

/// An article as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ArticleForm {
    /// 由程序来编，可以不写：art_…
    id: String,
    #[schema(schema_with = codes::<ArticleKind>, required = true)]
    kind: String,
    /// 标题
    #[schema(required = true)]
    title: String,
    /// 内容
    #[schema(required = true)]
    body: String,
    /// 出处：哪部法第几条、哪一版，或者向谁核实的
    #[schema(required = true)]
    source: String,
    /// 办事机构的地址
    address: String,
    /// 办事机构的电话
    phone: String,
    /// 办事机构的办公时间
    hours: String,
    /// 哪几类诉求时提示，写诉求分类的代码，用空格分开
    categories: String,
    #[schema(schema_with = day, required = true)]
    valid_until: String,
}

#[derive(Template)]
#[template(path = "article_form.html")]
struct FormPage {
    shell: Shell,
    action: String,
    heading: &'static str,
    kinds: Vec<(&'static str, &'static str, bool)>,
    form: ArticleForm,
    errors: Errors,
}

impl ArticleForm {
    fn of(row: &ArticleRow) -> Self {
        let said = &row.said;
        Self {
            id: row.id.to_string(),
            kind: said.kind.code().to_owned(),
            title: said.title.clone(),
            body: said.body.clone(),
            source: said.source.clone(),
            address: said.address.clone(),
            phone: said.phone.clone(),
            hours: said.hours.clone(),
            categories: said.categories.trim().to_owned(),
            valid_until: said.valid_until.to_string(),
        }
    }

    /// Reads the fields; every wrong one gets its sentence.
    fn said(&self, today: Day, errors: &mut Errors) -> Option<SaidArticle> {
        let kind = errors.take("kind", ArticleKind::parse(&self.kind).map_err(|_| "请点是哪一种"));
        let valid_until = errors.take("valid_until", Day::parse(&self.valid_until));
        let graphic = |word: &&str| {
            word.len() <= 40
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        };
        let categories: Vec<_> = self.categories.split_whitespace().filter(graphic).collect();
        let said = SaidArticle {
            kind: kind.unwrap_or(ArticleKind::Answer),
            title: normalised_text(&self.title),
            body: self.body.trim().to_owned(),
            source: self.source.trim().to_owned(),
            address: self.address.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            hours: self.hours.trim().to_owned(),
            categories: if categories.is_empty() {
                String::new()
            } else {
                format!(" {} ", categories.join(" "))
            },
            valid_until: valid_until.unwrap_or(today.plus(1)),
        };
        for (field, sentence) in check_article(&said, today) {
            errors.at(field, sentence);
        }
        errors.is_empty().then_some(said)
    }
}

fn form_page(visitor: &Visitor, action: &str, form: ArticleForm, errors: Errors) -> FormPage {
    let kinds = ArticleKind::ALL.iter().map(|one| (one.code(), one.label(), form.kind == one.code()));
    FormPage {
        shell: visitor.shell(),
        action: action.to_owned(),
        heading: if action == "/knowledge" { "写一条" } else { "改一条" },
        kinds: kinds.collect(),
        form,
        errors,
    }
}

fn refused(visitor: &Visitor) -> AppError {
    if reads_articles(&visitor.actor) { AppError::Forbidden(WRITING.to_owned()) } else { AppError::NotFound }
}

/// `GET /knowledge/new`.
pub(crate) async fn show(ctx: Ctx) -> Response {
    ctx.read(move |tx, visitor| {
        if !writes_articles(&visitor.actor) {
            return Err(refused(visitor));
        }
        let form = ArticleForm {
            id: Id::<Article>::new(tx.now(), visitor.app.store().chance()).to_string(),
            kind: ArticleKind::Office.code().to_owned(),
            valid_until: tx.today().plus(365).to_string(),
            ..ArticleForm::default()
        };
        page(&form_page(visitor, "/knowledge", form, Errors::default()))
    })
    .await
}

/// `POST /knowledge`.
pub(crate) async fn write(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ArticleForm| {
        if !writes_articles(&visitor.actor) {
            return Err(refused(visitor));
        }
        let org = niangjia_org::api::by_id(tx, visitor.actor.acting.org_id)?.ok_or(AppError::NotFound)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Article>(tx, &form.id, "title", &mut errors);
        let (Some(id), Some(said)) = (id, form.said(tx.today(), &mut errors)) else {
            let shown = form_page(visitor, "/knowledge", form.clone(), errors);
            return again(visitor, &shown, &shown.errors);
        };
        let to = format!("/knowledge/{}?said=written", id.within(org.tenant));
        Ok(actions::write_article(tx, &visitor.actor, &org, id, &said)?.map(|()| made(&to, id)))
    })
    .await
}

/// `GET /knowledge/{key}/edit`.
pub(crate) async fn edit(ctx: Ctx, At(key): At<ArticleKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let row = queries::visible_article(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if !writes_articles(&visitor.actor) || visitor.actor.acting.org_path != row.org_path {
            return Err(AppError::Forbidden(WRITING.to_owned()));
        }
        page(&form_page(visitor, &format!("{}/edit", row.href()), ArticleForm::of(&row), Errors::default()))
    })
    .await
}

/// `POST /knowledge/{key}/edit`.
pub(crate) async fn rewrite(ctx: Ctx, At(key): At<ArticleKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ArticleForm| {
        let row = kept_article(tx, visitor, key)?;
        let mut errors = Errors::default();
        let Some(said) = form.said(tx.today(), &mut errors) else {
            let shown = form_page(visitor, &format!("{}/edit", row.href()), form.clone(), errors);
            return again(visitor, &shown, &shown.errors);
        };
        let to = format!("{}?said=written", row.href());
        Ok(actions::rewrite_article(tx, &visitor.actor, &row, &said)?.map(|()| see_other(&to)))
    })
    .await
}
