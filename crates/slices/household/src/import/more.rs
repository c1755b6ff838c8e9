//! Files about households that are in the register already: their people, needs, links, and visits of earlier years.

mod committee;
mod links;
mod naming;
mod needs;
mod residents;
mod session;
mod visits;
mod words;

use niangjia_document::heading::Wanted;
use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asks, Home, Intake, Rows, Undoing};
use niangjia_web::AppError;

use crate::import::more::session::{Kind, Session};
use crate::import::undo::HouseholdUndoing;
use crate::import::{GROUP, HouseholdFile};

pub(crate) use words::label;

/// People of households.
pub struct ResidentFile;
/// Needs with their source and days.
pub struct NeedFile;
/// Links with their side, mode and days.
pub struct LinkFile;
/// Visits of earlier years.
pub struct VisitFile;

fn begin<K: Kind + Default>(tx: &ReadTx<'_>, actor: &Actor, home: &Home) -> Result<Box<dyn Rows>, AppError> {
    Ok(Box::new(Session::<K>::begin(tx, actor, home)?))
}

/// What the four files have in common: whose they are, who loads them, how they are taken back.
macro_rules! intake {
    ($file:ty, $kind:ty, $columns:expr, $page:literal, $name:literal, $asks:expr, $explanation:literal, $notes:expr) => {
        impl Intake for $file {
            fn page(&self) -> &'static str {
                $page
            }

            fn name(&self) -> &'static str {
                $name
            }

            fn explanation(&self) -> &'static str {
                $explanation
            }

            fn notes(&self) -> &'static [&'static str] {
                $notes
            }

            fn group(&self) -> &'static str {
                GROUP
            }

            fn asks(&self) -> Asks {
                $asks
            }

            fn undoing(&self) -> Option<&'static dyn Undoing> {
                Some(&HouseholdUndoing)
            }

            fn columns(&self) -> Vec<Wanted> {
                $columns
            }

            fn home(&self, tx: &ReadTx<'_>, actor: &Actor, code: &str) -> Result<Home, AppError> {
                HouseholdFile.home(tx, actor, code)
            }

            fn begin(&self, tx: &ReadTx<'_>, actor: &Actor, home: &Home) -> Result<Box<dyn Rows>, AppError> {
                begin::<$kind>(tx, actor, home)
            }
        }
    };
}

/// How every one of the four files names a household.
const NAMED: &str =
    "哪一户：写编号；没有编号的，写户主和手机号，或者户主和小组。分不清的行不会猜，导入后请您逐对确认。";

intake!(
    ResidentFile,
    residents::Residents,
    words::columns(words::RESIDENTS),
    "/orgs/{code}/residents/import",
    "家庭成员",
    Asks::PERSON,
    "一行一个人，家庭要先在台账里。已经登记过的人不重复登记；身份证号加密保存，只用来找出登记过两次的人，不显示。",
    &[NAMED, "性别写女或男；写了身份证号的，性别和出生年月可以不写。"]
);
intake!(
    NeedFile,
    needs::Needs,
    words::columns(words::NEEDS),
    "/orgs/{code}/needs/import",
    "需求",
    Asks::WHICH_HOUSEHOLD,
    "一行一项需求，带着来源（民政名单、残联名单……）和日期，家庭要先在台账里。已经登记过的没有变化；还在册的需求，消除请在页面上办。",
    &[
        NAMED,
        "开始日期、结束日期写到日，例如 2024-03-01；还在册的，结束日期留空。法律依据按需求种类由规则包给出。"
    ]
);
intake!(
    LinkFile,
    links::Links,
    words::columns(words::LINKS),
    "/orgs/{code}/links/import",
    "联系人",
    Asks::WHICH_HOUSEHOLD,
    "一行一段联系：哪位执委、从哪天到哪天联系哪一户。往年的联系也可以导入，导入了才能导入那时的走访。日期重叠的、那时不是执委的，会退回来写明原因。",
    &[
        NAMED,
        "哪一侧写户籍侧或居住侧，没写的算户籍侧；包保方式没写的算就近包保。",
        "结束日期写最后一天；还在联系的留空。"
    ]
);
intake!(
    VisitFile,
    visits::Visits,
    words::columns(words::VISITS),
    "/orgs/{code}/visits/import",
    "往年走访",
    Asks::WHICH_HOUSEHOLD,
    "一行一次走访，记在走访当天，归户籍社区；台账、积分和看板同时更新，已经上报的月份在旁边写明变动。走访人那天要是执委，并且联系这一户；往年的联系人请先导入。",
    &[
        NAMED,
        "从本平台导出的走访台账可以直接导入。没写走访方式的算上门，没写办理情况的算当场办结，没写事项的算日常看望。"
    ]
);
