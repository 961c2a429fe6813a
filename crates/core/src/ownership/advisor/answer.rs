//! The questionnaire: what the book cannot say, answered by people, by name and on a day. Nothing is assumed for a question without answer.

use super::factor::{Factor, Level};
use crate::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;

/// The longest note beside an answer.
pub const NOTE_MAX: usize = 500;

/// What somebody answered. Append-only: the last answer of a question counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// 1 for the first answer of all, then one more each.
    pub number: u32,
    /// The question.
    pub factor: Factor,
    /// The value; `None` takes the answer back: it is not known again.
    pub level: Option<Level>,
    /// What stands behind it; may be empty.
    pub note: String,
    /// Who.
    pub author: String,
    /// On which day.
    pub answered_on: Date,
    /// When it was written.
    pub recorded_at: Timestamp,
}

impl Answer {
    /// # Errors
    /// A factor that nobody is asked about, a value that it has not, a note that is too long.
    pub fn check(&self) -> Result<(), Refusal> {
        let refused = |column: &str, value: &str, problem: String| Refusal {
            column: Some(column.into()),
            value: Some(value.into()),
            problem,
            ..Refusal::default()
        };
        if !QUESTIONS.iter().any(|question| question.factor == self.factor) {
            return Err(refused("question", self.factor.code(), "is counted in the book and not asked".into()));
        }
        if self.level.is_some_and(|level| usize::from(level.0) >= self.factor.levels().len()) {
            return Err(refused("answer", "", format!("is no answer to {}", self.factor.code())));
        }
        if self.note.chars().count() > NOTE_MAX || self.note.chars().any(char::is_control) {
            return Err(refused("note", "", format!("is longer than {NOTE_MAX} characters or has line breaks")));
        }
        Ok(())
    }
}

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub factor: Factor,
    /// The question.
    pub asks: &'static str,
    /// Whether the book is looked at first, so that the answer counts only where it says nothing.
    pub book_first: bool,
}

const fn asked(factor: Factor, asks: &'static str) -> Question {
    Question { factor, asks, book_first: false }
}

const fn after_the_book(factor: Factor, asks: &'static str) -> Question {
    Question { factor, asks, book_first: true }
}

/// Every question, in the order in which they are asked.
pub const QUESTIONS: &[Question] = &[
    after_the_book(Factor::Skill, "How many of your CSMs have the training and the confidence to negotiate?"),
    asked(Factor::Will, "Do your CSMs want to talk about price and terms?"),
    asked(Factor::Pay, "Are your CSMs paid on GRR or NRR?"),
    asked(Factor::SalesCapacity, "Has Sales room for renewals?"),
    asked(Factor::SalesPay, "What are your AEs paid on?"),
    asked(Factor::Expansion, "How does expansion come about?"),
    after_the_book(Factor::Accountable, "Who answers for gross and net retention?"),
    asked(Factor::Pods, "Could AE, CSM and solutions engineer share one book, all paid on what it keeps?"),
    after_the_book(Factor::Product, "How much of your people does it take until a customer has value from the product?"),
];
