//! Every file and column of the book, as data.

mod deal;
mod money;
mod room;

use deal::{OUTCOME_REVIEWS, PROPOSAL_LINES, PROPOSAL_OPTIONS, PROPOSAL_STEPS, PROPOSAL_TRADES, PROPOSALS};
use money::{EXCHANGE_RATES, LEDGER_RULES, PLAN_RATES};
use room::{COMMENTS, COMMITMENTS, DOCUMENTS, OBJECTIONS, STANDPOINTS, VALUE_READINGS, VALUES};

/// One column of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name in the header row.
    pub name: &'static str,
    /// Whether each row needs a value, and the file the column.
    pub required: bool,
    /// Whether the value is a note that may have line breaks; spaces around it are kept until it is read.
    pub note: bool,
    /// What it says.
    pub meaning: &'static str,
    /// A value.
    pub example: &'static str,
}

/// One CSV file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSchema {
    /// The file name.
    pub file: &'static str,
    /// Code of what one row is, in the records of an import: `account`, `team_member`.
    pub kind: &'static str,
    /// Whether an empty instance needs the file.
    pub required: bool,
    /// Its columns in the order in which they are written.
    pub columns: &'static [Column],
}

/// The file of the ownership policy.
pub const POLICY_FILE: &str = "policy.toml";

const fn required(name: &'static str, meaning: &'static str, example: &'static str) -> Column {
    Column { name, required: true, note: false, meaning, example }
}

const fn optional(name: &'static str, meaning: &'static str, example: &'static str) -> Column {
    Column { name, required: false, note: false, meaning, example }
}

const fn file(file: &'static str, kind: &'static str, columns: &'static [Column]) -> FileSchema {
    FileSchema { file, kind, required: false, columns }
}

const ORGANISATION: &[Column] = &[
    required("name", "Name of the company", "Halden Software"),
    required("currency", "Reporting currency, an ISO 4217 code; policies state their amounts in it", "USD"),
    required("time_zone", "IANA time zone in which today is reckoned", "Europe/Lisbon"),
    required("desk_lead", "`id` of the teammate who is the last resort of every fallback", "maya"),
    optional("sample_today", "The day that a sample company takes for today; empty for a real company", "2026-11-23"),
    optional("fiscal_year_start", "First month of your fiscal year, 1 to 12; empty is 1", "2"),
    optional("absence_moves_after_days", "An absence of more days than this moves what a person holds, 1 to 366; empty is 16", "16"),
    optional("handoff_accept_days", "Business days within which a handoff should be accepted, 1 to 60; empty is 5", "5"),
    optional("handoff_introduce_days", "Business days from a waiver to the introduction that it owes, 1 to 60; empty is 5", "5"),
    optional("protected_days", "Days before the decision date from which nothing moves by itself, 0 to 366; empty is 0", "14"),
    optional("stage", "Company stage word, see below; empty is not stated", "5m_to_25m"),
];

const HOLIDAYS: &[Column] = &[
    required("held_on", "A day on which nobody works", "2026-12-25"),
    required("name", "What the day is called", "Christmas Day"),
    optional("country", "ISO 3166 code of the country in which it is a holiday; empty is the whole organisation", "DE"),
];

const PRODUCTS: &[Column] = &[
    required("name", "The name that lines use, unique", "Platform"),
    required("easy_setup", "`true` where it is easy to set up, else `false`", "true"),
    required("low_effort", "`true` where customers reach value with little human effort of ours, else `false`", "false"),
];

const PROFILES: &[Column] = &[
    required("teammate", "`id` of the teammate", "priya"),
    required("from_on", "The day from which it counts, until the next entry", "2026-01-01"),
    optional("skills", "Skills in your own words, between commas", "german, procurement"),
    optional("commercial", "`true` where the person leads negotiations, `false` where not; empty is not known", "true"),
    optional("pod", "The pod whose members share a book", "North"),
    optional("territories", "Regions covered besides the own one, between commas", "Nordics, DACH"),
    optional("capacity", "Renewals decided within 90 days that the person can carry at once, 1 to 10000; empty is not stated", "25"),
];

