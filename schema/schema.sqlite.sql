-- Written from the migrations by `cargo run -p niangjia -- schema`; a test compares. Do not edit.

-- 1. store: the mark of the key ring, keys of subjects
CREATE TABLE installation (name TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE subject_key (
    tenant INTEGER NOT NULL,
    subject BLOB NOT NULL,
    sealed_key BLOB NOT NULL,
    PRIMARY KEY (tenant, subject)) STRICT;

-- 2. store: facts, who took part, sums by organisation and month
CREATE TABLE fact (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    area_code TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    subject BLOB NOT NULL,
    attendances INTEGER NOT NULL,
    households INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    fen INTEGER NOT NULL,
    recorded_by BLOB NOT NULL,
    reverses BLOB,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, reverses)) STRICT;
CREATE INDEX fact_of_subject ON fact (tenant, subject);
CREATE INDEX fact_of_branch ON fact (tenant, kind, on_day, org_path);
CREATE TABLE fact_part (
    tenant INTEGER NOT NULL,
    person_id BLOB NOT NULL,
    fact_tenant INTEGER NOT NULL,
    fact_id BLOB NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (tenant, person_id, fact_tenant, fact_id)) STRICT;
CREATE INDEX fact_part_of_fact ON fact_part (tenant, fact_id);
CREATE TABLE tally (
    tenant INTEGER NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    month INTEGER NOT NULL,
    kind TEXT NOT NULL,
    facts INTEGER NOT NULL,
    attendances INTEGER NOT NULL,
    households INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    fen INTEGER NOT NULL,
    PRIMARY KEY (tenant, org_id, org_path, month, kind)) STRICT;
CREATE INDEX tally_of_branch ON tally (kind, month, org_path);

-- 3. store: audit
CREATE TABLE audit_entry (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    person_id BLOB,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject BLOB,
    org_path TEXT NOT NULL,
    payload BLOB NOT NULL,
    sealed INTEGER NOT NULL,
    seq INTEGER,
    hash BLOB,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, seq)) STRICT;
CREATE INDEX audit_entry_by_time ON audit_entry (tenant, at_ms);
CREATE INDEX audit_entry_of_subject ON audit_entry (tenant, subject, at_ms);
CREATE INDEX audit_entry_unsealed ON audit_entry (tenant, at_ms, id) WHERE seq IS NULL;

-- 4. area: administrative divisions
CREATE TABLE area (
    code TEXT NOT NULL PRIMARY KEY,
    parent TEXT NOT NULL,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    stand_in INTEGER NOT NULL) STRICT;
CREATE INDEX area_of_parent ON area (parent, code);

-- 5. org: the tree of federations
CREATE TABLE org (
    id BLOB NOT NULL PRIMARY KEY,
    tenant INTEGER NOT NULL,
    code TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL UNIQUE,
    parent_id BLOB,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    area_code TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER) STRICT;
CREATE INDEX org_of_parent ON org (parent_id, path);

-- 6. people: persons, posts, accounts, sessions
CREATE TABLE people_person (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    woman INTEGER NOT NULL,
    birth_day INTEGER,
    education TEXT NOT NULL,
    party TEXT NOT NULL,
    phone BLOB,
    phone_index BLOB,
    citizen_id BLOB,
    citizen_id_index BLOB,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, citizen_id_index)) STRICT;
CREATE INDEX people_person_by_phone ON people_person (tenant, phone_index);
CREATE TABLE people_post (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    kind TEXT NOT NULL,
    engagement TEXT NOT NULL,
    group_name TEXT,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    leave_reason TEXT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX people_post_of_person ON people_post (tenant, person_id);
CREATE INDEX people_post_of_branch ON people_post (tenant, kind, org_path);
CREATE TABLE people_account (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    login_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    locked_until_ms INTEGER,
    disabled_ms INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE TABLE people_login (key BLOB NOT NULL PRIMARY KEY, tenant INTEGER NOT NULL, account_id BLOB NOT NULL) STRICT;
CREATE TABLE people_session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    tenant INTEGER NOT NULL,
    account_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    post_id BLOB NOT NULL,
    begun_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL) STRICT;
CREATE INDEX people_session_of_account ON people_session (tenant, account_id);
CREATE INDEX people_session_by_end ON people_session (until_ms);

-- 7. household: register, needs, grids, links, visits, openings
CREATE TABLE household_grid (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    group_name TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, code)) STRICT;
CREATE INDEX household_grid_of_branch ON household_grid (tenant, org_path);
CREATE TABLE household_grid_post (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    grid_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    mode TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, grid_id) REFERENCES household_grid (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX household_grid_post_of_person ON household_grid_post (tenant, person_id);
CREATE TABLE household (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    group_name TEXT NOT NULL,
    grid_id BLOB,
    residence TEXT NOT NULL,
    residence_area TEXT NOT NULL,
    lives_elsewhere INTEGER NOT NULL,
    phone BLOB,
    phone_index BLOB,
    address BLOB,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, number),
    FOREIGN KEY (tenant, grid_id) REFERENCES household_grid (tenant, id)) STRICT;
CREATE INDEX household_of_branch ON household (tenant, org_path, number);
CREATE INDEX household_by_phone ON household (tenant, phone_index);
CREATE TABLE household_resident (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    name TEXT NOT NULL,
    woman INTEGER NOT NULL,
    birth_year INTEGER,
    relation TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id)) STRICT;
