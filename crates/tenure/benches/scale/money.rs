//! Questions about money at the size of the large book: the first one of an instance, and those after it.

use crate::{at_most, now};
use std::path::Path;
use std::time::Duration;
use tenure_app::{LedgerFilter, MetricQuery, MoneyQuery};
use tenure_sim::testing::{Fault, TestApp};
use tenure_store::Location;

/// Asks what the pages ask. The first question reads the book; later ones find it kept.
pub async fn measure(data: &Path) -> Result<(), Fault> {
    let at = TestApp::open(&Location::Sqlite(data.join("tenure.db")), "2026-11-23".parse()?, 9).await?;
    // Some of the terms have run out by then.
    let usual = MoneyQuery { as_of: Some("2027-06-30".parse()?), ..MoneyQuery::default() };
    let start = now();
    let view = at.app.retention(&usual).await?;
    at_most("retention, the first question of an instance", start.elapsed(), Duration::from_secs(5));
    if view.residual_minor != 0 {
        return Err(format!("{} minor units are not explained", view.residual_minor).into());
    }
    let start = now();
    at.app.retention(&usual).await?;
    at_most("retention, the book at hand", start.elapsed(), Duration::from_millis(500));
    let start = now();
    at.app.ledger(&usual, &LedgerFilter::default()).await?;
    at_most("ledger, a page with its sums", start.elapsed(), Duration::from_millis(300));
    let start = now();
    at.app.metric(&usual, &MetricQuery { measure: "cohort_nrr".into(), ..MetricQuery::default() }).await?;
    at_most("one figure, open to its customers", start.elapsed(), Duration::from_millis(300));
    let start = now();
    let report = at.app.check().await?;
    at_most("every invariant proven", start.elapsed(), Duration::from_secs(20));
    if !report.is_clean() {
        return Err(format!("{report:?}").into());
    }
    Ok(at.app.close().await?)
}
