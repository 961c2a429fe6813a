-- What customers may buy more of. An expansion is owned in its own right: while it is open it cannot be committed without a first accountable
-- and designated entry for each of the five responsibilities. Only one that was settled before it came here has none.
CREATE TABLE expansion (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE CHECK (number > 0),
    account_id TEXT NOT NULL REFERENCES account (id),
    expansion_type TEXT NOT NULL CHECK (expansion_type IN ('price_increase', 'small_upsell', 'big_upsell', 'cross_sell', 'cross_stakeholder', 'cross_division')),
    currency TEXT NOT NULL,
    expected_minor BIGINT NOT NULL CHECK (expected_minor > 0),
    reporting_currency TEXT NOT NULL,
    expected_reporting_minor BIGINT NOT NULL,
    what TEXT NOT NULL CHECK (what <> ''),
    found_by_id TEXT NOT NULL REFERENCES teammate (id),
    found_on TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('csql', 'sales')),
    raised_by TEXT NOT NULL,
    raised_on TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    answer_by TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('raised', 'accepted', 'rejected', 'withdrawn', 'won', 'lost')),
    accepted_by TEXT,
    accepted_note TEXT,
    accepted_on TEXT,
    accepted_at TEXT,
    -- Who settled it, why and when.
    settled_by TEXT,
    settled_reason TEXT,
    settled_on TEXT,
    settled_at TEXT,
    policy_id TEXT REFERENCES policy_version (id),
    rule TEXT,
    owned_since TEXT,
    first_sequence BIGINT,
    recorded_at TEXT NOT NULL,
    accountable TEXT NOT NULL DEFAULT 'accountable' CHECK (accountable = 'accountable'),
    designated TEXT NOT NULL DEFAULT 'designated' CHECK (designated = 'designated'),
    value_held TEXT NOT NULL DEFAULT 'value' CHECK (value_held = 'value'),
    commercial_held TEXT NOT NULL DEFAULT 'commercial' CHECK (commercial_held = 'commercial'),
    expansion_held TEXT NOT NULL DEFAULT 'expansion' CHECK (expansion_held = 'expansion'),
    operations_held TEXT NOT NULL DEFAULT 'operations' CHECK (operations_held = 'operations'),
    executive_held TEXT NOT NULL DEFAULT 'executive' CHECK (executive_held = 'executive'),
    CHECK (found_on <= raised_on AND raised_on <= answer_by),
    CHECK ((state IN ('raised', 'accepted')) = (settled_by IS NULL)),
    CHECK ((settled_by IS NULL) = (settled_reason IS NULL) AND (settled_by IS NULL) = (settled_on IS NULL)
        AND (settled_by IS NULL) = (settled_at IS NULL)),
    CHECK ((state IN ('accepted', 'won', 'lost')) = (accepted_by IS NOT NULL)),
    CHECK ((accepted_by IS NULL) = (accepted_note IS NULL) AND (accepted_by IS NULL) = (accepted_on IS NULL)
        AND (accepted_by IS NULL) = (accepted_at IS NULL)),
    CHECK (state NOT IN ('rejected', 'withdrawn', 'lost') OR settled_reason <> ''),
    CHECK ((first_sequence IS NULL) = (policy_id IS NULL) AND (first_sequence IS NULL) = (rule IS NULL)
        AND (first_sequence IS NULL) = (owned_since IS NULL)),
    CHECK (state NOT IN ('raised', 'accepted') OR (first_sequence IS NOT NULL AND first_sequence = 0)),
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
CREATE INDEX expansion_account ON expansion (account_id);
CREATE INDEX expansion_state ON expansion (state, answer_by);
CREATE INDEX expansion_finder ON expansion (found_by_id);

-- What an expansion said before.
CREATE TABLE expansion_history (
    id TEXT NOT NULL,
    number BIGINT NOT NULL,
    account_id TEXT NOT NULL,
    expansion_type TEXT NOT NULL,
    currency TEXT NOT NULL,
    expected_minor BIGINT NOT NULL,
    reporting_currency TEXT NOT NULL,
    expected_reporting_minor BIGINT NOT NULL,
    what TEXT NOT NULL,
    found_by_id TEXT NOT NULL,
    found_on TEXT NOT NULL,
    source TEXT NOT NULL,
    raised_by TEXT NOT NULL,
    raised_on TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    answer_by TEXT NOT NULL,
    state TEXT NOT NULL,
    accepted_by TEXT,
    accepted_note TEXT,
    accepted_on TEXT,
    accepted_at TEXT,
    settled_by TEXT,
    settled_reason TEXT,
    settled_on TEXT,
    settled_at TEXT,
    policy_id TEXT,
    rule TEXT,
    owned_since TEXT,
    first_sequence BIGINT,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (id, recorded_at),
    CHECK (recorded_at < replaced_at)
);

-- The ARR movements that a won expansion is credited with. Rows are never taken away: a correction says when a credit was given up. No
-- movement is credited to two expansions at a time.
CREATE TABLE expansion_credit (
    expansion_id TEXT NOT NULL REFERENCES expansion (id),
    movement TEXT NOT NULL,
    moved_on TEXT NOT NULL,
    expansion_type TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    credited_at TEXT NOT NULL,
    released_at TEXT,
    PRIMARY KEY (expansion_id, movement, credited_at)
);
CREATE UNIQUE INDEX expansion_credit_once ON expansion_credit (movement) WHERE released_at IS NULL;

-- Reassignments by name of what an expansion gives to do.
CREATE TABLE expansion_override (
    id TEXT NOT NULL PRIMARY KEY,
    expansion_id TEXT NOT NULL REFERENCES expansion (id),
    responsibility TEXT NOT NULL,
    teammate_id TEXT NOT NULL REFERENCES teammate (id),
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CHECK (until_on >= from_on)
);
CREATE INDEX expansion_override_expansion ON expansion_override (expansion_id);
CREATE INDEX expansion_override_teammate ON expansion_override (teammate_id);
