//! One step of a case as a form: fields, sentences at them, one button.

use askama::Template;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, Errors, Shell, Visitor};

use crate::model::Case;
use crate::pages::crumbs_to;

/// A field of a step.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormField {
    kind: &'static str,
    input: &'static str,
    mode: &'static str,
    id: String,
    name: &'static str,
    label: String,
    value: String,
    hint: String,
    options: Vec<(String, String, bool)>,
}

impl FormField {
    fn of(kind: &'static str, name: &'static str, label: &str, value: &str) -> Self {
        let (label, value, id) = (label.to_owned(), value.to_owned(), name.to_owned());
        Self { kind, name, label, value, id, input: "text", ..Self::default() }
    }

    /// A line.
    pub(crate) fn line(name: &'static str, label: &str, value: &str) -> Self {
        Self::of("line", name, label, value)
    }

    /// A day.
    pub(crate) fn day(name: &'static str, label: &str, value: &str) -> Self {
        Self { input: "date", ..Self::of("line", name, label, value) }
    }

    /// A time of day, a count, a telephone: what the keyboard of a phone shows.
    pub(crate) fn input(name: &'static str, input: &'static str, label: &str, value: &str) -> Self {
        Self { input, ..Self::of("line", name, label, value) }
    }

    /// Money: the keyboard of a phone shows digits and a point, and what is typed stays as it is.
    pub(crate) fn decimal(name: &'static str, label: &str, value: &str) -> Self {
        Self { mode: "decimal", ..Self::of("line", name, label, value) }
    }

    /// Several lines.
    pub(crate) fn area(name: &'static str, label: &str, value: &str) -> Self {
        Self::of("area", name, label, value)
    }

    /// One of a few, all shown.
    pub(crate) fn picks(name: &'static str, label: &str, options: Vec<(String, String, bool)>) -> Self {
        Self { options, ..Self::of("picks", name, label, "") }
    }

    /// One of a list.
    pub(crate) fn select(name: &'static str, label: &str, options: Vec<(String, String, bool)>) -> Self {
        Self { options, ..Self::of("select", name, label, "") }
    }

    /// A tick: `value` is what is sent, `on` whether it is set.
    pub(crate) fn tick(name: &'static str, label: &str, value: &str, on: bool) -> Self {
        let options = vec![(value.to_owned(), label.to_owned(), on)];
        Self { options, ..Self::of("tick", name, label, value) }
    }

    /// What goes along.
    pub(crate) fn hidden(name: &'static str, value: &str) -> Self {
        Self::of("hidden", name, "", value)
    }

    /// A heading over the next fields.
    pub(crate) fn heading(text: &str) -> Self {
        Self::of("heading", "", text, "")
    }

    /// A sentence between the fields.
    pub(crate) fn text(text: &str) -> Self {
        Self::of("text", "", text, "")
    }

    /// What follows is folded away until it is asked for; open where something in it is typed or wrong.
    pub(crate) fn fold(text: &str, open: bool) -> Self {
        Self::of("fold", "", text, if open { "open" } else { "" })
    }

    /// The end of what is folded away.
    pub(crate) fn fold_end() -> Self {
        Self::of("fold_end", "", "", "")
    }

    /// A button that changes the form and keeps nothing: one row more, or one less.
    pub(crate) fn turn(value: &str, label: &str) -> Self {
        Self::of("turn", "turn", label, value)
    }

    /// With a hint below it.
    pub(crate) fn hint(mut self, hint: &str) -> Self {
        hint.clone_into(&mut self.hint);
        self
    }

    /// One of several of the same name.
    pub(crate) fn number(mut self, number: usize) -> Self {
        self.id = format!("{}-{number}", self.name);
        self
    }

    fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }
}

/// The options of a list, `chosen` among them.
pub(crate) fn options<'a>(
    all: impl IntoIterator<Item = (&'a str, &'a str)>,
    chosen: &str,
) -> Vec<(String, String, bool)> {
    all.into_iter().map(|(code, label)| (code.to_owned(), label.to_owned(), code == chosen)).collect()
}

/// What a button between the fields asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// One row more.
    More,
    /// Without the row of this place, from 0.
    Without(usize),
}

impl Turn {
    /// Reads what was pressed; nothing for the form's own button.
    pub(crate) fn of(pressed: &str) -> Option<Self> {
        if pressed == "more" {
            return Some(Self::More);
        }
        let number: usize = pressed.strip_prefix("without-")?.parse().ok()?;
        number.checked_sub(1).map(Self::Without)
    }

    /// Takes the row out of one column of a form.
    pub(crate) fn turn(self, column: &mut Vec<String>) {
        if let Self::Without(place) = self
            && place < column.len()
        {
            column.remove(place);
        }
    }
}

/// A step: `{title}`, what it is for, its fields and the one button.
pub(crate) struct Step {
    pub(crate) title: &'static str,
    pub(crate) lead: String,
    /// Where the form goes, below the page of the case.
    pub(crate) action: &'static str,
    pub(crate) button: &'static str,
    pub(crate) fields: Vec<FormField>,
    pub(crate) errors: Errors,
}

#[derive(Template)]
#[template(path = "step.html")]
pub(crate) struct StepPage {
    shell: Shell,
    above: Vec<(String, String)>,
    title: &'static str,
    subtitle: String,
    lead: String,
    action: String,
    button: &'static str,
    back: String,
    fields: Vec<FormField>,
    pub(crate) errors: Errors,
}

impl StepPage {
    /// A step of a case.
    pub(crate) fn of(tx: &ReadTx<'_>, visitor: &Visitor, case: &Case, step: Step) -> Result<Self, AppError> {
        Ok(Self {
            shell: visitor.shell(),
            above: crumbs_to(tx, case)?,
            title: step.title,
            subtitle: case.title(),
            lead: step.lead,
            action: format!("{}/{}", case.href(), step.action),
            button: step.button,
            back: case.href(),
            fields: step.fields,
            errors: step.errors,
        })
    }

    /// Whether it has buttons beside its own: then the key for a new line must not press the first of them.
    fn turns(&self) -> bool {
        self.fields.iter().any(|field| field.is("turn"))
    }

    /// A step before there is a case: breadcrumbs, where the form goes, and where it leads back to.
    pub(crate) fn before(
        visitor: &Visitor,
        (above, action, back): (Vec<(String, String)>, String, String),
        subtitle: String,
        step: Step,
    ) -> Self {
        let (title, lead, button, fields, errors) =
            (step.title, step.lead, step.button, step.fields, step.errors);
        Self { shell: visitor.shell(), above, title, subtitle, lead, action, button, back, fields, errors }
    }
}
