//! The files of a matter, as a piece of the matter's own page.

use askama::Template;
use niangjia_kernel::{Entity, Id};
use niangjia_store::ReadTx;
use niangjia_web::show::When;
use niangjia_web::{AppError, Visitor};

use crate::machine::{Attachments, Matter};
use crate::model::{Attachment, AttachmentRow, Media, State};
use crate::pack::AttachmentRules;
use crate::queries;

struct Line {
    row: AttachmentRow,
    label: &'static str,
    when: When,
}

impl Line {
    /// Its badge: kind and word.
    fn badge(&self) -> (&'static str, &'static str) {
        match self.row.state {
            State::Kept => ("done", "已收"),
            State::Released => ("done", "已放行"),
            State::Aside => ("soon", "另放"),
            State::Refused => ("none", "不收"),
            State::Gone => ("none", "已删除"),
        }
    }
}

/// The files of a matter. A slice puts it into a field of its page and writes `{{ shelf }}` where it stands.
#[derive(Template)]
#[template(path = "shelf.html")]
pub struct Shelf {
    lines: Vec<Line>,
    /// Where a file is brought to; nothing where she may not.
    bring: Option<String>,
    labels: &'static [(&'static str, &'static str)],
    /// The label that is chosen before she chooses.
    chosen: String,
    csrf: String,
    id: String,
    accept: String,
    most: u64,
    /// Who decides about what is kept aside.
    decider: &'static str,
}

// The words in it are escaped where it is written.
impl askama::filters::HtmlSafe for Shelf {}

impl Shelf {
    /// The shelf of a matter whose identity is of `E`, as `visitor` sees it: she sees the matter.
    ///
    /// # Errors
    /// When the files cannot be read.
    pub fn of<E: Entity>(tx: &ReadTx<'_>, visitor: &Visitor, matter: &Matter) -> Result<Self, AppError> {
        let today = tx.today();
        let lines = queries::of_subject(tx, matter.tenant, matter.subject)?.into_iter();
        let subject = Id::<E>::from_uuid(matter.subject).within(matter.tenant);
        Ok(Self {
            lines: lines
                .map(|row| Line {
                    label: matter.label(&row.label),
                    when: When::instant(row.added, today),
                    row,
                })
                .collect(),
            bring: matter.may_add.then(|| format!("/matters/{subject}/attachments")),
            labels: matter.labels,
            chosen: String::new(),
            csrf: visitor.csrf().to_owned(),
            id: Id::<Attachment>::new(tx.now(), visitor.app.store().chance()).to_string(),
            accept: accepted(),
            most: AttachmentRules::in_force().most_megabytes,
            decider: match visitor.app.machine::<Attachments>()?.sealed(E::PREFIX) {
                Some(_) => "县里的负责人",
                None => "主席",
            },
        })
    }

    /// The same with a label chosen, for a page on which one paper is wanted next.
    #[must_use]
    pub fn choosing(mut self, label: &str) -> Self {
        label.clone_into(&mut self.chosen);
        self
    }

    /// How many files there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// What a browser offers to choose; what comes is looked at all the same.
fn accepted() -> String {
    let endings = Media::ALL.iter().flat_map(|media| media.endings());
    endings.map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(",")
}
