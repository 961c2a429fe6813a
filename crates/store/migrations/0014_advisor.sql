-- Business days within which a handoff should be accepted, and within which a waived receiver should be introduced.
ALTER TABLE organisation ADD COLUMN handoff_accept_days BIGINT NOT NULL DEFAULT 5 CHECK (handoff_accept_days BETWEEN 1 AND 60);
ALTER TABLE organisation ADD COLUMN handoff_introduce_days BIGINT NOT NULL DEFAULT 5 CHECK (handoff_introduce_days BETWEEN 1 AND 60);

-- Append-only: what somebody answered to a question of the advisor. The last answer of a question counts; an empty one takes it back.
CREATE TABLE advisor_answer (
    id TEXT NOT NULL PRIMARY KEY,
    question TEXT NOT NULL CHECK (question <> ''),
    answer TEXT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    answered_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
CREATE INDEX advisor_answer_question ON advisor_answer (question, recorded_at);
