//! What a form looks like: headings, order, grouping, units, notes and closing lines. All of it is the pack's.

use niangjia_kernel::{AreaLevel, coded};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{Indicator, Kind};
use crate::registry::Counting;

coded! {
    /// The days that a number of a form is about.
    #[derive(Serialize, Deserialize)]
    #[serde(try_from = "String", into = "String")]
    pub enum Period {
        /// Happenings of the month.
        Month = "month", "本月";
        /// Happenings from January up to the month.
        Year = "year", "本年累计";
        /// State on the last day of the month, in the open month today.
        AsOf = "as_of", "截至月末";
    }
}

coded! {
    /// What a column of a table of lines shows.
    #[derive(Serialize, Deserialize)]
    #[serde(try_from = "String", into = "String")]
    pub enum Shows {
        /// The number of the line.
        Number = "number", "序号";
        /// What is counted.
        Item = "item", "项目";
        /// In which unit.
        Unit = "unit", "单位";
        /// Happenings of the month.
        Month = "month", "本月";
        /// Happenings from January up to the month.
        Year = "year", "本年累计";
        /// State on the last day of the month.
        AsOf = "as_of", "截至月末";
        /// A note.
        Note = "note", "备注";
    }
}

coded! {
    /// Who or what stands behind a closing line.
    #[derive(Serialize, Deserialize)]
    #[serde(try_from = "String", into = "String")]
    pub enum Fills {
        /// The organisation.
        Organisation = "org", "填报单位";
        /// Who chairs it.
        Chair = "chair", "负责人";
        /// Who reported.
        Reporter = "reporter", "填报人";
        /// The day on which it was reported.
        ReportedOn = "reported_on", "填报日期";
        /// Nothing that the platform knows: filled in by hand.
        Hand = "hand", "手填";
    }
}

macro_rules! read_by_code {
    ($($ty:ty: $what:literal;)+) => {
        $(impl TryFrom<String> for $ty {
            type Error = String;
            fn try_from(code: String) -> Result<Self, String> {
                Self::parse(&code).map_err(|_| format!(concat!("没有", $what, "“{}”"), code))
            }
        }
        impl From<$ty> for String {
            fn from(value: $ty) -> Self {
                value.code().to_owned()
            }
        })+
    };
}

read_by_code! {
    Indicator: "指标";
    Period: "这样的期间";
    Shows: "这样的列";
    Fills: "这样的落款";
}

impl Period {
    /// Whether an indicator can be asked for these days.
    pub(crate) fn fits(self, indicator: Indicator) -> bool {
        (indicator.definition().kind == Kind::State) == (self == Self::AsOf)
    }
}

impl Shows {
    /// The days of a column of figures.
    pub(crate) const fn period(self) -> Option<Period> {
        match self {
            Self::Month => Some(Period::Month),
            Self::Year => Some(Period::Year),
            Self::AsOf => Some(Period::AsOf),
            Self::Number | Self::Item | Self::Unit | Self::Note => None,
        }
    }
}

/// A form of the pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// What it is called in links: `monthly`.
    pub code: String,
    /// What it is called on screens: `月报表`.
    pub name: String,
    /// 表号.
    pub number: String,
    /// With the places `{place}`, `{org}`, `{to}` and `{month}`, as every text of a form.
    pub title: String,
    /// Lines under the title.
    #[serde(default)]
    pub head: Vec<String>,
    /// Who fills it in.
    #[serde(serialize_with = "level_out", deserialize_with = "level_in")]
    pub from: AreaLevel,
    /// Who receives it.
    #[serde(serialize_with = "level_out", deserialize_with = "level_in")]
    pub to: AreaLevel,
    /// By which day of the next month.
    pub due_day: i64,
    /// Its tables.
    pub section: Vec<Section>,
    /// Lines at the foot, one beside the other.
    #[serde(default)]
    pub closing: Vec<Closing>,
    /// What is said below, small.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// A table of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Section {
    /// One indicator on each line.
    Lines(Lines),
    /// One branch on each line, one indicator in each column.
    Annex(Annex),
}

