//! What other slices show of rounds and troubles, and what the demo world enters.

use niangjia_kernel::{AreaLevel, Household, Id, Key, ScreeningRound, Trouble};
use niangjia_org::api::Org;
use niangjia_store::{Actor, ReadTx, StoreError, WriteTx};
use niangjia_web::{Panel, Step};
use uuid::Uuid;

use crate::actions::{self, Found, Given};
use crate::model::{HelpKind, LineOutcome, RoundRow, Standing};
use crate::pack::ScreeningRules;
use crate::pages::finds;
use crate::queries::{self, Choice, TroubleFilter};
use crate::rules::{Progress, Sight, sight, standing};

pub use crate::model::{Closing, TroubleSource};

/// A trouble from before the platform, or of a world with a past.
#[derive(Debug, Clone)]
pub struct PastTrouble<'a> {
    /// Whose community.
    pub org: &'a Org,
    /// A code of the pack.
    pub kind: &'a str,
    /// How it came to be known.
    pub source: TroubleSource,
    /// The family, and what she is called.
    pub whose: (Option<Id<Household>>, &'a str),
    /// What it was about.
    pub words: &'a str,
}

/// Writes down a trouble found on the day of the transaction.
///
/// # Errors
/// When it cannot be written.
pub fn enter_trouble(
    tx: &WriteTx<'_>,
    actor: &Actor,
    past: &PastTrouble<'_>,
) -> Result<Key<Trouble>, StoreError> {
    let found = Found {
        id: tx.new_id(),
        org: past.org,
        kind: past.kind,
        source: past.source,
        round: None,
        household: past.whose.0,
        resident: None,
        name: past.whose.1,
        words: past.words,
        note: "",
        on: tx.today(),
        sealed: false,
    };
    let key = found.id.within(past.org.tenant);
    let _entered = actions::find_trouble(tx, actor, &found)?;
    Ok(key)
}

/// Writes down that `actor` helped with a trouble on the day of the transaction; with `closing`, that it ended so.
///
/// # Errors
/// When it cannot be written, or `actor` does not see it.
pub fn enter_help(
    tx: &WriteTx<'_>,
    actor: &Actor,
    key: Key<Trouble>,
    words: &str,
    closing: Option<Closing>,
) -> Result<(), StoreError> {
    let unseen = || StoreError::Internal("a trouble that its helper does not see".to_owned());
    let trouble = queries::visible_trouble(tx, actor, key)?.ok_or_else(unseen)?;
    let by = (actor.person, actor.name.as_str());
    let given = Given { id: tx.new_id(), kind: HelpKind::Help, on: tx.today(), by, words, seals: false };
    let _helped = actions::help(tx, actor, &trouble, &given)?;
    if let Some(closing) = closing {
        let trouble = queries::visible_trouble(tx, actor, key)?.ok_or_else(unseen)?;
        let _closed = actions::close_trouble(tx, actor, &trouble, closing)?;
    }
    Ok(())
}

/// Begins a round on the day of the transaction with families by their numbers.
///
/// # Errors
/// When it cannot be written.
pub fn enter_round(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    (kind, days, numbers): (&str, i64, Vec<String>),
) -> Result<Key<ScreeningRound>, StoreError> {
    let choice = Choice { numbers, ..Choice::default() };
    let chosen = queries::chosen(tx, org, tx.today(), &choice)?;
    let given = queries::assignees(tx, org, tx.today(), &chosen)?;
    let row = RoundRow {
        tenant: org.tenant,
        id: tx.new_id(),
        org_id: org.id,
        org_path: org.path.clone(),
        year: i64::from(tx.today().parts().0),
        number: 0,
        kind: kind.to_owned(),
        instruction: None,
        from: tx.today(),
        until: tx.today().plus(days),
        person_name: actor.name.clone(),
        finished: None,
    };
    let families: Vec<_> = chosen.into_iter().map(|(id, ..)| (id, given.get(&id).copied())).collect();
    let _held = actions::hold_round(tx, actor, &row, &families)?;
    Ok(row.id.within(org.tenant))
}

