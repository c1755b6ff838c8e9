//! Typed identities: UUIDv7 made by the application (or, later, by the phone), printed `hh_0198…`.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use thiserror::Error;
use uuid::Uuid;

use crate::{Chance, Tenant, Timestamp};

/// A kind of thing that has identities of its own.
pub trait Entity: 'static {
    /// What stands before the underscore when an identity is printed.
    const PREFIX: &'static str;
}

/// The identity of one `E`. Unique in the nation by chance, kept unique by `(tenant, id)`.
pub struct Id<E> {
    uuid: Uuid,
    entity: PhantomData<fn() -> E>,
}

/// A text that is not an identity of the kind expected.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not an identity of this kind: {0}")]
pub struct IdError(String);

impl<E> Id<E> {
    /// Makes a new identity (UUIDv7): sortable by the instant, random in the rest.
    #[must_use]
    pub fn new(now: Timestamp, chance: &dyn Chance) -> Self {
        let mut random = [0u8; 10];
        chance.fill(&mut random);
        let millis = u64::try_from(now.millis()).unwrap_or_default();
        Self::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// Makes a new identity that sorts after those made before it in the same millisecond: `count` counts them.
    ///
    /// What is recorded in one millisecond keeps its order, so that a replay is a replay.
    #[must_use]
    pub fn in_sequence(now: Timestamp, count: u32, chance: &dyn Chance) -> Self {
        let mut random = [0u8; 10];
        chance.fill(&mut random);
        // The bits that follow the instant in RFC 9562 §5.7: four beside the version, eight, six beside the variant, eight.
        let [first, second] = ((count >> 14) as u16).to_be_bytes();
        let [third, fourth] = (count as u16 & 0x3FFF).to_be_bytes();
        random[..4].copy_from_slice(&[first, second, third, fourth]);
        let millis = u64::try_from(now.millis()).unwrap_or_default();
        Self::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// Takes an identity as the database or a driver holds it.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self { uuid, entity: PhantomData }
    }

    /// The bare UUID, for the database.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }
}

impl<E: Entity> Id<E> {
    /// This identity together with the tenant that holds it, as links and the API carry it.
    #[must_use]
    pub const fn within(self, tenant: Tenant) -> Key<E> {
        Key { tenant, id: self }
    }
}

impl<E> Clone for Id<E> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<E> Copy for Id<E> {}
impl<E> PartialEq for Id<E> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}
impl<E> Eq for Id<E> {}
impl<E> Hash for Id<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}
impl<E> PartialOrd for Id<E> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<E> Ord for Id<E> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}
impl<E: Entity> fmt::Display for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", E::PREFIX, self.uuid.simple())
    }
}
impl<E: Entity> fmt::Debug for Id<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<E: Entity> FromStr for Id<E> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        text.strip_prefix(E::PREFIX)
            .and_then(|rest| rest.strip_prefix('_'))
            .and_then(|hex| Uuid::try_parse(hex).ok())
            .map(Self::from_uuid)
            .ok_or_else(|| IdError(text.to_owned()))
    }
}

/// An identity with its tenant, printed `341881.hh_0198…`: what stands in links.
pub struct Key<E> {
    /// The tenant that holds the thing.
    pub tenant: Tenant,
    /// Its identity there.
    pub id: Id<E>,
}

impl<E> Clone for Key<E> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<E> Copy for Key<E> {}
impl<E> PartialEq for Key<E> {
    fn eq(&self, other: &Self) -> bool {
        (self.tenant, self.id) == (other.tenant, other.id)
    }
}
impl<E> Eq for Key<E> {}
impl<E: Entity> fmt::Display for Key<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.tenant, self.id)
    }
}
impl<E: Entity> fmt::Debug for Key<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<E: Entity> FromStr for Key<E> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError(text.to_owned());
        let (tenant, id) = text.split_once('.').ok_or_else(wrong)?;
        let tenant = tenant.parse::<i64>().ok().and_then(Tenant::from_number).ok_or_else(wrong)?;
        Ok(id.parse::<Id<E>>()?.within(tenant))
    }
}
impl<'de, E: Entity> serde::Deserialize<'de> for Key<E> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Household, Person, SeededChance};

    #[test]
    fn an_identity_reads_back_as_it_was_printed_and_never_as_another_kind() {
        let id = Id::<Household>::new(Timestamp::from_millis(1_764_000_000_000), &SeededChance::new(1));
        assert_eq!(id.to_string().parse::<Id<Household>>(), Ok(id));
        assert!(id.to_string().parse::<Id<Person>>().is_err());
        let key = id.within(Tenant::from_number(341_881).expect("a county"));
        assert_eq!(key.to_string().parse::<Key<Household>>(), Ok(key));
    }

    #[test]
    fn identities_made_in_sequence_sort_in_sequence_within_a_millisecond() {
        let (now, chance) = (Timestamp::from_millis(1_000), SeededChance::new(3));
        let counts = [0, 1, 63, 64, 255, 256, 16_383, 16_384, 4_194_303, 4_194_304, 67_108_863];
        let made = counts.map(|count| Id::<Household>::in_sequence(now, count, &chance));
        assert!(made.is_sorted(), "{made:?}");
        assert!(made[10] < Id::in_sequence(now.plus_seconds(1), 0, &chance));
    }

    #[test]
    fn identities_made_later_sort_later() {
        let chance = SeededChance::new(2);
        let early = Id::<Household>::new(Timestamp::from_millis(1_000), &chance);
        let late = Id::<Household>::new(Timestamp::from_millis(2_000), &chance);
        assert!(early < late);
    }
}
