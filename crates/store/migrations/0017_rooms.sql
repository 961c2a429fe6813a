-- The rooms of customers: the value record. Rows are added; only a confirmation and a withdrawal, each once and dated, come to a row later.
CREATE TABLE value_entry (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL CHECK (kind IN ('outcome', 'win', 'roi', 'quality')),
    title TEXT NOT NULL CHECK (title <> ''),
    told TEXT NOT NULL,
    evidence TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    with_id TEXT REFERENCES stakeholder (id),
    unit TEXT NOT NULL,
    baseline_millionths BIGINT,
    target_millionths BIGINT,
    factors TEXT NOT NULL,
    currency TEXT,
    amount_minor BIGINT CHECK (amount_minor > 0),
    confirmed_by_id TEXT REFERENCES stakeholder (id),
    confirmed_on TEXT,
    confirmed_author TEXT,
    confirmed_at TEXT,
    author TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    withdrawn_reason TEXT,
    withdrawn_by TEXT,
    withdrawn_at TEXT,
    CHECK ((kind = 'outcome') = (target_millionths IS NOT NULL) AND (kind = 'outcome') = (unit <> '')),
    CHECK (baseline_millionths IS NULL OR kind = 'outcome'),
    CHECK ((kind = 'roi') = (currency IS NOT NULL) AND (kind = 'roi') = (amount_minor IS NOT NULL) AND (kind = 'roi') = (factors <> '')),
    CHECK ((confirmed_by_id IS NULL) = (confirmed_on IS NULL) AND (confirmed_by_id IS NULL) = (confirmed_author IS NULL)
        AND (confirmed_by_id IS NULL) = (confirmed_at IS NULL)),
    CHECK (confirmed_on IS NULL OR confirmed_on >= happened_on),
    CHECK ((withdrawn_reason IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_reason IS NULL) = (withdrawn_at IS NULL))
);
CREATE INDEX value_entry_account ON value_entry (account_id);

CREATE TABLE value_reading (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    value_id TEXT NOT NULL REFERENCES value_entry (id),
    read_on TEXT NOT NULL,
    actual_millionths BIGINT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
CREATE INDEX value_reading_account ON value_reading (account_id);
