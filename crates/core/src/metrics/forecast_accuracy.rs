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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::{Currency, Money, TeammateId};
    use jiff::civil::date;
    use uuid::Uuid;

    fn line(number: u128, category: Category, expected: i64) -> ForecastLine {
        ForecastLine {
            renewal: RenewalId(Uuid::from_u128(number)),
            holder: TeammateId(Uuid::nil()),
            end_on: date(2027, 1, 9),
            category: Some(category),
            called_by: None,
            expected: Money::new(expected, Currency::USD),
            due_minor: 10_000_000,
            expected_reporting_minor: expected,
            due_reporting_minor: 10_000_000,
        }
    }

    fn percent(ratio: Option<Ratio>) -> String {
        ratio.map_or("none".into(), |ratio| ratio.percent(1))
    }

    #[test]
    fn a_forecast_of_100k_against_90k_is_11_1_per_cent_off_and_too_high() {
        let lines = [line(1, Category::Commit, 10_000_000)];
        let became = [(lines[0].renewal, Became::Decided(9_000_000))].into();
        let found = accuracy_of(&lines, &became, Level::Commit);
        assert_eq!([percent(found.error()), percent(found.bias()), percent(found.weighted_error())], ["11.1%", "11.1%", "11.1%"]);
    }

    #[test]
    fn single_errors_do_not_cancel_out_and_what_is_open_or_was_decided_before_does_not_count() {
        let mut lines = [
            line(1, Category::Commit, 10_000_000),
            line(2, Category::BestCase, 10_000_000),
            line(3, Category::Commit, 10_000_000),
            line(4, Category::Closed, 10_000_000),
            line(5, Category::Commit, 10_000_000),
        ];
        lines[3].called_by = None;
        let ids: Vec<RenewalId> = lines.iter().map(|line| line.renewal).collect();
        let became = [
            (ids[0], Became::Decided(0)),
            (ids[1], Became::Decided(10_000_000)),
            (ids[2], Became::Open),
            (ids[3], Became::Decided(10_000_000)),
            (ids[4], Became::Nothing),
        ];
        let found = accuracy_of(&lines, &became.into(), Level::Commit);
        assert_eq!((found.decided, found.open_then, found.forecast, found.actual), (2, 3, 10_000_000, 10_000_000));
        assert_eq!([percent(found.error()), percent(found.bias()), percent(found.weighted_error())], ["0.0%", "0.0%", "200.0%"]);
    }

    #[test]
    fn where_nothing_came_there_is_no_share() {
        let lines = [line(1, Category::Commit, 10_000_000)];
        let found = accuracy_of(&lines, &[(lines[0].renewal, Became::Decided(0))].into(), Level::Commit);
        assert_eq!((found.error(), found.bias(), found.decided), (None, None, 1));
    }
}
