//! 登记诉求: find her first, then one form and two buttons.

use askama::Template;
use axum::response::Response;
use niangjia_household::api as household;
use niangjia_kernel::{Coded as _, Household, Id, Key, Request, Resident};
use niangjia_org::api::Org;
use niangjia_store::{Ending, PostKind, ReadTx, WriteTx};
use niangjia_web::{
    AppError, Ctx, Errors, Panel, PanelSlot, Query, Shell, Suggestion, Suggests, Typed, Visitor, again,
    codes_or_empty, made, page, see_other,
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::actions::{self, Intake};
use crate::model::{Channel, Reach};
use crate::pack::RequestRules;
use crate::pages::RequestKey;
use crate::queries;
use crate::rules::intake::{SaidIntake, check_intake};
use crate::rules::{Sight, sight};

/// What is typed into the form.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct IntakeForm {
    /// 诉求的编号，req_ 加 32 位十六进制数字；自带编号，提交两次只算一次
    #[schema(pattern = "^(req_[0-9a-f]{32})?$")]
    id: String,
    /// 家庭台账里的家庭；不在台账里的不写
    household: String,
    /// 家庭成员；户主（联系人）本人不写
    resident: String,
    #[schema(schema_with = codes_or_empty::<Channel>)]
    channel: String,
    /// 类别：规则包里的代码
    #[schema(required = true)]
    category: String,
    /// 怎么称呼她
    #[schema(max_length = 50)]
    name: String,
    /// 电话
    #[schema(max_length = 30)]
    phone: String,
    /// 不留姓名：yes
    anonymous: String,
    /// 发生了什么，希望怎么办
    #[schema(max_length = 2000)]
    words: String,
    #[schema(schema_with = codes_or_empty::<Reach>)]
    reach: String,
    /// 什么时间、打哪个电话、要避开谁
    #[schema(max_length = 200)]
    reach_words: String,
    /// 急：yes
    urgent: String,
    /// 有没有人挨打、受威胁，或者孩子受到伤害：yes、no
    danger: String,
    /// 当场办结的：怎么办的、告诉了她什么
    #[schema(max_length = 1000)]
    done: String,
    /// settled 当场办结，up 上报，keep 自己办
    end: String,
    /// 她有在办的一件：写它的编号补充到那里；new 另立一件
    join: String,
}

/// What stands behind the `?`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct IntakeQuery {
    q: String,
    household: String,
    resident: String,
    channel: String,
    words: String,
    category: String,
}

struct Found {
    href: String,
    name: String,
    place: String,
}

struct Person {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "intake.html")]
struct IntakePage {
    shell: Shell,
    own: Org,
    q: String,
    found: Vec<Found>,
    searched: bool,
    family: Option<(String, String)>,
    people: Vec<Person>,
    known: Vec<(String, String, String, bool)>,
    categories: Vec<Group>,
    channels: Vec<(&'static str, &'static str, bool)>,
    reaches: Vec<(&'static str, &'static str, bool)>,
    dangers: Vec<(&'static str, &'static str, bool)>,
    panels: Vec<Panel>,
    suggested: Vec<Suggestion>,
    looked: bool,
    form: IntakeForm,
    errors: Errors,
}

/// Who takes requests down.
fn own_organisation(tx: &ReadTx<'_>, visitor: &Visitor) -> Result<Org, AppError> {
    let takes = matches!(sight(&visitor.actor), Sight::Own | Sight::Community | Sight::Lists);
    if !takes {
        return Err(AppError::Forbidden(
            "诉求由执委和村（社区）、乡镇（街道）、区县妇联的主席、副主席登记".to_owned(),
        ));
    }
    niangjia_org::api::by_id(tx, visitor.actor.acting.org_id)?.ok_or(AppError::NotFound)
}

/// `GET /requests/new`.
pub(crate) async fn show(ctx: Ctx, Query(query): Query<IntakeQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let member = visitor.actor.acting.kind == PostKind::Member;
        let channel = Channel::parse(&query.channel).unwrap_or(if member {
            Channel::HomeVisit
        } else {
            Channel::InPerson
        });
        let form = IntakeForm {
            id: Id::<Request>::new(tx.now(), visitor.app.store().chance()).to_string(),
            household: query.household.clone(),
            resident: query.resident.clone(),
            channel: channel.code().to_owned(),
            words: query.words.clone(),
            category: query.category.clone(),
            ..IntakeForm::default()
        };
        page(&IntakePage::of(tx, visitor, form, Errors::default(), query.q.trim())?)
    })
    .await
}

