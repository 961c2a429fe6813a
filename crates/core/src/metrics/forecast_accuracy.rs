//! What was forecast against what came: error and bias, once renewals are decided (FC-2).

use super::Ratio;
use crate::forecast::{Category, ForecastLine, Level, carried};
use crate::primitives::RenewalId;
use std::collections::BTreeMap;

/// A submission held against what came of its renewals. Only those count that were open then and are decided now; in minor units of the
/// reporting currency, at the rates of the submission.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// How many of its open renewals are decided by now.
    pub decided: u64,
    /// How many were open then, less those that are none any more.
    pub open_then: u64,
    /// What the roll-up counted of those that are decided.
    pub forecast: i64,
    /// What came of them.
    pub actual: i64,
    /// The distances of each renewal, added up.
    pub apart: i64,
}

impl Accuracy {
    /// The error: the distance of what came from what was forecast, over what came. `None` where nothing came.
    pub fn error(&self) -> Option<Ratio> {
        Ratio::of(i128::from((self.actual - self.forecast).abs()), i128::from(self.actual))
    }

    /// The bias: forecast less what came, over what came; positive is over-forecast. `None` where nothing came.
    pub fn bias(&self) -> Option<Ratio> {
        Ratio::of(i128::from(self.forecast - self.actual), i128::from(self.actual))
    }

    /// The distances of each renewal, over what came: errors on single renewals do not cancel out. `None` where nothing came.
    pub fn weighted_error(&self) -> Option<Ratio> {
        Ratio::of(i128::from(self.apart), i128::from(self.actual))
    }

    /// Both together.
    pub const fn plus(self, other: Self) -> Self {
        Self {
            decided: self.decided + other.decided,
            open_then: self.open_then + other.open_then,
            forecast: self.forecast + other.forecast,
            actual: self.actual + other.actual,
            apart: self.apart + other.apart,
        }
    }
}

/// What became of a renewal since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is open.
    Open,
    /// It is decided: so much went on, in minor units of the contract's currency.
    Decided(i64),
    /// It is none any more, or was decided in another one.
    Nothing,
}

/// Holds the lines of a submission against what became of their renewals.
pub fn accuracy_of(lines: &[ForecastLine], became: &BTreeMap<RenewalId, Became>, level: Level) -> Accuracy {
    let mut measured = Accuracy::default();
    for line in lines.iter().filter(|line| line.category != Some(Category::Closed)) {
        match became.get(&line.renewal) {
            None | Some(Became::Nothing) => {}
            Some(Became::Open) => measured.open_then += 1,
            Some(Became::Decided(minor)) => {
                let actual = carried((*minor).min(line.due_minor), line.due_minor, line.due_reporting_minor);
                measured.open_then += 1;
                measured.decided += 1;
                measured.forecast += line.counted(level);
                measured.actual += actual;
                measured.apart += (line.counted(level) - actual).abs();
            }
        }
    }
    measured
}
