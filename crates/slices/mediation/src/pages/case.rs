//! One case: the one thing to do next, the parties, what was agreed, and what happened.

use askama::Template;
use axum::response::Response;
use niangjia_attachment::Shelf;
use niangjia_kernel::Mediation;
use niangjia_store::ReadTx;
use niangjia_web::show::{Due, When};
use niangjia_web::{AppError, At, Ctx, Errors, Panel, PanelSlot, Query, Shell, Visitor, json, page};

use crate::json::CaseBody;
use crate::model::{Form, Member, Opening, Party, Role, State};
use crate::pack::MediationRules;
use crate::pages::course::{Entry, course};
use crate::pages::gate::{OpeningForm, gate};
use crate::pages::{MediationKey, SaidQuery, crumbs, list};
use crate::queries::{self, Reach, VisibleCase};
use crate::rules::{ClauseStanding, Next, may_end, next, standing};
use crate::whole::Whole;

struct ClauseLine {
    number: i64,
    words: String,
    how: String,
    due: Due,
    status: bool,
}

struct Acts {
    href: String,
    label: &'static str,
}

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    shell: Shell,
    above: Vec<(String, String)>,
    title: String,
    category: String,
    origin: &'static str,
    state: Due,
    due: Option<Due>,
    brief: String,
    wants: Vec<String>,
    parties: Vec<Party>,
    members: Vec<Member>,
    clauses: Vec<ClauseLine>,
    /// What an agreement lacks to take effect.
    unsigned: Vec<String>,
    basis: &'static str,
    confirm: Option<String>,
    missing: usize,
    next: Option<Acts>,
    others: Vec<Acts>,
    href: String,
    changes: bool,
    course: Vec<Entry>,
    panels: Vec<Panel>,
    shelf: Option<Shelf>,
    /// The signed agreement has not come back as a scan.
    scan: bool,
    openings: Vec<(Opening, When)>,
    why: String,
}

#[derive(Template)]
#[template(path = "diverted.html")]
struct DivertedPage {
    shell: Shell,
    title: String,
    panels: Vec<Panel>,
}

/// `GET /mediations/{key}`.
pub(crate) async fn show(ctx: Ctx, At(key): At<MediationKey>, Query(query): Query<SaidQuery>) -> Response {
    ctx.read(move |tx, visitor| {
        let case = queries::visible_case(tx, &visitor.actor, key)?.ok_or(AppError::NotFound)?;
        if case.row.state == State::Diverted {
            return diverted(tx, visitor, &case);
        }
        if visitor.wants_json {
            let whole = if case.opened { Some(Whole::of(tx, &case)?) } else { None };
            return json(&CaseBody::of(&case.row, whole.as_ref()));
        }
        if !case.opened {
            return page(&gate(tx, visitor, &case.row, &OpeningForm::default(), Errors::default())?);
        }
        page(&case_page(tx, visitor, &case, &query)?)
    })
    .await
}

fn banner(said: &str) -> Option<&'static str> {
    Some(match said {
        "registered" => "已登记。下一步：分开问一问有没有危险。",
        "screened" => "问过了，没有发现危险。下一步：征求各方意愿。",
        "asked" => "已记下。还有人没有答复。",
        "accepted" => "各方都同意，已受理，从今天起算期限。下一步：安排调解员。",
        "declined" => "有一方不同意，不予调解。请告诉各方还可以走哪些路。",
        "assigned" | "changed" => "已记下。",
        "held" => "这一次已记下，参加的人都算了。",
        "extended" => "期限已延长。",
        "agreed" => "协议已记下。书面的，请打印、签名、盖章；口头的，现在就生效。",
        "unsigned" => "签名还不齐，协议还没有生效。缺什么列在下面。",
        "effective" => {
            "签名、盖章都齐了，协议已生效。请把签好的协议书拍照或扫描，添到下面的材料里。三十日内双方可以共同申请司法确认。"
        }
        "performed" | "confirmed" => "已记下。",
        "ended" => "已终止，并告知了其他途径。",
        "revisited" => "回访已记下。",
        "escalates" => "回访已记下。有激化的苗头：有打人、威胁的，请马上打 110。",
        "filed" => "已立卷。",
        "archived" => "已归档，以后只能看。",
        "opened" => "已打开，到今天结束为止；这次打开留下了记录。",
        _ => return None,
    })
}

