//! The body of a submission: a form of a page, or the same fields as a JSON object.

use std::convert::Infallible;
use std::fmt;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::app::App;
use crate::error::AppError;
use crate::words::Errors;

/// A form without fields: a button.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct NoFields {}

/// The largest form: 256 KB.
const FORM_BYTES: usize = 256 * 1024;

/// The body of a form, as typed. Never refused at the door: what to answer depends on who she is.
pub struct Typed {
    body: Option<Bytes>,
    is_json: bool,
}

impl FromRequest<App> for Typed {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &App) -> Result<Self, Infallible> {
        let is_json = sends_json(request.headers());
        Ok(Self { body: to_bytes(request.into_body(), FORM_BYTES).await.ok(), is_json })
    }
}

/// Whether a request carries JSON.
pub(crate) fn sends_json(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json"))
}

impl Typed {
    fn body(&self) -> Result<&Bytes, AppError> {
        self.body.as_ref().ok_or(AppError::TooLarge)
    }

    /// Its fields as text, to give them back where they cannot be taken. Of JSON those that are text.
    pub(crate) fn fields(&self) -> Result<Vec<(String, String)>, AppError> {
        if self.is_json {
            let texts = self.object()?.into_iter().filter_map(|(name, value)| match value {
                Value::String(text) => Some((name, text)),
                _ => None,
            });
            return Ok(texts.collect());
        }
        serde_html_form::from_bytes(self.body()?).map_err(unreadable)
    }

    /// What was said in them.
    ///
    /// # Errors
    /// When the body is too large, no form, or JSON that does not fit the form.
    pub fn read<F: DeserializeOwned>(&self) -> Result<F, AppError> {
        if self.is_json {
            return fitting(self.object()?);
        }
        serde_html_form::from_bytes(self.body()?).map_err(unreadable)
    }

    fn object(&self) -> Result<Map<String, Value>, AppError> {
        let unreadable =
            || AppError::Refused("内容不是一个 JSON 对象，请写成 {\"字段\": \"内容\"} 的样子".to_owned());
        serde_json::from_slice(self.body()?).map_err(|_| unreadable())
    }
}

fn unreadable(_: impl fmt::Display) -> AppError {
    AppError::Refused("表单内容读不出来，请刷新页面再填".to_owned())
}

/// A JSON object as a form. A field that the form does not have, or of another type, is named: nothing of what a
/// program says is passed over in silence.
fn fitting<F: DeserializeOwned>(mut object: Map<String, Value>) -> Result<F, AppError> {
    object.remove("csrf");
    let known = names_of::<F>();
    let mut errors = Errors::default();
    for (name, value) in &object {
        if !known.contains(&name.as_str()) {
            errors.at_any(name, "没有这个字段");
        } else if value.is_object() {
            errors.at_any(name, "这里只能写文字、真假或文字的列表，不能再套一层");
        } else {
            let alone = Map::from_iter([(name.clone(), value.clone())]);
            if serde_json::from_value::<F>(Value::Object(alone)).is_err() {
                errors.at_any(name, "类型不对，请按接口说明里这个字段的类型写");
            }
        }
    }
    if !errors.is_empty() {
        return Err(AppError::Invalid(errors));
    }
    serde_json::from_value(Value::Object(object)).map_err(unreadable)
}

/// The names of the fields of a form.
fn names_of<F: DeserializeOwned>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    // It asks for nothing but the names, and so never comes to an end.
    let _never = F::deserialize(Names(&mut names));
    names
}

/// A deserializer without data: it listens for which fields are asked.
struct Names<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom("no data"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        Err(de::Error::custom("no data"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    struct Form {
        words: String,
        also: Vec<String>,
        enabled: Option<bool>,
    }

    fn read(body: &str) -> Result<Form, AppError> {
        Typed { body: Some(Bytes::from(body.to_owned())), is_json: true }.read()
    }

    #[test]
    fn a_json_object_is_the_same_form() {
        let said =
            read(r#"{"words": "你好", "also": ["a", "b"], "enabled": true, "csrf": "x"}"#).expect("a form");
        let also = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(said, Form { words: "你好".to_owned(), also, enabled: Some(true) });
        assert_eq!(read("{}").expect("an empty form"), Form::default());
    }

    #[test]
    fn what_does_not_fit_is_named_at_its_field() {
        let body = r#"{"words": {"a": 1}, "also": "a", "enabled": "yes", "follow": "x"}"#;
        let Err(AppError::Invalid(errors)) = read(body) else {
            panic!("refused at its fields");
        };
        for (field, sentence) in
            [("words", "套一层"), ("also", "类型不对"), ("enabled", "类型不对"), ("follow", "没有这个字段")]
        {
            assert!(errors.of(field).contains(sentence), "{field}: {}", errors.of(field));
        }
        for body in ["", "[]", "\"words\"", "{", "null"] {
            assert!(matches!(read(body), Err(AppError::Refused(_))), "{body}");
        }
    }
}
