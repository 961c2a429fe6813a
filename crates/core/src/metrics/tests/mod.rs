//! What the definitions say of books whose answer is known.

mod customers;
mod documentation;
mod one_book;
mod parameters;

use super::{Measure, Subject};
use crate::ledger::{Arrivals, Class};

/// A customer with an opening and movements; the rest follows from them.
fn customer(opening_minor: i64, movements: &[(Class, i64)]) -> Subject {
    let mut subject = Subject { opening_minor, cohort_opening_minor: opening_minor, ..Subject::default() };
    movements.iter().for_each(|(class, minor)| subject.movements.add(*class, *minor));
    subject.closing_minor = opening_minor + subject.movements.net();
    let times = |wanted| u32::try_from(movements.iter().filter(|(class, _)| *class == wanted).count()).unwrap_or(0);
    subject.arrivals = Arrivals { new: times(Class::New), reactivated: times(Class::Reactivation), churned: times(Class::Churn) };
    subject
}

/// A figure as people read it: the definition is written as a user writes it.
fn shown(measure: &str, subjects: &[Subject]) -> String {
    match measure.parse::<Measure>() {
        Ok(measure) => measure.figure(subjects).value.display(2),
        Err(refusal) => refusal,
    }
}
