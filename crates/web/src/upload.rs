//! A file on its way in: who sends it is known before the first byte is taken, and it is sealed while it arrives.

use std::convert::Infallible;
use std::io::Write as _;

use axum::body::Bytes;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::response::Response;
use niangjia_kernel::{Id, StoredFile};
use niangjia_store::{Actor, Ending, NewFile, ReadTx, StoreError, WriteTx};
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use crate::context::{Ctx, Visitor};
use crate::error::AppError;

/// The longest text beside a file.
const FIELD_BYTES: usize = 16 * 1024;
/// Of a file that is too large so much is still taken off the line: a browser shows the answer only after it has sent all.
const DRAINED_BYTES: u64 = 1024 * 1024 * 1024;
/// Chunks that may wait to be sealed and written.
const CHUNKS_WAITING: usize = 8;

/// The body of a form with one file in it. The token of the form and its other fields stand before the file.
pub struct Upload(Option<Multipart>);

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Infallible;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Infallible> {
        // Bounded by what is counted while it arrives.
        DefaultBodyLimit::disable().apply(&mut request);
        Ok(Self(Multipart::from_request(request, state).await.ok()))
    }
}

/// A file that has arrived and is sealed.
#[derive(Debug, Clone)]
pub struct Received<F> {
    /// The other fields of the form.
    pub form: F,
    /// What it was called where it came from; shown, never a path.
    pub name: String,
    /// Where it is now.
    pub file: Id<StoredFile>,
    /// How long it is.
    pub bytes: u64,
}

struct Arrived {
    fields: Vec<(String, String)>,
    name: String,
    file: NewFile,
}

fn unreadable() -> AppError {
    AppError::Refused("文件没有传完，或者表单读不出来。请重新选择文件再上传。".to_owned())
}

