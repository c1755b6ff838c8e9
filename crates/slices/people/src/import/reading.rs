//! A row of a roster, read: every cell by its reader, every wrong one with its sentence.

use niangjia_document::field::{self, DayOrMonth};
use niangjia_kernel::{AreaLevel, CitizenId, Day, MobileNumber};
use niangjia_org::api::{Found, Org, Places};
use niangjia_store::PostKind;
use niangjia_transfer::{Home, Meanings, Record};

use crate::import::words::{COLUMNS, Words};
use crate::model::{Education, Engagement, Party};
use crate::rules::{self, Marks, MemberRefusal, MemberSaid};

/// What a row says of somebody. What it does not say is nothing.
#[derive(Debug, Clone)]
pub(crate) struct SaidRow {
    pub(crate) org: Org,
    pub(crate) marks: Marks,
    pub(crate) education: Option<Education>,
    pub(crate) party: Option<Party>,
    pub(crate) kinds: Vec<PostKind>,
    pub(crate) engagement: Option<Engagement>,
    pub(crate) group_name: String,
    pub(crate) since: Option<DayOrMonth>,
}

/// Why a row cannot be taken, by column.
#[derive(Debug, Default)]
pub(crate) struct Reasons(Vec<String>);

impl Reasons {
    pub(crate) fn at(&mut self, column: &str, sentence: impl AsRef<str>) {
        let label = COLUMNS.iter().find(|(code, ..)| *code == column).map_or(column, |(_, label, _)| label);
        self.0.push(format!("{label}：{}", sentence.as_ref()));
    }

