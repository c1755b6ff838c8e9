//! The rows of a county with many matters.

use niangjia_kernel::{Day, Id, Mediation, Person, Request, Tenant, Timestamp, Trouble};
use niangjia_store::{Column as _, StoreError, Value, WriteTx};

use super::{NAME, PHONE, Place, Places, YEARS};

const CATEGORIES: [&str; 8] =
    ["family_quarrel", "divorce", "support", "labour", "work", "hardship", "child", "other"];
const CHANNELS: [&str; 6] = ["home_visit", "in_person", "hotline", "telephone", "letter", "portal"];

/// A request as it will stand.
struct Made<'a> {
    id: Id<Request>,
    received: Timestamp,
    home: &'a Place,
    by: Id<Person>,
    closed: Option<Timestamp>,
    /// Until when it was to be done: of what is open, one of ten is late.
    until: Timestamp,
}

/// What is written at once.
#[derive(Default)]
pub(super) struct Rows {
    requests: Vec<Vec<Value>>,
    holds: Vec<Vec<Value>>,
    above: Vec<Vec<Value>>,
    clocks: Vec<Vec<Value>>,
    disputes: Vec<Vec<Value>>,
    members: Vec<Vec<Value>>,
    troubles: Vec<Vec<Value>>,
}

/// The communities of a number: evenly, and not one after the other.
const fn scattered(number: usize, among: usize) -> usize {
    (number.wrapping_mul(2_654_435_761) >> 7) % among
}

fn text(text: &str) -> Value {
    text.to_owned().bind()
}

