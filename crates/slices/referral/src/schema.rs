//! The tables of partners and referrals.

use niangjia_store::Migration;

/// The migrations of this slice. Nothing points at the matter by a foreign key: its slice may be any.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "referral: partners, their people, referrals",
    ddl: "
CREATE TABLE referral_partner (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    kind CODE NOT NULL,
    name TEXT NOT NULL,
    hours TEXT NOT NULL,
    address TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    by_login BOOLEAN NOT NULL,
    closed_day BIGINT,
    PRIMARY KEY (tenant, id));
CREATE INDEX referral_partner_of_org ON referral_partner (tenant, org_path);
CREATE TABLE referral_partner_person (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    partner_id UUID NOT NULL,
    person_id UUID NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, partner_id) REFERENCES referral_partner (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX referral_partner_person_of_person ON referral_partner_person (tenant, person_id);
CREATE TABLE referral (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    subject_kind CODE NOT NULL,
    subject_tenant BIGINT NOT NULL,
    subject UUID NOT NULL,
    resident_id UUID,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    partner_id UUID NOT NULL,
    ground CODE NOT NULL,
    consent_day BIGINT,
    consent_manner CODE,
    person BYTES NOT NULL,
    phone BYTES NOT NULL,
    asked BYTES NOT NULL,
    handed BYTES NOT NULL,
    sender_id UUID NOT NULL,
    sender_name TEXT NOT NULL,
    sent_ms BIGINT NOT NULL,
    state CODE NOT NULL,
    answer BYTES,
    answered_ms BIGINT,
    result BYTES,
    settled_ms BIGINT,
    ending BYTES,
    closing CODE,
    over_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, partner_id) REFERENCES referral_partner (tenant, id),
    FOREIGN KEY (tenant, sender_id) REFERENCES people_person (tenant, id));
CREATE INDEX referral_of_branch ON referral (tenant, org_path, sent_ms);
CREATE INDEX referral_of_subject ON referral (tenant, subject_kind, subject);
CREATE INDEX referral_of_partner ON referral (tenant, partner_id, sent_ms);
CREATE INDEX referral_of_sender ON referral (tenant, sender_id, sent_ms);
",
}];
