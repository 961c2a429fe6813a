-- What people of ours say about customers. A correction is a new version; the earlier ones stay. A withdrawal comes to the last one.
CREATE TABLE room_comment (
    id TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    account_id TEXT NOT NULL REFERENCES account (id),
    renewal_id TEXT REFERENCES renewal (id),
    comment_text TEXT NOT NULL CHECK (comment_text <> ''),
    -- Ids of teammates between spaces.
    mentions TEXT NOT NULL,
    author TEXT NOT NULL,
    author_id TEXT REFERENCES teammate (id),
    written_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    withdrawn_reason TEXT,
    withdrawn_by TEXT,
    withdrawn_at TEXT,
    PRIMARY KEY (id, version),
    CHECK ((withdrawn_reason IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_reason IS NULL) = (withdrawn_at IS NULL))
);
CREATE INDEX room_comment_account ON room_comment (account_id);

-- Documents that lie elsewhere: where, and what they are.
CREATE TABLE document_link (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    renewal_id TEXT REFERENCES renewal (id),
    contract_id TEXT REFERENCES contract (id),
    kind TEXT NOT NULL CHECK (kind IN ('contract', 'quote', 'deck', 'security_review', 'other')),
    title TEXT NOT NULL CHECK (title <> ''),
    address TEXT NOT NULL CHECK (address <> ''),
    author TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    changed_by TEXT,
    changed_at TEXT,
    withdrawn_reason TEXT,
    withdrawn_by TEXT,
    withdrawn_at TEXT,
    CHECK ((changed_by IS NULL) = (changed_at IS NULL)),
    CHECK ((withdrawn_reason IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_reason IS NULL) = (withdrawn_at IS NULL))
);
CREATE INDEX document_link_account ON document_link (account_id);
