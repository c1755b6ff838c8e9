//! What the whole promises, in sentences. Each test has a database of its own, on SQLite and on PostgreSQL.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests stop where they fail"
)]

use rstest_reuse::{self, template};

mod api;
mod api_alike;
mod attachments;
mod attachments_kept;
mod audit;
mod backups;
mod bad_input;
mod contacts;
mod deadlines;
mod disturbed;
mod export_lists;
mod exporting;
mod exports;
mod exports_unmasked;
mod folds;
mod forms;
mod golden;
mod handovers;
mod history;
mod identities;
mod importing;
mod keeping_the_register;
mod killed;
mod knowledge_measured;
mod levels;
mod lists_measured;
mod loopback;
mod main_job;
mod many;
mod maps_and_boards;
mod mediation_papers;
mod mediations;
mod mergers;
mod messages;
mod messages_killed;
mod need_cards;
mod needs;
mod oracle;
mod own;
mod own_claims;
mod papers_converted;
mod phones;
mod phones_asked;
mod protection;
mod protection_above;
mod protection_leaving;
mod protection_looks;
mod protection_secrets;
mod protection_steps;
mod reception;
mod reception_at_hand;
mod referrals;
mod referrals_above;
mod remembered;
mod reporting;
mod requests;
mod requests_again;
mod requests_meeting;
mod requests_public;
mod residence_care;
mod residence_care_histories;
mod rosters_and_accounts;
mod satisfaction;
mod screenings;
mod seeding;
mod signing_in;
mod storage;
mod sums;
mod upgrades;
mod visibility;
mod visit_cards;
mod watching;

/// Every test of the application runs on both engines.
#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
pub fn both_engines(#[case] engine: Engine) {}

/// What a member types into 记一笔 for a family, with the identity that came with the form.
pub fn visit(form: &niangjia_testkit::Reply, words: &str) -> Vec<(String, String)> {
    let pairs = [
        ("id", form.hidden("id")),
        ("on_day", niangjia_testkit::TODAY.to_owned()),
        ("matter", "hardship".to_owned()),
        ("words", words.to_owned()),
        ("manner", "at_home".to_owned()),
        ("outcome", "settled".to_owned()),
    ];
    pairs.map(|(name, value)| (name.to_owned(), value)).to_vec()
}

/// The same with one field said otherwise.
pub fn but(fields: &[(String, String)], name: &str, value: &str) -> Vec<(String, String)> {
    let mut changed: Vec<_> = fields.iter().filter(|(field, _)| field != name).cloned().collect();
    changed.push((name.to_owned(), value.to_owned()));
    changed
}

/// Fields as a browser sends them.
pub fn sent(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}
