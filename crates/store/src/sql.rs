//! A statement put together from pieces, each binding its own values: how visibility predicates compose.

use crate::{Column, Value};

/// How many months a statement names one by one.
const MONTHS_NAMED: i64 = 24;

/// SQL text under construction with its values. Placeholders are numbered as they are bound.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// Begins with `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    /// Appends text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a placeholder and binds `value` to it.
    pub fn bind(&mut self, value: &impl Column) -> &mut Self {
        self.values.push(value.bind());
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    /// Appends `column >= path AND column < end`: the rows of a subtree.
    pub fn within(&mut self, column: &str, path: &niangjia_kernel::OrgPath) -> &mut Self {
        self.push("(").push(column).push(" >= ").bind(path).push(" AND ").push(column).push(" < ");
        self.bind(&path.end()).push(")")
    }

    /// The text and the values.
    #[must_use]
    pub fn parts(&self) -> (&str, &[Value]) {
        (&self.text, &self.values)
    }
}

/// The part of the tree that a statement is about.
///
/// Up to the county a branch lies in one tenant, and every statement says so. Above it the rows of many tenants are
/// meant: such statements are declared reports, and read sums or state, never a person's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    tenant: Option<niangjia_kernel::Tenant>,
    path: niangjia_kernel::OrgPath,
}

impl Branch {
    /// The branch headed by an organisation at `level`.
    #[must_use]
    pub fn of(
        tenant: niangjia_kernel::Tenant,
        level: niangjia_kernel::AreaLevel,
        path: &niangjia_kernel::OrgPath,
    ) -> Self {
        use niangjia_kernel::AreaLevel::{Community, County, Street};
        let one = matches!(level, County | Street | Community);
        Self { tenant: one.then_some(tenant), path: path.clone() }
    }

    /// The part of a branch that lies in one tenant: of a city or province what is its own, without its counties.
    #[must_use]
    pub fn in_tenant(tenant: niangjia_kernel::Tenant, path: &niangjia_kernel::OrgPath) -> Self {
        Self { tenant: Some(tenant), path: path.clone() }
    }

    /// Its path.
    #[must_use]
    pub const fn path(&self) -> &niangjia_kernel::OrgPath {
        &self.path
    }
}

impl Sql {
    /// Appends the condition that rows of `alias` lie in `branch` (columns `tenant` and `org_path`).
    pub fn in_branch(&mut self, alias: &str, branch: &Branch) -> &mut Self {
        if let Some(tenant) = &branch.tenant {
            self.push(alias).push(".tenant = ").bind(tenant).push(" AND ");
        }
        self.within(&format!("{alias}.org_path"), &branch.path)
    }

    /// Appends the condition that rows of `alias` lie in the months from one to another (column `month`). Few months are
    /// named one by one: so an index that goes on after the month leads to the rows, where a span would walk all between.
    pub fn in_months(
        &mut self,
        alias: &str,
        (from, to): (niangjia_kernel::Month, niangjia_kernel::Month),
    ) -> &mut Self {
        self.push(alias).push(".month");
        let count = to.number() - from.number() + 1;
        if !(1..=MONTHS_NAMED).contains(&count) {
            return self.push(" >= ").bind(&from).push(" AND ").push(alias).push(".month <= ").bind(&to);
        }
        self.push(" IN (");
        for index in 0..count {
            self.push(if index == 0 { "" } else { ", " }).bind(&from.plus(index));
        }
        self.push(")")
    }

    /// Appends the condition that rows of `alias` are in force on `day` (columns `from_day` and `until_day`).
    pub fn in_force(&mut self, alias: &str, day: &niangjia_kernel::Day) -> &mut Self {
        self.push(alias)
            .push(".from_day <= ")
            .bind(day)
            .push(" AND (")
            .push(alias)
            .push(".until_day IS NULL OR ");
        self.push(alias).push(".until_day > ").bind(day).push(")")
    }
}
