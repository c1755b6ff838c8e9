//! What the receiving organisation has of a form: who has reported, and the sum of what they reported.

use std::collections::BTreeMap;

use askama::Template;
use niangjia_kernel::Month;
use niangjia_org::api::Org;
use niangjia_store::ReadTx;
use niangjia_web::show::When;
use niangjia_web::{Answer, AppError, Shell, Visitor, json, page};
use serde::Serialize;
use utoipa::ToSchema;

use crate::form::collect::{self, Standing};
use crate::form::layout::Layout;
use crate::form::printed::{Printed, Words};
use crate::form::standing::FormState;
use crate::pages::form_page::badge;
use crate::pages::form_view::{SheetView, form_href};
use crate::pages::{MonthQuery, above};
use crate::rules::{Sight, due_on, may_see_numbers};

/// What an organisation has received for a month.
pub(super) struct Collected {
    pub(super) org: Org,
    pub(super) standings: Vec<Standing>,
    pub(super) printed: Printed,
    pub(super) mark: String,
}

struct StreetLine {
    place: String,
    href: String,
    state: (&'static str, &'static str),
    /// When, by whom, as which version.
    when: Option<When>,
    by: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "form_collected.html")]
struct CollectedPage {
    shell: Shell,
    above: Vec<(String, String)>,
    name: String,
    place: String,
    month: String,
    month_code: String,
    /// There are no versions of a sum.
    shown_version: &'static str,
    open_month: bool,
    earlier: String,
    later: Option<String>,
    href: String,
    due: String,
    reported: usize,
    all: usize,
    missing: String,
    lines: Vec<StreetLine>,
    sheet: SheetView,
    why: String,
}

/// Only those who may open the forms themselves see what they add up to.
pub(super) fn collected(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    layout: &Layout,
    month: Month,
) -> Result<Collected, AppError> {
    if may_see_numbers(&visitor.actor, &org.path) != Sight::Rows {
        return Err(AppError::NotFound);
    }
    let standings = collect::standings(tx, &org, layout, month)?;
    let reported = standings.iter().filter(|standing| standing.kept.is_some()).count();
    let words = Words {
        place: org.place().to_owned(),
        org: org.name.clone(),
        code: org.code.clone(),
        to: String::new(),
        month,
        chair: String::new(),
        reporter: String::new(),
        reported_on: String::new(),
    };
    let mut printed = Printed::of(&collect::layout_of(layout), &collect::sheet(layout, &standings), &words);
    // The head of the street's form says who reports to whom; this is nobody's report.
    printed.head = vec![format!("汇总单位：{}　　{}", org.name, month.long())];
    printed.closing = Vec::new();
    printed.title = format!("{}（汇总）", printed.title);
    let mark = format!("已上报的 {reported} 个街道（乡镇）之和，共 {} 个", standings.len());
    Ok(Collected { org, standings, printed, mark })
}

/// The page, asked for by the same address as a form.
pub(super) fn page_of(tx: &ReadTx<'_>, visitor: &Visitor, org: &Org, layout: &Layout, month: &str) -> Answer {
    let month = crate::pages::form::month_of(tx, visitor, org, month)?;
    let Collected { org, standings, printed, mark } = collected(tx, visitor, org.clone(), layout, month)?;
    let shown_month = MonthQuery { month: month.to_string() }.shown(tx.today())?;
    let mut above = above(tx, &visitor.actor, &org, shown_month)?;
    above.push((org.place().to_owned(), shown_month.dashboard(&org)));
    above.push((layout.name.clone(), format!("{}/forms", org.href())));
    let month_href = |month| form_href(&org, layout, month);
    let reported = standings.iter().filter(|standing| standing.state == FormState::Reported).count();
    let cell_href = |asked: &crate::form::printed::Asked| {
        if asked.code == org.code {
            let (form, indicator, period) = (&layout.code, asked.indicator.code(), asked.period.code());
            format!("{}/forms/{form}/{indicator}?month={month}&span={period}", org.href())
        } else {
            format!("/orgs/{}/forms/{}?month={month}", asked.code, layout.code)
        }
    };
    let shown = CollectedPage {
        above,
        name: layout.name.clone(),
        place: org.place().to_owned(),
        month: month.long(),
        month_code: month.to_string(),
        shown_version: "",
        open_month: shown_month.is_open(),
        earlier: month_href(month.plus(-1)),
        later: (month < tx.today().month()).then(|| month_href(month.plus(1))),
        href: format!("{}/forms/{}", org.href(), layout.code),
        due: due_on(layout, month).long(),
        missing: format!("{} 个未上报", standings.len() - reported),
        reported,
        all: standings.len(),
        lines: standings.iter().map(|standing| line(tx, standing, layout, month)).collect(),
        sheet: SheetView::of(printed, mark, &BTreeMap::new(), cell_href),
        why: format!("您是{}，可以看到本级收到的报表。", visitor.actor.post_label()),
        shell: visitor.shell(),
    };
    if visitor.wants_json { json(&shown.body()) } else { page(&shown) }
}

/// 本级收到的一张表的汇总。
#[derive(Serialize, ToSchema)]
pub(crate) struct CollectedBody<'a> {
    /// 已经上报的有几个
    reported: usize,
    /// 应当上报的有几个
    all: usize,
    month: &'a str,
    sheet: &'a SheetView,
}

impl CollectedPage {
    fn body(&self) -> CollectedBody<'_> {
        CollectedBody { reported: self.reported, all: self.all, month: &self.month_code, sheet: &self.sheet }
    }
}

fn line(tx: &ReadTx<'_>, standing: &Standing, layout: &Layout, month: Month) -> StreetLine {
    let version = standing.version.as_ref();
    let by = version.map(|version| match version.number {
        1 => version.by.clone(),
        number => format!("{} · 第{number}版", version.by),
    });
    let reason = version.map(|version| match &version.returned {
        Some(returned) => format!("退回：{}", returned.reason),
        None => version.reason.clone(),
    });
    StreetLine {
        place: standing.org.place().to_owned(),
        href: form_href(&standing.org, layout, month),
        state: (badge(standing.state), standing.state.label()),
        when: version
            .map(|version| When { short: version.at.day().short(), ..When::instant(version.at, tx.today()) }),
        by: by.unwrap_or_default(),
        reason: reason.unwrap_or_default(),
    }
}
