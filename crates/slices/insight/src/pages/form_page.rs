//! The page of a form: the sheet, what happened to it, and the one thing to do with it next.

use askama::Template;
use niangjia_kernel::Id;
use niangjia_store::ReadTx;
use niangjia_web::show::When;
use niangjia_web::{AppError, Errors, Shell, Visitor};
use serde::Serialize;
use utoipa::ToSchema;

use crate::form::layout::Layout;
use crate::form::opened::OpenedForm;
use crate::form::standing::FormState;
use crate::form::{FormReturn, ReportedForm, Version};
use crate::pages::form::FormAnswer;
use crate::pages::form_view::{SheetView, form_href, formulas, indicator_href};
use crate::pages::{MonthQuery, above};
use crate::rules::{due_on, may_report, may_return};

/// One step of what happened to the form.
struct Step {
    tone: &'static str,
    icon: &'static str,
    when: When,
    title: String,
    words: String,
    href: String,
}

#[derive(Template)]
#[template(path = "form.html")]
pub(super) struct FormPage {
    shell: Shell,
    above: Vec<(String, String)>,
    name: String,
    place: String,
    to: String,
    month: String,
    month_code: String,
    /// The kind of the badge, and its word; nothing where the reader does not know of reports.
    state: Option<(&'static str, &'static str)>,
    state_code: &'static str,
    earlier: String,
    later: Option<String>,
    href: String,
    sheet: SheetView,
    /// How many figures are different from what was reported.
    changed: usize,
    changed_note: String,
    again: bool,
    /// The identity of the report to be made, where she may make one now.
    report: Option<String>,
    /// The identity of handing it back, where she may do that now.
    hand_back: Option<String>,
    version: i64,
    /// The version that is shown, for its file.
    shown_version: String,
    seen: String,
    reason: String,
    due: String,
    errors: Errors,
    steps: Vec<Step>,
    formulas: Vec<(&'static str, &'static str)>,
    hides_small: bool,
    why: String,
}

/// 一张表，一个月。
#[derive(Serialize, ToSchema)]
pub(crate) struct FormBody<'a> {
    /// open 暂计、due 待上报、reported 已上报、returned 已退回；看不到上报的岗位没有这一项
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    /// 最近上报的是第几版；没有上报过是 0
    version: i64,
    month: &'a str,
    sheet: &'a SheetView,
}

impl FormPage {
    /// The same for a program.
    pub(super) fn body(&self) -> FormBody<'_> {
        FormBody {
            state: self.state.map(|_| self.state_code),
            version: self.version,
            month: &self.month_code,
            sheet: &self.sheet,
        }
    }
}

/// The page; `said` is what she typed before, `banner` what was just done.
pub(super) fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    opened: OpenedForm,
    said: &FormAnswer,
    errors: Errors,
    banner: Option<&str>,
) -> Result<FormPage, AppError> {
    let OpenedForm { org, layout, month, state, versions, live, shown, printed, to, mark } = opened;
    let shown_month = MonthQuery { month: month.to_string() }.shown(tx.today())?;
    let mut above = above(tx, &visitor.actor, &org, shown_month)?;
    above.push((org.place().to_owned(), shown_month.dashboard(&org)));
    above.extend(live.as_ref().map(|_| (layout.name.clone(), format!("{}/forms", org.href()))));
    let changes = shown.as_ref().map(|shown| shown.changes.clone()).unwrap_or_default();
    let number = shown.as_ref().map(|shown| shown.version.number);
    let latest = versions.first().map(|version| version.number);
    // Whoever reads an old version decides nothing there.
    let current = number.is_none() || number == latest;
    let next = next_step(visitor, (&org, layout), (state, !changes.is_empty()), current);
    let chance = visitor.app.store().chance();
    let month_href = |month| form_href(&org, layout, month);
    Ok(FormPage {
        above,
        name: layout.name.clone(),
        place: org.place().to_owned(),
        to,
        month: month.long(),
        month_code: month.to_string(),
        state: live.is_some().then(|| (badge(state), state.label())),
        state_code: state.code(),
        earlier: month_href(month.plus(-1)),
        later: (month < tx.today().month()).then(|| month_href(month.plus(1))),
        href: format!("{}/forms/{}", org.href(), layout.code),
        changed: changes.len(),
        changed_note: format!("上报以后，{} 个数字有变动，写在原数旁边；原数不改。", changes.len()),
        again: latest.is_some(),
        report: (next == Next::Report).then(|| Id::<ReportedForm>::new(tx.now(), chance).to_string()),
        hand_back: (next == Next::HandBack).then(|| Id::<FormReturn>::new(tx.now(), chance).to_string()),
        version: latest.unwrap_or_default(),
        shown_version: number.map(|number| number.to_string()).unwrap_or_default(),
        seen: live.as_ref().map(|kept| kept.digits()).unwrap_or_default(),
        reason: said.reason.clone(),
        due: due_on(layout, month).long(),
        errors,
        steps: steps(tx, &versions, &month_href(month)),
        formulas: formulas(shown.as_ref().map_or(layout, |shown| &shown.kept.layout)),
        hides_small: live.is_none(),
        why: why(visitor, live.is_none()),
        sheet: SheetView::of(printed, mark, &changes, |asked| indicator_href(asked, month)),
        shell: visitor.shell_saying(banner.map(str::to_owned)),
    })
}

/// The one thing that the reader may do with the form now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Nothing,
    Report,
    HandBack,
}

fn next_step(
    visitor: &Visitor,
    (org, layout): (&niangjia_org::api::Org, &Layout),
    (state, changed): (FormState, bool),
    current: bool,
) -> Next {
    let reports = may_report(&visitor.actor, org, layout);
    let returns = may_return(&visitor.actor, org, layout);
    match state {
        _ if !current => Next::Nothing,
        FormState::Due | FormState::Returned if reports => Next::Report,
        FormState::Reported if reports && changed => Next::Report,
        FormState::Reported if returns => Next::HandBack,
        _ => Next::Nothing,
    }
}

pub(super) const fn badge(state: FormState) -> &'static str {
    match state {
        FormState::Open => "none",
        FormState::Due => "soon",
        FormState::Reported => "done",
        FormState::Returned => "late",
    }
}

fn steps(tx: &ReadTx<'_>, versions: &[Version], href: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for version in versions {
        if let Some(returned) = &version.returned {
            steps.push(Step {
                tone: "late",
                icon: "alert-circle",
                when: When::instant(returned.at, tx.today()),
                title: format!("{} {} 退回", returned.post, returned.by),
                words: returned.reason.clone(),
                href: String::new(),
            });
        }
        let title = match version.number {
            1 => format!("{} {} 上报", version.post, version.by),
            number => format!("{} {} 上报第{number}版", version.post, version.by),
        };
        steps.push(Step {
            tone: "done",
            icon: "circle-check",
            when: When::instant(version.at, tx.today()),
            title,
            words: version.reason.clone(),
            href: format!("{href}&version={}", version.number),
        });
    }
    steps
}

fn why(visitor: &Visitor, hides_small: bool) -> String {
    let post = visitor.actor.post_label();
    if hides_small {
        format!("您是{post}。市级以上看按记录现算的数字，不足 5 的不显示；街道上报的原表只到区县。")
    } else {
        format!("您是{post}，可以看到本级和下级的报表。上报由填报单位办理，退回由收表的上级办理。")
    }
}
