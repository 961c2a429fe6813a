//! Imports of messy files: each is refused with its place or taken, wholly or not at all.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests: what is refused stops them, and they say what they skip")]

use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use tenure_app::{Actor, App, AppError, Faulty, ImportRequest, ImportSummary, Material, Mode, MoneyQuery, NamedFile, mapping_named};
use tenure_core::ledger::date_of;
use tenure_core::mapping::Mapping;
use tenure_sim::testing::large::large_book;
use tenure_sim::testing::{Fault, Instance, TestApp, each_engine};
use tenure_store::{Location, Scope};

const MAPPING: &str = r#"
name = "Billing"
[start]
policy = "hybrid"
organisation = { name = "Halden", currency = "USD", time_zone = "UTC", desk_lead = "maya" }
teammates = [{ id = "maya", name = "Maya Lind", email = "maya@halden.example", role = "cs_leader", active_from = "2020-01-01" }]
[source.customers]
file = "customers.csv"
key = "no"
[source.subs]
file = "subs.csv"
key = "sub"
[[table]]
into = "accounts.csv"
from = "customers"
[table.columns]
id = { column = "no", read = "id" }
name = { column = "company" }
tier = { column = "size", map = { L = "1", M = "2", S = "3" } }
[[interval]]
from = "subs"
id = { column = "sub", read = "id" }
account = { column = "customer", read = "id" }
start_on = { column = "from", read = "yyyy-mm-dd" }
end_on = { column = "to", read = "yyyy-mm-dd" }
amount = { column = "price", read = "number" }
amount_per = "month"
currency = { column = "currency", default = "USD" }
product = { column = "plan" }
"#;

const CUSTOMERS: &str = "no,company,size\n1,Northwind Traders,L\n2,Tailspin Toys,M\n3,\"Fabrikam, Inc.\",S\n4,Contoso,M\n";
const SUBS: &str = "sub,customer,from,to,price,currency,plan\n\
                    S1,1,2025-01-09,2027-01-09,1200.50,USD,Platform\n\
                    S2,2,2024-03-01,,310,,Ledger\n\
                    S3,3,2025-06-01,2026-06-01,45.25,USD,Ledger\n\
                    S4,3,2026-01-01,,12,USD,Seats\n\
                    S5,4,2026-02-01,2027-02-01,99,USD,Platform\n";

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

fn material(customers: &[u8], subs: &[u8]) -> Result<Material, AppError> {
    let file = |name: &str, bytes: &[u8]| NamedFile { name: name.into(), bytes: bytes.to_vec() };
    let mapping = Mapping::parse("billing.toml", MAPPING)?;
    Ok(Material::read(vec![file("customers.csv", customers), file("subs.csv", subs)], Some(mapping))?)
}

async fn import(app: &App, material: Result<Material, AppError>, mode: Mode, faulty: Faulty) -> Result<ImportSummary, AppError> {
    let material = material?;
    let request = ImportRequest { material: &material, source: "billing", as_of: None, mode, faulty, unread: &[], progress: &|_| {} };
    app.import(&operator(), request).await
}

async fn opened(location: &Location) -> App {
    TestApp::open(location, "2026-11-23".parse().unwrap(), 5).await.unwrap().app
}

async fn events(app: &App) -> u64 {
    app.store().read().await.unwrap().log_figures().await.unwrap().0
}

fn said(error: &AppError) -> String {
    error.to_string()
}

/// Of each file, rows read are those of which something became.
fn adds_up(summary: &ImportSummary) {
    for file in &summary.files {
        assert_eq!(file.read, file.created + file.updated + file.unchanged + file.refused, "{file:?}");
    }
    for s in &summary.report.sources {
        assert_eq!(s.read, s.created + s.updated + s.unchanged + s.refused + s.skipped + s.lost + s.unused, "{s:?}");
    }
}

