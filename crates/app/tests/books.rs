//! A book goes out of one engine and into the other and comes out the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use tenure_app::{Actor, App};
use tenure_core::book::{Book, FILES, Row, Table};
use tenure_core::catalog::STARTER_POLICY;
use tenure_sim::load_sample;
use tenure_sim::testing::{Fault, TestApp, each_engine};
use tenure_store::{Location, Scope};

fn postgres() -> Option<String> {
    std::env::var("TENURE_TEST_POSTGRES").ok()
}

fn operator() -> Actor {
    Actor::Operator("Ingrid Solberg".into())
}

async fn events(app: &App) -> u64 {
    app.store().read().await.unwrap().log_figures().await.unwrap().0
}

/// Imports into an empty instance, imports again, and gives what comes out.
async fn through(location: &Location, book: &Book) -> Book {
    // A later day by the clock: the sample's own day comes with the book.
    let TestApp { app, .. } = TestApp::open(location, "2027-12-01".parse().unwrap(), 3).await.unwrap();
    let summary = app.import_book(&operator(), book, "a book").await.unwrap();
    assert!(summary.changed);
    let before = events(&app).await;
    let again = app.import_book(&operator(), book, "a book").await.unwrap();
    assert!(!again.changed, "{again:#?}");
    assert_eq!(events(&app).await, before, "a book that is there already writes nothing");
    let report = app.check().await.unwrap();
    assert!(report.is_clean(), "{report:#?}");
    let exported = app.export_book().await.unwrap();
    app.close().await.unwrap();
    exported
}

#[tokio::test]
async fn a_book_exported_and_imported_is_exported_equal() -> Result<(), Fault> {
    let source = tenure_sim::testing::Instance::sqlite()?;
    load_sample(&source.location, 1).await?;
    let TestApp { app, .. } = TestApp::open(&source.location, "2026-11-23".parse()?, 2).await?;
    let book = app.export_book().await?;
    let facts = app.store().read().await?.facts(&Scope::All, tenure_core::catalog::playbooks()?).await?;
    let filled = |file: &str| book.table(file).is_some_and(|table| !table.rows.is_empty());
    assert!(facts.tasks.len() > 300 && filled("lines.csv") && filled("completed_tasks.csv"));
    app.close().await?;
    let first = tenure_sim::testing::Instance::sqlite()?;
    assert_eq!(through(&first.location, &book).await, book);
    each_engine(postgres(), move |location: Location| {
        let book = book.clone();
        async move { assert_eq!(through(&location, &book).await, book) }
    })
    .await
}

