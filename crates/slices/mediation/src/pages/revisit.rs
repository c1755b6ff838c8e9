//! 回访: how it goes, and whether it gets worse.

use axum::response::Response;
use niangjia_kernel::{Day, Id};
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, codes, day, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::{Case, Revisit, RevisitLine, Satisfaction, State};
use crate::pages::fields::{FormField, Step, StepPage, options};
use crate::pages::{MediationKey, worked, working};

const STATES: &[State] = &[State::Agreed, State::Failed, State::Stopped, State::Filed];

/// A revisit as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct RevisitForm {
    /// 编号：mrev_ 加 32 位十六进制；程序可以不写
    id: String,
    #[schema(schema_with = day, required = true)]
    on_day: String,
    #[schema(schema_with = codes::<Satisfaction>, required = true)]
    satisfaction: String,
    /// yes：有激化的苗头
    escalates: String,
    /// 履行、争议、采取的措施
    #[schema(required = true)]
    words: String,
}

/// `GET /mediations/{key}/revisits/new`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, STATES)?.row;
        let form = RevisitForm {
            id: Id::<RevisitLine>::new(tx.now(), visitor.app.store().chance()).to_string(),
            on_day: tx.today().to_string(),
            ..RevisitForm::default()
        };
        page(&form_page(tx, visitor, &case, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/revisits`.
pub(crate) async fn record(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &RevisitForm| {
        let case = working(tx, visitor, key, STATES)?.row;
        let mut errors = Errors::default();
        let id = visitor.form_id::<RevisitLine>(tx, &form.id, "words", &mut errors);
        let on = errors.take("on_day", Day::parse(&form.on_day));
        if on.is_some_and(|on| on > tx.today() || case.ended.is_some_and(|ended| on < ended)) {
            errors.at("on_day", "回访在调解结束以后、今天以前");
        }
        let satisfaction = errors
            .take("satisfaction", Satisfaction::parse(&form.satisfaction).map_err(|_| "请点满意不满意"));
        let words: String = form.words.trim().chars().take(2_000).collect();
        if words.is_empty() {
            errors.at("words", "请写履行得怎样、有没有新的争议");
        }
        let (Some(id), Some(on), Some(satisfaction), true) = (id, on, satisfaction, errors.is_empty()) else {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let escalates = form.escalates == "yes";
        let said = Revisit { on, satisfaction, escalates, by: visitor.actor.name.clone(), words };
        let done = actions::revisit(tx, &visitor.actor, &case, (id, &said))?;
        let word = if escalates { "escalates" } else { "revisited" };
        Ok(done.map(|()| see_other(&format!("{}?said={word}", case.href()))))
    })
    .await
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &RevisitForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let moods = Satisfaction::ALL.iter().map(|one| (one.code(), one.label()));
    let fields = vec![
        FormField::hidden("id", &form.id),
        FormField::day("on_day", "哪一天", &form.on_day),
        FormField::picks("satisfaction", "当事人满意吗", options(moods, &form.satisfaction)),
        FormField::area("words", "回访情况", &form.words)
            .hint("履行得怎样、有没有新的争议或起诉、采取了什么措施"),
        FormField::tick("escalates", "有激化的苗头", "yes", form.escalates == "yes")
            .hint("有打人、威胁的，请打 110，并重新登记做筛查"),
    ];
    let step =
        Step {
            title: "回访", lead: String::new(), action: "revisits", button: "记下回访", fields, errors
        };
    StepPage::of(tx, visitor, case, step)
}
