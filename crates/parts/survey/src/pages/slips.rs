//! 评价单: slips to cut and hand out, each with its number and the square that leads to the question.

use askama::Template;
use axum::response::Response;
use niangjia_org::api::Org;
use niangjia_web::{AppError, At, Ctx, QrCode, Shell, page};

use crate::pack::SurveyRules;
use crate::pages::{ROWS, contact_of, crumbs, leads, with_results};
use crate::queries;

const PRINTING: &str = "评价单由没有经办的主席、副主席打印";

struct Printed {
    called: String,
    name: String,
    until: String,
    address: String,
    qr: Option<QrCode>,
}

#[derive(Template)]
#[template(path = "survey_slips.html")]
struct SlipsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    question: &'static str,
    printed: Vec<Printed>,
}

/// `GET /orgs/{code}/survey-slips`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_results(tx, &visitor.actor, &code)?;
        if !leads(&visitor.actor) {
            return Err(AppError::Forbidden(PRINTING.to_owned()));
        }
        let (rows, _) = queries::waiting(tx, &visitor.actor, &org.path, ROWS)?;
        let mut printed = Vec::new();
        for row in rows {
            let path = format!("/s/{}.{}", row.tenant, tx.unseal(queries::CODE, &row.code)?);
            let address = visitor.address(&path).unwrap_or(path);
            let qr = QrCode::of(&address);
            // To whom it is handed is known to her own community; from above somebody takes it first, which is recorded.
            let name = contact_of(tx, &row)?
                .filter(|_| row.org_path == visitor.actor.acting.org_path)
                .map(|contact| contact.name)
                .unwrap_or_default();
            printed.push(Printed { called: row.called(), name, until: row.until.long(), address, qr });
        }
        let question = SurveyRules::in_force().question.as_str();
        page(&SlipsPage { shell: visitor.shell(), above: crumbs(tx, &org)?, org, question, printed })
    })
    .await
}