const FIELDS: &[Column] = &[
    required("name", "What files and policies call it: small letters, digits and underscores, 24 at most", "industry"),
    required("label", "What screens call it", "Industry"),
    required("kind", "Field kind word, see below: what its values are", "word"),
];

const ABSENCES: &[Column] = &[
    required("teammate", "`id` of who is away", "priya"),
    required("from_on", "First day away", "2026-12-07"),
    required("to_on", "First day back, at most 1100 days later", "2027-01-04"),
    optional("delegate", "`id` of who may act meanwhile; empty is nobody", "rafael"),
    optional("note", "Why, in a few words", "Parental leave"),
];

const TEAMMATES: &[Column] = &[
    required("id", "Short reference, unique", "priya"),
    required("name", "Full name", "Priya Nair"),
    required("email", "Work e-mail, unique", "priya@halden.example"),
    required("role", "Role word, see below", "csm"),
    optional("manager", "`id` of the teammate reported to", "maya"),
    optional("region", "Where the person works; compared with the region of an account", "EMEA"),
    optional("country", "ISO 3166 code of the country whose business days count for the person; empty is the organisation's", "PT"),
    required("active_from", "First day with us", "2023-04-01"),
    optional("left_on", "First day no longer with us; empty while the person is", "2026-10-01"),
];

const ACCOUNTS: &[Column] = &[
    required("id", "Short reference, unique", "A-17"),
    required("name", "Name people say", "Northwind Traders"),
    required("tier", "1 (largest) to 3", "1"),
    optional("segment", "Market segment in your own words", "Enterprise"),
    optional("region", "Region in your own words", "EMEA"),
    optional("country", "ISO 3166 code of the customer's country, whose business days count for steps it takes part in", "DE"),
    optional("risk", "Latest judgement: `green`, `yellow`, `red`, `expansion` or `unknown`; empty is `unknown`", "green"),
    optional("parent", "`id` of the account that this one belongs to", "A-3"),
    optional("fiscal_year_start", "First month of the customer's fiscal year, 1 to 12; empty is unknown", "4"),
    optional("merged_into", "`id` of the account that took this one over", "A-12"),
    optional("risk_reason", "Why it was judged so; empty is the import", "Usage fell by a third"),
    optional("risk_by", "Name of who judged; empty is whoever imports", "Priya Nair"),
    optional("risk_set_on", "The day it was judged; empty is today", "2026-10-05"),
    optional("risk_expires_on", "First day on which it no longer counts; empty counts until the next", "2027-01-05"),
    optional("needs", "Skills that whoever looks after it should have, between commas", "german, procurement"),
    optional(
        "fields",
        "Values of your own fields as `name=value`, between spaces; one with a space stands in double quotes",
        "industry=Health \"budget_cycle=Q4 2026\"",
    ),
];

const ACCOUNT_TEAM: &[Column] = &[
    required("account", "`id` of the account", "A-17"),
    required("role", "Role word in which the person serves this account", "csm"),
    required("teammate", "`id` of the person", "priya"),
    required("from_on", "First day; the person is with us on it", "2024-01-01"),
    optional("to_on", "First day no longer; empty is open-ended", "2026-07-01"),
];

const STAKEHOLDERS: &[Column] = &[
    required("id", "Short reference, unique", "P-118"),
    required("account", "`id` of the account where the person works", "A-17"),
    required("name", "Full name", "Olga Brandt"),
    optional("title", "Job title", "CFO"),
    optional("email", "E-mail", "olga@northwind.example"),
    optional("business_unit", "The division", "Group IT"),
    optional("roles", "Stakeholder role words, see below, separated by spaces or semicolons", "economic_buyer champion"),
    optional("left_on", "First day on which the person is gone from the customer", "2026-10-01"),
];

