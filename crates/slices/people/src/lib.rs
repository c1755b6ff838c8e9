//! Persons, their posts, and how they sign in.

pub mod actions;
pub mod api;
mod identity;
mod import;
mod json;
mod listings;
mod model;
mod pages;
mod password;
mod queries;
mod rules;
pub mod schema;

use niangjia_kernel::Post;
use niangjia_web::{Described, Routes};

use crate::json::{MeBody, PostBody, RosterBody};
use crate::pages::member_form::MemberForm;
use crate::pages::post::LeaveForm;
use crate::pages::roster::RosterQuery;

pub use listings::LISTINGS;

/// The routes of this slice. `demo` adds signing in as one of the demo's people without a password.
#[must_use]
pub fn routes(routes: Routes, demo: bool) -> Routes {
    let routes = routes
        .part("岗位与名册")
        .get("/login", pages::sign_in::show)
        .page_only(SESSION)
        .post("/login", pages::sign_in::sign_in)
        .in_person(SESSION)
        .post("/logout", pages::sign_in::sign_out)
        .in_person(SESSION)
        .post("/post", pages::sign_in::switch_post)
        .in_person("令牌只用它自己的岗位，不换岗位。")
        .get("/me", pages::me::show)
        .described(Described::view::<MeBody>("令牌是谁的、用哪个岗位"))
        .post("/me/password", pages::me::change_password)
        .in_person("密码由本人登录后修改。")
        .get("/me/tokens", pages::tokens::show)
        .page_only(TOKENS)
        .post("/me/tokens", pages::tokens::make)
        .in_person(TOKENS)
        .post("/me/tokens/{key}/withdrawal", pages::tokens::withdraw)
        .in_person(TOKENS);
    let routes = administration(roster(routes));
    if demo {
        routes.post("/login/demo", pages::sign_in::sign_in_as_demo_person).in_person(SESSION)
    } else {
        routes
    }
}

// R-TOK-05. A token makes no tokens, changes no password and chooses no other post: she does that herself, signed in.
// Source: product.md (a person answers for what is done in her name). Reading: a secret that could make others would
// outlive its own end. Ours.
const SESSION: &str = "登录和退出是浏览器的事；程序用令牌，不登录。";
const TOKENS: &str = "令牌由本人登录后申请和作废，令牌不能再做令牌。";
const EMPTY_FORM: &str = "这是一张空表；程序直接提交，字段见同一地址的 POST。";

fn roster(routes: Routes) -> Routes {
    routes
        .get("/orgs/{code}/members", pages::roster::show)
        .described(Described::view::<RosterBody>("执委名册").of_org().query::<RosterQuery>())
        .get("/orgs/{code}/members/new", pages::member_form::show)
        .page_only(EMPTY_FORM)
        .post("/orgs/{code}/members/new", pages::member_form::enter)
        .described(Described::action::<MemberForm>("登记执委").makes().of_org())
        .get("/posts/{key}", pages::post::show)
        .described(Described::view::<PostBody>("一个岗位").of::<Post>())
        .post("/posts/{key}/leaving", pages::post::leave)
        .described(
            Described::action::<LeaveForm>("办离任").of::<Post>().more("还有家庭只由她联系的，先安排别人"),
        )
}

/// The pages of the administrators, whose posts have no tokens (R-TOK-02).
fn administration(routes: Routes) -> Routes {
    let only = rules::ADMINISTRATORS_RULE;
    routes
        .get("/accounts", pages::accounts::show)
        .page_only(only)
        .get("/accounts/{key}", pages::account::show)
        .page_only(only)
        .post("/accounts/{key}", pages::account::open)
        .in_person(only)
        .post("/accounts/{key}/password", pages::account::reset)
        .in_person(only)
        .post("/accounts/{key}/state", pages::account::set_state)
        .in_person(only)
        .post("/accounts/{key}/posts", pages::administrators::appoint)
        .in_person(only)
}
