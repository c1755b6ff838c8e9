//! Decisions about what came from a phone: values in, a decision out.

use niangjia_kernel::{AreaLevel, Day, Id, Person, Timestamp};
use niangjia_store::Actor;

use crate::model::{Question, Reason};

/// A clock that is wrong by less is right: ten minutes, in milliseconds.
const CLOCK_TOLERANCE_MS: i64 = 10 * 60 * 1_000;
/// So long after its session a pass lets words through without asking: sixty days, in seconds.
const PASS_SECONDS: i64 = 60 * 86_400;
/// The largest photo: 600 KB. The phone makes it smaller than that before it is sealed.
pub(crate) const PHOTO_BYTES: usize = 600 * 1024;
/// The form that this version sends out. All before it are read as well: what they lack is what is usual.
pub(crate) const FORM: i64 = 1;

/// The day of a visit that was written down on a phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DaySaid {
    /// As it was said.
    AsSaid(Day),
    /// The phone's clock was wrong, and by how much is known.
    PutRight(Day),
    /// It cannot be known: somebody must be asked.
    Ask,
}

/// R-PHO-01. A day that the phone filled in by itself is put right by as much as its clock was wrong when it sent; a day that she chose stands; one that would lie in the future is asked about.
///
/// Source: product.md (X4); R-HH-02. Reading: what the clock said at writing is trusted as far as the clock at sending was the
/// same; a clock that was set in between cannot be known. Ours.
pub(crate) fn day_said(
    said: Day,
    chosen: bool,
    (written_at, sent_at): (Timestamp, Timestamp),
    now: Timestamp,
) -> DaySaid {
    let wrong_by = sent_at.millis() - now.millis();
    let wrong_by = if wrong_by.abs() < CLOCK_TOLERANCE_MS { 0 } else { wrong_by };
    let truly = Timestamp::from_millis(written_at.millis() - wrong_by);
    let known = truly.millis() <= now.millis() + CLOCK_TOLERANCE_MS;
    match (chosen, known) {
        (true, _) if said <= now.day() => DaySaid::AsSaid(said),
        (false, true) if truly.day() == said => DaySaid::AsSaid(said),
        (false, true) if truly.day() <= now.day() => DaySaid::PutRight(truly.day()),
        _ => DaySaid::Ask,
    }
}

/// When it was written, as far as it can be known: what was to come then is judged by it.
pub(crate) fn written_truly((written_at, sent_at): (Timestamp, Timestamp), now: Timestamp) -> Timestamp {
    let truly = written_at.millis() - (sent_at.millis() - now.millis());
    Timestamp::from_millis(truly.min(now.millis()))
}

/// R-PHO-02. What is written on a phone is recorded when its writer still holds the post, the family is hers and the rules of the form agree; whatever else comes becomes a question to her chair and is never dropped.
///
/// Source: promise 7 (一个字不丢); promise 2. Reading: asked in this order, for the first reason says most. Ours.
pub(crate) const fn asks(
    holds_post: bool,
    in_time: bool,
    knows_form: bool,
    is_need: bool,
    is_hers: bool,
) -> Option<Reason> {
    if !holds_post {
        Some(Reason::PostEnded)
    } else if !in_time {
        Some(Reason::Late)
    } else if !knows_form {
        Some(Reason::Form)
    } else if !is_hers {
        Some(Reason::NotHers)
    } else if is_need {
        Some(Reason::Need)
    } else {
        None
    }
}

/// Until when a pass lets words through without asking.
pub(crate) const fn pass_until(session_until: Timestamp) -> Timestamp {
    session_until.plus_seconds(PASS_SECONDS)
}

/// Days after which a question is seen above the community.
pub(crate) const QUESTION_DAYS: i64 = 7;

/// R-PHO-05. A question that nobody settled in seven days is on the desks of the street and the county too.
///
/// Source: promise 7 (一个字不丢). Reading: a community may have no chair at the moment; those above appoint or remind. Ours.
pub(crate) const fn late_before(now: Timestamp) -> Timestamp {
    now.plus_seconds(-QUESTION_DAYS * 86_400)
}

/// What somebody may do about a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct May {
    /// Put it into the ledger as hers who wrote it.
    pub(crate) record: bool,
    /// Hand it to the present contact, or put it away.
    pub(crate) decide: bool,
    /// Say that she has it now.
    pub(crate) take_over: bool,
}

