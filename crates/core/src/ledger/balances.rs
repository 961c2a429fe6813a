//! What each customer pays on given days: for trends, cohorts and seals, without telling why it changed.

use super::book::Book;
use super::day::Day;
use super::names::index;
use super::question::{Group, Question};
use super::walk::customers;
use crate::refusal::Refusal;

/// Takes what a customer paid on each of the days.
pub type Balance<'a> = dyn FnMut(Group, &[i64]) -> Result<(), Refusal> + 'a;

/// Hands over, for every customer of a question, its ARR on each of the days, which ascend. The question's own days play no part.
/// Grace counts as in [`super::walk`]. Only customers who paid on one of the days are handed over.
///
/// # Errors
/// A missing exchange rate, or whatever `each` refuses.
pub fn balances(book: &Book, question: &Question<'_>, days: &[Day], each: &mut Balance<'_>) -> Result<(), Refusal> {
    let mut sums = vec![0_i64; days.len()];
    let first_from = places(days);
    let prices = question.prices;
    customers(book, question, &mut |group, stretches| {
        sums.fill(0);
        let mut any = false;
        for stretch in stretches.iter().filter(|stretch| question.filter.takes(stretch)) {
            let (from, to) = (first_from(stretch.start), first_from(stretch.end));
            if from >= to {
                continue;
            }
            any = true;
            let value = |day: Day| prices.value(stretch.arr_minor, usize::from(stretch.currency), day);
            if prices.floats() {
                for at in from..to {
                    sums[at] += value(days[at])?;
                }
            } else {
                // Without rates of days an amount is the same on each of them.
                let minor = value(days[from])?;
                sums[from..to].iter_mut().for_each(|sum| *sum += minor);
            }
        }
        if any { each(group, &sums) } else { Ok(()) }
    })
}

/// Finds the first of the ascending days that is not before a given one. For a few years of days every answer is kept ready.
fn places(days: &[Day]) -> impl Fn(Day) -> usize {
    const READY_MAX: usize = 20_000;
    let first = days.first().copied().unwrap_or(0);
    let span = days.last().map_or(0, |last| usize::try_from(i64::from(*last) - i64::from(first)).unwrap_or(usize::MAX));
    let ready: Vec<u32> = match span < READY_MAX {
        true => (first..).take(span + 1).map(|day| index(days.partition_point(|known| *known < day))).collect(),
        false => Vec::new(),
    };
    move |day| match usize::try_from(i64::from(day) - i64::from(first)) {
        Err(_) => 0,
        Ok(after) => match ready.get(after) {
            Some(place) => *place as usize,
            None if ready.is_empty() => days.partition_point(|known| *known < day),
            None => days.len(),
        },
    }
}
