//! 登记纠纷: where it came from, what it is about, and the parties.

use axum::response::Response;
use niangjia_household::api as household;
use niangjia_kernel::{Day, Household, Id, Key, Mediation};
use niangjia_org::api::Org;
use niangjia_store::{Ending, ReadTx, WriteTx};
use niangjia_subject::Subject;
use niangjia_web::{AppError, At, Ctx, Errors, Query, Typed, Visitor, again, codes, day, made, page};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, SaidApplication, SaidParty};
use crate::model::{Account, Details, Origin, Side};
use crate::pack::MediationRules;
use crate::pages::fields::{FormField, Step, StepPage, Turn, options};
use crate::pages::{crumbs, with_visible_branch};
use crate::rules::may_register;

/// How many parties the form has room for before one more is asked for.
const ROOM: usize = 2;
/// The most parties of one dispute; more is several disputes.
const MOST_PARTIES: usize = 20;
/// The most characters of one field of a party.
const LONGEST_DETAIL: usize = 100;
const SEXES: [(&str, &str); 3] = [("", "没有写"), ("女", "女"), ("男", "男")];

/// An application as it is typed. Of a party, the fields of the same place belong together; the first is the applicant.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct ApplicationForm {
    /// 编号：med_ 加 32 位十六进制；程序可以不写
    id: String,
    #[schema(schema_with = codes::<Origin>, required = true)]
    origin: String,
    /// 纠纷类型：规则包里的代码
    #[schema(required = true)]
    category: String,
    #[schema(schema_with = day, required = true)]
    on_day: String,
    /// 纠纷简要情况
    #[schema(required = true)]
    brief: String,
    /// 申请事项
    wants: String,
    /// 台账里的家庭（编号）；不是台账里的不写
    household: String,
    /// 第一方是这一户的谁：居民的编号，或 contact；不是的不写
    resident: String,
    /// 各方姓名，第一个是申请人
    name: Vec<String>,
    sex: Vec<String>,
    nation: Vec<String>,
    age: Vec<String>,
    occupation: Vec<String>,
    phone: Vec<String>,
    address: Vec<String>,
    /// 各方是 applicant 申请人还是 respondent 被申请人；不写的，第一个是申请人，后面的是被申请人
    side: Vec<String>,
    /// 页面上的“再加一方”“去掉这一方”；程序不写
    turn: String,
}

impl ApplicationForm {
    fn rows(&self) -> usize {
        self.name.len().max(ROOM)
    }

    /// The form with a party more, or without one; what is typed of the others stays where it is.
    fn turned(&self, turn: Turn) -> Self {
        let mut form = self.clone();
        let rows = form.rows();
        let ApplicationForm { name, sex, nation, age, occupation, phone, address, side, .. } = &mut form;
        for column in [name, sex, nation, age, occupation, phone, address, side] {
            column.resize(rows, String::new());
            turn.turn(column);
        }
        if turn == Turn::More && rows < MOST_PARTIES {
            form.name.push(String::new());
        }
        form
    }
}

/// Of which household somebody comes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FromQuery {
    household: String,
}

fn registering(tx: &ReadTx<'_>, visitor: &Visitor, code: &str) -> Result<Org, AppError> {
    let org = with_visible_branch(tx, &visitor.actor, code)?;
    if may_register(&visitor.actor, &org.path) {
        return Ok(org);
    }
    Err(AppError::Forbidden("纠纷由本组织的主席、副主席、执委登记".to_owned()))
}

/// The people of the household that a form names, as far as `visitor` may see it.
fn people(tx: &ReadTx<'_>, visitor: &Visitor, key: &str) -> Result<Vec<Subject>, AppError> {
    let Ok(key) = key.parse::<Key<Household>>() else { return Ok(Vec::new()) };
    match household::visible(tx, &visitor.actor, key)? {
        Some(found) => Ok(household::people(tx, &found)?),
        None => Ok(Vec::new()),
    }
}

/// `GET /orgs/{code}/mediations/new`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<FromQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = registering(tx, visitor, &code)?;
        let form = ApplicationForm {
            id: Id::<Mediation>::new(tx.now(), visitor.app.store().chance()).to_string(),
            on_day: tx.today().to_string(),
            origin: Origin::Application.code().to_owned(),
            household: query.household,
            ..ApplicationForm::default()
        };
        page(&form_page(tx, visitor, &org, &form, Errors::default())?)
    })
    .await
}

