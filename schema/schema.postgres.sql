-- Written from the migrations by `cargo run -p niangjia -- schema`; a test compares. Do not edit.

-- 1. store: the mark of the key ring, keys of subjects
CREATE TABLE installation (name TEXT COLLATE "C" NOT NULL PRIMARY KEY, value BYTEA NOT NULL);
CREATE TABLE subject_key (
    tenant BIGINT NOT NULL,
    subject UUID NOT NULL,
    sealed_key BYTEA NOT NULL,
    PRIMARY KEY (tenant, subject));

-- 2. store: facts, who took part, sums by organisation and month
CREATE TABLE fact (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    area_code TEXT COLLATE "C" NOT NULL,
    on_day BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    subject UUID NOT NULL,
    attendances BIGINT NOT NULL,
    households BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    fen BIGINT NOT NULL,
    recorded_by UUID NOT NULL,
    reverses UUID,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, reverses));
CREATE INDEX fact_of_subject ON fact (tenant, subject);
CREATE INDEX fact_of_branch ON fact (tenant, kind, on_day, org_path);
CREATE TABLE fact_part (
    tenant BIGINT NOT NULL,
    person_id UUID NOT NULL,
    fact_tenant BIGINT NOT NULL,
    fact_id UUID NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, person_id, fact_tenant, fact_id));
CREATE INDEX fact_part_of_fact ON fact_part (tenant, fact_id);
CREATE TABLE tally (
    tenant BIGINT NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    month BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    facts BIGINT NOT NULL,
    attendances BIGINT NOT NULL,
    households BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    fen BIGINT NOT NULL,
    PRIMARY KEY (tenant, org_id, org_path, month, kind));
CREATE INDEX tally_of_branch ON tally (kind, month, org_path);

-- 3. store: audit
CREATE TABLE audit_entry (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    at_ms BIGINT NOT NULL,
    person_id UUID,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject UUID,
    org_path TEXT COLLATE "C" NOT NULL,
    payload BYTEA NOT NULL,
    sealed BOOLEAN NOT NULL,
    seq BIGINT,
    hash BYTEA,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, seq));
CREATE INDEX audit_entry_by_time ON audit_entry (tenant, at_ms);
CREATE INDEX audit_entry_of_subject ON audit_entry (tenant, subject, at_ms);
CREATE INDEX audit_entry_unsealed ON audit_entry (tenant, at_ms, id) WHERE seq IS NULL;

-- 4. area: administrative divisions
CREATE TABLE area (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    parent TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    stand_in BOOLEAN NOT NULL);
CREATE INDEX area_of_parent ON area (parent, code);

-- 5. org: the tree of federations
CREATE TABLE org (
    id UUID NOT NULL PRIMARY KEY,
    tenant BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    path TEXT COLLATE "C" NOT NULL UNIQUE,
    parent_id UUID,
    level TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    area_code TEXT COLLATE "C" NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT);
CREATE INDEX org_of_parent ON org (parent_id, path);

-- 6. people: persons, posts, accounts, sessions
CREATE TABLE people_person (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    woman BOOLEAN NOT NULL,
    birth_day BIGINT,
    education TEXT COLLATE "C" NOT NULL,
    party TEXT COLLATE "C" NOT NULL,
    phone BYTEA,
    phone_index BYTEA,
    citizen_id BYTEA,
    citizen_id_index BYTEA,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, citizen_id_index));
