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

pub(super) const STANDPOINTS: &[Column] = &[
    required("account", "`id` of the account", "A-17"),
    required("stakeholder", "`id` of who is judged", "P-118"),
    required("influence", "`high`, `medium` or `low`", "high"),
    required("sentiment", "`supporter`, `neutral`, `critic` or `unknown`", "supporter"),
    optional("known_by", "`id`s of who of ours knows the person, separated by spaces or semicolons; contacts tell of others", "priya"),
    required("judged_on", "The day of the judgement", "2026-10-05"),
    required("reason", "What was seen or heard", "Asked for the two-year price herself"),
    optional("author", "Name of who judged; empty is whoever imports", "Priya Nair"),
    optional("recorded_at", "When it was written down, an instant; empty is now", "2026-10-05T16:20:00Z"),
];

pub(super) const OBJECTIONS: &[Column] = &[
    required("account", "`id` of the account", "A-17"),
    required("kind", "`price`, `value`, `product`, `service`, `relationship`, `legal` or `timing`", "price"),
    required("text", "What they say, in a line", "The uplift is twice our inflation"),
    required("raised_on", "The day on which it was raised", "2026-10-12"),
    optional("raised_by", "`id` of the stakeholder who raised it", "P-118"),
    optional("answer", "What we answered", "Three years at 2% a year"),
    optional("answered_by", "Name of who answered", "Rafael Costa"),
    optional("answered_on", "The day of the answer", "2026-10-14"),
    optional("resolution", "What made it go away", "They took the three years"),
    optional("resolved_by", "Name of who says so", "Rafael Costa"),
    optional("resolved_on", "The day on which it was out of the way", "2026-11-02"),
    optional("contract", "`id` of the contract whose renewal it stands in the way of, together with `term`", "HS-2024-0117"),
    optional("term", "Number of that term", "2"),
    optional("author", "Name of who wrote it down; empty is whoever imports", "Rafael Costa"),
    optional("recorded_at", "When it was written down, an instant; empty is now", "2026-10-12T16:20:00Z"),
];

pub(super) const COMMITMENTS: &[Column] = &[
    required("account", "`id` of the account", "A-17"),
    required("promise", "What was promised, in a line", "A test system for their auditors"),
    optional("to", "`id` of the stakeholder to whom", "P-118"),
    required("owner", "`id` of the teammate who sees to it", "priya"),
    required("made_on", "The day of the promise", "2026-10-14"),
    required("due_on", "By when", "2026-12-01"),
    optional("ended_as", "`kept`, `broken` or `released`; empty is still to be kept", "kept"),
    optional("note", "What is to be said of that; broken and released need it", "Set up a week early"),
    optional("ended_by", "Name of who says so", "Priya Nair"),
    optional("ended_on", "The day on which it ended", "2026-11-20"),
    optional("contract", "`id` of the contract at whose renewal it was promised, together with `term`", "HS-2024-0117"),
    optional("term", "Number of that term", "2"),
    optional("author", "Name of who wrote it down; empty is whoever imports", "Priya Nair"),
    optional("recorded_at", "When it was written down, an instant; empty is now", "2026-10-14T16:20:00Z"),
];

pub(super) const COMMENTS: &[Column] = &[
    required("account", "`id` of the account", "A-17"),
    Column { note: true, ..required("text", "What it says, at most 2,000 characters", "@Rafael Costa, can we hold the price?") },
    required("written_on", "The day on which it was written", "2026-10-14"),
    optional("mentions", "`id`s of the teammates that it mentions, separated by spaces or semicolons", "rafael"),
    optional("by", "`id` of the teammate who wrote it and may correct it", "priya"),
    optional("contract", "`id` of the contract whose renewal it is about, together with `term`", "HS-2024-0117"),
    optional("term", "Number of that term", "2"),
    optional("author", "Name of who wrote it; empty is whoever imports", "Priya Nair"),
    optional("recorded_at", "When it was written, an instant; empty is now", "2026-10-14T16:20:00Z"),
];

pub(super) const DOCUMENTS: &[Column] = &[
    required("account", "`id` of the account", "A-17"),
    required("kind", "`contract`, `quote`, `deck`, `security_review` or `other`", "quote"),
    required("title", "What it is called, in a line", "Quote for two years"),
    required("address", "Where it lies: an http or https address without a password in it", "https://files.halden.example/q-17"),
    optional("contract", "`id` of the contract that it belongs to", "HS-2024-0117"),
    optional("term", "Number of the term whose renewal it belongs to; empty is the contract as a whole", "2"),
    optional("author", "Name of who added it; empty is whoever imports", "Rafael Costa"),
    optional("recorded_at", "When it was added, an instant; empty is now", "2026-10-14T16:20:00Z"),
];