/// `POST /requests/looking`: the same form with everything typed, and what the knowledge base has for it. It is sent while she
/// types, and by the button where no script runs; what is typed stands in no address.
pub(crate) async fn look(ctx: Ctx, typed: Typed) -> Response {
    ctx.read_typed(typed, |tx, visitor, form: IntakeForm| {
        page(&IntakePage::of(tx, visitor, form, Errors::default(), "")?)
    })
    .await
}

/// `POST /requests`.
pub(crate) async fn record(ctx: Ctx, typed: Typed) -> Response {
    ctx.submit(typed, |tx, visitor, form: &IntakeForm| {
        let own = own_organisation(tx, visitor)?;
        if let Ok(key) = form.join.parse::<RequestKey>() {
            return joined(tx, visitor, key, form);
        }
        let family = form.family(tx, visitor)?;
        let mut errors = Errors::default();
        let id = visitor.form_id::<Request>(tx, &form.id, "words", &mut errors);
        let channel = errors.take("channel", Channel::parse(&form.channel).map_err(|_| "请选是怎么来的"));
        let said = form.said(family.as_ref());
        for refusal in check_intake(&said, RequestRules::in_force()) {
            let (field, sentence) = refusal.sentence();
            errors.at(field, sentence);
        }
        let same = errors.is_empty() && form.join != "new" && said.danger != Some(true) && {
            let household = family.as_ref().map(|family| family.key.id);
            !queries::same_matter(tx, &visitor.actor, household, (&said.name, &said.phone))?.is_empty()
        };
        if same {
            errors.at("join", "她有在办的一件，可能是同一件事：补充到那里，还是另立一件");
        }
        let (Some(id), Some(channel), true) = (id, channel, errors.is_empty()) else {
            let shown = IntakePage::of(tx, visitor, form.clone(), errors, "")?;
            return again(visitor, &shown, &shown.errors);
        };
        let home = match &family {
            Some(family) => niangjia_org::api::by_id(tx, family.org)?.ok_or(AppError::NotFound)?,
            None => own.clone(),
        };
        let intake = Intake {
            id,
            channel,
            said: &said,
            urgent: form.urgent == "yes",
            household: family.as_ref().map(|family| (family.key, family.resident)),
            home: &home,
            own: &own,
            up: form.end == "up",
            case: id.uuid(),
        };
        let ending = actions::receive(tx, (&visitor.actor, visitor.app.guards()), &intake)?;
        let told =
            if said.danger == Some(true) { "/protection?said=opened".to_owned() } else { href(&intake) };
        Ok(ending.map(|key| made(&told, key)))
    })
    .await
}

fn href(intake: &Intake<'_>) -> String {
    let said = if intake.said.settled { "settled" } else { "received" };
    format!("/requests/{}?said={said}", intake.id.within(intake.home.tenant))
}

