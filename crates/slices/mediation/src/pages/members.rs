//! 调解人员: who works on a case, with declarations.

use axum::response::Response;
use niangjia_store::{Ending, PostKind, ReadTx};
use niangjia_web::{AppError, At, Ctx, Errors, Typed, Visitor, again, codes, page, see_other};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, Named};
use crate::model::{Case, ChosenBy, Member, Role, State};
use crate::pages::fields::{FormField, Step, StepPage, options};
use crate::pages::{MediationKey, worked, working};
use crate::queries;
use crate::rules::{SaidMember, check_member};

const STATES: &[State] = &[State::Accepted];

/// Who is named, as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct MemberForm {
    /// 名册里的人（编号）
    person: String,
    /// 名册以外受邀人的姓名
    outside: String,
    #[schema(schema_with = codes::<Role>, required = true)]
    role: String,
    #[schema(schema_with = codes::<ChosenBy>)]
    chosen_by: String,
    /// yes：声明和各方没有亲属关系、没有利害关系
    declared: String,
    /// yes：各方同意邀请
    agreed_to: String,
}

/// What changes for somebody who is named.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ChangeForm {
    /// 谁（编号）
    #[schema(required = true)]
    member: String,
    /// declare 补声明；leave 不再参加
    #[schema(required = true)]
    act: String,
}

/// `GET /mediations/{key}/members`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = worked(tx, visitor, key, STATES)?;
        let form = MemberForm {
            role: Role::Mediator.code().to_owned(),
            chosen_by: ChosenBy::Committee.code().to_owned(),
            ..MemberForm::default()
        };
        page(&form_page(tx, visitor, &case.row, &form, Errors::default())?)
    })
    .await
}

/// `POST /mediations/{key}/members`.
pub(crate) async fn assign(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &MemberForm| {
        let case = working(tx, visitor, key, STATES)?.row;
        let mut errors = Errors::default();
        let role = errors.take("role", Role::parse(&form.role).map_err(|_| "请点她做什么"));
        let chosen_by = ChosenBy::parse(&form.chosen_by).unwrap_or(ChosenBy::Committee);
        let person = roster(tx, &case)?.into_iter().find(|(id, _)| id.to_string() == form.person);
        if person.is_none() && !form.person.is_empty() {
            errors.at("person", "请从名册里选一个人");
        }
        let outside = form.outside.trim().chars().take(50).collect::<String>();
        let named = Named { person: person.as_ref().map(|(id, _)| *id), chosen_by };
        let said = SaidMember {
            role: role.unwrap_or(Role::Mediator),
            name: person.map_or(outside, |(_, name)| name),
            declared: form.declared == "yes",
            agreed_to: form.agreed_to == "yes",
        };
        if named.person.is_none() && said.role != Role::Invited {
            errors.at("person", "调解员、协助人、记录人从名册里选；名册以外的只能是受邀参加");
        }
        for (field, sentence) in check_member(&said, &queries::members_of(tx, &case)?) {
            errors.at(field, sentence);
        }
        if !errors.is_empty() {
            let shown = form_page(tx, visitor, &case, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        }
        let done = actions::assign(tx, &visitor.actor, &case, &named, &said)?;
        Ok(Ending::from(done.map(|()| see_other(&format!("{}?said=assigned", case.href())))))
    })
    .await
}

/// `POST /mediations/{key}/members/change`.
pub(crate) async fn change(ctx: Ctx, At(key): At<MediationKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ChangeForm| {
        let case = working(tx, visitor, key, STATES)?.row;
        let members = queries::members_of(tx, &case)?;
        let found = members.iter().find(|one| one.id.to_string() == form.member);
        let Member { id, name, .. } = found.ok_or(AppError::NotFound)?;
        let done = match form.act.as_str() {
            "declare" => actions::declare(tx, &visitor.actor, &case, (*id, name))?,
            "leave" => actions::leave(tx, &visitor.actor, &case, (*id, name))?,
            _ => return Err(AppError::Refused("请点“声明”或“不再参加”".to_owned())),
        };
        Ok(done.map(|()| see_other(&format!("{}?said=changed", case.href()))))
    })
    .await
}

/// Who may be named: everybody who serves at the organisation of the case today.
fn roster(
    tx: &ReadTx<'_>,
    case: &Case,
) -> Result<Vec<(niangjia_kernel::Id<niangjia_kernel::Person>, String)>, AppError> {
    let serving = niangjia_people::api::roster(tx, case.tenant, case.org_id, tx.today())?;
    let mut people: Vec<_> = Vec::new();
    for entry in serving {
        let counts = !entry.kind.administers() && entry.kind != PostKind::TwoCommittees;
        if counts && people.iter().all(|(id, _)| *id != entry.person) {
            people.push((entry.person, entry.name));
        }
    }
    Ok(people)
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &Case,
    form: &MemberForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let mut people = vec![(String::new(), "请选".to_owned(), form.person.is_empty())];
    people.extend(roster(tx, case)?.into_iter().map(|(id, name)| {
        let value = id.to_string();
        let chosen = value == form.person;
        (value, name, chosen)
    }));
    let roles = Role::ALL.iter().map(|one| (one.code(), one.label()));
    let ways = ChosenBy::ALL.iter().map(|one| (one.code(), one.label()));
    let fields = vec![
        FormField::picks("role", "做什么", options(roles, &form.role)),
        FormField::select("person", "名册里的人", people),
        FormField::line("outside", "受邀人的姓名（名册以外的）", &form.outside)
            .hint("亲属、邻居、同事、有专门知识的人，各方同意才邀请"),
        FormField::picks("chosen_by", "怎样定的", options(ways, &form.chosen_by)),
        FormField::tick(
            "declared",
            "她声明：和各方没有亲属关系，和这件事没有利害关系",
            "yes",
            form.declared == "yes",
        )
        .hint("调解员必须声明"),
        FormField::tick("agreed_to", "各方当事人同意邀请她", "yes", form.agreed_to == "yes"),
    ];
    let step = Step {
        title: "安排调解人员",
        lead: "一位或几位调解员；当事人可以选择，也可以要求更换（《人民调解法》第十九条、第二十条）。一次加一个人。".to_owned(),
        action: "members",
        button: "安排",
        fields,
        errors,
    };
    StepPage::of(tx, visitor, case, step)
}
