use super::*;

fn said(ground: Ground) -> SaidReferral {
    SaidReferral {
        ground,
        consent: Some(Day::from_number(100)),
        has_manner: true,
        person: "张三妹".to_owned(),
        phone: "13900000000".to_owned(),
        asked: "代写起诉状".to_owned(),
        handed: "调解笔录一份".to_owned(),
    }
}

fn fields(said: &SaidReferral, kind: PartnerKind) -> Vec<&'static str> {
    check_referral(said, kind, Day::from_number(100)).into_iter().map(|(field, _)| field).collect()
}

#[test]
fn nothing_is_handed_over_without_consent_unless_the_law_asks_for_a_report() {
    let legal = PartnerKind::LegalAid;
    assert!(fields(&said(Ground::Consent), legal).is_empty());
    let tomorrow = SaidReferral { consent: Some(Day::from_number(101)), ..said(Ground::Consent) };
    assert_eq!(fields(&tomorrow, legal), ["consent_day"]);
    let unsaid =
        SaidReferral { consent: None, has_manner: false, handed: String::new(), ..said(Ground::Consent) };
    assert_eq!(fields(&unsaid, legal), ["consent_day", "consent_manner", "handed"]);
    assert_eq!(fields(&said(Ground::Anonymous), legal), ["person"]);
    let nobody = SaidReferral { person: String::new(), phone: String::new(), ..said(Ground::Anonymous) };
    assert!(fields(&nobody, legal).is_empty());
    assert_eq!(fields(&said(Ground::Mandatory), legal), ["ground"]);
    let report = SaidReferral { consent: None, has_manner: false, ..said(Ground::Mandatory) };
    for kind in [PartnerKind::Police, PartnerKind::CivilAffairs, PartnerKind::School] {
        assert!(fields(&report, kind).is_empty());
    }
}

#[test]
fn from_every_state_there_is_a_way_on_and_what_is_over_stays_over() {
    let steps = [
        Move::Accept,
        Move::Refuse,
        Move::Settle,
        Move::Close(Closing::Told),
        Move::Close(Closing::PassedOn),
        Move::Close(Closing::Withdrawn),
        Move::Close(Closing::GivenUp),
    ];
    for state in State::ALL {
        let ways = steps.iter().filter(|step| after(*state, **step).is_some()).count();
        assert_eq!(ways > 0, *state != State::Closed, "{state:?}");
    }
    assert_eq!(after(State::Sent, Move::Settle), None, "a result needs an acceptance");
    assert_eq!(after(State::Settled, Move::Close(Closing::GivenUp)), None, "she is told what came of it");
    assert_eq!(after(State::Accepted, Move::Close(Closing::Withdrawn)), None);
}

#[test]
fn a_partner_sees_what_is_over_for_thirty_days() {
    let over = Day::from_number(100).start();
    let on = |day: i64| Day::from_number(day).start().plus_seconds(3_600);
    assert!(partner_sees(None, on(900)));
    assert!(partner_sees(Some(over), on(130)));
    assert!(!partner_sees(Some(over), on(131)));
}
