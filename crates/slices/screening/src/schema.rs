//! The tables of rounds and troubles.

use niangjia_store::Migration;

/// The migrations of this slice. Nothing points at a household by a foreign key: what was found stays when it leaves.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
    name: "screening: rounds, lines, troubles, help, openings",
    ddl: "
CREATE TABLE screening_round (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind CODE NOT NULL,
    instruction TEXT,
    from_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    finished_day BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX screening_round_of_branch ON screening_round (tenant, org_path, from_day);
CREATE TABLE screening_line (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    round_id UUID NOT NULL,
    household_id UUID NOT NULL,
    person_id UUID,
    outcome CODE,
    reason CODE,
    on_day BIGINT,
    by_person UUID,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, round_id, household_id),
    FOREIGN KEY (tenant, round_id) REFERENCES screening_round (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id),
    FOREIGN KEY (tenant, by_person) REFERENCES people_person (tenant, id));
CREATE INDEX screening_line_of_person ON screening_line (tenant, person_id, round_id);
CREATE INDEX screening_line_of_household ON screening_line (tenant, household_id);
CREATE TABLE screening_trouble (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind CODE NOT NULL,
    source CODE NOT NULL,
    round_id UUID,
    household_id UUID,
    resident_id UUID,
    name BYTES NOT NULL,
    words BYTES NOT NULL,
    note BYTES,
    found_day BIGINT NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    state CODE NOT NULL,
    closing CODE,
    closed_day BIGINT,
    sealed BOOLEAN NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, round_id) REFERENCES screening_round (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX screening_trouble_of_branch ON screening_trouble (tenant, org_path, found_day);
CREATE INDEX screening_trouble_of_household ON screening_trouble (tenant, household_id);
CREATE TABLE screening_help (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    trouble_id UUID NOT NULL,
    on_day BIGINT NOT NULL,
    kind CODE NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    words BYTES NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, trouble_id) REFERENCES screening_trouble (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX screening_help_of_trouble ON screening_help (tenant, trouble_id, on_day);
CREATE INDEX screening_help_of_person ON screening_help (tenant, person_id, trouble_id);
CREATE TABLE screening_opening (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    trouble_id UUID NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    purpose TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, trouble_id) REFERENCES screening_trouble (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX screening_opening_of_trouble ON screening_opening (tenant, trouble_id, at_ms);
",
    },
    Migration {
        name: "screening: lists of troubles and their counts, led by indexes",
        // The first three end with the order of a list; the fourth holds all that its counts ask.
        ddl: "
DROP INDEX screening_trouble_of_branch;
CREATE INDEX screening_trouble_of_branch ON screening_trouble (tenant, org_path, closed_day, found_day, id);
CREATE INDEX screening_trouble_open ON screening_trouble (tenant, closed_day, found_day, id);
CREATE INDEX screening_trouble_by_day ON screening_trouble (tenant, found_day, id);
CREATE INDEX screening_trouble_counted ON screening_trouble (tenant, sealed, org_path, state, closed_day, found_day);
CREATE INDEX screening_trouble_of_person ON screening_trouble (tenant, person_id);
",
    },
];