CREATE INDEX household_resident_of_household ON household_resident (tenant, household_id);
CREATE TABLE household_need (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    kind TEXT NOT NULL,
    review_day INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id)) STRICT;
CREATE INDEX household_need_of_household ON household_need (tenant, household_id);
CREATE INDEX household_need_of_branch ON household_need (tenant, kind, org_path);
CREATE TABLE household_link (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    side TEXT NOT NULL,
    mode TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    end_reason TEXT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX household_link_of_household ON household_link (tenant, household_id);
CREATE INDEX household_link_of_person ON household_link (tenant, person_id);
CREATE INDEX household_link_of_branch ON household_link (tenant, side, org_path);
CREATE TABLE household_visit (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    manner TEXT NOT NULL,
    matter TEXT NOT NULL,
    outcome TEXT NOT NULL,
    follow_up_day INTEGER,
    words BLOB NOT NULL,
    taken_back_ms INTEGER,
    taken_back_reason TEXT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX household_visit_of_household ON household_visit (tenant, household_id, on_day, at_ms);
CREATE INDEX household_visit_of_org ON household_visit (tenant, org_path, on_day, id);
CREATE INDEX household_visit_by_day ON household_visit (tenant, on_day, id);
CREATE TABLE household_opening (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    purpose TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id)) STRICT;
CREATE INDEX household_opening_of_household ON household_opening (tenant, household_id, at_ms);

-- 8. duty: points, line by line
CREATE TABLE duty_point (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    fact_tenant INTEGER NOT NULL,
    fact_id BLOB NOT NULL,
    subject BLOB NOT NULL,
    org_path TEXT NOT NULL,
    kind TEXT NOT NULL,
    rule TEXT NOT NULL,
    rule_label TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    points INTEGER NOT NULL,
    month INTEGER NOT NULL,
    on_day INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    nth INTEGER NOT NULL,
    cap INTEGER,
    reverses BLOB,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id, fact_tenant, fact_id, rule)) STRICT;
CREATE INDEX duty_point_of_person ON duty_point (tenant, person_id, month, rule, nth);
CREATE INDEX duty_point_of_subject ON duty_point (tenant, subject);

-- 9. people: tokens for programs
CREATE TABLE people_token (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    post_id BLOB NOT NULL,
    label TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    made_ms INTEGER NOT NULL,
    until_day INTEGER NOT NULL,
    withdrawn_ms INTEGER,
    used_day INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, secret_hash),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX people_token_of_person ON people_token (tenant, person_id);

