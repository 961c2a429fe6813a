-- What people say renewals will bring. Append-only: the last call of a voice counts; one without a category takes back what was said.
CREATE TABLE forecast_call (
    renewal_id TEXT NOT NULL REFERENCES renewal (id),
    number BIGINT NOT NULL CHECK (number >= 1),
    voice TEXT NOT NULL CHECK (voice IN ('owner', 'manager')),
    person_id TEXT NOT NULL REFERENCES teammate (id),
    category TEXT CHECK (category IN ('commit', 'best_case', 'pipeline', 'omitted')),
    expected_minor BIGINT CHECK (expected_minor >= 0),
    due_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    author TEXT NOT NULL,
    called_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (renewal_id, number),
    CHECK ((category IS NULL) = (expected_minor IS NULL)),
    CHECK (expected_minor IS NULL OR expected_minor <= due_minor)
);

-- What a manager adds to or takes from somebody's forecast of a week, beside what that person says. Append-only.
CREATE TABLE forecast_adjustment (
    manager_id TEXT NOT NULL REFERENCES teammate (id),
    person_id TEXT NOT NULL REFERENCES teammate (id),
    week_on TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number >= 1),
    delta_minor BIGINT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    said_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (manager_id, person_id, week_on, number)
);

-- What somebody submitted in a week. Never changed: a second one of a week supersedes the first, and both stay.
CREATE TABLE forecast (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES teammate (id),
    kind TEXT NOT NULL CHECK (kind IN ('own', 'team')),
    week_on TEXT NOT NULL,
    from_on TEXT NOT NULL,
    next_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    adjusted_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    author TEXT NOT NULL,
    submitted_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
CREATE INDEX forecast_of ON forecast (person_id, kind, week_on);

-- Its lines, each as it stood then.
CREATE TABLE forecast_line (
    forecast_id TEXT NOT NULL REFERENCES forecast (id),
    renewal_id TEXT NOT NULL REFERENCES renewal (id),
    holder_id TEXT NOT NULL REFERENCES teammate (id),
    end_on TEXT NOT NULL,
    category TEXT CHECK (category IN ('commit', 'best_case', 'pipeline', 'omitted', 'closed')),
    called_by_id TEXT REFERENCES teammate (id),
    expected_minor BIGINT NOT NULL,
    due_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    expected_reporting_minor BIGINT NOT NULL,
    due_reporting_minor BIGINT NOT NULL,
    PRIMARY KEY (forecast_id, renewal_id)
);