const CONTRACTS: &[Column] = &[
    required("id", "Contract number, unique", "HS-2024-0117"),
    required("account", "`id` of the account; another one than before takes the contract over on the day of the import", "A-17"),
    required("currency", "Currency of every line, an ISO 4217 code", "USD"),
    required("auto_renew", "`true` where a term renews by itself unless notice is given, else `false`", "true"),
    optional("notice_days", "Notice period in days before the end; empty is unknown, which is not zero", "45"),
    required("renewal_months", "Length of a successor term in months, 1 to 1200", "12"),
    optional("uplift_cap_bps", "Largest contracted price rise at renewal in basis points; empty is no cap", "500"),
    optional("uplift_bps", "Price rise that an automatic renewal brings, in basis points; empty is none", "300"),
    optional("term_kind", "`fixed` where an end is agreed, `open_ended` where it runs until somebody ends it; empty is `fixed`", "fixed"),
    optional("co_term_with", "`id` of the contract that leads its co-term group; empty is no group", "HS-2023-0031"),
];

const TERMS: &[Column] = &[
    required("contract", "`id` of the contract", "HS-2024-0117"),
    required("number", "1 for the first term, then one more each", "2"),
    required("start_on", "First day of service; the end of the term before it", "2026-01-09"),
    required("end_on", "First day no longer in service: the renewal date", "2027-01-09"),
    optional("opt_out_received_on", "Day on which the customer's notice not to renew was received; empty is none", "2026-11-02"),
    optional("undecided", "`true` where the renewal is open even if the term has ended; empty otherwise", "true"),
    optional("signed_on", "Day of the signature; empty where nobody said", "2025-12-18"),
    optional("signed_because", "Outcome reason word, see below: why the customer went on", "value_proven"),
    Column {
        name: "signed_words",
        required: false,
        note: true,
        meaning: "Why, in the customer's own words; may have line breaks, 10,000 characters at most",
        example: "It runs our month end.",
    },
    optional("cancelled_on", "Day on which both sides agreed to end the term before its time; empty is none", "2026-11-20"),
];

const LINES: &[Column] = &[
    required("id", "Reference, unique in the whole book", "HS-2024-0117-2a"),
    required("contract", "`id` of the contract", "HS-2024-0117"),
    required("term", "Number of the term", "2"),
    required("product", "What was bought", "Platform"),
    optional("business_unit", "The division that uses it", "Group IT"),
    optional("kind", "`recurring` or `one_off`; empty is `recurring`", "recurring"),
    required("quantity", "Units bought, above zero, six decimal places at most", "420"),
    required("unit_price", "List price of one unit for one price period, before discount; below zero is a credit", "612.50"),
    required("price_period", "`month`, `quarter` or `year`", "year"),
    optional("discount_bps", "Discount in basis points, at most 10000; empty is none", "1250"),
    optional("start_on", "First day of the line, inside the term; empty is the start of the term", "2026-01-09"),
    optional("end_on", "First day no longer, inside the term; empty is the end of the term", "2027-01-09"),
    optional("discount_from_on", "First day of a discount that does not last as long as the line; empty is one that does", "2026-01-09"),
    optional("discount_to_on", "First day after that discount", "2026-04-09"),
    optional("economic_buyer", "`id` of the stakeholder who pays for it", "P-118"),
    optional("origin", "Line origin word, see below: how the line came to be; empty is `sold`", "renewed"),
    optional("follows", "`id` of the line that it continues at another quantity or price, or in the next term", "HS-2024-0117-1a"),
];

const OUTCOMES: &[Column] = &[
    required("contract", "`id` of the contract", "HS-2024-0117"),
    required("term", "Number of the term whose renewal was decided", "1"),
    required("outcome", "`renewed_flat`, `renewed_up` or `renewed_down` where a next term follows, else `churned`", "renewed_up"),
    required("closed_on", "The day it was decided", "2025-12-18"),
    optional("reason", "Outcome reason word, see below", "value_proven"),
    Column {
        name: "words",
        required: false,
        note: true,
        meaning: "Why, in the customer's own words; may have line breaks, 10,000 characters at most",
        example: "It runs our month end.",
    },
];