impl Ctx {
    /// Takes a form with a file into one transaction. Nothing of a file is taken unless `may` lets her; one that `work`
    /// does not keep (it answers without a commit, or refuses) is thrown away.
    pub async fn receive<F, M, W>(self, upload: Upload, most_bytes: u64, may: M, work: W) -> Response
    where
        F: DeserializeOwned + Send + Sync + 'static,
        M: FnOnce(&ReadTx<'_>, &Visitor) -> Result<(), AppError> + Send + 'static,
        W: Fn(&WriteTx<'_>, &Visitor, &Received<F>) -> Result<Ending<Response>, AppError> + Send + 'static,
    {
        match self.received(upload, most_bytes, may, work).await {
            Ok((response, first_user)) => self.answered(response, first_user).await,
            Err(error) => self.refusal(error, None).await,
        }
    }

    async fn received<F, M, W>(
        &self,
        upload: Upload,
        most_bytes: u64,
        may: M,
        work: W,
    ) -> Result<(Response, Option<Actor>), AppError>
    where
        F: DeserializeOwned + Send + Sync + 'static,
        M: FnOnce(&ReadTx<'_>, &Visitor) -> Result<(), AppError> + Send + 'static,
        W: Fn(&WriteTx<'_>, &Visitor, &Received<F>) -> Result<Ending<Response>, AppError> + Send + 'static,
    {
        let csrf = self.expected_csrf(may).await?;
        let Arrived { fields, name, file } = self.arrive(upload, most_bytes, csrf.as_deref()).await?;
        let pairs = serde_html_form::to_string(&fields).map_err(|_| unreadable())?;
        let form = serde_html_form::from_str::<F>(&pairs).map_err(|_| unreadable())?;
        let bytes = file.bytes();
        let kept = tokio::task::spawn_blocking(move || file.keep()).await;
        let id = kept.map_err(|error| AppError::Internal(error.to_string()))??;
        let received = Received { form, name, file: id, bytes };
        let asking = self.clone();
        let done = self.app.store().write(move |tx| {
            let visitor = asking.visitor(tx)?;
            let first_user = visitor.first_user();
            Ok(match work(tx, &visitor, &received)? {
                Ending::Commit(recorded) => {
                    Ending::Commit(recorded.map(|response| (response, first_user, true)))
                }
                Ending::Nothing(response) => Ending::Nothing((response, first_user, false)),
            })
        });
        let done: Result<(Response, Option<Actor>, bool), AppError> = done.await;
        if !matches!(done, Ok((_, _, true))) {
            self.app.store().files().remove(id)?;
        }
        done.map(|(response, first_user, _)| (response, first_user))
    }

    /// The token that the form must carry; none where a program speaks for her. Nobody who is not signed in, or may not
    /// bring such a file, fills the disk.
    async fn expected_csrf<M>(&self, may: M) -> Result<Option<String>, AppError>
    where
        M: FnOnce(&ReadTx<'_>, &Visitor) -> Result<(), AppError> + Send + 'static,
    {
        let asking = self.clone();
        let store = self.app.store();
        let visitor = store.read(move |tx| {
            let visitor = asking.visitor(tx)?;
            may(tx, &visitor).map(|()| visitor)
        });
        let visitor = visitor.await?;
        Ok((!visitor.by_token).then_some(visitor.csrf))
    }

    async fn arrive(&self, upload: Upload, most_bytes: u64, csrf: Option<&str>) -> Result<Arrived, AppError> {
        let mut parts = upload.0.ok_or_else(unreadable)?;
        let mut fields = Vec::new();
        while let Some(field) = parts.next_field().await.map_err(|_| unreadable())? {
            let name = field.name().unwrap_or_default().to_owned();
            let Some(file_name) = field.file_name().map(ToOwned::to_owned) else {
                fields.push((name, text(field).await?));
                continue;
            };
            let sent = fields.iter().find(|(name, _)| name == "csrf").map_or("", |(_, value)| value.as_str());
            if csrf.is_some_and(|csrf| !bool::from(sent.as_bytes().ct_eq(csrf.as_bytes()))) {
                return Err(AppError::Forbidden("这一页打开得太久了，请刷新后再提交".to_owned()));
            }
            let file = self.stored(field, most_bytes).await?;
            return Ok(Arrived { fields, name: plain_name(&file_name), file });
        }
        Err(AppError::Refused("请先选择一个文件，再点上传。".to_owned()))
    }

    async fn stored(&self, mut field: Field<'_>, most_bytes: u64) -> Result<NewFile, AppError> {
        let mut file = self.app.store().files().create()?;
        let (sender, mut receiver) = tokio::sync::mpsc::channel::<Bytes>(CHUNKS_WAITING);
        let writing = tokio::task::spawn_blocking(move || {
            while let Some(chunk) = receiver.blocking_recv() {
                file.write_all(&chunk).map_err(|error| match error.kind() {
                    std::io::ErrorKind::StorageFull => StoreError::Full,
                    _ => StoreError::Internal(error.to_string()),
                })?;
            }
            Ok::<_, StoreError>(file)
        });
        let mut arrived = 0;
        while let Some(chunk) = field.chunk().await.map_err(|_| unreadable())? {
            arrived += chunk.len() as u64;
            if arrived > DRAINED_BYTES {
                break;
            }
            if arrived <= most_bytes && sender.send(chunk).await.is_err() {
                break;
            }
        }
        drop(sender);
        let written = writing.await.map_err(|error| AppError::Internal(error.to_string()))?;
        if arrived > most_bytes {
            let most = most_bytes / (1024 * 1024);
            return Err(AppError::Refused(format!(
                "文件太大了，一次最多 {most} MB，什么都没有存。可以删掉图片和空白工作表，或者分成几个文件上传。"
            )));
        }
        Ok(written?)
    }
}

async fn text(mut field: Field<'_>) -> Result<String, AppError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| unreadable())? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > FIELD_BYTES {
            return Err(AppError::TooLarge);
        }
    }
    String::from_utf8(bytes).map_err(|_| unreadable())
}

/// The last part of what a browser calls a file, as one line of at most 120 characters.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|character| !character.is_control()).take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_last_name_on_one_line() {
        assert_eq!(plain_name("C:\\桌面\\..\\名册\n.xlsx"), "名册.xlsx");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
    }
}
