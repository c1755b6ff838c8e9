//! What failed to leave the platform, for the system administrator.

use askama::Template;
use axum::response::Response;
use niangjia_store::{Actor, PostKind};
use niangjia_web::show::When;
use niangjia_web::{AppError, At, Ctx, Shell, Typed, json, page, see_other};

use crate::actions;
use crate::json::{DeliveriesBody, DeliveryBody, DeliveryCount};
use crate::model::{DeliveryKey, DeliveryState};
use crate::pages::inbox::Nothing;
use crate::queries::{self, DeliveryRow};

struct Line {
    row: DeliveryRow,
    made: When,
    /// When it is tried again, or was given up.
    then: When,
}

#[derive(Template)]
#[template(path = "deliveries.html")]
struct DeliveriesPage {
    shell: Shell,
    counts: Vec<(String, i64)>,
    lines: Vec<Line>,
}

/// Who looks after what leaves; of a message she sees the channel and the outcome, not whom it was for.
fn administers(actor: &Actor) -> Result<(), AppError> {
    if actor.acting.kind == PostKind::SystemAdministrator {
        return Ok(());
    }
    Err(AppError::Forbidden("对外发送的情况由系统管理员看。".to_owned()))
}

/// `GET /messages/deliveries`.
pub(crate) async fn show(ctx: Ctx) -> Response {
    ctx.read(|tx, visitor| {
        administers(&visitor.actor)?;
        let tenant = visitor.actor.tenant;
        let (counts, rows) = (queries::count_by_state(tx, tenant)?, queries::troubled(tx, tenant)?);
        if visitor.wants_json {
            let counts = counts.into_iter().map(|(channel, state, count)| DeliveryCount {
                channel: channel.code(),
                state: state.code(),
                count,
            });
            let troubled = rows.iter().map(DeliveryBody::of).collect();
            return json(&DeliveriesBody { counts: counts.collect(), troubled });
        }
        let counts = counts.into_iter();
        let counts =
            counts.map(|(channel, state, n)| (format!("{} · {}", channel.label(), state.label()), n));
        let lines = rows.into_iter().map(|row| Line {
            made: When::instant(row.made, tx.today()),
            then: When::instant(row.ended.unwrap_or(row.next), tx.today()),
            row,
        });
        page(&DeliveriesPage { shell: visitor.shell(), counts: counts.collect(), lines: lines.collect() })
    })
    .await
}

/// `POST /messages/deliveries/{key}/again`.
pub(crate) async fn again(ctx: Ctx, At(key): At<DeliveryKey>, typed: Typed) -> Response {
    ctx.submit(typed, move |tx, visitor, _: &Nothing| {
        administers(&visitor.actor)?;
        let own = Some(key).filter(|key| key.tenant == visitor.actor.tenant).ok_or(AppError::NotFound)?;
        let row = queries::given_up(tx, own)?.ok_or(AppError::NotFound)?;
        Ok(actions::try_again(tx, &visitor.actor, &row)?.map(|()| see_other("/messages/deliveries")))
    })
    .await
}

impl Line {
    fn failed(&self) -> bool {
        self.row.state == DeliveryState::Failed
    }
}
