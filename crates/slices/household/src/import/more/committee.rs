//! Who served on the committee of a community, and when: whom a row of an earlier year names.

use std::collections::HashMap;

use niangjia_kernel::{Day, Id, Person};
use niangjia_org::api::Org;
use niangjia_people::api::Service;
use niangjia_store::{PostKind, ReadTx, StoreError};

use crate::rules::{Span, in_words};

/// The committee of a community through the years.
#[derive(Debug)]
pub(crate) struct Committee {
    place: String,
    by_name: HashMap<String, Vec<Service>>,
}

/// Somebody who serves or served.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    pub(crate) person: Id<Person>,
    pub(crate) name: String,
    /// When she was of the committee, in whatever post.
    pub(crate) served: Vec<Span>,
    /// When she was its member.
    pub(crate) member: Vec<Span>,
    /// When she led it.
    pub(crate) led: Vec<Span>,
}

impl Committee {
    /// Reads it.
    pub(crate) fn of(tx: &ReadTx<'_>, org: &Org) -> Result<Self, StoreError> {
        let mut by_name = HashMap::<String, Vec<Service>>::new();
        for service in niangjia_people::api::services(tx, (org.tenant, org.id, &org.path))? {
            by_name.entry(service.name.clone()).or_default().push(service);
        }
        Ok(Self { place: org.place().to_owned(), by_name })
    }

    /// Whom a name means on a day; of two, the one who served then.
    pub(crate) fn called(&self, name: &str, on: Day) -> Result<Served, String> {
        let place = &self.place;
        let Some(services) = self.by_name.get(name) else {
            return Err(format!(
                "{place}的名册里没有叫“{name}”的执委，请核对姓名；已经离任的，也要先登记在名册里"
            ));
        };
        let mut persons: Vec<Id<Person>> = services.iter().map(|one| one.person).collect();
        persons.sort_unstable();
        persons.dedup();
        let then: Vec<Id<Person>> = persons
            .iter()
            .copied()
            .filter(|person| {
                services.iter().any(|one| {
                    one.person == *person && one.from <= on && one.until.is_none_or(|until| on < until)
                })
            })
            .collect();
        let person = match (persons.as_slice(), then.as_slice()) {
            ([one], _) | (_, [one]) => *one,
            (_, []) => {
                let spans: Vec<_> = services.iter().map(|one| in_words((one.from, one.until))).collect();
                let spans = spans.join("，");
                return Err(format!("{place}叫“{name}”的执委那时都不在任（任职：{spans}），请核对日期"));
            }
            (_, several) => {
                let count = several.len();
                return Err(format!(
                    "{place}那时有 {count} 位执委叫“{name}”，分不清是哪一位，请在页面上登记"
                ));
            }
        };
        let spans = |fits: &dyn Fn(PostKind) -> bool| -> Vec<Span> {
            let hers = services.iter().filter(|one| one.person == person && fits(one.kind));
            hers.map(|one| (one.from, one.until)).collect()
        };
        Ok(Served {
            person,
            name: name.to_owned(),
            served: spans(&|_| true),
            member: spans(&|kind| kind == PostKind::Member),
            led: spans(&PostKind::leads),
        })
    }
}
