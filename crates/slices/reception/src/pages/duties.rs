//! 值班安排: places, weekdays and hours; who takes no turns for a time.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{Day, Id, Key};
use niangjia_org::api::Org;
use niangjia_store::{Ending, ReadTx};
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes, day, day_or_empty, json, page,
    see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, members};
use crate::json::DutiesBody;
use crate::model::{DutyPlan, Leave, LeaveReason, LeaveRow, Pattern, PlanRow, hours};
use crate::pack::{ReceptionRules, minutes};
use crate::pages::{SaidQuery, crumbs, with_kept_roster};
use crate::queries;
use crate::rules::check_pattern;

const WEEKDAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

/// A duty as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct DutyForm {
    /// 由程序来编，可以不写：plan_…
    id: String,
    /// 规则包里的地点代码，例如 hotline
    #[schema(required = true)]
    place: String,
    /// 每周哪几天：1 是周一，7 是周日
    #[schema(required = true)]
    weekday: Vec<String>,
    /// 开始，例如 8:30
    #[schema(required = true)]
    starts: String,
    /// 结束，例如 17:30
    #[schema(required = true)]
    ends: String,
    /// 写 yes：法定节假日也值班
    holidays: String,
}

/// A leave as it is typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct LeaveForm {
    /// 由程序来编，可以不写：leave_…
    leave_id: String,
    /// 谁：per_…
    #[schema(required = true)]
    person: String,
    #[schema(schema_with = codes::<LeaveReason>, required = true)]
    reason: String,
    #[schema(schema_with = day, required = true)]
    from_day: String,
    /// 最后一天；还不知道就空着
    #[schema(schema_with = day_or_empty)]
    last_day: String,
}

/// Which duty or leave ends.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct EndingForm {
    /// 停哪一个：plan_… 或者 leave_…
    #[schema(required = true)]
    which: String,
}

type Picks = Vec<(String, String, bool)>;

#[derive(Template)]
#[template(path = "duties.html")]
struct DutiesPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    plans: Vec<(String, String, String)>,
    leaves: Vec<(String, String, String, bool)>,
    places: Picks,
    weekdays: Picks,
    people: Picks,
    reasons: Picks,
    duty: DutyForm,
    leave: LeaveForm,
    errors: Errors,
}

/// `GET /orgs/{code}/roster/duties`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_kept_roster(tx, &visitor.actor, &code)?;
        if visitor.wants_json {
            let plans = queries::plans(tx, (org.tenant, &org.path), tx.today())?;
            return json(&DutiesBody::of(&plans, &queries::leaves(tx, (org.tenant, &org.path))?));
        }
        let said = match query.said.as_str() {
            "set" => Some("值班安排定好了。请到值班表排班。"),
            "ended" => Some("已停，后面的班都撤了。"),
            "leave" => Some("已登记。那段时间她的班已经重新排给别人。"),
            "back" => Some("已恢复，下次排班就轮到她。"),
            _ => None,
        };
        let first = ReceptionRules::in_force().place.first();
        let duty = DutyForm {
            starts: first.map(|place| place.starts.clone()).unwrap_or_default(),
            ends: first.map(|place| place.ends.clone()).unwrap_or_default(),
            weekday: (1..=5).map(|day: i32| day.to_string()).collect(),
            ..DutyForm::default()
        };
        let leave = LeaveForm { from_day: tx.today().to_string(), ..LeaveForm::default() };
        page(&duties_page(tx, visitor, org, (duty, leave), Errors::default(), said)?)
    })
    .await
}

fn duties_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: Org,
    (mut duty, mut leave): (DutyForm, LeaveForm),
    errors: Errors,
    said: Option<&str>,
) -> Result<DutiesPage, AppError> {
    let chance = visitor.app.store().chance();
    if duty.id.is_empty() {
        duty.id = Id::<DutyPlan>::new(tx.now(), chance).to_string();
    }
    if leave.leave_id.is_empty() {
        leave.leave_id = Id::<Leave>::new(tx.now(), chance).to_string();
    }
    let rules = ReceptionRules::in_force();
    let mut above = crumbs(tx, &org)?;
    above.push(("值班表".to_owned(), format!("{}/roster", org.href())));
    let today = tx.today();
    let plan = |plan: &PlanRow| {
        let days = WEEKDAYS.iter().enumerate().filter(|(at, _)| plan.pattern.weekdays & (1 << at) != 0);
        let days: Vec<_> = days.map(|(_, name)| *name).collect();
        let holidays = if plan.pattern.holidays { "，节假日也值" } else { "，节假日不值" };
        let when = format!("{} {}{holidays}", days.join("、"), hours(plan.pattern.starts, plan.pattern.ends));
        (plan.id.to_string(), rules.place_label(&plan.place).to_owned(), when)
    };
    let line = |leave: &LeaveRow| {
        let until =
            leave.until.map_or_else(|| "起".to_owned(), |until| format!(" 到 {}", until.plus(-1).long()));
        let running = leave.until.is_none_or(|until| until > today);
        let words = format!("{} · {}{until}", leave.reason.label(), leave.from.long());
        (leave.id.to_string(), leave.person_name.clone(), words, running)
    };
    let serving = members(tx, &org)?.into_iter().filter(|(_, (member, _))| {
        member.serves.iter().any(|(_, until)| until.is_none_or(|until| until > today))
    });
    let mut people = vec![(String::new(), "请选择".to_owned(), leave.person.is_empty())];
    people.extend(serving.map(|(person, (_, name))| {
        let id = person.to_string();
        let chosen = id == leave.person;
        (id, name, chosen)
    }));
    let weekday = |(at, name): (usize, &&str)| {
        let number = (at + 1).to_string();
        let chosen = duty.weekday.contains(&number);
        (number, (*name).to_owned(), chosen)
    };
    Ok(DutiesPage {
        shell: visitor.shell_saying(said.map(str::to_owned)),
        above,
        plans: queries::plans(tx, (org.tenant, &org.path), today)?.iter().map(plan).collect(),
        leaves: queries::leaves(tx, (org.tenant, &org.path))?.iter().map(line).collect(),
        places: rules
            .place
            .iter()
            .map(|place| (place.code.clone(), place.label.clone(), place.code == duty.place))
            .collect(),
        weekdays: WEEKDAYS.iter().enumerate().map(weekday).collect(),
        people,
        reasons: LeaveReason::ALL
            .iter()
            .map(|one| (one.code().to_owned(), one.label().to_owned(), leave.reason == one.code()))
            .collect(),
        org,
        duty,
        leave,
        errors,
    })
}

