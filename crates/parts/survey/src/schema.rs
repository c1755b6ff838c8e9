//! The tables of satisfaction. Between an answer and the matter it is about there is no way back (decision 0017).

use niangjia_store::Migration;

/// The migrations of this part. `survey_answer` has no instant, no order and no key of anything but its organisation.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "survey: who is asked, who handled it, answers",
    ddl: "
CREATE TABLE survey_asking (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    subject_id UUID NOT NULL,
    kind CODE NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    home_path CODE NOT NULL,
    period BIGINT NOT NULL,
    number BIGINT NOT NULL,
    asked_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    code_index BYTES NOT NULL,
    code BYTES NOT NULL,
    contact BYTES,
    state CODE NOT NULL,
    caller_id UUID,
    calls BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, subject_id),
    UNIQUE (tenant, org_id, period, number),
    UNIQUE (tenant, code_index),
    FOREIGN KEY (tenant, caller_id) REFERENCES people_person (tenant, id));
CREATE INDEX survey_asking_of_branch ON survey_asking (tenant, org_path, state);
CREATE INDEX survey_asking_of_period ON survey_asking (tenant, home_path, period);
CREATE TABLE survey_handler (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    asking_id UUID NOT NULL,
    person_id UUID NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, asking_id) REFERENCES survey_asking (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX survey_handler_of_asking ON survey_handler (tenant, asking_id);
CREATE TABLE survey_answer (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_path CODE NOT NULL,
    period BIGINT NOT NULL,
    score CODE NOT NULL,
    line BYTES,
    PRIMARY KEY (tenant, id));
CREATE INDEX survey_answer_of_branch ON survey_answer (tenant, org_path, period);
",
}];
