-- What a teammate brings from a day on, until the next entry. Append-only; the last word on a day counts. Lists stand between commas.
CREATE TABLE teammate_profile (
    teammate_id TEXT NOT NULL REFERENCES teammate (id),
    from_on TEXT NOT NULL,
    skills TEXT NOT NULL,
    commercial TEXT CHECK (commercial IN ('true', 'false')),
    pod TEXT NOT NULL,
    territories TEXT NOT NULL,
    capacity BIGINT CHECK (capacity > 0),
    recorded_at TEXT NOT NULL
);
CREATE INDEX teammate_profile_teammate ON teammate_profile (teammate_id, from_on);

-- Fields that the organisation added to accounts. Their values stand with the account, one name=value to a line.
CREATE TABLE account_field (
    name TEXT NOT NULL PRIMARY KEY,
    label TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('word', 'number', 'money', 'date', 'flag'))
);
ALTER TABLE account ADD COLUMN needs TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN fields TEXT NOT NULL DEFAULT '';
ALTER TABLE account_history ADD COLUMN needs TEXT NOT NULL DEFAULT '';
ALTER TABLE account_history ADD COLUMN fields TEXT NOT NULL DEFAULT '';

ALTER TABLE organisation ADD COLUMN protected_days BIGINT NOT NULL DEFAULT 0 CHECK (protected_days BETWEEN 0 AND 366);
ALTER TABLE organisation ADD COLUMN stage TEXT;
