//! Every indicator: what it counts, in which unit, how it was computed in words, and where its rows are.

mod families;
mod mediations;

use niangjia_household::api::{Side, StandingFilter};
use niangjia_kernel::FactKind;
use niangjia_people::api::{Education, Party, PersonsWho};
use niangjia_store::PostKind;

use crate::model::{Indicator, Kind};
use crate::period::Span;

/// What is counted.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    /// Organisations of the branch.
    Organisations,
    /// Persons who hold a post.
    Holders(PostKind, PersonsWho),
    /// Residents' groups that have a grid.
    Groups,
    /// Grids.
    Grids,
    /// Households that pass a filter.
    Households(fn(Span) -> StandingFilter),
    /// Women in households linked on a side.
    WomenLinked(Side),
    /// Members linked to households on a side.
    MembersLinked(Side),
    /// Members whom no household is linked to.
    MembersWithoutFamilies,
    /// Facts.
    Facts(FactKind),
}

impl Source {
    /// Whether it is counted by a statement of its own, not out of rows that others are counted from.
    pub(crate) const fn has_its_statement(self) -> bool {
        !matches!(self, Self::Households(_) | Self::Holders(..) | Self::Facts(_))
    }
}

/// How an indicator is made of what is counted.
#[derive(Clone, Copy)]
pub(crate) enum Counting {
    /// One count.
    Count(Source),
    /// One count of another.
    Ratio {
        /// Those meant.
        numerator: Source,
        /// All of them.
        denominator: Source,
    },
}

