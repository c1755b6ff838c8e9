//! Slots: a page names a place, another slice fills it, `niangjia` plugs them together.

use std::collections::HashMap;

use niangjia_store::{Actor, ReadTx, StoreError};
use uuid::Uuid;

/// A named place on a page of one slice that other slices may fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PanelSlot {
    /// On a family's file: what can be done with it, or for its people, beside visiting. The subject is the household.
    Household,
    /// Under one post: what whoever holds it looks after. The subject is the post.
    Post,
    /// Under the list of the families that somebody looks after: what can be done for all of them. The subject is the person.
    Families,
    /// Above that list: what waits for a member until it is done. The subject is the person.
    MemberDesk,
    /// In the line of one grid on the list of its community. The subject is the grid.
    Grid,
    /// Beside the form in which a request is taken down: what helps whoever takes it. The subject is the organisation.
    Intake,
    /// On the page of a request: what else is done for it. The subject is the request.
    Request,
    /// On the page of a mediation. The subject is the case.
    Mediation,
    /// On what is left of a mediation that was diverted: where it goes on. The subject is the case.
    Diverted,
    /// On the page of a relationship's trouble. The subject is the trouble.
    Trouble,
    /// Under one visit: what became of it. The subject is the visit.
    Visit,
    /// On the page of an organisation: what is kept about it. The subject is the organisation.
    Organisation,
    /// On the desk of whoever leads an organisation: what waits there until it is done. The subject is the organisation.
    Desk,
}

/// One line that a slice shows in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// The sentence: `+1 走访 · 规则 2026-1 · 本月第 3 次/上限 5`.
    pub text: String,
    /// Where it leads, if anywhere.
    pub href: Option<String>,
}

/// Something the office has written down that may help with what somebody says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Its head.
    pub title: String,
    /// `法条`.
    pub kind: &'static str,
    /// How it begins.
    pub lead: String,
    /// Whom to call, for an office.
    pub phone: String,
    /// Where all of it is.
    pub href: String,
}

/// What suggests: what she says and the category of her request in, what may help out; only what `Actor` may read. Plugged in as a
/// machine.
#[derive(Debug, Clone, Copy)]
pub struct Suggests(pub Suggest);

/// What is said and its category in, what may help out.
pub type Suggest = fn(&ReadTx<'_>, &Actor, (&str, &str)) -> Result<Vec<Suggestion>, StoreError>;

type Fill = Box<dyn Fn(&ReadTx<'_>, &Actor, &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> + Send + Sync>;

/// Who fills which slot.
#[derive(Default)]
pub struct Panels(HashMap<PanelSlot, Vec<Fill>>);

impl Panels {
    /// Lets `fill` answer for many subjects of `slot` at once (a page asks once, not once per row).
    #[must_use]
    pub fn with(
        mut self,
        slot: PanelSlot,
        fill: impl Fn(&ReadTx<'_>, &Actor, &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.0.entry(slot).or_default().push(Box::new(fill));
        self
    }

    /// What the slices have to say about these subjects.
    ///
    /// # Errors
    /// When one of them cannot read.
    pub fn of(
        &self,
        slot: PanelSlot,
        tx: &ReadTx<'_>,
        actor: &Actor,
        subjects: &[Uuid],
    ) -> Result<HashMap<Uuid, Vec<Panel>>, StoreError> {
        let mut found: HashMap<Uuid, Vec<Panel>> = HashMap::new();
        for fill in self.0.get(&slot).into_iter().flatten() {
            for (subject, panel) in fill(tx, actor, subjects)? {
                found.entry(subject).or_default().push(panel);
            }
        }
        Ok(found)
    }
}
