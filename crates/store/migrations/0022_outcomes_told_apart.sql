-- A term that both sides ended before its time is told apart from one that was not renewed.
ALTER TABLE term ADD COLUMN cancelled_on TEXT;
ALTER TABLE term_history ADD COLUMN cancelled_on TEXT;
UPDATE term SET cancelled_on = (SELECT r.closed_on FROM renewal r WHERE r.contract_id = term.contract_id AND r.term_number = term.number)
WHERE EXISTS (SELECT 1 FROM event e JOIN contract c ON c.reference = e.subject WHERE e.kind = 'contract_cancelled' AND c.id = term.contract_id)
  AND EXISTS (SELECT 1 FROM renewal r WHERE r.contract_id = term.contract_id AND r.term_number = term.number AND r.outcome = 'churned');

-- What customers of a tier are owed from a day on: days between business reviews, contacts in 90 days, and whether a proposal needs
-- value that the customer confirmed. Append-only; the last word about a day counts.
CREATE TABLE tier_care (
    tier BIGINT NOT NULL CHECK (tier BETWEEN 1 AND 3),
    number BIGINT NOT NULL CHECK (number >= 1),
    from_on TEXT NOT NULL,
    review_days BIGINT NOT NULL CHECK (review_days BETWEEN 1 AND 1100),
    contacts_least BIGINT NOT NULL CHECK (contacts_least >= 0),
    contacts_most BIGINT NOT NULL CHECK (contacts_most >= contacts_least),
    evidence TEXT NOT NULL CHECK (evidence IN ('off', 'warn', 'block')),
    set_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (tier, number)
);
