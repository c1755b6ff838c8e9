//! One number: how it was computed, the rows behind it as far as the reader may see, and each branch below.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, StoreError};
use niangjia_web::{AppError, Ctx, Query, Shell, json, page};

use crate::api::Measured;
use crate::measure::branch_of;
use crate::model::{Figure, Indicator, Kind};
use crate::pages::{MonthQuery, ShownMonth, above, figures, no_sums, summed};
use crate::reader::{Numbers, Reader, Wanted};
use crate::registry::Rows;

struct RowsLink {
    label: String,
    href: String,
}

pub(crate) struct BranchLine {
    pub(crate) place: String,
    href: String,
    pub(crate) figure: Figure,
    text: String,
    opens: bool,
}

pub(crate) struct MemberLine {
    pub(crate) name: String,
    pub(crate) org_name: String,
}

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorPage {
    shell: Shell,
    above: Vec<(String, String)>,
    label: &'static str,
    figure: String,
    days: String,
    place: String,
    open_month: bool,
    parts: Option<(String, String)>,
    formula: &'static str,
    hides_small: bool,
    links: Vec<RowsLink>,
    /// Whether there are rows on the page.
    exports: bool,
    /// The rows are those of today, the number is not.
    rows_of_today: bool,
    members: Option<Vec<MemberLine>>,
    below: Vec<BranchLine>,
    /// Until when it is counted, above the county.
    summed: Option<String>,
    why: String,
}

/// `GET /insight/{code}/{indicator}`. As JSON the one object of `report --json`.
pub(crate) async fn show(
    ctx: Ctx,
    Path((code, name)): Path<(String, String)>,
    Query(query): Query<MonthQuery>,
) -> Response {
    ctx.read(move |tx, visitor| {
        let org = niangjia_org::api::by_code(tx, &code)?.ok_or(AppError::NotFound)?;
        let indicator = Indicator::parse(&name).map_err(|_| AppError::NotFound)?;
        let reader = Reader::of(tx, &visitor.actor, &org)?.ok_or(AppError::NotFound)?;
        let reader = reader.remembering(visitor.app.machine()?);
        let shown = query.shown_months(tx.today())?;
        let one = [indicator];
        let wanted = Wanted { whole: &one, below: &one, besides: &[] };
        let numbers = reader.numbers(shown.span(), &wanted)?.ok_or_else(|| no_sums(shown))?;
        let figure = numbers.figure(indicator);
        if visitor.wants_json {
            return json(&Measured::of(indicator, figure));
        }
        let mut above = above(tx, &visitor.actor, &org, shown)?;
        above.push((org.place().to_owned(), shown.dashboard(&org)));
        let number = Number { tx, reader: &reader, numbers: &numbers, org: &org, shown, indicator, figure };
        page(&number.page(visitor.shell(), above, visitor.actor.post_label())?)
    })
    .await
}

/// What the parts of the page are made of.
pub(crate) struct Number<'a> {
    pub(crate) tx: &'a ReadTx<'a>,
    pub(crate) reader: &'a Reader<'a>,
    pub(crate) numbers: &'a Numbers<'a>,
    pub(crate) org: &'a Org,
    pub(crate) shown: ShownMonth,
    pub(crate) indicator: Indicator,
    pub(crate) figure: Figure,
}

