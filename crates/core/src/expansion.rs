//! What a customer may buy more of: found by somebody, answered by who closes it, and won or lost (OWN-1, OWN-8). An expansion is owned in
//! its own right, also between renewals. Found by customer success it is a CSQL, a customer-success qualified lead.

use crate::identity::{Family, Role};
use crate::ledger::Class;
use crate::ownership::handoff::Word;
use crate::primitives::{AccountId, Calendar, Currency, ExpansionId, Money, PolicyId, TeammateId, closed_words, days_between};
use crate::refusal::Refusal;
use crate::renewal::{PlanRates, to_reporting};
use jiff::Timestamp;
use jiff::civil::Date;

/// Business days that whoever closes an expansion has to accept or reject it.
pub const ANSWER_DAYS: u16 = 2;

closed_words! {
    /// Who found an expansion.
    Source {
        Csql = "csql", "CSQL";
        Sales = "sales", "Found by sales";
    }
}

impl Source {
    /// What somebody of a role finds: everybody but sales hands over a lead.
    pub fn of(role: Role) -> Self {
        if role.family() == Family::Sales || role == Role::SalesLeader { Self::Sales } else { Self::Csql }
    }
}

/// The part of an ARR movement that an expansion is credited with: the whole of it, and no other expansion has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The movement's id, which the same facts always give.
    pub movement: String,
    /// The day of the movement.
    pub moved_on: Date,
    /// Its type of expansion.
    pub class: Class,
    /// Its ARR in the currency of the contract, as it was when it was credited.
    pub amount: Money,
}

/// Where an expansion stands. A transition consumes the state it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpansionState {
    /// Waits for an answer of who closes it.
    Raised,
    /// Worked on.
    Accepted {
        /// Who accepted it.
        accepted: Word,
    },
    /// Not taken, for a reason.
    Rejected {
        /// Who rejected it, and why.
        word: Word,
    },
    /// Taken back by who raised it.
    Withdrawn {
        /// Who took it back, and why.
        word: Word,
    },
    /// Sold.
    Won {
        /// Who accepted it.
        accepted: Word,
        /// Who said that it was won.
        word: Word,
        /// The ARR movements that it is credited with, by day; never none.
        credits: Vec<Credit>,
    },
    /// Not sold, for a reason.
    Lost {
        /// Who accepted it.
        accepted: Word,
        /// Who said that it was lost, and why.
        word: Word,
    },
}

impl ExpansionState {
    /// Codes and labels of every state, in the order of a life.
    pub const WORDS: [(&'static str, &'static str); 6] = [
        ("raised", "Waits for an answer"),
        ("accepted", "Accepted"),
        ("won", "Won"),
        ("lost", "Lost"),
        ("rejected", "Rejected"),
        ("withdrawn", "Withdrawn"),
    ];