/// What is left of a diverted case for whoever registered it: not a word of it.
fn diverted(tx: &ReadTx<'_>, visitor: &Visitor, case: &VisibleCase) -> niangjia_web::Answer {
    if visitor.wants_json {
        return json(&CaseBody::of(&case.row, None));
    }
    page(&DivertedPage {
        shell: visitor.shell(),
        title: case.row.title(),
        panels: panels(tx, visitor, case, PanelSlot::Diverted)?,
    })
}

fn panels(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &VisibleCase,
    slot: PanelSlot,
) -> Result<Vec<Panel>, AppError> {
    let subject = case.row.id.uuid();
    let found = visitor.app.panels().of(slot, tx, &visitor.actor, &[subject])?;
    Ok(found.into_values().flatten().collect())
}

fn case_page(
    tx: &ReadTx<'_>,
    visitor: &Visitor,
    case: &VisibleCase,
    query: &SaidQuery,
) -> Result<CasePage, AppError> {
    let today = tx.today();
    let whole = Whole::of(tx, case)?;
    let works = case.reach != Reach::Above;
    let rules = MediationRules::in_force();
    let row = &whole.case;
    let (steps, others) = acts(&whole, tx.now(), works);
    let matter = case.matter();
    let scan = lacks_scan(&whole, works);
    let wanted = if query.paper.is_empty() && scan { SIGNED } else { query.paper.as_str() };
    let shelf = match &matter {
        Some(matter) => Some(Shelf::of::<Mediation>(tx, visitor, matter)?.choosing(wanted)),
        None => None,
    };
    let unsigned = match &whole.agreement {
        Some(one) if one.effective.is_none() => {
            crate::rules::takes_effect(&whole.parties, one.mediator_signed, one.stamped)
                .err()
                .unwrap_or_default()
        }
        _ => Vec::new(),
    };
    Ok(CasePage {
        shell: visitor.shell_saying(banner(&query.said).map(str::to_owned)),
        above: crumbs(tx, &whole.org)?,
        title: row.title(),
        category: rules.category(&row.category).to_owned(),
        origin: row.origin.label(),
        state: list::state(row),
        due: list::due(row, tx.now()),
        brief: whole.account.brief.clone(),
        wants: whole.account.wants.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect(),
        clauses: clause_lines(&whole, today),
        unsigned,
        basis: &rules.not_confirmed_basis,
        confirm: confirm(tx, &whole)?,
        missing: whole.lacking().iter().filter(|lack| lack.required).count(),
        next: steps,
        others,
        href: row.href(),
        changes: works && row.state == State::Accepted,
        course: course(&whole, queries::was_screened(tx, row)?, today),
        panels: panels(tx, visitor, case, PanelSlot::Mediation)?,
        shelf,
        scan,
        openings: queries::openings_of(tx, row)?
            .into_iter()
            .map(|one| {
                let at = When::instant(one.at, today);
                (one, at)
            })
            .collect(),
        why: why(visitor, case.reach),
        parties: whole.parties,
        members: whole.members.into_iter().filter(|one| one.until.is_none()).collect(),
    })
}

/// The paper that is signed by hand.
const SIGNED: &str = "agreement";

/// Whether a written agreement is in force and nobody has brought its scan yet.
fn lacks_scan(whole: &Whole, works: bool) -> bool {
    let written = |one: &crate::model::Agreement| one.form == Form::Written && one.effective.is_some();
    let waits = works && whole.case.state == State::Agreed && whole.agreement.as_ref().is_some_and(written);
    waits && whole.scans.iter().all(|one| one.label != SIGNED)
}

fn confirm(tx: &ReadTx<'_>, whole: &Whole) -> Result<Option<String>, AppError> {
    let clock = niangjia_deadline::running(tx, whole.case.subject(), "mediation.confirm_apply")?;
    Ok(clock.and_then(|clock| match clock.standing(tx.now()) {
        niangjia_deadline::Standing::Running { until, days, .. } => {
            let last = until.day().plus(-1).long();
            Some(format!("双方可以共同向法院申请司法确认，最后一天是 {last}（还有 {days} 天）。"))
        }
        niangjia_deadline::Standing::Late { .. } => {
            Some("申请司法确认的三十日已经过了；协议仍然有效，不履行的可以起诉。".to_owned())
        }
        niangjia_deadline::Standing::Suspended => None,
    }))
}