impl Rows {
    /// A request with who has it and its clocks.
    #[expect(clippy::too_many_lines, reason = "a row after the other, column by column")]
    pub(super) fn request(
        &mut self,
        tx: &WriteTx<'_>,
        places: &Places,
        (number, count): (usize, usize),
        first: Day,
    ) -> Result<(), StoreError> {
        let span = YEARS * 365 * 86_400 - 12 * 3_600;
        let received = first.start().plus_seconds(span * number as i64 / count as i64);
        let (now, tx): (_, &WriteTx<'_>) = (tx.now(), &tx.as_of(received));
        let chosen = scattered(number, places.communities.len());
        let home = &places.communities[chosen];
        // The last tenth is new: a third of it is not done. Of what is older, little is left.
        let open = (number * 10 >= count * 9 && number.is_multiple_of(3)) || number.is_multiple_of(400);
        let closed = (!open).then(|| received.plus_seconds(86_400 * (number % 9) as i64));
        let until = match (closed, number % 10) {
            (None, 1..) => now.plus_seconds(86_400 * (1 + number as i64 % 40)),
            _ => received.plus_seconds(86_400),
        };
        let by = home.people[number / 7 % 3];
        let made = Made { id: tx.new_id(), received, home, by, closed, until };
        let (rung, at) = match number / 3 % 20 {
            0..=13 => ("grid", home.clone()),
            14..=17 => ("street", places.streets[chosen].clone()),
            18 => ("county", places.county.clone()),
            _ if number.is_multiple_of(5) => ("city", places.city.clone()),
            _ => ("community", home.clone()),
        };
        let here = rung == "grid";
        let state = match (closed, number / 60 % 10) {
            (Some(_), _) => "closed",
            (None, 0..=2) if !here => "waiting",
            (None, 8) => "answered",
            (None, 9) if !here => "undeliverable",
            _ => "handling",
        };
        let worker = (here || state == "handling").then_some(made.by);
        let sealed = number % 50 == 49;
        let closing = closed.map(|_| match (sealed, number % 20) {
            (true, _) => "diverted".to_owned(),
            (_, 0..=11) => "on_the_spot".to_owned(),
            (_, 12..=17) => "told".to_owned(),
            (_, 18) => "unreachable".to_owned(),
            _ => "withdrawn".to_owned(),
        });
        let anonymous = number % 20 == 7 || sealed;
        let (name, phone) = match (anonymous, number % 500) {
            (true, _) => (String::new(), String::new()),
            (_, 0) => (NAME.to_owned(), PHONE.to_owned()),
            (_, other) => (format!("求助{other}"), format!("138{number:08}")),
        };
        let index = |domain: &str, text: &str| {
            (!text.is_empty()).then(|| tx.keys().index(domain, &text.to_uppercase()))
        };
        let year = i64::from(received.day().parts().0);
        self.requests.push(vec![
            places.county.tenant.bind(),
            made.id.bind(),
            year.bind(),
            (number as i64 + 1).bind(),
            home.id.bind(),
            home.path.bind(),
            text(CHANNELS[number % CHANNELS.len()]),
            text(CATEGORIES[scattered(number, CATEGORIES.len())]),
            text(if sealed { "sealed" } else { "personal" }),
            (number % 40 == 3).bind(),
            received.bind(),
            made.by.bind(),
            text("执委"),
            anonymous.bind(),
            tx.seal("request.name", &name)?.bind(),
            index("request.name", &name).bind(),
            tx.seal("request.phone", &phone)?.bind(),
            index("request.phone", &phone).bind(),
            tx.seal("request.words", if sealed { "" } else { "孩子上学的事，跑了几趟没有办成" })?.bind(),
            text("telephone"),
            tx.seal("request.reach_words", "")?.bind(),
            text(state),
            text("first"),
            text(rung),
            at.id.bind(),
            at.path.bind(),
            worker.bind(),
            closing.bind(),
            closed.bind(),
        ]);
        self.held(tx, places, &made, (rung, &at), worker);
        Ok(())
    }

    /// Who had it: the grid, and where it went up, who has it there; each with its clock.
    fn held(
        &mut self,
        tx: &WriteTx<'_>,
        places: &Places,
        made: &Made<'_>,
        (rung, at): (&str, &Place),
        worker: Option<Id<Person>>,
    ) {
        let tenant = places.county.tenant;
        let mut hold = |rung: &str, at: &Place, person: Option<Id<Person>>, left: Option<Timestamp>| {
            let id = tx.new_id::<Request>();
            self.holds.push(vec![
                tenant.bind(),
                id.bind(),
                made.id.bind(),
                text(rung),
                at.id.bind(),
                at.path.bind(),
                at.tenant.bind(),
                person.bind(),
                made.received.bind(),
                person.map(|_| made.received).bind(),
                left.bind(),
                left.map(|_| "closed".to_owned()).bind(),
            ]);
            if at.tenant != tenant {
                self.above.push(vec![
                    at.tenant.bind(),
                    id.bind(),
                    at.id.bind(),
                    at.path.bind(),
                    tenant.bind(),
                    made.id.bind(),
                    made.received.bind(),
                    left.bind(),
                ]);
            }
            self.clocks.push(clock(
                tx,
                tenant,
                id.uuid(),
                ("request.street", made.received, made.until),
                left,
            ));
        };
        if rung != "grid" {
            hold("grid", made.home, Some(made.by), Some(made.received.plus_seconds(3_600)));
        }
        hold(rung, at, worker, made.closed);
        let rule = ("petition.notify", made.received, made.until);
        let own = clock(tx, tenant, made.id.uuid(), rule, made.closed);
        self.clocks.push(own);
    }

    /// A dispute with a member, and a trouble, of the same day and community.
    #[expect(clippy::too_many_lines, reason = "a row after the other, column by column")]
    pub(super) fn others(
        &mut self,
        tx: &WriteTx<'_>,
        places: &Places,
        (number, count): (usize, usize),
        first: Day,
    ) -> Result<(), StoreError> {
        let day = first.plus(YEARS * 365 * number as i64 / count as i64);
        let home = &places.communities[scattered(number, places.communities.len())];
        let (tenant, by) = (places.county.tenant, home.people[number / 7 % 3]);
        let tx: &WriteTx<'_> = &tx.as_of(day.start().plus_seconds(9 * 3_600));
        let open = number * 20 >= count * 19 && number.is_multiple_of(3);
        let (dispute, trouble) = (tx.new_id::<Mediation>(), tx.new_id::<Trouble>());
        let year = i64::from(day.parts().0);
        let ended = (!open).then(|| day.plus(12));
        let state = match (open, number % 10) {
            (true, 0..=1) => "applied",
            (true, _) => "accepted",
            (false, 0..=6) => "filed",
            (false, 7) => "diverted",
            (false, _) => "failed",
        };
        self.disputes.push(vec![
            tenant.bind(),
            dispute.bind(),
            home.id.bind(),
            home.path.bind(),
            text("application"),
            text("couple"),
            text(state),
            day.bind(),
            tx.seal("mediation.account", "{}")?.bind(),
            by.bind(),
            text("执委"),
            year.bind(),
            (number as i64 + 1).bind(),
            format!("（{year}）第{number}号").bind(),
            (state != "applied").then_some(day).bind(),
            ended.bind(),
            (state == "filed").then(|| "written".to_owned()).bind(),
            true.bind(),
            (state == "filed").then_some(day.plus(20)).bind(),
        ]);
        self.members.push(vec![
            tenant.bind(),
            tx.new_id::<Mediation>().bind(),
            dispute.bind(),
            by.bind(),
            tx.seal("mediation_member.name", "执委")?.bind(),
            text("mediator"),
            text("committee"),
            true.bind(),
            day.bind(),
        ]);
        let begun = day.start();
        let ends = ("mediation.finish", begun, begun.plus_seconds(86_400 * 30));
        self.clocks.push(clock(tx, tenant, dispute.uuid(), ends, ended.map(Day::start)));
        self.troubles.push(vec![
            tenant.bind(),
            trouble.bind(),
            home.id.bind(),
            home.path.bind(),
            year.bind(),
            (number as i64 + 1).bind(),
            text("couple"),
            text("visit"),
            tx.seal("screening_trouble.name", NAME)?.bind(),
            tx.seal("screening_trouble.words", "夫妻长期不说话")?.bind(),
            day.bind(),
            by.bind(),
            text("执委"),
            text(if open { "found" } else { "resolved" }),
            ended.map(|_| "resolved".to_owned()).bind(),
            ended.bind(),
            (number % 50 == 49).bind(),
        ]);
        Ok(())
    }

    /// Writes them.
    pub(super) fn write(self, tx: &WriteTx<'_>) -> Result<(), StoreError> {
        for (table, columns, rows) in [
            ("request", REQUEST, self.requests),
            ("request_hold", HOLD, self.holds),
            ("request_above", ABOVE, self.above),
            ("deadline", CLOCK, self.clocks),
            ("mediation", DISPUTE, self.disputes),
            ("mediation_member", WORKER, self.members),
            ("screening_trouble", TROUBLE, self.troubles),
        ] {
            tx.insert_many(table, &columns.split(", ").collect::<Vec<_>>(), &mut rows.into_iter())?;
        }
        Ok(())
    }
}

fn clock(
    tx: &WriteTx<'_>,
    tenant: Tenant,
    subject: uuid::Uuid,
    (rule, begun, until): (&str, Timestamp, Timestamp),
    ended: Option<Timestamp>,
) -> Vec<Value> {
    let id = tx.new_id::<niangjia_deadline::Clock>();
    let (rule, until) = (rule.to_owned(), Some(until));
    vec![tenant.bind(), id.bind(), subject.bind(), rule.bind(), begun.bind(), until.bind(), ended.bind()]
}

const REQUEST: &str = "tenant, id, year, number, org_id, org_path, channel, category, class, urgent, received_ms, received_by, \
                       received_name, anonymous, name, name_index, phone, phone_index, words, reach, reach_words, state, \
                       instance, rung, holder_id, holder_path, holder_person, closing, closed_ms";
const HOLD: &str = "tenant, id, request_id, rung, org_id, org_path, org_tenant, person_id, arrived_ms, taken_ms, left_ms, \
                    left_how";
const ABOVE: &str = "tenant, id, org_id, org_path, request_tenant, request_id, arrived_ms, left_ms";
const CLOCK: &str = "tenant, id, subject, rule, started_ms, until_ms, ended_ms";
const DISPUTE: &str = "tenant, id, org_id, org_path, origin, category, state, applied_day, account, registrar_id, \
                       registrar_name, year, number, called, accepted_day, ended_day, form, with_member, filed_day";
const WORKER: &str = "tenant, id, mediation_id, person_id, name, role, chosen_by, committee, from_day";
const TROUBLE: &str = "tenant, id, org_id, org_path, year, number, kind, source, name, words, found_day, person_id, \
                       person_name, state, closing, closed_day, sealed";