/// `POST /orgs/{code}/mediations`.
pub(crate) async fn register(ctx: Ctx, At(code): At<String>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, form: &ApplicationForm| {
        let org = registering(tx, visitor, &code)?;
        let mut errors = Errors::default();
        if let Some(turn) = Turn::of(&form.turn) {
            let shown = form_page(tx, visitor, &org, &form.turned(turn), errors)?;
            return Ok(Ending::Nothing(page(&shown)?));
        }
        let said = read(tx, visitor, form, &mut errors)?;
        let (Some(said), true) = (said, errors.is_empty()) else {
            let shown = form_page(tx, visitor, &org, form, errors)?;
            return again(visitor, &shown, &shown.errors);
        };
        let done = actions::register(tx, &visitor.actor, &org, &said)?;
        let to = format!("/mediations/{}?said=registered", said.id.within(org.tenant));
        Ok(done.map(|id| made(&to, id)))
    })
    .await
}

fn read(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    form: &ApplicationForm,
    errors: &mut Errors,
) -> Result<Option<SaidApplication>, AppError> {
    let id = visitor.form_id::<Mediation>(tx, &form.id, "brief", errors);
    let origin = errors.take("origin", Origin::parse(&form.origin).map_err(|_| "请点这件事从哪里来的"));
    let on = errors.take("on_day", Day::parse(&form.on_day));
    if on.is_some_and(|on| on > tx.today()) {
        errors.at("on_day", "日期还没到");
    }
    if MediationRules::in_force().category.iter().all(|one| one.code != form.category) {
        errors.at("category", "请选纠纷类型");
    }
    let brief = form.brief.trim().to_owned();
    if brief.is_empty() {
        errors.at("brief", "请写几句：谁和谁、为什么事");
    }
    if brief.chars().count() > 2_000 || form.wants.chars().count() > 2_000 {
        errors.at("brief", "太长了，请留在 2000 字以内");
    }
    let people = people(tx, visitor, &form.household)?;
    let chosen = people.iter().find(|one| value_of(one) == form.resident);
    let parties = parties(form, chosen, errors);
    let count = |side| parties.iter().filter(|one| one.side == side).count();
    if count(Side::Applicant) == 0 {
        errors.at_any("name-1", "请写申请人的姓名");
    }
    if count(Side::Respondent) == 0 {
        errors.at_any("name-2", "请写另一方的姓名；要和解的至少是两方");
    }
    if parties.len() > MOST_PARTIES {
        errors.at_any("name-1", "一件最多 20 方；人再多的，请推代表人，或者分开登记");
    }
    let (Some(id), Some(origin), Some(on)) = (id, origin, on) else { return Ok(None) };
    let account = Account { brief, wants: form.wants.trim().to_owned() };
    let household = people.first().map(|one| one.household);
    let category = form.category.clone();
    Ok(Some(SaidApplication { id, origin, category, on, account, parties, household, source: None }))
}

fn parties(form: &ApplicationForm, chosen: Option<&Subject>, errors: &mut Errors) -> Vec<SaidParty> {
    let at = |list: &[String], place: usize| list.get(place).map_or("", |one| one.trim()).to_owned();
    let mut parties = Vec::new();
    for place in 0..form.rows() {
        let own = chosen.filter(|_| place == 0);
        let mut name = at(&form.name, place);
        if name.is_empty() {
            name = own.map(|one| one.name.clone()).unwrap_or_default();
        }
        let details = Details {
            name,
            sex: at(&form.sex, place),
            nation: at(&form.nation, place),
            age: at(&form.age, place),
            occupation: at(&form.occupation, place),
            phone: at(&form.phone, place),
            address: at(&form.address, place),
        };
        check_details(&details, place + 1, errors);
        if details.name.is_empty() {
            continue;
        }
        let first = if place == 0 { Side::Applicant } else { Side::Respondent };
        let side = match at(&form.side, place).as_str() {
            "" => first,
            code => {
                let read = Side::parse(code);
                if read.is_err() {
                    errors.at_any(&format!("side-{}", place + 1), "请选是申请人还是被申请人");
                }
                read.unwrap_or(first)
            }
        };
        let (household, resident) = (own.map(|one| one.household), own.and_then(|one| one.resident));
        parties.push(SaidParty { side, details, household, resident });
    }
    parties
}

/// A row without a name says whose it is, and nothing of it is cut off in silence.
fn check_details(details: &Details, number: usize, errors: &mut Errors) {
    let more =
        [&details.sex, &details.nation, &details.age, &details.occupation, &details.phone, &details.address];
    if details.name.is_empty() && more.iter().any(|one| !one.is_empty()) {
        errors.at_any(&format!("name-{number}"), "写了别的情况，没有写姓名");
    }
    let fields = [
        ("name", &details.name),
        ("nation", &details.nation),
        ("age", &details.age),
        ("occupation", &details.occupation),
        ("phone", &details.phone),
        ("address", &details.address),
    ];
    for (field, text) in fields {
        if text.chars().count() > LONGEST_DETAIL {
            errors.at_any(&format!("{field}-{number}"), "太长了，请留在 100 字以内");
        }
    }
}

