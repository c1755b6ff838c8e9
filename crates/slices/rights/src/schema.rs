//! The tables of askings and claims.

use niangjia_store::Migration;

/// The migrations of this slice. Nothing points at a household by a foreign key: that a person asked is kept also when
/// what was kept about her is not there any more.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "rights: inspections, releases, claims",
    ddl: "
CREATE TABLE rights_inspection (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    resident_id UUID,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    comes_as CODE NOT NULL,
    proof CODE,
    seen BYTES NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    screen_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX rights_inspection_of_branch ON rights_inspection (tenant, org_path, at_ms);
CREATE INDEX rights_inspection_of_household ON rights_inspection (tenant, household_id);
CREATE TABLE rights_release (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    inspection_id UUID NOT NULL,
    line_id UUID NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, inspection_id) REFERENCES rights_inspection (tenant, id));
CREATE INDEX rights_release_of_inspection ON rights_release (tenant, inspection_id);
CREATE TABLE rights_claim (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    inspection_id UUID NOT NULL,
    household_id UUID NOT NULL,
    resident_id UUID,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind CODE NOT NULL,
    words BYTES NOT NULL,
    reach CODE NOT NULL,
    asked_day BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    outcome CODE,
    ground CODE,
    answer BYTES,
    changed BYTES,
    ended_day BIGINT,
    ended_name TEXT,
    told_day BIGINT,
    told_manner CODE,
    told_name TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, inspection_id) REFERENCES rights_inspection (tenant, id));
CREATE INDEX rights_claim_of_branch ON rights_claim (tenant, org_path, due_day);
CREATE INDEX rights_claim_of_household ON rights_claim (tenant, household_id);
",
}];
