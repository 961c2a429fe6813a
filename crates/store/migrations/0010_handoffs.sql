-- Responsibilities of a renewal on their way from a giver to a receiver. The giver stays accountable until both met together and the receiver
-- accepted, or somebody waived it by name: what makes the receiver accountable cannot be written without the one or the other.
CREATE TABLE handoff (
    id TEXT NOT NULL PRIMARY KEY,
    renewal_id TEXT NOT NULL REFERENCES renewal (id),
    number BIGINT NOT NULL CHECK (number > 0),
    giver_id TEXT NOT NULL REFERENCES teammate (id),
    receiver_id TEXT NOT NULL REFERENCES teammate (id),
    responsibilities TEXT NOT NULL CHECK (responsibilities <> ''),
    opened_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('opened', 'met', 'accepted', 'declined', 'waived', 'withdrawn')),
    -- The contact at which both were present; after a waiver, the one at which the receiver was introduced.
    touch_id TEXT REFERENCES activity (id),
    -- Who settled it, why and when.
    settled_by TEXT,
    settled_reason TEXT,
    settled_on TEXT,
    settled_at TEXT,
    introduce_by TEXT,
    -- When the next thing should have happened: acceptance, or the introduction that a waiver owes; nothing once all is done.
    clock_on TEXT,
    UNIQUE (renewal_id, number),
    CHECK (giver_id <> receiver_id),
    CHECK ((state IN ('opened', 'met')) = (settled_by IS NULL)),
    CHECK ((settled_by IS NULL) = (settled_reason IS NULL) AND (settled_by IS NULL) = (settled_on IS NULL)
        AND (settled_by IS NULL) = (settled_at IS NULL)),
    CHECK (state NOT IN ('met', 'accepted') OR touch_id IS NOT NULL),
    CHECK (state <> 'waived' OR (settled_by <> '' AND settled_reason <> '' AND introduce_by IS NOT NULL))
);
CREATE INDEX handoff_clock ON handoff (clock_on, id);
CREATE INDEX handoff_giver ON handoff (giver_id, state);
CREATE INDEX handoff_receiver ON handoff (receiver_id, state);
CREATE INDEX handoff_settled ON handoff (settled_on);

-- The handoff by which the holder became accountable.
ALTER TABLE ownership_entry ADD COLUMN handoff_id TEXT;
