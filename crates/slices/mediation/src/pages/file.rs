//! 卷宗: which papers are there, on paper or scanned, what is missing, binding and archiving.

use askama::Template;
use axum::response::Response;
use niangjia_attachment::AttachmentRow;
use niangjia_kernel::Day;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::show::Due;
use niangjia_web::{Answer, AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{Case, FiledItem, State};
use crate::pack::{Item, MediationRules};
use crate::pages::{MediationKey, SaidQuery, crumbs_to, worked, working};
use crate::queries::VisibleCase;
use crate::rules::{belongs, retention_of};
use crate::whole::Whole;

const STATES: &[State] = &[State::Agreed, State::Failed, State::Stopped, State::Declined, State::Filed];

/// The file as it is typed; `item` and `pages` of the same place belong together.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct FileForm {
    /// 材料：规则包里的代码
    item: Vec<String>,
    /// 纸质的页数；没有纸质的空着，扫描件在“材料”里添
    pages: Vec<String>,
    /// put 只记材料；bind 立卷；archive 归档
    #[schema(required = true)]
    act: String,
}

/// One of the papers of the file.
struct Line {
    number: usize,
    code: &'static str,
    label: &'static str,
    /// `必备` or `有就放`.
    need: &'static str,
    standing: Due,
    pages: String,
    scans: Vec<AttachmentRow>,
    /// The fingerprint of a scan that was typed before files were brought here.
    typed: Option<String>,
}

impl Line {
    fn id(&self) -> String {
        format!("pages-{}", self.number)
    }
}

#[derive(Template)]
#[template(path = "file.html")]
struct FilePage {
    shell: Shell,
    above: Vec<(String, String)>,
    title: String,
    href: String,
    lines: Vec<Line>,
    missing: Vec<String>,
    /// Whether it is bound: nothing is put in any more.
    bound: bool,
    kept: String,
    errors: Errors,
}

/// `GET /mediations/{key}/file`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, STATES)?;
        let said = (query.said == "put").then_some("已记下。");
        shown(tx, visitor, &case, said)
    })
    .await
}

fn shown(tx: &ReadTx<'_>, visitor: &Visitor, case: &VisibleCase, said: Option<&str>) -> Answer {
    let whole = Whole::of(tx, case)?;
    let pages = |item: &Item| whole.item(&item.code).map(|one| one.pages.to_string()).unwrap_or_default();
    let typed = MediationRules::in_force().item.iter().map(pages).collect();
    let shell = visitor.shell_saying(said.map(str::to_owned));
    page(&file_page(tx, &whole, (shell, typed, Errors::default()))?)
}

/// `POST /mediations/{key}/file`.
pub(crate) async fn keep(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &FileForm| {
        let found = working(tx, visitor, key, STATES)?;
        let case = &found.row;
        if form.act == "archive" {
            if case.state != State::Filed {
                return Err(AppError::Refused("先立卷，再归档".to_owned()));
            }
            let done = actions::archive(tx, &visitor.actor, case)?;
            return Ok(Ending::from(done.map(|()| see_other(&format!("{}?said=archived", case.href())))));
        }
        if case.state == State::Filed {
            return Err(AppError::Refused("已经立卷，材料不能再改；要补的写卷宗情况说明".to_owned()));
        }
        let mut errors = Errors::default();
        let (items, emptied) = read(form, tx.today(), &mut errors);
        let mut whole = Whole::of(tx, &found)?;
        whole.items.retain(|one| !form.item.contains(&one.item));
        whole.items.extend(items.iter().map(|(item, _)| item.clone()));
        let binds = form.act == "bind";
        if binds {
            for lack in whole.lacking().into_iter().filter(|lack| lack.required) {
                let there = |item: &Item| item.code == lack.code;
                let place = MediationRules::in_force().item.iter().position(there).unwrap_or_default() + 1;
                let sentence = format!("还缺“{}”：写纸质的页数，或者添扫描件，再立卷", lack.label);
                errors.at_any(&format!("pages-{place}"), sentence);
            }
        }
        if !errors.is_empty() {
            let shown = file_page(tx, &whole, (visitor.shell(), typed_pages(form), errors))?;
            return again(visitor, &shown, &shown.errors);
        }
        let put = actions::put_item(tx, &visitor.actor, case, &items, &emptied)?;
        if !binds {
            return Ok(Ending::from(put.map(|()| see_other(&format!("{}/file?said=put", case.href())))));
        }
        let rules = MediationRules::in_force();
        let confirmation = whole.agreement.as_ref().and_then(|one| one.confirmation);
        let code = retention_of(rules, case.form, confirmation.map(|(step, _)| step));
        let done = actions::bind_file(tx, &visitor.actor, case, (code, rules.retention(code)))?;
        Ok(Ending::from(done.map(|()| see_other(&format!("{}?said=filed", case.href())))))
    })
    .await
}