    fn take<T>(&mut self, column: &str, read: Result<Option<T>, String>) -> Option<T> {
        read.unwrap_or_else(|sentence| {
            self.at(column, sentence);
            None
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_sentences(self) -> Vec<String> {
        self.0
    }

    /// A refusal of the rules at the column of its field.
    pub(crate) fn refuse(&mut self, refusal: MemberRefusal) {
        let (field, sentence) = refusal.sentence();
        let column = match field {
            "birth_day" => "birth",
            "group_name" => "group",
            "from_day" => "since",
            other => other,
        };
        self.at(column, sentence);
    }
}

/// Reads a row for `home` on `today`.
pub(crate) fn read(
    record: &Record,
    home: &Home,
    places: &Places,
    today: Day,
) -> Result<SaidRow, Vec<String>> {
    let words = Words::in_force();
    let mut reasons = Reasons::default();
    let org = reasons.take("org", org(record, home, places).map(Some));
    let name = reasons.take("name", field::name(record.cell("name"))).unwrap_or_default();
    if name.is_empty() && reasons.is_empty() {
        reasons.refuse(MemberRefusal::NoName);
    }
    let citizen_id: Option<CitizenId> =
        reasons.take("citizen_id", field::citizen_id(record.cell("citizen_id"), today));
    let phone: Option<MobileNumber> = reasons.take("phone", field::mobile(record.cell("phone")));
    let said_birth = reasons.take("birth", field::month_or_day(record.cell("birth")));
    let woman = reasons.take("sex", woman(record));
    let education = reasons.take("education", one_of(record, "education", &words.education, "例如 大专"));
    let party = reasons.take("party", one_of(record, "party", &words.party, "例如 中共党员、群众"));
    let engagement =
        reasons.take("engagement", one_of(record, "engagement", &words.engagement, "专职、挂职或兼职"));
    let (kinds, named_group) = reasons.take("post", posts(record, words).map(Some)).unwrap_or_default();
    let group = reasons.take("group", field::text(record.cell("group")));
    let since = reasons.take("since", field::month_or_day(record.cell("since")));
    let in_number = citizen_id.as_ref().and_then(rules::born_of);
    // A month in the column and the whole day in the number: the number is meant.
    let born = match (said_birth, in_number) {
        (Some(said), Some(day)) if !said.day_said && said.day.month() == day.month() => Some((day, true)),
        (Some(said), _) => Some((said.day, said.day_said)),
        (None, day) => day.map(|day| (day, true)),
    };
    match org {
        Some(org) if reasons.is_empty() => Ok(SaidRow {
            org,
            marks: Marks {
                name,
                phone,
                woman: woman.or_else(|| citizen_id.as_ref().map(rules::is_woman)),
                born,
                citizen_id,
            },
            education,
            party,
            kinds,
            engagement,
            group_name: rules::group_of(&group.or(named_group).unwrap_or_default()),
            since,
        }),
        _ => Err(reasons.into_sentences()),
    }
}

impl SaidRow {
    /// What the rules of the form look at.
    pub(crate) fn member(&self, today: Day) -> MemberSaid {
        MemberSaid {
            name: self.marks.name.clone(),
            woman: self.marks.woman.unwrap_or(true),
            birth_day: self.marks.born.map(|(day, _)| day),
            citizen_id: self.marks.citizen_id.clone(),
            kinds: self.kinds.clone(),
            group_name: self.group_name.clone(),
            from: Some(self.from(today)),
        }
    }

    /// Since when she serves: today where the file does not say.
    pub(crate) fn from(&self, today: Day) -> Day {
        self.since.map_or(today, |since| since.day)
    }
}

fn org(record: &Record, home: &Home, places: &Places) -> Result<Org, String> {
    let named = field::text(record.cell("org"))?;
    let Some(named) = named else {
        return match places.find(&home.code) {
            Found::One(org) if org.level == AreaLevel::Community => Ok(org.clone()),
            _ => Err(format!("请写是{}哪个社区（村）或街道（乡镇）的", home.place)),
        };
    };
    match places.find(&named) {
        Found::One(org) if home.path.covers(&org.path) => Ok(org.clone()),
        Found::One(org) => Err(format!("{}不在这次导入的范围（{}）里", org.place(), home.place)),
        Found::Several(names) => {
            Err(format!("“{named}”有 {} 个：{}，请写全称或代码", names.len(), names.join("、")))
        }
        Found::Nothing => Err(format!("{}没有“{named}”，请写全称或 12 位代码", home.place)),
    }
}

fn woman(record: &Record) -> Result<Option<bool>, String> {
    let Some(text) = field::text(record.cell("sex"))? else { return Ok(None) };
    match text.as_str() {
        "女" | "女性" | "F" | "f" => Ok(Some(true)),
        "男" | "男性" | "M" | "m" => Ok(Some(false)),
        _ => Err(format!("“{text}”看不懂，请写“女”或“男”")),
    }
}

fn one_of<T: Copy + PartialEq>(
    record: &Record,
    column: &str,
    meanings: &Meanings<T>,
    example: &str,
) -> Result<Option<T>, String> {
    let Some(text) = field::text(record.cell(column))? else { return Ok(None) };
    meanings.get(&text).map(Some).ok_or_else(|| format!("“{text}”看不懂，请写{example}"))
}

/// `执委、居民小组长（巫山组）`: the posts, and the group that stands behind one.
fn posts(record: &Record, words: &Words) -> Result<(Vec<PostKind>, Option<String>), String> {
    let Some(text) = field::text(record.cell("post"))? else { return Ok((Vec::new(), None)) };
    let (mut kinds, mut group) = (Vec::new(), None);
    for part in field::split_list(&text) {
        if let Some(kind) = words.posts.get(&part) {
            let behind = part.split_once('(').map(|(_, behind)| behind.trim_end_matches(')').to_owned());
            group = group.or(behind.filter(|_| kind == PostKind::GroupHead));
            kinds.push(kind);
            continue;
        }
        let several: Option<Vec<PostKind>> =
            part.split(['兼', '和', '及', '+']).map(|one| words.posts.get(one)).collect();
        kinds.extend(several.ok_or_else(|| {
            format!("“{part}”看不懂，请写 执委、主席、副主席、妇女代表、居民小组长、两委干部，几个用“、”隔开")
        })?);
    }
    kinds.sort_unstable();
    kinds.dedup();
    Ok((kinds, group))
}
