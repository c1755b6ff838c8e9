//! 交接: the families of a branch that somebody only takes care of, and the sheets of what was handed over.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Id;
use niangjia_org::api::Org;
use niangjia_store::{Branch, Ending, ReadTx};
use niangjia_web::show::When;
use niangjia_web::{AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, json, page, see_other};

use crate::actions::{self, Handing};
use crate::json::HandoversBody;
use crate::model::{Handover, HandoverReason, HandoverRow};
use crate::pack::HouseholdRules;
use crate::pages::handover::{HandoverForm, done_already};
use crate::pages::handover_sheet::handover_href;
use crate::pages::household_form::kept_register;
use crate::pages::needs::SaidQuery;
use crate::pages::takers::{Line, Takers, lines};
use crate::pages::{crumbs, with_visible_register};
use crate::queries;
use crate::rules::{Sight, check_handover, sight};

/// How many handovers the page of a branch lists.
const HANDOVERS_SHOWN: i64 = 50;

#[derive(Template)]
#[template(path = "handovers.html")]
struct HandoversPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    action: String,
    chooses: bool,
    caretakes: bool,
    lines: Vec<Line>,
    form: HandoverForm,
    everyone: Vec<(String, String, bool)>,
    sheets: Vec<(String, HandoverRow, When)>,
    days: i64,
    errors: Errors,
}

/// `GET /orgs/{code}/handovers`: whom somebody only takes care of, and the sheets.
pub(crate) async fn list(ctx: Ctx, At(code): At<String>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_register(tx, &visitor.actor, &code)?;
        if visitor.wants_json {
            let branch = Branch::of(org.tenant, org.level, &org.path);
            let families = caretaken(tx, visitor, &branch)?;
            let sheets = queries::handovers(tx, &visitor.actor, &org.path, HANDOVERS_SHOWN)?;
            return json(&HandoversBody::of(&families, &sheets));
        }
        let banner = (query.said == "named").then(|| "已安排，她们的“我的家庭”里现在有这些家庭。".to_owned());
        let form = HandoverForm {
            id: Id::<Handover>::new(tx.now(), visitor.app.store().chance()).to_string(),
            ..HandoverForm::default()
        };
        page(&handovers_page(tx, visitor, org, form, Errors::default(), banner)?)
    })
    .await
}

/// `POST /orgs/{code}/handovers`: members are named for families that somebody only takes care of.
pub(crate) async fn name(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &HandoverForm| {
        let org = kept_register(tx, &visitor.actor, &code)?;
        tx.hold("org", org.tenant, org.id.uuid())?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Handover>(tx, &form.id, "everyone", &mut errors);
        if let Some(done) = done_already(tx, visitor, org.tenant, id)? {
            return Ok(done);
        }
        let branch = Branch::of(org.tenant, org.level, &org.path);
        let families = queries::caretaken(tx, &branch, tx.today())?;
        let takers = Takers::members_of(tx, &org)?;
        let chosen = takers.chosen(&families, form);
        // Nobody among the members hands over: whoever takes care of a family may be one, and take it for good.
        let nobody = Id::from_uuid(uuid::Uuid::nil());
        for refusal in check_handover(&chosen, nobody, HandoverReason::Named) {
            let (field, sentence) = refusal.sentence();
            errors.at_any(&field, sentence);
        }
        let Some(mut id) = id.filter(|_| errors.is_empty()) else {
            let shown = handovers_page(tx, visitor, org, form.clone(), errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let mut named = takers.successors(&families, &chosen);
        named.sort_by_key(|(family, _)| family.link.person);
        let mut last = Ending::Nothing(id);
        for of_one in named.chunk_by(|one, next| one.0.link.person == next.0.link.person) {
            let link = &of_one[0].0.link;
            let (tenant, reason, families) = (org.tenant, HandoverReason::Named, of_one.to_vec());
            let (person, name) = (link.person, link.person_name.as_str());
            let handing =
                Handing { id, tenant, org: org.id, org_path: &org.path, person, name, reason, families };
            last = actions::hand_over(tx, &visitor.actor, &handing)?;
            id = tx.new_id();
        }
        Ok(last.map(|_| see_other(&format!("{}/handovers?said=named", org.href()))))
    })
    .await
}

/// A member reads the sheets in which she has a part; who is taken care of, those who lead.
fn caretaken(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    branch: &Branch,
) -> Result<Vec<crate::model::Family>, AppError> {
    match sight(&visitor.actor) {
        Sight::Community | Sight::Lists => Ok(queries::caretaken(tx, branch, tx.today())?),
        Sight::Linked | Sight::Nothing => Ok(Vec::new()),
    }
}

fn handovers_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    form: HandoverForm,
    errors: Errors,
    banner: Option<String>,
) -> Result<HandoversPage, AppError> {
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let families = caretaken(tx, visitor, &branch)?;
    let takers = Takers::members_of(tx, &org)?;
    let sheet = |row: HandoverRow| {
        let when = When::day(row.on, tx.today());
        (handover_href(row.tenant, row.id), row, when)
    };
    let sheets = queries::handovers(tx, &visitor.actor, &org.path, HANDOVERS_SHOWN)?;
    Ok(HandoversPage {
        shell: visitor.shell_saying(banner),
        above: crumbs(tx, &org)?,
        action: format!("{}/handovers", org.href()),
        chooses: sight(&visitor.actor) == Sight::Community,
        caretakes: true,
        lines: lines(tx, &takers, &families, &form),
        everyone: takers.choices("逐户选", &form.everyone),
        sheets: sheets.into_iter().map(sheet).collect(),
        days: HouseholdRules::in_force().caretaker_days,
        org,
        form,
        errors,
    })
}
