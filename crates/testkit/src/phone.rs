//! A phone that seals as the page for no network does, and sends without being signed in.

use std::collections::BTreeMap;

use niangjia_kernel::{Clock as _, Household, Key};
use niangjia_store::EnvelopeKey;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::cast::Figure;
use crate::world::World;

/// A member's phone, with what it took along while she was signed in.
#[derive(Clone)]
pub struct Phone {
    kit: Value,
    browser: Browser,
    /// By how much its clock is wrong, in milliseconds.
    pub wrong_by: i64,
}

/// What she wrote down.
#[derive(Debug, Clone)]
pub struct Note {
    /// 32 hexadecimal digits.
    pub id: String,
    /// All of it, as it stands in an envelope.
    pub written: Value,
}

impl World {
    /// The phone of a member who signed in on it today, and signed out.
    #[must_use]
    #[track_caller]
    pub fn phone_of(&self, figure: Figure) -> Phone {
        let signed_in = self.as_person(figure);
        let kit = signed_in.get_json("/offline/kit").expect(200).json();
        let _out = signed_in.post("/logout", &[]).expect(303);
        Phone { kit, browser: self.stranger(), wrong_by: 0 }
    }

    /// The clock of a phone at this moment, in milliseconds.
    #[must_use]
    pub fn clock_of(&self, phone: &Phone) -> i64 {
        self.clock.now().millis() + phone.wrong_by
    }
}

impl Phone {
    /// What it took along.
    #[must_use]
    pub const fn kit(&self) -> &Value {
        &self.kit
    }

    /// The same phone with its clock wrong by so many milliseconds.
    #[must_use]
    pub fn with_clock_wrong_by(self, wrong_by: i64) -> Self {
        Self { wrong_by, ..self }
    }

    /// Puts the pass of another phone into this one.
    pub fn forge_pass(&mut self, other: &Self) {
        self.kit["pass"] = other.kit["pass"].clone();
    }

    /// A visit to a family, written down now; `number` tells it from others.
    #[must_use]
    pub fn visit(&self, world: &World, family: Key<Household>, number: u8, words: &str) -> Note {
        let now = world.clock_of(self);
        let today = niangjia_kernel::Timestamp::from_millis(now).day().to_string();
        let fields = BTreeMap::from([
            ("matter", "hardship"),
            ("words", words),
            ("on_day", today.as_str()),
            ("manner", "at_home"),
            ("outcome", "settled"),
        ]);
        self.note("visit", now, family, number, json!(fields))
    }

    /// A need that she found, written down now.
    #[must_use]
    pub fn need(&self, world: &World, family: Key<Household>, number: u8, kind: &str) -> Note {
        let now = world.clock_of(self);
        let fields = json!({ "kind": kind, "since": "2026-11-20", "words": "走访时她说起的" });
        self.note("need", now, family, number, fields)
    }

    fn note(&self, kind: &str, now: i64, family: Key<Household>, number: u8, fields: Value) -> Note {
        let id = format!("0190000000007000800000000000{number:04x}");
        let written = json!({
            "id": id,
            "form": self.kit["form"],
            "kind": kind,
            "household": family.to_string(),
            "family": "一户人家",
            "known_at": self.kit["now"],
            "written_at": now,
            "day_chosen": false,
            "fields": fields,
        });
        Note { id, written }
    }

    /// Seals what was written down, with a photo or without.
    ///
    /// # Panics
    /// When the kit is none.
    #[must_use]
    pub fn sealed(&self, note: &Note, photo: &[u8]) -> Vec<u8> {
        let mut written = note.written.clone();
        written["pass"] = self.kit["pass"].clone();
        let words = written.to_string().into_bytes();
        let length = u32::try_from(words.len()).expect("a short text").to_be_bytes();
        self.key().seal(&[&length, words.as_slice(), photo].concat()).expect("sealed")
    }

    fn key(&self) -> EnvelopeKey {
        let text = self.kit["public"].as_str().expect("a key");
        let pair = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("digits");
        let number = self.kit["key"].as_u64().and_then(|number| u8::try_from(number).ok());
        EnvelopeKey {
            number: number.expect("a number"),
            public: (0..text.len()).step_by(2).map(pair).collect(),
        }
    }

    /// Sends an envelope; nobody is signed in.
    #[track_caller]
    #[must_use]
    pub fn send(&self, world: &World, envelope: &[u8]) -> Value {
        let path = format!("/offline/envelopes?at={}", world.clock_of(self));
        self.browser.post_bytes(&path, envelope).expect(200).json()
    }

    /// Seals and sends.
    #[track_caller]
    #[must_use]
    pub fn sends(&self, world: &World, note: &Note) -> Value {
        self.send(world, &self.sealed(note, &[]))
    }
}