/// Says of every family of a round that nobody visited that it was seen, and finishes the round.
///
/// # Errors
/// When it cannot be written.
pub fn enter_finish(
    tx: &WriteTx<'_>,
    actor: &Actor,
    org: &Org,
    key: Key<ScreeningRound>,
) -> Result<(), StoreError> {
    let round = queries::visible_round(tx, actor, key)?;
    let round =
        round.ok_or_else(|| StoreError::Internal("a round that its chair does not see".to_owned()))?;
    for line in queries::all_lines(tx, &round)? {
        if standing(&line, tx.today()) == Standing::Waiting {
            let by = line.person.unwrap_or(actor.person);
            drop(actions::say_line(
                tx,
                actor,
                (&round, &line),
                (LineOutcome::Reached, None, tx.today()),
                by,
            )?);
        }
    }
    let lines = queries::all_lines(tx, &round)?;
    let progress =
        lines.iter().fold(Progress::default(), |so_far, line| so_far.with(standing(line, tx.today())));
    let _finished = actions::finish_round(tx, actor, (&round, org), (&lines, progress))?;
    Ok(())
}

/// For `PanelSlot::Desk`: families of open rounds that wait, and troubles that nobody helps with; to the chair those of her
/// community, to street and county troubles that have waited too long.
///
/// # Errors
/// When they cannot be counted.
pub fn desk_panels(tx: &ReadTx<'_>, actor: &Actor, orgs: &[Uuid]) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let own = orgs.iter().find(|org| **org == actor.acting.org_id.uuid());
    own.map_or_else(|| Ok(Vec::new()), |own| waiting(tx, actor, *own))
}

/// For `PanelSlot::MemberDesk`: a member's own families of open rounds, and her troubles.
///
/// # Errors
/// When they cannot be counted.
pub fn member_desk_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    persons: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let herself =
        persons.iter().find(|person| **person == actor.person.uuid() && sight(actor) == Sight::Hers);
    herself.map_or_else(|| Ok(Vec::new()), |herself| waiting(tx, actor, *herself))
}

/// What waits for whoever asks, under a subject of her page.
fn waiting(tx: &ReadTx<'_>, actor: &Actor, subject: Uuid) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let (acting, sight) = (&actor.acting, sight(actor));
    let mut panels = Vec::new();
    if matches!(sight, Sight::Hers | Sight::Community) {
        let rounds = waiting_rounds(tx, actor)?;
        panels.extend(rounds.into_iter().map(|panel| (subject, panel)));
    }
    if sight == Sight::Nothing {
        return Ok(panels);
    }
    let before = tx.today().plus(-ScreeningRules::in_force().waiting_days);
    let (open, late) = queries::count_open(tx, actor, &acting.org_path, before)?;
    let text = match sight {
        Sight::Hers if open > 0 => Some(format!("情感困扰 {open} 件")),
        Sight::Community if open > 0 => {
            let late = if late > 0 { format!("，{late} 件还没有人帮") } else { String::new() };
            Some(format!("情感困扰 {open} 件没有结束{late}"))
        }
        Sight::Lists if late > 0 => Some(format!("情感困扰 {late} 件一直没有人帮，请督办")),
        _ => None,
    };
    let href = Some(format!("/orgs/{}/troubles", acting.org_path.code()));
    panels.extend(text.map(|text| (subject, Panel { text, href })));
    Ok(panels)
}

/// The open rounds of her community: to a member in one word with all of her families, to the chair one by one.
fn waiting_rounds(tx: &ReadTx<'_>, actor: &Actor) -> Result<Vec<Panel>, StoreError> {
    let path = &actor.acting.org_path;
    let (mut panels, mut hers, mut at) = (Vec::new(), 0, Vec::new());
    let rounds = queries::rounds(tx, actor, path, None)?;
    for round in rounds.iter().filter(|one| one.finished.is_none()) {
        let lines = queries::lines(tx, actor, round)?;
        let counted = lines.iter().map(|line| standing(line, tx.today()));
        let waiting = counted.fold(Progress::default(), Progress::with).waiting();
        let href = Some(round.href());
        if sight(actor) == Sight::Hers {
            hers += waiting;
            at.extend(href.filter(|_| waiting > 0));
        } else if waiting == 0 {
            panels.push(Panel { text: format!("{}都见到了，请办完这一轮", round.called()), href });
        } else {
            let late = if round.until < tx.today() { "已到期，" } else { "" };
            let text =
                format!("{}：{late}还有 {waiting} 户没见到，{} 前", round.called(), round.until.long());
            panels.push(Panel { text, href });
        }
    }
    if hers > 0 {
        let all = format!("/orgs/{}/screenings", path.code());
        let href = if at.len() == 1 { at.pop() } else { Some(all) };
        panels.push(Panel { text: format!("排查还有 {hers} 户没见到"), href });
    }
    Ok(panels)
}