#[tokio::test]
async fn a_mapped_import_is_rehearsed_saved_and_then_changes_nothing() {
    let body = |location: Location| async move {
        let app = opened(&location).await;
        let exports = || material(CUSTOMERS.as_bytes(), SUBS.as_bytes());
        let rehearsed = import(&app, exports(), Mode::Rehearse, Faulty::Stop).await.unwrap();
        assert!(rehearsed.changed && app.organisation().await.unwrap().is_none());
        let saved = import(&app, exports(), Mode::Save, Faulty::Stop).await.unwrap();
        assert_eq!(saved.files, rehearsed.files);
        adds_up(&saved);
        let subs = &saved.report.sources[1];
        assert_eq!((subs.read, subs.created), (5, 5));
        // S2 has run since March 2024: three reviews; S4 since January 2026: one.
        assert_eq!(saved.files.iter().find(|f| f.file == "terms.csv").map(|f| f.created), Some(7));
        let before = events(&app).await;
        let again = import(&app, exports(), Mode::Save, Faulty::Stop).await.unwrap();
        assert!(!again.changed);
        assert_eq!((again.report.sources[1].unchanged, events(&app).await), (5, before));
        let other =
            import(&app, material(CUSTOMERS.as_bytes(), SUBS.replace("45.25", "46").as_bytes()), Mode::Save, Faulty::Stop).await.unwrap();
        assert_eq!((other.report.sources[1].unchanged, other.report.sources[1].updated), (4, 1));
        assert!(app.check().await.unwrap().is_clean());
        app.close().await.unwrap();
    };
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), body).await.unwrap();
}

#[tokio::test]
async fn faulty_rows_are_left_out_with_what_refers_to_them_and_the_rest_is_saved() {
    let instance = Instance::sqlite().unwrap();
    let app = opened(&instance.location).await;
    let customers = CUSTOMERS.replace(",S\n", ",XL\n");
    let subs = SUBS.replace("2026-02-01,2027-02-01,99,USD", "2026-02-01,2027-02-01,99,XXZ");
    let stopped = import(&app, material(customers.as_bytes(), subs.as_bytes()), Mode::Save, Faulty::Stop).await.unwrap_err();
    assert!(said(&stopped).contains("customers.csv, row 4, column size: \"XL\" is not a whole number from 1 to 3."), "{}", said(&stopped));
    assert!(said(&stopped).contains("subs.csv, row 6, column currency: \"XXZ\""), "{}", said(&stopped));
    assert!(app.organisation().await.unwrap().is_none());
    let saved = import(&app, material(customers.as_bytes(), subs.as_bytes()), Mode::Save, Faulty::LeaveOut).await.unwrap();
    adds_up(&saved);
    let counts: Vec<(usize, usize, usize)> = saved.report.sources.iter().map(|s| (s.read, s.created, s.refused)).collect();
    assert_eq!(counts, [(4, 3, 1), (5, 2, 3)]);
    let reasons: Vec<String> = saved
        .report
        .entries
        .iter()
        .filter(|e| e.kind.code() == "refused")
        .map(|e| format!("{} {:?}: {}", e.file, e.row, e.reason))
        .collect();
    assert!(reasons.iter().any(|r| r.starts_with("subs.csv Some(4): goes with account 3, which was refused")), "{reasons:#?}");
    let facts = app.store().read().await.unwrap().facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap();
    let contracts: Vec<&str> = facts.contracts.values().map(|c| c.reference.as_str()).collect();
    assert_eq!((contracts, facts.accounts.len()), (vec!["S1", "S2"], 3));
    assert!(app.check().await.unwrap().is_clean());
    // What was refused can be mended and imported after.
    let mended = import(&app, material(CUSTOMERS.as_bytes(), SUBS.as_bytes()), Mode::Save, Faulty::Stop).await.unwrap();
    assert_eq!((mended.report.sources[1].created, mended.report.sources[1].unchanged), (3, 2));
}

