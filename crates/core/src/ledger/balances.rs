//! What each customer pays on given days: for trends, cohorts and seals, without telling why it changed.

use super::book::Book;
use super::day::Day;
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
    customers(book, question, &mut |group, stretches| {
        sums.fill(0);
        let mut any = false;
        for stretch in stretches.iter().filter(|stretch| question.filter.takes(stretch)) {
            let from = days.partition_point(|day| *day < stretch.start);
            let currency = usize::from(stretch.currency);
            let constant =
                if question.prices.floats() { None } else { Some(question.prices.value(stretch.arr_minor, currency, stretch.start)?) };
            for (sum, day) in sums.iter_mut().zip(days).skip(from).take_while(|(_, day)| **day < stretch.end) {
                *sum += match constant {
                    Some(value) => value,
                    None => question.prices.value(stretch.arr_minor, currency, *day)?,
                };
                any = true;
            }
        }
        if any { each(group, &sums) } else { Ok(()) }
    })
}
