-- What was known on a day stays known: facts that are changed in place keep what they said before, and every version of a line names
-- the event that wrote it.

-- When the present state of the row was written. Rows that were there before this schema cannot tell: they count as known since the
-- earliest event, the founding of the instance.
ALTER TABLE account ADD COLUMN recorded_at TEXT NOT NULL DEFAULT '1970-01-01T00:00:00.000000Z';
ALTER TABLE contract ADD COLUMN recorded_at TEXT NOT NULL DEFAULT '1970-01-01T00:00:00.000000Z';
ALTER TABLE term ADD COLUMN recorded_at TEXT NOT NULL DEFAULT '1970-01-01T00:00:00.000000Z';
ALTER TABLE renewal ADD COLUMN recorded_at TEXT NOT NULL DEFAULT '1970-01-01T00:00:00.000000Z';
ALTER TABLE plan_rate ADD COLUMN recorded_at TEXT NOT NULL DEFAULT '1970-01-01T00:00:00.000000Z';
ALTER TABLE dated_rate ADD COLUMN recorded_at TEXT NOT NULL DEFAULT '1970-01-01T00:00:00.000000Z';
UPDATE account SET recorded_at = (SELECT MIN(e.recorded_at) FROM event e) WHERE EXISTS (SELECT 1 FROM event);
UPDATE contract SET recorded_at = (SELECT MIN(e.recorded_at) FROM event e) WHERE EXISTS (SELECT 1 FROM event);
UPDATE term SET recorded_at = (SELECT MIN(e.recorded_at) FROM event e) WHERE EXISTS (SELECT 1 FROM event);
UPDATE renewal SET recorded_at = (SELECT MIN(e.recorded_at) FROM event e) WHERE EXISTS (SELECT 1 FROM event);
UPDATE plan_rate SET recorded_at = (SELECT MIN(e.recorded_at) FROM event e) WHERE EXISTS (SELECT 1 FROM event);
UPDATE dated_rate SET recorded_at = (SELECT MIN(e.recorded_at) FROM event e) WHERE EXISTS (SELECT 1 FROM event);

-- The first event of the verb that wrote the row; none where the log has none.
ALTER TABLE contract_line ADD COLUMN event_sequence BIGINT;
ALTER TABLE contract_move ADD COLUMN event_sequence BIGINT;
UPDATE contract_line SET event_sequence = e.first_sequence
FROM (SELECT recorded_at, MIN(sequence) AS first_sequence FROM event GROUP BY recorded_at) e WHERE e.recorded_at = contract_line.recorded_at;
UPDATE contract_move SET event_sequence = e.first_sequence
FROM (SELECT recorded_at, MIN(sequence) AS first_sequence FROM event GROUP BY recorded_at) e WHERE e.recorded_at = contract_move.recorded_at;

-- Which accounts an event or a later one touched.
CREATE INDEX account_revision ON account (revision);

-- Append-only, all that follow: what a row said from recorded_at until replaced_at. References are those that the row had then.
CREATE TABLE account_history (
    id TEXT NOT NULL,
    reference TEXT NOT NULL,
    name TEXT NOT NULL,
    tier BIGINT NOT NULL,
    segment TEXT NOT NULL,
    region TEXT NOT NULL,
    risk TEXT NOT NULL,
    parent_id TEXT,
    fiscal_year_start BIGINT,
    merged_into_id TEXT,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (id, recorded_at),
    CHECK (replaced_at > recorded_at)
);
CREATE INDEX account_history_replaced ON account_history (replaced_at);

CREATE TABLE contract_history (
    id TEXT NOT NULL,
    reference TEXT NOT NULL,
    account_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    auto_renew BOOLEAN NOT NULL,
    notice_days BIGINT,
    renewal_months BIGINT NOT NULL,
    uplift_cap_bps BIGINT,
    uplift_bps BIGINT NOT NULL,
    kind TEXT NOT NULL,
    co_term_lead_id TEXT,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (id, recorded_at),
    CHECK (replaced_at > recorded_at)
);
CREATE INDEX contract_history_replaced ON contract_history (replaced_at);

CREATE TABLE term_history (
    contract_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    start_on TEXT NOT NULL,
    end_on TEXT NOT NULL,
    opt_out_received_on TEXT,
    signed_on TEXT,
    signed_because TEXT,
    signed_words TEXT NOT NULL,
    voided BOOLEAN NOT NULL,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (contract_id, number, recorded_at),
    CHECK (replaced_at > recorded_at)
);
CREATE INDEX term_history_replaced ON term_history (replaced_at);

CREATE TABLE renewal_history (
    id TEXT NOT NULL,
    number BIGINT NOT NULL,
    contract_id TEXT NOT NULL,
    term_number BIGINT NOT NULL,
    account_id TEXT NOT NULL,
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
    policy_id TEXT,
    rule TEXT,
    model TEXT,
    motion TEXT,
    playbook TEXT,
    opens_on TEXT,
    state TEXT NOT NULL,
    outcome TEXT,
    closed_on TEXT,
    outcome_inferred BOOLEAN NOT NULL,
    first_sequence BIGINT,
    outcome_reason TEXT,
    outcome_words TEXT NOT NULL,
    kind TEXT NOT NULL,
    frozen_tier BIGINT,
    outcome_told_by_book BOOLEAN NOT NULL,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (id, recorded_at),
    CHECK (replaced_at > recorded_at)
);
CREATE INDEX renewal_history_replaced ON renewal_history (replaced_at);

CREATE TABLE plan_rate_history (
    year BIGINT NOT NULL,
    currency TEXT NOT NULL,
    rate_millionths BIGINT NOT NULL,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (year, currency, recorded_at),
    CHECK (replaced_at > recorded_at)
);

CREATE TABLE dated_rate_history (
    rated_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    rate_millionths BIGINT NOT NULL,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (rated_on, currency, recorded_at),
    CHECK (replaced_at > recorded_at)
);

-- Append-only: a report as it was when somebody put a seal on it. Each seal has the SHA-256 of its content, of itself, and of the seal
-- before it, so that none can be changed or taken away unnoticed.
CREATE TABLE sealed_report (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE CHECK (number >= 1),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    parameters TEXT NOT NULL,
    as_of TEXT NOT NULL,
    known_at TEXT NOT NULL,
    content TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    previous_sha256 TEXT NOT NULL,
    seal_sha256 TEXT NOT NULL,
    sealed_by TEXT NOT NULL,
    sealed_at TEXT NOT NULL,
    event_sequence BIGINT NOT NULL
);
