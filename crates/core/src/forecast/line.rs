//! What stands in a forecast for one renewal: the call in force, carried over to what is due now.

use super::{Category, ForecastCall, ForecastLine, Said, Voice};
use crate::primitives::{AccountId, Money, RenewalId, TeammateId, divide_half_even};
use crate::renewal::Outcome;
use jiff::civil::Date;

/// How a renewal ended, for a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// How.
    pub outcome: Outcome,
    /// The day it was decided.
    pub closed_on: Date,
    /// What went on, in minor units of the contract's currency.
    pub renewed_minor: i64,
}

/// A renewal that a forecast looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The renewal.
    pub renewal: RenewalId,
    /// The number in `R-1042`.
    pub number: u32,
    /// The customer.
    pub account: AccountId,
    /// Who owns it commercially.
    pub holder: TeammateId,
    /// Since when the person does.
    pub held_since: Date,
    /// What is up for renewal, in the contract's currency.
    pub atr: Money,
    /// The same in the reporting currency.
    pub atr_reporting: Money,
    /// T-0.
    pub end_on: Date,
    /// The day on which it was written down.
    pub scheduled_on: Date,
    /// How it ended; `None` while it is open.
    pub ending: Option<Ending>,
    /// What was said of it, first to last.
    pub calls: Vec<ForecastCall>,
}

/// What was said of an amount, after the amount changed: the same share of it, half to even. Everything stays everything and nothing
/// stays nothing, so an amendment moves a forecast without anybody having changed their mind.
pub fn carried(said_minor: i64, due_then: i64, due_now: i64) -> i64 {
    if due_then <= 0 {
        return said_minor.clamp(0, due_now.max(0));
    }
    let share = divide_half_even(i128::from(said_minor) * i128::from(due_now), i128::from(due_then));
    i64::try_from(share).unwrap_or(due_now).clamp(0, due_now.max(0))
}

/// The call that counts: the last one of the first voice that said something. `managers` are asked first, in their order; nobody among
/// them, and the owner's call counts. What somebody took back counts for nothing.
pub fn in_force<'a>(calls: &'a [ForecastCall], managers: &[TeammateId]) -> Option<(&'a ForecastCall, Said)> {
    let standing = |call: &'a ForecastCall| call.said.map(|said| (call, said));
    let of_manager = |person: &TeammateId| {
        let last = calls.iter().rfind(|call| call.voice == Voice::Manager && call.person == *person);
        last.and_then(standing)
    };
    let owned = || calls.iter().rfind(|call| call.voice == Voice::Owner).and_then(standing);
    managers.iter().find_map(of_manager).or_else(owned)
}

/// The line of a renewal as a forecast has it now; `managers` as in [`in_force`].
pub fn line_of(due: &Due, managers: &[TeammateId]) -> ForecastLine {
    let line = |category, called_by, expected_minor| ForecastLine {
        renewal: due.renewal,
        holder: due.holder,
        end_on: due.end_on,
        category,
        called_by,
        expected: Money::new(expected_minor, due.atr.currency),
        due_minor: due.atr.minor,
        expected_reporting_minor: carried(expected_minor, due.atr.minor, due.atr_reporting.minor),
        due_reporting_minor: due.atr_reporting.minor,
    };
    if let Some(ending) = due.ending {
        return line(Some(Category::Closed), None, ending.renewed_minor.clamp(0, due.atr.minor.max(0)));
    }
    match in_force(&due.calls, managers).filter(|(call, _)| call.due.currency == due.atr.currency) {
        Some((call, said)) => {
            let expected = carried(said.expected_minor, call.due.minor, due.atr.minor);
            line(Some(said.category), Some(call.person), expected)
        }
        None => line(None, None, 0),
    }
}
