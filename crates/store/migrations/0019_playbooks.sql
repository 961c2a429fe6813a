-- Texts of playbooks that were published here. Append-only; the last version of a code is in use, before the shipped text of that code.
CREATE TABLE playbook_version (
    code TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 1),
    playbook_text TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    author TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (code, version)
);

-- Tasks that are put off, or that somebody does for their holder.
ALTER TABLE task ADD COLUMN put_off_until TEXT;
ALTER TABLE task ADD COLUMN put_off_reason TEXT;
ALTER TABLE task ADD COLUMN put_off_by TEXT;
ALTER TABLE task ADD COLUMN given_to_id TEXT REFERENCES teammate (id);
ALTER TABLE task ADD COLUMN given_reason TEXT;
ALTER TABLE task ADD COLUMN given_by TEXT;
CREATE INDEX task_given ON task (given_to_id) WHERE given_to_id IS NOT NULL;

-- Findings that were set aside. Append-only; the last word on a finding counts.
CREATE TABLE finding_dismissal (
    finding TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number >= 1),
    title TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    author TEXT NOT NULL,
    until_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (finding, number)
);
