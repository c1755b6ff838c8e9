//! The pages of this slice.

pub(crate) mod assisted;
pub(crate) mod contact;
pub(crate) mod contact_map;
pub(crate) mod contacts;
pub(crate) mod families;
pub(crate) mod grids;
pub(crate) mod handover;
pub(crate) mod handover_sheet;
pub(crate) mod handovers;
pub(crate) mod household;
pub(crate) mod household_form;
pub(crate) mod ledger;
pub(crate) mod level;
pub(crate) mod links;
pub(crate) mod members_without_families;
pub(crate) mod need_card;
pub(crate) mod need_card_form;
pub(crate) mod need_cards;
pub(crate) mod need_lines;
pub(crate) mod needs;
pub(crate) mod needs_list;
pub(crate) mod register;
pub(crate) mod register_query;
pub(crate) mod residence_care;
pub(crate) mod residence_cares;
pub(crate) mod takers;
pub(crate) mod timeline;
pub(crate) mod visit;
pub(crate) mod visit_form;

use niangjia_kernel::{Day, Household, Id, Key, Person, Visit};
use niangjia_org::api::Org;
use niangjia_store::{Actor, PostKind, ReadTx, WriteTx};
use niangjia_web::AppError;
use niangjia_web::show::{Due, When};

use crate::model::{HouseholdRow, Standing, VisitRow};
use crate::queries;
use crate::rules::{Reach, Sight, next_visit, sight};
pub(crate) use household::Purpose;

/// Where a household's file is.
pub(crate) fn household_href(household: &HouseholdRow) -> String {
    household_href_of(household.tenant, household.id)
}

/// The same, of a household that is known by its key.
pub(crate) fn household_href_of(tenant: niangjia_kernel::Tenant, id: Id<Household>) -> String {
    format!("/households/{}", id.within(tenant))
}

/// Where a visit's page is.
pub(crate) fn visit_href(visit: &VisitRow) -> String {
    format!("/visits/{}", visit.id.within(visit.tenant))
}

/// The organisation called by `code`, whose register `actor` may see as far as her post goes.
pub(crate) fn with_visible_register(tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Org, AppError> {
    let org = niangjia_org::api::by_code(tx, code)?.ok_or(AppError::NotFound)?;
    let sees = sight(actor) != Sight::Nothing && actor.acting.org_path.covers(&org.path);
    if sees { Ok(org) } else { Err(AppError::NotFound) }
}

/// Breadcrumbs down to a page of an organisation, the organisation included.
pub(crate) fn crumbs(tx: &ReadTx<'_>, org: &Org) -> Result<Vec<(String, String)>, AppError> {
    let mut above = niangjia_org::api::breadcrumbs(tx, org, Org::href)?;
    above.push((org.place().to_owned(), org.href()));
    Ok(above)
}

/// A household that `actor` keeps as the chair of its community.
pub(crate) fn kept(tx: &ReadTx<'_>, actor: &Actor, key: HouseholdKey) -> Result<HouseholdRow, AppError> {
    let household = queries::visible_household(tx, actor, key)?.ok_or(AppError::NotFound)?;
    match household.reach {
        Reach::Community => Ok(household.row),
        Reach::Linked(_) | Reach::Above => Err(AppError::Forbidden(KEEPING.to_owned())),
    }
}

/// The same household, held until the end of the transaction: two forms about it wait for each other.
pub(crate) fn kept_and_held(
    tx: &WriteTx<'_>,
    actor: &Actor,
    key: HouseholdKey,
) -> Result<HouseholdRow, AppError> {
    tx.hold("household", key.tenant, key.id.uuid())?;
    kept(tx, actor, key)
}

/// Who keeps a register, as a refusal says it.
pub(crate) const KEEPING: &str = "登记家庭、需求和联系人由社区（村）妇联主席办理";

/// The committee members of a community today, as a form lists them.
pub(crate) fn members(
    tx: &ReadTx<'_>,
    (tenant, org): (niangjia_kernel::Tenant, Id<niangjia_kernel::Organisation>),
) -> Result<Vec<(Id<Person>, String)>, AppError> {
    let roster = niangjia_people::api::roster(tx, tenant, org, tx.today())?;
    let members = roster.into_iter().filter(|entry| entry.kind == PostKind::Member);
    Ok(members.map(|entry| (entry.person, entry.name)).collect())
}

/// A household on a list or a card: how it stands today, in words.
pub(crate) struct Card {
    pub(crate) href: String,
    pub(crate) record_href: String,
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) place: String,
    pub(crate) community: String,
    /// Whether that is another community than the reader's, who helps where the family lives.
    pub(crate) elsewhere: bool,
    pub(crate) needs: Vec<&'static str>,
    pub(crate) last: Option<When>,
    pub(crate) due: Option<Due>,
    pub(crate) covered: bool,
}

impl Card {
    /// `shows_needs` is false on the residence side: one thin shared card.
    pub(crate) fn of(standing: &Standing, shows_needs: bool, today: Day) -> Self {
        let household = &standing.household;
        let due = standing.linked_since.map(|since| {
            let next = next_visit(standing.last_visit, standing.follow_up, since, standing.visit_days);
            Due::of(next.day, next.agreed, today)
        });
        let href = household_href(household);
        Self {
            record_href: format!("{href}/visits/new"),
            href,
            name: household.name.clone(),
            number: household.number.clone(),
            place: place(household),
            community: standing.org_name.trim_end_matches("妇联").to_owned(),
            elsewhere: false,
            needs: standing.needs.iter().filter(|_| shows_needs).map(|need| need.label()).collect(),
            last: standing.last_visit.map(|day| When::day(day, today)),
            due,
            covered: standing.linked_since.is_some(),
        }
    }
}

impl Card {
    /// The same for a reader who may help a family of another community than hers.
    pub(crate) fn seen_from(self, reader: &niangjia_kernel::OrgPath, standing: &Standing) -> Self {
        Self { elsewhere: !reader.covers(&standing.household.org_path), ..self }
    }
}

/// Where a household lives, as neighbours say it.
pub(crate) fn place(household: &HouseholdRow) -> String {
    match (household.lives_elsewhere, household.residence.as_str()) {
        (false, "") => format!("{}组", household.group_name),
        (false, residence) if residence == household.group_name => format!("{residence}组"),
        (false, residence) => format!("{}组 · {residence}", household.group_name),
        (true, residence) => format!("住{residence} · 户籍{}组", household.group_name),
    }
}

/// The key of a household in a path.
pub(crate) type HouseholdKey = Key<Household>;
/// The key of a visit in a path.
pub(crate) type VisitKey = Key<Visit>;
