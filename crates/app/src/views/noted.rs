//! What the facts say to one person: findings to act on and promises to keep. Both look at everything of everything that the person holds,
//! so what was found is kept in portions; after a change only those with accounts that changed are looked at again.

use super::{CommitmentItem, Person, by_due_day, commitment_items};
use crate::App;
use crate::checks::{FindingItem, Placed, book_items, items_of_accounts};
use crate::error::AppError;
use crate::ownership::are_alike;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tenure_core::checks::{Counts, Dismissal, PAY_OUT_OF_STEP, POLICY_OUTGROWN, sees_to};
use tenure_core::facts::Facts;
use tenure_core::forecast::Kind;
use tenure_core::primitives::{AccountId, TeammateId};
use tenure_store::{HeldState, Scope, Tx};

/// People of whom something is kept at once.
const KEPT: usize = 1_000;
/// Accounts in one portion.
const PORTION: usize = 8;

/// What is said to one person on a day.
#[derive(Debug)]
pub(super) struct Noted {
    /// Findings that the person should act on.
    pub(super) findings: Vec<FindingItem>,
    /// What the person promised and is due within 14 days or overdue.
    pub(super) commitments: Vec<CommitmentItem>,
}

/// Who asks, and when.
#[derive(Clone, Copy)]
struct Asking<'a> {
    person: TeammateId,
    persons: &'a BTreeMap<TeammateId, Person>,
    today: Date,
}

/// What some accounts say to one person.
#[derive(Debug)]
struct Part {
    /// The accounts with their revisions.
    accounts: BTreeMap<AccountId, u64>,
    found: Vec<Placed>,
    counts: Counts,
    promised: Vec<CommitmentItem>,
}

impl Part {
    fn of(facts: &Facts, accounts: BTreeMap<AccountId, u64>, Asking { person, persons, today }: Asking<'_>) -> Arc<Self> {
        let soon = today.saturating_add(15.days());
        let promised = facts.rooms.values().flat_map(|room| room.commitments.values());
        let promised = promised.filter(|promise| promise.is_open() && promise.due_on < soon && sees_to(facts, promise, today) == person);
        let mut found = items_of_accounts(facts, today);
        found.retain(|placed| placed.item.owner_id == person);
        let promised = commitment_items(facts, promised, (persons, today));
        Arc::new(Self { accounts, found, counts: Counts::of(facts, today), promised })
    }
}

/// What was last said to somebody.
#[derive(Debug)]
struct Held {
    state: HeldState,
    parts: Vec<Arc<Part>>,
    /// All that the portions say, with what was set aside and submitted by then.
    noted: Arc<Noted>,
    dismissals: BTreeMap<String, Dismissal>,
    forecast_weeks: BTreeMap<(TeammateId, Kind), Date>,
}

impl Held {
    fn of(state: HeldState, parts: Vec<Arc<Part>>, general: &Facts, asking: Asking<'_>) -> Self {
        let noted = Arc::new(together(&parts, general, asking));
        Self { state, parts, noted, dismissals: general.dismissals.clone(), forecast_weeks: general.forecast_weeks.clone() }
    }

    fn is_told(&self, state: HeldState, general: &Facts) -> bool {
        let said = (&self.dismissals, &self.forecast_weeks) == (&general.dismissals, &general.forecast_weeks);
        self.state == state && said
    }
}

/// What was last said to whom.
#[derive(Clone, Debug, Default)]
pub(crate) struct NotedBook(Arc<Mutex<Option<Kept>>>);

#[derive(Debug)]
struct Kept {
    today: Date,
    /// People, rates, policies and what tiers are owed, with which it was found: all that portions look at beside accounts.
    general: Facts,
    of: BTreeMap<TeammateId, Arc<Held>>,
}

impl Kept {
    fn fits(&self, general: &Facts, today: Date) -> bool {
        let kept = &self.general;
        let said = (&kept.discount_limits, &kept.cares) == (&general.discount_limits, &general.cares);
        self.today == today && said && are_alike(kept, general)
    }
}