CREATE INDEX people_person_by_phone ON people_person (tenant, phone_index);
CREATE TABLE people_post (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    engagement TEXT COLLATE "C" NOT NULL,
    group_name TEXT,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    leave_reason TEXT COLLATE "C",
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX people_post_of_person ON people_post (tenant, person_id);
CREATE INDEX people_post_of_branch ON people_post (tenant, kind, org_path);
CREATE TABLE people_account (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    login_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change BOOLEAN NOT NULL,
    failures BIGINT NOT NULL,
    locked_until_ms BIGINT,
    disabled_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE TABLE people_login (key BYTEA NOT NULL PRIMARY KEY, tenant BIGINT NOT NULL, account_id UUID NOT NULL);
CREATE TABLE people_session (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    tenant BIGINT NOT NULL,
    account_id UUID NOT NULL,
    person_id UUID NOT NULL,
    post_id UUID NOT NULL,
    begun_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL);
CREATE INDEX people_session_of_account ON people_session (tenant, account_id);
CREATE INDEX people_session_by_end ON people_session (until_ms);

-- 7. household: register, needs, grids, links, visits, openings
CREATE TABLE household_grid (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
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
    mode TEXT COLLATE "C" NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    name TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    group_name TEXT NOT NULL,
    grid_id UUID,
    residence TEXT NOT NULL,
    residence_area TEXT COLLATE "C" NOT NULL,
    lives_elsewhere BOOLEAN NOT NULL,
    phone BYTEA,
    phone_index BYTEA,
    address BYTEA,
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
    org_path TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
    side TEXT COLLATE "C" NOT NULL,
    mode TEXT COLLATE "C" NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
    on_day BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    manner TEXT COLLATE "C" NOT NULL,
    matter TEXT COLLATE "C" NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    follow_up_day BIGINT,
    words BYTEA NOT NULL,
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

-- 8. duty: points, line by line
CREATE TABLE duty_point (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    fact_tenant BIGINT NOT NULL,
    fact_id UUID NOT NULL,
    subject UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    rule TEXT COLLATE "C" NOT NULL,
    rule_label TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    points BIGINT NOT NULL,
    month BIGINT NOT NULL,
    on_day BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    nth BIGINT NOT NULL,
    cap BIGINT,
    reverses UUID,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id, fact_tenant, fact_id, rule));
CREATE INDEX duty_point_of_person ON duty_point (tenant, person_id, month, rule, nth);
CREATE INDEX duty_point_of_subject ON duty_point (tenant, subject);

-- 9. people: tokens for programs
CREATE TABLE people_token (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    account_id UUID NOT NULL,
    person_id UUID NOT NULL,
    post_id UUID NOT NULL,
    label TEXT NOT NULL,
    secret_hash BYTEA NOT NULL,
    made_ms BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    withdrawn_ms BIGINT,
    used_day BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, secret_hash),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX people_token_of_person ON people_token (tenant, person_id);

-- 10. transfer: imports, exports, rows that were not taken
CREATE TABLE transfer (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    direction TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    person_id UUID NOT NULL,
    post_id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    title TEXT NOT NULL,
    address TEXT NOT NULL,
    file_name TEXT NOT NULL,
    source UUID,
    source_bytes BIGINT NOT NULL,
    result UUID,
    result_bytes BIGINT NOT NULL,
    layout BYTEA,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    fresh BIGINT NOT NULL,
    added BIGINT NOT NULL,
    same BIGINT NOT NULL,
    wrong BIGINT NOT NULL,
    message TEXT NOT NULL,
    failed_in TEXT COLLATE "C",
    made_ms BIGINT NOT NULL,
    begun_ms BIGINT NOT NULL,
    claimed_ms BIGINT,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE INDEX transfer_of_person ON transfer (tenant, person_id, made_ms);
CREATE INDEX transfer_by_state ON transfer (state, made_ms);
CREATE INDEX transfer_by_end ON transfer (until_ms);
CREATE TABLE transfer_wrong (
    tenant BIGINT NOT NULL,
    transfer_id UUID NOT NULL,
    row_number BIGINT NOT NULL,
    reasons BYTEA NOT NULL,
    PRIMARY KEY (tenant, transfer_id, row_number),
    FOREIGN KEY (tenant, transfer_id) REFERENCES transfer (tenant, id));

-- 11. insight: forms reported, forms returned
CREATE TABLE insight_form (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    form TEXT COLLATE "C" NOT NULL,
    month BIGINT NOT NULL,
    version BIGINT NOT NULL,
    pack_version TEXT NOT NULL,
    payload TEXT NOT NULL,
    reason TEXT NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, form, month, version),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX insight_form_of_branch ON insight_form (tenant, form, month, org_path);
CREATE TABLE insight_form_return (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    form_id UUID NOT NULL,
    reason TEXT NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, form_id),
    FOREIGN KEY (tenant, form_id) REFERENCES insight_form (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));

-- 12. household: found by the contact person
CREATE INDEX household_by_contact ON household (tenant, org_id, contact_name);

-- 13. org: heads of tenants, organisations of a tenant
CREATE INDEX org_by_level ON org (level, path);
CREATE INDEX org_of_tenant ON org (tenant, from_day, until_day);

-- 14. insight: sums by tenant and month
CREATE TABLE insight_sum (
    tenant BIGINT NOT NULL,
    month BIGINT NOT NULL,
    indicator TEXT COLLATE "C" NOT NULL,
    own_numerator BIGINT NOT NULL,
    own_denominator BIGINT NOT NULL,
    numerator BIGINT NOT NULL,
    denominator BIGINT NOT NULL,
    PRIMARY KEY (tenant, month, indicator));
CREATE TABLE insight_count (
    tenant BIGINT NOT NULL,
    month BIGINT NOT NULL,
    as_of BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    counted_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, month));
CREATE TABLE insight_round (
    tenant BIGINT NOT NULL,
    month BIGINT NOT NULL,
    through_ms BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    PRIMARY KEY (tenant, month));

-- 15. household: handovers, caretaking
CREATE TABLE household_handover (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    person_id UUID NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
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
    side TEXT COLLATE "C" NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
    link_id UUID NOT NULL,
    due_day BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, link_id) REFERENCES household_link (tenant, id));