/// What was typed for each paper of the pack, in its order.
fn typed_pages(form: &FileForm) -> Vec<String> {
    let of = |item: &Item| {
        let place = form.item.iter().position(|one| *one == item.code);
        place.and_then(|place| form.pages.get(place)).cloned().unwrap_or_default()
    };
    MediationRules::in_force().item.iter().map(of).collect()
}

type Papers = (Vec<(FiledItem, String)>, Vec<(String, String)>);

/// The papers with pages, and those that were sent without: they are taken out.
fn read(form: &FileForm, today: Day, errors: &mut Errors) -> Papers {
    let (mut items, mut emptied) = (Vec::new(), Vec::new());
    for (place, item) in MediationRules::in_force().item.iter().enumerate() {
        let Some(typed) = form.item.iter().position(|one| *one == item.code) else { continue };
        let text = form.pages.get(typed).map_or("", |one| one.trim());
        if text.is_empty() {
            emptied.push((item.code.clone(), item.label.clone()));
            continue;
        }
        let Some(pages) = text.parse::<i64>().ok().filter(|pages| (1..=999).contains(pages)) else {
            errors.at_any(&format!("pages-{}", place + 1), "页数写 1 到 999 的数字");
            continue;
        };
        items.push((
            FiledItem { item: item.code.clone(), pages, digest: None, on: today },
            item.label.clone(),
        ));
    }
    (items, emptied)
}

fn standing(there: Option<&FiledItem>, scans: usize, required: bool) -> Due {
    let (kind, word) = match (there, scans) {
        (Some(one), 0) => ("done", format!("纸质 {} 页", one.pages)),
        (Some(one), _) => ("done", format!("纸质 {} 页，有扫描件", one.pages)),
        (None, 1..) => ("done", "扫描件".to_owned()),
        (None, 0) if required => ("late", "还缺".to_owned()),
        (None, 0) => ("none", "没有".to_owned()),
    };
    Due { kind, word }
}

fn lines(whole: &Whole, typed: &[String]) -> Vec<Line> {
    let of = |(place, item): (usize, &'static Item)| {
        let required = belongs(item.required, whole.stage());
        let (there, let_in) = (whole.item(&item.code), whole.scans_of(&item.code).count());
        Line {
            number: place + 1,
            code: &item.code,
            label: &item.label,
            need: if required { "必备" } else { "有就放" },
            standing: standing(there, let_in, required),
            pages: typed.get(place).cloned().unwrap_or_default(),
            scans: whole.scans.iter().filter(|one| one.label == item.code).cloned().collect(),
            typed: there.and_then(|one| one.digest.clone()),
        }
    };
    MediationRules::in_force().item.iter().enumerate().map(of).collect()
}

fn file_page(
    tx: &ReadTx<'_>,
    whole: &Whole,
    (shell, typed, errors): (Shell, Vec<String>, Errors),
) -> Result<FilePage, AppError> {
    let case: &Case = &whole.case;
    let missing = whole.lacking().into_iter().filter(|lack| lack.required).map(|lack| lack.label);
    Ok(FilePage {
        shell,
        above: crumbs_to(tx, case)?,
        title: case.title(),
        href: case.href(),
        lines: lines(whole, &typed),
        missing: missing.collect(),
        bound: case.state == State::Filed,
        kept: MediationRules::in_force().retention(case.retention.as_deref().unwrap_or_default()).to_owned(),
        errors,
    })
}
