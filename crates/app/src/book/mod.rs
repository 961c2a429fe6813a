//! Verbs on the book: import it, export it. Files are read and written by the edge; this decides and saves.

use crate::App;
use crate::access::Actor;
use crate::change::event;
use crate::error::AppError;
use crate::permission::require_administrator;
use jiff::tz::TimeZone;
use tenure_core::book::{Book, Change, FileCounts, RecordChange, export, plan_import};
use tenure_core::facts::Moment;
use tenure_core::planner::{Cause, Planning};
use tenure_core::refusal::Refusal;
use tenure_store::Scope;

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSummary {
    /// Rows read, created, updated and unchanged by file.
    pub files: Vec<FileCounts>,
    /// Renewals that are open afterwards.
    pub open_renewals: u64,
    /// Whether anything was written.
    pub changed: bool,
}

impl App {
    /// Imports a book: all of it in one transaction, or nothing.
    ///
    /// # Errors
    /// Every refusal of the book, each with file, row, column and value.
    pub async fn import_book(&self, actor: &Actor, book: &Book, source: &str) -> Result<ImportSummary, AppError> {
        require_administrator(actor)?;
        let tx = self.store.write().await?;
        let existing = match tx.organisation().await? {
            Some(_) => Some(tx.facts(&Scope::All, self.playbooks.clone()).await?),
            None => None,
        };
        let moment = match &existing {
            Some(facts) => self.moment(&facts.organisation),
            None => {
                let zone = book_zone(book)?;
                Moment { today: book.sample_today().unwrap_or_else(|| self.now().to_zoned(zone).date()), recorded_at: self.now() }
            }
        };
        let cause = Cause { author: actor.name(), reason: format!("the book {source} was imported") };
        let planning = Planning { moment, cause: &cause, ids: self.ids.as_ref() };
        let plan = plan_import(existing.as_ref(), book, self.playbooks.clone(), planning)?;
        let open_renewals = plan.facts_after.renewals.values().filter(|renewal| renewal.is_open()).count() as u64;
        let summary = ImportSummary { files: plan.counts, open_renewals, changed: !plan.writes.is_empty() };
        if summary.changed {
            let run = format!("The book {source} was imported: {} records changed", plan.records.len());
            let mut events = vec![event(self, actor, moment, ("book_imported", source, &run))];
            events.extend(plan.records.iter().map(|record| self.record_event(actor, moment, record)));
            tx.save(&plan.writes, moment, &events).await?;
        }
        tx.commit().await?;
        Ok(summary)
    }

    fn record_event(&self, actor: &Actor, moment: Moment, record: &RecordChange) -> tenure_store::Event {
        let verb = match record.change {
            Change::Created => "created",
            Change::Updated => "updated",
        };
        let (kind, summary) = (format!("{}_{verb}", record.kind), format!("{} {} was {verb} by import", record.kind, record.reference));
        event(self, actor, moment, (&kind, &record.reference, &summary))
    }

    /// The whole book as it stands.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn export_book(&self) -> Result<Book, AppError> {
        Ok(export(&self.store.read().await?.facts(&Scope::All, self.playbooks.clone()).await?))
    }
}

/// The zone in which a first import reckons today.
fn book_zone(book: &Book) -> Result<TimeZone, AppError> {
    let Some(zone) = book.time_zone() else { return Ok(TimeZone::UTC) };
    TimeZone::get(zone).map_err(|_| {
        Refusal {
            file: "organisation.csv".into(),
            row: Some(2),
            column: Some("time_zone".into()),
            value: Some(zone.into()),
            problem: "is not an IANA time zone such as Europe/London".into(),
            remedy: String::new(),
        }
        .into()
    })
}
