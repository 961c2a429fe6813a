//! What is said of the whole book: findings, loads, coverage, outcomes, what people hold, the figures of the advisor. It is counted in portions of some hundred accounts,
//! which add up, and kept: after a change only the portions with accounts that changed are counted again.

use crate::App;
use crate::checks::{FindingItem, Placed, book_items, items_of_accounts};
use crate::error::AppError;
use crate::ownership::{Carried, are_alike, coverage_months, figures_of_accounts};
use crate::planning::Lanes;
use crate::renewal::{OutcomeItem, decided};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use tenure_core::checks::Counts;
use tenure_core::facts::Facts;
use tenure_core::ownership::advisor::Figures;
use tenure_core::ownership::coverage::Month;
use tenure_core::primitives::AccountId;
use tenure_store::Scope;

/// Accounts in one portion.
const PORTION: usize = 400;

/// What is said of some accounts.
#[derive(Debug)]
struct Part {
    accounts: Vec<AccountId>,
    found: Vec<Placed>,
    counts: Counts,
    carried: Carried,
    coverage: Vec<Month>,
    figures: Figures,
    decided: Vec<OutcomeItem>,
}

impl Part {
    fn of(facts: &Facts, accounts: Vec<AccountId>, today: Date) -> Result<Arc<Self>, AppError> {
        Ok(Arc::new(Self {
            accounts,
            found: items_of_accounts(facts, today),
            counts: Counts::of(facts, today),
            carried: Carried::of(facts, today),
            coverage: coverage_months(facts, today),
            figures: figures_of_accounts(facts, today)?,
            decided: decided(facts, today),
        }))
    }
}

/// What is said of the whole book on a day.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) today: Date,
    /// People, policies and rates: everything but accounts, in a database.
    pub(crate) general: Facts,
    parts: Vec<Arc<Part>>,
}

impl Whole {
    /// Every finding, worst first, those that were set aside too.
    pub(crate) fn findings(&self) -> Vec<Placed> {
        let said = |placed: &Placed| {
            let dismissed = self.general.dismissals.get(&placed.item.id).filter(|said| said.holds(self.today)).cloned();
            Placed { item: FindingItem { dismissed, ..placed.item.clone() }, ..*placed }
        };
        let mut found: Vec<Placed> = self.parts.iter().flat_map(|part| &part.found).map(said).collect();
        found.extend(book_items(&self.general, &self.counts(), self.today));
        found.sort_by(|a, b| a.rank().cmp(&b.rank()));
        found
    }

    /// What was counted for findings about the whole book.
    pub(crate) fn counts(&self) -> Counts {
        self.parts.iter().fold(Counts::default(), |mut sum, part| {
            sum.add(&part.counts);
            sum
        })
    }

    /// What everybody carries.
    pub(crate) fn carried(&self) -> Carried {
        self.parts.iter().fold(Carried::default(), |mut sum, part| {
            sum.add(&part.carried);
            sum
        })
    }

    /// The months of coverage, oldest first.
    pub(crate) fn coverage(&self) -> Vec<Month> {
        let mut months = coverage_months(&Facts::empty(self.general.organisation.clone(), Vec::new()), self.today);
        for part in &self.parts {
            months.iter_mut().zip(&part.coverage).for_each(|(sum, month)| sum.add(month));
        }
        months
    }

    /// Outcomes, in no order.
    pub(crate) fn decided(&self) -> impl Iterator<Item = &OutcomeItem> {
        self.parts.iter().flat_map(|part| &part.decided)
    }

    /// What the advisor counts.
    pub(crate) fn figures(&self) -> Figures {
        let mut figures = Figures { arr_minor: Some(0), ..Figures::of_csms(&self.general, self.today) };
        self.parts.iter().for_each(|part| figures.add(&part.figures));
        figures
    }
}

/// What was said, with the number of the last event in it.
type Kept = (u64, Arc<Whole>);

/// What was said of the whole book last.
#[derive(Clone, Debug, Default)]
pub(crate) struct WholeBook {
    kept: Arc<Mutex<Option<Kept>>>,
    /// Held while it is counted: nobody counts what somebody else is counting.
    counting: Arc<tokio::sync::Mutex<()>>,
}

impl WholeBook {
    /// What was kept of a day, where it was counted with the same people, policies and rates.
    fn kept(&self, general: &Facts, today: Date) -> Option<Kept> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (event, whole) = kept.as_ref()?;
        let before = &whole.general;
        let said = (&before.discount_limits, &before.cares) == (&general.discount_limits, &general.cares);
        let fits = whole.today == today && said && are_alike(before, general);
        fits.then(|| (*event, Arc::clone(whole)))
    }
}

impl App {
    /// Counts the whole book, so that whoever asks next need not wait for it. An empty instance has nothing.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn count_whole_book(&self) -> Result<(), AppError> {
        if self.organisation().await?.is_some() {
            self.whole().await?;
        }
        Ok(())
    }

    /// What is said of the whole book now.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub(crate) async fn whole(&self) -> Result<Arc<Whole>, AppError> {
        // Nobody waits with a connection in hand.
        let _turn = self.whole_book.counting.lock().await;
        let tx = self.store.read().await?;
        let general = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&general.organisation);
        let Some(event) = tx.last_event().await? else {
            let facts = tx.facts(&Scope::All, self.playbooks.clone()).await?;
            let part = Part::of(&facts, facts.accounts.keys().copied().collect(), today)?;
            return Ok(Arc::new(Whole { today, general, parts: vec![part] }));
        };
        let (mut parts, accounts) = match self.whole_book.kept(&general, today) {
            Some((at, whole)) if at == event => return Ok(whole),
            Some((at, whole)) if at < event => split(&whole.parts, tx.accounts_changed(Some(at)).await?),
            _ => (Vec::new(), portions(&tx.accounts_changed(None).await?)),
        };
        drop(tx);
        let mut lanes = Lanes::of(accounts);
        while let Some(part) = lanes.next(|portion| count(self.clone(), portion, today)).await? {
            parts.push(part);
        }
        let whole = Arc::new(Whole { today, general, parts });
        *self.whole_book.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((event, Arc::clone(&whole)));
        Ok(whole)
    }
}

/// Counts a portion. What somebody writes meanwhile is counted now or, at the next question, again.
async fn count(app: App, portion: Scope, today: Date) -> Result<Arc<Part>, AppError> {
    let facts = app.store.read().await?.facts(&portion, app.playbooks.clone()).await?;
    let Scope::These(accounts) = portion else { return Part::of(&facts, facts.accounts.keys().copied().collect(), today) };
    Part::of(&facts, accounts, today)
}

/// The parts that nothing changed in, and the portions that are to be counted: those with a change, and new accounts.
fn split(parts: &[Arc<Part>], changed: Vec<AccountId>) -> (Vec<Arc<Part>>, Vec<Scope>) {
    let mut new: BTreeSet<AccountId> = changed.into_iter().collect();
    let (mut stay, mut again) = (Vec::new(), Vec::new());
    for part in parts {
        let before = new.len();
        for id in &part.accounts {
            new.remove(id);
        }
        if new.len() == before {
            stay.push(Arc::clone(part));
        } else {
            again.push(Scope::These(part.accounts.clone()));
        }
    }
    again.extend(portions(&new.into_iter().collect::<Vec<_>>()));
    (stay, again)
}

fn portions(accounts: &[AccountId]) -> Vec<Scope> {
    accounts.chunks(PORTION).map(|portion| Scope::These(portion.to_vec())).collect()
}
