//! What the facts say to one person: findings to act on and promises to keep. Both look at everything of everything that the person holds,
//! so what was found is kept until something of it changes.

use super::{CommitmentItem, Person, commitment_items};
use crate::App;
use crate::checks::{FindingItem, finding_items};
use crate::error::AppError;
use crate::ownership::are_alike;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tenure_core::checks::{PAY_OUT_OF_STEP, POLICY_OUTGROWN, sees_to};
use tenure_core::facts::Facts;
use tenure_core::primitives::TeammateId;
use tenure_store::{HeldState, Scope, Tx};

/// People of whom something is kept at once.
const KEPT: usize = 1_000;

/// What is said to one person on a day.
#[derive(Debug)]
pub(super) struct Noted {
    /// Findings that the person should act on.
    pub(super) findings: Vec<FindingItem>,
    /// What the person promised and is due within 14 days or overdue.
    pub(super) commitments: Vec<CommitmentItem>,
}

/// What was last said to whom.
#[derive(Clone, Debug, Default)]
pub(crate) struct NotedBook(Arc<Mutex<Option<Kept>>>);

#[derive(Debug)]
struct Kept {
    today: Date,
    /// People, rates, policies, what tiers are owed and what was set aside, with which it was found: all that findings look at beside accounts.
    general: Facts,
    of: BTreeMap<TeammateId, (HeldState, Arc<Noted>)>,
}

impl Kept {
    fn fits(&self, general: &Facts, today: Date) -> bool {
        let kept = &self.general;
        let said = (&kept.dismissals, &kept.discount_limits, &kept.cares, &kept.forecast_weeks)
            == (&general.dismissals, &general.discount_limits, &general.cares, &general.forecast_weeks);
        self.today == today && said && kept.calendar == general.calendar && are_alike(kept, general)
    }
}

impl NotedBook {
    fn lock(&self) -> MutexGuard<'_, Option<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self, person: TeammateId, state: HeldState, (general, today): (&Facts, Date)) -> Option<Arc<Noted>> {
        let kept = self.lock();
        let (at, noted) = kept.as_ref().filter(|kept| kept.fits(general, today))?.of.get(&person)?;
        (*at == state).then(|| Arc::clone(noted))
    }

    fn keep(&self, person: TeammateId, (state, noted): (HeldState, &Arc<Noted>), (general, today): (&Facts, Date)) {
        let mut kept = self.lock();
        if !kept.as_ref().is_some_and(|kept| kept.fits(general, today) && kept.of.len() < KEPT) {
            *kept = Some(Kept { today, general: general.clone(), of: BTreeMap::new() });
        }
        if let Some(kept) = kept.as_mut() {
            kept.of.insert(person, (state, Arc::clone(noted)));
        }
    }
}

impl App {
    /// What the facts say to a person; `general` are the facts without accounts, `persons` everybody.
    pub(super) async fn noted(
        &self,
        tx: &Tx,
        person: TeammateId,
        (general, persons): (&Facts, &BTreeMap<TeammateId, Person>),
    ) -> Result<Arc<Noted>, AppError> {
        let today = self.today(&general.organisation);
        let state = tx.held_state(person).await?;
        if let Some(noted) = state.and_then(|state| self.noted_book.kept(person, state, (general, today))) {
            return Ok(noted);
        }
        let whole = tx.facts(&Scope::HeldBy(person), self.playbooks.clone()).await?;
        // Whether a policy was outgrown or pay is out of step is a question to the whole book; the page of findings and the advisor answer it.
        let mine = |finding: &FindingItem| finding.owner_id == person && ![POLICY_OUTGROWN, PAY_OUT_OF_STEP].contains(&finding.code);
        let findings = finding_items(&whole, today).into_iter().filter(mine).collect();
        let soon = today.saturating_add(15.days());
        let promised = whole.rooms.values().flat_map(|room| room.commitments.values());
        let promised = promised.filter(|promise| promise.is_open() && promise.due_on < soon && sees_to(&whole, promise, today) == person);
        let commitments = commitment_items(&whole, promised, (persons, today));
        let noted = Arc::new(Noted { findings, commitments });
        if let Some(state) = state {
            self.noted_book.keep(person, (state, &noted), (general, today));
        }
        Ok(noted)
    }
}
