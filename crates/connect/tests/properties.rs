//! Any bytes are read without a crash, and any text survives the way to disk and back.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case fails")]

use proptest::prelude::*;
use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use tenure_connect::book::{read_book, write_book};
use tenure_core::book::{Book, FILES, ImportPlan, Row, Table, export, plan_import};
use tenure_core::catalog;
use tenure_core::facts::{Facts, Moment};
use tenure_core::planner::{Cause, Planning};
use tenure_core::primitives::IdSource;
use tenure_core::refusal::Refusal;
use uuid::Uuid;

struct Counting(AtomicU64);

impl IdSource for Counting {
    fn next_id(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

fn import(existing: Option<&Facts>, book: &Book) -> Result<ImportPlan, Vec<Refusal>> {
    let cause = Cause { author: "Ana Sousa".into(), reason: "the book was imported".into() };
    let recorded_at = "2026-11-23T10:00:00Z".parse().unwrap();
    let moment = Moment { today: jiff::civil::date(2026, 11, 23), recorded_at };
    let ids = Counting(AtomicU64::new(existing.map_or(1, |_| 1_000_000)));
    plan_import(existing, book, catalog::playbooks().unwrap(), Planning { moment, cause: &cause, ids: &ids })
}

/// A playbook of one step.
const QUICK: &str = "code = 'quick-30'\nname = 'Quick'\nsummary = 'For trials'\n\n[[step]]\ncode = 'ask'\ndays_before_anchor = 30\nphase = 'Ask'\ntitle = 'Ask'\ngoal = 'An answer'\nevidence = 'The answer'\nlead = 'commercial'\n";

/// What a sound book says in one row of a file: `name` in each one-line text, `note` in each that may have line breaks.
fn row(file: &str, name: &str, note: &str) -> Vec<Vec<String>> {
    let rows: &[&[&str]] = match file {
        "organisation.csv" => &[&["Halden Software", "USD", "UTC", "maya", "", "4", "16", "5", "10", "14", "25m_to_200m"]],
        "plan_rates.csv" => &[&["2026", "EUR", "1.14"]],
        "ledger_rules.csv" => {
            &[&["every", "30", "new", "latest", "account", "never", "1500", "40", "cross_sell cross_division cross_stakeholder"]]
        }
        "exchange_rates.csv" => &[&["2026-11-20", "EUR", "1.0832"]],
        "holidays.csv" => &[&["2026-12-25", name, "DE"]],
        "products.csv" => &[&[name, "true", "false"]],
        "playbooks.csv" => &[&["quick-30", name, QUICK]],
        "teammates.csv" => &[&["maya", name, "maya@halden.example", "cs_leader", "", "EMEA", "PT", "2022-01-01", ""]],
        "absences.csv" => &[&["maya", "2026-12-07", "2027-01-04", "", name]],
        "profiles.csv" => &[&["maya", "2026-01-01", "german, procurement", "true", "North", "DACH, Nordics", "25"]],
        "fields.csv" => &[&["budget_cycle", name, "word"], &["seats", name, "number"]],
        "accounts.csv" => &[
            &[
                "A-17",
                name,
                "1",
                "Enterprise",
                name,
                "DE",
                "green",
                "A-18",
                "4",
                "",
                name,
                name,
                "2026-10-05",
                "2027-01-05",
                "german",
                "\"budget_cycle=Q4 2026\" seats=12",
            ],
            &["A-18", name, "2", "", "", "", "unknown", "", "", "", "", "", "", "", "", ""],
        ],
        "account_team.csv" => &[&["A-17", "csm", "maya", "2024-01-01", ""]],
        "stakeholders.csv" => &[&["P 1", "A-17", name, name, name, name, "champion legal", "2026-10-01"]],
        "contracts.csv" => &[
            &["HS-1", "A-17", "USD", "true", "", "12", "500", "300", "fixed", ""],
            &["HS-2", "A-17", "USD", "false", "", "12", "", "0", "fixed", "HS-1"],
        ],
        "terms.csv" => &[
            &["HS-1", "1", "2025-01-09", "2026-01-09", "", "", "", "", "", ""],
            &["HS-1", "2", "2026-01-09", "2027-01-09", "2026-11-02", "true", "2026-01-05", "price", note, ""],
            &["HS-2", "1", "2026-03-01", "2027-01-09", "", "", "", "", "", ""],
        ],
        "lines.csv" => &[
            &[
                "L-1",
                "HS-1",
                "2",
                name,
                "",
                "recurring",
                "420",
                "612.5",
                "year",
                "0",
                "2026-01-09",
                "2027-01-09",
                "",
                "",
                "P 1",
                "sold",
                "",
            ],
            &[
                "L-2",
                "HS-2",
                "1",
                name,
                name,
                "recurring",
                "1",
                "2",
                "month",
                "500",
                "2026-03-01",
                "2027-01-09",
                "2026-03-01",
                "2026-04-01",
                name,
                "amended",
                "L-1",
            ],
        ],
        "outcomes.csv" => &[&["HS-1", "1", "renewed_up", "2026-01-05", "price", note]],
        "completed_tasks.csv" => &[&["HS-1", "2", "business-review", "done", name, "2026-07-30T09:30:00Z", note]],
        "values.csv" => &[&[
            "A-17",
            "outcome",
            name,
            "2026-03-02",
            "P 1",
            note,
            name,
            name,
            "12",
            "4.5",
            "",
            "",
            "P 1",
            "2026-07-02",
            name,
            "2026-03-02T16:20:00Z",
        ]],
        "standpoints.csv" => &[&["A-17", "P 1", "high", "critic", "maya", "2026-10-05", name, name, "2026-10-05T16:20:00Z"]],
        "objections.csv" => &[&[
            "A-17",
            "price",
            name,
            "2026-10-12",
            "P 1",
            name,
            name,
            "2026-10-14",
            name,
            name,
            "2026-11-02",
            "HS-1",
            "2",
            name,
            "2026-10-12T16:20:00Z",
        ]],
        "commitments.csv" => &[&[
            "A-17",
            name,
            "P 1",
            "maya",
            "2026-10-14",
            "2026-12-01",
            "broken",
            name,
            name,
            "2026-11-20",
            "HS-1",
            "2",
            name,
            "2026-10-14T16:20:00Z",
        ]],
        "outcome_reviews.csv" => {
            &[&["HS-1", "1", "product: reporting", note, "weak", note, "maya", "2027-02-01", "2026-01-20", name, "2026-01-20T16:20:00Z"]]
        }
        "proposals.csv" => &[&["HS-1", "2", "1", "maya", "2026-10-14", note, "2027-01-09", name, "2026-10-14T16:20:00Z"]],
        "proposal_options.csv" => &[&["HS-1", "2", "1", "1", name, "2029-01-09", name]],
        "proposal_trades.csv" => &[&["HS-1", "2", "1", "1", "longer_term", name, name]],
        "proposal_lines.csv" => &[&[
            "HS-1",
            "2",
            "1",
            "1",
            "",
            "1",
            "HS-1",
            "3",
            name,
            name,
            "recurring",
            "420",
            "650",
            "year",
            "500",
            "2027-01-09",
            "2027-04-09",
            "2027-01-09",
            "2029-01-09",
            "P 1",
            "renewed",
            "",
        ]],
        "proposal_steps.csv" => &[&["HS-1", "2", "1", "sent", "2026-10-16", note, "", name, "", name, "2026-10-16T08:00:00Z"]],
        "comments.csv" => &[&["A-17", name, "2026-10-14", "maya", "maya", "HS-1", "2", name, "2026-10-14T16:20:00Z"]],
        "documents.csv" => &[&["A-17", "quote", name, "https://files.example/q", "HS-1", "2", name, "2026-10-14T16:20:00Z"]],
        "value_readings.csv" => &[&["A-17", name, "2026-06-30", "7.5", name, name, "2026-07-01T09:00:00Z"]],
        "expansions.csv" => &[&[
            "E-1",
            "A-17",
            "cross_sell",
            "USD",
            "100.00",
            name,
            "maya",
            "2026-10-01",
            "csql",
            name,
            "2026-10-01",
            "2026-10-05",
            "won",
            name,
            "2026-10-02",
            name,
            name,
            "2026-10-06",
            name,
        ]],
        "expansion_credits.csv" => &[&["E-1", name, "2026-10-05", "USD", "90.00"]],
        "reassignments.csv" => &[&["HS-1", "2", "value", "maya", name, name, "2026-10-01", "2027-01-09"]],
        _ => &[&["A-17", "2026-11-04", "call", name, note, "maya", "\"P 1\"", "HS-1", "2", name, "2026-11-04T16:20:00Z"]],
    };
    rows.iter().map(|cells| cells.iter().map(ToString::to_string).collect()).collect()
}

/// A folder with every file sound.
fn sound(name: &str, note: &str) -> Book {
    let table = |schema: &tenure_core::book::FileSchema| Table {
        file: schema.file.into(),
        header: schema.columns.iter().map(|column| column.name.to_string()).collect(),
        rows: row(schema.file, name, note).into_iter().zip(2..).map(|(cells, line)| Row { line, cells }).collect(),
    };
    Book { tables: FILES.iter().map(table).collect(), policy: Some(("policy.toml".into(), catalog::STARTER_POLICY.1.into())) }
}

type TableCells<'a> = (&'a str, &'a [String], Vec<&'a [String]>);

fn cells(book: &Book) -> Vec<TableCells<'_>> {
    book.tables.iter().map(|t| (t.file.as_str(), t.header.as_slice(), t.rows.iter().map(|row| row.cells.as_slice()).collect())).collect()
}

