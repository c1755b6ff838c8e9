//! A row of a ledger, read: every cell by its reader, every wrong one with its sentence.

use niangjia_document::{Cell, field};
use niangjia_kernel::{AreaCode, AreaLevel, Day, MobileNumber};
use niangjia_org::api::{Found, Org, Places};
use niangjia_transfer::{Home, Record};

use crate::import::community::Community;
use crate::import::person::{SaidPerson, person};
use crate::import::words::{Words, label, tick};
use crate::model::NeedKind;
use crate::rules::group_of;

/// The highest number of a register: four digits.
pub(crate) const HIGHEST_NUMBER: u32 = 9_999;

/// What a row says of a household. What it does not say is nothing.
#[derive(Debug, Clone)]
pub(crate) struct SaidRow {
    pub(crate) org: Org,
    pub(crate) number: Option<String>,
    pub(crate) contact: Option<String>,
    pub(crate) group: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) phone: Option<MobileNumber>,
    pub(crate) elsewhere: Option<bool>,
    pub(crate) residence: Option<String>,
    pub(crate) residence_area: Option<AreaCode>,
    pub(crate) needs: Vec<NeedKind>,
    pub(crate) members: Vec<String>,
    pub(crate) grid: Option<String>,
    pub(crate) since: Option<Day>,
    pub(crate) person: Option<SaidPerson>,
}

/// Why a row cannot be taken, by column.
#[derive(Debug, Default)]
pub(crate) struct Reasons(Vec<String>);

impl Reasons {
    pub(crate) fn at(&mut self, column: &str, sentence: impl AsRef<str>) {
        self.0.push(format!("{}：{}", label(column), sentence.as_ref()));
    }

    /// What was read, or nothing and the sentence why.
    pub(crate) fn take<T>(&mut self, column: &str, read: Result<Option<T>, String>) -> Option<T> {
        read.unwrap_or_else(|sentence| {
            self.at(column, sentence);
            None
        })
    }