fn value_of(subject: &Subject) -> String {
    subject.resident.map_or_else(|| "contact".to_owned(), |resident| resident.to_string())
}

fn form_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    org: &Org,
    form: &ApplicationForm,
    errors: Errors,
) -> Result<StepPage, AppError> {
    let rules = MediationRules::in_force();
    let mut categories = vec![(String::new(), "请选".to_owned(), form.category.is_empty())];
    categories.extend(options(
        rules.category.iter().map(|one| (one.code.as_str(), one.label.as_str())),
        &form.category,
    ));
    let mut fields = vec![
        FormField::hidden("id", &form.id),
        FormField::hidden("household", &form.household),
        FormField::picks(
            "origin",
            "从哪里来的",
            options(Origin::ALL.iter().map(|one| (one.code(), one.label())), &form.origin),
        ),
        FormField::select("category", "纠纷类型", categories),
        FormField::day("on_day", "登记日期", &form.on_day),
        FormField::area("brief", "纠纷简要情况", &form.brief).hint("只写事情；谁动手、谁害怕，下一步会问到"),
        FormField::area("wants", "申请事项", &form.wants).hint("她要什么，一行一条"),
    ];
    let people = people(tx, visitor, &form.household)?;
    if !people.is_empty() {
        let mut all = vec![(String::new(), "不是这一户的人".to_owned(), form.resident.is_empty())];
        all.extend(people.iter().map(|one| {
            let value = value_of(one);
            let chosen = value == form.resident;
            (value, format!("{}（{}）", one.name, one.relation), chosen)
        }));
        fields.push(FormField::select("resident", "申请人是这一户的谁", all).hint("选了就不用再写姓名"));
    }
    let rows = form.rows();
    for place in 0..rows {
        push_party(&mut fields, form, place);
        if place >= ROOM {
            let number = place + 1;
            fields.push(FormField::turn(&format!("without-{number}"), &format!("去掉第 {number} 方")));
        }
    }
    if rows < MOST_PARTIES {
        fields.push(FormField::turn("more", "再加一方"));
    }
    let above = crumbs(tx, org)?;
    let list = format!("{}/mediations", org.href());
    let step = Step {
        title: "登记纠纷",
        lead: "调解不收费，各方自愿。登记以后先做一次筛查，再分别征求意愿。".to_owned(),
        action: "",
        button: "登记",
        fields,
        errors,
    };
    Ok(StepPage::before(visitor, (above, list.clone(), list), org.place().to_owned(), step))
}

fn push_party(fields: &mut Vec<FormField>, form: &ApplicationForm, place: usize) {
    let at = |list: &[String]| list.get(place).cloned().unwrap_or_default();
    let heading = match place {
        0 => "申请人".to_owned(),
        1 => "被申请人（另一方）".to_owned(),
        other => format!("第 {} 方（没有就空着）", other + 1),
    };
    let number = place + 1;
    fields.push(FormField::heading(&heading));
    let side = at(&form.side);
    match place {
        0 => fields.push(FormField::hidden("side", Side::Applicant.code())),
        1 => fields.push(FormField::hidden("side", Side::Respondent.code())),
        _ => {
            let chosen = if side.is_empty() { Side::Respondent.code() } else { side.as_str() };
            let sides = options(Side::ALL.iter().map(|one| (one.code(), one.label())), chosen);
            fields.push(FormField::select("side", "是哪一边的", sides).number(number));
        }
    }
    fields.push(FormField::line("name", "姓名", &at(&form.name)).number(number));
    fields.push(FormField::input("phone", "tel", "联系方式", &at(&form.phone)).number(number));
    let more = [
        FormField::select("sex", "性别", options(SEXES, &at(&form.sex))).number(number),
        FormField::line("nation", "民族", &at(&form.nation)).number(number),
        FormField::input("age", "number", "年龄", &at(&form.age)).number(number),
        FormField::line("occupation", "职业或职务", &at(&form.occupation)).number(number),
        FormField::line("address", "单位或住址", &at(&form.address)).number(number),
    ];
    let typed = [&form.sex, &form.nation, &form.age, &form.occupation, &form.address];
    let open = typed.iter().any(|list| !at(list).is_empty());
    fields.push(FormField::fold("性别、民族、年龄、职业、住址（协议书上要写，可以先空着）", open));
    fields.extend(more);
    fields.push(FormField::fold_end());
}