const COMPLETED_TASKS: &[Column] = &[
    required("contract", "`id` of the contract", "HS-2024-0117"),
    required("term", "Number of the term whose renewal the task belongs to", "2"),
    required("step", "Code of the playbook step", "business-review"),
    required("state", "`done`, or `not_needed` for an optional step", "done"),
    required("completed_by", "Name of who completed it", "Priya Nair"),
    required("completed_at", "Instant in UTC", "2026-11-02T09:30:00Z"),
    Column {
        name: "evidence",
        required: true,
        note: true,
        meaning: "What happened; may have line breaks, 10,000 characters at most",
        example: "Review held with the CFO.",
    },
];

const REASSIGNMENTS: &[Column] = &[
    required("contract", "`id` of the contract", "HS-2024-0117"),
    required("term", "Number of the term whose renewal it is about", "2"),
    required("responsibility", "`value`, `commercial`, `expansion`, `operations` or `executive`", "commercial"),
    required("teammate", "`id` of who holds it meanwhile", "rafael"),
    required("reason", "Why", "Knows their procurement"),
    required("author", "Name of who said so", "Maya Lindqvist"),
    required("from_on", "First day, not after today", "2026-10-01"),
    required("until_on", "First day on which the policy decides again, at most 366 days after the first", "2027-01-09"),
];

const EXPANSIONS: &[Column] = &[
    required("id", "The reference, `E-` and a number; unique", "E-12"),
    required("account", "`id` of the account", "A-17"),
    required(
        "expansion_type",
        "`price_increase`, `small_upsell`, `big_upsell`, `cross_sell`, `cross_stakeholder` or `cross_division`",
        "cross_division",
    ),
    required("currency", "Currency of the expected ARR, an ISO 4217 code", "USD"),
    required("expected", "Expected annual recurring revenue, above zero", "64000.00"),
    required("what", "What it is and how we know, in a sentence", "Two more wards ask for it"),
    required("found_by", "`id` of who found it", "priya"),
    required("found_on", "The day on which it was found, not after `raised_on`", "2026-09-04"),
    required("source", "`csql` where customer success found it, else `sales`", "csql"),
    required("raised_by", "Name of who wrote it down", "Priya Nair"),
    required("raised_on", "The day on which it was written down, not after today", "2026-09-06"),
    required("answer_by", "The day by which it should be answered", "2026-09-09"),
    required("state", "`raised`, `accepted`, `won`, `lost`, `rejected` or `withdrawn`", "accepted"),
    optional("accepted_by", "Name of who accepted it, where it was accepted", "Hannah Lind"),
    optional("accepted_on", "The day on which it was accepted", "2026-09-09"),
    optional("accepted_note", "What they noted", "Meeting the ward managers"),
    optional("settled_by", "Name of who won, lost, rejected or withdrew it", "Hannah Lind"),
    optional("settled_on", "The day of that", "2026-11-02"),
    optional("settled_reason", "Why; needed unless it was won", "No budget this year"),
];

const EXPANSION_CREDITS: &[Column] = &[
    required("expansion", "`id` of the won expansion", "E-11"),
    required("movement", "Id of the movement in the ledger; each is credited once", "HS-2024-0117-t2-1.v2@2026-03-01/quantity"),
    required("moved_on", "The day of the movement", "2026-03-01"),
    required("currency", "Currency of the contract, an ISO 4217 code", "USD"),
    required("amount", "Its annual recurring revenue, above zero", "58000.00"),
];

const ACTIVITIES: &[Column] = &[
    required("account", "`id` of the account", "A-17"),
    required("held_on", "The day of the contact, not after today", "2026-11-04"),
    required("kind", "`meeting`, `call`, `business_review`, `email` or `note`", "meeting"),
    required("subject", "One line", "Plans for next year"),
    Column {
        name: "notes",
        required: false,
        note: true,
        meaning: "What was said; may have line breaks, 10,000 characters at most",
        example: "They open an office in Porto.",
    },
    required("ours", "`id`s of who of ours was present, separated by spaces or semicolons", "priya rafael"),
    optional("theirs", "`id`s of who of theirs was present, separated by spaces or semicolons", "P-118"),
    optional("contract", "`id` of the contract whose renewal it was about, together with `term`", "HS-2024-0117"),
    optional("term", "Number of the term whose renewal it was about", "2"),
    optional("author", "Name of who wrote it down; empty is whoever imports", "Priya Nair"),
    optional("recorded_at", "Instant in UTC at which it was written down; empty is the import", "2026-11-04T16:20:00Z"),
];

