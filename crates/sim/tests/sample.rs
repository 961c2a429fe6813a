//! The sample company: the same on both engines, sound, and with something to see everywhere.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use std::collections::BTreeSet;
use tenure_app::{FindingItem, RenewalItem, RenewalQuery, TodayView};
use tenure_core::book::Book;
use tenure_core::primitives::Currency;
use tenure_core::primitives::Money;
use tenure_sim::testing::{Instance, SKIPPED, TestApp};
use tenure_sim::{SampleSummary, load_sample};

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
    let query = RenewalQuery { include_closed: true, limit: Some(200), ..RenewalQuery::default() };
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
        let tasks = seen.priya.buckets.iter().flat_map(|b| b.tasks.iter().map(|t| (b.title, t.account.clone(), t.title.clone())));
        (tasks.collect::<Vec<_>>(), seen.findings.iter().map(|f| (f.code, f.title.clone(), f.evidence.clone())).collect::<Vec<_>>())
    };
    assert_eq!(work(&all[0]), work(&other));
    assert_ne!(all[0].book, other.book, "who wrote what down, and when, comes from the seed");
}

#[tokio::test]
async fn the_sample_has_work_findings_and_history_to_show() {
    let instance = Instance::sqlite().unwrap();
    let seen = see(&instance, SEED).await;
    let summary = &seen.summary;
    assert_eq!((summary.people, summary.accounts, summary.contracts), (17, 30, 32));
    assert!(summary.decided_renewals >= 20 && summary.completed_steps >= 150, "{summary:?}");

    assert_eq!(seen.priya.today, "2026-11-23".parse().unwrap());
    let counts: Vec<(&str, usize)> = seen.priya.buckets.iter().map(|bucket| (bucket.title, bucket.tasks.len())).collect();
    assert_eq!(counts, [("Overdue", 3), ("Today", 2), ("This week", 3), ("Next 30 days", 6)]);
    assert_eq!(seen.priya.escalates_to.as_ref().map(|p| p.name.as_str()), Some("Elena Petrova"));

    let codes: BTreeSet<&str> = seen.findings.iter().map(|finding| finding.code).collect();
    let staged = [
        "desk-lead-holds",
        "large-unknown-risk",
        "no-review-before-proposal",
        "notice-unknown",
        "step-overdue",
        "unsigned-after-end",
        "untouched-before-notice",
    ];
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), staged);
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

#[tokio::test]
async fn the_sample_is_not_loaded_over_another_company() {
    let instance = Instance::sqlite().unwrap();
    TestApp::few(&instance.location).await.unwrap();
    let refused = load_sample(&instance.location, SEED).await.unwrap_err();
    assert!(refused.to_string().contains("this instance belongs to Halden Systems"), "{refused}");
}
