//! The tables of sealed cases.

use niangjia_store::Migration;

/// The migrations of this slice. `org_path` is the county's: no place below it stands in any column, and nothing points at a
/// household. What is said is one sealed text per row; who she is, and her household, are found again by keyed blind index. No column says violence, child or
/// order: what is counted is counted by a keyed `tag`, what stands on a measure is in its words.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "protection: sealed cases, their people, measures and openings",
    ddl: "
CREATE TABLE protection_case (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    state CODE NOT NULL,
    tag BYTES NOT NULL,
    face BYTES NOT NULL,
    contact BYTES,
    name_index BYTES,
    household_index BYTES,
    responsible_id UUID NOT NULL,
    opened_ms BIGINT NOT NULL,
    opened_month BIGINT NOT NULL,
    touched_ms BIGINT NOT NULL,
    retention CODE,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, year, number),
    FOREIGN KEY (tenant, responsible_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_case_by_month ON protection_case (opened_month, org_path);
CREATE INDEX protection_case_by_name ON protection_case (tenant, name_index);
CREATE INDEX protection_case_by_household ON protection_case (tenant, household_index);
CREATE TABLE protection_person (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    person_id UUID NOT NULL,
    role CODE NOT NULL,
    reason BYTES NOT NULL,
    from_ms BIGINT NOT NULL,
    until_ms BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_person_of_case ON protection_person (tenant, case_id);
CREATE INDEX protection_person_of_person ON protection_person (tenant, person_id);
CREATE TABLE protection_event (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    tag BYTES NOT NULL,
    at_ms BIGINT NOT NULL,
    month BIGINT NOT NULL,
    person_id UUID NOT NULL,
    words BYTES NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_event_of_case ON protection_event (tenant, case_id, at_ms);
CREATE TABLE protection_measure (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    words BYTES NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id));
CREATE INDEX protection_measure_of_case ON protection_measure (tenant, case_id);
CREATE TABLE protection_follow_up (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    whom BYTES NOT NULL,
    due_day BIGINT NOT NULL,
    done_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id));
CREATE INDEX protection_follow_up_of_case ON protection_follow_up (tenant, case_id);
CREATE TABLE protection_opening (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID,
    person_id UUID NOT NULL,
    post_label TEXT NOT NULL,
    state CODE NOT NULL,
    reason BYTES NOT NULL,
    hours BIGINT NOT NULL,
    asked_ms BIGINT NOT NULL,
    until_ms BIGINT,
    seen_ms BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_opening_of_case ON protection_opening (tenant, case_id);
CREATE INDEX protection_opening_of_person ON protection_opening (tenant, person_id);
CREATE TABLE protection_charge (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    person_id UUID NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    by_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_charge_of_person ON protection_charge (tenant, person_id);
CREATE TABLE protection_credit (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    month BIGINT NOT NULL,
    pieces BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id, month),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
",
}];

/// What is added so that a look leaves a trace, a case is never without its people, and each hears once of what waits.
pub const DEEPER: &[Migration] = &[Migration {
    name: "protection: looks, successions, what was told, consents",
    ddl: "
CREATE TABLE protection_look (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    person_id UUID NOT NULL,
    at_ms BIGINT NOT NULL,
    words BYTES NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_look_of_case ON protection_look (tenant, case_id, at_ms);
CREATE TABLE protection_succession (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    person_id UUID NOT NULL,
    state CODE NOT NULL,
    from_ms BIGINT NOT NULL,
    ended_ms BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_succession_of_case ON protection_succession (tenant, case_id);
CREATE TABLE protection_told (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    tag BYTES NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id, tag),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE TABLE protection_consent (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    file_id UUID NOT NULL,
    person_id UUID NOT NULL,
    state CODE NOT NULL,
    asked_ms BIGINT NOT NULL,
    decided_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, file_id, person_id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_consent_of_case ON protection_consent (tenant, case_id);
",
}];