-- 10. transfer: imports, exports, rows that were not taken
CREATE TABLE transfer (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    direction TEXT NOT NULL,
    state TEXT NOT NULL,
    person_id BLOB NOT NULL,
    post_id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    title TEXT NOT NULL,
    address TEXT NOT NULL,
    file_name TEXT NOT NULL,
    source BLOB,
    source_bytes INTEGER NOT NULL,
    result BLOB,
    result_bytes INTEGER NOT NULL,
    layout BLOB,
    total INTEGER NOT NULL,
    done INTEGER NOT NULL,
    fresh INTEGER NOT NULL,
    added INTEGER NOT NULL,
    same INTEGER NOT NULL,
    wrong INTEGER NOT NULL,
    message TEXT NOT NULL,
    failed_in TEXT,
    made_ms INTEGER NOT NULL,
    begun_ms INTEGER NOT NULL,
    claimed_ms INTEGER,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX transfer_of_person ON transfer (tenant, person_id, made_ms);
CREATE INDEX transfer_by_state ON transfer (state, made_ms);
CREATE INDEX transfer_by_end ON transfer (until_ms);
CREATE TABLE transfer_wrong (
    tenant INTEGER NOT NULL,
    transfer_id BLOB NOT NULL,
    row_number INTEGER NOT NULL,
    reasons BLOB NOT NULL,
    PRIMARY KEY (tenant, transfer_id, row_number),
    FOREIGN KEY (tenant, transfer_id) REFERENCES transfer (tenant, id)) STRICT;

-- 11. insight: forms reported, forms returned
CREATE TABLE insight_form (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    form TEXT NOT NULL,
    month INTEGER NOT NULL,
    version INTEGER NOT NULL,
    pack_version TEXT NOT NULL,
    payload TEXT NOT NULL,
    reason TEXT NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, form, month, version),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX insight_form_of_branch ON insight_form (tenant, form, month, org_path);
CREATE TABLE insight_form_return (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    form_id BLOB NOT NULL,
    reason TEXT NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, form_id),
    FOREIGN KEY (tenant, form_id) REFERENCES insight_form (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;

-- 12. household: found by the contact person
CREATE INDEX household_by_contact ON household (tenant, org_id, contact_name);

-- 13. org: heads of tenants, organisations of a tenant
CREATE INDEX org_by_level ON org (level, path);
CREATE INDEX org_of_tenant ON org (tenant, from_day, until_day);

-- 14. insight: sums by tenant and month
CREATE TABLE insight_sum (
    tenant INTEGER NOT NULL,
    month INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    own_numerator INTEGER NOT NULL,
    own_denominator INTEGER NOT NULL,
    numerator INTEGER NOT NULL,
    denominator INTEGER NOT NULL,
    PRIMARY KEY (tenant, month, indicator)) STRICT;
CREATE TABLE insight_count (
    tenant INTEGER NOT NULL,
    month INTEGER NOT NULL,
    as_of INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    counted_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, month)) STRICT;
CREATE TABLE insight_round (
    tenant INTEGER NOT NULL,
    month INTEGER NOT NULL,
    through_ms INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    PRIMARY KEY (tenant, month)) STRICT;

-- 15. household: handovers, caretaking
CREATE TABLE household_handover (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    person_id BLOB NOT NULL,
    reason TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    recorded_by BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id),
    FOREIGN KEY (tenant, recorded_by) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX household_handover_of_branch ON household_handover (tenant, org_path, on_day);
CREATE TABLE household_handover_family (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    handover_id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    side TEXT NOT NULL,
    caretaker INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, handover_id) REFERENCES household_handover (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX household_handover_family_of_handover ON household_handover_family (tenant, handover_id);
CREATE TABLE household_caretaking (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    link_id BLOB NOT NULL,
    due_day INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, link_id) REFERENCES household_link (tenant, id)) STRICT;
CREATE INDEX household_caretaking_of_link ON household_caretaking (tenant, link_id);
CREATE INDEX household_caretaking_of_branch ON household_caretaking (tenant, org_path, due_day);

-- 16. phone: envelopes, questions, photos
CREATE TABLE phone_envelope (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    post_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    household_id BLOB,
    written_ms INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    became TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX phone_envelope_of_person ON phone_envelope (tenant, person_id, received_ms);
CREATE TABLE phone_question (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    org_path TEXT NOT NULL,
    org_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    why TEXT NOT NULL,
    written BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    settled_ms INTEGER,
    settled_how TEXT,
    settled_name TEXT,
    settled_note TEXT,
    handed_to BLOB,
    handed_name TEXT,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX phone_question_of_branch ON phone_question (tenant, org_path, received_ms);
CREATE INDEX phone_question_of_person ON phone_question (tenant, person_id);
CREATE INDEX phone_question_handed ON phone_question (tenant, handed_to);
CREATE TABLE phone_photo (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    media TEXT NOT NULL,
    content BLOB NOT NULL,
    received_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)) STRICT;

-- 17. household: care where a family lives
ALTER TABLE household_link ADD COLUMN helper_tenant INTEGER;
ALTER TABLE household_link ADD COLUMN helper_org_id BLOB;
ALTER TABLE household_link ADD COLUMN helper_org_path TEXT;
ALTER TABLE household_visit ADD COLUMN helper_tenant INTEGER;
ALTER TABLE household_visit ADD COLUMN helper_org_id BLOB;
ALTER TABLE household_visit ADD COLUMN helper_org_path TEXT;
CREATE INDEX household_visit_of_helper ON household_visit (tenant, helper_org_path, on_day)
    WHERE helper_org_path IS NOT NULL;
CREATE TABLE household_care_asked (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    care_tenant INTEGER NOT NULL,
    care_org_id BLOB NOT NULL,
    state TEXT NOT NULL,
    asked_day INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    answered_day INTEGER,
    reason TEXT,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id)) STRICT;
CREATE INDEX household_care_asked_of_household ON household_care_asked (tenant, household_id);
CREATE INDEX household_care_asked_of_branch ON household_care_asked (tenant, org_path, asked_day);
CREATE TABLE household_care_given (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    household_tenant INTEGER NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB,
    asked_day INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX household_care_given_of_branch ON household_care_given (tenant, org_path, due_day);
CREATE INDEX household_care_given_of_person ON household_care_given (tenant, person_id);

-- 18. household: where needs come from and how they end
ALTER TABLE household_need ADD COLUMN source TEXT;
ALTER TABLE household_need ADD COLUMN source_reference TEXT;
ALTER TABLE household_need ADD COLUMN source_day INTEGER;
ALTER TABLE household_need ADD COLUMN asked_day INTEGER;
ALTER TABLE household_need ADD COLUMN ended_by TEXT;
CREATE INDEX household_need_to_review ON household_need (tenant, org_path, review_day);

-- 19. org: mergers of communities
CREATE TABLE org_merger (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    from_id BLOB NOT NULL,
    into_id BLOB NOT NULL,
    document TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, from_id)) STRICT;

-- 20. rights: inspections, releases, claims
CREATE TABLE rights_inspection (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    resident_id BLOB,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    comes_as TEXT NOT NULL,
    proof TEXT,
    seen BLOB NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    screen_ms INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX rights_inspection_of_branch ON rights_inspection (tenant, org_path, at_ms);
CREATE INDEX rights_inspection_of_household ON rights_inspection (tenant, household_id);
CREATE TABLE rights_release (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    inspection_id BLOB NOT NULL,
    line_id BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, inspection_id) REFERENCES rights_inspection (tenant, id)) STRICT;
CREATE INDEX rights_release_of_inspection ON rights_release (tenant, inspection_id);
CREATE TABLE rights_claim (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    inspection_id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    resident_id BLOB,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    words BLOB NOT NULL,
    reach TEXT NOT NULL,
    asked_day INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    outcome TEXT,
    ground TEXT,
    answer BLOB,
    changed BLOB,
    ended_day INTEGER,
    ended_name TEXT,
    told_day INTEGER,
    told_manner TEXT,
    told_name TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, inspection_id) REFERENCES rights_inspection (tenant, id)) STRICT;
