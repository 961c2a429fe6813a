//! The sample company: the same on both engines, sound, and with something to see everywhere.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use std::collections::BTreeSet;
use tenure_app::{FindingItem, MoneyQuery, RenewalItem, RenewalQuery, RetentionView, TodayView};
use tenure_core::book::Book;
use tenure_core::contract::{ContractKind, LineKind};
use tenure_core::facts::Facts;
use tenure_core::ledger::Class;
use tenure_core::metrics::Ratio;
use tenure_core::primitives::Currency;
use tenure_core::primitives::Money;
use tenure_core::renewal::{Outcome, State};
use tenure_core::room::ValueEntry;
use tenure_sim::testing::{Instance, SKIPPED, TestApp};
use tenure_sim::{SampleSummary, load_sample};
use tenure_store::Scope;

const SEED: u64 = 20_261_123;

/// What people and programs see of the sample.
#[derive(Debug, PartialEq)]
struct Seen {
    summary: SampleSummary,
    renewals: Vec<RenewalItem>,
    priya: TodayView,
    findings: Vec<FindingItem>,
    check: String,
    book: Book,
}

fn postgres() -> Option<String> {
    let server = std::env::var("TENURE_TEST_POSTGRES").ok();
    if server.is_none() {
        println!("{SKIPPED}");
    }
    server
}

async fn see(instance: &Instance, seed: u64) -> Seen {
    let summary = load_sample(&instance.location, seed).await.unwrap();
    // Opened a year later by the clock: the sample keeps its day.
    let TestApp { app, .. } = TestApp::open(&instance.location, "2027-12-01".parse().unwrap(), seed + 1).await.unwrap();
    let query = RenewalQuery { limit: Some(200), ..RenewalQuery::default() };
    let report = app.check().await.unwrap();
    assert!(report.is_clean(), "{report:#?}");
    let seen = Seen {
        renewals: app.renewals(&query).await.unwrap().items,
        priya: app.today_of("priya").await.unwrap(),
        findings: app.findings().await.unwrap(),
        check: format!("{report:?}"),
        book: app.export_book().await.unwrap(),
        summary,
    };
    app.close().await.unwrap();
    seen
}

#[tokio::test]
async fn engines_show_the_same_company_and_another_seed_gives_the_same_work() {
    let mut all = Vec::new();
    for instance in Instance::each(postgres().as_deref()).await.unwrap() {
        all.push(see(&instance, SEED).await);
        instance.remove().await.unwrap();
    }
    for other in &all[1..] {
        assert_eq!(all[0], *other);
    }
    let instance = Instance::sqlite().unwrap();
    let other = see(&instance, SEED + 1).await;
    let work = |seen: &Seen| {
        let tasks = staged(seen).into_iter().flat_map(|(title, tasks)| tasks.into_iter().map(move |task| (title, task)));
        let told = seen.findings.iter().filter(|finding| has_a_table(finding));
        (
            tasks.collect::<Vec<_>>(),
            told.map(|f| (f.code, f.title.clone(), if names_people(f) { String::new() } else { f.evidence.clone() })).collect::<Vec<_>>(),
        )
    };
    assert_eq!(work(&all[0]), work(&other));
    assert_ne!(all[0].book, other.book, "the crowd, who wrote what down, and when, come from the seed");
}

/// Work of Priya's on the thirty customers whose stories are tables: account and step. What else she was chosen for comes from the seed.
fn staged(seen: &Seen) -> Vec<(&'static str, Vec<(String, String)>)> {
    let accounts = seen.book.table("accounts.csv").unwrap();
    let named = |name: &str| {
        let row = accounts.rows.iter().find(|row| row.cells.get(1).is_some_and(|cell| cell == name));
        row.and_then(|row| row.cells[0].strip_prefix("A-")?.parse::<u32>().ok()).is_some_and(|number| number <= 30)
    };
    let bucket = |bucket: &tenure_app::Bucket| {
        let tasks = bucket.tasks.iter().filter(|task| named(&task.account));
        (bucket.title, tasks.map(|task| (task.account.clone(), task.title.clone())).collect())
    };
    seen.priya.buckets.iter().map(bucket).collect()
}

