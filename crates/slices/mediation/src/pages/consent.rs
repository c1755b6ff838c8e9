//! 征求意愿: every party is told her rights and asked.

use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, day, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, SaidConsent};
use crate::model::{Case, Consent, State};
use crate::pack::MediationRules;
use crate::pages::fields::{FormField, Step, StepPage, options};
use crate::pages::{MediationKey, worked, working};
use crate::queries;

const STATES: &[State] = &[State::Screened];
const ANSWERS: [(&str, &str); 3] = [
    ("", "还没有答复"),
    (Consent::Agrees.code(), Consent::Agrees.label()),
    (Consent::Refuses.code(), Consent::Refuses.label()),
];

/// What the parties said, as it is typed; `party` and `consent` of the same place belong together.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ConsentForm {
    #[schema(schema_with = day, required = true)]
    on_day: String,
    /// yes：已经逐条告知权利义务
    #[schema(required = true)]
    informed: String,
    /// 当事人的编号
    #[schema(required = true)]
    party: Vec<String>,
    /// agrees 同意；refuses 不同意；空着是还没有答复
    consent: Vec<String>,
}

/// `GET /mediations/{key}/consent`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, STATES)?;
        let parties = queries::parties_of(tx, &case.row)?;
        let said = |party: &crate::model::Party| {
            party.consent.map(|(said, _)| said.code().to_owned()).unwrap_or_default()
        };
        let form = ConsentForm {
            on_day: tx.today().to_string(),
            consent: parties.iter().map(said).collect(),
            ..ConsentForm::default()
        };
        page(&form_page(tx, visitor, &case.row, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/consent`.
pub(crate) async fn ask(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ConsentForm| {
        let case = working(tx, visitor, key, STATES)?.row;
        let mut errors = Errors::default();
        let on = errors.take("on_day", Day::parse(&form.on_day));
        if on.is_some_and(|on| on > tx.today() || on < case.applied) {
            errors.at("on_day", "要在登记以后、今天以前");
        }
        if form.informed != "yes" {
            errors.at("informed", "请先逐条告知权利义务，再点这里");
        }
        let mut said = Vec::new();
        for (place, party) in queries::parties_of(tx, &case)?.into_iter().enumerate() {
            let typed = form.party.iter().position(|one| *one == party.id.to_string());
            let word = typed.and_then(|typed| form.consent.get(typed)).map_or("", String::as_str);
            match (word.is_empty(), Consent::parse(word)) {
                (true, _) => {}
                (false, Ok(consent)) => said.push(SaidConsent { party: party.id, consent }),
                (false, Err(_)) => errors.at_any(&format!("consent-{place}"), "请选同意或不同意"),
            }
        }
        if said.is_empty() && errors.is_empty() {
            errors.at_any("consent-0", "请选各方的答复");
        }
        let (Some(on), true) = (on, errors.is_empty()) else {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let done = actions::ask_consent(tx, &visitor.actor, &case, on, &said)?;
        let word = |outcome: Option<Consent>| match outcome {
            Some(Consent::Agrees) => "accepted",
            Some(Consent::Refuses) => "declined",
            None => "asked",
        };
        let to = |outcome| see_other(&format!("{}?said={}", case.href(), word(outcome)));
        Ok(Ending::from(done.map(to)))
    })
    .await
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &ConsentForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let mut fields = vec![FormField::heading("先告知")];
    fields.extend(MediationRules::in_force().rights.iter().map(|line| FormField::text(line)));
    fields.push(FormField::tick(
        "informed",
        "以上已经逐条告知各方（告知书可在“文书”里打印、签收）",
        "yes",
        form.informed == "yes",
    ));
    fields.push(FormField::day("on_day", "答复日期", &form.on_day).hint("各方都同意的，从这一天起算 30 日"));
    for (place, party) in queries::parties_of(tx, case)?.iter().enumerate() {
        let chosen = form.consent.get(place).map_or("", String::as_str);
        let label = format!("{} {}：愿意调解吗", party.side.label(), party.details.name);
        fields.push(FormField::hidden("party", &party.id.to_string()));
        fields.push(FormField::select("consent", &label, options(ANSWERS, chosen)).number(place));
    }
    let step = Step {
        title: "征求意愿",
        lead: "分别问，不劝、不压。有一方明确拒绝，就不调解，并告诉各方还可以走哪些路（《人民调解法》第十七条）。".to_owned(),
        action: "consent",
        button: "记下答复",
        fields,
        errors,
    };
    StepPage::of(tx, visitor, case, step)
}