CREATE INDEX rights_claim_of_branch ON rights_claim (tenant, org_path, due_day);
CREATE INDEX rights_claim_of_household ON rights_claim (tenant, household_id);

-- 21. transfer: what an import made, rows that ask, reasons
ALTER TABLE transfer ADD COLUMN asked INTEGER;
ALTER TABLE transfer ADD COLUMN reason TEXT;
CREATE TABLE transfer_made (
    tenant INTEGER NOT NULL,
    transfer_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    made_id BLOB NOT NULL,
    as_made TEXT NOT NULL,
    PRIMARY KEY (tenant, transfer_id, kind, made_id),
    FOREIGN KEY (tenant, transfer_id) REFERENCES transfer (tenant, id)) STRICT;
CREATE TABLE transfer_pair (
    tenant INTEGER NOT NULL,
    transfer_id BLOB NOT NULL,
    row_number INTEGER NOT NULL,
    known_id BLOB NOT NULL,
    answer TEXT NOT NULL,
    cells BLOB NOT NULL,
    beside BLOB NOT NULL,
    PRIMARY KEY (tenant, transfer_id, row_number, known_id),
    FOREIGN KEY (tenant, transfer_id) REFERENCES transfer (tenant, id)) STRICT;

-- 22. household: residents found by their identity number
ALTER TABLE household_resident ADD COLUMN citizen_id BLOB;
ALTER TABLE household_resident ADD COLUMN citizen_id_index BLOB;
CREATE INDEX household_resident_by_citizen ON household_resident (tenant, citizen_id_index);

