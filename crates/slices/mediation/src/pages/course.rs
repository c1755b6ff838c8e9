//! What happened in a case, in the order in which it happened.

use niangjia_kernel::Day;
use niangjia_web::show::When;

use crate::model::{Form, Performance, Role, SessionKind};
use crate::whole::Whole;

/// One entry of the timeline.
pub(crate) struct Entry {
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) at: When,
    pub(crate) title: String,
    pub(crate) lines: Vec<String>,
    on: Day,
}

/// The timeline of a case, the newest first.
pub(crate) fn course(whole: &Whole, screened: Option<Day>, today: Day) -> Vec<Entry> {
    let mut course = Course { entries: Vec::new(), today };
    course.beginning(whole, screened);
    course.people(whole);
    course.sessions(whole);
    course.agreed(whole);
    course.end(whole);
    course.entries.sort_by_key(|entry| entry.on);
    course.entries.reverse();
    course.entries
}

struct Course {
    entries: Vec<Entry>,
    today: Day,
}

impl Course {
    fn add(
        &mut self,
        on: Day,
        (tone, icon): (&'static str, &'static str),
        title: String,
        lines: Vec<String>,
    ) {
        let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
        self.entries.push(Entry { tone, icon, at: When::day(on, self.today), title, lines, on });
    }

    fn beginning(&mut self, whole: &Whole, screened: Option<Day>) {
        let case = &whole.case;
        let registered = format!("{}，{} 登记", case.origin.label(), case.registrar_name);
        self.add(case.applied, ("none", "inbox"), "登记".to_owned(), vec![registered]);
        if let Some(on) = screened {
            self.add(on, ("none", "shield-check"), "问过有没有危险".to_owned(), Vec::new());
        }
        for party in &whole.parties {
            if let Some((consent, on)) = party.consent {
                let title = format!("{} {}{}调解", party.side.label(), party.details.name, consent.label());
                self.add(on, ("none", "messages"), title, Vec::new());
            }
        }
        if let Some(on) = case.accepted {
            self.add(on, ("done", "clipboard-check"), "受理".to_owned(), vec![case.title()]);
        }
    }

    fn people(&mut self, whole: &Whole) {
        for member in &whole.members {
            let mut lines = vec![member.chosen_by.label().to_owned()];
            if member.role == Role::Mediator {
                let nothing = || "还没有声明无利害关系".to_owned();
                lines
                    .push(member.declared.map_or_else(nothing, |on| format!("{} 声明无利害关系", on.long())));
            }
            let title = format!("{} {}", member.role.label(), member.name);
            self.add(member.from, ("none", "user-plus"), title, lines);
            if let Some(on) = member.until {
                let title = format!("{} 不再参加", member.name);
                self.add(on, ("none", "switch-horizontal"), title, Vec::new());
            }
        }
    }

    fn sessions(&mut self, whole: &Whole) {
        for session in &whole.sessions {
            let manner = match (session.kind, session.open) {
                (SessionKind::Inquiry, _) => "",
                (SessionKind::Sitting, true) => "公开，",
                (SessionKind::Sitting, false) => "不公开，",
            };
            let minutes =
                if session.minutes > 0 { format!("，{} 分钟", session.minutes) } else { String::new() };
            let head = format!("{} {manner}{}{minutes}", session.at, session.words.place);
            let lines = vec![
                head.trim().to_owned(),
                session.words.words.clone(),
                session.words.result.clone(),
                format!("记录：{}", session.written_by),
            ];
            let title = format!("第 {} 次{}", session.number, session.kind.label());
            self.add(session.on, ("done", "messages"), title, lines);
        }
    }

    fn agreed(&mut self, whole: &Whole) {
        if let Some(on) = whole.unsigned {
            let lines = vec!["没有签名盖章齐全，没有生效".to_owned()];
            self.add(on, ("none", "heart-handshake"), "写好了书面协议".to_owned(), lines);
        }
        let Some(agreement) = &whole.agreement else { return };
        let title = format!("达成{}", agreement.form.label());
        self.add(agreement.on, ("done", "heart-handshake"), title, Vec::new());
        if let (Some(on), Form::Written) = (agreement.effective, agreement.form) {
            self.add(on, ("done", "circle-check"), "签名盖章齐全，协议生效".to_owned(), Vec::new());
        }
        for clause in &agreement.clauses {
            if let Some((performance, on)) = clause.performance {
                let tone = if performance == Performance::Performed { "done" } else { "late" };
                let title = format!("第 {} 条{}", clause.number, performance.label());
                self.add(on, (tone, "calendar-check"), title, vec![clause.words.note.clone()]);
            }
        }
        if let Some((step, on)) = agreement.confirmation {
            let title = format!("司法确认：{}", step.label());
            self.add(on, ("none", "scale"), title, vec![agreement.court.clone()]);
        }
    }

    fn end(&mut self, whole: &Whole) {
        let (case, rules) = (&whole.case, crate::MediationRules::in_force());
        if let (Some(on), None) = (case.ended, case.form) {
            let cause = case.cause.as_deref().and_then(|code| rules.cause(code));
            let why = cause.map_or_else(|| "有当事人不同意调解".to_owned(), |one| one.label.clone());
            let lines = vec![why, "已告知其他途径".to_owned()];
            self.add(on, ("none", "x"), case_ending(case.state), lines);
        }
        for revisit in &whole.revisits {
            let tone = if revisit.escalates { "late" } else { "done" };
            let mut lines = vec![revisit.words.clone(), format!("回访人：{}", revisit.by)];
            if revisit.escalates {
                lines.push("有激化的苗头".to_owned());
            }
            let title = format!("回访：{}", revisit.satisfaction.label());
            self.add(revisit.on, (tone, "phone"), title, lines);
        }
        if let Some(on) = case.filed {
            let kept = case.retention.as_deref().map_or("", |code| rules.retention(code));
            self.add(on, ("done", "file-text"), "立卷".to_owned(), vec![kept.to_owned()]);
        }
        if let Some(on) = case.archived {
            self.add(on, ("done", "inbox"), "归档".to_owned(), Vec::new());
        }
    }
}

fn case_ending(state: crate::model::State) -> String {
    use crate::model::State::{Declined, Stopped};
    match state {
        Declined => "不予调解",
        Stopped => "当事人停止调解",
        _ => "调解终止",
    }
    .to_owned()
}