CREATE INDEX household_caretaking_of_link ON household_caretaking (tenant, link_id);
CREATE INDEX household_caretaking_of_branch ON household_caretaking (tenant, org_path, due_day);

-- 16. phone: envelopes, questions, photos
CREATE TABLE phone_envelope (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    post_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    household_id UUID,
    written_ms BIGINT NOT NULL,
    received_ms BIGINT NOT NULL,
    became TEXT COLLATE "C" NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE INDEX phone_envelope_of_person ON phone_envelope (tenant, person_id, received_ms);
CREATE TABLE phone_question (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    org_name TEXT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    why TEXT NOT NULL,
    written BYTEA NOT NULL,
    received_ms BIGINT NOT NULL,
    settled_ms BIGINT,
    settled_how TEXT COLLATE "C",
    settled_name TEXT,
    settled_note TEXT,
    handed_to UUID,
    handed_name TEXT,
    PRIMARY KEY (tenant, id));
CREATE INDEX phone_question_of_branch ON phone_question (tenant, org_path, received_ms);
CREATE INDEX phone_question_of_person ON phone_question (tenant, person_id);
CREATE INDEX phone_question_handed ON phone_question (tenant, handed_to);
CREATE TABLE phone_photo (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    media TEXT COLLATE "C" NOT NULL,
    content BYTEA NOT NULL,
    received_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id));

-- 17. household: care where a family lives
ALTER TABLE household_link ADD COLUMN helper_tenant BIGINT;
ALTER TABLE household_link ADD COLUMN helper_org_id UUID;
ALTER TABLE household_link ADD COLUMN helper_org_path TEXT COLLATE "C";
ALTER TABLE household_visit ADD COLUMN helper_tenant BIGINT;
ALTER TABLE household_visit ADD COLUMN helper_org_id UUID;
ALTER TABLE household_visit ADD COLUMN helper_org_path TEXT COLLATE "C";
CREATE INDEX household_visit_of_helper ON household_visit (tenant, helper_org_path, on_day)
    WHERE helper_org_path IS NOT NULL;
CREATE TABLE household_care_asked (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    care_tenant BIGINT NOT NULL,
    care_org_id UUID NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
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

-- 18. household: where needs come from and how they end
ALTER TABLE household_need ADD COLUMN source TEXT COLLATE "C";
ALTER TABLE household_need ADD COLUMN source_reference TEXT;
ALTER TABLE household_need ADD COLUMN source_day BIGINT;
ALTER TABLE household_need ADD COLUMN asked_day BIGINT;
ALTER TABLE household_need ADD COLUMN ended_by TEXT COLLATE "C";
CREATE INDEX household_need_to_review ON household_need (tenant, org_path, review_day);

-- 19. org: mergers of communities
CREATE TABLE org_merger (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    from_id UUID NOT NULL,
    into_id UUID NOT NULL,
    document TEXT NOT NULL,
    on_day BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, from_id));

