//! 发起排查: what is looked for, in which days, and which families of the register.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_household::api::NeedKind;
use niangjia_kernel::{Day, Household, Id, Person, ScreeningRound};
use niangjia_org::api::Org;
use niangjia_store::{ReadTx, WriteTx};
use niangjia_web::{AppError, At, Ctx, Errors, Shell, Typed, Visitor, again, day, made, page};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions;
use crate::model::RoundRow;
use crate::pack::ScreeningRules;
use crate::pages::{choices, crumbs, with_held};
use crate::queries::{self, Choice};
use crate::rules::{RoundSaid, check_round};

/// A round, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct RoundForm {
    id: String,
    /// 排查什么：规则包里的代码
    kind: String,
    /// 上级的通知和文号；自己发起的空着
    instruction: String,
    #[schema(schema_with = day, required = true)]
    from_day: String,
    #[schema(schema_with = day, required = true)]
    until_day: String,
    /// 需求的代码；写 key 是全部重点户
    need: Vec<String>,
    /// 网格的编号
    grid: Vec<String>,
    /// 家庭编号，用空格、顿号或换行分开
    numbers: String,
}

#[derive(Template)]
#[template(path = "screening_round_form.html")]
struct FormPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    form: RoundForm,
    kinds: Vec<(String, String, bool)>,
    needs: Vec<(String, String, bool)>,
    grids: Vec<(String, String, bool)>,
    today: String,
    errors: Errors,
}

/// `GET /orgs/{code}/screenings/new`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_held(tx, &visitor.actor, &code)?;
        let form = RoundForm {
            id: Id::<ScreeningRound>::new(tx.now(), visitor.app.store().chance()).to_string(),
            from_day: tx.today().to_string(),
            until_day: tx.today().plus(30).to_string(),
            ..RoundForm::default()
        };
        page(&form_page(tx, visitor, org, form, Errors::default())?)
    })
    .await
}

/// `POST /orgs/{code}/screenings`.
pub(crate) async fn hold(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &RoundForm| {
        let org = with_held(tx, &visitor.actor, &code)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<ScreeningRound>(tx, &form.id, "kind", &mut errors);
        let families = families(tx, &org, form)?;
        let (from, until) = (Day::parse(&form.from_day).ok(), Day::parse(&form.until_day).ok());
        let said = RoundSaid {
            kind: form.kind.clone(),
            instruction: form.instruction.trim().to_owned(),
            from,
            until,
            unknown: families.unknown,
            families: families.known.len(),
        };
        for (field, sentence) in check_round(&said, tx.today(), ScreeningRules::in_force()) {
            errors.at(field, sentence);
        }
        let (Some(id), Some(from), Some(until), true) = (id, from, until, errors.is_empty()) else {
            let shown = form_page(tx, visitor, org, form.clone(), errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let row = RoundRow {
            tenant: org.tenant,
            id,
            org_id: org.id,
            org_path: org.path.clone(),
            year: i64::from(from.parts().0),
            number: 0,
            kind: said.kind,
            instruction: Some(said.instruction).filter(|text| !text.is_empty()),
            from,
            until,
            person_name: visitor.actor.name.clone(),
            finished: None,
        };
        let done = actions::hold_round(tx, &visitor.actor, &row, &families.known)?;
        Ok(done.map(|()| made(&format!("{}?said=held", row.href()), id)))
    })
    .await
}

struct Families {
    known: Vec<(Id<Household>, Option<Id<Person>>)>,
    /// Numbers that no family has.
    unknown: Vec<String>,
}

fn families(tx: &WriteTx<'_>, org: &Org, form: &RoundForm) -> Result<Families, AppError> {
    let numbers: Vec<String> = form
        .numbers
        .split(|sign: char| sign.is_whitespace() || "、，,；;".contains(sign))
        .filter(|number| !number.is_empty())
        .map(str::to_owned)
        .collect();
    let choice = Choice {
        key: form.need.iter().any(|need| need == "key"),
        needs: form.need.iter().filter_map(|need| NeedKind::parse(need).ok()).collect(),
        grids: form.grid.iter().filter_map(|grid| grid.parse().ok()).collect(),
        numbers: numbers.clone(),
    };
    let chosen = queries::chosen(tx, org, tx.today(), &choice)?;
    let given = queries::assignees(tx, org, tx.today(), &chosen)?;
    let unknown =
        numbers.into_iter().filter(|number| !chosen.iter().any(|(_, known, _)| known == number)).collect();
    let known = chosen.into_iter().map(|(id, ..)| (id, given.get(&id).copied())).collect();
    Ok(Families { known, unknown })
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    form: RoundForm,
    errors: Errors,
) -> Result<FormPage, AppError> {
    let ticked = |list: &[String], code: &str| list.iter().any(|one| one == code);
    let mut needs = vec![("key".to_owned(), "全部重点户".to_owned(), ticked(&form.need, "key"))];
    needs.extend(
        NeedKind::ALL
            .iter()
            .map(|need| (need.code().to_owned(), need.label().to_owned(), ticked(&form.need, need.code()))),
    );
    let grids = household::grids_of(tx, &org)?.into_iter().map(|grid| {
        let id = grid.id.to_string();
        let chosen = ticked(&form.grid, &id);
        (id, grid.name, chosen)
    });
    let mut above = crumbs(tx, &org)?;
    above.push(("排查".to_owned(), format!("{}/screenings", org.href())));
    Ok(FormPage {
        shell: visitor.shell(),
        above,
        kinds: choices(&ScreeningRules::in_force().round, &form.kind),
        needs,
        grids: grids.collect(),
        today: tx.today().to_string(),
        org,
        form,
        errors,
    })
}
