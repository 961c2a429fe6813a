-- The spine: who we are, what was sold, who owns each renewal and what must happen next.
-- One text for SQLite and PostgreSQL. Ids are UUIDs in text, days ISO dates, instants RFC 3339 in UTC,
-- money whole minor units, rates and quantities millionths, shares basis points.

CREATE TABLE teammate (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    manager_id TEXT REFERENCES teammate (id) DEFERRABLE INITIALLY DEFERRED,
    region TEXT NOT NULL,
    active_from TEXT NOT NULL,
    left_on TEXT,
    CHECK (left_on IS NULL OR left_on > active_from)
);
CREATE INDEX teammate_manager ON teammate (manager_id);

CREATE TABLE organisation (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    desk_lead_id TEXT NOT NULL REFERENCES teammate (id) DEFERRABLE INITIALLY DEFERRED,
    sample_today TEXT
);

CREATE TABLE plan_rate (
    year BIGINT NOT NULL,
    currency TEXT NOT NULL,
    rate_millionths BIGINT NOT NULL CHECK (rate_millionths > 0),
    PRIMARY KEY (year, currency)
);

CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    tier BIGINT NOT NULL CHECK (tier BETWEEN 1 AND 3),
    segment TEXT NOT NULL,
    region TEXT NOT NULL,
    risk TEXT NOT NULL
);
CREATE INDEX account_name ON account (name, id);

