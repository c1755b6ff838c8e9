//! 卷宗: which papers are there, what is missing, binding and archiving.

use axum::response::Response;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{Case, FiledItem, State};
use crate::pack::{MediationRules, Required};
use crate::pages::fields::{FormField, Step, StepPage};
use crate::pages::{MediationKey, worked, working};
use crate::queries;
use crate::rules::{lacking, retention_of};

const STATES: &[State] = &[State::Agreed, State::Failed, State::Stopped, State::Declined, State::Filed];
const HASH_DIGITS: usize = 64;

/// The file as it is typed; `item`, `pages` and `digest` of the same place belong together.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct FileForm {
    /// 材料：规则包里的代码
    item: Vec<String>,
    /// 页数；没有这份材料的空着
    pages: Vec<String>,
    /// 扫描件的 SHA-256（64 位十六进制）；没有扫描的空着
    digest: Vec<String>,
    /// put 只记材料；bind 立卷；archive 归档
    #[schema(required = true)]
    act: String,
}

/// `GET /mediations/{key}/file`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, STATES)?.row;
        let there = queries::items_of(tx, &case)?;
        let mut form = FileForm { act: "put".to_owned(), ..FileForm::default() };
        for item in &MediationRules::in_force().item {
            let found = there.iter().find(|one| one.item == item.code);
            form.item.push(item.code.clone());
            form.pages.push(found.map(|one| one.pages.to_string()).unwrap_or_default());
            form.digest.push(found.and_then(|one| one.digest.clone()).unwrap_or_default());
        }
        page(&form_page(tx, visitor, &case, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/file`.
pub(crate) async fn keep(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &FileForm| {
        let case = working(tx, visitor, key, STATES)?.row;
        let rules = MediationRules::in_force();
        let mut errors = Errors::default();
        if form.act == "archive" {
            if case.state != State::Filed {
                return Err(AppError::Refused("先立卷，再归档".to_owned()));
            }
            let done = actions::archive(tx, &visitor.actor, &case)?;
            return Ok(Ending::from(done.map(|()| see_other(&format!("{}?said=archived", case.href())))));
        }
        if case.state == State::Filed {
            return Err(AppError::Refused("已经立卷，材料不能再改；要补的写卷宗情况说明".to_owned()));
        }
        let items = read(form, tx.today(), &mut errors);
        let (there, agreed): (Vec<FiledItem>, bool) =
            (items.iter().map(|(item, _)| item.clone()).collect(), case.form.is_some());
        let binds = form.act == "bind";
        if binds {
            for lack in lacking(rules, &there, agreed).into_iter().filter(|lack| lack.required) {
                let place = rules.item.iter().position(|item| item.code == lack.code).unwrap_or_default() + 1;
                errors.at_any(&format!("pages-{place}"), format!("还缺“{}”，补齐再立卷", lack.label));
            }
        }
        if items.is_empty() && errors.is_empty() {
            errors.at_any("pages-1", "请写至少一份材料的页数");
        }
        if !errors.is_empty() {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        }
        let put = actions::put_item(tx, &visitor.actor, &case, &items)?;
        if !binds {
            return Ok(Ending::from(put.map(|()| see_other(&format!("{}/file?said=put", case.href())))));
        }
        let confirmation = queries::agreement_of(tx, &case)?.and_then(|one| one.confirmation);
        let code = retention_of(rules, case.form, confirmation.map(|(step, _)| step));
        let done = actions::bind_file(tx, &visitor.actor, &case, (code, rules.retention(code)))?;
        Ok(Ending::from(done.map(|()| see_other(&format!("{}?said=filed", case.href())))))
    })
    .await
}

fn read(form: &FileForm, today: niangjia_kernel::Day, errors: &mut Errors) -> Vec<(FiledItem, String)> {
    let mut items = Vec::new();
    for (place, item) in MediationRules::in_force().item.iter().enumerate() {
        let Some(typed) = form.item.iter().position(|one| *one == item.code) else { continue };
        let text = form.pages.get(typed).map_or("", |one| one.trim());
        let digest = form.digest.get(typed).map(|one| one.trim().to_ascii_lowercase()).unwrap_or_default();
        if text.is_empty() {
            continue;
        }
        let Some(pages) = text.parse::<i64>().ok().filter(|pages| (1..=999).contains(pages)) else {
            errors.at_any(&format!("pages-{}", place + 1), "页数写 1 到 999 的数字");
            continue;
        };
        let hexadecimal = digest.chars().all(|one| one.is_ascii_hexdigit());
        if !digest.is_empty() && (digest.len() != HASH_DIGITS || !hexadecimal) {
            errors.at_any(&format!("digest-{}", place + 1), "SHA-256 是 64 位十六进制数字");
        }
        let digest = (!digest.is_empty()).then_some(digest);
        items.push((FiledItem { item: item.code.clone(), pages, digest, on: today }, item.label.clone()));
    }
    items
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &FileForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let rules = MediationRules::in_force();
    let mut fields = Vec::new();
    let bound = case.state == State::Filed;
    if bound {
        fields.push(FormField::hidden("act", "archive"));
    } else {
        for (place, item) in rules.item.iter().enumerate() {
            let need = match item.required {
                Required::Always => "必备",
                Required::Agreed if case.form.is_some() => "必备",
                Required::Agreed | Required::Needed => "有就放",
            };
            let typed = form.item.iter().position(|one| *one == item.code);
            let at = |list: &[String]| typed.and_then(|typed| list.get(typed)).cloned().unwrap_or_default();
            let label = format!("{}. {}（{need}）几页", place + 1, item.label);
            fields.push(FormField::hidden("item", &item.code));
            fields.push(FormField::input("pages", "number", &label, &at(&form.pages)).number(place + 1));
            let digest = FormField::line("digest", "扫描件的 SHA-256（没有就空着）", &at(&form.digest));
            fields.push(digest.number(place + 1));
        }
        let acts = [("put", "先记材料，以后再立卷"), ("bind", "材料齐了，立卷")];
        let chosen = if form.act == "bind" { "bind" } else { "put" };
        fields.push(FormField::picks("act", "这一次", crate::pages::fields::options(acts, chosen)));
    }
    let (lead, button) = if bound {
        let kept = rules.retention(case.retention.as_deref().unwrap_or_default());
        (format!("已经立卷，保管期限：{kept}。交给档案室以后点“归档”，以后只能看。"), "已交档案室，归档")
    } else {
        ("一案一卷。必备的缺一份，就不能立卷；保管期限按规则包的表自动定。".to_owned(), "保存")
    };
    let step = Step { title: "卷宗", lead, action: "file", button, fields, errors };
    StepPage::of(tx, visitor, case, step)
}