/// Whether its evidence names people at the customer, who come from the seed.
fn names_people(finding: &FindingItem) -> bool {
    ["single-threaded", "economic-buyer-unmet", "one-owner-buyer-unmet"].contains(&finding.code)
}

/// Whether it is about one of the thirty customers whose stories are tables.
fn has_a_table(finding: &FindingItem) -> bool {
    let number = finding.account.as_ref().and_then(|(_, reference)| reference.strip_prefix("A-")?.parse::<u32>().ok());
    number.is_some_and(|number| number <= 30)
}

#[tokio::test]
async fn the_sample_has_work_findings_and_history_to_show() {
    let instance = Instance::sqlite().unwrap();
    let seen = see(&instance, SEED).await;
    let summary = &seen.summary;
    assert_eq!((summary.people, summary.accounts), (25, 240));
    assert!(summary.decided_renewals >= 300 && summary.completed_steps >= 1_500, "{summary:?}");
    assert!((10..=90).contains(&seen.findings.len()), "{} findings", seen.findings.len());

    assert_eq!(seen.priya.today, "2026-11-23".parse().unwrap());
    let counts: Vec<(&str, usize)> = staged(&seen).into_iter().map(|(title, tasks)| (title, tasks.len())).collect();
    assert_eq!(counts, [("Overdue", 4), ("Today", 2), ("This week", 3), ("Next 30 days", 9)], "four of them brought by a colour");
    assert_eq!(seen.priya.escalates_to.as_ref().map(|p| p.name.as_str()), Some("Elena Petrova"));

    let codes: BTreeSet<&str> = seen.findings.iter().filter(|finding| has_a_table(finding)).map(|finding| finding.code).collect();
    let staged = [
        "cold-handoff",
        "commitment-overdue",
        "csql-overdue",
        "desk-lead-holds",
        "economic-buyer-unmet",
        "handoff-overdue",
        "large-unknown-risk",
        "no-review-before-proposal",
        "notice-unknown",
        "single-threaded",
        "step-overdue",
        "unsigned-after-end",
        "untouched-before-notice",
    ];
    assert!(staged.iter().all(|code| codes.contains(code)), "{codes:?}");
    assert!(seen.findings.iter().any(|f| f.code == "policy-review-due"), "the policy is older than half a year");
    assert!(seen.findings.iter().any(|f| f.code == "step-overdue" && f.owner.name == "Elena Petrova"));
    kestrel_is_as_the_screens_show_it(&seen);
}

fn kestrel_is_as_the_screens_show_it(seen: &Seen) {
    let is_open = |r: &&RenewalItem| r.account == "Kestrel Health Systems" && r.state == tenure_core::renewal::State::Open;
    let kestrel = seen.renewals.iter().find(is_open).unwrap();
    assert_eq!(kestrel.atr, Money::new(41_250_000, Currency::USD));
    assert_eq!((kestrel.end_on, kestrel.decision_on), ("2027-01-09".parse().unwrap(), "2026-11-25".parse().unwrap()));
    assert_eq!((kestrel.t_minus.as_str(), kestrel.days_to_notice, kestrel.risk.code()), ("T-47", 2, "yellow"));
    let names: Vec<&str> = kestrel.owners.iter().map(|(person, _)| person.name.as_str()).collect();
    assert_eq!(names, ["Priya Raman", "Daniel Osei", "Hannah Lindqvist", "Marcus Bell", "Elena Petrova"]);
}

