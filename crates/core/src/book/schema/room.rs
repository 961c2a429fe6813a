//! Columns of the files about the rooms of customers.

use super::{Column, optional, required};

pub(super) const VALUES: &[Column] = &[
    required("account", "`id` of the account", "A-17"),
    required("kind", "`outcome`, `win`, `roi` or `quality`", "roi"),
    required("title", "One line; of an account no two have the same", "Claims handled without retyping"),
    required("happened_on", "The day on which it was agreed, happened or was said", "2026-03-02"),
    optional("with", "`id` of the stakeholder with whom it was agreed, or who said it", "P-118"),
    NOTE_TOLD,
    optional("evidence", "Where that can be seen: an https:// address or words", "https://files.halden.example/roi-17"),
    optional("unit", "Of an outcome: what the numbers count; it needs one", "days per claim"),
    optional("baseline", "Of an outcome: where the customer began; empty is not measured", "12"),
    optional("target", "Of an outcome: what was agreed; it needs one", "4"),
    optional(
        "factors",
        "Of a return: numbers above zero as `name: number unit`, between semicolons; it needs one to ten",
        "Hours saved: 10 a week; People: 40; Weeks: 48; Rate: 62.5 USD an hour",
    ),
    optional("currency", "Of a return: currency of the product, an ISO 4217 code", "USD"),
    optional("confirmed_by", "`id` of the stakeholder who confirmed it; empty is not confirmed", "P-118"),
    optional("confirmed_on", "The day on which it was confirmed", "2026-04-01"),
    optional("author", "Name of who wrote it down; empty is whoever imports", "Priya Nair"),
    optional("recorded_at", "When it was written down, an instant; empty is now", "2026-03-02T16:20:00Z"),
];

const NOTE_TOLD: Column = Column {
    note: true,
    ..optional("told", "How it was measured or came about, or what they said", "Their own time sheets, January to March")
};

pub(super) const VALUE_READINGS: &[Column] = &[
    required("account", "`id` of the account", "A-17"),
    required("outcome", "Title of the agreed outcome", "Claims settled faster"),
    required("read_on", "The day of the measure; another number of a day that is recorded puts it right", "2026-06-30"),
    required("actual", "What was measured, in the unit of the outcome", "7.5"),
    optional("note", "Where the number is from", "Their June report"),
    optional("author", "Name of who wrote it down; empty is whoever imports", "Priya Nair"),
    optional("recorded_at", "When it was written down, an instant; empty is now", "2026-07-01T09:00:00Z"),
];
