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

-- 30. deadline: what is late, found every minute
DROP INDEX deadline_of_subject;
CREATE INDEX deadline_of_subject ON deadline (tenant, subject, rule, ended_ms);
CREATE INDEX deadline_due ON deadline (ended_ms, until_ms, tenant, subject);

-- 31. request: requests, who has them, their history
CREATE TABLE request (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    channel TEXT COLLATE "C" NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    class TEXT COLLATE "C" NOT NULL,
    urgent BOOLEAN NOT NULL,
    received_ms BIGINT NOT NULL,
    received_by UUID,
    received_name TEXT NOT NULL,
    household_id UUID,
    resident_id UUID,
    anonymous BOOLEAN NOT NULL,
    name BYTEA NOT NULL,
    name_index BYTEA,
    phone BYTEA NOT NULL,
    phone_index BYTEA,
    code_index BYTEA,
    words BYTEA NOT NULL,
    reach TEXT COLLATE "C" NOT NULL,
    reach_words BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    instance TEXT COLLATE "C" NOT NULL,
    rung TEXT COLLATE "C" NOT NULL,
    holder_id UUID NOT NULL,
    holder_path TEXT COLLATE "C" NOT NULL,
    holder_person UUID,
    answer BYTEA,
    notified_day BIGINT,
    closing TEXT COLLATE "C",
    closed_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, year, number),
    UNIQUE (tenant, code_index),
    FOREIGN KEY (tenant, received_by) REFERENCES people_person (tenant, id));
CREATE INDEX request_of_branch ON request (tenant, org_path, received_ms);
CREATE INDEX request_by_state ON request (tenant, state, received_ms);
CREATE INDEX request_of_holder ON request (tenant, holder_path, state);
CREATE INDEX request_of_handler ON request (tenant, holder_person, state);
CREATE INDEX request_of_receiver ON request (tenant, received_by, received_ms);
CREATE INDEX request_of_household ON request (tenant, household_id);
CREATE INDEX request_by_name ON request (tenant, name_index);
CREATE INDEX request_by_phone ON request (tenant, phone_index);
CREATE TABLE request_hold (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    request_id UUID NOT NULL,
    rung TEXT COLLATE "C" NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    org_tenant BIGINT NOT NULL,
    person_id UUID,
    arrived_ms BIGINT NOT NULL,
    taken_ms BIGINT,
    passed_to UUID,
    left_ms BIGINT,
    left_how TEXT COLLATE "C",
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id));
CREATE INDEX request_hold_of_request ON request_hold (tenant, request_id, arrived_ms);
CREATE INDEX request_hold_of_org ON request_hold (tenant, org_path, left_ms);
CREATE INDEX request_hold_of_person ON request_hold (tenant, person_id, left_ms);
CREATE TABLE request_event (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    request_id UUID NOT NULL,
    happened TEXT COLLATE "C" NOT NULL,
    at_ms BIGINT NOT NULL,
    by_name TEXT NOT NULL,
    words BYTEA NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id));
CREATE INDEX request_event_of_request ON request_event (tenant, request_id, at_ms);
CREATE TABLE request_telling (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    request_id UUID NOT NULL,
    on_day BIGINT NOT NULL,
    manner TEXT COLLATE "C" NOT NULL,
    reached BOOLEAN NOT NULL,
    told_by UUID,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id));
CREATE INDEX request_telling_of_request ON request_telling (tenant, request_id, at_ms);
CREATE TABLE request_above (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    request_tenant BIGINT NOT NULL,
    request_id UUID NOT NULL,
    arrived_ms BIGINT NOT NULL,
    left_ms BIGINT,
    PRIMARY KEY (tenant, id));
CREATE INDEX request_above_of_org ON request_above (tenant, org_path, left_ms);
CREATE INDEX request_above_of_request ON request_above (tenant, request_id);
CREATE TABLE request_opening (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    request_id UUID NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    purpose BYTEA NOT NULL,
    at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id));
CREATE INDEX request_opening_of_request ON request_opening (tenant, request_id, at_ms);

