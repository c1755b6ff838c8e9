//! 重点户台账: the register of a branch as lists that can be sent, each with its exact count. The same rows as a page and
//! as JSON. Never a phone number or an address.

use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::response::Response;
use niangjia_kernel::{AreaLevel, Household, Id};
use niangjia_org::api::Org;
use niangjia_store::{Actor, Branch, ReadTx};
use niangjia_web::{Answer, At, Ctx, Query, Shell, Visitor, json, page, show};

use crate::api;
use crate::json::HouseholdsBody;
use crate::model::{NeedKind, Standing};
use crate::pages::register_query::{Chip, RegisterQuery, Wanted};
use crate::pages::{Card, crumbs, with_visible_register};
use crate::queries::{self, Page, Show};
use crate::rules::{Sight, may_load_register, sight};

/// Rows on a page.
const ROWS: i64 = 50;

struct Line {
    card: Card,
    members: String,
    /// Where the chair arranges who looks after it.
    arrange: Option<String>,
}

#[derive(Template)]
#[template(path = "register.html", blocks = ["rows"])]
struct RegisterPage {
    shell: Shell,
    above: Vec<(String, String)>,
    org: Org,
    list: &'static str,
    total: String,
    as_of: String,
    shows_org: bool,
    keeps: bool,
    /// Whether she may load the office's own file.
    loads: bool,
    /// Whether phones and addresses of this list may leave unmasked, with a reason.
    personal: bool,
    chips: Vec<Chip>,
    narrowing: Vec<Chip>,
    lines: Vec<Line>,
    empty: Emptiness,
    computed: &'static str,
    first: Option<String>,
    next: Option<String>,
}

/// What an empty list says.
struct Emptiness {
    title: &'static str,
    text: &'static str,
    /// Whether entering a household is the first thing to do.
    begins: bool,
    /// Whether the office's own file is.
    loads: bool,
}

/// `GET /orgs/{code}/households`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<RegisterQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_register(tx, &visitor.actor, &code)?;
        register(tx, visitor, org, query.read(&visitor.actor)?)
    })
    .await
}

fn register(tx: &ReadTx<'_>, visitor: &Visitor, org: Org, mut wanted: Wanted) -> Answer {
    let (actor, today) = (&visitor.actor, tx.today());
    let branch = Branch::of(org.tenant, org.level, &org.path);
    let filter = wanted.filter(wanted.show, actor, today);
    let total = api::count_visible(tx, actor, &branch, today, &filter)?;
    // A page that a shorter list no longer has is its last one.
    wanted.page = wanted.page.min((total.max(1) + ROWS - 1) / ROWS);
    let part = Page { by_due: wanted.by_due(), skip: (wanted.page - 1) * ROWS, limit: ROWS };
    let standings = api::standing(tx, actor, &branch, today, &filter, part)?;
    let next = (wanted.page * ROWS < total).then(|| Wanted { page: wanted.page + 1, ..wanted });
    let names = queries::linked_names(tx, &standings, today)?;
    let told = Told::of(tx, actor)?;
    if visitor.wants_json {
        let rows = standings.iter().map(|standing| (standing, told.of_household(standing.household.id)));
        return json(&HouseholdsBody::of(rows, &names, total, next.map(|next| next.page)));
    }
    let member = match wanted.member {
        Some(person) => Some(queries::name_within(tx, &branch, person)?.unwrap_or_else(|| "她".to_owned())),
        None => None,
    };
    page(&RegisterPage {
        shell: visitor.shell(),
        above: crumbs(tx, &org)?,
        list: wanted.show.label(),
        total: show::count(total),
        as_of: today.long(),
        shows_org: org.level != AreaLevel::Community,
        keeps: sight(actor) == Sight::Community,
        loads: may_load_register(actor, &org.path),
        personal: sight(actor) == Sight::Community && total > 0,
        chips: wanted.show_chips(&counts(tx, visitor, &branch, &wanted, total)?),
        narrowing: wanted.narrowing_chips(member, today, &by_class(tx, actor, &branch, &wanted)?),
        lines: lines(tx, visitor, &standings, &told, &names),
        empty: emptiness(&wanted, sight(actor)),
        computed: computed(wanted.show),
        first: (wanted.page > 1).then(|| Wanted { page: 1, ..wanted }.href()),
        next: next.map(|next| next.href()),
        org,
    })
}

/// Of which households a reader may know the needs.
pub(crate) enum Told {
    All,
    Only(HashSet<Id<Household>>),
}

impl Told {
    pub(crate) fn of(tx: &ReadTx<'_>, actor: &Actor) -> Result<Self, niangjia_web::AppError> {
        Ok(match sight(actor) {
            Sight::Linked => Self::Only(queries::registered_with(tx, actor, tx.today())?),
            Sight::Community | Sight::Lists | Sight::Nothing => Self::All,
        })
    }

