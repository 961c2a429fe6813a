//! Fills the subjects of a question from the ledger: balances, movements, what was due, what is committed.

use super::moved::{moved_between, moved_contracts};
use super::{Committed, Due, Subject};
use crate::ledger::{Book, Cause, Class, Day, DueFact, Group, NONE, Question, RenewedBy, Stretch, Walked, walk};
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// The customers of a question, at its level, in the order of the accounts.
pub type Subjects = BTreeMap<Group, Subject>;

/// What every definition counts from, for each customer of the question. Customers who had nothing on either day, moved nothing and had
/// nothing due or committed are left out.
///
/// # Errors
/// A missing exchange rate, named.
pub fn subjects(book: &Book, question: &Question<'_>) -> Result<Subjects, Refusal> {
    let mut subjects = Subjects::new();
    walk(book, question, &mut |customer| {
        let subject = balances_and_movements(question, customer)?;
        if subject != Subject::default() {
            subjects.insert(customer.group, subject);
        }
        Ok(())
    })?;
    moved_openings(book, question, &mut subjects)?;
    match book.rules.renewed_by {
        RenewedBy::Contract => {
            for due in &book.dues {
                renewal(book, question, due, &mut subjects)?;
            }
        }
        RenewedBy::Account => by_account(book, question, &mut subjects)?,
    }
    Ok(subjects)
}

/// What was due of an account on a day is one renewal, kept as far as revenue of the account begins on that day or within the grace.
fn by_account(book: &Book, question: &Question<'_>, subjects: &mut Subjects) -> Result<(), Refusal> {
    let mut days: BTreeMap<(u32, Day), Vec<&DueFact>> = BTreeMap::new();
    for due in book.dues.iter().filter(|due| question.after < due.end && due.end <= question.through) {
        days.entry((book.owner(due.contract, due.end - 1), due.end)).or_default().push(due);
    }
    let grace = Day::from(book.rules.grace_days);
    for ((account, day), dues) in days.into_iter().filter(|((account, _), _)| question.filter.takes_account(book, *account)) {
        let mut parts: BTreeMap<Group, (i64, i64)> = BTreeMap::new();
        for stretch in book.of_account(account) {
            if !question.filter.takes(stretch) || !question.prices.takes(usize::from(stretch.currency)) {
                continue;
            }
            let group = Group::at(book, stretch, account, question.level);
            if dues.iter().any(|due| due.is_up(stretch)) {
                parts.entry(group).or_default().0 += value(question, stretch, day)?;
            } else if (day..=day + grace).contains(&stretch.start) {
                parts.entry(group).or_default().1 += value(question, stretch, day)?;
            }
        }
        for (group, amounts) in parts.into_iter().filter(|(_, amounts)| amounts.0 != 0) {
            subjects.entry(group).or_default().due.add(&became(dues[0], question, amounts));
        }
    }
    Ok(())
}

fn value(question: &Question<'_>, stretch: &Stretch, day: Day) -> Result<i64, Refusal> {
    question.prices.value(stretch.arr_minor, usize::from(stretch.currency), day)
}

fn balances_and_movements(question: &Question<'_>, customer: &Walked<'_>) -> Result<Subject, Refusal> {
    let mut subject = Subject { arrivals: customer.arrivals, ..Subject::default() };
    for stretch in customer.stretches.iter().filter(|stretch| question.filter.takes(stretch)) {
        if stretch.covers(question.after) {
            subject.opening_minor += value(question, stretch, question.after)?;
        }
        if stretch.covers(question.through) {
            subject.closing_minor += value(question, stretch, question.through)?;
        }
        if stretch.start > question.through && stretch.follows == NONE && stretch.start < stretch.end {
            subject.committed.signed_minor += value(question, stretch, question.through)?;
        }
    }
    for movement in customer.movements {
        subject.movements.add(movement.class, movement.reporting_minor);
        if movement.class == Class::PriceIncrease && matches!(movement.cause, Cause::Escalator | Cause::AutoRenewal) {
            subject.escalators_minor += movement.reporting_minor;
        }
    }
    subject.cohort_opening_minor = subject.opening_minor;
    Ok(subject)
}

/// Revenue of the opening day goes to whoever has its contract on the closing day.
fn moved_openings(book: &Book, question: &Question<'_>, subjects: &mut Subjects) -> Result<(), Refusal> {
    moved_between((book, &moved_contracts(book)), question, (question.after, question.through), &mut |group, amount| {
        subjects.entry(group).or_default().cohort_opening_minor += amount;
    })
}

/// Adds what became of a renewal that was due in the span, or what is already known of one that is due later.
fn renewal(book: &Book, question: &Question<'_>, due: &DueFact, subjects: &mut Subjects) -> Result<(), Refusal> {
    let later = due.end > question.through;
    if due.end <= question.after || (later && due.open) {
        return Ok(());
    }
    let account = book.owner(due.contract, due.end - 1);
    if !question.filter.takes_account(book, account) {
        return Ok(());
    }
    // Each unit and product of a renewal is due by itself at those levels, and the whole renewal at the others.
    let mut parts: BTreeMap<Group, (i64, i64)> = BTreeMap::new();
    for stretch in due.contracts().flat_map(|contract| book.of_contract(contract)) {
        if !question.filter.takes(stretch) || !question.prices.takes(usize::from(stretch.currency)) {
            continue;
        }
        let group = Group::at(book, stretch, account, question.level);
        if due.is_up(stretch) {
            parts.entry(group).or_default().0 += value(question, stretch, due.end)?;
        } else if due.goes_on(stretch) {
            parts.entry(group).or_default().1 += value(question, stretch, due.end)?;
        }
    }
    for (group, (atr_minor, renewed_minor)) in parts {
        let subject = subjects.entry(group).or_default();
        if later {
            let change = renewed_minor - atr_minor;
            subject.committed.add(&Committed { signed_minor: change.max(0), leaving_minor: (-change).max(0) });
        } else if atr_minor != 0 {
            subject.due.add(&became(due, question, (atr_minor, renewed_minor)));
        }
    }
    Ok(())
}

/// What became of an amount that was up for renewal.
fn became(due: &DueFact, question: &Question<'_>, (atr_minor, renewed_minor): (i64, i64)) -> Due {
    let kept_minor = renewed_minor.min(atr_minor).max(0);
    let kept = kept_minor > 0;
    let on_time = kept && due.signed.is_some_and(|signed| signed <= due.end);
    let late = kept && due.signed.is_some_and(|signed| signed > due.end);
    let early = kept && due.signed.is_some_and(|signed| signed <= question.after);
    let undecided = due.open && !kept;
    let if_so = |so: bool, minor: i64| if so { minor } else { 0 };
    Due {
        renewals: 1,
        atr_minor,
        kept_minor,
        renewed_minor: if_so(kept, renewed_minor),
        renewals_kept: u32::from(kept),
        kept_on_time_minor: if_so(on_time, kept_minor),
        renewals_on_time: u32::from(on_time),
        kept_early_minor: if_so(early, kept_minor),
        kept_late_minor: if_so(late, kept_minor),
        renewals_late: u32::from(late),
        undecided_minor: if_so(undecided, atr_minor),
        renewals_undecided: u32::from(undecided),
    }
}
