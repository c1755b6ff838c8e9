//! 执委名册: who serves at an organisation, as of any day.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use niangjia_kernel::{Day, coded};
use niangjia_org::api::Org;
use niangjia_store::{Actor, PostKind, ReadTx, StoreError};
use niangjia_web::{AppError, At, Ctx, Query, Shell, codes_or_empty, day_or_empty, json, page_with, show};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::json::RosterBody;
use crate::model::{Education, Party, RosterEntry, RosterPerson};
use crate::pages::{Chip, roster_href, with_visible_roster};
use crate::queries;
use crate::rules;

/// What `GET /orgs/{code}/members` may be asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct RosterQuery {
    /// 哪些人，不写是全部执委
    #[param(schema_with = codes_or_empty::<Who>)]
    who: String,
    /// 截至哪一天，不写是今天
    #[param(schema_with = day_or_empty)]
    on: String,
    /// Who was just entered.
    #[param(ignore)]
    entered: String,
}

coded! {
    /// Which of the people of a roster are wanted.
    pub enum Who {
        /// The committee: chair, vice chairs, members.
        All = "all", "全部";
        /// Those of the committee who belong to the two committees of village or community.
        TwoCommittees = "two_committees", "两委干部";
        /// Those of the committee who head a residents' group.
        GroupHeads = "group_heads", "居民小组长";
        /// Those of the committee who are in the party.
        PartyMembers = "party_members", "党员";
        /// Those of the committee with a college education.
        College = "college", "大专及以上";
        /// Those of the roster who are not of the committee: group heads, delegates, village cadres.
        Others = "others", "不是执委的";
        /// Those who were of the committee.
        Left = "left", "离任";
    }
}

/// The people of an organisation as of a day: who serves, and who has left.
pub(crate) struct Rolls {
    committee: Vec<RosterPerson>,
    others: Vec<RosterPerson>,
    left: Vec<RosterPerson>,
}

impl Rolls {
    pub(crate) fn of(tx: &ReadTx<'_>, org: &Org, on: Day) -> Result<Self, StoreError> {
        let in_roster = |entry: &RosterEntry| !entry.kind.administers() && !entry.kind.is_outside();
        let mut held = queries::roster(tx, org.tenant, org.id, on)?;
        held.retain(in_roster);
        let mut ended = queries::left(tx, org.tenant, org.id, on)?;
        ended.retain(in_roster);
        let (committee, others): (Vec<_>, Vec<_>) =
            RosterPerson::together(held).into_iter().partition(serves_on_committee);
        let mut left = RosterPerson::together(ended);
        left.retain(|one| serves_on_committee(one) && !serves_still(one, &committee));
        Ok(Self { committee, others, left })
    }

    pub(crate) fn only(&self, who: Who) -> Vec<&RosterPerson> {
        let people = match who {
            Who::Others => &self.others,
            Who::Left => &self.left,
            _ => &self.committee,
        };
        people.iter().filter(|person| who.takes(person)).collect()
    }
}

fn serves_on_committee(person: &RosterPerson) -> bool {
    rules::COMMITTEE.iter().any(|kind| person.holds(*kind))
}

fn serves_still(person: &RosterPerson, committee: &[RosterPerson]) -> bool {
    committee.iter().any(|one| one.first.person == person.first.person)
}

impl Who {
    fn takes(self, person: &RosterPerson) -> bool {
        match self {
            Self::All | Self::Others | Self::Left => true,
            Self::TwoCommittees => person.holds(PostKind::TwoCommittees),
            Self::GroupHeads => person.holds(PostKind::GroupHead),
            Self::PartyMembers => person.first.party == Party::Communist,
            Self::College => person.first.education == Education::College,
        }
    }
}

/// A line of the roster.
pub(crate) struct Line {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) posts: String,
    pub(crate) engagement: &'static str,
    /// In full years.
    pub(crate) age: Option<i64>,
    pub(crate) education: &'static str,
    pub(crate) party: &'static str,
    pub(crate) since: Day,
    /// When she left, and why.
    pub(crate) left: Option<(Day, &'static str)>,
}

impl Line {
    pub(crate) fn of(person: &RosterPerson, on: Day) -> Self {
        let first = &person.first;
        let elected =
            person.posts().filter(|post| rules::COMMITTEE.contains(&post.kind)).map(|post| post.from);
        let since = elected.min().unwrap_or(first.from);
        let ended =
            person.posts().filter_map(|post| Some((post.until?, post))).max_by_key(|(until, _)| *until);
        let because = |post: &RosterEntry| post.left_because.map_or("", |reason| reason.label());
        let titles: Vec<String> = person.posts().map(RosterEntry::title).collect();
        Self {
            href: first.href(),
            name: first.name.clone(),
            posts: titles.join("、"),
            engagement: first.engagement.label(),
            age: first.birth_day.map(|born| rules::age(born, on)),
            education: first.education.label(),
            party: first.party.label(),
            since,
            left: ended.filter(|(until, _)| *until <= on).map(|(until, post)| (until, because(post))),
        }
    }
}

#[derive(Template)]
#[template(path = "roster.html")]
struct RosterPage {
    shell: Shell,
    above: Vec<(String, String)>,
    place: String,
    day: Day,
    is_today: bool,
    who: &'static str,
    on: String,
    error: String,
    committee: usize,
    two_committees: usize,
    chips: Vec<Chip>,
    left: bool,
    lines: Vec<Line>,
    new_href: Option<String>,
    import_href: Option<String>,
}