/// A table of indicators, line by line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    /// Above the table.
    #[serde(default)]
    pub heading: String,
    /// Whether it is printed on its side.
    #[serde(default)]
    pub landscape: bool,
    /// From left to right.
    pub column: Vec<LinesColumn>,
    /// From the top down.
    pub line: Vec<Line>,
}

/// A column of a table of lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinesColumn {
    /// Its heading.
    pub heading: String,
    /// What stands in it.
    pub show: Shows,
    /// Its width in characters, on paper and in the sheet.
    #[serde(default = "usual_width")]
    pub width: u16,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// A heading across all columns: the lines below it are numbered from 1 again. Such a line has nothing else.
    #[serde(default)]
    pub part: String,
    /// Its number where it is not simply the next: `1.1`.
    #[serde(default)]
    pub number: String,
    /// What is counted, in the words of the form.
    #[serde(default)]
    pub item: String,
    /// `None`: filled in by hand.
    #[serde(default)]
    pub indicator: Option<Indicator>,
    /// Where it is not the indicator's own.
    #[serde(default)]
    pub unit: String,
    /// In which columns; none named: in all.
    #[serde(default)]
    pub spans: Vec<Period>,
    /// What stands in the column of notes.
    #[serde(default)]
    pub note: String,
}

impl Line {
    /// Whether a column of figures has something on this line.
    pub(crate) fn has(&self, period: Period) -> bool {
        self.spans.is_empty() || self.spans.contains(&period)
    }

    /// The unit that is shown.
    pub(crate) fn unit(&self) -> &str {
        match self.indicator {
            Some(indicator) if self.unit.is_empty() => {
                let definition = indicator.definition();
                if matches!(definition.counting, Counting::Ratio { .. }) { "%" } else { definition.unit }
            }
            _ => &self.unit,
        }
    }
}

/// A table of branches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annex {
    /// Above the table.
    #[serde(default)]
    pub heading: String,
    /// Whether it is printed on its side.
    #[serde(default)]
    pub landscape: bool,
    /// The heading of the running number; none: there is no such column.
    #[serde(default)]
    pub number: String,
    /// The heading of the branches: `社区（村）`.
    pub branch: String,
    /// The columns, under a heading of their group.
    pub group: Vec<Group>,
    /// Above the table of the organisation that receives the form, where the rows are those who report.
    #[serde(default)]
    pub collected_heading: String,
    /// The heading of those who report: `街道（乡镇）`.
    pub collected_branch: String,
    /// What the last row is called: `合计`.
    pub total: String,
    /// What the row before it is called, where the branches do not add up to the total: `街道本级`.
    pub rest: String,
}

/// Columns that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Above them; none: each column has both rows of the heading for itself.
    #[serde(default)]
    pub heading: String,
    /// From left to right.
    pub column: Vec<AnnexColumn>,
}

/// A column of a table of branches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnexColumn {
    /// Its heading.
    pub heading: String,
    /// `None`: filled in by hand.
    #[serde(default)]
    pub indicator: Option<Indicator>,
    /// The days, where there is an indicator.
    #[serde(default)]
    pub span: Option<Period>,
    /// Its width in characters.
    #[serde(default = "usual_width")]
    pub width: u16,
}

impl Annex {
    /// The columns from left to right.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &AnnexColumn> {
        self.group.iter().flat_map(|group| &group.column)
    }
}

impl AnnexColumn {
    /// What is counted on which days; nothing where it is filled in by hand.
    pub(crate) fn asked(&self) -> Option<(Indicator, Period)> {
        Some((self.indicator?, self.span?))
    }
}

/// A line at the foot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// `负责人`.
    pub label: String,
    /// What stands behind it.
    pub fill: Fills,
}

const fn usual_width() -> u16 {
    10
}

fn level_out<S: Serializer>(level: &AreaLevel, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.code())
}

fn level_in<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AreaLevel, D::Error> {
    let code = String::deserialize(deserializer)?;
    AreaLevel::parse(&code).map_err(|_| serde::de::Error::custom(format!("没有这样的层级“{code}”")))
}
