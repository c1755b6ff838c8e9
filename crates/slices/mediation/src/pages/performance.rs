//! 履行情况: clause by clause.

use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, codes, day, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{Agreement, Case, Performance, State};
use crate::pages::fields::{FormField, Step, StepPage, options};
use crate::pages::{MediationKey, worked, working};
use crate::queries;

const STATES: &[State] = &[State::Agreed, State::Filed];

/// How a clause is performed, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct PerformanceForm {
    /// 第几条
    #[schema(required = true)]
    clause: String,
    #[schema(schema_with = codes::<Performance>, required = true)]
    performance: String,
    #[schema(schema_with = day, required = true)]
    on_day: String,
    /// 凭证、原因、督促的情况
    note: String,
}

fn agreement(tx: &ReadTx<'_>, case: &Case) -> Result<Agreement, AppError> {
    let found = queries::agreement_of(tx, case)?.filter(|one| one.effective.is_some());
    found.ok_or_else(|| AppError::Refused("协议生效以后才谈得上履行；还缺签名或印章的，先补齐".to_owned()))
}

/// `GET /mediations/{key}/performance`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, STATES)?.row;
        let form = PerformanceForm { on_day: tx.today().to_string(), ..PerformanceForm::default() };
        page(&form_page(tx, visitor, &case, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/performance`.
pub(crate) async fn perform(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &PerformanceForm| {
        let case = working(tx, visitor, key, STATES)?.row;
        let agreement = agreement(tx, &case)?;
        let mut errors = Errors::default();
        let clause = agreement.clauses.iter().find(|one| one.number.to_string() == form.clause);
        if clause.is_none() {
            errors.at("clause", "请选是哪一条");
        }
        let said =
            errors.take("performance", Performance::parse(&form.performance).map_err(|_| "请点履行得怎样"));
        let on = errors.take("on_day", Day::parse(&form.on_day));
        if on.is_some_and(|on| on > tx.today() || on < agreement.on) {
            errors.at("on_day", "要在达成协议以后、今天以前");
        }
        let note = form.note.trim();
        if note.is_empty() && said.is_some_and(|said| said != Performance::Performed) {
            errors.at("note", "请写原因，或者怎样督促、怎样告知的");
        }
        let (Some(clause), Some(said), Some(on), true) = (clause, said, on, errors.is_empty()) else {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let done = actions::perform(tx, &visitor.actor, &case, clause, (said, on, note))?;
        Ok(Ending::from(done.map(|()| see_other(&format!("{}?said=performed", case.href())))))
    })
    .await
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &PerformanceForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let mut clauses = vec![(String::new(), "请选".to_owned(), form.clause.is_empty())];
    clauses.extend(agreement(tx, case)?.clauses.iter().map(|one| {
        let words: String = one.words.words.chars().take(40).collect();
        let number = one.number.to_string();
        let chosen = form.clause == number;
        (number, format!("第 {} 条 {words}", one.number), chosen)
    }));
    let ways = Performance::ALL.iter().map(|one| (one.code(), one.label()));
    let fields = vec![
        FormField::select("clause", "哪一条", clauses),
        FormField::picks("performance", "履行得怎样", options(ways, &form.performance)),
        FormField::day("on_day", "哪一天", &form.on_day),
        FormField::area("note", "凭证或者情况", &form.note).hint("例如：当面交付 5000 元，有收条"),
    ];
    let lead = "没有履行的先督促（《人民调解法》第三十一条）；督促了还不履行的，告诉另一方可以向法院起诉（第三十二条）。";
    let step = Step {
        title: "履行情况",
        lead: lead.to_owned(),
        action: "performance",
        button: "记下",
        fields,
        errors,
    };
    StepPage::of(tx, visitor, case, step)
}
