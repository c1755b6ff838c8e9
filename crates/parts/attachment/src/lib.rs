//! Files that people bring to a matter (材料): kept aside until they are what they say. See README.md.

mod actions;
mod content;
mod forgetting;
mod json;
mod machine;
mod model;
mod pack;
mod pages;
mod queries;
mod rules;
mod scanner;
mod scanning;
pub mod schema;
mod sealed;

use niangjia_web::{Described, Routes};

pub use actions::{Brought, add};
pub use content::media_of;
pub use forgetting::forget_gone;
pub use machine::{Attachments, Find, Matter};
pub use model::{Aside, Attachment, AttachmentRow, Media, State};
pub use pack::AttachmentRules;
pub use pages::shelf::Shelf;
pub use queries::{erase, of_subject, orphans};
pub use scanner::{ScanError, Scanner};
pub use scanning::scan_waiting;
pub use sealed::{SealedFiles, Withheld};

use crate::json::AttachmentBody;
use crate::pages::attachment::{DecisionForm, Nothing};

const BROUGHT_BY_HAND: &str = "材料由经办人在页面上一份一份地添；程序添的材料没有人看过。";

/// The routes of this part. Who may do what is said by the matter that a file was brought to ([`Matter`]).
#[must_use]
pub fn routes(routes: Routes) -> Routes {
    routes
        .part("材料")
        .post("/matters/{subject}/attachments", pages::upload::bring)
        .in_person(BROUGHT_BY_HAND)
        .get("/attachments/{key}", pages::attachment::show)
        .described(Described::view::<AttachmentBody>("一份材料：是什么、谁添的、指纹").of::<Attachment>())
        .post("/attachments/{key}/open", pages::attachment::open)
        .described(
            Described::action::<Nothing>("打开一份材料")
                .of::<Attachment>()
                .more("回答就是文件本身，每次打开都记入审计"),
        )
        .post("/attachments/{key}/release", pages::attachment::release)
        .described(Described::action::<DecisionForm>("放行一份另放的材料").of::<Attachment>())
        .post("/attachments/{key}/refuse", pages::attachment::refuse)
        .described(Described::action::<DecisionForm>("不收一份另放的材料").of::<Attachment>())
}
