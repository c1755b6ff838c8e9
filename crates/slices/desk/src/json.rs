//! The desk for programs. What stands beside a field is read in the document of the interface, by engineers in China:
//! therefore in Chinese.

use niangjia_kernel::Day;
use serde::Serialize;
use utoipa::ToSchema;

/// 今天要办的，只有数；名单在下面两个地址里。
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DeskBody {
    /// 今天的日期
    day: String,
    /// 超期走访的户数
    visits_overdue: i64,
    /// 7 天内到期的户数
    visits_due_soon: i64,
    /// 没有联系人的重点户数
    households_uncovered: i64,
    /// 没有联系家庭的执委人数
    members_without_families: i64,
    /// 重点户数
    key_households: i64,
    /// 本月走访户次
    visits_this_month: i64,
    /// 家庭名单的地址，后面加 ?show=overdue、soon、uncovered、key
    households: String,
    /// 没有联系家庭的执委名单的地址
    members: String,
}

impl DeskBody {
    /// `due`: overdue, due soon, uncovered, idle members.
    pub(crate) fn of(code: &str, today: Day, visits: i64, keys: i64, due: [i64; 4]) -> Self {
        let [visits_overdue, visits_due_soon, households_uncovered, members_without_families] = due;
        Self {
            day: today.to_string(),
            visits_overdue,
            visits_due_soon,
            households_uncovered,
            members_without_families,
            key_households: keys,
            visits_this_month: visits,
            households: format!("/orgs/{code}/households"),
            members: format!("/orgs/{code}/members-without-families"),
        }
    }
}