/// Cells that somebody's export will have one day.
const MESS: &[&str] = &[
    "",
    " ",
    "NULL",
    "-5",
    "0",
    "1e308",
    "12,5",
    "1.234,50",
    "2025-02-29",
    "29/02/2025",
    "2090-12-31",
    "9999-12-31",
    "1900-01-01",
    "=cmd|'/C calc'!A0",
    "+1",
    "@x",
    "S1",
    "S1.0",
    "1",
    "1.0",
    "EUR",
    "usd",
    "\"",
    "\"a\nb\"",
    "\"a,b\"",
    "a,b",
    "\u{feff}",
    "Ørsted",
    "\u{202e}abc",
    "\0",
    "NaN",
    "99999999999999999999",
];

fn mutated(text: &str, random: &mut rand_chacha::ChaCha8Rng) -> Vec<u8> {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    for _ in 0..random.random_range(0..3) {
        let line = random.random_range(0..lines.len());
        let mut cells: Vec<String> = lines[line].split(',').map(str::to_string).collect();
        let cell = random.random_range(0..cells.len());
        match random.random_range(0..10) {
            0 => drop(cells.remove(cell)),
            1 => cells[cell] = "x".repeat(10_000),
            2 => cells[cell] += "  ",
            _ => cells[cell] = MESS[random.random_range(0..MESS.len())].to_string(),
        }
        lines[line] = cells.join(",");
    }
    if random.random_bool(0.1) {
        let line = random.random_range(0..lines.len());
        lines.push(lines[line].clone());
    }
    let text = lines.join("\n") + "\n";
    match random.random_range(0..24) {
        0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        2 => text.replace(',', ";").into_bytes(),
        3 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        4 => text.as_bytes()[..random.random_range(0..text.len())].to_vec(),
        5 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        _ => text.into_bytes(),
    }
}

/// More customers than one portion has.
const MANY: usize = 2_100;

#[tokio::test(flavor = "multi_thread")]
async fn a_first_import_in_portions_is_one_import_and_the_next_finds_nothing_to_change() -> Result<(), Fault> {
    each_engine(std::env::var("TENURE_TEST_POSTGRES").ok(), |location| async move {
        let app = opened(&location).await;
        let book = Material::Book(Box::new(large_book(MANY, 1)));
        let request = |mode| ImportRequest {
            material: &book,
            source: "large",
            as_of: None,
            mode,
            faulty: Faulty::Stop,
            unread: &[],
            progress: &|_| {},
        };
        let rehearsed = app.import(&operator(), request(Mode::Rehearse)).await.unwrap();
        assert_eq!(events(&app).await, 0, "a rehearsal writes nothing");
        let saved = app.import(&operator(), request(Mode::Save)).await.unwrap();
        assert_eq!((&saved.files, saved.open_renewals), (&rehearsed.files, rehearsed.open_renewals));
        assert_eq!(saved.open_renewals, MANY as u64, "every term ends after today");
        let records: usize = saved.files.iter().map(|file| file.created).sum();
        assert_eq!(events(&app).await, records as u64 + 1, "an event for each record, and one for the import");
        assert!(app.check().await.unwrap().is_clean());
        let again = app.import(&operator(), request(Mode::Save)).await.unwrap();
        assert!(!again.changed && again.files.iter().all(|file| file.unchanged == file.read), "{:?}", again.files);
        app.close().await.unwrap();
    })
    .await
}

#[tokio::test]
async fn foreign_files_in_portions_are_told_of_row_by_row_and_one_fault_stops_all_of_them() {
    let instance = Instance::sqlite().unwrap();
    let app = opened(&instance.location).await;
    let customers = (1..=MANY).map(|n| format!("{n},Customer {n},L\n")).collect::<String>();
    let subs = |last: &str| {
        let rows = (1..MANY).map(|n| format!("S{n},{n},2026-02-01,2027-02-01,{n},USD,Platform\n"));
        format!("sub,customer,from,to,price,currency,plan\n{}S{MANY},{MANY},2026-02-01,{last},9,USD,Platform\n", rows.collect::<String>())
    };
    let customers = format!("no,company,size\n{customers}");
    let faulty = import(&app, material(customers.as_bytes(), subs("soon").as_bytes()), Mode::Save, Faulty::Stop).await.unwrap_err();
    assert!(said(&faulty).contains("soon"), "{faulty}");
    assert_eq!(events(&app).await, 0);
    let summary = import(&app, material(customers.as_bytes(), subs("2027-02-01").as_bytes()), Mode::Save, Faulty::Stop).await.unwrap();
    adds_up(&summary);
    assert_eq!(summary.report.sources.iter().map(|source| source.read).collect::<Vec<_>>(), [MANY, MANY]);
    assert!(app.check().await.unwrap().is_clean());
}

