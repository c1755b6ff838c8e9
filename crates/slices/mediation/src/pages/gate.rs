//! A case seen from the street or county: the list's line, and the form that opens it.

use axum::response::Response;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::Case;
use crate::pack::MediationRules;
use crate::pages::MediationKey;
use crate::pages::fields::{FormField, Step, StepPage, options};
use crate::queries::{self, Reach};

const PURPOSES: [&str; 4] = ["督办超期", "抽查卷宗", "处理来访", "其他"];

/// The form that opens a case.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct OpeningForm {
    /// 用途：督办超期、抽查卷宗、处理来访、其他
    #[schema(required = true)]
    purpose: String,
    /// 一句话：为什么要打开
    #[schema(required = true)]
    reason: String,
}

/// `POST /mediations/{key}/openings`.
pub(crate) async fn open(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &OpeningForm| {
        let case = queries::visible_case(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if case.reach != Reach::Above {
            return Ok(Ending::Nothing(see_other(&case.row.href())));
        }
        let mut errors = Errors::default();
        if !PURPOSES.contains(&form.purpose.as_str()) {
            errors.at("purpose", "请点用途");
        }
        let reason: String = form.reason.trim().chars().take(100).collect();
        if reason.is_empty() {
            errors.at("reason", "请写一句为什么要打开");
        }
        if !errors.is_empty() {
            let shown = gate(tx, visitor, &case.row, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        }
        let purpose = format!("{}：{reason}", form.purpose);
        let done = actions::open_file(tx, &visitor.actor, &case.row, &purpose)?;
        Ok(Ending::from(done.map(|()| see_other(&format!("{}?said=opened", case.row.href())))))
    })
    .await
}

/// The page before a case is opened: nothing on it is personal.
pub(super) fn gate(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &OpeningForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let rules = MediationRules::in_force();
    let line = format!(
        "{} · {} · {} · {}登记",
        rules.category(&case.category),
        case.origin.label(),
        case.state.label(),
        case.applied.long()
    );
    let fields = vec![
        FormField::text(&line),
        FormField::picks("purpose", "用途", options(PURPOSES.map(|one| (one, one)), &form.purpose)),
        FormField::line("reason", "说明", &form.reason).hint("例如：期限过了，看卡在哪里"),
    ];
    let lead = "您是上级主席，平时只看到编号、类型和进展。要看当事人和内容，请写明用途；到今天结束为止，会留下记录。";
    let step = Step {
        title: "打开调解档案",
        lead: lead.to_owned(),
        action: "openings",
        button: "打开（会留下记录）",
        fields,
        errors,
    };
    StepPage::of(tx, visitor, case, step)
}