-- 23. household: need cards
CREATE TABLE household_need_card (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    visit_id BLOB,
    matter TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    due_day INTEGER NOT NULL,
    state TEXT NOT NULL,
    wish BLOB NOT NULL,
    promise BLOB NOT NULL,
    outcome BLOB,
    closed_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX household_need_card_of_household ON household_need_card (tenant, household_id);
CREATE INDEX household_need_card_by_day ON household_need_card (tenant, state, due_day);

-- 24. household: internal levels
CREATE TABLE household_level (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    level TEXT NOT NULL,
    reason BLOB NOT NULL,
    person_id BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    on_day INTEGER NOT NULL,
    until_day INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX household_level_of_household ON household_level (tenant, household_id, at_ms);

-- 25. household: contact points, direct contacts, pairings
CREATE TABLE household_contact_duty (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    kind TEXT NOT NULL,
    person_id BLOB NOT NULL,
    household_id BLOB,
    place TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, household_id) REFERENCES household (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX household_contact_duty_of_branch ON household_contact_duty (tenant, org_path);
CREATE INDEX household_contact_duty_of_person ON household_contact_duty (tenant, person_id);
CREATE TABLE household_contact (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    duty_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    on_day INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    found BLOB NOT NULL,
    done BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, duty_id) REFERENCES household_contact_duty (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX household_contact_of_duty ON household_contact (tenant, duty_id, on_day);

-- 26. household: the code of a grid in the other network
ALTER TABLE household_grid ADD COLUMN external_code TEXT;
CREATE UNIQUE INDEX household_grid_by_external_code ON household_grid (tenant, external_code);

-- 27. card: visit cards, what was typed in from them
CREATE TABLE card (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    number INTEGER NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    made_day INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, number),
    UNIQUE (tenant, household_id, person_id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX card_of_person ON card (tenant, person_id);
CREATE TABLE card_entry (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    card_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    entered_by BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, card_id) REFERENCES card (tenant, id)) STRICT;
CREATE INDEX card_entry_of_person ON card_entry (tenant, entered_by, at_ms);

-- 28. grid: areas, boards
CREATE TABLE grid_area (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    of_community INTEGER NOT NULL,
    shape TEXT NOT NULL,
    square_metres INTEGER NOT NULL,
    west INTEGER NOT NULL,
    south INTEGER NOT NULL,
    east INTEGER NOT NULL,
    north INTEGER NOT NULL,
    set_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX grid_area_of_community ON grid_area (tenant, org_id);
CREATE INDEX grid_area_by_sides ON grid_area (tenant, west, east);
CREATE TABLE grid_board (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    extent TEXT NOT NULL,
    duties TEXT NOT NULL,
    office_phone TEXT NOT NULL,
    supervision_phone TEXT NOT NULL,
    shown TEXT NOT NULL,
    put_up_day INTEGER NOT NULL,
    put_up_by BLOB NOT NULL,
    taken_down_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, put_up_by) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX grid_board_of_community ON grid_board (tenant, org_id);

-- 29. deadline: clocks and what happened to them
CREATE TABLE deadline (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    subject BLOB NOT NULL,
    rule TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    until_ms INTEGER,
    ended_ms INTEGER,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX deadline_of_subject ON deadline (tenant, subject, rule);
CREATE INDEX deadline_by_end ON deadline (tenant, rule, ended_ms, until_ms);
CREATE TABLE deadline_change (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    deadline_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    amount INTEGER,
    unit TEXT,
    reason BLOB NOT NULL,
    agreed_by BLOB NOT NULL,
    told_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, deadline_id) REFERENCES deadline (tenant, id)) STRICT;
CREATE INDEX deadline_change_of_clock ON deadline_change (tenant, deadline_id, at_ms);

-- 30. deadline: what is late, found every minute
DROP INDEX deadline_of_subject;
CREATE INDEX deadline_of_subject ON deadline (tenant, subject, rule, ended_ms);
CREATE INDEX deadline_due ON deadline (ended_ms, until_ms, tenant, subject);

-- 31. request: requests, who has them, their history
CREATE TABLE request (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    channel TEXT NOT NULL,
    category TEXT NOT NULL,
    class TEXT NOT NULL,
    urgent INTEGER NOT NULL,
    received_ms INTEGER NOT NULL,
    received_by BLOB,
    received_name TEXT NOT NULL,
    household_id BLOB,
    resident_id BLOB,
    anonymous INTEGER NOT NULL,
    name BLOB NOT NULL,
    name_index BLOB,
    phone BLOB NOT NULL,
    phone_index BLOB,
    code_index BLOB,
    words BLOB NOT NULL,
    reach TEXT NOT NULL,
    reach_words BLOB NOT NULL,
    state TEXT NOT NULL,
    instance TEXT NOT NULL,
    rung TEXT NOT NULL,
    holder_id BLOB NOT NULL,
    holder_path TEXT NOT NULL,
    holder_person BLOB,
    answer BLOB,
    notified_day INTEGER,
    closing TEXT,
    closed_ms INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, year, number),
    UNIQUE (tenant, code_index),
    FOREIGN KEY (tenant, received_by) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX request_of_branch ON request (tenant, org_path, received_ms);
CREATE INDEX request_by_state ON request (tenant, state, received_ms);
CREATE INDEX request_of_holder ON request (tenant, holder_path, state);
CREATE INDEX request_of_handler ON request (tenant, holder_person, state);
CREATE INDEX request_of_receiver ON request (tenant, received_by, received_ms);
CREATE INDEX request_of_household ON request (tenant, household_id);
CREATE INDEX request_by_name ON request (tenant, name_index);
CREATE INDEX request_by_phone ON request (tenant, phone_index);
CREATE TABLE request_hold (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    request_id BLOB NOT NULL,
    rung TEXT NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    org_tenant INTEGER NOT NULL,
    person_id BLOB,
    arrived_ms INTEGER NOT NULL,
    taken_ms INTEGER,
    passed_to BLOB,
    left_ms INTEGER,
    left_how TEXT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id)) STRICT;
CREATE INDEX request_hold_of_request ON request_hold (tenant, request_id, arrived_ms);
CREATE INDEX request_hold_of_org ON request_hold (tenant, org_path, left_ms);
CREATE INDEX request_hold_of_person ON request_hold (tenant, person_id, left_ms);
CREATE TABLE request_event (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    request_id BLOB NOT NULL,
    happened TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    by_name TEXT NOT NULL,
    words BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id)) STRICT;
CREATE INDEX request_event_of_request ON request_event (tenant, request_id, at_ms);
CREATE TABLE request_telling (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    request_id BLOB NOT NULL,
    on_day INTEGER NOT NULL,
    manner TEXT NOT NULL,
    reached INTEGER NOT NULL,
    told_by BLOB,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id)) STRICT;
CREATE INDEX request_telling_of_request ON request_telling (tenant, request_id, at_ms);
CREATE TABLE request_above (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    request_tenant INTEGER NOT NULL,
    request_id BLOB NOT NULL,
    arrived_ms INTEGER NOT NULL,
    left_ms INTEGER,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX request_above_of_org ON request_above (tenant, org_path, left_ms);
CREATE INDEX request_above_of_request ON request_above (tenant, request_id);
CREATE TABLE request_opening (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    request_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    purpose BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, request_id) REFERENCES request (tenant, id)) STRICT;
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
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    label TEXT NOT NULL,
    file BLOB NOT NULL,
    name BLOB NOT NULL,
    media TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    state TEXT NOT NULL,
    aside TEXT NOT NULL,
    person_id BLOB NOT NULL,
    added_by TEXT NOT NULL,
    added_ms INTEGER NOT NULL,
    scan TEXT NOT NULL,
    scan_words TEXT NOT NULL,
    scan_ms INTEGER,
    decided_by TEXT NOT NULL,
    decided_ms INTEGER,
    reason BLOB NOT NULL,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX attachment_of_subject ON attachment (tenant, subject, added_ms);
CREATE INDEX attachment_by_scan ON attachment (scan, added_ms);

-- 35. attachment: what is deleted, found every hour
CREATE INDEX attachment_by_state ON attachment (state, bytes);

-- 36. message: inboxes, addresses, robots, deliveries
CREATE TABLE message (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    day INTEGER,
    count INTEGER,
    year INTEGER,
    number INTEGER,
    href TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    read_ms INTEGER,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX message_of_person ON message (tenant, person_id, read_ms, made_ms);
CREATE INDEX message_by_read ON message (read_ms);
CREATE TABLE message_quiet (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    from_hour INTEGER NOT NULL,
    until_hour INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE TABLE message_address (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    channel TEXT NOT NULL,
    address BLOB NOT NULL,
    confirmed_ms INTEGER,
    wanted INTEGER NOT NULL,
    code BLOB NOT NULL,
    code_until_ms INTEGER NOT NULL,
    code_tries INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id, channel)) STRICT;
CREATE TABLE message_robot (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    address BLOB NOT NULL,
    secret BLOB NOT NULL,
    set_by TEXT NOT NULL,
    set_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE TABLE message_delivery (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    message_id BLOB,
    person_id BLOB,
    org_id BLOB,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    day INTEGER,
    count INTEGER,
    year INTEGER,
    number INTEGER,
    code BLOB,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    failure TEXT,
    made_ms INTEGER NOT NULL,
    next_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, message_id, channel)) STRICT;
CREATE INDEX message_delivery_by_state ON message_delivery (state, next_ms);
CREATE INDEX message_delivery_of_message ON message_delivery (tenant, message_id);

-- 37. survey: who is asked, who handled it, answers
CREATE TABLE survey_asking (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    subject_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    home_path TEXT NOT NULL,
    period INTEGER NOT NULL,
    number INTEGER NOT NULL,
    asked_day INTEGER NOT NULL,
    until_day INTEGER NOT NULL,
    code_index BLOB NOT NULL,
    code BLOB NOT NULL,
    contact BLOB,
    state TEXT NOT NULL,
    caller_id BLOB,
    calls INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, subject_id),
    UNIQUE (tenant, org_id, period, number),
    UNIQUE (tenant, code_index),
    FOREIGN KEY (tenant, caller_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX survey_asking_of_branch ON survey_asking (tenant, org_path, state);
CREATE INDEX survey_asking_of_period ON survey_asking (tenant, home_path, period);
CREATE TABLE survey_handler (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    asking_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, asking_id) REFERENCES survey_asking (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX survey_handler_of_asking ON survey_handler (tenant, asking_id);
CREATE TABLE survey_answer (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    period INTEGER NOT NULL,
    score TEXT NOT NULL,
    line BLOB,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX survey_answer_of_branch ON survey_answer (tenant, org_path, period);

-- 38. screening: rounds, lines, troubles, help, openings
CREATE TABLE screening_round (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    instruction TEXT,
    from_day INTEGER NOT NULL,
    until_day INTEGER NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    finished_day INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX screening_round_of_branch ON screening_round (tenant, org_path, from_day);
CREATE TABLE screening_line (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    round_id BLOB NOT NULL,
    household_id BLOB NOT NULL,
    person_id BLOB,
    outcome TEXT,
    reason TEXT,
    on_day INTEGER,
    by_person BLOB,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, round_id, household_id),
    FOREIGN KEY (tenant, round_id) REFERENCES screening_round (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id),
    FOREIGN KEY (tenant, by_person) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX screening_line_of_person ON screening_line (tenant, person_id, round_id);
CREATE INDEX screening_line_of_household ON screening_line (tenant, household_id);
CREATE TABLE screening_trouble (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    round_id BLOB,
    household_id BLOB,
    resident_id BLOB,
    name BLOB NOT NULL,
    words BLOB NOT NULL,
    note BLOB,
    found_day INTEGER NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    state TEXT NOT NULL,
    closing TEXT,
    closed_day INTEGER,
    sealed INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, round_id) REFERENCES screening_round (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX screening_trouble_of_branch ON screening_trouble (tenant, org_path, found_day);
CREATE INDEX screening_trouble_of_household ON screening_trouble (tenant, household_id);
CREATE TABLE screening_help (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    trouble_id BLOB NOT NULL,
    on_day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    words BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, trouble_id) REFERENCES screening_trouble (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX screening_help_of_trouble ON screening_help (tenant, trouble_id, on_day);
CREATE INDEX screening_help_of_person ON screening_help (tenant, person_id, trouble_id);
CREATE TABLE screening_opening (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    trouble_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    purpose TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, trouble_id) REFERENCES screening_trouble (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
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
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    origin TEXT NOT NULL,
    category TEXT NOT NULL,
    state TEXT NOT NULL,
    source_id BLOB,
    household_id BLOB,
    applied_day INTEGER NOT NULL,
    account BLOB NOT NULL,
    registrar_id BLOB NOT NULL,
    registrar_name TEXT NOT NULL,
    year INTEGER,
    number INTEGER,
    called TEXT,
    accepted_day INTEGER,
    ended_day INTEGER,
    cause TEXT,
    ending_words BLOB,
    form TEXT,
    with_member INTEGER NOT NULL,
    filed_day INTEGER,
    retention TEXT,
    archived_day INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, registrar_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX mediation_of_branch ON mediation (tenant, org_path, applied_day);
CREATE INDEX mediation_of_household ON mediation (tenant, household_id);
CREATE TABLE mediation_screening (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    mediation_id BLOB NOT NULL,
    on_day INTEGER NOT NULL,
    person_id BLOB NOT NULL,
    answers BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id)) STRICT;
CREATE INDEX mediation_screening_of_case ON mediation_screening (tenant, mediation_id);
CREATE TABLE mediation_party (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    mediation_id BLOB NOT NULL,
    place INTEGER NOT NULL,
    side TEXT NOT NULL,
    details BLOB NOT NULL,
    name_index BLOB NOT NULL,
    household_id BLOB,
    resident_id BLOB,
    informed_day INTEGER,
    consent TEXT,
    consent_day INTEGER,
    signed_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id)) STRICT;
CREATE INDEX mediation_party_of_case ON mediation_party (tenant, mediation_id);
CREATE INDEX mediation_party_by_name ON mediation_party (tenant, name_index);
CREATE INDEX mediation_party_of_household ON mediation_party (tenant, household_id);
CREATE TABLE mediation_member (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    mediation_id BLOB NOT NULL,
    person_id BLOB,
    name BLOB NOT NULL,
    role TEXT NOT NULL,
    chosen_by TEXT NOT NULL,
    declared_day INTEGER,
    agreed_day INTEGER,
    committee INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX mediation_member_of_case ON mediation_member (tenant, mediation_id);
CREATE INDEX mediation_member_of_person ON mediation_member (tenant, person_id);
CREATE TABLE mediation_session (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    mediation_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    on_day INTEGER NOT NULL,
    at TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    open INTEGER NOT NULL,
    written_by TEXT NOT NULL,
    words BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id)) STRICT;
CREATE INDEX mediation_session_of_case ON mediation_session (tenant, mediation_id, on_day);
CREATE TABLE mediation_agreement (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    mediation_id BLOB NOT NULL,
    form TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    terms BLOB NOT NULL,
    mediator_day INTEGER,
    stamped_day INTEGER,
    effective_day INTEGER,
    confirmation TEXT,
    confirmation_day INTEGER,
    court TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, mediation_id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id)) STRICT;
CREATE TABLE mediation_clause (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    mediation_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    words BLOB NOT NULL,
    due_day INTEGER,
    status INTEGER NOT NULL,
    performance TEXT,
    performance_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id)) STRICT;
CREATE INDEX mediation_clause_of_case ON mediation_clause (tenant, mediation_id, number);
CREATE TABLE mediation_revisit (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    mediation_id BLOB NOT NULL,
    on_day INTEGER NOT NULL,
    satisfaction TEXT NOT NULL,
    escalates INTEGER NOT NULL,
    written_by TEXT NOT NULL,
    words BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id)) STRICT;
CREATE INDEX mediation_revisit_of_case ON mediation_revisit (tenant, mediation_id, on_day);
CREATE TABLE mediation_item (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    mediation_id BLOB NOT NULL,
    item TEXT NOT NULL,
    pages INTEGER NOT NULL,
    digest TEXT,
    on_day INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, mediation_id, item),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id)) STRICT;
CREATE TABLE mediation_opening (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    mediation_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    post_label TEXT NOT NULL,
    purpose BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, mediation_id) REFERENCES mediation (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
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
    tenant INTEGER NOT NULL,
    subject BLOB NOT NULL,
    PRIMARY KEY (tenant, subject)) STRICT;

-- 44. protection: sealed cases, their people, measures and openings
CREATE TABLE protection_case (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    tag BLOB NOT NULL,
    face BLOB NOT NULL,
    contact BLOB,
    name_index BLOB,
    household_index BLOB,
    responsible_id BLOB NOT NULL,
    opened_ms INTEGER NOT NULL,
    opened_month INTEGER NOT NULL,
    touched_ms INTEGER NOT NULL,
    retention TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, year, number),
    FOREIGN KEY (tenant, responsible_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX protection_case_by_month ON protection_case (opened_month, org_path);
CREATE INDEX protection_case_by_name ON protection_case (tenant, name_index);
CREATE INDEX protection_case_by_household ON protection_case (tenant, household_index);
CREATE TABLE protection_person (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    role TEXT NOT NULL,
    reason BLOB NOT NULL,
    from_ms INTEGER NOT NULL,
    until_ms INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX protection_person_of_case ON protection_person (tenant, case_id);
CREATE INDEX protection_person_of_person ON protection_person (tenant, person_id);
CREATE TABLE protection_event (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    tag BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    month INTEGER NOT NULL,
    person_id BLOB NOT NULL,
    words BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX protection_event_of_case ON protection_event (tenant, case_id, at_ms);
CREATE TABLE protection_measure (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    words BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id)) STRICT;
CREATE INDEX protection_measure_of_case ON protection_measure (tenant, case_id);
CREATE TABLE protection_follow_up (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    whom BLOB NOT NULL,
    due_day INTEGER NOT NULL,
    done_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id)) STRICT;
CREATE INDEX protection_follow_up_of_case ON protection_follow_up (tenant, case_id);
CREATE TABLE protection_opening (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB,
    person_id BLOB NOT NULL,
    post_label TEXT NOT NULL,
    state TEXT NOT NULL,
    reason BLOB NOT NULL,
    hours INTEGER NOT NULL,
    asked_ms INTEGER NOT NULL,
    until_ms INTEGER,
    seen_ms INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX protection_opening_of_case ON protection_opening (tenant, case_id);
CREATE INDEX protection_opening_of_person ON protection_opening (tenant, person_id);
CREATE TABLE protection_charge (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    by_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX protection_charge_of_person ON protection_charge (tenant, person_id);
CREATE TABLE protection_credit (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    month INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id, month),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;

-- 45. reception: duties, turns, exchanges, knowledge
CREATE TABLE reception_plan (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    place TEXT NOT NULL,
    weekdays INTEGER NOT NULL,
    starts_minute INTEGER NOT NULL,
    ends_minute INTEGER NOT NULL,
    holidays INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX reception_plan_of_org ON reception_plan (tenant, org_path);
CREATE TABLE reception_leave (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX reception_leave_of_org ON reception_leave (tenant, org_path);
CREATE TABLE reception_turn (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    plan_id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    place TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    starts_minute INTEGER NOT NULL,
    ends_minute INTEGER NOT NULL,
    person_id BLOB,
    person_name TEXT NOT NULL,
    drawn_name TEXT,
    state TEXT NOT NULL,
    minutes INTEGER,
    note TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, plan_id, on_day),
    FOREIGN KEY (tenant, plan_id) REFERENCES reception_plan (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX reception_turn_of_org ON reception_turn (tenant, org_path, on_day);
CREATE INDEX reception_turn_of_person ON reception_turn (tenant, person_id, on_day);
CREATE TABLE reception_exchange (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    turn_id BLOB NOT NULL,
    asker_id BLOB NOT NULL,
    asker_name TEXT NOT NULL,
    asked_id BLOB NOT NULL,
    asked_name TEXT NOT NULL,
    in_return BLOB,
    state TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    answered_ms INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, turn_id) REFERENCES reception_turn (tenant, id),
    FOREIGN KEY (tenant, asker_id) REFERENCES people_person (tenant, id),
    FOREIGN KEY (tenant, asked_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX reception_exchange_of_turn ON reception_exchange (tenant, turn_id);
CREATE INDEX reception_exchange_of_asked ON reception_exchange (tenant, asked_id, state);
CREATE TABLE reception_article (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    org_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    source TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    hours TEXT NOT NULL,
    categories TEXT NOT NULL,
    searched TEXT NOT NULL,
    valid_until_day INTEGER NOT NULL,
    checked_day INTEGER NOT NULL,
    checked_by TEXT NOT NULL,
    retired_day INTEGER,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX reception_article_of_org ON reception_article (tenant, org_path, title);
CREATE TABLE reception_gram (
    tenant INTEGER NOT NULL,
    gram TEXT NOT NULL,
    article_id BLOB NOT NULL,
    PRIMARY KEY (tenant, gram, article_id),
    FOREIGN KEY (tenant, article_id) REFERENCES reception_article (tenant, id)) STRICT;
CREATE INDEX reception_gram_of_article ON reception_gram (tenant, article_id);

-- 46. referral: partners, their people, referrals
CREATE TABLE referral_partner (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    hours TEXT NOT NULL,
    address TEXT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    by_login INTEGER NOT NULL,
    closed_day INTEGER,
    PRIMARY KEY (tenant, id)) STRICT;
CREATE INDEX referral_partner_of_org ON referral_partner (tenant, org_path);
CREATE TABLE referral_partner_person (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    partner_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    from_day INTEGER NOT NULL,
    until_day INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, partner_id) REFERENCES referral_partner (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX referral_partner_person_of_person ON referral_partner_person (tenant, person_id);
CREATE TABLE referral (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_tenant INTEGER NOT NULL,
    subject BLOB NOT NULL,
    resident_id BLOB,
    org_id BLOB NOT NULL,
    org_path TEXT NOT NULL,
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    partner_id BLOB NOT NULL,
    ground TEXT NOT NULL,
    consent_day INTEGER,
    consent_manner TEXT,
    person BLOB NOT NULL,
    phone BLOB NOT NULL,
    asked BLOB NOT NULL,
    handed BLOB NOT NULL,
    sender_id BLOB NOT NULL,
    sender_name TEXT NOT NULL,
    sent_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    answer BLOB,
    answered_ms INTEGER,
    result BLOB,
    settled_ms INTEGER,
    ending BLOB,
    closing TEXT,
    over_ms INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, org_id, year, number),
    FOREIGN KEY (tenant, partner_id) REFERENCES referral_partner (tenant, id),
    FOREIGN KEY (tenant, sender_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX referral_of_branch ON referral (tenant, org_path, sent_ms);
CREATE INDEX referral_of_subject ON referral (tenant, subject_kind, subject);
CREATE INDEX referral_of_partner ON referral (tenant, partner_id, sent_ms);
CREATE INDEX referral_of_sender ON referral (tenant, sender_id, sent_ms);

-- 47. reception: own turns in a calendar
CREATE TABLE reception_feed (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    link_hash BLOB NOT NULL,
    made_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, link_hash),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX reception_feed_of_person ON reception_feed (tenant, person_id);

-- 48. protection: looks, successions, what was told, consents
CREATE TABLE protection_look (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    words BLOB NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX protection_look_of_case ON protection_look (tenant, case_id, at_ms);
CREATE TABLE protection_succession (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    state TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX protection_succession_of_case ON protection_succession (tenant, case_id);
CREATE TABLE protection_told (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    tag BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person_id, tag),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE TABLE protection_consent (
    tenant INTEGER NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    file_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    state TEXT NOT NULL,
    asked_ms INTEGER NOT NULL,
    decided_ms INTEGER,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, file_id, person_id),
    FOREIGN KEY (tenant, case_id) REFERENCES protection_case (tenant, id),
    FOREIGN KEY (tenant, person_id) REFERENCES people_person (tenant, id)) STRICT;
CREATE INDEX protection_consent_of_case ON protection_consent (tenant, case_id);
