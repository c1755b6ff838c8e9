//! The tables of duties, turns and the knowledge base.

use niangjia_store::Migration;

/// The secret links behind which somebody's calendar reads her own turns; only a hash of each is kept.
pub const FEEDS: &[Migration] = &[Migration {
    name: "reception: own turns in a calendar",
    ddl: "
CREATE TABLE reception_feed (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    link_hash BYTES NOT NULL,
    made_ms BIGINT NOT NULL,
    ended_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, link_hash),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX reception_feed_of_person ON reception_feed (tenant, person_id);
",
}];

/// The migrations of this slice. A gram is two characters that stand beside each other in an article: a plain table, so
/// that both engines search alike.
pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "reception: duties, turns, exchanges, knowledge",
    ddl: "
CREATE TABLE reception_plan (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    place CODE NOT NULL,
    weekdays BIGINT NOT NULL,
    starts_minute BIGINT NOT NULL,
    ends_minute BIGINT NOT NULL,
    holidays BOOLEAN NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id));
CREATE INDEX reception_plan_of_org ON reception_plan (tenant, org_path);
CREATE TABLE reception_leave (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    reason CODE NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX reception_leave_of_org ON reception_leave (tenant, org_path);
CREATE TABLE reception_turn (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    plan_id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    place CODE NOT NULL,
    on_day BIGINT NOT NULL,
    starts_minute BIGINT NOT NULL,
    ends_minute BIGINT NOT NULL,
    person_id UUID,
    person_name TEXT NOT NULL,
    drawn_name TEXT,
    state CODE NOT NULL,
    minutes BIGINT,
    note TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, plan_id, on_day),
    FOREIGN KEY (tenant, plan_id) REFERENCES reception_plan (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX reception_turn_of_org ON reception_turn (tenant, org_path, on_day);
CREATE INDEX reception_turn_of_person ON reception_turn (tenant, person_id, on_day);
CREATE TABLE reception_exchange (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    turn_id UUID NOT NULL,
    asker_id UUID NOT NULL,
    asker_name TEXT NOT NULL,
    asked_id UUID NOT NULL,
    asked_name TEXT NOT NULL,
    in_return UUID,
    state CODE NOT NULL,
    at_ms BIGINT NOT NULL,
    answered_ms BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, turn_id) REFERENCES reception_turn (tenant, id),
    FOREIGN KEY (tenant, asker_id) REFERENCES people_person (tenant, id),
    FOREIGN KEY (tenant, asked_id) REFERENCES people_person (tenant, id));
CREATE INDEX reception_exchange_of_turn ON reception_exchange (tenant, turn_id);
CREATE INDEX reception_exchange_of_asked ON reception_exchange (tenant, asked_id, state);
CREATE TABLE reception_article (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path CODE NOT NULL,
    org_name TEXT NOT NULL,
    kind CODE NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    source TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    hours TEXT NOT NULL,
    categories TEXT NOT NULL,
    searched TEXT NOT NULL,
    valid_until_day BIGINT NOT NULL,
    checked_day BIGINT NOT NULL,
    checked_by TEXT NOT NULL,
    retired_day BIGINT,
    PRIMARY KEY (tenant, id));
CREATE INDEX reception_article_of_org ON reception_article (tenant, org_path, title);
CREATE TABLE reception_gram (
    tenant BIGINT NOT NULL,
    gram CODE NOT NULL,
    article_id UUID NOT NULL,
    PRIMARY KEY (tenant, gram, article_id),
    FOREIGN KEY (tenant, article_id) REFERENCES reception_article (tenant, id));
CREATE INDEX reception_gram_of_article ON reception_gram (tenant, article_id);
",
}];
