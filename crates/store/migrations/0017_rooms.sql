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

-- Where people there stand, as somebody judged it on a day. Append-only; the last judgement counts.
CREATE TABLE standpoint (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    stakeholder_id TEXT NOT NULL REFERENCES stakeholder (id),
    influence TEXT NOT NULL CHECK (influence IN ('high', 'medium', 'low')),
    sentiment TEXT NOT NULL CHECK (sentiment IN ('critic', 'unknown', 'neutral', 'supporter')),
    -- Ids of teammates between spaces.
    known_by TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    judged_on TEXT NOT NULL,
    author TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
CREATE INDEX standpoint_account ON standpoint (account_id);

-- What customers object to. An answer, the end and a withdrawal come to the row, each dated.
CREATE TABLE objection (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    renewal_id TEXT REFERENCES renewal (id),
    kind TEXT NOT NULL CHECK (kind IN ('price', 'value', 'product', 'service', 'relationship', 'legal', 'timing')),
    objection_text TEXT NOT NULL CHECK (objection_text <> ''),
    raised_by_id TEXT REFERENCES stakeholder (id),
    raised_on TEXT NOT NULL,
    answer TEXT,
    answered_by TEXT,
    answered_on TEXT,
    answered_at TEXT,
    resolution TEXT,
    resolved_by TEXT,
    resolved_on TEXT,
    resolved_at TEXT,
    author TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    withdrawn_reason TEXT,
    withdrawn_by TEXT,
    withdrawn_at TEXT,
    CHECK ((answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (answered_on IS NULL) AND (answer IS NULL) = (answered_at IS NULL)),
    CHECK ((resolution IS NULL) = (resolved_by IS NULL) AND (resolution IS NULL) = (resolved_on IS NULL)
        AND (resolution IS NULL) = (resolved_at IS NULL)),
    CHECK (answered_on IS NULL OR answered_on >= raised_on),
    CHECK (resolved_on IS NULL OR resolved_on >= raised_on),
    CHECK ((withdrawn_reason IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_reason IS NULL) = (withdrawn_at IS NULL))
);
CREATE INDEX objection_account ON objection (account_id);

-- What we promised customers. The end and a withdrawal come to the row, each once and dated.
CREATE TABLE commitment (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    renewal_id TEXT REFERENCES renewal (id),
    promise TEXT NOT NULL CHECK (promise <> ''),
    promised_to_id TEXT REFERENCES stakeholder (id),
    owner_id TEXT NOT NULL REFERENCES teammate (id),
    made_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    ended_as TEXT CHECK (ended_as IN ('kept', 'broken', 'released')),
    ended_note TEXT,
    ended_by TEXT,
    ended_on TEXT,
    ended_at TEXT,
    author TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    withdrawn_reason TEXT,
    withdrawn_by TEXT,
    withdrawn_at TEXT,
    CHECK (due_on >= made_on),
    CHECK ((ended_as IS NULL) = (ended_note IS NULL) AND (ended_as IS NULL) = (ended_by IS NULL) AND (ended_as IS NULL) = (ended_on IS NULL)
        AND (ended_as IS NULL) = (ended_at IS NULL)),
    CHECK (ended_as IS NULL OR ended_as = 'kept' OR ended_note <> ''),
    CHECK ((withdrawn_reason IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_reason IS NULL) = (withdrawn_at IS NULL))
);
CREATE INDEX commitment_account ON commitment (account_id);
CREATE INDEX commitment_owner ON commitment (owner_id);