    /// The stable code in the database and the API.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Accepted { .. } => "accepted",
            Self::Rejected { .. } => "rejected",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Won { .. } => "won",
            Self::Lost { .. } => "lost",
        }
    }

    /// The words people read.
    pub fn label(&self) -> &'static str {
        Self::WORDS.iter().find(|(code, _)| *code == self.code()).map_or("", |(_, label)| label)
    }

    /// Whether somebody has to do something about it.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Raised | Self::Accepted { .. })
    }

    /// Who accepted it, if anybody did.
    pub const fn accepted(&self) -> Option<&Word> {
        match self {
            Self::Accepted { accepted } | Self::Won { accepted, .. } | Self::Lost { accepted, .. } => Some(accepted),
            Self::Raised | Self::Rejected { .. } | Self::Withdrawn { .. } => None,
        }
    }

    /// What settled it, if anything did.
    pub const fn settled(&self) -> Option<&Word> {
        match self {
            Self::Raised | Self::Accepted { .. } => None,
            Self::Rejected { word } | Self::Withdrawn { word } | Self::Won { word, .. } | Self::Lost { word, .. } => Some(word),
        }
    }

    /// The ARR movements that it is credited with.
    pub fn credits(&self) -> &[Credit] {
        if let Self::Won { credits, .. } = self { credits } else { &[] }
    }

    /// Whoever closes it takes it.
    ///
    /// # Errors
    /// One that was answered before.
    pub fn accept(self, accepted: Word) -> Result<Self, Refusal> {
        if self == Self::Raised { Ok(Self::Accepted { accepted }) } else { Err(self.refuse("accepted")) }
    }

    /// Whoever should close it does not take it.
    ///
    /// # Errors
    /// One that was answered before.
    pub fn reject(self, word: Word) -> Result<Self, Refusal> {
        if self == Self::Raised { Ok(Self::Rejected { word }) } else { Err(self.refuse("rejected")) }
    }

    /// Whoever raised it takes it back.
    ///
    /// # Errors
    /// One that was answered before.
    pub fn withdraw(self, word: Word) -> Result<Self, Refusal> {
        if self == Self::Raised { Ok(Self::Withdrawn { word }) } else { Err(self.refuse("withdrawn")) }
    }

    /// It was sold: the movements are those of the ledger.
    ///
    /// # Errors
    /// One that nobody accepted or that is settled.
    pub fn win(self, word: Word, credits: Vec<Credit>) -> Result<Self, Refusal> {
        match self {
            Self::Accepted { accepted } => Ok(Self::Won { accepted, word, credits }),
            other => Err(other.refuse("won")),
        }
    }

    /// It was not sold.
    ///
    /// # Errors
    /// One that nobody accepted or that is settled.
    pub fn lose(self, word: Word) -> Result<Self, Refusal> {
        match self {
            Self::Accepted { accepted } => Ok(Self::Lost { accepted, word }),
            other => Err(other.refuse("lost")),
        }
    }

    /// A settled one goes back to where it stood: one that was answered is accepted again, another waits for an answer again. What it was
    /// credited with is free again.
    ///
    /// # Errors
    /// One that is open.
    pub fn reopen(self) -> Result<Self, Refusal> {
        match self {
            Self::Rejected { .. } | Self::Withdrawn { .. } => Ok(Self::Raised),
            Self::Won { accepted, .. } | Self::Lost { accepted, .. } => Ok(Self::Accepted { accepted }),
            other => Err(other.refuse("opened again")),
        }
    }

    fn refuse(&self, what: &str) -> Refusal {
        let stands = if *self == Self::Raised { "waits for an answer".to_string() } else { format!("is {}", self.code()) };
        let remedy = match (self, what) {
            (Self::Raised, _) => "Accept it first.",
            (Self::Accepted { .. }, "rejected" | "withdrawn") => "Close it as lost, with the reason.",
            _ => "Reload to see where it stands.",
        };
        Refusal::general(format!("an expansion that {stands} cannot be {what}"), remedy)
    }
}

/// The rule that an expansion is owned by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed {
    /// Policy version.
    pub policy: PolicyId,
    /// Rule id.
    pub rule: String,
    /// The day from which it is owned here.
    pub since: Date,
}

/// What a customer may buy more of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// Identity.
    pub id: ExpansionId,
    /// The number in `E-12`.
    pub number: u32,
    /// The customer.
    pub account: AccountId,
    /// One of the six types of expansion (OWN-8).
    pub kind: Class,
    /// Expected annual recurring revenue.
    pub expected: Money,
    /// The same in the reporting currency, at the plan rate of the year in which it was raised.
    pub expected_reporting: Money,
    /// What it is and how we know, in a sentence.
    pub what: String,
    /// Who found it.
    pub found_by: TeammateId,
    /// The day on which it was found.
    pub found_on: Date,
    /// Whether customer success or sales found it.
    pub source: Source,
    /// Who wrote it down.
    pub raised_by: String,
    /// The day on which it was written down, or opened again for an answer.
    pub raised_on: Date,
    /// The day by which it should be answered.
    pub answer_by: Date,
    /// When it was written down.
    pub raised_at: Timestamp,
    /// What decided who owns it; `None` where it was settled before it was brought here, and nobody owned it.
    pub routed: Option<Routed>,
    /// Where it stands.
    pub state: ExpansionState,
}

impl Expansion {
    /// `E-12`.
    pub fn reference(&self) -> String {
        format!("E-{}", self.number)
    }

    /// Whether somebody is accountable for it.
    pub const fn is_open(&self) -> bool {
        self.state.is_open()
    }

