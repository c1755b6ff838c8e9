//! The cases that somebody may see, and what they wait for.

use askama::Template;
use axum::response::Response;
use niangjia_kernel::Month;
use niangjia_web::show::When;
use niangjia_web::{Ctx, Query, Shell, page};

use crate::model::State;
use crate::pages::SaidQuery;
use crate::queries;
use crate::rules::{Reach, credit_is_told, may_ask, may_come_near};
use crate::waiting::waiting;

struct Line {
    href: String,
    called: String,
    state: &'static str,
    way: &'static str,
    closed: bool,
    waits: Option<(&'static str, String)>,
    touched: When,
}

#[derive(Template)]
#[template(path = "mine.html")]
struct MinePage {
    shell: Shell,
    lines: Vec<Line>,
    takes: bool,
    opens: bool,
    own: Vec<(String, i64)>,
    all: Vec<(String, String, i64)>,
}

/// `GET /protection`. The same page for everybody; whoever has to do with none sees none.
pub(crate) async fn list(ctx: Ctx, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let actor = &visitor.actor;
        let mut lines = Vec::new();
        for case in queries::visible_cases(tx, actor)? {
            let row = case.row();
            let waits = waiting(tx, actor, &case)?.into_iter().next().map(|one| (one.kind, one.on_lists()));
            lines.push(Line {
                href: row.href(),
                called: row.numbered(),
                state: row.state.label(),
                way: match case.reach() {
                    Reach::Own if row.responsible == actor.person => "我负责",
                    Reach::Own => "我参与",
                    Reach::InCharge => "我是县里的负责人",
                    Reach::Opened(_) => "临时打开，只能看",
                },
                closed: row.state == State::Closed,
                waits,
                touched: When::instant(row.touched, tx.today()),
            });
        }
        let told = |month: &Month| credit_is_told(*month, tx.today());
        let all = if queries::is_in_charge(tx, actor)? && may_come_near(actor) {
            queries::credits_of(tx, actor.tenant)?
        } else {
            Vec::new()
        };
        let said = match query.said.as_str() {
            "asked" => Some("已经请县里的负责人批准。批准了，它会出现在下面。".to_owned()),
            _ => None,
        };
        page(&MinePage {
            shell: visitor.shell_saying(said),
            lines,
            takes: may_come_near(actor),
            opens: may_ask(actor),
            own: queries::own_credits(tx, actor)?
                .into_iter()
                .filter(|(month, _)| told(month))
                .map(|(month, pieces)| (month.long(), pieces))
                .collect(),
            all: all
                .into_iter()
                .filter(|(month, ..)| told(month))
                .map(|(month, name, pieces)| (month.long(), name, pieces))
                .collect(),
        })
    })
    .await
}
