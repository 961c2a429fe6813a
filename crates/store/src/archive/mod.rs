//! Every row of the database, table by table and in a fixed order, out and back in: the one mechanism behind export, backup and move.
//!
//! # Adding a table
//! One line in [`TABLES`], after the tables that it refers to. Columns are read from the database itself. Whatever must not leave the
//! instance as data, such as a password, is named as withheld.

mod rows;
mod shape;

pub use rows::{Cell, Pages};
pub use shape::{CellKind, Column, Shape};

/// A table as the archive knows it.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Name.
    pub name: &'static str,
    /// Columns that put its rows in order: its key, another unique index, or every column. Where the database checks references row by row, a row
    /// stands after those of the same table that it refers to.
    pub order: &'static [&'static str],
    /// Whether the order's columns are unique together, so that reading can go on behind a row.
    pub has_key: bool,
    /// What it holds.
    pub holds: Holds,
}

/// What a table holds, which decides where it may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Facts: everywhere.
    Facts,
    /// Facts with columns that stay in the instance and its backups; in exported data they are absent, and empty after an import.
    FactsBut(&'static [&'static str]),
    /// Secrets: backups and moves, never exported data.
    Secrets,
    /// What means nothing elsewhere or later, such as browser sessions: nowhere.
    Passing,
}

impl Holds {
    /// Whether a column stays in the instance and its backups.
    pub fn withholds(self, column: &str) -> bool {
        matches!(self, Self::FactsBut(columns) if columns.contains(&column))
    }
}

const fn facts(name: &'static str, order: &'static [&'static str]) -> Table {
    Table { name, order, has_key: true, holds: Holds::Facts }
}

/// Facts without a key: the order names every column, so that only equal rows may change places.
const fn keyless(name: &'static str, order: &'static [&'static str]) -> Table {
    Table { name, order, has_key: false, holds: Holds::Facts }
}

/// Every table, each after those that it refers to, as far as the database does not wait with that until the commit.
pub const TABLES: &[Table] = &[
    facts("teammate", &["id"]),
    facts("organisation", &["id"]),
    keyless("teammate_position", &["teammate_id", "from_on", "recorded_at", "role", "manager_id", "region"]),
    keyless("teammate_profile", &["teammate_id", "from_on", "recorded_at", "skills", "commercial", "pod", "territories", "capacity"]),
    facts("account_field", &["name"]),
    facts("absence", &["id"]),
    facts("product", &["name"]),
    facts("holiday", &["country", "held_on"]),
    facts("dated_rate", &["rated_on", "currency"]),
    facts("plan_rate", &["year", "currency"]),
    facts("account", &["id"]),
    facts("account_text", &["account_id"]),
    facts("risk_call", &["id"]),
    facts("stakeholder", &["id"]),
    facts("team_member", &["account_id", "role", "teammate_id", "from_on"]),
    facts("contract", &["id"]),
    keyless("contract_move", &["contract_id", "moved_on", "recorded_at", "from_account_id", "to_account_id", "reason", "event_sequence"]),
    facts("term", &["contract_id", "number"]),
    facts("contract_line", &["id", "version"]),
    facts("account_arr", &["account_id"]),
    facts("policy_version", &["id"]),
    facts("playbook_version", &["code", "version"]),
    facts("finding_dismissal", &["finding", "number"]),
    facts("policy_draft", &["id"]),
    facts("advisor_answer", &["number"]),
    facts("ownership_entry", &["subject_id", "responsibility", "stream", "sequence"]),
    facts("renewal", &["id"]),
    facts("ownership_override", &["id"]),
    facts("expansion", &["id"]),
    facts("expansion_credit", &["expansion_id", "movement", "credited_at"]),
    facts("expansion_override", &["id"]),
    facts("proposal", &["renewal_id", "version"]),
    facts("proposal_option", &["renewal_id", "version", "number"]),
    facts("proposal_line", &["renewal_id", "version", "option_number", "position"]),
    facts("proposal_step", &["renewal_id", "version", "number"]),
    facts("outcome_review", &["renewal_id", "number"]),
    facts("discount_limit", &["role", "from_on", "recorded_at"]),
    facts("tier_care", &["tier", "number"]),
    facts("forecast_call", &["renewal_id", "number"]),
    facts("forecast_adjustment", &["manager_id", "person_id", "week_on", "number"]),
    facts("forecast", &["id"]),
    facts("forecast_line", &["forecast_id", "renewal_id"]),
    facts("activity", &["id"]),
    facts("handoff", &["id"]),
    facts("activity_teammate", &["activity_id", "teammate_id"]),
    facts("activity_stakeholder", &["activity_id", "stakeholder_id"]),
    facts("ownership_holder", &["subject_id", "responsibility"]),
    facts("task", &["id"]),
    facts("value_entry", &["id"]),
    facts("value_reading", &["id"]),
    facts("standpoint", &["id"]),
    facts("objection", &["id"]),
    facts("commitment", &["id"]),
    facts("room_comment", &["id", "version"]),
    facts("document_link", &["id"]),
    facts("event_counter", &["id"]),
    facts("event", &["sequence"]),
    facts("account_history", &["id", "recorded_at"]),
    facts("contract_history", &["id", "recorded_at"]),
    facts("term_history", &["contract_id", "number", "recorded_at"]),
    facts("renewal_history", &["id", "recorded_at"]),
    facts("expansion_history", &["id", "recorded_at"]),
    facts("ledger_rules", &["id"]),
    facts("ledger_rules_history", &["id", "recorded_at"]),
    facts("plan_rate_history", &["year", "currency", "recorded_at"]),
    facts("dated_rate_history", &["rated_on", "currency", "recorded_at"]),
    facts("sealed_report", &["number"]),
    facts("notice", &["id"]),
    facts("notice_sent", &["notice_id", "way"]),
    facts("notice_preference", &["teammate_id"]),
    Table { name: "job", order: &["id"], has_key: true, holds: Holds::Secrets },
    Table { name: "calendar_link", order: &["id"], has_key: true, holds: Holds::Secrets },
    Table { name: "chat_channel", order: &["id"], has_key: true, holds: Holds::Secrets },
    Table { name: "app_user", order: &["id"], has_key: true, holds: Holds::FactsBut(&["password_hash"]) },
    Table { name: "user_session", order: &["id"], has_key: true, holds: Holds::Passing },
    Table { name: "api_token", order: &["id"], has_key: true, holds: Holds::Secrets },
    Table { name: "answered_request", order: &["user_id", "request_key"], has_key: true, holds: Holds::Secrets },
];
