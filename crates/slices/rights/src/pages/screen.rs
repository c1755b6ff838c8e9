//! 请她看屏幕: the same sheet on the office's screen, once, leading nowhere, closing by itself.

use askama::Template;
use axum::http::header::{HeaderName, HeaderValue, SET_COOKIE};
use axum::response::Response;
use niangjia_store::Ending;
use niangjia_subject::{Keepers, Subject};
use niangjia_web::{At, Ctx, NoFields, SessionToken, Typed, page, see_other};

use crate::actions;
use crate::pack::RightsRules;
use crate::pages::InspectionKey;
use crate::pages::inspection::open;
use crate::queries;
use crate::sheet::Sheet;

#[derive(Template)]
#[template(path = "screen.html")]
struct ScreenPage {
    subject: Subject,
    sheet: Sheet,
    minutes: i64,
}

/// `POST /inspections/{key}/screen`. R-OWN-11. The office's screen shows a sheet once, as the answer to this form; the
/// session ends with it, so that nothing else can be opened from there, and the browser leaves the page by itself.
///
/// Source: issue 4 (a signed-in page only if it is safe); GB/T 22239-2019 §8.1.4 (clear residual information). Reading: an
/// account by code and phone would be in the hands of whoever holds her phone. Local: `rights.screen_minutes`.
pub(crate) async fn turn(ctx: Ctx, At(key): At<InspectionKey>, typed: Typed) -> Response {
    let Some(token) = ctx.token().cloned() else {
        return see_other("/login");
    };
    ctx.submit(typed, move |tx, visitor, _: &NoFields| {
        let (row, subject) = open(tx, visitor, key)?;
        let keepers = visitor.app.machine::<Keepers>()?;
        let sheet = Sheet::of(tx, keepers, &subject, &queries::released(tx, &row)?)?;
        let turned = actions::turn_screen(tx, &visitor.actor, &token, (&row, &subject))?;
        if matches!(turned, Ending::Nothing(_)) {
            return Ok(Ending::Nothing(see_other(&format!("{}?said=shown", row.href()))));
        }
        let minutes = RightsRules::in_force().screen_minutes;
        let mut response = page(&ScreenPage { subject, sheet, minutes })?;
        let headers = response.headers_mut();
        if let Ok(leave) = HeaderValue::from_str(&format!("{}; url=/login", minutes * 60)) {
            headers.insert(HeaderName::from_static("refresh"), leave);
        }
        if let Ok(cookie) = SessionToken::end_cookie(visitor.app.settings().secure).parse() {
            headers.insert(SET_COOKIE, cookie);
        }
        Ok(turned.map(|_| response))
    })
    .await
}
