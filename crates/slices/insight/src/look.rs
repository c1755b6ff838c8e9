//! One look at a branch of one tenant: everything that a page, or the sums above the county, asks of it is counted out
//! of the same rows.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use niangjia_household::api::{self as household, StandingFilter};
use niangjia_kernel::{AreaLevel, FactKind, Id, OrgPath, Person};
use niangjia_org::api::Org;
use niangjia_people::api::{self as people, Held, PersonsWho};
use niangjia_store::{Branch, PostKind, ReadTx, StoreError};

use crate::measure::{self, branch_of};
use crate::model::{Amount, Indicator};
use crate::period::Span;
use crate::queries;
use crate::registry::{Counting, Source};

/// One thing to be counted.
#[derive(Clone)]
pub(crate) enum Ask {
    /// Households that pass a filter, whatever indicator it belongs to.
    Households(StandingFilter),
    /// Anything else.
    Other(Source),
}

impl Ask {
    fn of(source: Source, span: Span) -> Self {
        match source {
            Source::Households(filter) => Self::Households(filter(span)),
            other => Self::Other(other),
        }
    }
}

/// What is asked of an indicator: one count, or two.
pub(crate) fn asks(indicator: Indicator, span: Span) -> Vec<Ask> {
    match indicator.definition().counting {
        Counting::Count(source) => vec![Ask::of(source, span)],
        Counting::Ratio { numerator, denominator } => {
            vec![Ask::of(numerator, span), Ask::of(denominator, span)]
        }
    }
}

/// Takes the counts of an indicator off the answers, in the order in which they were asked.
pub(crate) fn amount(indicator: Indicator, answers: &mut impl Iterator<Item = i64>) -> Amount {
    let mut next = || answers.next().unwrap_or_default();
    match indicator.definition().counting {
        Counting::Count(_) => Amount::Count(next()),
        Counting::Ratio { .. } => Amount::Ratio(next(), next()),
    }
}

/// Where one looks: a branch that lies in one tenant.
pub(crate) struct Place<'a> {
    pub(crate) branch: Branch,
    pub(crate) org: &'a Org,
    /// The part that is the organisation's own tenant's, instead of its whole branch.
    pub(crate) own_only: bool,
}

impl<'a> Place<'a> {
    /// The branch of an organisation up to the county.
    pub(crate) fn branch(org: &'a Org) -> Self {
        Self { branch: branch_of(org), org, own_only: false }
    }

    /// What the tenant of an organisation holds itself: all of a county; of a city its own committee.
    pub(crate) fn tenant(org: &'a Org) -> Self {
        Self { branch: Branch::in_tenant(org.tenant, &org.path), org, own_only: true }
    }

    /// Whether it is all that its tenant has.
    fn is_tenant(&self) -> bool {
        self.own_only || self.org.level == AreaLevel::County
    }
}

/// The answers: of the whole, and of each child, in the order asked.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    pub(crate) whole: Vec<i64>,
    pub(crate) below: Vec<Vec<i64>>,
}

/// Counts `whole` of a place, and `below` of each of `children`.
pub(crate) fn look(
    tx: &ReadTx<'_>,
    place: &Place<'_>,
    span: Span,
    whole: &[Ask],
    (children, below): (&[Org], &[Ask]),
) -> Result<Answers, StoreError> {
    let mut looking = Looking {
        tx,
        place,
        span,
        children,
        steps: steps(children),
        whole: whole.iter().map(Counter::of).collect(),
        below: vec![below.iter().map(Counter::of).collect(); children.len()],
    };
    looking.households()?;
    looking.holders()?;
    looking.facts()?;
    looking.others()?;
    let counted = |counters: Vec<Counter>| counters.iter().map(Counter::count).collect();
    Ok(Answers { whole: counted(looking.whole), below: looking.below.into_iter().map(counted).collect() })
}

/// The children by their paths, and the lengths that these have (mostly one).
struct Steps {
    lengths: BTreeSet<usize>,
    places: BTreeMap<String, usize>,
}

fn steps(children: &[Org]) -> Steps {
    let paths = children.iter().enumerate().map(|(place, child)| (child.path.as_str().to_owned(), place));
    let places: BTreeMap<String, usize> = paths.collect();
    Steps { lengths: places.keys().map(String::len).collect(), places }
}

impl Steps {
    /// The child in whose branch a path lies.
    fn child(&self, path: &OrgPath) -> Option<usize> {
        let prefixes = self.lengths.iter().filter_map(|length| path.as_str().get(..*length));
        prefixes.filter_map(|prefix| self.places.get(prefix).copied()).next()
    }
}

#[derive(Clone)]
struct Counter {
    ask: Ask,
    count: i64,
    /// Whether it was counted out of rows although it has a statement of its own.
    counted: bool,
    /// A person in several posts is one person.
    persons: HashSet<Id<Person>>,
}

impl Counter {
    fn of(ask: &Ask) -> Self {
        Self { ask: ask.clone(), count: 0, counted: false, persons: HashSet::new() }
    }

    fn count(&self) -> i64 {
        self.count + i64::try_from(self.persons.len()).unwrap_or(i64::MAX)
    }

    fn holders(&self) -> Option<(PostKind, PersonsWho)> {
        if let Ask::Other(Source::Holders(kind, who)) = self.ask { Some((kind, who)) } else { None }
    }

