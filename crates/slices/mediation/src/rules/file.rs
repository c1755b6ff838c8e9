//! The file of a case: its number, what is missing, how long it is kept.

use crate::model::{Confirmation, Form};
use crate::pack::{KeptWhen, MediationRules, Required};

/// R-MED-13. A case is numbered when it is taken, by year and organisation: `（2026）嵩合人调字第3号`; the organisation's short name is its
/// place without 社区 or 村.
///
/// Source: Ministry's forms of people's mediation. Local: `mediation.number`.
pub(crate) fn number_words(pattern: &str, place: &str, year: i64, number: i64) -> String {
    let short = ["社区", "村"].iter().find_map(|end| place.strip_suffix(end)).filter(|one| !one.is_empty());
    let year = pattern.replace("{year}", &year.to_string());
    year.replace("{place}", short.unwrap_or(place)).replace("{number}", &number.to_string())
}

/// A paper that is not in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lack {
    /// Its code.
    pub(crate) code: String,
    /// What it is called.
    pub(crate) label: String,
    /// Whether the file cannot be bound without it.
    pub(crate) required: bool,
}

/// How far a case came: what belongs into its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stage {
    /// It was taken for mediation.
    pub(crate) taken: bool,
    /// There is an agreement.
    pub(crate) agreed: bool,
}

/// R-MED-14. One dispute, one file: it is bound when every paper that belongs into it is there, on paper with its pages or as a scan
/// that was let in; what is only as needed is named and may be missing. Minutes belong into the file of a case that was taken.
///
/// Source: People's Mediation Law art. 27; Ministry's rules on files (13 papers). Local: `mediation.item`.
pub(crate) fn lacking(rules: &MediationRules, there: impl Fn(&str) -> bool, stage: Stage) -> Vec<Lack> {
    let missing = rules.item.iter().filter(|item| !there(&item.code));
    missing
        .map(|item| Lack {
            code: item.code.clone(),
            label: item.label.clone(),
            required: belongs(item.required, stage),
        })
        .collect()
}

/// Whether a paper belongs into the file of a case that came so far.
pub(crate) const fn belongs(required: Required, stage: Stage) -> bool {
    match required {
        Required::Always => true,
        Required::Taken => stage.taken,
        Required::Agreed => stage.agreed,
        Required::Needed => false,
    }
}

/// R-MED-15. How long a file is kept follows a table by what came of the case, and stands on its cover.
///
/// Source: 档案法实施条例 (scope and retention are approved by the archives authority). Reading: sources conflict and the law is
/// silent, therefore a table. Local: `mediation.retention`.
pub(crate) fn retention_of(
    rules: &MediationRules,
    form: Option<Form>,
    confirmation: Option<Confirmation>,
) -> &str {
    let when = match (confirmation, form) {
        (Some(Confirmation::Confirmed), _) => KeptWhen::Confirmed,
        (_, Some(Form::Written)) => KeptWhen::Written,
        _ => KeptWhen::Other,
    };
    let class = |when: KeptWhen| rules.retention.iter().find(|one| one.when == when);
    class(when).or_else(|| class(KeptWhen::Other)).map_or("", |one| one.code.as_str())
}