/// What the company has lived through in three years, so that every page and every figure has something to show.
#[tokio::test]
async fn the_life_has_every_turn_that_contracts_and_people_take() {
    let instance = Instance::sqlite().unwrap();
    load_sample(&instance.location, SEED).await.unwrap();
    let TestApp { app, .. } = TestApp::open(&instance.location, "2027-12-01".parse().unwrap(), 1).await.unwrap();
    let facts = app.store().read().await.unwrap().facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap();
    let regions: BTreeSet<&str> = facts.accounts.values().map(|account| account.region.as_str()).collect();
    assert_eq!(regions, ["AMER", "APAC", "EMEA", "LATAM"].into());
    let currencies: BTreeSet<&str> = facts.contracts.values().map(|contract| contract.currency.code()).collect();
    assert_eq!(currencies, ["EUR", "GBP", "JPY", "USD"].into());
    let origins: BTreeSet<&str> = facts.lines.values().map(|line| line.origin.code()).collect();
    assert_eq!(origins, ["amended", "auto_renewed", "escalated", "renewed", "sold"].into());
    let outcomes: BTreeSet<&str> = facts.renewals.values().filter_map(|renewal| outcome(&renewal.state)).collect();
    assert!(outcomes.is_superset(&["renewed_flat", "renewed_up", "renewed_down", "churned", "merged"].into()), "{outcomes:?}");
    let reasons: BTreeSet<&str> = facts.renewals.values().filter_map(|renewal| churned_because(&renewal.state)).collect();
    assert!(reasons.len() >= 4, "{reasons:?}");
    let seen_on: jiff::civil::Date = "2026-11-23".parse().unwrap();
    let counts = [
        ("open-ended", facts.contracts.values().filter(|contract| contract.kind == ContractKind::OpenEnded).count()),
        ("co-termed", facts.contracts.values().filter(|contract| contract.co_term_lead.is_some()).count()),
        ("returned", facts.contracts.values().filter(|contract| contract.reference.ends_with("-R")).count()),
        ("notices", facts.terms.values().filter(|term| term.opt_out_received_on.is_some()).count()),
        ("temporary discounts", facts.lines.values().filter(|line| line.discount_span.is_some()).count()),
        ("one-off lines", facts.lines.values().filter(|line| line.kind == LineKind::OneOff).count()),
        ("moved contracts", facts.contract_moves.len()),
        ("merged accounts", facts.accounts.values().filter(|account| account.merged_into.is_some()).count()),
        ("daughters", facts.accounts.values().filter(|account| account.parent.is_some()).count()),
        ("people who left", facts.stakeholders.values().filter(|person| person.left_on.is_some()).count()),
        ("contacts", facts.activities.len() / 100),
        ("handoffs that took place", ended(&facts, "accepted")),
        ("handoffs that were waived", ended(&facts, "waived")),
        ("handoffs that were declined", ended(&facts, "declined")),
        ("handoffs that fell away", ended(&facts, "withdrawn")),
        ("handoffs that wait for a meeting", ended(&facts, "opened")),
        ("handoffs that wait for an answer", ended(&facts, "met")),
        ("more handoffs with a meeting than without", ended(&facts, "accepted").saturating_sub(ended(&facts, "waived"))),
        ("CSQLs that wait for an answer", standing(&facts, "raised")),
        ("CSQLs that are worked on", standing(&facts, "accepted")),
        ("won CSQLs with credits", facts.expansions.values().filter(|expansion| !expansion.state.credits().is_empty()).count() / 5),
        ("lost CSQLs", standing(&facts, "lost")),
        ("rejected CSQLs", standing(&facts, "rejected")),
        ("withdrawn CSQLs", standing(&facts, "withdrawn")),
        ("CSQLs without an answer in time", facts.expansions.values().filter(|expansion| expansion.is_overdue(seen_on)).count()),
        ("entries of value records", written(&facts, |_| true)),
        ("confirmed entries", written(&facts, |entry| entry.confirmed.is_some())),
        ("entries that nobody confirmed", written(&facts, |entry| entry.confirmed.is_none())),
        ("withdrawn entries", written(&facts, |entry| entry.withdrawn.is_some())),
        ("judged stakeholders", facts.rooms.values().map(|room| room.standpoints.len()).sum()),
        (
            "answered objections",
            facts.rooms.values().flat_map(|room| room.objections.values()).filter(|known| known.answer.is_some()).count(),
        ),
        (
            "resolved objections",
            facts.rooms.values().flat_map(|room| room.objections.values()).filter(|known| known.resolved.is_some()).count(),
        ),
        (
            "overdue commitments",
            facts.rooms.values().flat_map(|room| room.commitments.values()).filter(|known| known.is_overdue(seen_on)).count(),
        ),
        (
            "ended commitments",
            facts.rooms.values().flat_map(|room| room.commitments.values()).filter(|known| known.ended.is_some()).count(),
        ),
        ("comments", facts.rooms.values().map(|room| room.comments.len()).sum()),
        ("documents", facts.rooms.values().map(|room| room.documents.len()).sum()),
        ("readings of outcomes", facts.rooms.values().map(|room| room.readings.len()).sum()),
        ("absences", facts.absences.len() / 10),
        ("positions", facts.positions.len()),
        ("reassignments", facts.overrides.len()),
        ("judgements that expire", facts.risk_calls.values().flatten().filter(|call| call.expires_on.is_some()).count()),
        ("complex products", facts.products.values().filter(|product| product.is_complex()).count()),
        ("holidays", facts.calendar.holidays.len()),
    ];
    for (what, count) in counts {
        assert!(count > 0, "the sample has no {what}");
    }
}

