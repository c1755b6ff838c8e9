//! Entering the people of the demo: person, posts, account.

use niangjia_kernel::{AreaLevel, Day, Id, Person};
use niangjia_org::api::Org;
use niangjia_people::actions::{self, NewAccount};
use niangjia_people::api::{Engagement, NewPerson, NewPost};
use niangjia_store::{Acting, Actor, PostKind, WriteTx};

use super::DemoError;
use super::names::{citizen_id, phone};
use super::plan::Member;

const SECONDS_BETWEEN: i64 = 60;
const MORNING: i64 = 9 * 3_600;

/// What everybody's entry needs.
pub(super) struct Roster<'a> {
    pub(super) today: Day,
    pub(super) password_hash: &'a str,
    /// The administrator who opens the accounts of her county; elsewhere the program itself does.
    pub(super) opener: Option<&'a Actor>,
}

/// The organisation with a code; every place of the demo is in the national list.
pub(super) fn organisation(tx: &WriteTx<'_>, code: &str) -> Result<Org, DemoError> {
    niangjia_org::api::by_code(tx, code)?.ok_or_else(|| DemoError::Wrong(format!("没有代码为 {code} 的组织")))
}

impl Roster<'_> {
    /// Enters somebody at `org` since a day; `number` is that of her telephone. Gives her as she acts in each of her
    /// posts, in their order.
    pub(super) fn enter(
        &self,
        tx: &WriteTx<'_>,
        org: &Org,
        member: &Member,
        groups: &[&str],
        since: Day,
        number: usize,
    ) -> Result<Vec<Actor>, DemoError> {
        let order = i64::try_from(number % 100).unwrap_or(0);
        let moment = since.start().plus_seconds(MORNING + order * SECONDS_BETWEEN);
        let then = tx.as_of(moment);
        let person = self.new_person(org, member, number);
        let id = *actions::register_person(&then, None, &person, &org.path)?.value();
        let mut acting = Vec::new();
        for (place, kind) in member.posts.iter().enumerate() {
            // A post made later sorts later: the first is the one she signs in with.
            let then = tx.as_of(moment.plus_seconds(i64::try_from(place).unwrap_or(0)));
            let group = member.heads.and_then(|group| groups.get(group)).map(|group| (*group).to_owned());
            acting.push(appoint(&then, org, member, id, *kind, group, since)?);
        }
        if member.posts.iter().any(|kind| kind.acts()) {
            let opener = self.opener.filter(|opener| opener.tenant == org.tenant);
            let account = NewAccount {
                tenant: org.tenant,
                person: id,
                login_name: member.name,
                phone: person.phone.as_ref(),
                password_hash: self.password_hash,
                must_change: false,
            };
            drop(actions::open_account(&then, opener, &account, &org.path)?);
        }
        Ok(acting)
    }

    fn new_person(&self, org: &Org, member: &Member, number: usize) -> NewPerson {
        let (year, month, day) = member.born;
        let birth_day = Day::of(year, month, day);
        let county = &org.area_code.digits()[..6.min(org.area_code.digits().len())];
        let numbered = birth_day.filter(|_| org.level == AreaLevel::Community);
        NewPerson {
            tenant: org.tenant,
            name: member.name.to_owned(),
            woman: true,
            birth_day,
            education: member.education,
            party: member.party,
            phone: phone(number),
            citizen_id: numbered.and_then(|birth| citizen_id(county, birth, number, self.today)),
        }
    }
}

fn appoint(
    tx: &WriteTx<'_>,
    org: &Org,
    member: &Member,
    person: Id<Person>,
    kind: PostKind,
    group: Option<String>,
    since: Day,
) -> Result<Actor, DemoError> {
    let part_time = matches!(org.level, AreaLevel::Community | AreaLevel::Street);
    let post = NewPost {
        person,
        tenant: org.tenant,
        org_id: org.id,
        org_path: org.path.clone(),
        kind,
        engagement: if part_time { Engagement::PartTime } else { Engagement::FullTime },
        group_name: group.filter(|_| kind == PostKind::GroupHead),
        from: since,
    };
    let post = *actions::appoint(tx, None, &post)?.value();
    let acting = Acting {
        post,
        kind,
        org_id: org.id,
        org_path: org.path.clone(),
        org_name: org.name.clone(),
        level: org.level,
    };
    Ok(Actor { tenant: org.tenant, person, name: member.name.to_owned(), acting, via: None })
}