/// A small company with every file: a term that was renewed and one that was lost, as people told it; a co-term group; a merged account.
fn small_company() -> Book {
    let rows: [&[&str]; 36] = [
        &["Halden Software|USD|Europe/Lisbon|maya|2026-11-23|2|20|4|7|14|5m_to_25m"],
        &["2026|EUR|1.14"],
        &["2026-11-20|EUR|1.0832"],
        &["every|30|new|latest|account|180|1500|40|cross_sell cross_division cross_stakeholder"],
        &["2026-12-25|Christmas Day|"],
        &["Platform|true|false"],
        &[
            "quick-30|Trials need less|code = 'quick-30'\nname = 'Quick'\nsummary = 'For trials'\n[[step]]\ncode = 'ask'\ndays_before_anchor = 30\nphase = 'Ask'\ntitle = 'Ask'\ngoal = 'An answer'\nevidence = 'The answer'\nlead = 'commercial'",
        ],
        &[
            "maya|Maya Lindqvist|maya@halden.example|cs_leader||EMEA|PT|2022-01-01|",
            "priya|Priya Nair|priya@halden.example|csm|maya|EMEA||2023-04-01|",
        ],
        &["priya|2026-11-10|2027-01-04|maya|Parental leave"],
        &["priya|2026-01-01|procurement|true|North|DACH|25"],
        &["seats|Seats|number"],
        &[
            "A-17|Northwind Traders|1|Enterprise|EMEA|DE|yellow|A-20|4||Usage fell|Priya Nair|2026-10-05|2027-01-05|procurement|seats=420",
            "A-19|Contoso|3||EMEA||red|||A-17|They were bought|Maya Lindqvist|2026-01-10|2026-06-01||",
            "A-20|Northwind Group|1||EMEA|SA|unknown|||||||||",
        ],
        &["A-17|csm|priya|2024-01-01|"],
        &["P-1|A-17|Olga Brandt|CFO|olga@northwind.example|Group IT|champion economic_buyer|"],
        &["HS-1|A-17|USD|true|45|12|500|300|fixed|", "HS-2|A-17|USD|false||12||0|fixed|HS-1", "HS-3|A-17|EUR|false||12||0|fixed|"],
        &[
            "HS-1|1|2025-01-09|2026-01-09||||||",
            "HS-1|2|2026-01-09|2027-01-09|2026-11-02|true|2025-12-18|value_proven|It runs our month end.|",
            "HS-2|1|2026-03-01|2027-01-09||||||",
            "HS-3|1|2025-03-01|2026-03-01||||||2026-02-20",
        ],
        &[
            "L-1|HS-1|1|Platform||recurring|400|600|year|0|2025-01-09|2026-01-09|||P-1|sold|",
            "L-2|HS-1|2|Platform||recurring|420|612.5|year|0|2026-01-09|2027-01-09|||P-1|renewed|L-1",
            "L-3|HS-2|1|Platform||recurring|10|100|month|2000|2026-03-01|2027-01-09|2026-03-01|2026-06-01||sold|",
        ],
        &["HS-1|1|renewed_up|2025-12-18|value_proven|It runs our month end.", "HS-3|1|churned|2026-02-20|price|Too dear."],
        &["HS-1|2|business-review|done|Priya Nair|2026-07-30T09:30:00Z|Review held with the CFO."],
        &["HS-1|2|commercial|maya|The board asked for it|Maya Lindqvist|2026-10-01|2027-01-09"],
        &[
            "E-1|A-17|cross_sell|USD|1000.00|They asked for it|priya|2025-11-01|csql|Priya Nair|2026-02-02|2026-02-04|won|Maya Lindqvist|2026-02-04|Gladly|Maya Lindqvist|2026-03-01|As agreed",
        ],
        &["E-1|L-3.v1@2026-03-01/whole|2026-03-01|USD|960.00"],
        &["A-17|2026-11-04|meeting|Plans for next year|They open an office.|maya priya|P-1|HS-1|2|Priya Nair|2026-11-04T16:20:00Z"],
        &[
            "A-17|outcome|Claims settled faster|2026-03-02|P-1|At the kick-off|their minutes|days a claim|12|4|||P-1|2026-07-02|Priya Nair|2026-03-02T16:20:00Z",
            "A-17|quality|Calm on Mondays|2026-10-07|P-1|It is calm now.|||||||||Priya Nair|2026-10-07T08:00:00Z",
            "A-17|roi|Hours of planning|2026-09-01||||||| Hours saved: 10 a week; Rate: 62.5 USD|USD|||Priya Nair|2026-09-01T08:00:00Z",
        ],
        &["A-17|Claims settled faster|2026-06-30|7.5|Their June report|Priya Nair|2026-07-01T09:00:00Z"],
        &["A-17|P-1|high|supporter|maya priya|2026-10-05|Asked for the price|Priya Nair|2026-10-05T16:20:00Z"],
        &[
            "A-17|legal|Data must stay here|2026-10-13||||||||||Priya Nair|2026-10-13T16:20:00Z",
            "A-17|price|The uplift is too high|2026-10-12|P-1|Three years at 2%|Priya Nair|2026-10-14|They took it|Priya Nair|2026-11-02|HS-1|2|Priya Nair|2026-10-12T16:20:00Z",
        ],
        &[
            "A-17|A test system|P-1|priya|2026-10-14|2026-12-01|kept|A week early|Priya Nair|2026-11-20|HS-1|2|Priya Nair|2026-10-14T16:20:00Z",
            "A-17|A visit in spring||maya|2026-10-15|2027-03-01|||||||Maya Lindqvist|2026-10-15T16:20:00Z",
        ],
        &[
            "HS-1|1|product: reporting|Ask in spring.|weak|Meet their new chief.|priya|2027-02-01|2026-01-20|Priya Nair|2026-01-20T16:20:00Z",
        ],
        &["HS-1|2|1|priya|2026-10-14|Theirs to take.|2027-01-09|Priya Nair|2026-10-14T16:20:00Z"],
        &["HS-1|2|1|1|Two years|2029-01-09|A new edition"],
        &["HS-1|2|1|1|longer_term|5% off|Two years"],
        &[
            "HS-1|2|1|0|L-2|1|HS-1|2|Platform||recurring|420|612.5|year|0|||2026-01-09|2027-01-09|P-1|renewed|L-1",
            "HS-1|2|1|1||1|HS-1|3|Platform||recurring|420|650|year|500|2027-01-09|2027-04-09|2027-01-09|2029-01-09|P-1|renewed|L-2",
        ],
        &[
            "HS-1|2|1|asked|2026-10-14|They leave otherwise.|maya|||Priya Nair|2026-10-14T16:30:00Z",
            "HS-1|2|1|approved|2026-10-15||maya|||Maya Lindqvist|2026-10-15T08:00:00Z",
            "HS-1|2|1|sent|2026-10-16|||Olga Brandt||Priya Nair|2026-10-16T08:00:00Z",
        ],
        &["A-17|@Maya Lindqvist, can we hold the price?|2026-10-14|maya|priya|HS-1|2|Priya Nair|2026-10-14T16:20:00Z"],
        &["A-17|quote|Two years|https://files.halden.example/q|HS-1|2|Priya Nair|2026-10-14T16:22:00Z"],
    ];
    let table = |(schema, rows): (&tenure_core::book::FileSchema, &[&str])| Table {
        file: schema.file.into(),
        header: schema.columns.iter().map(|column| column.name.to_string()).collect(),
        rows: rows
            .iter()
            .zip(2..)
            .map(|(row, line)| Row { line, cells: row.split('|').map(|cell| cell.trim().to_string()).collect() })
            .collect(),
    };
    Book { tables: FILES.iter().zip(rows).map(table).collect(), policy: Some(("policy.toml".into(), STARTER_POLICY.1.into())) }
}

#[tokio::test]
async fn every_file_of_a_book_is_kept_by_both_engines() -> Result<(), Fault> {
    each_engine(postgres(), |location: Location| async move {
        let book = small_company();
        assert_eq!(book.tables.len(), FILES.len());
        assert!(book.tables.iter().all(|table| !table.rows.is_empty()));
        assert_eq!(through(&location, &book).await, book);
    })
    .await
}