    /// Whether its answer should have been given before the day.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.state == ExpansionState::Raised && self.answer_by < today
    }

    /// Days it took, or has taken until the day, to be answered.
    pub fn days_to_answer(&self, today: Date) -> i64 {
        let answered = self.state.accepted().or(self.state.settled()).map_or(today, |word| word.on);
        days_between(self.raised_on, answered)
    }

    /// What it is credited with, in the currencies of its movements' contracts.
    pub fn credited(&self) -> Vec<Money> {
        let mut sums: Vec<Money> = Vec::new();
        for credit in self.state.credits() {
            match sums.iter_mut().find(|sum| sum.currency == credit.amount.currency) {
                Some(sum) => sum.minor = sum.minor.saturating_add(credit.amount.minor),
                None => sums.push(credit.amount),
            }
        }
        sums
    }
}

/// An expected ARR in the reporting currency, at the plan rate of the year in which it is raised.
///
/// # Errors
/// No plan rate for that year or one before.
pub fn reckoned(expected: Money, raised_on: Date, rates: &PlanRates, reporting: Currency) -> Result<Money, Refusal> {
    to_reporting(expected, raised_on.year(), rates, reporting)
}

/// The day by which an expansion that is raised on a day should be answered.
pub fn answer_by(raised_on: Date, calendar: Calendar<'_>) -> Date {
    calendar.business_days_after(raised_on, ANSWER_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::Calendars;
    use jiff::civil::date;

    fn word(reason: &str) -> Word {
        Word { by: "Noor Haddad".into(), reason: reason.into(), on: date(2026, 11, 23), recorded_at: Timestamp::UNIX_EPOCH }
    }

    #[test]
    fn an_answer_is_given_once_and_a_sale_needs_one() {
        let raised = ExpansionState::Raised;
        assert!(raised.clone().win(word(""), Vec::new()).is_err());
        assert!(raised.clone().lose(word("too dear")).is_err());
        let accepted = raised.clone().accept(word("")).unwrap();
        assert!(accepted.clone().accept(word("")).is_err());
        assert!(accepted.clone().reject(word("no")).is_err());
        assert!(accepted.clone().withdraw(word("no")).is_err());
        assert_eq!(accepted.clone().lose(word("too dear")).unwrap().code(), "lost");
        let rejected = raised.reject(word("no budget")).unwrap();
        assert!(rejected.clone().accept(word("")).is_err());
        assert!(rejected.clone().win(word(""), Vec::new()).is_err());
    }

    #[test]
    fn what_is_opened_again_stands_where_it_stood_before_it_was_settled() {
        let rejected = ExpansionState::Raised.reject(word("no budget")).unwrap();
        assert_eq!(rejected.reopen().unwrap(), ExpansionState::Raised);
        let accepted = ExpansionState::Raised.accept(word("")).unwrap();
        assert_eq!(accepted.clone().win(word(""), Vec::new()).unwrap().reopen().unwrap(), accepted);
        assert_eq!(accepted.clone().lose(word("late")).unwrap().reopen().unwrap(), accepted);
        assert!(accepted.reopen().is_err(), "it is open");
    }

    #[test]
    fn the_answer_is_due_two_working_days_later() {
        let calendars = Calendars { holidays: [(date(2026, 11, 26), "Thanksgiving".into())].into(), ..Calendars::default() };
        let calendar = calendars.of(None);
        assert_eq!(answer_by(date(2026, 11, 23), calendar), date(2026, 11, 25), "Monday to Wednesday");
        assert_eq!(answer_by(date(2026, 11, 25), calendar), date(2026, 11, 30), "Thursday is a holiday");
        assert_eq!(answer_by(date(2026, 11, 27), calendar), date(2026, 12, 1), "over a weekend");
    }

    #[test]
    fn sales_finds_for_itself_and_everybody_else_hands_over() {
        let of_sales: Vec<Role> = Role::ALL.iter().copied().filter(|role| Source::of(*role) == Source::Sales).collect();
        assert_eq!(of_sales, [Role::AccountExecutive, Role::ExpansionAe, Role::SolutionsEngineer, Role::SalesLeader]);
    }
}
