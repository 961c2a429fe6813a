-- The rules that the ledger of revenue is read under, as the organisation confirmed them. No row: nobody has, and the shipped ones count.
CREATE TABLE ledger_rules (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    discounts TEXT NOT NULL,
    grace_days BIGINT NOT NULL,
    comes_back_as TEXT NOT NULL,
    overlaps_count TEXT NOT NULL,
    renewed_by TEXT NOT NULL,
    lapse_days_to_new BIGINT,
    upsell_share_bps BIGINT NOT NULL,
    upsell_units BIGINT NOT NULL,
    precedence TEXT NOT NULL,
    set_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);

-- Append-only: what they were from recorded_at until replaced_at.
CREATE TABLE ledger_rules_history (
    id BIGINT NOT NULL,
    discounts TEXT NOT NULL,
    grace_days BIGINT NOT NULL,
    comes_back_as TEXT NOT NULL,
    overlaps_count TEXT NOT NULL,
    renewed_by TEXT NOT NULL,
    lapse_days_to_new BIGINT,
    upsell_share_bps BIGINT NOT NULL,
    upsell_units BIGINT NOT NULL,
    precedence TEXT NOT NULL,
    set_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (id, recorded_at),
    CHECK (replaced_at > recorded_at)
);
