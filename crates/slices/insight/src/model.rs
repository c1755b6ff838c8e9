//! Indicators by name, and what one came to.

use niangjia_kernel::coded;

coded! {
    /// A figure that the federation is asked for. Its definition stands in `registry.rs`.
    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(try_from = "String", into = "String")]
    pub enum Indicator {
        /// Federations of the branch.
        Federations = "federations", "妇联组织";
        /// Committee members.
        Members = "members", "执委";
        /// Of them, cadres of the two committees.
        MembersTwoCommittees = "members_two_committees", "执委中的两委干部";
        /// Of them, heads of residents' groups.
        MembersGroupHeads = "members_group_heads", "执委中的居民小组长";
        /// Of them, with college or more.
        MembersCollege = "members_college", "执委中大专及以上";
        /// Of them, with high school.
        MembersHighSchool = "members_high_school", "执委中高中（中专）";
        /// Of them, members of the Communist Party.
        MembersCommunist = "members_communist", "执委中的党员";
        /// Women elected to head a residents' group.
        GroupHeadsWomen = "group_heads_women", "当选居民小组长的妇女";
        /// Of them, committee members.
        GroupHeadsWomenMembers = "group_heads_women_members", "当选居民小组长的妇女中的执委";
        /// Residents' groups.
        Groups = "groups", "居民小组";
        /// Grids.
        Grids = "grids", "网格";
        /// Households with a need.
        KeyHouseholds = "key_households", "重点户";
        /// With minimum living allowance.
        HouseholdsDibao = "households_dibao", "低保户";
        /// With disability or serious illness.
        HouseholdsDisabledOrIll = "households_disabled_or_ill", "残疾或大病户";
        /// With a child in difficulty.
        HouseholdsChildInDifficulty = "households_child_in_difficulty", "困境儿童户";
        /// With none of these four needs but another.
        HouseholdsOtherNeed = "households_other_need", "其他需求户";
        /// Key households that somebody is linked to.
        HouseholdsCovered = "households_covered", "重点户有联系人";
        /// Key households that nobody is linked to.
        HouseholdsUncovered = "households_uncovered", "没有联系人的重点户";
        /// Households whose visit is overdue.
        VisitsOverdue = "visits_overdue", "超期未走访";
        /// Committee members without a family.
        MembersWithoutFamilies = "members_without_families", "没有联系家庭的执委";
        /// Households linked on the side where they live.
        ResidenceSideHouseholds = "residence_side_households", "居住侧联系的家庭";
        /// Women who live in them.
        ResidenceSideWomen = "residence_side_women", "居住侧联系的妇女";
        /// Members who are linked to them.
        ResidenceSideMembers = "residence_side_members", "居住侧联系的执委";
        /// Visits made.
        Visits = "visits", "走访";
        /// Matters settled on the spot.
        MattersSettled = "matters_settled", "当场办结";
        /// Different households visited.
        HouseholdsVisited = "households_visited", "走访到的家庭";
        /// Key households visited, of all key households.
        VisitRate = "visit_rate", "重点户走访率";
        /// Requests that were received.
        RequestsReceived = "requests_received", "受理的诉求";
        /// Of whenever received: those whose answer reached her.
        RequestsAnswered = "requests_answered", "办结的诉求";
        /// Rounds of screening that were finished.
        ScreeningRounds = "screening_rounds", "排查";
        /// Troubles of relationships that were found.
        TroublesFound = "troubles_found", "发现情感困扰";
        /// Of whenever found: those that were resolved.
        TroublesResolved = "troubles_resolved", "化解情感困扰";
        /// Disputes taken for mediation.
        Disputes = "disputes", "受理的矛盾纠纷";
        /// Of them, those in which somebody of a committee took part.
        DisputesWithMembers = "disputes_with_members", "有执委参与的矛盾纠纷";
        /// Agreements in writing.
        WrittenAgreements = "written_agreements", "书面调解协议";
    }
}

niangjia_store::coded_columns!(Indicator);

/// Whether an indicator tells how things stand on a day, or what happened within days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 截至.
    State,
    /// 期间.
    Happening,
}

/// What an indicator came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Amount {
    /// So many.
    Count(i64),
    /// So many of so many.
    Ratio(i64, i64),
}

/// One cell of a table as it is shown to somebody from whom small numbers are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The number itself.
    Exact(i64),
    /// 1 to 4: `<5`.
    Few,
    /// Not shown, because another cell could be computed from it: `—`.
    Withheld,
}

/// An indicator as one reader sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// A count, or what is shown in its place.
    Count(Shown),
    /// A ratio with both its numbers.
    Ratio(i64, i64),
    /// A ratio whose numbers are too small to show.
    HiddenRatio,
}

impl Figure {
    /// An amount that is shown as it is.
    pub(crate) const fn open(amount: Amount) -> Self {
        match amount {
            Amount::Count(count) => Self::Count(Shown::Exact(count)),
            Amount::Ratio(numerator, denominator) => Self::Ratio(numerator, denominator),
        }
    }

    /// Whether the reader knows the numbers.
    pub(crate) const fn is_exact(&self) -> bool {
        matches!(self, Self::Count(Shown::Exact(_)) | Self::Ratio(..))
    }
}
