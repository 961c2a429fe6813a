//! How the whole book stands: who carries what, whether everything was carried, and what the advisor counts. Kept for the next question
//! while nothing changes.

use super::book::open;
use super::coverage::{CoverageView, coverage};
use super::workload::{WorkloadView, workload};
use crate::App;
use crate::error::AppError;
use crate::money::off_the_way;
use jiff::civil::Date;
use std::sync::{Arc, Mutex, PoisonError};
use tenure_core::checks::{Finding, policy_outgrown};
use tenure_core::facts::Facts;
use tenure_core::ownership::advisor::{Answer, Figures};
use tenure_core::primitives::Currency;
use tenure_store::{Scope, StoreError};

/// How the book stands.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) today: Date,
    pub(super) reporting: Currency,
    /// Who carries how much of the open renewals.
    pub(super) workload: WorkloadView,
    /// Whether everything was carried in the last two years.
    pub(super) coverage: CoverageView,
    /// What the advisor counts.
    pub(super) figures: Figures,
    /// What people told it.
    pub(super) answers: Vec<Answer>,
    /// What the policy of the day was not made for.
    pub(super) outgrown: Vec<Finding>,
}

/// What was counted, with the number of the last event in it.
type Kept = (u64, Arc<Counted>);

/// What was counted at the last question.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountedBook {
    kept: Arc<Mutex<Option<Kept>>>,
    /// Held while it is counted.
    counting: Arc<tokio::sync::Mutex<()>>,
}

impl CountedBook {
    fn kept(&self, event: u64, today: Date) -> Option<Arc<Counted>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(at, counted)| *at == event && counted.today == today).map(|(_, counted)| Arc::clone(counted))
    }
}

impl App {
    /// How the whole book stands now.
    pub(super) async fn counted(&self) -> Result<Arc<Counted>, AppError> {
        // Nobody waits with a connection in hand.
        let _turn = self.counted_book.counting.lock().await;
        let tx = self.store.read().await?;
        let event = tx.last_event().await?;
        let organisation = tx.organisation().await?.ok_or(StoreError::Empty)?;
        let today = self.today(&organisation);
        if let Some(counted) = event.and_then(|event| self.counted_book.kept(event, today)) {
            return Ok(counted);
        }
        let facts = tx.facts(&Scope::All, self.playbooks.clone()).await?;
        drop(tx);
        let counted = off_the_way(move || Ok::<_, AppError>(Arc::new(read(&facts, today)?))).await?;
        if let Some(event) = event {
            *self.counted_book.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((event, Arc::clone(&counted)));
        }
        Ok(counted)
    }
}

fn read(facts: &Facts, today: Date) -> Result<Counted, AppError> {
    let open = open(facts, today)?;
    Ok(Counted {
        figures: Figures::of(facts, today, open.iter().map(|open| &open.seen)),
        answers: facts.answers.clone(),
        outgrown: policy_outgrown(facts, today),
        today,
        reporting: facts.reporting(),
        workload: workload(facts, today),
        coverage: coverage(facts, today),
    })
}
