//! Business reviews: who was reviewed within the rhythm of their tier, by tier and by person, and who is due.

use super::{Named, Person, people};
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::account::{Care, is_reviewed, next_review_on, owed_on};
use tenure_core::primitives::TeammateId;
use tenure_store::{ReviewedRow, Scope};

/// Customers told one by one.
const DUE_MAX: usize = 200;

/// How many of some customers were reviewed within their rhythm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// Customers with an open renewal.
    pub accounts: u64,
    /// Those reviewed within the rhythm of their tier.
    pub reviewed: u64,
    /// Those that were never reviewed.
    pub never: u64,
}

/// A customer whose review is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewDue {
    /// The customer.
    pub account: Named,
    /// Its tier.
    pub tier: u8,
    /// The last business review; `None` where there was none.
    pub last_on: Option<Date>,
    /// When the next one was due; `None` where there was none.
    pub due_on: Option<Date>,
    /// Who is accountable for value.
    pub holder: Option<Person>,
}

/// The page of business reviews.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewsView {
    /// Today.
    pub today: Date,
    /// All customers with an open renewal.
    pub all: Reviewed,
    /// By tier, with the days of its rhythm.
    pub tiers: Vec<(u8, u16, Reviewed)>,
    /// By who is accountable for value, the one with most due first.
    pub people: Vec<(Person, Reviewed)>,
    /// Customers that are due: those never reviewed first, then the longest due; at most 200.
    pub due: Vec<ReviewDue>,
}

impl Reviewed {
    fn count(&mut self, row: &ReviewedRow, (every_days, today): (u16, Date)) {
        self.accounts += 1;
        self.reviewed += u64::from(is_reviewed(every_days, row.last_on, today));
        self.never += u64::from(row.last_on.is_none());
    }

    /// Customers that are due.
    pub const fn due(self) -> u64 {
        self.accounts - self.reviewed
    }
}

impl App {
    /// Who was reviewed within the rhythm of their tier, of everybody or of whom one person is accountable for.
    ///
    /// # Errors
    /// A person that does not exist.
    pub async fn reviews(&self, person: Option<&str>) -> Result<ReviewsView, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let persons = people(&facts, today);
        let only = match person.filter(|reference| !reference.is_empty()) {
            Some(reference) => Some(crate::identity::teammate(facts.teammates.values(), reference)?.id),
            None => None,
        };
        let mut rows = tx.reviewed().await?;
        rows.retain(|row| only.is_none() || row.holder == only);
        Ok(view(&rows, &persons, (&facts.cares, today)))
    }
}

fn view(rows: &[ReviewedRow], persons: &BTreeMap<TeammateId, Person>, (cares, today): (&[Care], Date)) -> ReviewsView {
    let rhythm = |tier: u8| owed_on(cares, tier, today).0.review_days;
    let mut all = Reviewed::default();
    let mut tiers: BTreeMap<u8, Reviewed> = BTreeMap::new();
    let mut people: BTreeMap<TeammateId, Reviewed> = BTreeMap::new();
    for row in rows {
        all.count(row, (rhythm(row.tier), today));
        tiers.entry(row.tier).or_default().count(row, (rhythm(row.tier), today));
        if let Some(holder) = row.holder {
            people.entry(holder).or_default().count(row, (rhythm(row.tier), today));
        }
    }
    let mut due: Vec<ReviewDue> = rows
        .iter()
        .filter(|row| !is_reviewed(rhythm(row.tier), row.last_on, today))
        .map(|row| ReviewDue {
            account: Named { reference: row.reference.clone(), name: row.name.clone() },
            tier: row.tier,
            last_on: row.last_on,
            due_on: next_review_on(rhythm(row.tier), row.last_on),
            holder: row.holder.and_then(|id| persons.get(&id)).cloned(),
        })
        .collect();
    due.sort_by(|one, other| (one.due_on, one.tier, &one.account.name).cmp(&(other.due_on, other.tier, &other.account.name)));
    due.truncate(DUE_MAX);
    let mut people: Vec<(Person, Reviewed)> =
        people.into_iter().filter_map(|(id, reviewed)| Some((persons.get(&id)?.clone(), reviewed))).collect();
    people.sort_by(|(one, a), (other, b)| (std::cmp::Reverse(a.due()), &one.name).cmp(&(std::cmp::Reverse(b.due()), &other.name)));
    let tiers = tiers.into_iter().map(|(tier, reviewed)| (tier, rhythm(tier), reviewed)).collect();
    ReviewsView { today, all, tiers, people, due }
}
