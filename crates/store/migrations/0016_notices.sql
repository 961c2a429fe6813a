-- Work that is done beside requests. Written in the transaction that demands it; the same work never waits twice. A worker has a running
-- job until its lease ends, and whoever finishes it shows the lease, so that nothing is done and leased at once.
CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    dedup_key TEXT NOT NULL UNIQUE CHECK (dedup_key <> ''),
    payload TEXT NOT NULL,
    due_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead')),
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    lease TEXT,
    leased_until TEXT,
    error TEXT NOT NULL,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    CHECK ((state = 'running') = (lease IS NOT NULL) AND (state = 'running') = (leased_until IS NOT NULL)),
    CHECK ((state IN ('done', 'dead')) = (finished_at IS NOT NULL))
);
CREATE INDEX job_due ON job (state, due_at);

-- What one person was told. A notice with the same identity exists once for a person; only whether it was seen changes.
CREATE TABLE notice (
    id TEXT NOT NULL PRIMARY KEY,
    teammate_id TEXT NOT NULL REFERENCES teammate (id),
    identity TEXT NOT NULL CHECK (identity <> ''),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    due_on TEXT NOT NULL,
    late BOOLEAN NOT NULL,
    message TEXT NOT NULL,
    path TEXT NOT NULL,
    -- Whether it goes out by e-mail, as its person had chosen when it was made.
    by_mail BOOLEAN NOT NULL,
    made_on TEXT NOT NULL,
    made_at TEXT NOT NULL,
    seen_at TEXT,
    UNIQUE (teammate_id, identity),
    CHECK (due_on <= made_on)
);
CREATE INDEX notice_latest ON notice (teammate_id, made_at, id);
CREATE INDEX notice_unseen ON notice (teammate_id) WHERE seen_at IS NULL;

-- What went out, once for each way out.
CREATE TABLE notice_sent (
    notice_id TEXT NOT NULL REFERENCES notice (id),
    way TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    PRIMARY KEY (notice_id, way)
);

-- How a person wants to be told by e-mail; without a row what is shipped holds.
CREATE TABLE notice_preference (
    teammate_id TEXT NOT NULL PRIMARY KEY REFERENCES teammate (id),
    kinds TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (digest IN ('off', 'daily', 'immediately')),
    digest_hour BIGINT NOT NULL CHECK (digest_hour BETWEEN 0 AND 23),
    quiet_from BIGINT CHECK (quiet_from BETWEEN 0 AND 23),
    quiet_until BIGINT CHECK (quiet_until BETWEEN 0 AND 23),
    CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);

-- Secret links to calendars. The secret itself is not kept, only its SHA-256.
CREATE TABLE calendar_link (
    id TEXT NOT NULL PRIMARY KEY,
    teammate_id TEXT NOT NULL REFERENCES teammate (id),
    name TEXT NOT NULL CHECK (name <> ''),
    secret_sha256 TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    revoked_at TEXT
);
CREATE INDEX calendar_link_teammate ON calendar_link (teammate_id);

-- Rooms of a chat that hear of notices. The address is a secret: whoever knows it can write there.
CREATE TABLE chat_channel (
    id TEXT NOT NULL PRIMARY KEY,
    service TEXT NOT NULL CHECK (service IN ('slack', 'teams')),
    name TEXT NOT NULL CHECK (name <> ''),
    address TEXT NOT NULL,
    kinds TEXT NOT NULL,
    created_at TEXT NOT NULL,
    removed_at TEXT
);
