//! What is up for renewal and by when, derived from the contract, its term and its lines.

use crate::contract::{ASSUMED_NOTICE_DAYS, Contract, ContractKind, Line, Term};
use crate::primitives::{Currency, Decimal6, Money, divide_half_even, last_day_of_service};
use crate::refusal::Refusal;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Plan rates: reporting currency per unit of another currency, by year (domain ruling 15).
pub type PlanRates = BTreeMap<(i16, String), Decimal6>;

/// Amount and dates of a renewal. A projection: rebuilt from the contract and compared by `tenure check`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Amount up for renewal: ARR of the recurring lines live on the last day of service.
    pub atr: Money,
    /// The same in the reporting currency at the plan rate of the year in which the term ends.
    pub atr_reporting: Money,
    /// T-0: first day no longer in service.
    pub end_on: Date,
    /// Last day on which notice can be given.
    pub notice_on: Date,
    /// Whether the notice period is unknown and 30 days were assumed.
    pub notice_assumed: bool,
    /// Whether the contract renews by itself.
    pub auto_renew: bool,
    /// The day that drives the work: notice deadline of an auto-renewing contract, else the end (domain ruling 7).
    pub decision_on: Date,
}

/// Derives the target of a term.
///
/// # Errors
/// An amount that is too large, or a plan rate that is missing; both named.
pub fn target_of(contract: &Contract, term: &Term, lines: &[&Line], rates: &PlanRates, reporting: Currency) -> Result<Target, Refusal> {
    let last_day = last_day_of_service(term.end_on);
    let mut atr_minor: i64 = 0;
    for line in lines.iter().filter(|line| line.covers(last_day)) {
        let arr =
            line.arr_minor(contract.currency).map_err(|problem| Refusal::general(format!("line {} {problem}", line.reference), ""))?;
        atr_minor =
            atr_minor.checked_add(arr).ok_or_else(|| Refusal::general(format!("contract {} is too large", contract.reference), ""))?;
    }
    let atr = Money::new(atr_minor, contract.currency);
    let notice_on = term.end_on.saturating_sub(i64::from(contract.notice_days.unwrap_or(ASSUMED_NOTICE_DAYS)).days());
    Ok(Target {
        atr,
        atr_reporting: to_reporting(atr, term.end_on.year(), rates, reporting)?,
        end_on: term.end_on,
        notice_on,
        notice_assumed: contract.notice_days.is_none(),
        auto_renew: renews_by_itself(contract, term),
        decision_on: if renews_by_itself(contract, term) { notice_on } else { term.end_on },
    })
}

/// Whether the term goes on without a signature: agreed so, and no notice was received.
pub fn renews_by_itself(contract: &Contract, term: &Term) -> bool {
    contract.auto_renew && term.opt_out_received_on.is_none()
}

/// Whether the calendar alone brings the next term: it renews by itself, or its yearly review comes round.
pub fn goes_on_by_itself(contract: &Contract, term: &Term) -> bool {
    renews_by_itself(contract, term) || (contract.kind == ContractKind::OpenEnded && term.opt_out_received_on.is_none())
}

/// Converts at the plan rate of the year, or of the latest year before it; rounded once, half to even.
pub(crate) fn to_reporting(amount: Money, year: i16, rates: &PlanRates, reporting: Currency) -> Result<Money, Refusal> {
    if amount.currency == reporting {
        return Ok(amount);
    }
    let code = amount.currency.code();
    let rate = rates.iter().rfind(|((rate_year, currency), _)| *rate_year <= year && currency == code).map(|(_, rate)| *rate).ok_or_else(
        || {
            Refusal::general(
                format!("no plan rate from {code} to {} for {year} or a year before", reporting.code()),
                "Add it: Settings, Rates, or plan_rates.csv.",
            )
        },
    )?;
    let scale = |currency: Currency| 10_i128.pow(u32::from(currency.exponent().unwrap_or(0)));
    let numerator = i128::from(amount.minor) * i128::from(rate.millionths()) * scale(reporting);
    let minor = divide_half_even(numerator, 1_000_000 * scale(amount.currency));
    let minor = i64::try_from(minor).map_err(|_| Refusal::general("an amount is too large in the reporting currency", ""))?;
    Ok(Money::new(minor, reporting))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plan_rates_convert_across_currencies_with_different_decimals() {
        let rate = |text: &str| text.parse::<Decimal6>().unwrap_or(Decimal6::ONE);
        let rates: PlanRates = [((2026, "EUR".into()), rate("1.14")), ((2026, "JPY".into()), rate("0.0067"))].into();
        let eur = to_reporting(Money::new(15_600_000, Currency::EUR), 2027, &rates, Currency::USD);
        assert_eq!(eur, Ok(Money::new(17_784_000, Currency::USD)), "156,000.00 EUR x 1.14, with the rate of the year before");
        let jpy = to_reporting(Money::new(1_000_000, Currency::JPY), 2026, &rates, Currency::USD);
        assert_eq!(jpy, Ok(Money::new(670_000, Currency::USD)), "1,000,000 JPY x 0.0067 = 6,700.00 USD");
        let missing = to_reporting(Money::new(1, Currency::GBP), 2026, &rates, Currency::USD);
        assert!(missing.is_err_and(|refusal| refusal.problem.contains("GBP")));
    }
}
