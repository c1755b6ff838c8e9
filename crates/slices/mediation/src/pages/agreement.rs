//! 达成协议: what the parties agreed, clause by clause.

use axum::response::Response;
use niangjia_kernel::{Day, Fen, Id};
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, codes, day, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, SaidAgreement};
use crate::model::{AgreementLine, Case, Form, State, Terms};
use crate::pack::MediationRules;
use crate::pages::fields::{FormField, Step, StepPage, Turn, options};
use crate::pages::{MediationKey, worked, working};
use crate::queries;
use crate::rules::{MOST_CLAUSES, SaidClause, check_agreement};

/// How many clauses the form has room for before one more is asked for.
const ROOM: usize = 3;
/// The most characters of one field of a clause.
const LONGEST_CLAUSE: usize = 1_000;

/// An agreement as it is typed; of a clause, the fields of the same place belong together.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AgreementForm {
    /// 编号：magr_ 加 32 位十六进制；程序可以不写
    id: String,
    #[schema(schema_with = codes::<Form>, required = true)]
    form: String,
    #[schema(schema_with = day, required = true)]
    on_day: String,
    /// 主要事实和各方责任
    #[schema(required = true)]
    facts: String,
    /// 争议事项
    dispute: String,
    /// 每一条约定
    #[schema(required = true)]
    clause: Vec<String>,
    /// 履行方式
    way: Vec<String>,
    /// 履行地点
    place: Vec<String>,
    /// 履行期限（日期）；没有的空着
    due_day: Vec<String>,
    /// 给付的金额（元，最多两位小数）；不是给钱的空着
    amount: Vec<String>,
    /// 涉及身份、收养、婚姻关系的是第几条，从 1 起
    status: Vec<String>,
    /// 页面上的“再加一条”“去掉这一条”；程序不写
    turn: String,
}

impl AgreementForm {
    const fn rows(&self) -> usize {
        if self.clause.is_empty() { ROOM } else { self.clause.len() }
    }

    /// The form with a row more, or without one; what is typed in the others stays where it is.
    fn turned(&self, turn: Turn) -> Self {
        let mut form = self.clone();
        let rows = form.rows();
        let AgreementForm { clause, way, place, due_day, amount, status, .. } = &mut form;
        for column in [clause, way, place, due_day, amount] {
            column.resize(rows, String::new());
            turn.turn(column);
        }
        match turn {
            Turn::More if rows < MOST_CLAUSES => form.clause.push(String::new()),
            Turn::More => {}
            Turn::Without(gone) => {
                let numbers = status.iter().filter_map(|one| one.parse::<usize>().ok());
                let left = numbers.filter(|number| *number != gone + 1);
                *status = left.map(|one| if one > gone + 1 { one - 1 } else { one }.to_string()).collect();
            }
        }
        form
    }
}