/// Bytes that look like CSV often enough to get past the header.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..12),
        "[a-z,\"\r\n;\u{feff}é= -]{0,12}".prop_map(String::into_bytes),
        proptest::sample::select(vec![
            ",",
            "\"",
            "\"\"",
            "\r\n",
            "\n",
            "\r",
            "2026-01-09",
            "99999999999999999999",
            "-1",
            "HS-1",
            "A-17",
            "maya",
            "true",
            "1"
        ])
        .prop_map(|word| word.as_bytes().to_vec()),
    ];
    proptest::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_any_file_give_a_book_or_refusals(file in 0..=FILES.len(), tail in bytes(), keeps_header in any::<bool>()) {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("book");
        write_book(&target, &sound("Maya", "Held.")).unwrap();
        let (name, header) = FILES.get(file).map_or(("policy.toml", String::new()), |schema| {
            (schema.file, schema.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",") + "\n")
        });
        let head = if keeps_header { header.into_bytes() } else { Vec::new() };
        fs::write(target.join(name), [head, tail].concat()).unwrap();
        match read_book(&target) {
            Ok(book) => drop(import(None, &book)),
            Err(refusals) => prop_assert!(refusals.iter().all(|refusal| refusal.file == name)),
        }
    }

    #[test]
    fn any_cell_text_comes_back_from_disk(texts in proptest::collection::vec("[^\u{0}]{0,20}", 6)) {
        let trimmed: Vec<String> = texts.iter().map(|t| t.trim_matches(|c: char| c.is_ascii_whitespace()).to_string()).collect();
        let header = ["id", "name", "tier", "segment", "region", "risk"].map(String::from).to_vec();
        let accounts = Table { file: "accounts.csv".into(), header, rows: vec![Row { line: 2, cells: trimmed }] };
        let evidence = Table {
            file: "completed_tasks.csv".into(),
            header: ["step", "evidence"].map(String::from).to_vec(),
            rows: vec![Row { line: 2, cells: vec!["a".into(), texts.concat()] }],
        };
        let book = Book { tables: vec![accounts, evidence], policy: None };
        let dir = tempfile::tempdir().unwrap();
        write_book(&dir.path().join("book"), &book).unwrap();
        let back = read_book(&dir.path().join("book")).unwrap();
        prop_assert_eq!(cells(&back), cells(&book));
    }

    #[test]
    fn any_sound_book_is_the_same_after_the_way_out_in_and_out_again(name in "\\PC{1,40}", evidence in "(?s)[\\PC\n\t\r]{1,60}") {
        prop_assume!(!name.trim().is_empty() && !evidence.trim().is_empty() && !name.chars().any(char::is_control));
        // What looks like an address of another kind is refused as evidence, see the tests of values.
        prop_assume!(!name.split_once("://").is_some_and(|(head, _)| !head.is_empty() && head.is_ascii()));
        let dir = tempfile::tempdir().unwrap();
        let first = match import(None, &sound(&name, &evidence)) {
            Ok(plan) => plan.facts_after,
            Err(refusals) => return Err(TestCaseError::fail(format!("{refusals:#?}"))),
        };
        write_book(&dir.path().join("book"), &export(&first)).unwrap();
        let book = read_book(&dir.path().join("book")).unwrap();
        let second = import(None, &book).map_err(|refusals| TestCaseError::fail(format!("{refusals:#?}")))?.facts_after;
        prop_assert_eq!(export(&second), export(&first));
        prop_assert_eq!(import(Some(&second), &book).unwrap().writes, vec![]);
    }
}