-- 20. rights: inspections, releases, claims
CREATE TABLE rights_inspection (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    resident_id UUID,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    comes_as TEXT COLLATE "C" NOT NULL,
    proof TEXT COLLATE "C",
    seen BYTEA NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    words BYTEA NOT NULL,
    reach TEXT COLLATE "C" NOT NULL,
    asked_day BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    outcome TEXT COLLATE "C",
    ground TEXT COLLATE "C",
    answer BYTEA,
    changed BYTEA,
    ended_day BIGINT,
    ended_name TEXT,
    told_day BIGINT,
    told_manner TEXT COLLATE "C",
    told_name TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, inspection_id) REFERENCES rights_inspection (tenant, id));
CREATE INDEX rights_claim_of_branch ON rights_claim (tenant, org_path, due_day);
CREATE INDEX rights_claim_of_household ON rights_claim (tenant, household_id);

-- 21. transfer: what an import made, rows that ask, reasons
ALTER TABLE transfer ADD COLUMN asked BIGINT;
ALTER TABLE transfer ADD COLUMN reason TEXT;
CREATE TABLE transfer_made (
    tenant BIGINT NOT NULL,
    transfer_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    made_id UUID NOT NULL,
    as_made TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, transfer_id, kind, made_id),
    FOREIGN KEY (tenant, transfer_id) REFERENCES transfer (tenant, id));
CREATE TABLE transfer_pair (
    tenant BIGINT NOT NULL,
    transfer_id UUID NOT NULL,
    row_number BIGINT NOT NULL,
    known_id UUID NOT NULL,
    answer TEXT COLLATE "C" NOT NULL,
    cells BYTEA NOT NULL,
    beside BYTEA NOT NULL,
    PRIMARY KEY (tenant, transfer_id, row_number, known_id),
    FOREIGN KEY (tenant, transfer_id) REFERENCES transfer (tenant, id));

-- 22. household: residents found by their identity number
ALTER TABLE household_resident ADD COLUMN citizen_id BYTEA;
ALTER TABLE household_resident ADD COLUMN citizen_id_index BYTEA;
CREATE INDEX household_resident_by_citizen ON household_resident (tenant, citizen_id_index);

