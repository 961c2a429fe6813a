-- The whole book: every kind of contract, the people at the customer, who is away, and what was judged, moved or reassigned by name.

ALTER TABLE organisation ADD COLUMN fiscal_year_start BIGINT NOT NULL DEFAULT 1 CHECK (fiscal_year_start BETWEEN 1 AND 12);
ALTER TABLE organisation ADD COLUMN absence_moves_after_days BIGINT NOT NULL DEFAULT 16 CHECK (absence_moves_after_days >= 1);

ALTER TABLE account ADD COLUMN parent_id TEXT REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE account ADD COLUMN fiscal_year_start BIGINT CHECK (fiscal_year_start BETWEEN 1 AND 12);
ALTER TABLE account ADD COLUMN merged_into_id TEXT REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX account_parent ON account (parent_id);

ALTER TABLE contract ADD COLUMN uplift_bps BIGINT NOT NULL DEFAULT 0 CHECK (uplift_bps >= 0);
ALTER TABLE contract ADD COLUMN kind TEXT NOT NULL DEFAULT 'fixed' CHECK (kind IN ('fixed', 'open_ended'));
ALTER TABLE contract ADD COLUMN co_term_lead_id TEXT REFERENCES contract (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX contract_co_term ON contract (co_term_lead_id);

-- A voided term was signed by mistake: it stays as a record, counts for nothing, and may be signed anew.
ALTER TABLE term ADD COLUMN opt_out_received_on TEXT;
ALTER TABLE term ADD COLUMN signed_on TEXT;
ALTER TABLE term ADD COLUMN signed_because TEXT;
ALTER TABLE term ADD COLUMN signed_words TEXT NOT NULL DEFAULT '';
ALTER TABLE term ADD COLUMN voided BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE contract_line ADD COLUMN discount_from_on TEXT;
ALTER TABLE contract_line ADD COLUMN discount_to_on TEXT;
ALTER TABLE contract_line ADD COLUMN economic_buyer TEXT NOT NULL DEFAULT '';
ALTER TABLE contract_line ADD COLUMN origin TEXT NOT NULL DEFAULT 'sold';
ALTER TABLE contract_line ADD COLUMN follows_id TEXT;
ALTER TABLE contract_line ADD COLUMN voided BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE renewal ADD COLUMN kind TEXT NOT NULL DEFAULT 'renewal' CHECK (kind IN ('renewal', 'review'));
ALTER TABLE renewal ADD COLUMN frozen_tier BIGINT CHECK (frozen_tier BETWEEN 1 AND 3);
ALTER TABLE renewal ADD COLUMN outcome_reason TEXT;
ALTER TABLE renewal ADD COLUMN outcome_words TEXT NOT NULL DEFAULT '';

CREATE TABLE product (
    name TEXT NOT NULL PRIMARY KEY,
    easy_setup BOOLEAN NOT NULL,
    low_effort BOOLEAN NOT NULL
);

CREATE TABLE holiday (
    held_on TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE dated_rate (
    rated_on TEXT NOT NULL,
    currency TEXT NOT NULL,
    rate_millionths BIGINT NOT NULL CHECK (rate_millionths > 0),
    PRIMARY KEY (rated_on, currency)
);

CREATE TABLE absence (
    id TEXT NOT NULL PRIMARY KEY,
    teammate_id TEXT NOT NULL REFERENCES teammate (id),
    from_on TEXT NOT NULL,
    to_on TEXT NOT NULL,
    delegate_id TEXT REFERENCES teammate (id),
    note TEXT NOT NULL,
    CHECK (to_on >= from_on)
);
CREATE INDEX absence_teammate ON absence (teammate_id);
CREATE INDEX absence_delegate ON absence (delegate_id);

-- Append-only, like the three below: places in the hierarchy, judgements of risk, contracts that changed account, and what was reassigned by name.
CREATE TABLE teammate_position (
    teammate_id TEXT NOT NULL REFERENCES teammate (id),
    from_on TEXT NOT NULL,
    role TEXT NOT NULL,
    manager_id TEXT REFERENCES teammate (id),
    region TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
CREATE INDEX teammate_position_teammate ON teammate_position (teammate_id, from_on);

CREATE TABLE risk_call (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    risk TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    set_on TEXT NOT NULL,
    expires_on TEXT,
    recorded_at TEXT NOT NULL
);
CREATE INDEX risk_call_account ON risk_call (account_id, recorded_at);

CREATE TABLE contract_move (
    contract_id TEXT NOT NULL REFERENCES contract (id),
    from_account_id TEXT NOT NULL REFERENCES account (id),
    to_account_id TEXT NOT NULL REFERENCES account (id),
    moved_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
CREATE INDEX contract_move_contract ON contract_move (contract_id);
CREATE INDEX contract_move_to ON contract_move (to_account_id);

CREATE TABLE ownership_override (
    id TEXT NOT NULL PRIMARY KEY,
    renewal_id TEXT NOT NULL REFERENCES renewal (id),
    responsibility TEXT NOT NULL,
    teammate_id TEXT NOT NULL REFERENCES teammate (id),
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CHECK (until_on >= from_on)
);
CREATE INDEX ownership_override_renewal ON ownership_override (renewal_id);
CREATE INDEX ownership_override_teammate ON ownership_override (teammate_id);

CREATE TABLE stakeholder (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    email TEXT NOT NULL,
    business_unit TEXT NOT NULL,
    roles TEXT NOT NULL,
    left_on TEXT
);
CREATE INDEX stakeholder_account ON stakeholder (account_id, name);

CREATE TABLE activity (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    renewal_id TEXT REFERENCES renewal (id),
    kind TEXT NOT NULL,
    held_on TEXT NOT NULL,
    subject TEXT NOT NULL,
    notes TEXT NOT NULL,
    author TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    withdrawn BOOLEAN NOT NULL
);
CREATE INDEX activity_account ON activity (account_id, held_on);
CREATE INDEX activity_renewal ON activity (renewal_id, held_on);

-- Who was present, on either side.
CREATE TABLE activity_teammate (
    activity_id TEXT NOT NULL REFERENCES activity (id),
    teammate_id TEXT NOT NULL REFERENCES teammate (id),
    PRIMARY KEY (activity_id, teammate_id)
);
CREATE INDEX activity_teammate_teammate ON activity_teammate (teammate_id);

CREATE TABLE activity_stakeholder (
    activity_id TEXT NOT NULL REFERENCES activity (id),
    stakeholder_id TEXT NOT NULL REFERENCES stakeholder (id),
    PRIMARY KEY (activity_id, stakeholder_id)
);
CREATE INDEX activity_stakeholder_stakeholder ON activity_stakeholder (stakeholder_id);

-- Judgements made before there was a place for them.
INSERT INTO risk_call (id, account_id, risk, reason, author, set_on, expires_on, recorded_at)
SELECT a.id, a.id, a.risk, 'as it was recorded', 'Tenure', '2000-01-01', NULL, '2000-01-01T00:00:00Z' FROM account a WHERE a.risk <> 'unknown';
