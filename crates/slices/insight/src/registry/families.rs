//! The indicators of families: by need, covered, overdue, visited, and where they live.

use niangjia_household::api::{NeedKind, Side, StandingFilter};

use super::{Counting, Definition, Rows, Source};
use crate::model::{Indicator, Kind};
use crate::period::Span;

/// The needs that have an indicator of their own.
const NAMED_NEEDS: [NeedKind; 4] =
    [NeedKind::Dibao, NeedKind::Disabled, NeedKind::SeriouslyIll, NeedKind::ChildInDifficulty];

const fn households(
    filter: fn(Span) -> StandingFilter,
    formula: &'static str,
    lists: &'static [(&'static str, &'static str)],
) -> Definition {
    let counting = Counting::Count(Source::Households(filter));
    Definition {
        unit: "户",
        kind: Kind::State,
        counting,
        hides_small: true,
        formula,
        rows: Rows::Households(lists),
    }
}

fn key(_: Span) -> StandingFilter {
    StandingFilter { key: true, ..StandingFilter::default() }
}

fn covered(span: Span) -> StandingFilter {
    StandingFilter { covered: Some(true), ..key(span) }
}

fn visited(span: Span) -> StandingFilter {
    StandingFilter { visited: Some((span.from, span.to)), ..StandingFilter::default() }
}

fn key_visited(span: Span) -> StandingFilter {
    StandingFilter { key: true, ..visited(span) }
}

impl Indicator {
    /// See [`Indicator::definition`].
    pub(super) const fn by_need(self) -> Definition {
        match self {
            Self::HouseholdsDibao => households(
                |span| StandingFilter { need: Some(NeedKind::Dibao), ..key(span) },
                "重点户中有低保需求的。一户有几项需求，在几类里各算一次。",
                &[("低保户名单", "show=key&need=dibao")],
            ),
            Self::HouseholdsDisabledOrIll => households(
                |span| StandingFilter {
                    any_need: vec![NeedKind::Disabled, NeedKind::SeriouslyIll],
                    ..key(span)
                },
                "重点户中有残疾或大病需求的，两项都有的只算一户。",
                &[("残疾户名单", "show=key&need=disabled"), ("大病户名单", "show=key&need=seriously_ill")],
            ),
            Self::HouseholdsChildInDifficulty => households(
                |span| StandingFilter { need: Some(NeedKind::ChildInDifficulty), ..key(span) },
                "重点户中有困境儿童的。一户有几项需求，在几类里各算一次。",
                &[("困境儿童户名单", "show=key&need=child_in_difficulty")],
            ),
            Self::HouseholdsOtherNeed => households(
                |span| StandingFilter { none_of: NAMED_NEEDS.to_vec(), ..key(span) },
                "重点户中没有低保、残疾、大病、困境儿童需求，只有其他需求的。",
                &[("全部重点户名单", "show=key")],
            ),
            _ => households(
                key,
                "截至当天在册、至少有一项需求的家庭。人户分离的家庭只在户籍地算一次。",
                &[("重点户名单", "show=key")],
            ),
        }
    }

    /// See [`Indicator::definition`].
    pub(super) const fn coverage(self) -> Definition {
        match self {
            Self::HouseholdsCovered => Definition {
                counting: Counting::Ratio {
                    numerator: Source::Households(covered),
                    denominator: Source::Households(key),
                },
                ..households(
                    key,
                    "分子：截至当天至少有一位执委联系的重点户。分母：全部重点户。人户分离的家庭只在户籍地算一次。",
                    &[("没有联系人的", "show=uncovered"), ("全部重点户", "show=key")],
                )
            },
            Self::HouseholdsUncovered => households(
                |span| StandingFilter { covered: Some(false), ..key(span) },
                "截至当天没有任何执委联系的重点户。",
                &[("没有联系人的名单", "show=uncovered")],
            ),
            _ => households(
                |span| StandingFilter { due_before: Some(span.to), ..StandingFilter::default() },
                "截至当天有人联系、下次走访日早于当天的家庭。与她约定了日子的按约定；没有约定的，从上次走访（没走访过的从开始联系）起，\
                 按她家各项需求中最短的间隔算。",
                &[("超期名单", "show=overdue")],
            ),
        }
    }

    /// See [`Indicator::definition`].
    pub(super) const fn residence_side(self) -> Definition {
        const LISTS: &[(&str, &str)] = &[("居住侧联系的名单", "show=residence")];
        let linked = households(
            |_| StandingFilter { side: Some(Side::Residence), ..StandingFilter::default() },
            "截至当天由居住地执委联系的人户分离家庭，按户籍地统计。",
            LISTS,
        );
        match self {
            Self::ResidenceSideWomen => Definition {
                unit: "人",
                counting: Counting::Count(Source::WomenLinked(Side::Residence)),
                formula: "居住侧联系的家庭里，截至当天登记在册的妇女。",
                ..linked
            },
            Self::ResidenceSideMembers => Definition {
                unit: "人",
                counting: Counting::Count(Source::MembersLinked(Side::Residence)),
                hides_small: false,
                formula: "截至当天联系居住侧家庭的执委，联系几户都只算一人。",
                ..linked
            },
            _ => linked,
        }
    }

    /// See [`Indicator::definition`].
    pub(super) const fn visited(self) -> Definition {
        const LISTS: &[(&str, &str)] = &[("走访到的家庭", "show=all&visited={month}")];
        const KEY_LISTS: &[(&str, &str)] =
            &[("走访到的重点户", "show=key&visited={month}"), ("全部重点户", "show=key")];
        let counted = Definition {
            kind: Kind::Happening,
            ..households(visited, "期间内至少走访过一次、期末仍在册的家庭，走访几次都只算一户。", LISTS)
        };
        match self {
            Self::VisitRate => Definition {
                counting: Counting::Ratio {
                    numerator: Source::Households(key_visited),
                    denominator: Source::Households(key),
                },
                formula: "分子：期间内至少走访过一次的重点户。分母：期末的全部重点户。",
                rows: Rows::Households(KEY_LISTS),
                ..counted
            },
            _ => counted,
        }
    }
}
