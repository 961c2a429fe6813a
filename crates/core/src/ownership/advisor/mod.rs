//! The advisor (OWN-12): which ownership model fits this company, why, what would change that, and what of the present division is out of
//! step. Facts come from the book where it has them and from answers of people where it has not; what nobody said is not known.

mod alignment;
mod answer;
mod decide;
mod factor;
mod figures;
mod known;
mod rules;
mod speaks;

pub use alignment::{Aspect, Misalignment, Standing, alignment};
pub use answer::{Answer, NOTE_MAX, QUESTIONS, Question};
pub use decide::{Advice, Change, Deciding, advise, changes, outcomes};
pub use factor::{Factor, Level};
pub use figures::{Figures, arr_on, due_within_a_year};
pub use known::{Known, Origin, known};
pub use rules::{RULES, Rule, Source, rule_for};
pub use speaks::{LINES, Line, Speaks, lines_of};

#[cfg(test)]
mod tests;
