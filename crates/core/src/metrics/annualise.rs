//! Rates taken to a year. Every power and root is exact up to one rounding, half to even, to twelve places.
//!
//! Sources: SaaS Metrics Standards Board (1 - (1 - m)^12), Kellblog (a three-year term that loses 27.1% loses 10% a year), HubSpot's
//! annual report (a month's retention to the power of 12).

use super::{Ratio, power};

/// A month's retention, twelve months in a row: `retained^12`. `None` for a retention below zero.
pub fn over_a_year(monthly_retention: Ratio) -> Option<Ratio> {
    power(monthly_retention, 12, 1)
}

/// Churn of a year from churn of a month: `1 - (1 - churn)^12`. `None` for a churn above 100%.
pub fn yearly_churn_of_months(monthly_churn: Ratio) -> Option<Ratio> {
    over_a_year(monthly_churn.one_minus()?)?.one_minus()
}

/// Churn of a year from churn at the end of a term: `1 - (1 - churn)^(12 / months)`. `None` for a churn above 100% and for terms of
/// no months or more than 120.
pub fn yearly_churn_of_term(term_churn: Ratio, term_months: u32) -> Option<Ratio> {
    power(term_churn.one_minus()?, 12, term_months)?.one_minus()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_of_three_years_that_loses_27_1_percent_loses_10_percent_a_year() {
        let ratio = |bps| Ratio::of(bps, 10_000).unwrap();
        assert_eq!(yearly_churn_of_term(ratio(2_710), 36), Some(ratio(1_000)));
        assert_eq!(yearly_churn_of_term(ratio(1_000), 12), Some(ratio(1_000)), "a term of a year is a year");
        assert_eq!(yearly_churn_of_term(ratio(10_000), 36), Some(Ratio::ONE), "all is lost in any year");
        assert_eq!(yearly_churn_of_term(ratio(10_001), 36), None, "more than all is no rate");
        assert_eq!(yearly_churn_of_term(ratio(1_000), 0), None);
    }

    #[test]
    fn a_month_is_not_a_twelfth_of_a_year() {
        let one_percent = Ratio::of(1, 100).unwrap();
        assert_eq!(over_a_year(one_percent.one_minus().unwrap()).unwrap().percent(2), "88.64%");
        assert_eq!(yearly_churn_of_months(one_percent).unwrap().percent(2), "11.36%");
    }
}
