//! Somebody's own turns as a calendar reads them (RFC 5545).

use ics::components::Property;
use ics::properties::{DtEnd, DtStart, Location, Method, RefreshInterval, Summary};
use ics::{Event, ICalendar, escape_text};
use niangjia_kernel::{Chance, Day, Tenant, Timestamp};
use niangjia_store::{Keys, ReadTx, StoreError};

use crate::model::TurnRow;
use crate::pack::ReceptionRules;

const SECONDS_OF_A_DAY: i64 = 24 * 3_600;

/// The secret end of a link: whose tenant, and 256 random bits. Nobody finds one by trying, and a hash of it is all that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) tenant: Tenant,
    secret: String,
}

impl Link {
    /// A new one.
    pub(crate) fn fresh(tenant: Tenant, chance: &dyn Chance) -> Self {
        let mut bytes = [0_u8; 32];
        chance.fill(&mut bytes);
        Self { tenant, secret: bytes.iter().map(|byte| format!("{byte:02x}")).collect() }
    }

    /// Reads what stands in an address; `None` when it cannot be one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (tenant, secret) = text.strip_suffix(".ics")?.split_once('-')?;
        let tenant = tenant.parse().ok().and_then(Tenant::from_number)?;
        let whole = secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        whole.then(|| Self { tenant, secret: secret.to_owned() })
    }

    /// Where her calendar reads.
    pub(crate) fn path(&self) -> String {
        format!("/calendar/{}-{}.ics", self.tenant, self.secret)
    }

    /// What is kept of it.
    pub(crate) fn hash(&self, keys: &Keys) -> Vec<u8> {
        keys.authenticator(&[b"calendar", self.secret.as_bytes()])
    }
}

/// The turns as a calendar: a place and an organisation, nobody's name and nothing that was noted.
///
/// # Errors
/// When the organisations cannot be read.
pub(crate) fn calendar(tx: &ReadTx<'_>, turns: &[TurnRow]) -> Result<String, StoreError> {
    let mut calendar = ICalendar::new("2.0", "-//niangjia//reception//ZH");
    calendar.push(Method::new("PUBLISH"));
    calendar.push(Property::new("X-WR-CALNAME", "妇联值班"));
    calendar.push(RefreshInterval::new("PT6H"));
    for turn in turns {
        let org = niangjia_org::api::by_id(tx, turn.org_id)?.map(|org| org.name).unwrap_or_default();
        let at = |minutes: i64| utc(turn.on.start().plus_seconds(minutes * 60));
        let place = ReceptionRules::in_force().place_label(&turn.place);
        let mut event = Event::new(format!("{}@niangjia", turn.key()), utc(tx.now()));
        event.push(DtStart::new(at(turn.starts)));
        event.push(DtEnd::new(at(turn.ends)));
        event.push(Summary::new(escape_text(format!("值班：{place}"))));
        event.push(Location::new(escape_text(org)));
        calendar.add_event(event);
    }
    Ok(calendar.to_string())
}

/// `20261123T003000Z`.
fn utc(at: Timestamp) -> String {
    let seconds = at.millis().div_euclid(1_000);
    let (year, month, day) = Day::from_number(seconds.div_euclid(SECONDS_OF_A_DAY)).parts();
    let clock = seconds.rem_euclid(SECONDS_OF_A_DAY);
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", clock / 3_600, clock / 60 % 60, clock % 60)
}

#[cfg(test)]
mod tests {
    use niangjia_kernel::SeededChance;

    use super::*;

    #[test]
    fn half_past_eight_in_china_is_half_past_midnight_in_universal_time() {
        let day = Day::parse("2026-11-23").expect("a day");
        assert_eq!(utc(day.start().plus_seconds(510 * 60)), "20261123T003000Z");
        assert_eq!(utc(day.start()), "20261122T160000Z");
    }

    #[test]
    fn a_link_is_read_back_and_nothing_like_it_is() {
        let tenant = Tenant::from_number(341_881).expect("a county");
        let link = Link::fresh(tenant, &SeededChance::new(7));
        let text = link.path().replace("/calendar/", "");
        assert_eq!(Link::parse(&text), Some(link));
        for wrong in ["", "341881-.ics", "341881-ab.ics", &text.replace(".ics", ""), &text.replace('-', "_")]
        {
            assert_eq!(Link::parse(wrong), None, "{wrong}");
        }
    }
}