/// Figures at the rates of each day stand on the rates that finance entered, what rates do stands apart, and the trend ends at the headline.
#[tokio::test]
async fn the_sample_has_rates_for_every_day_that_a_figure_asks_for() {
    let instance = Instance::sqlite().unwrap();
    load_sample(&instance.location, SEED).await.unwrap();
    let TestApp { app, .. } = TestApp::open(&instance.location, "2027-12-01".parse().unwrap(), 1).await.unwrap();
    let fx = |view: &RetentionView| view.sums.iter().find(|sum| sum.class == Class::Fx).unwrap().minor;
    for as_of in ["2024-01-31", "2025-06-30", "2026-11-23"] {
        let ask = |money| MoneyQuery::read([("as_of", as_of), ("money", money)]).unwrap();
        let dated = app.retention(&ask("dated")).await.unwrap();
        assert_ne!(fx(&dated), 0, "{as_of}");
        assert_eq!(dated.residual_minor, 0);
        let plan = app.retention(&ask("plan")).await.unwrap();
        assert_eq!(fx(&plan), 0);
        for view in [dated, plan] {
            let last = view.months.last().unwrap();
            let shown = |code| view.figure(code).unwrap().figure.value.ratio();
            assert_eq!(shown("cohort_nrr"), Ratio::of(last.net_minor.into(), last.base_minor.into()), "{as_of}");
            assert_eq!(shown("cohort_grr"), Ratio::of(last.gross_minor.into(), last.base_minor.into()), "{as_of}");
            assert_eq!(shown("logo_retention"), Ratio::of(last.kept_customers.into(), last.base_customers.into()), "{as_of}");
        }
    }
    app.close().await.unwrap();
}

fn written(facts: &Facts, fits: fn(&ValueEntry) -> bool) -> usize {
    facts.rooms.values().flat_map(|room| room.values.values()).filter(|entry| fits(entry)).count()
}

fn standing(facts: &Facts, state: &str) -> usize {
    facts.expansions.values().filter(|expansion| expansion.state.code() == state).count()
}

fn ended(facts: &Facts, state: &str) -> usize {
    facts.handoffs.values().filter(|handoff| handoff.state.code() == state).count()
}

fn outcome(state: &State) -> Option<&'static str> {
    if let State::Closed { outcome, .. } = state { Some(outcome.code()) } else { None }
}

fn churned_because(state: &State) -> Option<&'static str> {
    match state {
        State::Closed { outcome: Outcome::Churned, reason: Some(reason), words, .. } if !words.is_empty() => Some(reason.code()),
        _ => None,
    }
}

#[tokio::test]
async fn the_sample_is_not_loaded_over_another_company() {
    let instance = Instance::sqlite().unwrap();
    TestApp::few(&instance.location).await.unwrap();
    let refused = load_sample(&instance.location, SEED).await.unwrap_err();
    assert!(refused.to_string().contains("this instance belongs to Halden Systems"), "{refused}");
}