-- 32. request: lists led by indexes
DROP INDEX request_by_state;
DROP INDEX request_of_branch;
CREATE INDEX request_of_branch ON request (tenant, org_path, class, received_ms, id);
CREATE INDEX request_of_branch_by_category ON request (tenant, org_path, class, category, received_ms, id, state);
CREATE INDEX request_of_branch_by_standing ON request (tenant, org_path, class, state, received_ms, id, category);
CREATE INDEX request_newest ON request (tenant, class, received_ms, id);
CREATE INDEX request_by_standing ON request (tenant, class, state, received_ms, id, category);
CREATE INDEX request_by_category ON request (tenant, class, category, received_ms, id, state);
CREATE INDEX request_by_closing ON request (tenant, closed_ms);
CREATE INDEX request_by_number ON request (tenant, number, class, state);

-- 33. request: what is somebody's own, read from indexes alone
DROP INDEX request_of_receiver;
DROP INDEX request_of_handler;
DROP INDEX request_hold_of_person;
CREATE INDEX request_of_receiver ON request (tenant, received_by, state, id);
CREATE INDEX request_of_handler ON request (tenant, holder_person, state, id);
CREATE INDEX request_hold_of_person ON request_hold (tenant, person_id, left_ms, request_id);

-- 34. attachment: files brought to matters
CREATE TABLE attachment (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject UUID NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    file UUID NOT NULL,
    name BYTEA NOT NULL,
    media TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    aside TEXT COLLATE "C" NOT NULL,
    person_id UUID NOT NULL,
    added_by TEXT NOT NULL,
    added_ms BIGINT NOT NULL,
    scan TEXT COLLATE "C" NOT NULL,
    scan_words TEXT NOT NULL,
    scan_ms BIGINT,
    decided_by TEXT NOT NULL,
    decided_ms BIGINT,
    reason BYTEA NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE INDEX attachment_of_subject ON attachment (tenant, subject, added_ms);
CREATE INDEX attachment_by_scan ON attachment (scan, added_ms);

-- 35. attachment: what is deleted, found every hour
CREATE INDEX attachment_by_state ON attachment (state, bytes);

-- 36. message: inboxes, addresses, robots, deliveries
CREATE TABLE message (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    day BIGINT,
    count BIGINT,
    year BIGINT,
    number BIGINT,
    href TEXT COLLATE "C" NOT NULL,
    made_ms BIGINT NOT NULL,
    read_ms BIGINT,
    PRIMARY KEY (tenant, id));
CREATE INDEX message_of_person ON message (tenant, person_id, read_ms, made_ms);
CREATE INDEX message_by_read ON message (read_ms);
CREATE TABLE message_quiet (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    from_hour BIGINT NOT NULL,
    until_hour BIGINT NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE TABLE message_address (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    channel TEXT COLLATE "C" NOT NULL,
    address BYTEA NOT NULL,
    confirmed_ms BIGINT,
    wanted BOOLEAN NOT NULL,
    code BYTEA NOT NULL,
    code_until_ms BIGINT NOT NULL,
    code_tries BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id, channel));
CREATE TABLE message_robot (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    address BYTEA NOT NULL,
    secret BYTEA NOT NULL,
    set_by TEXT NOT NULL,
    set_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE TABLE message_delivery (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    message_id UUID,
    person_id UUID,
    org_id UUID,
    channel TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    day BIGINT,
    count BIGINT,
    year BIGINT,
    number BIGINT,
    code BYTEA,
    state TEXT COLLATE "C" NOT NULL,
    tries BIGINT NOT NULL,
    failure TEXT COLLATE "C",
    made_ms BIGINT NOT NULL,
    next_ms BIGINT NOT NULL,
    ended_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, message_id, channel));
CREATE INDEX message_delivery_by_state ON message_delivery (state, next_ms);
CREATE INDEX message_delivery_of_message ON message_delivery (tenant, message_id);

-- 37. survey: who is asked, who handled it, answers
CREATE TABLE survey_asking (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    subject_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    home_path TEXT COLLATE "C" NOT NULL,
    period BIGINT NOT NULL,
    number BIGINT NOT NULL,
    asked_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    code_index BYTEA NOT NULL,
    code BYTEA NOT NULL,
    contact BYTEA,
    state TEXT COLLATE "C" NOT NULL,
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
    org_path TEXT COLLATE "C" NOT NULL,
    period BIGINT NOT NULL,
    score TEXT COLLATE "C" NOT NULL,
    line BYTEA,
    PRIMARY KEY (tenant, id));
CREATE INDEX survey_answer_of_branch ON survey_answer (tenant, org_path, period);

-- 38. screening: rounds, lines, troubles, help, openings
CREATE TABLE screening_round (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
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
    outcome TEXT COLLATE "C",
    reason TEXT COLLATE "C",
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
    org_path TEXT COLLATE "C" NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    round_id UUID,
    household_id UUID,
    resident_id UUID,
    name BYTEA NOT NULL,
    words BYTEA NOT NULL,
    note BYTEA,
    found_day BIGINT NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    closing TEXT COLLATE "C",
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
    kind TEXT COLLATE "C" NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    words BYTEA NOT NULL,
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

-- 39. screening: lists of troubles and their counts, led by indexes
DROP INDEX screening_trouble_of_branch;
CREATE INDEX screening_trouble_of_branch ON screening_trouble (tenant, org_path, closed_day, found_day, id);
CREATE INDEX screening_trouble_open ON screening_trouble (tenant, closed_day, found_day, id);
CREATE INDEX screening_trouble_by_day ON screening_trouble (tenant, found_day, id);
CREATE INDEX screening_trouble_counted ON screening_trouble (tenant, sealed, org_path, state, closed_day, found_day);
CREATE INDEX screening_trouble_of_person ON screening_trouble (tenant, person_id);

-- 40. mediation: cases, parties, members, sessions, agreements, files
CREATE TABLE mediation (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    origin TEXT COLLATE "C" NOT NULL,
    category TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    source_id UUID,
    household_id UUID,
    applied_day BIGINT NOT NULL,
    account BYTEA NOT NULL,
    registrar_id UUID NOT NULL,
    registrar_name TEXT NOT NULL,
    year BIGINT,
    number BIGINT,
    called TEXT,
    accepted_day BIGINT,
    ended_day BIGINT,
    cause TEXT COLLATE "C",
    ending_words BYTEA,
    form TEXT COLLATE "C",
    with_member BOOLEAN NOT NULL,
    filed_day BIGINT,
    retention TEXT COLLATE "C",
    archived_day BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, registrar_id) REFERENCES people_person (tenant, id));
CREATE INDEX mediation_of_branch ON mediation (tenant, org_path, applied_day);
CREATE INDEX mediation_of_household ON mediation (tenant, household_id);
CREATE TABLE mediation_screening (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    on_day BIGINT NOT NULL,
    person_id UUID NOT NULL,
    answers BYTEA NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE INDEX mediation_screening_of_case ON mediation_screening (tenant, mediation_id);
CREATE TABLE mediation_party (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    place BIGINT NOT NULL,
    side TEXT COLLATE "C" NOT NULL,
    details BYTEA NOT NULL,
    name_index BYTEA NOT NULL,
    household_id UUID,
    resident_id UUID,
    informed_day BIGINT,
    consent TEXT COLLATE "C",
    consent_day BIGINT,
    signed_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE INDEX mediation_party_of_case ON mediation_party (tenant, mediation_id);
CREATE INDEX mediation_party_by_name ON mediation_party (tenant, name_index);
CREATE INDEX mediation_party_of_household ON mediation_party (tenant, household_id);
CREATE TABLE mediation_member (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    person_id UUID,
    name BYTEA NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    chosen_by TEXT COLLATE "C" NOT NULL,
    declared_day BIGINT,
    agreed_day BIGINT,
    committee BOOLEAN NOT NULL,
    from_day BIGINT NOT NULL,
    until_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX mediation_member_of_case ON mediation_member (tenant, mediation_id);
CREATE INDEX mediation_member_of_person ON mediation_member (tenant, person_id);
CREATE TABLE mediation_session (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    on_day BIGINT NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    minutes BIGINT NOT NULL,
    open BOOLEAN NOT NULL,
    written_by TEXT NOT NULL,
    words BYTEA NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE INDEX mediation_session_of_case ON mediation_session (tenant, mediation_id, on_day);
CREATE TABLE mediation_agreement (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    form TEXT COLLATE "C" NOT NULL,
    on_day BIGINT NOT NULL,
    terms BYTEA NOT NULL,
    mediator_day BIGINT,
    stamped_day BIGINT,
    effective_day BIGINT,
    confirmation TEXT COLLATE "C",
    confirmation_day BIGINT,
    court TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, mediation_id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE TABLE mediation_clause (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    number BIGINT NOT NULL,
    words BYTEA NOT NULL,
    due_day BIGINT,
    status BOOLEAN NOT NULL,
    performance TEXT COLLATE "C",
    performance_day BIGINT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE INDEX mediation_clause_of_case ON mediation_clause (tenant, mediation_id, number);
CREATE TABLE mediation_revisit (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    on_day BIGINT NOT NULL,
    satisfaction TEXT COLLATE "C" NOT NULL,
    escalates BOOLEAN NOT NULL,
    written_by TEXT NOT NULL,
    words BYTEA NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE INDEX mediation_revisit_of_case ON mediation_revisit (tenant, mediation_id, on_day);
CREATE TABLE mediation_item (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    item TEXT COLLATE "C" NOT NULL,
    pages BIGINT NOT NULL,
    digest TEXT COLLATE "C",
    on_day BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, mediation_id, item),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id));
CREATE TABLE mediation_opening (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    mediation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    purpose BYTEA NOT NULL,
    at_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX mediation_opening_of_case ON mediation_opening (tenant, mediation_id, at_ms);

-- 41. mediation: what waits, led by indexes
CREATE INDEX mediation_by_state ON mediation (tenant, state, org_path);
CREATE INDEX mediation_clause_by_performance ON mediation_clause (tenant, performance, due_day);

-- 42. mediation: lists and their counts, led by indexes
DROP INDEX mediation_of_branch;
DROP INDEX mediation_by_state;
CREATE INDEX mediation_of_branch ON mediation (tenant, org_path, applied_day, id);
CREATE INDEX mediation_by_day ON mediation (tenant, applied_day, id);
CREATE INDEX mediation_by_state ON mediation (tenant, state, applied_day, id);
CREATE INDEX mediation_counted ON mediation (tenant, org_path, state, form, with_member, ended_day, filed_day, accepted_day, id);
CREATE INDEX mediation_of_registrar ON mediation (tenant, registrar_id, id);
DROP INDEX mediation_member_of_person;
CREATE INDEX mediation_member_of_person ON mediation_member (tenant, person_id, until_day, mediation_id);

-- 43. store: sealed subjects
CREATE TABLE sealed_subject (
    tenant BIGINT NOT NULL,
    subject UUID NOT NULL,
    PRIMARY KEY (tenant, subject));

-- 44. protection: sealed cases, their people, measures and openings
CREATE TABLE protection_case (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    org_id UUID NOT NULL,
    org_path TEXT COLLATE "C" NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    tag BYTEA NOT NULL,
    face BYTEA NOT NULL,
    contact BYTEA,
    name_index BYTEA,
    household_index BYTEA,
    responsible_id UUID NOT NULL,
    opened_ms BIGINT NOT NULL,
    opened_month BIGINT NOT NULL,
    touched_ms BIGINT NOT NULL,
    retention TEXT COLLATE "C",
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
    role TEXT COLLATE "C" NOT NULL,
    reason BYTEA NOT NULL,
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
    tag BYTEA NOT NULL,
    at_ms BIGINT NOT NULL,
    month BIGINT NOT NULL,
    person_id UUID NOT NULL,
    words BYTEA NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_event_of_case ON protection_event (tenant, case_id, at_ms);
CREATE TABLE protection_measure (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    words BYTEA NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id));
CREATE INDEX protection_measure_of_case ON protection_measure (tenant, case_id);
CREATE TABLE protection_follow_up (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    whom BYTEA NOT NULL,
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
    state TEXT COLLATE "C" NOT NULL,
    reason BYTEA NOT NULL,
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

-- 45. reception: duties, turns, exchanges, knowledge
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

-- 46. referral: partners, their people, referrals
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

-- 47. reception: own turns in a calendar
CREATE TABLE reception_feed (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    link_hash BYTEA NOT NULL,
    made_ms BIGINT NOT NULL,
    ended_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, link_hash),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX reception_feed_of_person ON reception_feed (tenant, person_id);

-- 48. protection: looks, successions, what was told, consents
CREATE TABLE protection_look (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    person_id UUID NOT NULL,
    at_ms BIGINT NOT NULL,
    words BYTEA NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_look_of_case ON protection_look (tenant, case_id, at_ms);
CREATE TABLE protection_succession (
    tenant BIGINT NOT NULL,
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    person_id UUID NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
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
    tag BYTEA NOT NULL,
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
    state TEXT COLLATE "C" NOT NULL,
    asked_ms BIGINT NOT NULL,
    decided_ms BIGINT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, file_id, person_id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id));
CREATE INDEX protection_consent_of_case ON protection_consent (tenant, case_id);
