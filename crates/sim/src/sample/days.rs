//! What happened besides signatures: people came and went, customers were judged anew, contracts were amended, steps went wrong.

use super::table::{Amended, Amendment, Line, Phrase, RiskChange, TeamChange, Told};
use jiff::civil::{Date, date};
use tenure_core::account::Risk;
use tenure_core::commands::Completion;
use tenure_core::identity::Role;

/// Today in the sample.
pub const TODAY: Date = date(2026, 11, 23);

/// The day of the second policy version, and the rule that it puts above the others. Nobody has the role that it names.
pub const SECOND_POLICY: (Date, &str) = (
    date(2026, 3, 2),
    r#"[[rule]]
id = "strategic"
when = { atr = ">= 500000" }
model = "joint"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["ae"]
expansion = ["expansion_ae", "ae"]
operations = ["ops"]
executive = ["executive_sponsor"]

"#,
);

/// Rafael's customers that get somebody by name before he leaves, and those that get somebody later. The others fall back.
pub const TEAM_CHANGES: &[TeamChange] = &[
    joins(date(2025, 9, 22), "A-21", Role::AccountManager, "ben"),
    joins(date(2025, 9, 22), "A-25", Role::AccountManager, "ben"),
    joins(date(2026, 3, 9), "A-20", Role::ExpansionAe, "hannah"),
    joins(date(2026, 8, 10), "A-1", Role::Csm, "priya"),
    joins(date(2026, 8, 10), "A-7", Role::Csm, "priya"),
    joins(date(2026, 8, 11), "A-12", Role::Csm, "aisha"),
    joins(date(2026, 9, 7), "A-13", Role::Csm, "lucia"),
    joins(date(2026, 9, 8), "A-18", Role::Csm, "lucia"),
    // On their way when the sample stands still; how each ends is told in handing_over.rs.
    joins(date(2026, 11, 9), "A-4", Role::Csm, "lucia"),
    joins(date(2026, 11, 12), "A-6", Role::Csm, "aisha"),
    joins(date(2026, 11, 16), "A-14", Role::AccountExecutive, "theo"),
    joins(date(2026, 11, 19), "A-5", Role::Csm, "lucia"),
    joins(date(2026, 11, 19), "A-8", Role::Csm, "aisha"),
];

/// How customers came to stand.
pub const RISK_CHANGES: &[RiskChange] = &[
    judged(date(2026, 3, 4), "A-6", Risk::Yellow, "Priya Raman", "two owners left the steering group"),
    judged(date(2026, 6, 22), "A-18", Risk::Expansion, "Rafael Costa", "asked for prices for two more depots"),
    judged(date(2026, 7, 13), "A-18", Risk::Green, "Rafael Costa", "the depots were bought; calm since"),
    judged(date(2026, 9, 14), "A-22", Risk::Red, "Tomas Lind", "tickets doubled and the sponsor stopped answering"),
    judged(date(2026, 9, 21), "A-7", Risk::Expansion, "Priya Raman", "wants the audit module in two more units"),
    judged(date(2026, 9, 28), "A-1", Risk::Yellow, "Priya Raman", "the champion is moving to another division"),
    judged(date(2026, 10, 6), "A-13", Risk::Red, "Lucia Ferrer", "a competitor runs a pilot there"),
    judged(date(2026, 10, 19), "A-5", Risk::Yellow, "Priya Raman", "logins fell by a third since summer"),
    judged(date(2026, 10, 27), "A-12", Risk::Red, "Aisha Khan", "budget frozen until the new year"),
    judged(date(2026, 11, 10), "A-3", Risk::Red, "Priya Raman", "procurement asked for termination terms"),
    judged(date(2026, 11, 13), "A-24", Risk::Green, "Tomas Lind", "the rollout is done and used daily"),
];

/// Changes of running terms.
pub const AMENDMENTS: &[Amendment] = &[
    Amendment { on: date(2025, 9, 8), contract: "HS-2025-0063", what: Amended::Notice(30) },
    Amendment {
        on: date(2025, 10, 20),
        contract: "HS-2025-0102",
        what: Amended::Line("a", Line::yearly("Claims platform", "London market", "260", "640.00")),
    },
    Amendment { on: date(2026, 9, 15), contract: "HS-2025-0131", what: Amended::End(date(2027, 8, 1)) },
    Amendment {
        on: date(2026, 9, 22),
        contract: "HS-2025-0074",
        what: Amended::Line("a", Line::yearly("Booking care", "Retail shops", "150", "640.00")),
    },
];