    pub(crate) fn of_household(&self, household: Id<Household>) -> bool {
        match self {
            Self::All => true,
            Self::Only(known) => known.contains(&household),
        }
    }
}

/// The named lists that make sense for this reader, counted with what narrows the list; the one shown is counted already.
fn counts(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    branch: &Branch,
    wanted: &Wanted,
    shown: i64,
) -> Result<Vec<(Show, i64)>, niangjia_web::AppError> {
    let actor = &visitor.actor;
    // Whatever a member sees is linked to her: uncovered is not a list of hers.
    let hers = |one: &&Show| sight(actor) != Sight::Linked || **one != Show::Uncovered;
    let lists = Show::ALL.iter().filter(hers);
    lists
        .map(|one| {
            let filter = wanted.filter(*one, actor, tx.today());
            let known = (*one == wanted.show).then_some(shown);
            let counted =
                known.map_or_else(|| api::count_visible(tx, actor, branch, tx.today(), &filter), Ok)?;
            Ok((*one, counted))
        })
        .collect()
}

/// How many are out of touch of each class, where that list is shown and nothing else narrows it.
fn by_class(
    tx: &ReadTx<'_>,
    actor: &Actor,
    branch: &Branch,
    wanted: &Wanted,
) -> Result<Vec<(NeedKind, i64)>, niangjia_web::AppError> {
    let else_narrowed = wanted.member.is_some() || wanted.visited.is_some() || wanted.due.is_some();
    if wanted.show != Show::OutOfTouch || else_narrowed {
        return Ok(Vec::new());
    }
    Ok(queries::out_of_touch_by_class(tx, actor, branch)?)
}

fn lines(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    standings: &[Standing],
    told: &Told,
    names: &HashMap<Id<Household>, Vec<String>>,
) -> Vec<Line> {
    let keeps = sight(&visitor.actor) == Sight::Community;
    let line = |standing: &Standing| {
        let household = standing.household.id;
        let card = Card::of(standing, told.of_household(household), tx.today());
        Line {
            members: names.get(&household).map(|names| names.join("、")).unwrap_or_default(),
            arrange: (keeps && !card.covered).then(|| format!("{}/links", card.href)),
            card,
        }
    };
    standings.iter().map(line).collect()
}

fn emptiness(wanted: &Wanted, sight: Sight) -> Emptiness {
    let said = |title, text| Emptiness { title, text, begins: false, loads: false };
    match (wanted.show, sight) {
        _ if wanted.narrows() => said("没有符合这些条件的家庭", "把亮着的条件再点一下，就去掉了。"),
        (Show::Uncovered, _) => said("户户有人联系", "没有未覆盖的重点户。"),
        (Show::Overdue, _) => said("没有超期的家庭", "每一户都按时走访了。"),
        (Show::Soon, _) => said("7 天内没有到期的家庭", "可以看看“全部家庭”。"),
        (Show::OutOfTouch, _) => said("没有久未联系的家庭", "每一类家庭都在规定的天数里走访过。"),
        (Show::Residence, Sight::Linked) => said("没有居住侧的家庭", "社区妇联主席安排后，这里会出现。"),
        (Show::Residence, _) => said("没有居住侧联系的家庭", "打开一户，在“安排”里选居住侧。"),
        (Show::Key | Show::All, Sight::Linked) => {
            said("还没有联系的家庭", "社区妇联主席给您安排家庭后，这里会出现她们。")
        }
        (Show::Key | Show::All, Sight::Community) => Emptiness {
            begins: true,
            loads: true,
            ..said("台账还是空的", "点“登记家庭”，填上需求，她就是重点户；也可以导入已有的 Excel 台账。")
        },
        (Show::Key | Show::All, _) => Emptiness {
            loads: true,
            ..said("台账还是空的", "社区（村）妇联主席登记家庭后，这里会出现；也可以导入已有的 Excel 台账。")
        },
    }
}

/// How the number of a list is made, for whoever opens it.
const fn computed(show: Show) -> &'static str {
    match show {
        Show::Key => "今天在册、至少有一项在册需求的家庭。人户分离的只在户籍地算一次。",
        Show::Uncovered => {
            "今天在册、至少有一项在册需求、却没有一位执委联系的家庭（户籍侧、居住侧都算联系）。"
        }
        Show::Overdue => {
            "有人联系、应走访日已经过去的家庭。应走访日是上次约定的日子；没有约定的，从上次走访（没有走访过的从建立联系）起按需求的走访间隔算。"
        }
        Show::Soon => "有人联系、应走访日在今天到 7 天内的家庭。",
        Show::OutOfTouch => {
            "没有走访的天数超过这一类家庭的上限：从上次走访算，没有走访过的从建立联系、没有联系人的从登记算；有几项需求的，“全部”按最严的一项，点了哪一类按那一类。"
        }
        Show::Residence => "今天有居住侧联系的家庭。工作只在户籍地算一次，居住地只列为协助。",
        Show::All => "今天在册的全部家庭，有没有需求都算。",
    }
}
