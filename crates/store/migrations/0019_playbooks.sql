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