/// `POST /orgs/{code}/roster/duties`.
pub(crate) async fn set(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &DutyForm| {
        let org = with_kept_roster(tx, &visitor.actor, &code)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<DutyPlan>(tx, &form.id, "place", &mut errors);
        let place = ReceptionRules::in_force().place(&form.place).map(|place| place.code.as_str());
        let place = errors.take("place", place.ok_or("请点在哪里值班"));
        let bits =
            form.weekday.iter().filter_map(|day| day.parse::<i64>().ok()).filter(|day| (1..=7).contains(day));
        let read = |text: &str| minutes(text).ok_or("时间请写成 8:30 的样子");
        let starts = errors.take("starts", read(&form.starts));
        let ends = errors.take("ends", read(&form.ends));
        let pattern = Pattern {
            weekdays: bits.fold(0, |mask, day| mask | (1 << (day - 1))),
            starts: starts.unwrap_or(0),
            ends: ends.unwrap_or(1),
            holidays: form.holidays == "yes",
        };
        for refusal in check_pattern(&pattern) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
        let (Some(id), Some(place), true) = (id, place, errors.is_empty()) else {
            let forms = (form.clone(), LeaveForm::default());
            let shown = duties_page(tx, visitor, org, forms, errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let to = format!("{}/roster/duties?said=set", org.href());
        Ok(actions::set_duty(tx, &visitor.actor, &org, id, (place, pattern))?.map(|()| see_other(&to)))
    })
    .await
}

/// `POST /orgs/{code}/roster/duties/ending`.
pub(crate) async fn end(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &EndingForm| {
        let org = with_kept_roster(tx, &visitor.actor, &code)?;
        let id: Id<DutyPlan> = form.which.parse().map_err(|_| AppError::NotFound)?;
        let key: Key<DutyPlan> = id.within(org.tenant);
        let plan = queries::plan_of(tx, &org.path, key)?.ok_or(AppError::NotFound)?;
        let to = format!("{}/roster/duties?said=ended", org.href());
        Ok(actions::end_duty(tx, &visitor.actor, &org, &plan)?.map(|()| see_other(&to)))
    })
    .await
}

/// `POST /orgs/{code}/roster/leaves`.
pub(crate) async fn leave(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &LeaveForm| {
        let org = with_kept_roster(tx, &visitor.actor, &code)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Leave>(tx, &form.leave_id, "person", &mut errors);
        let people = members(tx, &org)?;
        let person = form.person.parse().ok().filter(|person| people.contains_key(person));
        let person = errors.take("person", person.ok_or("请选是谁"));
        let reason = errors.take("reason", LeaveReason::parse(&form.reason).map_err(|_| "请点原因"));
        let from = errors.take("from_day", Day::parse(&form.from_day));
        let last = match form.last_day.as_str() {
            "" => Some(None),
            typed => errors.take("last_day", Day::parse(typed)).map(Some),
        };
        if let (Some(from), Some(Some(last))) = (from, last)
            && last < from
        {
            errors.at("last_day", "最后一天不能早于第一天");
        }
        let (Some(id), Some(person), Some(reason), Some(from), Some(last), true) =
            (id, person, reason, from, last, errors.is_empty())
        else {
            let shown = duties_page(tx, visitor, org, (DutyForm::default(), form.clone()), errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let person_name = people.get(&person).map(|(_, name)| name.clone()).unwrap_or_default();
        let until = last.map(|last: Day| last.plus(1));
        let row = LeaveRow { tenant: org.tenant, id, person, person_name, reason, from, until };
        let to = format!("{}/roster/duties?said=leave", org.href());
        Ok(actions::enter_leave(tx, &visitor.actor, &org, &row)?.map(|_| see_other(&to)))
    })
    .await
}

/// `POST /orgs/{code}/roster/leaves/ending`.
pub(crate) async fn come_back(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &EndingForm| {
        let org = with_kept_roster(tx, &visitor.actor, &code)?;
        let id: Id<Leave> = form.which.parse().map_err(|_| AppError::NotFound)?;
        let row = queries::leave_of(tx, &org.path, id.within(org.tenant))?.ok_or(AppError::NotFound)?;
        let until = tx.today().max(row.from);
        let to = format!("{}/roster/duties?said=back", org.href());
        let done: Ending<()> = actions::end_leave(tx, &visitor.actor, &org, (&row, until))?;
        Ok(done.map(|()| see_other(&to)))
    })
    .await
}