impl NotedBook {
    fn lock(&self) -> MutexGuard<'_, Option<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self, person: TeammateId, (general, today): (&Facts, Date)) -> Option<Arc<Held>> {
        self.lock().as_ref().filter(|kept| kept.fits(general, today))?.of.get(&person).cloned()
    }

    fn keep(&self, person: TeammateId, held: Held, (general, today): (&Facts, Date)) {
        let mut kept = self.lock();
        if !kept.as_ref().is_some_and(|kept| kept.fits(general, today) && kept.of.len() < KEPT) {
            *kept = Some(Kept { today, general: general.clone(), of: BTreeMap::new() });
        }
        if let Some(kept) = kept.as_mut() {
            kept.of.insert(person, Arc::new(held));
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
        let asking = Asking { person, persons, today };
        let Some(state) = tx.held_state(person).await? else {
            let facts = tx.facts(&Scope::HeldBy(person), self.playbooks.clone()).await?;
            return Ok(Arc::new(together(&[Part::of(&facts, BTreeMap::new(), asking)], general, asking)));
        };
        let parts = match self.noted_book.kept(person, (general, today)) {
            Some(held) if held.is_told(state, general) => return Ok(Arc::clone(&held.noted)),
            Some(held) if held.state == state => held.parts.clone(),
            kept => {
                let kept = kept.as_ref().map_or(&[][..], |held| &held.parts);
                let (mut parts, again) = split(kept, tx.held_accounts(person).await?);
                for accounts in again {
                    let scope = Scope::These(accounts.keys().copied().collect());
                    parts.push(Part::of(&tx.facts(&scope, self.playbooks.clone()).await?, accounts, asking));
                }
                parts
            }
        };
        let held = Held::of(state, parts, general, asking);
        let noted = Arc::clone(&held.noted);
        self.noted_book.keep(person, held, (general, today));
        Ok(noted)
    }
}

/// The portions in which nothing changed, and the accounts that are to be looked at again or for the first time, in portions.
fn split(kept: &[Arc<Part>], mut held: BTreeMap<AccountId, u64>) -> (Vec<Arc<Part>>, Vec<BTreeMap<AccountId, u64>>) {
    let stays = |part: &Arc<Part>| part.accounts.iter().all(|(id, revision)| held.get(id) == Some(revision));
    let stay: Vec<Arc<Part>> = kept.iter().filter(|part| stays(part)).cloned().collect();
    stay.iter().flat_map(|part| part.accounts.keys()).for_each(|id| {
        held.remove(id);
    });
    let again: Vec<(AccountId, u64)> = held.into_iter().collect();
    (stay, again.chunks(PORTION).map(|portion| portion.iter().copied().collect()).collect())
}

/// What all portions say, without what was set aside.
fn together(parts: &[Arc<Part>], general: &Facts, Asking { person, today, .. }: Asking<'_>) -> Noted {
    let mut counts = Counts::default();
    parts.iter().for_each(|part| counts.add(&part.counts));
    // Whether a policy was outgrown or pay is out of step is a question to the whole book; the page of findings and the advisor answer it.
    let mine = |item: &FindingItem| item.owner_id == person && ![POLICY_OUTGROWN, PAY_OUT_OF_STEP].contains(&item.code);
    let mut found = book_items(general, &counts, today);
    found.retain(|placed| mine(&placed.item));
    let set_aside = |placed: &&Placed| general.dismissals.get(&placed.item.id).is_some_and(|said| said.holds(today));
    let mut found: Vec<&Placed> = parts.iter().flat_map(|part| &part.found).chain(&found).filter(|placed| !set_aside(placed)).collect();
    found.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let mut commitments: Vec<CommitmentItem> = parts.iter().flat_map(|part| part.promised.iter().cloned()).collect();
    by_due_day(&mut commitments);
    let findings = found.into_iter().map(|placed| FindingItem { dismissed: None, ..placed.item.clone() }).collect();
    Noted { findings, commitments }
}
