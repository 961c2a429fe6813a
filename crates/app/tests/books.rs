//! A book goes out of one engine and into the other and comes out the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests: what is refused stops them, and they say what they skip"
)]

use tenure_app::{Actor, App};
use tenure_core::book::Book;
use tenure_sim::sample::load_part;
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
    // The customers with tables: the book has no columns yet for all that the others live through.
    load_part(&source.location, 1, |_| true).await?;
    let TestApp { app, .. } = TestApp::open(&source.location, "2026-11-23".parse()?, 2).await?;
    let book = app.export_book().await?;
    let facts = app.store().read().await?.facts(&Scope::All, tenure_core::catalog::playbooks()?).await?;
    assert!(facts.tasks.len() > 300 && book.tables.iter().all(|table| !table.rows.is_empty()));
    app.close().await?;
    let first = tenure_sim::testing::Instance::sqlite()?;
    assert_eq!(through(&first.location, &book).await, book);
    each_engine(postgres(), move |location: Location| {
        let book = book.clone();
        async move { assert_eq!(through(&location, &book).await, book) }
    })
    .await
}