fn joined(
    tx: &WriteTx<'_>,
    visitor: &Visitor,
    key: RequestKey,
    form: &IntakeForm,
) -> Result<Ending<Response>, AppError> {
    let request = queries::visible_request(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
    let words = form.words.trim();
    if words.is_empty() || !request.reads() || request.row.closing.is_some() {
        let mut errors = Errors::default();
        errors.at("words", "请写这一次说了什么，补充到在办的那一件");
        let shown = IntakePage::of(tx, visitor, form.clone(), errors, "")?;
        return again(visitor, &shown, &shown.errors);
    }
    let href = format!("{}?said=joined", request.row.href());
    Ok(actions::join(tx, &visitor.actor, &request, words)?.map(|()| see_other(&href)))
}

/// The family that was picked, and who of it.
struct Family {
    key: Key<Household>,
    org: Id<niangjia_kernel::Organisation>,
    resident: Option<Id<Resident>>,
    name: String,
}

impl IntakeForm {
    fn family(&self, tx: &ReadTx<'_>, visitor: &Visitor) -> Result<Option<Family>, AppError> {
        if self.household.is_empty() {
            return Ok(None);
        }
        let key: Key<Household> = self.household.parse().map_err(|_| AppError::NotFound)?;
        let found = household::visible(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        let resident = self.resident.parse::<Id<Resident>>().ok();
        let people = household::people(tx, &found)?;
        let chosen = people.into_iter().find(|one| one.resident == resident && resident.is_some());
        let name = chosen.as_ref().map_or_else(|| found.row().contact_name.clone(), |one| one.name.clone());
        Ok(Some(Family { key, org: found.row().org_id, resident: chosen.and_then(|one| one.resident), name }))
    }

    fn said(&self, family: Option<&Family>) -> SaidIntake {
        let name = self.name.trim();
        let anonymous = self.anonymous == "yes";
        SaidIntake {
            category: self.category.clone(),
            words: self.words.trim().to_owned(),
            name: match family {
                _ if anonymous => String::new(),
                Some(family) if name.is_empty() => family.name.clone(),
                _ => name.to_owned(),
            },
            phone: self.phone.trim().to_owned(),
            anonymous,
            reach: Reach::parse(&self.reach).ok(),
            reach_words: self.reach_words.trim().to_owned(),
            done: self.done.trim().to_owned(),
            settled: self.end == "settled",
            danger: match self.danger.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            in_office: true,
        }
    }
}

impl IntakePage {
    fn of(
        tx: &ReadTx<'_>,
        visitor: &Visitor,
        form: IntakeForm,
        errors: Errors,
        q: &str,
    ) -> Result<Self, AppError> {
        let own = own_organisation(tx, visitor)?;
        let family = form.family(tx, visitor)?;
        let found = household::find(tx, &visitor.actor, q)?;
        let people = match &family {
            Some(family) => people(tx, family, &form.resident)?,
            None => Vec::new(),
        };
        let panels = visitor.app.panels().of(PanelSlot::Intake, tx, &visitor.actor, &[own.id.uuid()])?;
        let Suggests(suggest) = visitor.app.machine::<Suggests>()?;
        let suggested = suggest(tx, &visitor.actor, (form.words.trim(), &form.category))?;
        let known = known(tx, visitor, family.as_ref(), (form.name.trim(), form.phone.trim()), &form.join)?;
        Ok(Self {
            shell: visitor.shell(),
            searched: !q.is_empty(),
            found: found.into_iter().map(|row| found_line(&row)).collect(),
            family: family
                .as_ref()
                .map(|family| (family.name.clone(), format!("/households/{}", family.key))),
            people,
            known,
            categories: categories(&form.category),
            channels: Channel::all()
                .iter()
                .filter(|one| **one != Channel::Portal)
                .map(|one| (one.code(), one.label(), one.code() == form.channel))
                .collect(),
            reaches: std::iter::once(("", "请选择", form.reach.is_empty()))
                .chain(Reach::all().iter().map(|one| (one.code(), one.label(), one.code() == form.reach)))
                .collect(),
            dangers: [("no", "没有"), ("yes", "有，或者可能有")]
                .into_iter()
                .map(|(code, label)| (code, label, code == form.danger))
                .collect(),
            panels: panels.into_values().flatten().collect(),
            looked: !form.words.trim().is_empty() || !form.category.is_empty(),
            suggested,
            q: q.to_owned(),
            own,
            form,
            errors,
        })
    }
}

fn found_line(row: &household::HouseholdRow) -> Found {
    let key = row.id.within(row.tenant);
    Found {
        href: format!("/requests/new?household={key}"),
        name: row.name.clone(),
        place: [row.group_name.as_str(), row.residence.as_str()].join(" ").trim().to_owned(),
    }
}

fn people(tx: &ReadTx<'_>, family: &Family, chosen: &str) -> Result<Vec<Person>, AppError> {
    let all = household::people_of(tx, family.key)?;
    let person = |one: niangjia_subject::Subject| {
        let value = one.resident.map(|id| id.to_string()).unwrap_or_default();
        let label = if one.relation.is_empty() {
            one.name.clone()
        } else {
            format!("{}（{}）", one.name, one.relation)
        };
        Person { chosen: value == chosen, value, label }
    };
    Ok(all.into_iter().map(person).collect())
}

/// What of hers is in process, as far as it may be seen: where to, what it is, and whether it is chosen.
fn known(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    family: Option<&Family>,
    said: (&str, &str),
    join: &str,
) -> Result<Vec<(String, String, String, bool)>, AppError> {
    let rows = queries::same_matter(tx, &visitor.actor, family.map(|family| family.key.id), said)?;
    let line = |row: crate::model::RequestRow| {
        let key = row.id.within(row.tenant).to_string();
        let words = format!("{} · {} · {}", row.called(), row.about(), row.state_word());
        let chosen = key == join;
        (row.href(), key, words, chosen)
    };
    Ok(rows.into_iter().map(line).collect())
}

/// A head of the tree with its kinds: code, label, whether it is chosen.
pub(crate) type Group = (String, Vec<(String, String, bool)>);

/// The tree: each head with its kinds.
pub(crate) fn categories(chosen: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for one in &RequestRules::in_force().category {
        let entry = (one.code.clone(), format!("{}（{}）", one.label, one.say), one.code == chosen);
        match groups.iter_mut().find(|(group, _)| *group == one.group) {
            Some((_, entries)) => entries.push(entry),
            None => groups.push((one.group.clone(), vec![entry])),
        }
    }
    groups
}