/// `GET /mediations/{key}/agreement`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, &[State::Accepted])?.row;
        let account = queries::account_of(tx, &case)?;
        let form = AgreementForm {
            id: Id::<AgreementLine>::new(tx.now(), visitor.app.store().chance()).to_string(),
            form: Form::Written.code().to_owned(),
            on_day: tx.today().to_string(),
            facts: account.brief,
            ..AgreementForm::default()
        };
        page(&form_page(tx, visitor, &case, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/agreement`.
pub(crate) async fn agree(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, typed: &AgreementForm| {
        let case = working(tx, visitor, key, &[State::Accepted])?.row;
        let mut errors = Errors::default();
        if let Some(turn) = Turn::of(&typed.turn) {
            let shown = form_page(tx, visitor, &case, &typed.turned(turn), errors)?;
            return Ok(Ending::Nothing(page(&shown)?));
        }
        let id = visitor.form_id::<AgreementLine>(tx, &typed.id, "facts", &mut errors);
        let form = errors.take("form", Form::parse(&typed.form).map_err(|_| "请点书面还是口头"));
        let on = errors.take("on_day", Day::parse(&typed.on_day));
        let clauses = clauses(typed, &mut errors);
        let facts = typed.facts.trim().to_owned();
        if let (Some(form), Some(on)) = (form, on) {
            let said: Vec<SaidClause> = clauses.iter().map(|(clause, _)| clause.clone()).collect();
            for refusal in check_agreement(form, on, &facts, &said, (case.accepted, tx.today())) {
                let (field, sentence) = refusal.sentence();
                errors.at_any(&field, sentence);
            }
        }
        if !queries::members_of(tx, &case)?.iter().any(|one| one.mediates()) {
            errors.at("facts", "还没有声明过没有利害关系的调解员，先指定调解员");
        }
        let (Some(id), Some(form), Some(on), true) = (id, form, on, errors.is_empty()) else {
            let shown = form_page(tx, visitor, &case, typed, errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let terms = Terms { facts, dispute: typed.dispute.trim().to_owned() };
        let said = SaidAgreement { id, form, on, terms, clauses };
        let done = actions::agree(tx, &visitor.actor, &case, &said)?;
        Ok(done.map(|()| see_other(&format!("{}?said=agreed", case.href()))))
    })
    .await
}

fn clauses(form: &AgreementForm, errors: &mut Errors) -> Vec<(SaidClause, bool)> {
    let at = |list: &[String], place: usize| list.get(place).map_or("", |one| one.trim()).to_owned();
    let mut clauses = Vec::new();
    for place in 0..form.clause.len() {
        let row = place + 1;
        let (words, way, where_) = (at(&form.clause, place), at(&form.way, place), at(&form.place, place));
        let (due, amount) = (at(&form.due_day, place), at(&form.amount, place));
        if words.is_empty() {
            if [&way, &where_, &due, &amount].iter().any(|one| !one.is_empty()) {
                errors.at_any(&format!("clause-{row}"), "这一条写了怎样履行，没有写约定什么");
            }
            continue;
        }
        for (field, text) in [("clause", &words), ("way", &way), ("place", &where_)] {
            if text.chars().count() > LONGEST_CLAUSE {
                errors.at_any(&format!("{field}-{row}"), "太长了，请留在 1000 字以内，或者分成几条");
            }
        }
        let due = read(errors, ("due_day", row), &due, Day::parse);
        let amount = read(errors, ("amount", row), &amount, Fen::parse);
        let status = form.status.contains(&row.to_string());
        clauses.push((SaidClause { words, way, place: where_, due, amount, row }, status));
    }
    clauses
}

/// What a field of a row says, when it says something.
fn read<T, E: std::fmt::Display>(
    errors: &mut Errors,
    (field, row): (&str, usize),
    text: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    parse(text).map_err(|error| errors.at_any(&format!("{field}-{row}"), error.to_string())).ok()
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &AgreementForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let rules = MediationRules::in_force();
    let forms = Form::ALL.iter().map(|one| (one.code(), one.label()));
    let mut fields = vec![
        FormField::hidden("id", &form.id),
        FormField::picks("form", "怎样约定的", options(forms, &form.form))
            .hint("当事人要求、不能当场履行、或者重大复杂的，要书面"),
        FormField::day("on_day", "达成日期", &form.on_day),
        FormField::area("facts", "主要事实和各方责任", &form.facts),
        FormField::area("dispute", "争议事项", &form.dispute),
    ];
    let at = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
    let rows = form.rows();
    for place in 0..rows {
        let number = place + 1;
        let optional = if place == 0 { "" } else { "（没有就空着）" };
        fields.push(FormField::heading(&format!("第 {number} 条{optional}")));
        fields.push(FormField::area("clause", "约定什么", &at(&form.clause, place)).number(number));
        fields.push(FormField::line("way", "怎样履行", &at(&form.way, place)).number(number));
        fields.push(FormField::line("place", "在哪里履行", &at(&form.place, place)).number(number));
        let amount = FormField::decimal("amount", "给多少钱（元）", &at(&form.amount, place));
        fields.push(amount.hint("不是给钱的空着").number(number));
        fields.push(FormField::day("due_day", "哪天以前履行", &at(&form.due_day, place)).number(number));
        let on = form.status.contains(&number.to_string());
        let label = "涉及身份、收养、婚姻关系（法院不确认）";
        fields.push(FormField::tick("status", label, &number.to_string(), on).number(number));
        if rows > 1 {
            fields.push(FormField::turn(&format!("without-{number}"), &format!("去掉第 {number} 条")));
        }
    }
    if rows < MOST_CLAUSES {
        fields.push(FormField::turn("more", "再加一条"));
    }
    let lead = format!(
        "离婚、抚养权、收养、身份关系的条款可以写，但法院不会确认（{}）；财产、抚养费、赡养费、赔偿可以确认。",
        rules.not_confirmed_basis
    );
    let step =
        Step { title: "达成协议", lead, action: "agreement", button: "记下协议", fields, errors };
    StepPage::of(tx, visitor, case, step)
}
