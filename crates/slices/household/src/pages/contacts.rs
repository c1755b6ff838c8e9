//! 联系点和结对: who keeps up which contact in a branch, how many are owed and kept; the chair gives new ones.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AreaLevel, ContactDuty, Day, Id, Person};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx, StoreError};
use niangjia_web::show::{Due, When};
use niangjia_web::{
    AppError, At, Ctx, Errors, Query, Shell, Typed, Visitor, again, codes, codes_or_empty, json, page,
    see_other,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::actions;
use crate::json::contact_duties::DutiesBody;
use crate::model::{DutyKind, DutyRow};
use crate::pack::HouseholdRules;
use crate::pages::register_query::{Chip, part};
use crate::pages::{crumbs, with_visible_register};
use crate::queries::{self, NewDuty};
use crate::rules::{DutySaid, check_duty, lag, may_give};
use crate::said::normalised_blank;

/// What `GET /orgs/{code}/contacts` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct ContactsQuery {
    /// 只要这一种
    #[param(schema_with = codes_or_empty::<DutyKind>)]
    kind: String,
    /// 1：只要欠次数的
    #[param(pattern = "^1?$")]
    lagging: String,
    /// What was done before the page is shown again.
    #[param(ignore)]
    said: String,
}

impl ContactsQuery {
    /// The kind that is asked for, and whether only those who lag.
    pub(crate) fn read(&self) -> Result<(Option<DutyKind>, bool), AppError> {
        let kind = part("kind", &self.kind, |text| DutyKind::parse(text).ok())?;
        Ok((kind, self.lagging == "1"))
    }
}

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct DutyForm {
    // Made with the form: the same form sent twice is one duty.
    /// 编号，duty_ 加 32 位十六进制数字；自带编号，提交两次只算一次
    #[schema(pattern = "^(duty_[0-9a-f]{32})?$")]
    id: String,
    #[schema(schema_with = codes::<DutyKind>, required = true)]
    kind: String,
    /// 谁联系：人的编号，per_…
    #[schema(required = true)]
    person: String,
    /// 联系点的名称；联系点才写
    #[schema(max_length = 40)]
    place: String,
    /// 哪一户：台账里的编号，例如 0012；直接联系和结对子才写
    number: String,
}

/// The duties of a list with how many each lags by.
pub(crate) fn lagging(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    (kind, only): (Option<DutyKind>, bool),
) -> Result<Vec<(DutyRow, i64)>, StoreError> {
    let today = tx.today();
    let duties = queries::duties(tx, actor, branch, kind)?.into_iter();
    let duties = duties.map(|duty| {
        let lag = lag_of(&duty, today);
        (duty, lag)
    });
    Ok(duties.filter(|(_, lag)| !only || *lag > 0).collect())
}

/// By how many contacts a duty lags today (R-HH-30).
pub(crate) fn lag_of(duty: &DutyRow, today: Day) -> i64 {
    lag(HouseholdRules::in_force().contacts_owed(duty.kind), duty.kept, duty.from, duty.until, today)
}

/// What its badge says.
pub(crate) fn lag_badge(lag: i64) -> Due {
    match lag {
        0 => Due { kind: "done", word: "跟上了".to_owned() },
        _ => Due { kind: "late", word: format!("欠 {lag} 次") },
    }
}

/// Where a duty is.
pub(crate) fn duty_href(duty: &DutyRow) -> String {
    format!("/contacts/{}", duty.id.within(duty.tenant))
}

struct Row {
    href: String,
    duty: DutyRow,
    owed: i64,
    badge: Due,
    since: When,
}

#[derive(Template)]
#[template(path = "contacts.html")]
struct ContactsPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    shows_org: bool,
    gives: bool,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    kinds: Vec<(&'static str, &'static str, bool)>,
    people: Vec<(String, String, bool)>,
    owed: String,
    form: DutyForm,
    errors: Errors,
}

/// `GET /orgs/{code}/contacts`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<ContactsQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_register(tx, &visitor.actor, &code)?;
        let wanted = query.read()?;
        if visitor.wants_json {
            let branch = Branch::of(org.tenant, org.level, &org.path);
            return json(&DutiesBody::of(&lagging(tx, &visitor.actor, &branch, wanted)?));
        }
        let form = DutyForm {
            id: Id::<ContactDuty>::new(tx.now(), visitor.app.store().chance()).to_string(),
            ..DutyForm::default()
        };
        let banner = match query.said.as_str() {
            "given" => Some("已安排，今天起算。"),
            "ended" => Some("已结束，记录都保留。"),
            _ => None,
        };
        page(&contacts_page(tx, visitor, (org, wanted), form, Errors::default(), banner)?)
    })
    .await
}