fn clause_lines(whole: &Whole, today: niangjia_kernel::Day) -> Vec<ClauseLine> {
    let soon = MediationRules::in_force().soon_days;
    let clauses = whole.agreement.iter().flat_map(|one| &one.clauses);
    let line = |clause: &crate::model::Clause| {
        let due = match standing(clause, soon, today) {
            ClauseStanding::Settled if clause.performance.is_some() => ("done", "已履行".to_owned()),
            ClauseStanding::Settled => ("none", "没有写日期".to_owned()),
            ClauseStanding::Plan(days) => ("plan", format!("还有 {days} 天")),
            ClauseStanding::Soon(0) => ("soon", "今天履行".to_owned()),
            ClauseStanding::Soon(days) => ("soon", format!("{days} 天后履行")),
            ClauseStanding::Late(days) => ("late", format!("过期 {days} 天没有履行")),
            ClauseStanding::Followed => {
                ("late", clause.performance.map_or("", |(one, _)| one.label()).to_owned())
            }
        };
        let mut how = clause.words.manner();
        how.extend(clause.due.map(|day| format!("{} 前", day.long())));
        ClauseLine {
            number: clause.number,
            words: clause.words.words.clone(),
            how: how.join(" · "),
            due: Due { kind: due.0, word: due.1 },
            status: clause.status,
        }
    };
    clauses.map(line).collect()
}

/// The one next step as the button, and the others.
fn acts(whole: &Whole, now: niangjia_kernel::Timestamp, works: bool) -> (Option<Acts>, Vec<Acts>) {
    let href = whole.case.href();
    let act = |path: &str, label| Acts { href: format!("{href}/{path}"), label };
    let mut others = Vec::new();
    if !works {
        return (None, vec![act("documents", "文书")]);
    }
    let first = next(&whole.case, &whole.members, whole.agreement.as_ref(), whole.revisits.len(), now);
    let step = match first {
        Next::Screen => Some(act("screening", "做筛查")),
        Next::AskConsent => Some(act("consent", "征求意愿")),
        Next::Assign => Some(act("members", "安排调解员")),
        Next::Mediate => Some(act("sessions/new", "记一次调解")),
        Next::ExtendOrEnd => Some(act("extension", "期限已到：延长或终止")),
        Next::Sign => Some(act("signatures", "签名和盖章")),
        Next::Perform => Some(act("performance", "记履行情况")),
        Next::Revisit => Some(act("revisits/new", "回访")),
        Next::File => Some(act("file", "立卷")),
        Next::Archive => Some(act("file", "归档")),
        Next::Nothing => None,
    };
    let state = whole.case.state;
    if state == State::Accepted {
        let all = [
            ("sessions/new", "记一次调解"),
            ("members", "加调解人员"),
            ("agreement", "达成协议"),
            ("extension", "延长期限"),
        ];
        others.extend(all.map(|(path, label)| act(path, label)));
    }
    if matches!(state, State::Screened | State::Accepted) {
        others.push(act("screening", "再问有没有危险"));
    }
    if may_end(state, whole.agreement.as_ref()) {
        others.push(act("ending", "终止"));
    }
    if matches!(state, State::Agreed | State::Filed) {
        others.push(act("performance", "记履行情况"));
        others.push(act("confirmation", "司法确认"));
    }
    if matches!(state, State::Agreed | State::Failed | State::Stopped | State::Filed) {
        others.push(act("revisits/new", "回访"));
    }
    if state.is_over() {
        others.push(act("file", "卷宗"));
    }
    others.push(act("documents", "文书"));
    let shown = step.as_ref().map(|step| step.href.clone());
    others.retain(|one| Some(&one.href) != shown.as_ref());
    (step, others)
}

fn why(visitor: &Visitor, reach: Reach) -> String {
    let post = visitor.actor.post_label();
    match reach {
        Reach::Own => "您登记了这一件，或者是这一件的调解人员。".to_owned(),
        Reach::Keeps => format!("您是{post}，这一件登记在您的社区。"),
        Reach::Above => format!("您是{post}，今天写明用途打开了这一件，到今天结束为止。"),
    }
}

impl CasePage {
    /// Whether somebody still has to declare herself.
    fn declares(&self, member: &Member) -> bool {
        self.changes && member.role == Role::Mediator && member.declared.is_none()
    }
}
