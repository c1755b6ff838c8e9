//! The forms of an organisation by month: to be reported, reported, received.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Month;
use niangjia_org::api::Org;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Shell, json, page};
use serde::Serialize;
use utoipa::ToSchema;

use crate::form::layout::Layout;
use crate::form::standing::FormState;
use crate::measure::branch_of;
use crate::pack::Forms;
use crate::pages::form_page::badge;
use crate::pages::form_view::form_href;
use crate::pages::{MonthQuery, above};
use crate::queries::forms as queries;
use crate::rules::{Sight, counts, due_on, may_see_numbers};

/// How many months are listed, the open one included.
const MONTHS: i64 = 13;

/// 一个组织填报和收到的表。
#[derive(Serialize, ToSchema)]
pub(crate) struct FormsBody {
    /// 每一种表
    forms: Vec<FormLines>,
}

/// 一张表的一个月。
#[derive(Serialize, ToSchema)]
struct MonthLine {
    /// 月份
    month: String,
    /// 这个月的表
    href: String,
    /// 状态的轻重：none、plan、soon、late、done
    kind: &'static str,
    /// 状态
    word: String,
    /// 哪天以前上报
    due: String,
}

/// 一种表。
#[derive(Serialize, ToSchema)]
struct FormLines {
    /// 名称
    name: String,
    /// 表号
    number: String,
    /// 是收到的，不是自己填的
    received: bool,
    /// 各个月，新的在前
    lines: Vec<MonthLine>,
}

#[derive(Template)]
#[template(path = "forms.html")]
struct FormsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    place: String,
    forms: Vec<FormLines>,
}

/// `GET /orgs/{code}/forms`. Above the county there are none: what was reported stays where it was reported to.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = niangjia_org::api::by_code(tx, &code)?.ok_or(AppError::NotFound)?;
        let sight = may_see_numbers(&visitor.actor, &org.path);
        if forms_href(&org, sight).is_none() {
            return Err(AppError::NotFound);
        }
        let mut above = above(tx, &visitor.actor, &org, MonthQuery::default().shown(tx.today())?)?;
        above.push((org.place().to_owned(), format!("/insight/{}", org.code)));
        let forms = Forms::in_force();
        let mut lists = Vec::new();
        for layout in forms.filled_at(org.level) {
            lists.push(filled(tx, &org, layout)?);
        }
        for layout in forms.received_at(org.level).filter(|_| sight == Sight::Rows) {
            lists.push(received(tx, &org, layout)?);
        }
        if visitor.wants_json {
            return json(&FormsBody { forms: lists });
        }
        let place = org.place().to_owned();
        page(&FormsPage { shell: visitor.shell(), above, place, forms: lists })
    })
    .await
}

/// Where the forms of an organisation are, where it has some that the reader may see.
pub(crate) fn forms_href(org: &Org, sight: Sight) -> Option<String> {
    let forms = Forms::in_force();
    let fills = forms.filled_at(org.level).next().is_some();
    let receives = forms.received_at(org.level).next().is_some();
    let sees = match sight {
        Sight::Rows => fills || receives,
        Sight::Numbers => fills,
        Sight::Nothing | Sight::SmallHidden => false,
    };
    sees.then(|| format!("{}/forms", org.href()))
}

fn filled(tx: &ReadTx<'_>, org: &Org, layout: &Layout) -> Result<FormLines, AppError> {
    let open = tx.today().month();
    let latest = queries::latest(tx, &branch_of(org), &layout.code, (open.plus(1 - MONTHS), open))?;
    let line = |month: Month| {
        let own = latest.iter().find(|(of, version)| *of == month && version.org == org.id);
        let state = FormState::of(month, tx.today(), own.map(|(_, version)| version));
        let word = match own.map(|(_, version)| version.number) {
            Some(number) if number > 1 => format!("{} 第{number}版", state.label()),
            _ => state.label().to_owned(),
        };
        month_line(org, layout, month, (badge(state), word))
    };
    Ok(form_lines(layout, false, (0..MONTHS).map(|back| line(open.plus(-back)))))
}

fn received(tx: &ReadTx<'_>, org: &Org, layout: &Layout) -> Result<FormLines, AppError> {
    let open = tx.today().month();
    let latest = queries::latest(tx, &branch_of(org), &layout.code, (open.plus(1 - MONTHS), open))?;
    let children = niangjia_org::api::children(tx, org.id)?;
    let all = children.iter().filter(|child| child.level == layout.from).count();
    let line = |month: Month| {
        let of_month = latest.iter().filter(|(of, _)| *of == month);
        let reported =
            of_month.filter(|(_, version)| counts(FormState::of(month, tx.today(), Some(version)))).count();
        let kind = match reported {
            _ if month == open => "none",
            reported if reported == all => "done",
            _ => "soon",
        };
        let word = if month == open { "暂计".to_owned() } else { format!("{reported}/{all} 已上报") };
        month_line(org, layout, month, (kind, word))
    };
    Ok(form_lines(layout, true, (0..MONTHS).map(|back| line(open.plus(-back)))))
}

fn month_line(org: &Org, layout: &Layout, month: Month, (kind, word): (&'static str, String)) -> MonthLine {
    MonthLine {
        month: month.long(),
        href: form_href(org, layout, month),
        kind,
        word,
        due: format!("{} 前上报", due_on(layout, month).long()),
    }
}

fn form_lines(layout: &Layout, received: bool, lines: impl Iterator<Item = MonthLine>) -> FormLines {
    FormLines { name: layout.name.clone(), number: layout.number.clone(), received, lines: lines.collect() }
}
