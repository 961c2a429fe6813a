-- What other programs rely on: an account knows the event that changed it last, and a request with a key is carried out once.

-- The number of the event that last changed the account or anything of it; 0 before the first. Only ever grows.
ALTER TABLE account ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;

CREATE INDEX event_actor ON event (actor, sequence);

-- The answer to a request with a key, written in the transaction of its effect. Kept for a day, then removed.
CREATE TABLE answered_request (
    user_id TEXT NOT NULL REFERENCES app_user (id),
    request_key TEXT NOT NULL,
    request TEXT NOT NULL,
    body_sha256 TEXT NOT NULL,
    subject TEXT NOT NULL,
    event_sequence BIGINT,
    revision BIGINT,
    status BIGINT NOT NULL,
    answer TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (user_id, request_key)
);
CREATE INDEX answered_request_recorded ON answered_request (recorded_at);
