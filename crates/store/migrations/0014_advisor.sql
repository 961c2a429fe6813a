-- Business days within which a handoff should be accepted, and within which a waived receiver should be introduced.
ALTER TABLE organisation ADD COLUMN handoff_accept_days BIGINT NOT NULL DEFAULT 5 CHECK (handoff_accept_days BETWEEN 1 AND 60);
ALTER TABLE organisation ADD COLUMN handoff_introduce_days BIGINT NOT NULL DEFAULT 5 CHECK (handoff_introduce_days BETWEEN 1 AND 60);

-- Append-only: what somebody answered to a question of the advisor. The last answer of a question counts; one without a value takes it back.
CREATE TABLE advisor_answer (
    number BIGINT NOT NULL PRIMARY KEY CHECK (number > 0),
    question TEXT NOT NULL CHECK (question <> ''),
    answer TEXT CHECK (answer <> ''),
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    answered_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
