//! The tables of households, needs, links, grids, visits and openings.

use niangjia_store::Migration;

/// The migrations of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "household: register, needs, grids, links, visits, openings",
    ddl: "
CREATE TABLE household_grid (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    code CODE NOT NULL,
    name TEXT NOT NULL,
    group_name TEXT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, code));
CREATE INDEX household_grid_of_branch ON household_grid (tenant, org_path);
CREATE TABLE household_grid_post (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    grid_id UUID NOT NULL,
    person_id UUID NOT NULL,
    mode CODE NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, grid_id) REFERENCES household_grid (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_grid_post_of_person ON household_grid_post (tenant, person_id);
CREATE TABLE household (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    number CODE NOT NULL,
    name TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    group_name TEXT NOT NULL,
    grid_id UUID,
    residence TEXT NOT NULL,
    residence_area CODE NOT NULL,
    lives_elsewhere BOOLEAN NOT NULL,
    phone BYTES,
    phone_index BYTES,
    address BYTES,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, number),
    FOREIGN KEY (tenant, grid_id) REFERENCES household_grid (tenant, id));
CREATE INDEX household_of_branch ON household (tenant, org_path, number);
CREATE INDEX household_by_phone ON household (tenant, phone_index);
CREATE TABLE household_resident (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    name TEXT NOT NULL,
    woman BOOLEAN NOT NULL,
    birth_year BIGINT,
    relation TEXT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id));
CREATE INDEX household_resident_of_household ON household_resident (tenant, household_id);
CREATE TABLE household_need (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    org_path CODE NOT NULL,
    kind CODE NOT NULL,
    review_day BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id));
CREATE INDEX household_need_of_household ON household_need (tenant, household_id);
CREATE INDEX household_need_of_branch ON household_need (tenant, kind, org_path);
CREATE TABLE household_link (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    person_id UUID NOT NULL,
    org_path CODE NOT NULL,
    side CODE NOT NULL,
    mode CODE NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    end_reason TEXT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_link_of_household ON household_link (tenant, household_id);
CREATE INDEX household_link_of_person ON household_link (tenant, person_id);
CREATE INDEX household_link_of_branch ON household_link (tenant, side, org_path);
CREATE TABLE household_visit (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    person_id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    on_day BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    manner CODE NOT NULL,
    matter CODE NOT NULL,
    outcome CODE NOT NULL,
    follow_up_day BIGINT,
    words BYTES NOT NULL,
    taken_back_ms BIGINT,
    taken_back_reason TEXT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_visit_of_household ON household_visit (tenant, household_id, on_day, at_ms);
CREATE INDEX household_visit_of_org ON household_visit (tenant, org_path, on_day, id);
CREATE INDEX household_visit_by_day ON household_visit (tenant, on_day, id);
CREATE TABLE household_opening (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    purpose TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id));
CREATE INDEX household_opening_of_household ON household_opening (tenant, household_id, at_ms);
",
}];

/// Everything that this slice ever made: a list that is missing here has columns that nobody answers for.
#[cfg(test)]
pub(crate) const ALL: &[&[Migration]] = &[
    MIGRATIONS,
    HANDOVERS,
    RESIDENCE_CARE,
    BY_CONTACT,
    NEED_ORIGINS,
    CITIZENS,
    NEED_CARDS,
    LEVELS,
    CONTACTS,
];

/// Who took over from whom, and whom the chair takes care of until somebody is named.
pub const HANDOVERS: &[Migration] = &[Migration {
    name: "household: handovers, caretaking",
    ddl: "
CREATE TABLE household_handover (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    person_id UUID NOT NULL,
    reason CODE NOT NULL,
    on_day BIGINT NOT NULL,
    recorded_by UUID NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id),
    FOREIGN KEY (tenant, recorded_by) REFERENCES people_person (tenant, id));
CREATE INDEX household_handover_of_branch ON household_handover (tenant, org_path, on_day);
CREATE TABLE household_handover_family (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    handover_id UUID NOT NULL,
    household_id UUID NOT NULL,
    person_id UUID NOT NULL,
    side CODE NOT NULL,
    caretaker BOOLEAN NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, handover_id) REFERENCES household_handover (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_handover_family_of_handover ON household_handover_family (tenant, handover_id);
CREATE TABLE household_caretaking (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    org_path CODE NOT NULL,
    link_id UUID NOT NULL,
    due_day BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, link_id) REFERENCES household_link (tenant, id));
CREATE INDEX household_caretaking_of_link ON household_caretaking (tenant, link_id);
CREATE INDEX household_caretaking_of_branch ON household_caretaking (tenant, org_path, due_day);
",
}];

/// The code that a grid has in the 综治 network.
pub const EXTERNAL_CODES: &[Migration] = &[Migration {
    name: "household: the code of a grid in the other network",
    ddl: "
ALTER TABLE household_grid ADD COLUMN external_code CODE;
CREATE UNIQUE INDEX household_grid_by_external_code ON household_grid (tenant, external_code);
",
}];

