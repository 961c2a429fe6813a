//! Month by month: balances at month ends, what came and went between them, and retention over the twelve months before each.
//!
//! A month is classed by its two ends alone, as tools that see a snapshot a month do: what came and went within it is not seen. The
//! ledger sees every day; this is the quick look at many months of a large book. Retention follows contracts that changed account, as the
//! cohort figures do, so that its last month is the headline.

use super::moved::{moved_between, moved_contracts};
use crate::ledger::{Book, Day, Group, Question, Returning, balances};
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// Months over which retention is measured.
const TRAILING: usize = 12;

/// One month of the whole question, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// The day of the balance.
    pub day: Day,
    /// ARR on the day.
    pub closing_minor: i64,
    /// Customers on the day.
    pub customers: u32,
    /// Of customers who never paid before.
    pub new_minor: i64,
    /// Of customers who pay more than at the end before.
    pub expansion_minor: i64,
    /// Of customers who pay less; negative.
    pub contraction_minor: i64,
    /// Of customers who pay no more; negative.
    pub churn_minor: i64,
    /// Of customers who paid before, and not at the end before.
    pub reactivation_minor: i64,
    /// ARR twelve ends before, of customers then; zero in the first twelve. Contracts that changed account since count where they are on
    /// the day.
    pub base_minor: i64,
    /// What those customers pay on the day.
    pub net_minor: i64,
    /// Of it the part that they paid then: the lower of then and now.
    pub gross_minor: i64,
    /// Customers twelve ends before.
    pub base_customers: u32,
    /// Of them customers on the day.
    pub kept_customers: u32,
}

impl Month {
    /// Adds what other customers brought in the same month.
    pub fn add(&mut self, other: &Self) {
        self.closing_minor += other.closing_minor;
        self.customers += other.customers;
        self.new_minor += other.new_minor;
        self.expansion_minor += other.expansion_minor;
        self.contraction_minor += other.contraction_minor;
        self.churn_minor += other.churn_minor;
        self.reactivation_minor += other.reactivation_minor;
        self.base_minor += other.base_minor;
        self.net_minor += other.net_minor;
        self.gross_minor += other.gross_minor;
        self.base_customers += other.base_customers;
        self.kept_customers += other.kept_customers;
    }
}

/// The months of a question, one for each day; the first has no movements of its own, since nothing before it is seen.
/// The days ascend, and customers who paid before the first of them are taken as known.
///
/// # Errors
/// A missing exchange rate, named.
pub fn months(book: &Book, question: &Question<'_>, days: &[Day]) -> Result<Vec<Month>, Refusal> {
    let mut months: Vec<Month> = days.iter().map(|day| Month { day: *day, ..Month::default() }).collect();
    let mut brought = brought(book, question, days)?;
    balances(book, question, days, &mut |group: Group, sums| {
        add(&mut months, sums, book.rules.returning);
        retain(&mut months, sums, brought.remove(&group).as_deref());
        Ok(())
    })?;
    // Whoever was given contracts that brought nothing on any of the days since has a base all the same.
    let nothing = vec![0; days.len()];
    brought.values().for_each(|more| retain(&mut months, &nothing, Some(more)));
    Ok(months)
}

/// What each customer's base of twelve ends before gains or loses by contracts that changed account since, for each of the days. Only
/// customers with such a contract.
fn brought(book: &Book, question: &Question<'_>, days: &[Day]) -> Result<BTreeMap<Group, Vec<i64>>, Refusal> {
    let contracts = moved_contracts(book);
    let mut brought: BTreeMap<Group, Vec<i64>> = BTreeMap::new();
    for (at, (then, now)) in days.iter().zip(days.iter().skip(TRAILING)).enumerate() {
        moved_between((book, &contracts), question, (*then, *now), &mut |group, amount| {
            brought.entry(group).or_insert_with(|| vec![0; days.len()])[at + TRAILING] += amount;
        })?;
    }
    Ok(brought)
}

/// Adds one customer to the retention of each month.
fn retain(months: &mut [Month], sums: &[i64], brought: Option<&[i64]>) {
    for (at, (then, now)) in (TRAILING..).zip(sums.iter().zip(sums.iter().skip(TRAILING))) {
        let then = then + brought.map_or(0, |brought| brought[at]);
        if then > 0 {
            let month = &mut months[at];
            month.base_minor += then;
            month.net_minor += now;
            month.gross_minor += then.min(*now);
            month.base_customers += 1;
            month.kept_customers += u32::from(*now > 0);
        }
    }
}

/// Adds one customer's balances and what moved between them.
fn add(months: &mut [Month], sums: &[i64], returning: Returning) {
    let mut known = false;
    let mut before = 0;
    for (at, now) in sums.iter().copied().enumerate() {
        let month = &mut months[at];
        month.closing_minor += now;
        month.customers += u32::from(now > 0);
        if at > 0 {
            let change = now - before;
            let class = match (before > 0, now > 0) {
                (false, true) if known && returning == Returning::Reactivation => &mut month.reactivation_minor,
                (false, true) if known && returning == Returning::Expansion => &mut month.expansion_minor,
                (false, true) => &mut month.new_minor,
                (true, false) => &mut month.churn_minor,
                _ if change > 0 => &mut month.expansion_minor,
                _ => &mut month.contraction_minor,
            };
            *class += change;
        }
        known |= now > 0;
        before = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(customers: &[&[i64]]) -> Vec<Month> {
        let mut months = vec![Month::default(); customers[0].len()];
        for sums in customers {
            add(&mut months, sums, Returning::Reactivation);
            retain(&mut months, sums, None);
        }
        months
    }

    #[test]
    fn each_month_is_classed_by_its_two_ends_and_adds_up() {
        let months = of(&[&[100, 120, 0, 50], &[0, 30, 20, 20]]);
        let told: Vec<_> =
            months.iter().map(|m| (m.new_minor, m.expansion_minor, m.contraction_minor, m.churn_minor, m.reactivation_minor)).collect();
        assert_eq!(told, [(0, 0, 0, 0, 0), (30, 20, 0, 0, 0), (0, 0, -10, -120, 0), (0, 0, 0, 0, 50)]);
        for pair in months.windows(2) {
            let m = pair[1];
            let moved = m.new_minor + m.expansion_minor + m.contraction_minor + m.churn_minor + m.reactivation_minor;
            assert_eq!(pair[0].closing_minor + moved, m.closing_minor);
        }
    }

    #[test]
    fn retention_of_twelve_months_counts_the_customers_of_then_whatever_happened_between() {
        // The two customers of the definitions' example: X from 50 to 100, Y from 125 to 100; a third that came later counts for nothing.
        let year = |then: i64, now: i64| [vec![then], vec![now; 12]].concat();
        let (x, y, z) = (year(50, 100), year(125, 100), year(0, 900));
        let last = of(&[&x, &y, &z])[12];
        assert_eq!((last.base_minor, last.net_minor, last.gross_minor), (175, 200, 150));
        assert_eq!((last.base_customers, last.kept_customers), (2, 2));
    }
}
