//! Bringing a file: what is taken from it, and the sheet to begin with.

use askama::Template;
use axum::response::Response;
use niangjia_document::sheet::{ColumnHead, Kind, SheetError, SheetHead, SheetWriter};
use niangjia_kernel::Id;
use niangjia_store::ReadTx;
use niangjia_web::{Answer, AppError, At, Ctx, FileKind, Query, Shell, Upload, Visitor, page, see_other};
use serde::Deserialize;

use crate::actions::{self, Brought};
use crate::intake::{Home, Intake};
use crate::machine::Transfers;
use crate::model::Transfer;
use crate::pages::ring;

/// The largest file that is taken: 50 MB.
const FILE_BYTES: u64 = 50 * 1024 * 1024;

/// What `GET` of an upload may be asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UploadQuery {
    /// The empty sheet to begin with, as a workbook.
    empty: bool,
}

/// What is sent beside the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UploadForm {
    /// Made with the form: the same form sent twice is one import.
    id: String,
}

#[derive(Template)]
#[template(path = "upload.html")]
struct UploadPage {
    shell: Shell,
    above: Vec<(String, String)>,
    /// The files that belong together: what is in each, its page, and whether it is this one.
    together: Vec<(&'static str, String, bool)>,
    place: String,
    name: &'static str,
    explanation: &'static str,
    notes: &'static [&'static str],
    action: String,
    id: String,
    most: u64,
    columns: Vec<(String, bool, String)>,
}

/// `GET` of an upload.
pub(crate) async fn show(ctx: Ctx, At(_): At<String>, Query(query): Query<UploadQuery>) -> Response {
    let address = ctx.path().to_owned();
    ctx.read(move |tx, visitor| {
        let (intake, code) = visitor.app.machine::<Transfers>()?.intake(&address)?;
        let home = intake.home(tx, &visitor.actor, &code)?;
        if query.empty {
            return empty_sheet(visitor, intake, &home);
        }
        let id = Id::<Transfer>::new(tx.now(), visitor.app.store().chance()).to_string();
        let columns = intake.columns().into_iter();
        page(&UploadPage {
            shell: visitor.shell(),
            together: together(visitor, intake, &code)?,
            above: home.above,
            place: home.place,
            name: intake.name(),
            explanation: intake.explanation(),
            notes: intake.notes(),
            action: address,
            id,
            most: FILE_BYTES / (1024 * 1024),
            columns: columns
                .map(|wanted| (wanted.label, wanted.required, wanted.synonyms.join("、")))
                .collect(),
        })
    })
    .await
}

fn together(
    visitor: &Visitor,
    intake: &dyn Intake,
    code: &str,
) -> Result<Vec<(&'static str, String, bool)>, AppError> {
    let group = visitor.app.machine::<Transfers>()?.group_of(intake).into_iter();
    let one = |other: &dyn Intake| {
        (other.name(), other.page().replace("{code}", code), other.page() == intake.page())
    };
    Ok(group.map(one).collect())
}

/// `POST` of an upload.
pub(crate) async fn bring(ctx: Ctx, At(_): At<String>, upload: Upload) -> Response {
    let (app, address) = (ctx.app().clone(), ctx.path().to_owned());
    let wanted = address.clone();
    let may = move |tx: &ReadTx<'_>, visitor: &Visitor| {
        let (intake, code) = visitor.app.machine::<Transfers>()?.intake(&wanted)?;
        intake.home(tx, &visitor.actor, &code).map(drop)
    };
    let answer = ctx
        .receive(
            upload,
            FILE_BYTES,
            may,
            move |tx, visitor, received: &niangjia_web::Received<UploadForm>| {
                let (intake, code) = visitor.app.machine::<Transfers>()?.intake(&address)?;
                let home = intake.home(tx, &visitor.actor, &code)?;
                let incomplete = || AppError::Refused("这一页不完整，请刷新后再上传".to_owned());
                let id: Id<Transfer> = received.form.id.parse().map_err(|_| incomplete())?;
                let brought = Brought {
                    id,
                    name: intake.name(),
                    address: &address,
                    file_name: &received.name,
                    file: received.file,
                    bytes: received.bytes,
                };
                let key = id.within(visitor.actor.tenant);
                let done = actions::bring_file(tx, &visitor.actor, &home, &brought)?;
                Ok(done.map(|()| see_other(&format!("/transfers/{key}?wait=true"))))
            },
        )
        .await;
    ring(&app);
    answer
}

/// A workbook with the headings and nothing below them.
fn empty_sheet(visitor: &Visitor, intake: &dyn Intake, home: &Home) -> Answer {
    let columns = intake.columns().into_iter();
    let columns = columns.map(|wanted| ColumnHead::new(&wanted.label, 16, Kind::Text)).collect();
    let title = format!("{}{}", home.place, intake.name());
    let lines = intake.notes().iter().map(|note| (*note).to_owned()).collect();
    let head = SheetHead { title: title.clone(), lines, columns, ..SheetHead::default() };
    let folder = visitor.app.store().files().unfinished();
    let wrong = |error: SheetError| AppError::Internal(format!("an empty sheet: {error}"));
    let mut bytes = Vec::new();
    SheetWriter::new(&head, &folder).and_then(|sheet| sheet.finish(&mut bytes)).map_err(wrong)?;
    FileKind::Workbook.of_bytes(&format!("{title}.xlsx"), bytes)
}
