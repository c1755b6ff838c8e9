//! Sealed cases of invented women, so that their pages and the numbers above can be looked at.

use niangjia_kernel::Day;
use niangjia_protection::api::{Past, SaidCase, live_on, open_case, put_in_charge, visit};
use niangjia_store::{Acting, Actor, PostKind, WriteTx};

use super::reports::chair_of;
use super::roster::organisation;
use super::{DemoError, Steps};

const COUNTY: &str = "341881";
const IN_CHARGE: &str = "傅晓岚";
const MORNING: i64 = 8 * 3_600;

/// How many days ago, to whom she came and where, what she is called, her number, what she said, whether a child is concerned,
/// how far it has come.
type Came = (i64, (&'static str, &'static str), &'static str, &'static str, &'static str, bool, Past);

const SONGHE: (&str, &str) = ("341881003004", "吴美霞");
const QIAODONG: (&str, &str) = ("341881003001", "俞小芹");

const CAME: [Came; 9] = [
    (300, SONGHE, "贺素云", "19900008801", "喝了酒就动手，这次打伤了眼角", false, Past::Closed),
    (210, QIAODONG, "裴小琳", "19900008802", "他掐我脖子，说走就不让我活", false, Past::Closed),
    (180, SONGHE, "俞春妹", "19900008803", "公公骂、丈夫打，不给生活费", false, Past::Closed),
    (150, QIAODONG, "柏秋萍", "19900008804", "把我锁在家里，手机也拿走了", false, Past::Closed),
    (140, SONGHE, "邵金花", "19900008805", "当着孩子的面打我", false, Past::Closed),
    (130, QIAODONG, "阮冬梅", "19900008806", "离婚以后还来单位堵我", false, Past::Closed),
    (60, SONGHE, "贺素云", "19900008801", "又动手了，这次孩子也挨了打", true, Past::Protected),
    (6, QIAODONG, "钮小满", "19900008807", "老师看到孩子身上有伤，孩子不敢回家", true, Past::Assessed),
    (1, SONGHE, "毕云仙", "19900008808", "昨晚被赶出来，在邻居家过的夜", false, Past::Taken),
];

/// After how many days each was visited, where it was due.
const VISITED: [i64; 4] = [3, 30, 90, 180];

/// How many steps a progress bar counts.
pub(super) const STEPS: u64 = CAME.len() as u64;

/// Writes them down as of their days.
pub(super) fn enter(tx: &WriteTx<'_>, today: Day, steps: &Steps) -> Result<(), DemoError> {
    let county = organisation(tx, COUNTY)?;
    let chair = chair_of(tx, &county)?;
    let charge = serving(tx, (COUNTY, IN_CHARGE), PostKind::ViceChair)?;
    let then = tx.as_of(today.plus(-400).start().plus_seconds(MORNING));
    put_in_charge(&then, &chair, (charge.person, &charge.name), "县妇联权益干部")?;
    for (ago, whom, name, phone, words, child, past) in CAME {
        let then = tx.as_of(today.plus(-ago).start().plus_seconds(MORNING));
        let actor = serving(&then, whom, PostKind::Member)?;
        let said = SaidCase {
            id: niangjia_store::facts::random(&then),
            name: name.to_owned(),
            phone: phone.to_owned(),
            place: actor.acting.org_name.clone(),
            words: words.to_owned(),
            reporter: String::new(),
            household: None,
            found_in: None,
            violence: true,
            child,
        };
        let key = match open_case(&then, &actor, &said)? {
            niangjia_store::Ending::Commit(opened) => *opened.value(),
            niangjia_store::Ending::Nothing(key) => key,
        };
        live_on(&then, &actor, key, past)?;
        for later in VISITED.iter().filter(|later| **later < ago) {
            visit(&tx.as_of(today.plus(later - ago).start().plus_seconds(MORNING)), &actor, key)?;
        }
        steps.done(1);
    }
    Ok(())
}

/// Somebody by name in one of her posts.
pub(super) fn serving(
    tx: &WriteTx<'_>,
    (code, name): (&str, &str),
    kind: PostKind,
) -> Result<Actor, DemoError> {
    let org = organisation(tx, code)?;
    let roster = niangjia_people::api::roster(tx, org.tenant, org.id, tx.today())?;
    let entry = roster.into_iter().find(|entry| entry.name == name && entry.kind == kind);
    let entry = entry.ok_or_else(|| DemoError::Wrong(format!("{} 没有 {name}", org.name)))?;
    let acting = Acting {
        post: entry.post,
        kind,
        org_id: org.id,
        org_path: org.path.clone(),
        org_name: org.name.clone(),
        level: org.level,
    };
    Ok(Actor { tenant: org.tenant, person: entry.person, name: entry.name, acting, via: None })
}