#[tokio::test]
async fn five_hundred_mutated_exports_are_taken_or_refused_with_their_place_and_never_in_part() {
    let instance = Instance::sqlite().unwrap();
    let app = opened(&instance.location).await;
    import(&app, material(CUSTOMERS.as_bytes(), SUBS.as_bytes()), Mode::Save, Faulty::Stop).await.unwrap();
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..500 {
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
        let customers = if random.random_bool(0.5) { mutated(CUSTOMERS, &mut random) } else { CUSTOMERS.as_bytes().to_vec() };
        let subs = mutated(SUBS, &mut random);
        let before = events(&app).await;
        match import(&app, material(&customers, &subs), Mode::Save, Faulty::Stop).await {
            Ok(summary) => {
                adds_up(&summary);
                *outcomes.entry("taken").or_default() += 1;
                let report = app.check().await.unwrap();
                assert!(report.is_clean(), "seed {seed}: {report:?}");
            }
            Err(AppError::Refused(refusals)) => {
                *outcomes.entry("refused").or_default() += 1;
                assert_eq!(events(&app).await, before, "seed {seed}: a refused import writes nothing");
                for refusal in refusals {
                    // A quote, a cut or a NUL spoils a file from some row on; a row with too few cells has no column to name.
                    let whole = ["quote", "NUL", "UTF-8", "cells", "cut off", "is empty", "UTF-16"]
                        .iter()
                        .any(|word| refusal.problem.contains(word));
                    let placed = refusal.row.is_some() && refusal.column.is_some();
                    assert!(!refusal.file.is_empty() && !refusal.problem.is_empty() && (placed || whole), "seed {seed}: {refusal:?}");
                }
            }
            Err(other) => panic!("seed {seed}: {other}"),
        }
        // What can be left out is left out; what cannot stops it. Neither breaks an invariant.
        match import(&app, material(&customers, &subs), Mode::Rehearse, Faulty::LeaveOut).await {
            Ok(summary) => adds_up(&summary),
            Err(AppError::Refused(refusals)) => assert!(!refusals.is_empty(), "seed {seed}"),
            Err(other) => panic!("seed {seed}: {other}"),
        }
    }
    println!("{outcomes:?}");
    assert!(outcomes.get("taken").is_some_and(|n| *n > 10) && outcomes.get("refused").is_some_and(|n| *n > 50), "{outcomes:?}");
}

#[tokio::test]
async fn only_a_sample_company_has_its_day_set() {
    let instance = Instance::sqlite().unwrap();
    let app = opened(&instance.location).await;
    import(&app, material(CUSTOMERS.as_bytes(), SUBS.as_bytes()), Mode::Save, Faulty::Stop).await.unwrap();
    let material = material(CUSTOMERS.as_bytes(), SUBS.as_bytes()).unwrap();
    let as_of = Some("2027-01-01".parse().unwrap());
    let request = ImportRequest {
        material: &material,
        source: "billing",
        as_of,
        mode: Mode::Save,
        faulty: Faulty::Stop,
        unread: &[],
        progress: &|_| {},
    };
    let error = app.import(&operator(), request).await.unwrap_err();
    assert!(said(&error).contains("is for a sample company"), "{}", said(&error));
}

/// A plain pass over the CSV files, which have no quotes in the columns that are looked at.
fn plain_rows(text: &str) -> Vec<Vec<&str>> {
    text.lines().skip(1).map(|line| line.split(',').collect()).collect()
}