-- 23. household: need cards
CREATE TABLE household_need_card (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    person_id UUID NOT NULL,
    visit_id UUID,
    matter TEXT COLLATE "C" NOT NULL,
    on_day BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    wish BYTEA NOT NULL,
    promise BYTEA NOT NULL,
    outcome BYTEA,
    closed_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_need_card_of_household ON household_need_card (tenant, household_id);
CREATE INDEX household_need_card_by_day ON household_need_card (tenant, state, due_day);

-- 24. household: internal levels
CREATE TABLE household_level (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    household_id UUID NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    reason BYTEA NOT NULL,
    person_id UUID NOT NULL,
    at_ms BIGINT NOT NULL,
    on_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_level_of_household ON household_level (tenant, household_id, at_ms);

-- 25. household: contact points, direct contacts, pairings
CREATE TABLE household_contact_duty (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
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
    found BYTEA NOT NULL,
    done BYTEA NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, duty_id) REFERENCES household_contact_duty (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX household_contact_of_duty ON household_contact (tenant, duty_id, on_day);

-- 26. household: the code of a grid in the other network
ALTER TABLE household_grid ADD COLUMN external_code TEXT COLLATE "C";
CREATE UNIQUE INDEX household_grid_by_external_code ON household_grid (tenant, external_code);

-- 27. card: visit cards, what was typed in from them
CREATE TABLE card (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
    entered_by UUID NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, card_id) REFERENCES card (tenant, id));
CREATE INDEX card_entry_of_person ON card_entry (tenant, entered_by, at_ms);

-- 28. grid: areas, boards
CREATE TABLE grid_area (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    of_community BOOLEAN NOT NULL,
    shape TEXT NOT NULL,
    square_metres BIGINT NOT NULL,
    west BIGINT NOT NULL,
    south BIGINT NOT NULL,
    east BIGINT NOT NULL,
    north BIGINT NOT NULL,
    set_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE INDEX grid_area_of_community ON grid_area (tenant, org_id);
CREATE INDEX grid_area_by_sides ON grid_area (tenant, west, east);
CREATE TABLE grid_board (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    extent TEXT NOT NULL,
    duties TEXT NOT NULL,
    office_phone TEXT NOT NULL,
    supervision_phone TEXT NOT NULL,
    shown TEXT NOT NULL,
    put_up_day BIGINT NOT NULL,
    put_up_by UUID NOT NULL,
    taken_down_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, put_up_by) REFERENCES people_person (tenant, id));
CREATE INDEX grid_board_of_community ON grid_board (tenant, org_id);

-- 29. deadline: clocks and what happened to them
CREATE TABLE deadline (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    subject UUID NOT NULL,
    rule TEXT COLLATE "C" NOT NULL,
    started_ms BIGINT NOT NULL,
    until_ms BIGINT,
    ended_ms BIGINT,
    PRIMARY KEY (tenant, id));
CREATE INDEX deadline_of_subject ON deadline (tenant, subject, rule);
CREATE INDEX deadline_by_end ON deadline (tenant, rule, ended_ms, until_ms);
CREATE TABLE deadline_change (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    deadline_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    at_ms BIGINT NOT NULL,
    amount BIGINT,
    unit TEXT COLLATE "C",
    reason BYTEA NOT NULL,
    agreed_by BYTEA NOT NULL,
    told_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, deadline_id) REFERENCES deadline (tenant, id));
CREATE INDEX deadline_change_of_clock ON deadline_change (tenant, deadline_id, at_ms);

-- 30. reception: duties, turns, exchanges, knowledge
CREATE TABLE reception_plan (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    on_day BIGINT NOT NULL,
    starts_minute BIGINT NOT NULL,
    ends_minute BIGINT NOT NULL,
    person_id UUID,
    person_name TEXT NOT NULL,
    drawn_name TEXT,
    state TEXT COLLATE "C" NOT NULL,
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
    state TEXT COLLATE "C" NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
    org_name TEXT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
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
    gram TEXT COLLATE "C" NOT NULL,
    article_id UUID NOT NULL,
    PRIMARY KEY (tenant, gram, article_id),
    FOREIGN KEY (tenant, article_id) REFERENCES reception_article (tenant, id));
CREATE INDEX reception_gram_of_article ON reception_gram (tenant, article_id);

-- 31. referral: partners, their people, referrals
CREATE TABLE referral_partner (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
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
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_tenant BIGINT NOT NULL,
    subject UUID NOT NULL,
    resident_id UUID,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    partner_id UUID NOT NULL,
    ground TEXT COLLATE "C" NOT NULL,
    consent_day BIGINT,
    consent_manner TEXT COLLATE "C",
    person BYTEA NOT NULL,
    phone BYTEA NOT NULL,
    asked BYTEA NOT NULL,
    handed BYTEA NOT NULL,
    sender_id UUID NOT NULL,
    sender_name TEXT NOT NULL,
    sent_ms BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    answer BYTEA,
    answered_ms BIGINT,
    result BYTEA,
    settled_ms BIGINT,
    ending BYTEA,
    closing TEXT COLLATE "C",
    over_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, partner_id) REFERENCES referral_partner (tenant, id),
    FOREIGN KEY (tenant, sender_id) REFERENCES people_person (tenant, id));
CREATE INDEX referral_of_branch ON referral (tenant, org_path, sent_ms);
CREATE INDEX referral_of_subject ON referral (tenant, subject_kind, subject);
CREATE INDEX referral_of_partner ON referral (tenant, partner_id, sent_ms);
CREATE INDEX referral_of_sender ON referral (tenant, sender_id, sent_ms);