/// For `PanelSlot::Household`: troubles of a family that are hers to see, the round that waits for it, and where a trouble is
/// written down.
///
/// # Errors
/// When they cannot be read.
pub fn household_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    households: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    if !matches!(sight(actor), Sight::Hers | Sight::Community) {
        return Ok(panels);
    }
    let code = actor.acting.org_path.code();
    for household in households {
        let key = Id::<Household>::from_uuid(*household).within(actor.tenant);
        let open = queries::open_line_of(tx, actor, key)?;
        if let Some(line) = open.filter(|line| standing(line, tx.today()) == Standing::Waiting) {
            let href = Some(format!("/screenings/{}", line.round.within(line.tenant)));
            panels.push((*household, Panel { text: "排查等着见这一户".to_owned(), href }));
        }
        let filter = TroubleFilter { household: Some(key.id), ..TroubleFilter::default() };
        let (_, total) = queries::troubles(tx, actor, (&actor.acting.org_path, &filter), 1)?;
        if total > 0 {
            let href = Some(format!("/orgs/{code}/troubles?household={key}"));
            panels.push((*household, Panel { text: format!("情感困扰 {total} 件"), href }));
        }
        if niangjia_household::api::visible(tx, actor, key)?.is_some() {
            let href = Some(format!("/orgs/{code}/troubles/new?household={key}"));
            panels.push((*household, Panel { text: "登记困扰".to_owned(), href }));
        }
    }
    Ok(panels)
}

/// For `PanelSlot::Organisation`: the rounds and troubles of its branch, for who may know of them.
///
/// # Errors
/// When they cannot be read.
pub fn organisation_panels(
    tx: &ReadTx<'_>,
    actor: &Actor,
    orgs: &[Uuid],
) -> Result<Vec<(Uuid, Panel)>, StoreError> {
    let mut panels = Vec::new();
    for subject in orgs.iter().filter(|_| sight(actor) != Sight::Nothing) {
        let Some(org) = niangjia_org::api::by_id(tx, Id::from_uuid(*subject))? else { continue };
        let below = matches!(org.level, AreaLevel::County | AreaLevel::Street | AreaLevel::Community);
        let sees = if sight(actor) == Sight::Hers {
            finds(actor, &org)
        } else {
            actor.acting.org_path.covers(&org.path)
        };
        if below && sees {
            for (text, page) in [("排查", "screenings"), ("情感困扰", "troubles"), ("满意度", "satisfaction")]
            {
                let href = Some(format!("{}/{page}", org.href()));
                panels.push((*subject, Panel { text: text.to_owned(), href }));
            }
        }
    }
    Ok(panels)
}

/// When communities merge, the one that goes on keeps the other's rounds and troubles.
///
/// # Errors
/// When it cannot be written.
pub fn on_merging(tx: &WriteTx<'_>, step: &Step) -> Result<Option<String>, StoreError> {
    if let Step::Merges { tenant, from, into, .. } = step {
        queries::move_register(tx, *tenant, &from.path, &into.path)?;
    }
    Ok(None)
}

/// A trouble that `actor` reads without a purpose, for slices that do something for it: what it is called, its page, its
/// organisation and household. Nothing that is sealed.
///
/// # Errors
/// When it cannot be read.
pub fn read_by(
    tx: &ReadTx<'_>,
    actor: &Actor,
    key: niangjia_kernel::Key<niangjia_kernel::Trouble>,
) -> Result<Option<niangjia_subject::ReadMatter>, StoreError> {
    let found = queries::visible_trouble(tx, actor, key)?;
    let found = found.filter(|found| found.reach != crate::rules::TroubleReach::Above && !found.row.sealed);
    Ok(found.map(|found| niangjia_subject::ReadMatter {
        called: found.row.called(),
        href: found.row.href(),
        org: found.row.org_id,
        household: found.row.household,
    }))
}
