-- Drafts of the ownership policy, read by a second person before they come into force, and how each version came into force.

CREATE TABLE policy_draft (
    id TEXT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE CHECK (number >= 1),
    policy_text TEXT NOT NULL,
    based_on BIGINT,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    reviewer TEXT,
    review_words TEXT,
    reviewed_at TEXT,
    discarded BOOLEAN NOT NULL,
    CHECK ((reviewer IS NULL) = (reviewed_at IS NULL) AND (reviewer IS NULL) = (review_words IS NULL)),
    CHECK (reviewer IS NULL OR reviewer <> author)
);

ALTER TABLE policy_version ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE policy_version ADD COLUMN approved_by TEXT;
ALTER TABLE policy_version ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE policy_version ADD COLUMN draft BIGINT;
ALTER TABLE policy_version ADD COLUMN review_on TEXT;