/// `GET /orgs/{code}/members`.
pub(crate) async fn show(ctx: Ctx, At(code): At<String>, Query(query): Query<RosterQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let org = with_visible_roster(tx, &visitor.actor, &code)?;
        let (day, error) = query.day(tx.today());
        let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let rolls = Rolls::of(tx, &org, day)?;
        let who = query.who();
        if visitor.wants_json {
            // A page says what it could not read; a program must not take the one list for the other.
            if !error.is_empty() || Who::parse(&query.who).is_err() && !query.who.is_empty() {
                return Err(AppError::Refused(
                    "条件读不出来：who 是名单的代码，on 是 2026-11-22 这样的日期".to_owned(),
                ));
            }
            return json(&RosterBody::of(&org, &rolls.only(who), day));
        }
        let entered = rolls.name_of(&query.entered).map(|name| format!("{name} 已经登记进名册。"));
        let mut above = niangjia_org::api::breadcrumbs(tx, &org, Org::href)?;
        above.push((org.place().to_owned(), org.href()));
        let keeps = !kinds_to_enter(&visitor.actor, &org).is_empty();
        page_with(
            status,
            &RosterPage {
                shell: visitor.shell_saying(entered),
                above,
                place: org.name.clone(),
                day,
                is_today: day == tx.today(),
                who: if who == Who::All { "" } else { who.code() },
                committee: rolls.committee.len(),
                two_committees: rolls.only(Who::TwoCommittees).len(),
                chips: query.chips(&rolls, who),
                left: who == Who::Left,
                lines: rolls.only(who).into_iter().map(|person| Line::of(person, day)).collect(),
                new_href: keeps.then(|| format!("{}/new", roster_href(&org))),
                import_href: keeps.then(|| format!("{}/import", roster_href(&org))),
                on: if query.on.is_empty() { day.to_string() } else { query.on },
                error,
            },
        )
    })
    .await
}

/// Which posts `actor` may enter at an organisation; none at one that has gone up in another.
pub(crate) fn kinds_to_enter(actor: &Actor, org: &Org) -> Vec<PostKind> {
    let kinds = PostKind::ALL.iter().copied().filter(|_| org.until.is_none());
    kinds.filter(|kind| rules::may_keep_roster(actor, &org.path, *kind)).collect()
}

impl RosterQuery {
    /// Which of the people are wanted.
    pub(crate) fn who(&self) -> Who {
        Who::parse(&self.who).unwrap_or(Who::All)
    }

    /// The day that is asked for; today with a sentence when it cannot be read.
    pub(crate) fn day(&self, today: Day) -> (Day, String) {
        match self.on.trim() {
            "" => (today, String::new()),
            text => {
                Day::parse(text).map_or_else(|error| (today, error.to_string()), |day| (day, String::new()))
            }
        }
    }

    fn chips(&self, rolls: &Rolls, who: Who) -> Vec<Chip> {
        let day = Day::parse(&self.on).map(|day| format!("&on={day}")).unwrap_or_default();
        let chips = Who::ALL.iter().map(|one| (*one, rolls.only(*one).len()));
        let wanted = chips.filter(|(one, count)| *one != Who::Others || *count > 0 || who == Who::Others);
        wanted
            .map(|(one, count)| Chip {
                label: one.label(),
                count: show::count(i64::try_from(count).unwrap_or(i64::MAX)),
                href: format!("?who={}{day}", one.code()),
                on: one == who,
            })
            .collect()
    }
}

impl Rolls {
    fn name_of(&self, person: &str) -> Option<&str> {
        let person = person.parse().ok()?;
        let found = self.committee.iter().chain(&self.others).find(|one| one.first.person == person)?;
        Some(&found.first.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use niangjia_kernel::{Id, OrgPath, SeededChance, Tenant, Timestamp};

    use crate::model::Engagement;

    fn post(kind: PostKind, person: u64) -> RosterEntry {
        let now = Timestamp::from_millis(1_764_000_000_000);
        RosterEntry {
            post: Id::new(now, &SeededChance::new(person * 100 + kind as u64)),
            tenant: Tenant::NATION,
            person: Id::new(now, &SeededChance::new(person)),
            name: format!("第{person}人"),
            birth_day: None,
            education: Education::College,
            party: Party::None,
            kind,
            engagement: Engagement::PartTime,
            group_name: (kind == PostKind::GroupHead).then(|| "巫山".to_owned()),
            from: Day::from_number(20_000),
            until: None,
            left_because: None,
            org_id: Id::new(now, &SeededChance::new(1)),
            org_path: OrgPath::nation(),
            org_name: "嵩合社区妇联".to_owned(),
        }
    }

    #[test]
    fn posts_that_one_person_holds_together_are_one_line_and_the_chair_comes_first() {
        let posts = vec![
            post(PostKind::GroupHead, 1),
            post(PostKind::Member, 1),
            post(PostKind::TwoCommittees, 2),
            post(PostKind::Chair, 2),
        ];
        let people = RosterPerson::together(posts);
        let lines: Vec<String> =
            people.iter().map(|person| Line::of(person, Day::from_number(20_001)).posts).collect();
        assert_eq!(lines, ["主席、两委干部", "执委、居民小组长（巫山组）"]);
        assert!(people.iter().all(serves_on_committee));
    }
}
