//! What a register may be asked for: the filters in its address, and the chips above it.

use niangjia_kernel::{Day, Id, Months, Person};
use niangjia_store::Actor;
use niangjia_web::{AppError, codes_or_empty, day_or_empty, months_or_empty, show};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::model::NeedKind;
use crate::queries::{Show, StandingFilter};
use crate::rules::{Sight, sight};

/// What `GET /orgs/{code}/households` may be asked for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct RegisterQuery {
    /// 哪些家庭，不写是重点户
    #[param(schema_with = codes_or_empty::<Show>)]
    show: String,
    /// 只要有这项需求的
    #[param(schema_with = codes_or_empty::<NeedKind>)]
    need: String,
    /// 只要她联系的：执委的编号，per_…
    #[param(pattern = "^(per_[0-9a-f]{32})?$")]
    member: String,
    /// 只要这个月或这几个月走访过的，例如 2026-11、2026-01..2026-11
    #[param(schema_with = months_or_empty)]
    visited: String,
    /// 只要这一天以前到期的
    #[param(schema_with = day_or_empty)]
    due: String,
    /// 第几页，从 1 起
    #[param(pattern = "^[0-9]{0,6}$")]
    page: String,
}

/// The same, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) show: Show,
    pub(crate) need: Option<NeedKind>,
    pub(crate) member: Option<Id<Person>>,
    pub(crate) visited: Option<Months>,
    pub(crate) due: Option<Day>,
    pub(crate) page: i64,
}

/// A filter above the list.
pub(crate) struct Chip {
    pub(crate) label: String,
    pub(crate) count: String,
    pub(crate) href: String,
    pub(crate) on: bool,
}

impl RegisterQuery {
    /// Reads the address. A filter that cannot be read is refused: leaving it out would show another list than asked.
    pub(crate) fn read(&self, actor: &Actor) -> Result<Wanted, AppError> {
        let wanted = Wanted {
            show: part("show", &self.show, |text| Show::parse(text).ok())?.unwrap_or(Show::Key),
            need: part("need", &self.need, |text| NeedKind::parse(text).ok())?,
            member: part("member", &self.member, |text| text.parse().ok())?,
            visited: part("visited", &self.visited, |text| text.parse().ok())?,
            due: part("due", &self.due, |text| Day::parse(text).ok())?,
            page: part("page", &self.page, |text| text.parse().ok())?.unwrap_or(1).max(1),
        };
        let hers = wanted.member.is_none_or(|member| member == actor.person);
        if sight(actor) == Sight::Linked && !hers { Err(AppError::NotFound) } else { Ok(wanted) }
    }
}

/// A part of the address, read; nothing where it is empty.
pub(crate) fn part<T>(
    name: &'static str,
    text: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, AppError> {
    if text.is_empty() {
        return Ok(None);
    }
    let refused =
        || AppError::Refused(format!("地址里的筛选条件“{name}={text}”读不出来，请从上面的导航重新进入"));
    read(text).map(Some).ok_or_else(refused)
}

impl Wanted {
    /// The filter of one of the named lists, narrowed by everything else in the address and to what is the reader's.
    pub(crate) fn filter(&self, show: Show, actor: &Actor, today: Day) -> StandingFilter {
        let named = show.filter(today);
        let until = self.due.map(|day| day.plus(1));
        let due_before = match (named.due_before, until) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        StandingFilter {
            need: self.need,
            member: if sight(actor) == Sight::Linked { Some(actor.person) } else { self.member },
            visited: self.visited.map(Months::days),
            due_before,
            ..named
        }
    }

    /// The named list and what narrows it, in words; `member` as for the chips.
    pub(crate) fn words(&self, member: Option<String>) -> Vec<String> {
        let mut words = vec![self.show.label().to_owned()];
        words.extend(self.need.map(|need| need.label().to_owned()));
        words.extend(member.map(|name| format!("{name}联系的")));
        words.extend(self.visited.map(|months| format!("{}走访过", months.long())));
        words.extend(self.due.map(|day| format!("{} 前到期", day.long())));
        words
    }

    /// Whether something narrows the named list.
    pub(crate) const fn narrows(&self) -> bool {
        self.need.is_some() || self.member.is_some() || self.visited.is_some() || self.due.is_some()
    }

    /// Whether those due first come first.
    pub(crate) const fn by_due(&self) -> bool {
        matches!(self.show, Show::Overdue | Show::Soon) || self.due.is_some()
    }

    /// The address of this list.
    pub(crate) fn href(&self) -> String {
        let said = [
            ("show", Some(self.show.code().to_owned())),
            ("need", self.need.map(|need| need.code().to_owned())),
            ("member", self.member.map(|member| member.to_string())),
            ("visited", self.visited.map(|months| months.to_string())),
            ("due", self.due.map(|day| day.to_string())),
            ("page", (self.page > 1).then(|| self.page.to_string())),
        ];
        let said = said.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
        format!("?{}", said.collect::<Vec<_>>().join("&"))
    }

    /// The named lists with their counts.
    pub(crate) fn show_chips(&self, counts: &[(Show, i64)]) -> Vec<Chip> {
        let chip = |(one, count): &(Show, i64)| Chip {
            label: one.label().to_owned(),
            count: show::count(*count),
            href: Self { show: *one, page: 1, ..*self }.href(),
            on: self.show == *one,
        };
        counts.iter().map(chip).collect()
    }

    /// What narrows the list; a chip that is on leads to the list without it. `member` is her name, where she is asked for;
    /// `counts` stand beside the needs, where they are known.
    pub(crate) fn narrowing_chips(
        &self,
        member: Option<String>,
        today: Day,
        counts: &[(NeedKind, i64)],
    ) -> Vec<Chip> {
        let first = Self { page: 1, ..*self };
        let chip = |label: String, on: bool, other: Self| Chip {
            label,
            count: String::new(),
            href: other.href(),
            on,
        };
        let mut chips: Vec<Chip> = Vec::new();
        chips.extend(member.map(|name| chip(format!("{name}联系的"), true, Self { member: None, ..first })));
        chips.extend(
            self.due.map(|day| chip(format!("{} 前到期", day.short()), true, Self { due: None, ..first })),
        );
        chips.extend(NeedKind::ALL.iter().map(|need| {
            let on = self.need == Some(*need);
            let count = counts.iter().find(|(kind, _)| kind == need).map(|(_, count)| show::count(*count));
            let chip = chip(need.label().to_owned(), on, Self { need: (!on).then_some(*need), ..first });
            Chip { count: count.unwrap_or_default(), ..chip }
        }));
        let months = self.visited.unwrap_or_else(|| Months::one(today.month()));
        let on = self.visited.is_some();
        chips.push(chip(
            format!("{}走访过", months.long()),
            on,
            Self { visited: (!on).then_some(months), ..first },
        ));
        chips
    }
}