#[tokio::test]
async fn ravenstack_comes_in_whole_and_agrees_with_a_plain_count() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/ravenstack");
    let Ok(subscriptions) = std::fs::read_to_string(format!("{folder}/ravenstack_subscriptions.csv")) else {
        println!("skipped: the RavenStack sample is not here");
        return;
    };
    let rows = plain_rows(&subscriptions);
    let paid: Vec<_> = rows.iter().filter(|row| row[8] == "False" && row[2] != row[3]).collect();
    let live = paid.iter().filter(|row| row[2] <= "2025-01-01" && (row[3].is_empty() || row[3] > "2025-01-01"));
    let (count, arr) = live.fold((0_u64, 0_i64), |(count, arr), row| (count + 1, arr + row[7].parse::<i64>().unwrap() * 100));
    let names = ["accounts", "subscriptions", "churn_events", "support_tickets"].map(|name| format!("ravenstack_{name}.csv"));
    let files = names.map(|name| NamedFile { bytes: std::fs::read(format!("{folder}/{name}")).unwrap(), name });
    let material = Material::read(files.into(), Some(mapping_named("ravenstack").unwrap())).unwrap();
    let instance = Instance::sqlite().unwrap();
    let app = opened(&instance.location).await;
    let as_of = Some("2025-01-01".parse().unwrap());
    let request = ImportRequest {
        material: &material,
        source: "ravenstack",
        as_of,
        mode: Mode::Save,
        faulty: Faulty::Stop,
        unread: &[],
        progress: &|_| {},
    };
    let summary = app.import(&operator(), request).await.unwrap();
    adds_up(&summary);
    let read: Vec<(usize, usize, usize, usize)> = summary.report.sources.iter().map(|s| (s.read, s.created, s.skipped, s.unused)).collect();
    let trials = rows.iter().filter(|row| row[8] == "True").count();
    let empty = rows.iter().filter(|row| row[8] == "False" && row[2] == row[3]).count();
    assert_eq!(read, [(500, 500, 0, 0), (rows.len(), paid.len(), trials + empty, 0), (600, 0, 0, 600), (2000, 0, 0, 2000)]);
    assert_eq!((rows.len(), summary.open_renewals), (5000, count));
    let facts = app.store().read().await.unwrap().facts(&Scope::All, tenure_core::catalog::playbooks().unwrap()).await.unwrap();
    let open = facts.renewals.values().filter(|renewal| renewal.is_open());
    let lines = open.flat_map(|renewal| {
        facts.lines.values().filter(|line| (line.contract, line.term_number) == (renewal.contract, renewal.term_number))
    });
    let total: i64 = lines.map(|line| line.arr_minor(tenure_core::primitives::Currency::USD).unwrap()).sum();
    assert_eq!(total, arr, "live ARR in cents");
    for overlaps in ["sum", "latest"] {
        let asked = [("as_of", "2024-12-31"), ("months", "18"), ("overlaps", overlaps)];
        let view = app.months(&MoneyQuery::read(asked).unwrap()).await.unwrap();
        for month in view.months {
            let day = date_of(month.day).to_string();
            assert_eq!(month.closing_minor, plain_arr(&paid, overlaps, &day), "{overlaps} on {day}");
        }
    }
}

/// ARR of a day in cents: all that is paid, or of each account the subscription that started last, then the largest, then the last id.
fn plain_arr(paid: &[&Vec<&str>], overlaps: &str, day: &str) -> i64 {
    let mut accounts: BTreeMap<&str, Vec<(&str, i64, &str)>> = BTreeMap::new();
    for row in paid.iter().filter(|row| row[2] <= day && (row[3].is_empty() || row[3] > day)) {
        accounts.entry(row[1]).or_default().push((row[2], row[7].parse::<i64>().unwrap() * 100, row[0]));
    }
    let of_account = |live: &Vec<(&str, i64, &str)>| match overlaps {
        "latest" => live.iter().max().unwrap().1,
        _ => live.iter().map(|(_, arr, _)| arr).sum(),
    };
    accounts.values().map(of_account).sum()
}
