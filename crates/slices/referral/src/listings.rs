//! The lists of this slice as files: nothing of what was handed over.

use niangjia_store::{Actor, ReadTx};
use niangjia_transfer::{Asked, ColumnHead, Kind, Listing, Opened, OutCell, Said, Sink, Whose};
use niangjia_web::AppError;

use crate::model::ReferralRow;
use crate::pages::with_followed_branch;
use crate::queries;
use crate::rules::serves;

/// The lists that can be exported.
pub const LISTINGS: &[&dyn Listing] = &[&OfBranch, &OfSender, &Partners];

const ALL: i64 = 1_000_000;

/// `GET /orgs/{code}/referrals`.
struct OfBranch;

/// `GET /referrals`.
struct OfSender;

/// `GET /orgs/{code}/partners`.
struct Partners;

fn text(title: &'static str, width: u16) -> ColumnHead {
    ColumnHead::new(title, width, Kind::Text)
}

fn opened(
    tx: &ReadTx<'_>,
    actor: &Actor,
    (whose, list): (Whose, &str),
    columns: Vec<ColumnHead>,
    (total, unit): (i64, &'static str),
) -> Opened {
    let (narrowed, notes, closing) = (Vec::new(), Vec::new(), Vec::new());
    let list = list.to_owned();
    Opened::of(tx, actor, Said { whose, list, columns, narrowed, total, unit, notes, closing })
}

fn columns() -> Vec<ColumnHead> {
    vec![
        text("编号", 20),
        text("转给", 30),
        text("哪一类事", 12),
        ColumnHead::new("转出", 17, Kind::Day),
        text("依据", 24),
        text("经办", 14),
        text("进展", 24),
    ]
}

fn row_of(one: &ReferralRow, row: &mut Sink<'_>) -> Result<(), AppError> {
    let called = one.called();
    row(&[
        called.as_str().into(),
        one.partner_name.as_str().into(),
        one.subject_kind.label().into(),
        OutCell::Day(one.sent.day()),
        one.ground.label().into(),
        one.sender_name.as_str().into(),
        one.status().into(),
    ])
}

impl Listing for OfBranch {
    fn page(&self) -> &'static str {
        "/orgs/{code}/referrals"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_followed_branch(tx, actor, asked.part("code"))?;
        let (_, total) = queries::of_branch(tx, actor, &org.path, 1)?;
        Ok(opened(tx, actor, (org.whose(), "转介登记"), columns(), (total, "件")))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let org = with_followed_branch(tx, actor, asked.part("code"))?;
        for one in queries::of_branch(tx, actor, &org.path, ALL)?.0 {
            row_of(&one, row)?;
        }
        Ok(())
    }
}

impl Listing for OfSender {
    fn page(&self) -> &'static str {
        "/referrals"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, _: &Asked) -> Result<Opened, AppError> {
        if !serves(actor) {
            return Err(AppError::NotFound);
        }
        let (_, total) = queries::of_sender(tx, actor, 1)?;
        Ok(opened(tx, actor, (Whose::acting(actor), "我转介的"), columns(), (total, "件")))
    }

    fn rows(&self, tx: &ReadTx<'_>, actor: &Actor, _: &Asked, row: &mut Sink<'_>) -> Result<(), AppError> {
        if !serves(actor) {
            return Err(AppError::NotFound);
        }
        for one in queries::of_sender(tx, actor, ALL)?.0 {
            row_of(&one, row)?;
        }
        Ok(())
    }
}

impl Listing for Partners {
    fn page(&self) -> &'static str {
        "/orgs/{code}/partners"
    }

    fn open(&self, tx: &ReadTx<'_>, actor: &Actor, asked: &Asked) -> Result<Opened, AppError> {
        let org = with_followed_branch(tx, actor, asked.part("code"))?;
        let rows = queries::partners_at(tx, (org.tenant, &org.path))?;
        let columns = vec![
            text("类别", 16),
            text("名称", 30),
            text("联系人", 16),
            text("电话", 18),
            text("时间", 24),
            text("地址", 36),
            text("怎样办", 12),
        ];
        let total = i64::try_from(rows.len()).unwrap_or(0);
        Ok(opened(tx, actor, (org.whose(), "合作单位"), columns, (total, "个")))
    }

    fn rows(
        &self,
        tx: &ReadTx<'_>,
        actor: &Actor,
        asked: &Asked,
        row: &mut Sink<'_>,
    ) -> Result<(), AppError> {
        let org = with_followed_branch(tx, actor, asked.part("code"))?;
        for one in queries::partners_at(tx, (org.tenant, &org.path))? {
            let way = if one.closed.is_some() { "已停用" } else { one.way() };
            let said = &one.said;
            row(&[
                said.kind.label().into(),
                said.name.as_str().into(),
                said.contact.as_str().into(),
                said.phone.as_str().into(),
                said.hours.as_str().into(),
                said.address.as_str().into(),
                way.into(),
            ])?;
        }
        Ok(())
    }
}
