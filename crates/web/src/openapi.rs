//! The document of the interface for programs (OpenAPI 3.1), put together from what stands beside each route.

use std::collections::BTreeMap;

use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, Paths};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{AdditionalProperties, AnyOfBuilder, Array, Components, Schema};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Content, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required, Response, ResponseBuilder,
};

use crate::described::{Described, Shape};
use crate::error::ErrorBody;
use crate::routes::{Method, Route, Standing};

const JSON: &str = "application/json";
const TOKEN: &str = "token";

/// Which answers there are beside the good one, and whether reading has them too.
const REFUSALS: [(&str, &str, bool); 9] = [
    ("401", "没有令牌（signed_out），或令牌已经停用（token_ended）", true),
    ("403", "看得到，但这个岗位不能做（forbidden）", true),
    ("404", "没有，或者不在工作范围内（not_found）", true),
    ("413", "一次提交超过 256 KB（too_large）", false),
    ("422", "条件或字段填得不对（invalid），或规定不允许（refused）", true),
    ("429", "提交得太快（too_many）", false),
    ("500", "程序出错（internal）", true),
    ("503", "暂时连不上数据库（unavailable）", true),
    ("507", "服务器的磁盘满了（no_room）", false),
];

const ABOUT: &str = "和页面同一个地址、同一套权限：请求里带上令牌（Authorization: Bearer nj_…），回答就是 JSON。\
令牌属于一个人的一个岗位，由她登录后在“我的”里申请，写明用途和到期日；她能看什么、能办什么，令牌就能看什么、能办什么，\
每一次办理都以她的名义记入审计，并注明经由哪个令牌。离任、到期、作废、账号停用，令牌立刻不能再用。\n\n\
提交的内容是一个 JSON 对象，字段和页面上的表单相同。登记类的请求可以自带 id：同一个 id 提交两次只算一次，网络断了可以放心重发。\n\n\
没有办成时，error 是固定的代码，message 是一句话，字段填错时 fields 里逐个写明。";

/// The whole document.
pub(crate) fn document(routes: &[Route], version: &str) -> OpenApi {
    let mut paths = Paths::new();
    let mut schemas = BTreeMap::new();
    let mut parts: Vec<&str> = Vec::new();
    for route in routes {
        let Standing::Described(described) = &route.standing else {
            continue;
        };
        if !parts.contains(&route.part) {
            parts.push(route.part);
        }
        gather(&mut schemas, described);
        let method = match route.entry.method {
            Method::Get => HttpMethod::Get,
            Method::Post => HttpMethod::Post,
        };
        paths.add_path_operation(route.entry.path, vec![method], operation(route, described));
    }
    schemas.extend(Shape::of::<ErrorBody>().schemas());
    let mut components = Components::new();
    components.schemas = schemas;
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("nj_");
    let scheme = scheme.description(Some("在“我的 · 接口令牌”里申请")).build();
    components.add_security_scheme(TOKEN, SecurityScheme::Http(scheme));
    let info = InfoBuilder::new().title("娘家").version(version).description(Some(ABOUT)).build();
    OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .components(Some(components))
        .security(Some([SecurityRequirement::new(TOKEN, [] as [&str; 0])]))
        .tags(Some(parts.into_iter().map(|part| TagBuilder::new().name(part).build())))
        .build()
}

fn gather(schemas: &mut BTreeMap<String, RefOr<Schema>>, described: &Described) {
    schemas.extend(described.answers.iter().flat_map(Shape::schemas));
    for (name, schema) in described.takes.map(|form| form.schemas()).unwrap_or_default() {
        schemas.insert(name, closed(schema));
    }
}

/// A form takes the fields that it has and no other.
fn closed(schema: RefOr<Schema>) -> RefOr<Schema> {
    match schema {
        RefOr::T(Schema::Object(mut object)) => {
            // What the code says of a form is about its page.
            object.description = None;
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
            RefOr::T(Schema::Object(object))
        }
        other => other,
    }
}

/// `get_orgs_code_visits`.
fn operation_id(route: &Route) -> String {
    let verb = match route.entry.method {
        Method::Get => "get",
        Method::Post => "post",
    };
    let words = route.entry.path.split(['/', '{', '}', '-']).filter(|word| !word.is_empty());
    std::iter::once(verb).chain(words).collect::<Vec<_>>().join("_")
}

fn operation(route: &Route, described: &Described) -> Operation {
    let query = described.query.map(|query| query()).unwrap_or_default();
    let parameters: Vec<_> = described.path.iter().cloned().chain(query).collect();
    let mut operation = OperationBuilder::new()
        .operation_id(Some(operation_id(route)))
        .tag(route.part)
        .summary(Some(described.summary))
        .parameters((!parameters.is_empty()).then_some(parameters));
    if !described.more.is_empty() {
        operation = operation.description(Some(described.more));
    }
    if let Some(form) = described.takes {
        let body = RequestBodyBuilder::new().content(JSON, named(&form)).required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    let (status, word) = if described.makes { ("201", "登记好了") } else { ("200", "好了") };
    operation = operation.response(status, good(word, described));
    let refusals = REFUSALS.iter().filter(|(_, _, reading)| *reading || described.takes.is_some());
    for (status, meaning, _) in refusals {
        operation = operation.response(*status, answer(meaning, &[Shape::of::<ErrorBody>()]));
    }
    operation.build()
}

fn good(word: &str, described: &Described) -> Response {
    match described.file {
        Some(media_type) => {
            ResponseBuilder::new().description(word).content(media_type, Content::default()).build()
        }
        None => answer(word, &described.answers),
    }
}

fn answer(meaning: &str, shapes: &[Shape]) -> Response {
    let content = match shapes {
        [one] => named(one),
        several => {
            let refs = several.iter().map(|shape| Ref::from_schema_name(shape.name()));
            Content::new(Some(refs.fold(AnyOfBuilder::new(), AnyOfBuilder::item)))
        }
    };
    ResponseBuilder::new().description(meaning).content(JSON, content).build()
}

fn named(shape: &Shape) -> Content {
    let one = Ref::from_schema_name(shape.name());
    if shape.list { Content::new(Some(Array::new(one))) } else { Content::new(Some(one)) }
}
