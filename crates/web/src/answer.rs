//! What a handler answers with: a page, JSON, or where to go on. One answer, two representations.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{Html, IntoResponse as _, Response};
use niangjia_store::Ending;
use serde::Serialize;
use utoipa::ToSchema;

use crate::context::Visitor;
use crate::error::{AppError, invalid};
use crate::words::Errors;

/// What a handler answers with.
pub type Answer = Result<Response, AppError>;

/// A page, found.
///
/// # Errors
/// When the template fails.
pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// A page with another status.
///
/// # Errors
/// When the template fails.
pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    Ok((status, Html(template.render()?)).into_response())
}

/// JSON, found.
///
/// # Errors
/// Never for plain data.
pub fn json(body: &impl Serialize) -> Answer {
    let bytes = serde_json::to_vec(body).map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(([(CONTENT_TYPE, "application/json")], bytes).into_response())
}

/// The same form again with the sentences at its fields; nothing was kept. As JSON the sentences alone.
///
/// # Errors
/// When the template fails.
pub fn again(
    visitor: &Visitor,
    template: &impl Template,
    errors: &Errors,
) -> Result<Ending<Response>, AppError> {
    let answer = if visitor.wants_json {
        invalid(errors)
    } else {
        page_with(StatusCode::UNPROCESSABLE_ENTITY, template)?
    };
    Ok(Ending::Nothing(answer))
}

/// The same page again with a refusal that belongs to no field.
///
/// # Errors
/// When the template fails; as JSON, the refusal itself.
pub fn again_refused(
    visitor: &Visitor,
    template: &impl Template,
    refusal: &str,
) -> Result<Ending<Response>, AppError> {
    if visitor.wants_json {
        return Err(AppError::Refused(refusal.to_owned()));
    }
    Ok(Ending::Nothing(page_with(StatusCode::UNPROCESSABLE_ENTITY, template)?))
}

/// Done; the browser goes on to `location`. As JSON, 200 and [`Done`].
#[must_use]
pub fn see_other(location: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(value) = location.parse() {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}

/// As [`see_other`], for something that was made and has an identity: as JSON, 201.
#[must_use]
pub fn made(location: &str, id: impl ToString) -> Response {
    let mut response = see_other(location);
    response.extensions_mut().insert(Made(id.to_string()));
    response
}

#[derive(Clone)]
struct Made(String);

/// 办好了。
#[derive(Debug, Serialize, ToSchema)]
pub struct Done {
    /// 结果在哪里看：本站的路径
    #[schema(example = "/households/341881.hh_01980000000070008000000000000001")]
    location: String,
    /// 新登记的编号；没有新登记的不写
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

/// What a program gets where a browser would be sent on: the same, said in JSON.
pub(crate) fn said_in_json(mut response: Response) -> Response {
    if response.status() != StatusCode::SEE_OTHER {
        return response;
    }
    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("/");
    // Behind the `?` stands which banner the page shows.
    let location = location.split('?').next().unwrap_or_default().to_owned();
    let id = response.extensions_mut().remove::<Made>().map(|Made(id)| id);
    let status = if id.is_some() { StatusCode::CREATED } else { StatusCode::OK };
    let mut said = (status, axum::Json(Done { location, id })).into_response();
    for (name, value) in response.headers() {
        if *name != LOCATION && *name != CONTENT_TYPE && name != "content-length" {
            said.headers_mut().append(name, value.clone());
        }
    }
    said
}
