//! Bringing a file to a matter.

use axum::response::Response;
use niangjia_kernel::Id;
use niangjia_store::ReadTx;
use niangjia_web::{AppError, At, Ctx, Received, Upload, Visitor, see_other};
use serde::Deserialize;

use crate::actions::{self, Brought};
use crate::machine::{Attachments, Matter};
use crate::model::Attachment;
use crate::pack::AttachmentRules;

/// What is sent beside the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UploadForm {
    /// Made with the form: the same form sent twice is one file.
    id: String,
    /// What the file is to the matter.
    label: String,
}

fn open_to(tx: &ReadTx<'_>, visitor: &Visitor, key: &str) -> Result<(&'static str, Matter), AppError> {
    let (kind, matter) = visitor.app.machine::<Attachments>()?.matter(tx, &visitor.actor, key)?;
    if !matter.may_add {
        return Err(AppError::Forbidden("这件事现在不能再添材料。".to_owned()));
    }
    Ok((kind, matter))
}

/// `POST /matters/{subject}/attachments`.
pub(crate) async fn bring(ctx: Ctx, At(subject): At<String>, upload: Upload) -> Response {
    let wanted = subject.clone();
    let may = move |tx: &ReadTx<'_>, visitor: &Visitor| open_to(tx, visitor, &wanted).map(drop);
    let most = AttachmentRules::in_force().most_bytes();
    ctx.receive(upload, most, may, move |tx, visitor, received: &Received<UploadForm>| {
        let (subject_kind, matter) = open_to(tx, visitor, &subject)?;
        let incomplete = || AppError::Refused("这一页不完整，请刷新后再上传".to_owned());
        let id: Id<Attachment> = received.form.id.parse().map_err(|_| incomplete())?;
        let brought = Brought {
            id,
            subject_kind,
            label: &received.form.label,
            name: &received.name,
            file: received.file,
        };
        let attachments = visitor.app.machine::<Attachments>()?;
        let done = actions::add(tx, attachments, &visitor.actor, &matter, &brought)?;
        // One that is kept aside opens by itself, so that she reads why.
        Ok(done.map(|row| match row {
            Some(row) if !row.opens() => see_other(&format!("{}?said=aside", row.href())),
            _ => see_other(&format!("{}#attachments", matter.href)),
        }))
    })
    .await
}