impl Number<'_> {
    fn page(
        &self,
        shell: Shell,
        above: Vec<(String, String)>,
        post: String,
    ) -> Result<IndicatorPage, StoreError> {
        let definition = self.indicator.definition();
        let (value, small) = figures::parts(self.figure, definition.unit);
        let happening = definition.kind == Kind::Happening;
        let days = self.days();
        let opens = self.reader.opens_rows();
        let links = if opens { self.links() } else { Vec::new() };
        let (members, below) = (self.members()?, self.below());
        Ok(IndicatorPage {
            shell,
            above,
            label: self.indicator.label(),
            figure: if small.starts_with('（') {
                format!("{value}{small}")
            } else {
                format!("{value} {small}")
            },
            days,
            place: self.org.place().to_owned(),
            open_month: happening && self.shown.is_open(),
            parts: match self.figure {
                Figure::Ratio(numerator, denominator) => {
                    Some((niangjia_web::show::count(numerator), niangjia_web::show::count(denominator)))
                }
                _ => None,
            },
            formula: definition.formula,
            hides_small: self.reader.hides_small(),
            rows_of_today: !happening && !self.shown.is_open() && !links.is_empty(),
            links,
            exports: members.as_ref().map_or(!below.is_empty(), |members| !members.is_empty()),
            members,
            below,
            summed: self.summed(),
            why: self.why(&post),
        })
    }

    /// Where the rows are.
    fn links(&self) -> Vec<RowsLink> {
        let (home, month) = (self.org.href(), self.shown.months().to_string());
        let link =
            |label: &str, tail: &str| RowsLink { label: label.to_owned(), href: format!("{home}{tail}") };
        match self.indicator.definition().rows {
            Rows::Organisation => vec![link("组织", "")],
            Rows::Members => vec![link("本级名册", "/members")],
            Rows::Visits(more) => vec![link("走访台账", &format!("/visits?month={month}{more}"))],
            Rows::Mediations(more) => {
                let span = self.shown.span();
                vec![link("调解名单", &format!("/mediations?from={}&to={}{more}", span.from, span.to))]
            }
            Rows::Households(lists) => lists
                .iter()
                .map(|(label, query)| {
                    link(label, &format!("/households?{}", query.replace("{month}", &month)))
                })
                .collect(),
            Rows::Register(label, page) => {
                let span = self.shown.span();
                let page = page.replace("{from}", &span.from.to_string());
                vec![link(label, &page.replace("{to}", &span.to.to_string()))]
            }
            Rows::Here => Vec::new(),
        }
    }

    /// Until when it is counted, where it is read from sums.
    pub(crate) fn summed(&self) -> Option<String> {
        self.numbers.round.map(summed)
    }

    /// Of which days the number is.
    pub(crate) fn days(&self) -> String {
        let span = self.shown.span();
        match self.indicator.definition().kind {
            Kind::State => format!("截至 {}", span.to.long()),
            Kind::Happening => format!("期间 {} 至 {}", span.from.long(), span.to.long()),
        }
    }

    /// The rows that have no page but this one, where numbers open for the reader.
    pub(crate) fn members(&self) -> Result<Option<Vec<MemberLine>>, StoreError> {
        if !self.reader.opens_rows() || self.indicator.definition().rows != Rows::Here {
            return Ok(None);
        }
        let on = self.shown.span().to;
        let found = niangjia_household::api::members_without_families(self.tx, &branch_of(self.org), on)?;
        let line = |(_, name, org_name)| MemberLine { name, org_name };
        Ok(Some(found.into_iter().map(line).collect()))
    }

    pub(crate) fn below(&self) -> Vec<BranchLine> {
        let children = self.reader.children();
        let cells = self.numbers.figures_below(self.indicator, self.figure);
        let line = |(child, figure): (&Org, Figure)| BranchLine {
            place: child.place().to_owned(),
            href: self.shown.indicator(child, self.indicator),
            figure,
            text: figures::text(figure),
            opens: figure.is_exact(),
        };
        children.iter().zip(cells).map(line).collect()
    }

    fn why(&self, post: &str) -> String {
        if self.reader.hides_small() {
            format!("您是{post}。市级以上只看数字，不看名单；不足 5 的不显示。")
        } else if self.reader.opens_rows() {
            format!(
                "您是{post}，可以看到本级和下级的数字，打开到名单。打开一户的档案要看岗位，街道和区县要写明用途。"
            )
        } else {
            format!("您是{post}，可以看到本组织的数字。名单只对负责人打开；您联系的家庭在“我的家庭”里。")
        }
    }
}