    fn is_free_members(&self) -> bool {
        matches!(self.ask, Ask::Other(Source::MembersWithoutFamilies))
    }

    fn facts(&self) -> Option<FactKind> {
        if let Ask::Other(Source::Facts(kind)) = self.ask { Some(kind) } else { None }
    }
}

struct Looking<'a> {
    tx: &'a ReadTx<'a>,
    place: &'a Place<'a>,
    span: Span,
    children: &'a [Org],
    steps: Steps,
    whole: Vec<Counter>,
    below: Vec<Vec<Counter>>,
}

impl Looking<'_> {
    fn every(&self) -> impl Iterator<Item = &Counter> {
        self.whole.iter().chain(self.below.first().into_iter().flatten())
    }

    /// The counters of the whole and those of the child in which `path` lies.
    fn of(&mut self, path: &OrgPath) -> impl Iterator<Item = &mut Counter> {
        let child = self.steps.child(path).and_then(|place| self.below.get_mut(place));
        self.whole.iter_mut().chain(child.into_iter().flatten())
    }

    fn households(&mut self) -> Result<(), StoreError> {
        if !self.every().any(|counter| matches!(counter.ask, Ask::Households(_))) {
            return Ok(());
        }
        for stand in household::stands(self.tx, &self.place.branch, self.span.to)? {
            for counter in self.of(&stand.org_path) {
                if let Ask::Households(filter) = &counter.ask {
                    counter.count += i64::from(stand.passes(filter));
                }
            }
        }
        Ok(())
    }

    fn holders(&mut self) -> Result<(), StoreError> {
        let mut kinds = BTreeSet::new();
        for (kind, who) in self.every().filter_map(Counter::holders) {
            kinds.insert(kind);
            if let PersonsWho::AlsoHold(other) = who {
                kinds.insert(other);
            }
        }
        if kinds.is_empty() {
            return Ok(());
        }
        let kinds: Vec<PostKind> = kinds.into_iter().collect();
        let members_too = kinds.contains(&PostKind::Member);
        let held = people::held(self.tx, &self.place.branch, &kinds, self.span.to)?;
        // Of the kinds of which there are few one asks whether she holds them too.
        let others: HashSet<(PostKind, Id<Person>, Id<_>)> =
            held.iter().map(|post| (post.kind, post.person, post.org)).collect();
        for post in &held {
            let also = |kind| others.contains(&(kind, post.person, post.org));
            for counter in self.of(&post.org_path) {
                if counter.holders().is_some_and(|(kind, who)| kind == post.kind && post.is(who, also)) {
                    counter.persons.insert(post.person);
                }
            }
        }
        if members_too && self.place.is_tenant() {
            self.free_members(&held)?;
        }
        Ok(())
    }

    /// Members without families of a whole tenant are counted out of its posts and links, not by a look at each member.
    fn free_members(&mut self, held: &[Held]) -> Result<(), StoreError> {
        let mut free = self.whole.iter_mut().filter(|counter| counter.is_free_members()).peekable();
        if free.peek().is_none() {
            return Ok(());
        }
        let tenant = self.place.org.tenant;
        let communities = niangjia_org::api::community_ids(self.tx, tenant)?;
        let linked = household::linked_members(self.tx, tenant, self.span.to)?;
        let posts = held.iter().filter(|post| {
            post.kind == PostKind::Member && communities.contains(&post.org) && !linked.contains(&post.person)
        });
        let count = i64::try_from(posts.count()).unwrap_or(i64::MAX);
        free.for_each(|counter| (counter.count, counter.counted) = (count, true));
        Ok(())
    }

    fn facts(&mut self) -> Result<(), StoreError> {
        let kinds: BTreeSet<FactKind> = self.every().filter_map(Counter::facts).collect();
        let split = self.span.split(self.tx.today());
        for kind in kinds {
            let mut found = Vec::new();
            if let Some(months) = split.months {
                found.extend(queries::tallies_by_path(self.tx, &self.place.branch, kind, months)?);
            }
            for days in &split.edges {
                found.extend(queries::facts_by_path(self.tx, &self.place.branch, kind, *days)?);
            }
            for (path, count) in found {
                for counter in self.of(&path).filter(|counter| counter.facts() == Some(kind)) {
                    counter.count += count;
                }
            }
        }
        Ok(())
    }

    /// What has a statement of its own.
    fn others(&mut self) -> Result<(), StoreError> {
        let (tx, span) = (self.tx, self.span);
        let own = |source: Source| match source {
            Source::Organisations if self.place.own_only => {
                niangjia_org::api::count_of_tenant(tx, self.place.org.tenant, span.to)
            }
            other => measure::count(tx, &self.place.org.path, &self.place.branch, span, other),
        };
        for counter in &mut self.whole {
            if let Ask::Other(source) = counter.ask.clone()
                && source.has_its_statement()
                && !counter.counted
            {
                counter.count = own(source)?;
            }
        }
        for (child, counters) in self.children.iter().zip(&mut self.below) {
            for counter in counters {
                if let Ask::Other(source) = counter.ask.clone()
                    && source.has_its_statement()
                {
                    counter.count = measure::count(tx, &child.path, &branch_of(child), span, source)?;
                }
            }
        }
        Ok(())
    }
}
