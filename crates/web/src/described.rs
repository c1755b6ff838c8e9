//! What a route says of itself to programs: it stands beside the route, so that nobody forgets it.

use std::borrow::Cow;

use niangjia_kernel::{Coded, Entity};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, Type};
use utoipa::openapi::{Array, RefOr, Required};
use utoipa::{IntoParams, ToSchema};

use crate::answer::Done;
use crate::download::FileKind;

type Named = (String, RefOr<Schema>);

/// The shape of a body: made when the document is asked for, not when routes are added.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    name: fn() -> Cow<'static, str>,
    schema: fn() -> RefOr<Schema>,
    gather: fn(&mut Vec<Named>),
    /// Whether the body is a list of these.
    pub(crate) list: bool,
}

impl Shape {
    pub(crate) fn of<B: ToSchema>() -> Self {
        Self { name: B::name, schema: B::schema, gather: B::schemas, list: false }
    }

    pub(crate) fn name(&self) -> String {
        (self.name)().into_owned()
    }

    /// The schema with every other one that it names, each under its name.
    pub(crate) fn schemas(&self) -> Vec<Named> {
        let mut all = vec![(self.name(), (self.schema)())];
        (self.gather)(&mut all);
        all
    }
}

/// A route, described for programs.
#[derive(Clone)]
pub struct Described {
    pub(crate) summary: &'static str,
    pub(crate) more: &'static str,
    pub(crate) query: Option<fn() -> Vec<Parameter>>,
    pub(crate) path: Vec<Parameter>,
    pub(crate) takes: Option<Shape>,
    pub(crate) answers: Vec<Shape>,
    pub(crate) makes: bool,
    /// The media type of the answer, where that is a file.
    pub(crate) file: Option<&'static str>,
}

fn in_query<Q: IntoParams>() -> Vec<Parameter> {
    Q::into_params(|| Some(ParameterIn::Query))
}

impl Described {
    /// Reading: the page as JSON is a `B`.
    #[must_use]
    pub fn view<B: ToSchema>(summary: &'static str) -> Self {
        let (path, answers) = (Vec::new(), vec![Shape::of::<B>()]);
        Self { summary, more: "", query: None, path, takes: None, answers, makes: false, file: None }
    }

    /// Reading: the answer is a file of this kind.
    #[must_use]
    pub fn file(summary: &'static str, kind: FileKind) -> Self {
        let (path, answers, file) = (Vec::new(), Vec::new(), Some(kind.media_type()));
        Self { summary, more: "", query: None, path, takes: None, answers, makes: false, file }
    }

    /// Reading: the page as JSON is a list of `B`.
    #[must_use]
    pub fn list<B: ToSchema>(summary: &'static str) -> Self {
        Self { answers: vec![Shape { list: true, ..Shape::of::<B>() }], ..Self::view::<B>(summary) }
    }

    /// Doing: takes the form `F`, and says where the outcome is.
    #[must_use]
    pub fn action<F: ToSchema>(summary: &'static str) -> Self {
        Self { takes: Some(Shape::of::<F>()), ..Self::view::<Done>(summary) }
    }

    /// Something is made that has an identity: 201.
    #[must_use]
    pub fn makes(self) -> Self {
        Self { makes: true, ..self }
    }

    /// The answer of an action is a `B`.
    #[must_use]
    pub fn answers<B: ToSchema>(self) -> Self {
        Self { answers: vec![Shape::of::<B>()], ..self }
    }

    /// Or it is a `B`.
    #[must_use]
    pub fn or<B: ToSchema>(mut self) -> Self {
        self.answers.push(Shape::of::<B>());
        self
    }

    /// What may stand behind the `?`.
    #[must_use]
    pub fn query<Q: IntoParams>(self) -> Self {
        Self { query: Some(in_query::<Q>), ..self }
    }

    /// A sentence or two more than the summary.
    #[must_use]
    pub fn more(self, more: &'static str) -> Self {
        Self { more, ..self }
    }

    /// `{key}` in the path is the key of an `E`.
    #[must_use]
    pub fn of<E: Entity>(self) -> Self {
        let pattern = format!("^[0-9]+\\.{}_[0-9a-f]{{32}}$", E::PREFIX);
        self.in_path("key", text(&pattern, "所在单位的编号、一点、它自己的编号；列表里的 id 就是"))
    }

    /// `{code}` in the path is an organisation's.
    #[must_use]
    pub fn of_org(self) -> Self {
        self.in_path("code", text("^[0-9]{1,12}$", "组织的代码，也就是区划代码：省 2 位、市 4 位、县 6 位、乡镇街道 9 位、村社区 12 位；全国是 0"))
    }

    /// `{name}` in the path is one of the codes of `C`.
    #[must_use]
    pub fn by<C: Coded>(self, name: &'static str) -> Self {
        self.in_path(name, codes::<C>())
    }

    /// `{name}` in the path is a text of a pattern.
    #[must_use]
    pub fn text(self, name: &'static str, pattern: &str, description: &str) -> Self {
        self.in_path(name, text(pattern, description))
    }

    /// Takes the form `F`.
    #[must_use]
    pub fn takes<F: ToSchema>(self) -> Self {
        Self { takes: Some(Shape::of::<F>()), ..self }
    }

    fn in_path(mut self, name: &'static str, schema: Object) -> Self {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
        let described = parameter.description(schema.description.clone());
        self.path.push(described.required(Required::True).schema(Some(schema)).build());
        self
    }
}

/// A text of a pattern, for a field or a parameter.
fn text(pattern: &str, description: &str) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(pattern))
        .description(Some(description))
        .build()
}

/// The codes of an enumeration, each with its word: for `#[schema(schema_with = …)]`.
#[must_use]
pub fn codes<C: Coded>() -> Object {
    coded::<C>().enum_values(Some(C::all().iter().map(|one| one.code()))).build()
}

/// The same where nothing may be said: the empty text stands for that.
#[must_use]
pub fn codes_or_empty<C: Coded>() -> Object {
    let all = C::all().iter().map(|one| one.code());
    coded::<C>().enum_values(Some(all.chain(std::iter::once("")))).build()
}

/// A list of codes of an enumeration, each with its word.
#[must_use]
pub fn lists_of_codes<C: Coded>() -> Array {
    Array::new(codes::<C>())
}

fn coded<C: Coded>() -> ObjectBuilder {
    let words: Vec<String> = C::all().iter().map(|one| format!("{} {}", one.code(), one.label())).collect();
    ObjectBuilder::new().schema_type(Type::String).description(Some(words.join("；")))
}

/// A day: `2026-11-22`.
#[must_use]
pub fn day() -> Object {
    text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "日期，例如 2026-11-22")
}

/// A day, or the empty text for none.
#[must_use]
pub fn day_or_empty() -> Object {
    text("^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", "日期，例如 2026-11-22；没有就空着")
}

/// A month, or the empty text for none.
#[must_use]
pub fn month_or_empty() -> Object {
    text("^([0-9]{4}-[0-9]{2})?$", "月份，例如 2026-11；空着按说明")
}

/// A month or a run of months, or the empty text for none.
#[must_use]
pub fn months_or_empty() -> Object {
    let pattern = "^([0-9]{4}-[0-9]{2}([.]{2}[0-9]{4}-[0-9]{2})?)?$";
    text(pattern, "月份，例如 2026-11，几个月写成 2026-01..2026-11；空着按说明")
}