CREATE TABLE team_member (
    account_id TEXT NOT NULL REFERENCES account (id),
    role TEXT NOT NULL,
    teammate_id TEXT NOT NULL REFERENCES teammate (id),
    from_on TEXT NOT NULL,
    to_on TEXT,
    PRIMARY KEY (account_id, role, teammate_id, from_on),
    CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE INDEX team_member_teammate ON team_member (teammate_id);

CREATE TABLE contract (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES account (id),
    currency TEXT NOT NULL,
    auto_renew BOOLEAN NOT NULL,
    notice_days BIGINT CHECK (notice_days >= 0),
    renewal_months BIGINT NOT NULL CHECK (renewal_months > 0),
    uplift_cap_bps BIGINT CHECK (uplift_cap_bps >= 0)
);
CREATE INDEX contract_account ON contract (account_id);

CREATE TABLE term (
    contract_id TEXT NOT NULL REFERENCES contract (id),
    number BIGINT NOT NULL CHECK (number >= 1),
    start_on TEXT NOT NULL,
    end_on TEXT NOT NULL,
    PRIMARY KEY (contract_id, number),
    CHECK (end_on > start_on)
);

-- Append-only: a change of a line is its next version.
CREATE TABLE contract_line (
    id TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    reference TEXT NOT NULL,
    contract_id TEXT NOT NULL,
    term_number BIGINT NOT NULL,
    product TEXT NOT NULL,
    business_unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    quantity_millionths BIGINT NOT NULL,
    unit_price_millionths BIGINT NOT NULL,
    price_period TEXT NOT NULL,
    discount_bps BIGINT NOT NULL CHECK (discount_bps BETWEEN 0 AND 10000),
    start_on TEXT NOT NULL,
    end_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (id, version),
    UNIQUE (reference, version),
    FOREIGN KEY (contract_id, term_number) REFERENCES term (contract_id, number),
    CHECK (end_on > start_on)
);
CREATE INDEX contract_line_term ON contract_line (contract_id, term_number);

CREATE TABLE policy_version (
    id TEXT NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL UNIQUE CHECK (version >= 1),
    name TEXT NOT NULL,
    policy_text TEXT NOT NULL,
    effective_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);

-- Append-only. Each entry holds until the next of its stream, and names the one before it: time is tiled by construction.
CREATE TABLE ownership_entry (
    id TEXT NOT NULL UNIQUE,
    subject_id TEXT NOT NULL,
    responsibility TEXT NOT NULL CHECK (responsibility IN ('value', 'commercial', 'expansion', 'operations', 'executive')),
    stream TEXT NOT NULL CHECK (stream IN ('designated', 'accountable')),
    effective_on TEXT NOT NULL,
    sequence BIGINT NOT NULL CHECK (sequence >= 0),
    previous_effective_on TEXT,
    previous_sequence BIGINT,
    holder_id TEXT NOT NULL REFERENCES teammate (id),
    waived_by TEXT,
    waiver_reason TEXT,
    policy_id TEXT NOT NULL REFERENCES policy_version (id),
    rule TEXT NOT NULL,
    role TEXT NOT NULL,
    person_reason TEXT NOT NULL,
    because TEXT NOT NULL,
    author TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (subject_id, responsibility, stream, effective_on, sequence),
    UNIQUE (subject_id, responsibility, stream, sequence),
    FOREIGN KEY (subject_id, responsibility, stream, previous_effective_on, previous_sequence)
        REFERENCES ownership_entry (subject_id, responsibility, stream, effective_on, sequence),
    CHECK ((sequence = 0 AND previous_sequence IS NULL AND previous_effective_on IS NULL)
        OR (sequence > 0 AND previous_sequence IS NOT NULL AND previous_sequence = sequence - 1
            AND previous_effective_on IS NOT NULL AND previous_effective_on <= effective_on)),
    CHECK ((waived_by IS NULL) = (waiver_reason IS NULL))
);
CREATE INDEX ownership_entry_holder ON ownership_entry (holder_id);

-- A renewal cannot be committed without a first accountable and designated entry for each of the five responsibilities.
-- Only a renewal whose outcome was inferred from imported terms has none: nobody owned it here.
CREATE TABLE renewal (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    contract_id TEXT NOT NULL,
    term_number BIGINT NOT NULL,
    account_id TEXT NOT NULL REFERENCES account (id),
    scheduled_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    atr_minor BIGINT NOT NULL,
    reporting_currency TEXT NOT NULL,
    atr_reporting_minor BIGINT NOT NULL,
    end_on TEXT NOT NULL,
    notice_on TEXT NOT NULL,
    notice_assumed BOOLEAN NOT NULL,
    auto_renew BOOLEAN NOT NULL,
    decision_on TEXT NOT NULL,
    policy_id TEXT REFERENCES policy_version (id),
    rule TEXT,
    model TEXT,
    motion TEXT,
    playbook TEXT,
    opens_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    outcome TEXT,
    closed_on TEXT,
    outcome_inferred BOOLEAN NOT NULL,
    first_sequence BIGINT,
    accountable TEXT NOT NULL DEFAULT 'accountable' CHECK (accountable = 'accountable'),
    designated TEXT NOT NULL DEFAULT 'designated' CHECK (designated = 'designated'),
    value_held TEXT NOT NULL DEFAULT 'value' CHECK (value_held = 'value'),
    commercial_held TEXT NOT NULL DEFAULT 'commercial' CHECK (commercial_held = 'commercial'),
    expansion_held TEXT NOT NULL DEFAULT 'expansion' CHECK (expansion_held = 'expansion'),
    operations_held TEXT NOT NULL DEFAULT 'operations' CHECK (operations_held = 'operations'),
    executive_held TEXT NOT NULL DEFAULT 'executive' CHECK (executive_held = 'executive'),
    UNIQUE (contract_id, term_number),
    FOREIGN KEY (contract_id, term_number) REFERENCES term (contract_id, number),
    CHECK (outcome_inferred OR (first_sequence IS NOT NULL AND first_sequence = 0 AND policy_id IS NOT NULL AND opens_on IS NOT NULL)),
    CHECK ((state = 'closed') = (outcome IS NOT NULL AND closed_on IS NOT NULL)),
    CHECK (state = 'closed' OR NOT outcome_inferred),
    FOREIGN KEY (id, value_held, accountable, first_sequence) REFERENCES ownership_entry (subject_id, responsibility, stream, sequence) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (id, commercial_held, accountable, first_sequence) REFERENCES ownership_entry (subject_id, responsibility, stream, sequence) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (id, expansion_held, accountable, first_sequence) REFERENCES ownership_entry (subject_id, responsibility, stream, sequence) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (id, operations_held, accountable, first_sequence) REFERENCES ownership_entry (subject_id, responsibility, stream, sequence) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (id, executive_held, accountable, first_sequence) REFERENCES ownership_entry (subject_id, responsibility, stream, sequence) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (id, value_held, designated, first_sequence) REFERENCES ownership_entry (subject_id, responsibility, stream, sequence) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (id, commercial_held, designated, first_sequence) REFERENCES ownership_entry (subject_id, responsibility, stream, sequence) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (id, expansion_held, designated, first_sequence) REFERENCES ownership_entry (subject_id, responsibility, stream, sequence) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (id, operations_held, designated, first_sequence) REFERENCES ownership_entry (subject_id, responsibility, stream, sequence) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (id, executive_held, designated, first_sequence) REFERENCES ownership_entry (subject_id, responsibility, stream, sequence) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX renewal_end ON renewal (state, end_on, number);
CREATE INDEX renewal_account ON renewal (account_id);

-- Projection of the accountable stream: who holds what now. Rebuilt in the transaction that appends, proven by tenure check.
CREATE TABLE ownership_holder (
    subject_id TEXT NOT NULL,
    responsibility TEXT NOT NULL,
    teammate_id TEXT NOT NULL REFERENCES teammate (id),
    PRIMARY KEY (subject_id, responsibility)
);
CREATE INDEX ownership_holder_teammate ON ownership_holder (teammate_id, responsibility);

CREATE TABLE task (
    id TEXT NOT NULL PRIMARY KEY,
    renewal_id TEXT NOT NULL REFERENCES renewal (id),
    step TEXT NOT NULL,
    title TEXT NOT NULL,
    lead TEXT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL,
    evidence TEXT NOT NULL,
    completed_by TEXT NOT NULL,
    completed_at TEXT,
    UNIQUE (renewal_id, step)
);
CREATE INDEX task_due ON task (state, due_on);

-- One event per accepted write. The counter is taken first in each writing transaction, so writers queue and numbers have no hole.
CREATE TABLE event_counter (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    last_sequence BIGINT NOT NULL
);
INSERT INTO event_counter (id, last_sequence) VALUES (1, 0);

CREATE TABLE event (
    sequence BIGINT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    summary TEXT NOT NULL,
    actor TEXT NOT NULL,
    occurred_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
CREATE INDEX event_subject ON event (subject, sequence);

CREATE TABLE app_user (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    teammate_id TEXT REFERENCES teammate (id),
    access TEXT NOT NULL CHECK (access IN ('administrator', 'member')),
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE user_session (
    id TEXT NOT NULL PRIMARY KEY,
    session_data TEXT NOT NULL,
    expires_at TEXT NOT NULL
);

CREATE TABLE api_token (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES app_user (id),
    name TEXT NOT NULL,
    token_sha256 TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    revoked_at TEXT
);