    /// A refusal of the form at the column of its field.
    pub(crate) fn refuse(&mut self, (field, sentence): (&str, String)) {
        let column = match field {
            "contact_name" => "contact",
            "group_name" => "group",
            "lives_elsewhere" => "elsewhere",
            "kind" => "needs",
            other => other,
        };
        self.at(column, sentence);
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_sentences(self) -> Vec<String> {
        self.0
    }
}

/// A row that cannot be read as it is, with the names in it that could be: whoever corrects it hears of all at once.
pub(crate) struct Unreadable {
    pub(crate) org: Option<Org>,
    reasons: Reasons,
    members: Vec<String>,
    grid: Option<String>,
}

impl Unreadable {
    /// All that is wrong with it, beside the names that its community has.
    pub(crate) fn sentences(mut self, community: Option<&Community>) -> Vec<String> {
        if let Some(community) = community {
            let _found = community.members(&self.members, &mut self.reasons);
            let grid = self.grid.as_deref().map(|grid| community.grid(grid)).transpose();
            let _found = self.reasons.take("grid", grid);
        }
        self.reasons.into_sentences()
    }
}

/// Reads a row for `home` on `today`.
pub(crate) fn read(
    record: &Record,
    home: &Home,
    places: &Places,
    today: Day,
) -> Result<SaidRow, Box<Unreadable>> {
    let mut reasons = Reasons::default();
    let text = |code: &str| field::text(record.cell(code));
    let org = reasons.take("org", org(record, home, places).map(Some));
    let number = reasons.take("number", number(record.cell("number")));
    let contact = reasons.take("contact", field::name(record.cell("contact")).map(|name| name.map(called)));
    let group = reasons.take("group", text("group"));
    let address = reasons.take("address", text("address"));
    let phone = reasons.take("phone", field::mobile(record.cell("phone")));
    let elsewhere = reasons.take("elsewhere", elsewhere(record.cell("elsewhere")));
    let residence = reasons.take("residence", text("residence"));
    let residence_area = reasons.take("residence_area", area(record.cell("residence_area")));
    let needs = needs(record, &mut reasons);
    let members = reasons.take("member", members(record.cell("member"))).unwrap_or_default();
    let grid = reasons.take("grid", text("grid"));
    let since = reasons.take("since", field::month_or_day(record.cell("since")));
    let (contact, person) = person(record, contact, number.is_some(), today, &mut reasons);
    match org {
        Some(org) if reasons.is_empty() => Ok(SaidRow {
            org,
            number,
            contact,
            group: group.map(|group| group_of(&group)).filter(|group| !group.is_empty()),
            address,
            phone,
            elsewhere,
            residence,
            residence_area,
            needs,
            members,
            grid,
            since: since.map(|since| since.day),
            person,
        }),
        org => Err(Box::new(Unreadable { org, reasons, members, grid })),
    }
}

/// The community of a row: the one that the file is loaded for, or the one that the row names below it.
pub(crate) fn org(record: &Record, home: &Home, places: &Places) -> Result<Org, String> {
    let Some(named) = field::text(record.cell("org"))? else {
        return match places.find(&home.code) {
            Found::One(org) if org.level == AreaLevel::Community => Ok(org.clone()),
            _ => Err(format!("请写是{}哪个社区（村）的", home.place)),
        };
    };
    match places.find(&named) {
        Found::One(org) if !home.path.covers(&org.path) => {
            Err(format!("{}不在这次导入的范围（{}）里", org.place(), home.place))
        }
        Found::One(org) if org.level != AreaLevel::Community => {
            Err(format!("家庭登记在社区（村），{}不是社区；请写是哪个社区（村）的", org.place()))
        }
        Found::One(org) => Ok(org.clone()),
        Found::Several(names) => {
            Err(format!("“{named}”有 {} 个：{}，请写全称或代码", names.len(), names.join("、")))
        }
        Found::Nothing => Err(format!("{}没有“{named}”，请写全称或 12 位代码", home.place)),
    }
}

/// `12` is `0012`: the registers count in four digits.
pub(crate) fn number(cell: &Cell) -> Result<Option<String>, String> {
    let Some(text) = field::text(cell)? else { return Ok(None) };
    match text.parse::<u32>() {
        Ok(number @ 1..=HIGHEST_NUMBER) => Ok(Some(format!("{number:04}"))),
        _ => Err(format!("“{text}”不能作编号，请写 1 到 9999 的数字；不用单位的编号时，这一列选“不导入”")),
    }
}

/// A household may be written as it is called: `王桂兰家` and `王桂兰户` are 王桂兰's.
pub(crate) fn called(name: String) -> String {
    let bare = ["家", "户"].iter().find_map(|suffix| name.strip_suffix(suffix));
    bare.filter(|bare| bare.chars().count() >= 2).map(str::to_owned).unwrap_or(name)
}

fn elsewhere(cell: &Cell) -> Result<Option<bool>, String> {
    match field::text(cell)?.as_deref() {
        Some("人户分离" | "分离" | "外出") => Ok(Some(true)),
        Some("人户一致" | "一致" | "未分离" | "不分离") => Ok(Some(false)),
        _ => field::yes_no(cell),
    }
}

fn area(cell: &Cell) -> Result<Option<AreaCode>, String> {
    let Some(text) = field::text(cell)? else { return Ok(None) };
    AreaCode::parse(&text).map(Some).map_err(|error| error.to_string())
}

fn members(cell: &Cell) -> Result<Option<Vec<String>>, String> {
    let Some(text) = field::text(cell)? else { return Ok(None) };
    let names = field::split_list(&text).into_iter();
    let names = names.filter(|name| !matches!(name.as_str(), "无" | "暂无" | "待定" | "-"));
    // 汪秀英（13800001111）
    let bare = names.map(|name| name.split('(').next().unwrap_or_default().trim().to_owned());
    Ok(Some(bare.filter(|name| !name.is_empty()).collect()))
}

/// The needs of the list and of the columns with a tick.
fn needs(record: &Record, reasons: &mut Reasons) -> Vec<NeedKind> {
    let mut needs = Vec::new();
    let list = reasons.take("needs", field::text(record.cell("needs")));
    for word in list.iter().flat_map(|list| field::split_list(list)) {
        match Words::in_force().needs.get(&word) {
            Some(need) => needs.extend(need),
            None => {
                let known: Vec<_> = NeedKind::ALL.iter().map(|need| need.label()).collect();
                reasons.at("needs", format!("“{word}”看不懂，请写 {}；没有的写“无”", known.join("、")));
            }
        }
    }
    for need in NeedKind::ALL {
        let cell = record.cell(tick(*need));
        if !cell.is_empty() && ticked(cell, *need, reasons) {
            needs.push(*need);
        }
    }
    needs.sort_unstable();
    needs.dedup();
    needs
}

/// A tick, or the need itself written once more in its own column.
fn ticked(cell: &Cell, need: NeedKind, reasons: &mut Reasons) -> bool {
    let word = field::text(cell).ok().flatten().unwrap_or_default();
    match Words::in_force().needs.get(&word) {
        Some(said) => said == Some(need),
        None => reasons.take(tick(need), field::yes_no(cell)).unwrap_or(false),
    }
}
