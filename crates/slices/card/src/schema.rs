//! The tables of visit cards.

use niangjia_store::Migration;

/// The migrations of this slice. A card is a family and a member; it may be printed and copied as often as they like.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "card: visit cards, what was typed in from them",
    ddl: "
CREATE TABLE card (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    number BIGINT NOT NULL,
    household_id UUID NOT NULL,
    person_id UUID NOT NULL,
    made_day BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, number),
    UNIQUE (tenant, household_id, person_id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX card_of_person ON card (tenant, person_id);
CREATE TABLE card_entry (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    card_id UUID NOT NULL,
    org_path CODE NOT NULL,
    entered_by UUID NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, card_id) REFERENCES card (tenant, id));
CREATE INDEX card_entry_of_person ON card_entry (tenant, entered_by, at_ms);
",
}];
