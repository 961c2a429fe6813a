//! Walks the stretches of each customer through time and tells what moved.

use super::book::{Book, Edge, NONE, Stretch};
use super::day::Day;
use super::differ::Differ;
use super::movement::Movement;
use super::question::{Group, Level, Question};
use crate::refusal::Refusal;

/// One customer, with its stretches and what moved in the span of the question.
#[derive(Debug)]
pub struct Walked<'a> {
    /// Whom it belongs to.
    pub group: Group,
    /// Its stretches, with what grace bridged.
    pub stretches: &'a [Stretch],
    /// What moved, by day. Only what the filter takes.
    pub movements: &'a [Movement],
    /// Times it became a customer, came back, and left, within the span.
    pub arrivals: Arrivals,
}

/// How often a customer came and went in a span of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// Times it became a customer for the first time, or as new again.
    pub new: u32,
    /// Times it came back.
    pub reactivated: u32,
    /// Times its last revenue ended.
    pub churned: u32,
}

/// Walks every customer of a question, in the order of the accounts.
///
/// # Errors
/// A missing exchange rate, or whatever `each` refuses.
pub fn walk(book: &Book, question: &Question<'_>, each: &mut dyn FnMut(&Walked<'_>) -> Result<(), Refusal>) -> Result<(), Refusal> {
    let mut differ = Differ::new(book, question);
    customers(book, question, &mut |group, stretches| {
        let (movements, arrivals) = differ.customer(stretches)?;
        each(&Walked { group, stretches, movements, arrivals })
    })
}

/// Takes a customer's stretches, by account, first day and line.
type Customer<'a> = dyn FnMut(Group, &[Stretch]) -> Result<(), Refusal> + 'a;

/// Hands over what a question sees of each customer, with what grace bridged, in the order of the accounts.
pub(super) fn customers(book: &Book, question: &Question<'_>, each: &mut Customer<'_>) -> Result<(), Refusal> {
    let mut stretches = Vec::new();
    if question.level != Level::Account {
        for chunk in members(book, question).chunk_by(|a, b| a.0 == b.0) {
            stretches.clear();
            stretches.extend(chunk.iter().map(|(_, index)| book.stretches[*index as usize]));
            bridge(&mut stretches, book.rules.grace_days);
            each(chunk[0].0, &stretches)?;
        }
        return Ok(());
    }
    // A book lies in the order of its accounts: most customers are handed over where they lie.
    let taken = |stretch: &Stretch| question.prices.takes(usize::from(stretch.currency));
    for own in book.stretches.chunk_by(|a, b| a.account == b.account) {
        let group = Group { account: own[0].account, part: 0 };
        if !question.filter.takes_account(book, group.account) {
            continue;
        }
        if book.rules.grace_days == 0 && own.iter().all(taken) {
            each(group, own)?;
            continue;
        }
        stretches.clear();
        stretches.extend(own.iter().filter(|stretch| taken(stretch)));
        if !stretches.is_empty() {
            bridge(&mut stretches, book.rules.grace_days);
            each(group, &stretches)?;
        }
    }
    Ok(())
}

/// The stretches that a question sees, by customer.
fn members(book: &Book, question: &Question<'_>) -> Vec<(Group, u32)> {
    let mut members: Vec<(Group, u32)> = (0_u32..)
        .zip(&book.stretches)
        .filter(|(_, stretch)| question.prices.takes(usize::from(stretch.currency)) && question.filter.takes_account(book, stretch.account))
        .map(|(index, stretch)| (Group::of(book, stretch, question.level), index))
        .collect();
    members.sort_unstable();
    members
}

/// Lets a line that ended with its term go on to the day on which the same product comes back to the same unit, within the grace.
fn bridge(stretches: &mut [Stretch], grace_days: u16) {
    if grace_days == 0 {
        return;
    }
    let grace = Day::from(grace_days);
    let same = |a: &Stretch, b: &Stretch| (a.account, a.unit, a.product, a.currency) == (b.account, b.unit, b.product, b.currency);
    let mut bridged = vec![false; stretches.len()];
    for later in 0..stretches.len() {
        let next = stretches[later];
        if next.begins != Edge::Line || next.follows != NONE {
            continue;
        }
        let gap = |ended: &Stretch| next.start - ended.end;
        let fits = |(at, ended): &(usize, &Stretch)| {
            !bridged[*at] && same(ended, &next) && (1..=grace).contains(&gap(ended)) && ended.ends == Edge::Line
        };
        let before = stretches.iter().enumerate().filter(fits).min_by_key(|(_, ended)| gap(ended)).map(|(at, _)| at);
        if let Some(at) = before {
            bridged[at] = true;
            stretches[at].end = next.start;
        }
    }
}