/// Steps with a story of their own.
pub const TOLD: &[Told] = &[
    told(
        "HS-2024-0117",
        2,
        "business-review",
        date(2026, 7, 28),
        "Their operations director: discharge planning fell from nine days to five, two wards want it next. 87% of seats were active in June.",
    ),
    told(
        "HS-2024-0117",
        2,
        "expansion-proposal",
        date(2026, 8, 11),
        "Offered Scheduling for Paediatrics, 40 seats. They like it and cannot decide before their budget in January.",
    ),
    told(
        "HS-2024-0117",
        2,
        "renewal-proposal",
        date(2026, 8, 26),
        "Proposed 412,500.00 plus 5%. The finance director asked for a flat year; the chief nurse backed the value case.",
    ),
    told(
        "HS-2024-0117",
        2,
        "discount-negotiation",
        date(2026, 9, 10),
        "Gave 2% for a two-year term and a reference call. They take it to their board.",
    ),
    told(
        "HS-2024-0117",
        2,
        "signature-push",
        date(2026, 10, 9),
        "Signature agreed for mid November. Value says: wards are content, the new chief digital officer is not yet known to us.",
    ),
    open("HS-2024-0117", 2, "final-redline"),
    open("HS-2024-0117", 2, "account-confirmation"),
    open("HS-2026-0009", 1, "final-redline"),
    open("HS-2025-0063", 2, "business-review"),
    open("HS-2025-0037", 2, "business-review"),
    open("HS-2025-0037", 2, "expansion-proposal"),
    open("HS-2024-0341", 2, "account-confirmation"),
    open("HS-2025-0060", 2, "business-review"),
    told(
        "HS-2025-0060",
        2,
        "renewal-proposal",
        date(2026, 11, 11),
        "Sent the proposal to procurement at their request, 168,000.00 EUR. They ask what the fleet saved last year; we owe them the review.",
    ),
    open("HS-2025-0012", 2, "discount-negotiation"),
    open("HS-2024-0402", 2, "account-confirmation"),
    open("HS-2025-0029", 2, "signature-push"),
    open("HS-2026-0019", 1, "renewal-proposal"),
    open("HS-2026-0044", 1, "discount-negotiation"),
    open("HS-2025-0049", 2, "discount-negotiation"),
];

/// What the first text of a playbook that was published here asks besides the shipped one, and why.
pub const PUBLISHED: (Date, [&str; 2], &str) = (
    date(2026, 4, 13),
    [
        "What the customer said they achieved, and who said it.",
        "What the customer said they achieved, in their figures, who said it, and who of theirs was missing.",
    ],
    "Reviews named outcomes without figures, and nobody saw who stayed away.",
);

/// The contract whose customer turned red and heard from nobody.
pub const SILENT: &str = "HS-2026-0009";

/// What people write down of steps that a colour brings.
pub const RESPONSES: &[(&str, Phrase)] = &[
    ("growth-plan", done("Two more units named with their heads and a wish for spring; the buyer wants one proposal for both.")),
    (
        "executive-engagement",
        done("Our chief customer officer spoke with their managing director: fix the open tickets first, then talk of terms."),
    ),
    ("issue-resolution", done("Five issues listed with owners and days; the customer's lead agreed to the order.")),
    ("risk-review", done("Named the two risks: the new sponsor does not know us, and one team stopped logging in. Both have a plan.")),
];

/// What people write down, by step.
pub const PHRASES: &[(&str, &[Phrase])] = &[
    (
        "business-review",
        &[
            done(
                "Reviewed the year with their head of operations: hours per case fell by a third and she wants the figures for her board.",
            ),
            done("Three outcomes agreed last year, two reached. Their team lead confirmed both; the third waits for their own data."),
            done("Showed usage by team. The director was pleased with adoption and asked for training of the night shift."),
            done("They told us what they achieved: 410 hours saved a month, confirmed by their finance partner."),
        ],
    ),
    (
        "expansion-proposal",
        &[
            not_needed("Nothing fits at present; they have spare seats until summer."),
            done("Offered the analytics module. They said no for this year, budget is set."),
            done("Proposed ten more seats for the second site; they will decide with the renewal."),
            not_needed("Agreed with the champion to leave expansion out until the renewal is signed."),
        ],
    ),
    (
        "renewal-proposal",
        &[
            done("Presented flat price and a one-year term to the budget owner. No objection to the amount, terms go to legal."),
            done("Met the economic buyer and our champion. Asked for 3%, they answered with flat; both sides think it over."),
            done("Terms sent and walked through by telephone with procurement and the department head."),
        ],
    ),
    (
        "discount-negotiation",
        &[
            not_needed("No discount was asked for."),
            done("Gave 2% and got payment in advance for the year."),
            done("Held the price; they got two days of training from us and give a reference in return."),
        ],
    ),
    (
        "signature-push",
        &[
            done("Signature date agreed with the buyer. Value says the mood is good, one open support case is being closed."),
            done("Order form is with the signatory. No unhappiness heard by value in the last four weeks."),
        ],
    ),
    (
        "final-redline",
        &[
            done("Version 3 is signed off by both legal teams."),
            done("One change to the liability clause, accepted by both sides in version 2."),
        ],
    ),
    (
        "account-confirmation",
        &[
            done("Confirmation of uninterrupted service sent to the administrator and the buyer."),
            done("Told their service owner that access continues; the purchase order number is on file."),
        ],
    ),
];

const fn joins(on: Date, account: &'static str, role: Role, person: &'static str) -> TeamChange {
    TeamChange { on, account, role, person }
}

const fn judged(on: Date, account: &'static str, risk: Risk, by: &'static str, why: &'static str) -> RiskChange {
    RiskChange { on, account, risk, by, why }
}

const fn told(contract: &'static str, term: u32, step: &'static str, on: Date, text: &'static str) -> Told {
    Told { contract, term, step, done: Some((on, done(text))) }
}

const fn open(contract: &'static str, term: u32, step: &'static str) -> Told {
    Told { contract, term, step, done: None }
}

const fn done(text: &'static str) -> Phrase {
    Phrase { completion: Completion::Done, text }
}

const fn not_needed(text: &'static str) -> Phrase {
    Phrase { completion: Completion::NotNeeded, text }
}