const PLAYBOOKS: &[Column] = &[
    required("code", "What policies name it by; the same as in the text", "joint-120"),
    required("reason", "Why it was published", "Signatures take two weeks longer"),
    Column {
        name: "text",
        required: true,
        note: true,
        meaning: "The playbook as TOML, see [playbooks.md](playbooks.md)",
        example: "code = \"joint-120\" ...",
    },
];

/// Every CSV file of the book, each after those it refers to where that is possible.
pub const FILES: &[FileSchema] = &[
    FileSchema { required: true, ..file("organisation.csv", "organisation", ORGANISATION) },
    file("plan_rates.csv", "plan_rate", PLAN_RATES),
    file("exchange_rates.csv", "exchange_rate", EXCHANGE_RATES),
    file("ledger_rules.csv", "ledger_rules", LEDGER_RULES),
    file("holidays.csv", "holiday", HOLIDAYS),
    file("products.csv", "product", PRODUCTS),
    file("playbooks.csv", "playbook", PLAYBOOKS),
    FileSchema { required: true, ..file("teammates.csv", "teammate", TEAMMATES) },
    file("absences.csv", "absence", ABSENCES),
    file("profiles.csv", "profile", PROFILES),
    file("fields.csv", "field", FIELDS),
    file("accounts.csv", "account", ACCOUNTS),
    file("account_team.csv", "team_member", ACCOUNT_TEAM),
    file("stakeholders.csv", "stakeholder", STAKEHOLDERS),
    file("contracts.csv", "contract", CONTRACTS),
    file("terms.csv", "term", TERMS),
    file("lines.csv", "line", LINES),
    file("outcomes.csv", "outcome", OUTCOMES),
    file("completed_tasks.csv", "task", COMPLETED_TASKS),
    file("reassignments.csv", "reassignment", REASSIGNMENTS),
    file("expansions.csv", "expansion", EXPANSIONS),
    file("expansion_credits.csv", "expansion_credit", EXPANSION_CREDITS),
    file("activities.csv", "activity", ACTIVITIES),
    file("values.csv", "value", VALUES),
    file("value_readings.csv", "value_reading", VALUE_READINGS),
    file("standpoints.csv", "standpoint", STANDPOINTS),
    file("objections.csv", "objection", OBJECTIONS),
    file("commitments.csv", "commitment", COMMITMENTS),
    file("outcome_reviews.csv", "outcome_review", OUTCOME_REVIEWS),
    file("proposals.csv", "proposal", PROPOSALS),
    file("proposal_options.csv", "proposal_option", PROPOSAL_OPTIONS),
    file("proposal_trades.csv", "proposal_trade", PROPOSAL_TRADES),
    file("proposal_lines.csv", "proposal_line", PROPOSAL_LINES),
    file("proposal_steps.csv", "proposal_step", PROPOSAL_STEPS),
    file("comments.csv", "comment", COMMENTS),
    file("documents.csv", "document", DOCUMENTS),
];

/// The schema of a file name.
pub fn file_schema(file: &str) -> Option<&'static FileSchema> {
    FILES.iter().find(|schema| schema.file == file)
}

/// The candidate that a mistyped word most likely means: equal but for case and separators, or few letters away.
pub fn closest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(word);
    let scored = candidates.map(|candidate| (distance(&wanted, &plain(candidate)), candidate));
    let (letters, best) = scored.min()?;
    (letters <= 2.max(best.len() / 3) && letters < best.len()).then_some(best)
}

fn plain(word: &str) -> Vec<char> {
    word.chars().take(60).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Insertions, deletions and replacements between two words.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}
