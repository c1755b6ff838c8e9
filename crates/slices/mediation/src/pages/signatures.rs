//! 签名盖章: signed by hand on paper; here stands who signed on which day.

use axum::response::Response;
use niangjia_kernel::Day;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, day_or_empty, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, SaidSignatures};
use crate::model::{Agreement, Case, Form, State};
use crate::pages::fields::{FormField, Step, StepPage};
use crate::pages::{MediationKey, worked, working};
use crate::queries;

/// Signatures as they are typed; `party` and `signed_day` of the same place belong together.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct SignaturesForm {
    /// 当事人的编号
    #[schema(required = true)]
    party: Vec<String>,
    /// 各自签名、盖章或按指印的日期；没有签的空着
    signed_day: Vec<String>,
    #[schema(schema_with = day_or_empty)]
    mediator_day: String,
    #[schema(schema_with = day_or_empty)]
    stamped_day: String,
}

fn unsigned(tx: &ReadTx<'_>, case: &Case) -> Result<Agreement, AppError> {
    let found = queries::agreement_of(tx, case)?;
    let waits = found.filter(|one| one.form == Form::Written && one.effective.is_none());
    waits.ok_or_else(|| AppError::Refused("没有在等签名的书面协议；已经生效的不能再改签名".to_owned()))
}

/// `GET /mediations/{key}/signatures`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, &[State::Agreed])?.row;
        let agreement = unsigned(tx, &case)?;
        let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let parties = queries::parties_of(tx, &case)?;
        let form = SignaturesForm {
            party: Vec::new(),
            signed_day: parties.iter().map(|party| text(party.signed)).collect(),
            mediator_day: text(agreement.mediator_signed),
            stamped_day: text(agreement.stamped),
        };
        page(&form_page(tx, visitor, &case, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/signatures`.
pub(crate) async fn sign(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &SignaturesForm| {
        let case = working(tx, visitor, key, &[State::Agreed])?.row;
        let agreement = unsigned(tx, &case)?;
        let mut errors = Errors::default();
        let mut read = |field: &str, text: &str| {
            if text.trim().is_empty() {
                return None;
            }
            match Day::parse(text) {
                Ok(day) if day < agreement.on || day > tx.today() => {
                    errors.at_any(field, "签名不会早于达成协议，也不会在今天以后");
                    None
                }
                Ok(day) => Some(day),
                Err(error) => {
                    errors.at_any(field, error.to_string());
                    None
                }
            }
        };
        let mut parties = Vec::new();
        for (place, party) in queries::parties_of(tx, &case)?.into_iter().enumerate() {
            let typed = form.party.iter().position(|one| *one == party.id.to_string());
            let text = typed.and_then(|typed| form.signed_day.get(typed)).map_or("", String::as_str);
            parties.push((party.id, read(&format!("signed_day-{}", place + 1), text)));
        }
        let mediator = read("mediator_day", &form.mediator_day);
        let stamped = read("stamped_day", &form.stamped_day);
        if !errors.is_empty() {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        }
        let said = SaidSignatures { parties, mediator, stamped };
        let done = actions::sign(tx, &visitor.actor, &case, &said)?;
        let word = if done.value().is_ok() { "effective" } else { "unsigned" };
        Ok(Ending::from(done.map(|_| see_other(&format!("{}?said={word}", case.href())))))
    })
    .await
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &SignaturesForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let mut fields = Vec::new();
    for (place, party) in queries::parties_of(tx, case)?.iter().enumerate() {
        let label = format!("{} {} 签名的日期", party.side.label(), party.details.name);
        let value = form.signed_day.get(place).map_or("", String::as_str);
        fields.push(FormField::hidden("party", &party.id.to_string()));
        fields.push(FormField::day("signed_day", &label, value).number(place + 1));
    }
    fields.push(FormField::day("mediator_day", "调解员签名的日期", &form.mediator_day));
    fields.push(FormField::day("stamped_day", "盖调解委员会印章的日期", &form.stamped_day));
    let lead = "请打印协议书，各方当面签名（或盖章、按指印），调解员签名，盖章。缺一样，协议都不生效。婚姻家庭协议涉及身份关系，不用电子签名（《电子签名法》第三条）。";
    let step = Step {
        title: "签名和盖章",
        lead: lead.to_owned(),
        action: "signatures",
        button: "记下签名",
        fields,
        errors,
    };
    StepPage::of(tx, visitor, case, step)
}
