//! Keyed tags: what the database counts by, without a word in it.
//!
//! A value has some drawers, and a row is put into one of them by lot. Whoever holds a copy of the database without its keys
//! sees tags of which each stands on few rows, and cannot tell by how often one occurs what it means.

use niangjia_store::{BlindIndex, ReadTx, Sql, WriteTx};

/// Over how many tags the rows of one value are spread.
const DRAWERS: u8 = 32;

/// Whether a case is about a child.
pub(super) const CASE: &str = "protection.case";
/// What was done.
pub(super) const EVENT: &str = "protection.event";

/// What a case is counted as.
pub(super) const fn of_case(child: bool) -> &'static str {
    if child { "child" } else { "adult" }
}

fn tag(tx: &ReadTx<'_>, domain: &str, value: &str, drawer: u8) -> BlindIndex {
    tx.keys().index(domain, &format!("{value}|{drawer}"))
}

/// The tag of a new row.
pub(super) fn drawn(tx: &WriteTx<'_>, domain: &str, value: &str) -> BlindIndex {
    let mut lot = [0u8; 1];
    tx.fill_random(&mut lot);
    tag(tx, domain, value, lot[0] % DRAWERS)
}

/// `column IN (…)`: rows of a value.
pub(super) fn push_any(sql: &mut Sql, tx: &ReadTx<'_>, column: &str, (domain, value): (&str, &str)) {
    sql.push(column).push(" IN (");
    for drawer in 0..DRAWERS {
        sql.push(if drawer == 0 { "" } else { ", " });
        sql.bind(&tag(tx, domain, value, drawer));
    }
    sql.push(")");
}