/// R-PHO-03. A question is settled by the chair of the writer's community; a day by the writer herself; what was handed on by whom it was handed to.
///
/// Source: architecture.md (class `personal`); promise 7. Reading: the writer knows the day, nobody else does; whether a family
/// that is hers no more was visited, the chair says. Ours.
pub(crate) fn may_settle(actor: &Actor, question: &Question, writer_sees_family: bool) -> May {
    let open = question.settled.is_none();
    let chairs = actor.leads_at(AreaLevel::Community) && actor.acting.org_path.covers(&question.org_path);
    let own = is(actor, question.person) && question.reason == Reason::Clock && writer_sees_family;
    let handed = question.handed_to.is_some_and(|person| is(actor, person));
    May { record: open && (chairs || own), decide: open && chairs, take_over: open && handed }
}

fn is(actor: &Actor, person: Id<Person>) -> bool {
    actor.person == person
}

/// R-PHO-04. A photo is a JPEG, PNG or WebP of at most 600 KB by its own first bytes; anything else is left out and said so, the visit stands.
///
/// Source: product.md (no required photo); domain.md §16. Reading: what a file calls itself is not believed. Ours.
pub(crate) fn media_of(photo: &[u8]) -> Option<&'static str> {
    let webp = photo.len() > 12 && photo.starts_with(b"RIFF") && &photo[8..12] == b"WEBP";
    match photo {
        _ if photo.len() > PHOTO_BYTES => None,
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
        _ if webp => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn at(text: &str, hour: i64) -> Timestamp {
        day(text).start().plus_seconds(hour * HOUR)
    }

    #[test]
    fn a_day_is_put_right_by_as_much_as_the_clock_was_wrong() {
        let (today, now) = (day("2026-11-22"), at("2026-11-22", 12));
        let right = (at("2026-11-22", 9), now);
        assert_eq!(day_said(today, false, right, now), DaySaid::AsSaid(today));
        let ahead = (at("2026-11-23", 9), at("2026-11-23", 12));
        assert_eq!(day_said(day("2026-11-23"), false, ahead, now), DaySaid::PutRight(today));
        let behind = (at("2026-11-21", 9), at("2026-11-21", 12));
        assert_eq!(day_said(day("2026-11-21"), false, behind, now), DaySaid::PutRight(today));
    }

    #[test]
    fn a_day_that_she_chose_stands_and_one_in_the_future_is_asked_about() {
        let now = at("2026-11-22", 12);
        let ahead = (at("2026-11-23", 9), at("2026-11-23", 12));
        let chosen = day("2026-11-20");
        assert_eq!(day_said(chosen, true, ahead, now), DaySaid::AsSaid(chosen));
        assert_eq!(day_said(day("2026-11-23"), true, ahead, now), DaySaid::Ask);
    }

    #[test]
    fn a_clock_that_was_set_between_writing_and_sending_is_asked_about() {
        let now = at("2026-11-22", 12);
        let written_ahead = (at("2026-11-23", 9), now);
        assert_eq!(day_said(day("2026-11-23"), false, written_ahead, now), DaySaid::Ask);
    }

    #[test]
    fn the_first_reason_to_ask_is_the_one_that_is_said() {
        assert_eq!(asks(true, true, true, false, true), None);
        assert_eq!(asks(true, true, true, true, true), Some(Reason::Need));
        assert_eq!(asks(true, true, true, false, false), Some(Reason::NotHers));
        assert_eq!(asks(true, true, false, false, false), Some(Reason::Form));
        assert_eq!(asks(true, false, true, false, true), Some(Reason::Late));
        assert_eq!(asks(false, false, false, false, false), Some(Reason::PostEnded));
    }

    #[test]
    fn a_photo_is_what_its_first_bytes_say() {
        assert_eq!(media_of(&[0xFF, 0xD8, 0xFF, 0xE0, 0]), Some("image/jpeg"));
        assert_eq!(media_of(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        assert_eq!(media_of(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        for other in [b"<svg onload=alert(1)>".as_slice(), b"GIF89a", b"", b"%PDF-1.7"] {
            assert_eq!(media_of(other), None);
        }
        let mut large = vec![0xFF, 0xD8, 0xFF];
        large.resize(PHOTO_BYTES + 1, 0);
        assert_eq!(media_of(&large), None);
    }
}
