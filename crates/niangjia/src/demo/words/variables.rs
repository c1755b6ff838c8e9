//! The variable parts of the sentence patterns: a value is chosen once for a line and for what follows from it.

use niangjia_kernel::{Day, SeededChance};

use super::super::names::one_of;
use super::About;
use super::lists::{LISTS, LOOKED_AT, PRECAUTIONS, TIMES_OF_YEAR, WEATHER};

/// Values of the variables of one line.
pub(super) struct Variables<'a> {
    chance: &'a SeededChance,
    about: &'a About,
    month: usize,
    chosen: Vec<(String, String)>,
}

impl<'a> Variables<'a> {
    /// Variables of a line about somebody, said on `on`.
    pub(super) fn new(chance: &'a SeededChance, about: &'a About, on: Day) -> Self {
        let month = usize::try_from(on.parts().1).unwrap_or(1);
        Self { chance, about, month, chosen: Vec::new() }
    }

    /// The pattern with its values; a variable that came before has the value it had.
    pub(super) fn fill(&mut self, pattern: &str) -> String {
        let mut line = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            line.push_str(before);
            line.push_str(&self.value(name));
            rest = tail;
        }
        line.push_str(rest);
        line
    }

    fn value(&mut self, name: &str) -> String {
        if let Some((_, value)) = self.chosen.iter().find(|(known, _)| known == name) {
            return value.clone();
        }
        let season = self.month % 12 / 3;
        let value = match name {
            "人" => self.about.called.clone(),
            "孩" if self.about.child.is_empty() => "孩子".to_owned(),
            "孩" => self.about.child.clone(),
            "时节" => TIMES_OF_YEAR[self.month % 12].to_owned(),
            "天" => one_of(self.chance, WEATHER[season]).to_owned(),
            "查看" => one_of(self.chance, LOOKED_AT[season]).to_owned(),
            "防备" => one_of(self.chance, PRECAUTIONS[season]).to_owned(),
            other => {
                let list = LISTS.iter().find(|(known, _)| *known == other);
                list.map_or_else(
                    || format!("{{{other}}}"),
                    |(_, values)| one_of(self.chance, values).to_owned(),
                )
            }
        };
        self.chosen.push((name.to_owned(), value.clone()));
        value
    }
}