/// What an import looks a household up by.
pub const BY_CONTACT: &[Migration] = &[Migration {
    name: "household: found by the contact person",
    ddl: "
CREATE INDEX household_by_contact ON household (tenant, org_id, contact_name);
",
}];

/// Families that are registered in one community and live in another, which looks after them there.
pub const RESIDENCE_CARE: &[Migration] = &[Migration {
    name: "household: care where a family lives",
    ddl: "
ALTER TABLE household_link ADD COLUMN helper_tenant BIGINT;
ALTER TABLE household_link ADD COLUMN helper_org_id UUID;
ALTER TABLE household_link ADD COLUMN helper_org_path CODE;
ALTER TABLE household_visit ADD COLUMN helper_tenant BIGINT;
ALTER TABLE household_visit ADD COLUMN helper_org_id UUID;
ALTER TABLE household_visit ADD COLUMN helper_org_path CODE;
CREATE INDEX household_visit_of_helper ON household_visit (tenant, helper_org_path, on_day)
    WHERE helper_org_path IS NOT NULL;
CREATE TABLE household_care_asked (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    org_path CODE NOT NULL,
    care_tenant BIGINT NOT NULL,
    care_org_id UUID NOT NULL,
    state CODE NOT NULL,
    asked_day BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    answered_day BIGINT,
    reason TEXT,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id));
CREATE INDEX household_care_asked_of_household ON household_care_asked (tenant, household_id);
CREATE INDEX household_care_asked_of_branch ON household_care_asked (tenant, org_path, asked_day);
CREATE TABLE household_care_given (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    household_tenant BIGINT NOT NULL,
    household_id UUID NOT NULL,
    person_id UUID,
    asked_day BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_care_given_of_branch ON household_care_given (tenant, org_path, due_day);
CREATE INDEX household_care_given_of_person ON household_care_given (tenant, person_id);
",
}];

/// From which list a need is known, since when it has been asked whether it still holds, and how it ended.
pub const NEED_ORIGINS: &[Migration] = &[Migration {
    name: "household: where needs come from and how they end",
    ddl: "
ALTER TABLE household_need ADD COLUMN source CODE;
ALTER TABLE household_need ADD COLUMN source_reference TEXT;
ALTER TABLE household_need ADD COLUMN source_day BIGINT;
ALTER TABLE household_need ADD COLUMN asked_day BIGINT;
ALTER TABLE household_need ADD COLUMN ended_by CODE;
CREATE INDEX household_need_to_review ON household_need (tenant, org_path, review_day);
",
}];

/// The identity numbers of residents, by which files find somebody again. Never shown.
pub const CITIZENS: &[Migration] = &[Migration {
    name: "household: residents found by their identity number",
    ddl: "
ALTER TABLE household_resident ADD COLUMN citizen_id BYTES;
ALTER TABLE household_resident ADD COLUMN citizen_id_index BYTES;
CREATE INDEX household_resident_by_citizen ON household_resident (tenant, citizen_id_index);
",
}];

/// Wishes that were found, and what was promised.
pub const NEED_CARDS: &[Migration] = &[Migration {
    name: "household: need cards",
    ddl: "
CREATE TABLE household_need_card (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    person_id UUID NOT NULL,
    visit_id UUID,
    matter CODE NOT NULL,
    on_day BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    state CODE NOT NULL,
    wish BYTES NOT NULL,
    promise BYTES NOT NULL,
    outcome BYTES,
    closed_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_need_card_of_household ON household_need_card (tenant, household_id);
CREATE INDEX household_need_card_by_day ON household_need_card (tenant, state, due_day);
",
}];

/// How closely families are looked after: decided by a person, for a time.
pub const LEVELS: &[Migration] = &[Migration {
    name: "household: internal levels",
    ddl: "
CREATE TABLE household_level (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    level CODE NOT NULL,
    reason BYTES NOT NULL,
    person_id UUID NOT NULL,
    at_ms BIGINT NOT NULL,
    on_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_level_of_household ON household_level (tenant, household_id, at_ms);
",
}];

/// Who keeps up a contact with whom or where, and what each contact brought.
pub const CONTACTS: &[Migration] = &[Migration {
    name: "household: contact points, direct contacts, pairings",
    ddl: "
CREATE TABLE household_contact_duty (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_path CODE NOT NULL,
    kind CODE NOT NULL,
    person_id UUID NOT NULL,
    household_id UUID,
    place TEXT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_contact_duty_of_branch ON household_contact_duty (tenant, org_path);
CREATE INDEX household_contact_duty_of_person ON household_contact_duty (tenant, person_id);
CREATE TABLE household_contact (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    duty_id UUID NOT NULL,
    person_id UUID NOT NULL,
    on_day BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    found BYTES NOT NULL,
    done BYTES NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, duty_id) REFERENCES household_contact_duty (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_contact_of_duty ON household_contact (tenant, duty_id, on_day);
",
}];
