-- What is offered for the next term of a contract, in versions. Append-only: a version is written once, with its options, its lines and
-- the lines that the contract had then; what happens to it is appended as steps, and its last step tells where it stands.
CREATE TABLE proposal (
    renewal_id TEXT NOT NULL REFERENCES renewal (id),
    version BIGINT NOT NULL CHECK (version >= 1),
    made_by_id TEXT NOT NULL REFERENCES teammate (id),
    made_on TEXT NOT NULL,
    written_by TEXT NOT NULL,
    note TEXT NOT NULL,
    start_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (renewal_id, version)
);

-- Trades stand one to a line: lever, what is given, what is got, with tabs between.
CREATE TABLE proposal_option (
    renewal_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    number BIGINT NOT NULL CHECK (number >= 1),
    name TEXT NOT NULL CHECK (name <> ''),
    end_on TEXT NOT NULL,
    trades TEXT NOT NULL,
    over_cap_reason TEXT NOT NULL,
    PRIMARY KEY (renewal_id, version, number),
    FOREIGN KEY (renewal_id, version) REFERENCES proposal (renewal_id, version)
);

-- Option 0 are the lines that were up for renewal when the version was made.
CREATE TABLE proposal_line (
    renewal_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    option_number BIGINT NOT NULL CHECK (option_number >= 0),
    position BIGINT NOT NULL CHECK (position >= 1),
    line_id TEXT NOT NULL,
    line_version BIGINT NOT NULL CHECK (line_version >= 1),
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
    discount_from_on TEXT,
    discount_to_on TEXT,
    start_on TEXT NOT NULL,
    end_on TEXT NOT NULL,
    economic_buyer TEXT NOT NULL,
    origin TEXT NOT NULL,
    follows_id TEXT,
    PRIMARY KEY (renewal_id, version, option_number, position),
    FOREIGN KEY (renewal_id, version) REFERENCES proposal (renewal_id, version),
    CHECK (end_on > start_on),
    CHECK ((discount_from_on IS NULL) = (discount_to_on IS NULL))
);

CREATE TABLE proposal_step (
    renewal_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    number BIGINT NOT NULL CHECK (number >= 1),
    kind TEXT NOT NULL CHECK (kind IN ('asked', 'approved', 'refused', 'sent', 'accepted', 'declined', 'withdrawn', 'superseded')),
    said_by TEXT NOT NULL,
    said_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    note TEXT NOT NULL,
    approver_id TEXT REFERENCES teammate (id),
    sent_to TEXT NOT NULL,
    option_number BIGINT,
    PRIMARY KEY (renewal_id, version, number),
    FOREIGN KEY (renewal_id, version) REFERENCES proposal (renewal_id, version),
    CHECK ((kind IN ('asked', 'approved', 'refused')) = (approver_id IS NOT NULL)),
    CHECK ((kind = 'sent') = (sent_to <> '')),
    CHECK ((kind = 'accepted') = (option_number IS NOT NULL))
);
CREATE INDEX proposal_step_approver ON proposal_step (approver_id);

-- What a role may give away alone from a day on. Append-only; the last word about a day counts.
CREATE TABLE discount_limit (
    role TEXT NOT NULL,
    from_on TEXT NOT NULL,
    share_bps BIGINT NOT NULL CHECK (share_bps BETWEEN 0 AND 10000),
    amount_minor BIGINT CHECK (amount_minor >= 0),
    set_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (role, from_on, recorded_at)
);

-- What was learnt from a decided renewal. Append-only; the last one of a renewal counts. Themes stand one to a line, as area and word.
CREATE TABLE outcome_review (
    renewal_id TEXT NOT NULL REFERENCES renewal (id),
    number BIGINT NOT NULL CHECK (number >= 1),
    themes TEXT NOT NULL,
    lessons TEXT NOT NULL,
    strength TEXT CHECK (strength IN ('strong', 'weak', 'unknown')),
    plan TEXT NOT NULL,
    plan_owner_id TEXT REFERENCES teammate (id),
    plan_due_on TEXT,
    written_by TEXT NOT NULL,
    written_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (renewal_id, number),
    CHECK ((plan = '') = (plan_owner_id IS NULL) AND (plan = '') = (plan_due_on IS NULL))
);