/// `POST /orgs/{code}/contacts`.
pub(crate) async fn give(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &DutyForm| {
        let org = with_visible_register(tx, &visitor.actor, &code)?;
        if !may_give(&visitor.actor) || org.level != AreaLevel::Community {
            return Err(AppError::Forbidden(
                "联系点和结对由社区（村）以上的主席在社区的页面上安排".to_owned(),
            ));
        }
        let mut errors = Errors::default();
        let id = visitor.form_id::<ContactDuty>(tx, &form.id, "person", &mut errors);
        let (kind, place) = (DutyKind::parse(&form.kind).ok(), normalised_blank(&form.place));
        let keepers = queries::keepers(tx, (org.tenant, &org.path))?;
        let keeper = keepers.into_iter().find(|(person, _)| person.to_string() == form.person);
        let home = queries::numbered(tx, (org.tenant, org.id), form.number.trim())?;
        let said = DutySaid { kind, place: &place, family: home.is_some(), person: keeper.is_some() };
        for (field, sentence) in check_duty(&said) {
            errors.at(field, sentence);
        }
        let (Some(id), Some(kind), Some((person, name)), true) = (id, kind, keeper, errors.is_empty()) else {
            let shown = contacts_page(tx, visitor, (org, (None, false)), form.clone(), errors, None)?;
            return again(visitor, &shown, &shown.errors);
        };
        let point = kind == DutyKind::ContactPoint;
        let duty = NewDuty {
            id,
            tenant: org.tenant,
            org_path: &org.path,
            kind,
            person,
            household: home.filter(|_| !point),
            place: if point { &place } else { "" },
        };
        let given = actions::give_duty(tx, &visitor.actor, &duty, &name)?;
        Ok(given.map(|()| see_other(&format!("{}/contacts?said=given", org.href()))))
    })
    .await
}

fn contacts_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    (org, wanted): (Org, (Option<DutyKind>, bool)),
    form: DutyForm,
    errors: Errors,
    banner: Option<&str>,
) -> Result<ContactsPage, AppError> {
    let (actor, branch) = (&visitor.actor, Branch::of(org.tenant, org.level, &org.path));
    let all = lagging(tx, actor, &branch, (None, false))?;
    let shown = all
        .iter()
        .filter(|(duty, lag)| wanted.0.is_none_or(|kind| kind == duty.kind) && (!wanted.1 || *lag > 0));
    let row = |(duty, lag): &(DutyRow, i64)| Row {
        href: duty_href(duty),
        owed: HouseholdRules::in_force().contacts_owed(duty.kind),
        badge: lag_badge(*lag),
        since: When::day(duty.from, tx.today()),
        duty: duty.clone(),
    };
    let rows = shown.map(row).collect();
    let gives = may_give(actor) && org.level == AreaLevel::Community && org.until.is_none();
    let keepers = if gives { queries::keepers(tx, (org.tenant, &org.path))? } else { Vec::new() };
    let person = |(person, name): (Id<Person>, String)| {
        let value = person.to_string();
        let chosen = value == form.person;
        (value, name, chosen)
    };
    let nobody = (String::new(), "请选择".to_owned(), false);
    let rules = HouseholdRules::in_force();
    let owed =
        DutyKind::ALL.iter().map(|kind| format!("{}一年 {} 次", kind.label(), rules.contacts_owed(*kind)));
    Ok(ContactsPage {
        shell: visitor.shell_saying(banner.map(str::to_owned)),
        above: crumbs(tx, &org)?,
        shows_org: org.level != AreaLevel::Community,
        gives,
        chips: chips(&all, wanted),
        rows,
        kinds: DutyKind::ALL.iter().map(|one| (one.code(), one.label(), one.code() == form.kind)).collect(),
        people: std::iter::once(nobody).chain(keepers.into_iter().map(person)).collect(),
        owed: owed.collect::<Vec<_>>().join("，"),
        org,
        form,
        errors,
    })
}

fn chips(all: &[(DutyRow, i64)], wanted: (Option<DutyKind>, bool)) -> Vec<Chip> {
    let count = |is: &dyn Fn(&(DutyRow, i64)) -> bool| all.iter().filter(|one| is(one)).count().to_string();
    let mut chips = vec![
        Chip {
            label: "全部".to_owned(),
            count: all.len().to_string(),
            href: "?".to_owned(),
            on: wanted == (None, false),
        },
        Chip {
            label: "欠次数".to_owned(),
            count: count(&|(_, lag)| *lag > 0),
            href: "?lagging=1".to_owned(),
            on: wanted.1,
        },
    ];
    chips.extend(DutyKind::ALL.iter().map(|kind| Chip {
        label: kind.label().to_owned(),
        count: count(&|(duty, _)| duty.kind == *kind),
        href: format!("?kind={}", kind.code()),
        on: wanted.0 == Some(*kind),
    }));
    chips
}