/// Where the rows behind an indicator are, for those who may see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    /// The page of the organisation.
    Organisation,
    /// Its roster.
    Members,
    /// Lists of households: what the link says, and its query (`{month}` is the month shown).
    Households(&'static [(&'static str, &'static str)]),
    /// The ledger of visits: more of its query.
    Visits(&'static str),
    /// A register of another slice: what the link says, and the page below the organisation (`{from}` and `{to}` are the days
    /// shown).
    Register(&'static str, &'static str),
    /// The list of mediations, between the days shown: more of its query.
    Mediations(&'static str),
    /// On the indicator's own page.
    Here,
}

/// The definition of an indicator.
#[derive(Clone, Copy)]
pub(crate) struct Definition {
    /// 户, 人, 户次, 件, 个.
    pub(crate) unit: &'static str,
    /// As of a day, or within days.
    pub(crate) kind: Kind,
    /// How it is counted.
    pub(crate) counting: Counting,
    /// Whether small cells are hidden above the county: counts of families and of people in them.
    pub(crate) hides_small: bool,
    /// 怎么算的.
    pub(crate) formula: &'static str,
    /// Where it opens to.
    pub(crate) rows: Rows,
}

const fn posts(who: PersonsWho, formula: &'static str) -> Definition {
    holders(PostKind::Member, who, formula)
}

const fn holders(kind: PostKind, who: PersonsWho, formula: &'static str) -> Definition {
    let counting = Counting::Count(Source::Holders(kind, who));
    Definition { unit: "人", kind: Kind::State, counting, hides_small: false, formula, rows: Rows::Members }
}

const fn place(unit: &'static str, source: Source, formula: &'static str, rows: Rows) -> Definition {
    Definition {
        unit,
        kind: Kind::State,
        counting: Counting::Count(source),
        hides_small: false,
        formula,
        rows,
    }
}

const fn happenings(
    unit: &'static str,
    kind: FactKind,
    formula: &'static str,
    more: &'static str,
) -> Definition {
    let counting = Counting::Count(Source::Facts(kind));
    Definition {
        unit,
        kind: Kind::Happening,
        counting,
        hides_small: false,
        formula,
        rows: Rows::Visits(more),
    }
}

const fn registered(
    unit: &'static str,
    kind: FactKind,
    formula: &'static str,
    (label, page): (&'static str, &'static str),
) -> Definition {
    let rows = Rows::Register(label, page);
    Definition { hides_small: true, rows, ..happenings(unit, kind, formula, "") }
}

impl Indicator {
    /// Whether it is so many of so many.
    pub(crate) const fn is_ratio(self) -> bool {
        matches!(self.definition().counting, Counting::Ratio { .. })
    }

    /// Its definition.
    pub(crate) const fn definition(self) -> Definition {
        match self {
            Self::Federations => place(
                "个",
                Source::Organisations,
                "截至当天已建、没有撤销的妇联组织，本级算在内。",
                Rows::Organisation,
            ),
            Self::Members | Self::MembersTwoCommittees | Self::MembersGroupHeads | Self::MembersCollege => {
                self.roster()
            }
            Self::MembersHighSchool | Self::MembersCommunist | Self::GroupHeadsWomen => self.roster(),
            Self::GroupHeadsWomenMembers => self.roster(),
            Self::Groups => {
                place("个", Source::Groups, "截至当天至少有一个网格的居民小组。", Rows::Organisation)
            }
            Self::Grids => place("个", Source::Grids, "截至当天在用的网格。", Rows::Organisation),
            Self::KeyHouseholds
            | Self::HouseholdsDibao
            | Self::HouseholdsDisabledOrIll
            | Self::HouseholdsChildInDifficulty
            | Self::HouseholdsOtherNeed => self.by_need(),
            Self::HouseholdsCovered | Self::HouseholdsUncovered | Self::VisitsOverdue => self.coverage(),
            Self::MembersWithoutFamilies => place(
                "人",
                Source::MembersWithoutFamilies,
                "截至当天社区（村）在任的执委中，一户家庭也没有联系的。",
                Rows::Here,
            ),
            Self::ResidenceSideHouseholds | Self::ResidenceSideWomen | Self::ResidenceSideMembers => {
                self.residence_side()
            }
            Self::Visits => happenings(
                "户次",
                FactKind::Visit,
                "期间内的走访，走访一户一次算一户次；撤销的已减去。只算在户籍地，居住地是协助，不重复算。",
                "",
            ),
            Self::MattersSettled => happenings(
                "件",
                FactKind::MatterSettled,
                "期间内走访时当场办结的事；撤销的已减去。平常看望不算。",
                "&matter=settled",
            ),
            Self::HouseholdsVisited | Self::VisitRate => self.visited(),
            Self::RequestsReceived => registered(
                "件",
                FactKind::RequestReceived,
                "期间内登记的诉求，不论从哪里来；只算在她所在的村（社区）。后来转为保密事项的仍计数，名单里没有。",
                ("受理的诉求", "/requests?received_from={from}&received_to={to}"),
            ),
            Self::RequestsAnswered => registered(
                "件",
                FactKind::RequestAnswered,
                "期间内办结的诉求：答复告诉了本人，或者上一级核过确实送不到；重新办理的减去。本人撤回、并入和转为保密的不算。",
                ("办结的诉求", "/requests?answered_from={from}&answered_to={to}"),
            ),
            Self::ScreeningRounds | Self::TroublesFound | Self::TroublesResolved => self.screening(),
            Self::Disputes | Self::DisputesWithMembers | Self::WrittenAgreements => self.mediated(),
        }
    }

    const fn screening(self) -> Definition {
        match self {
            Self::ScreeningRounds => registered(
                "次",
                FactKind::ScreeningRound,
                "期间内办完的排查：名单上的家庭都见到了，或者写了没见到的原因。",
                ("办完的排查", "/screenings?from={from}&to={to}"),
            ),
            Self::TroublesFound => registered(
                "件",
                FactKind::TroubleFound,
                "期间内发现的情感困扰，没有人申请调解的不是纠纷，不算在纠纷里；保密办理的不算。",
                ("发现的困扰", "/troubles?found_from={from}&found_to={to}"),
            ),
            _ => registered(
                "件",
                FactKind::TroubleResolved,
                "期间内化解的情感困扰，不论哪一天发现的；搬走、不要帮和申请调解的不算。",
                ("化解的困扰", "/troubles?state=resolved&closed_from={from}&closed_to={to}"),
            ),
        }
    }

    const fn roster(self) -> Definition {
        let also = PersonsWho::AlsoHold;
        match self {
            Self::MembersTwoCommittees => {
                posts(also(PostKind::TwoCommittees), "在任执委中，同时在同一组织任村（社区）两委干部的。")
            }
            Self::MembersGroupHeads => {
                posts(also(PostKind::GroupHead), "在任执委中，同时在同一组织任居民小组长的。")
            }
            Self::MembersCollege => {
                posts(PersonsWho::HaveEducation(Education::College), "在任执委中，学历为大专及以上的。")
            }
            Self::MembersHighSchool => {
                posts(PersonsWho::HaveEducation(Education::HighSchool), "在任执委中，学历为高中或中专的。")
            }
            Self::MembersCommunist => {
                posts(PersonsWho::BelongTo(Party::Communist), "在任执委中，政治面貌为中共党员的。")
            }
            Self::GroupHeadsWomen => {
                holders(PostKind::GroupHead, PersonsWho::AreWomen, "截至当天在任的居民小组长中的妇女。")
            }
            Self::GroupHeadsWomenMembers => holders(
                PostKind::GroupHead,
                also(PostKind::Member),
                "在任的居民小组长中，同时在同一组织任执委的妇女。",
            ),
            _ => posts(PersonsWho::Any, "截至当天在任的执委。一人在范围内兼几处，只算一人。"),
        }
    }
}
