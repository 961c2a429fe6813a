//! Columns of what was offered, and of what was learnt.

use super::{Column, optional, required};

const NOTE: Column = Column { note: true, ..optional("note", "For us alone", "Theirs to take until Friday") };
const WRITER: Column = optional("author", "Name of who wrote it down; empty is whoever imports", "Rafael Costa");
const WRITTEN: Column = optional("recorded_at", "When it was written down, an instant; empty is now", "2026-10-14T16:20:00Z");
const CONTRACT: Column = required("contract", "`id` of the contract that is renewed", "HS-2024-0117");
const TERM: Column = required("term", "Number of the term that ends", "2");
const VERSION: Column = required("version", "1 for the first version, then one more each", "1");

pub(super) const PROPOSALS: &[Column] = &[
    CONTRACT,
    TERM,
    VERSION,
    required("made_by", "`id` of the teammate whose offer it is", "rafael"),
    required("made_on", "The day on which it was made", "2026-10-14"),
    NOTE,
    required("start_on", "First day of the next term, as the contract said then", "2027-01-09"),
    WRITER,
    WRITTEN,
];

pub(super) const PROPOSAL_OPTIONS: &[Column] = &[
    CONTRACT,
    TERM,
    VERSION,
    required("option", "1 for the first option, up to 6", "1"),
    required("name", "What people call it", "Two years, 5% off"),
    required("end_on", "First day no longer of the next term", "2029-01-09"),
    optional("over_cap_reason", "Why a price rises above the contract's cap; empty where none does", "A new edition"),
];

pub(super) const PROPOSAL_TRADES: &[Column] = &[
    CONTRACT,
    TERM,
    VERSION,
    required("option", "Number of the option", "1"),
    required("lever", "What is traded: a lever word, see docs/proposals.md", "longer_term"),
    required("give", "What we give", "5% off"),
    required("get", "What we get for it", "Two years"),
];

pub(super) const PROPOSAL_LINES: &[Column] = &[
    CONTRACT,
    TERM,
    VERSION,
    required("option", "Number of the option; 0 are the lines that were up for renewal", "1"),
    optional("line", "Of option 0: `id` of the line", "HS-2024-0117-2a"),
    optional("line_version", "Of option 0: how often the line had been changed, from 1; empty is 1", "1"),
    optional("line_contract", "`id` of the contract that the line is of; empty is the one that is renewed", "HS-2024-0117"),
    optional("line_term", "Number of its term; empty is the one that ends, or the next one", "2"),
    required("product", "What is offered", "Platform"),
    optional("business_unit", "The division that uses it", "Group IT"),
    optional("kind", "`recurring` or `one_off`; empty is `recurring`", "recurring"),
    required("quantity", "Units, above zero", "420"),
    required("unit_price", "List price of one unit for one price period", "612.50"),
    required("price_period", "`month`, `quarter` or `year`", "year"),
    optional("discount_bps", "Discount in basis points; empty is none", "500"),
    optional("discount_from_on", "First day of a temporary discount", "2027-01-09"),
    optional("discount_to_on", "First day no longer of it", "2027-04-09"),
    required("start_on", "First day of the line", "2027-01-09"),
    required("end_on", "First day no longer", "2029-01-09"),
    optional("economic_buyer", "`id` of the stakeholder who pays for it", "P-118"),
    optional("origin", "How the line came to be: a word of lines.csv; empty is `renewed`", "renewed"),
    optional("follows", "The `line` of option 0 that it continues", "HS-2024-0117-2a"),
];

pub(super) const PROPOSAL_STEPS: &[Column] = &[
    CONTRACT,
    TERM,
    VERSION,
    required("kind", "`asked`, `approved`, `refused`, `sent`, `accepted`, `declined`, `withdrawn` or `superseded`", "sent"),
    required("said_on", "The day on which it happened", "2026-10-16"),
    Column { note: true, ..optional("note", "Why, or a remark", "They want to sign this year") },
    optional("approver", "`id` of who was asked for approval, or gave or refused it", "maya"),
    optional("sent_to", "To whom it was sent", "Olga Brandt"),
    optional("option", "The option that was accepted", "1"),
    WRITER,
    WRITTEN,
];

pub(super) const OUTCOME_REVIEWS: &[Column] = &[
    CONTRACT,
    required("term", "Number of the term whose renewal somebody decided", "1"),
    optional(
        "themes",
        "Areas and words, between semicolons; areas are product, service, pricing, relationship and market",
        "product: reporting",
    ),
    Column { note: true, ..optional("lessons", "What to do otherwise next time", "Ask for the auditors' wishes in spring") },
    optional("strength", "How firmly the customer is held, as a person judged: `strong`, `weak` or `unknown`", "weak"),
    Column { note: true, ..optional("plan", "The plan into the next term", "Meet their new chief") },
    optional("plan_owner", "`id` of the teammate who carries it; it goes with the plan", "priya"),
    optional("plan_due_on", "By when; it goes with the plan", "2027-02-01"),
    required("written_on", "The day on which it was written", "2026-01-20"),
    WRITER,
    WRITTEN,
];
