//! In which money a figure is read: as contracted, at the plan rates of one year, or at the rates of each day (ARR-4).

use super::Day;
use super::book::Book;
use super::day::{date_of, day_of};
use super::known::{DatedRates, Known};
use crate::primitives::{Currency, divide_half_even};
use crate::refusal::Refusal;
use crate::renewal::PlanRates;

/// The money a question is asked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// Contracts in this currency alone, in their own money.
    Contract(Currency),
    /// Reporting currency at the plan rates of one year: what exchange rates do is left out.
    Plan(i16),
    /// Reporting currency at the rate of each day; what exchange rates do is shown apart.
    Dated,
}

/// Rate of one currency: millionths of the target per unit, from a day on.
type Steps = Vec<(Day, i64)>;

/// Every rate that was known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rates {
    /// The reporting currency.
    pub reporting: Currency,
    /// Plan rates by year and currency code.
    pub plan: PlanRates,
    /// Rates of single days.
    pub dated: DatedRates,
}

impl Rates {
    /// The rates of what was known.
    pub fn of(known: &Known) -> Self {
        Self { reporting: known.reporting, plan: known.plan_rates.clone(), dated: known.dated_rates.clone() }
    }
}

/// Rates made ready for one conversion.
#[derive(Clone, Debug)]
pub struct Prices {
    conversion: Conversion,
    /// The currency of every result.
    pub currency: Currency,
    /// By index of the contract currency.
    steps: Vec<Steps>,
    currencies: Vec<Currency>,
}

impl Prices {
    /// Makes the rates of a book's currencies ready.
    ///
    /// # Errors
    /// A currency without a plan rate for the year or one before it, named. Missing rates of days are found by [`Prices::value`].
    pub fn new(conversion: Conversion, book: &Book) -> Result<Self, Refusal> {
        let (rates, currencies) = (&book.rates, &book.names.currencies);
        let currency = match conversion {
            Conversion::Contract(currency) => currency,
            Conversion::Plan(_) | Conversion::Dated => rates.reporting,
        };
        let steps = currencies.iter().map(|of| match conversion {
            Conversion::Contract(_) => Ok(Vec::new()),
            _ if *of == currency => Ok(vec![(Day::MIN, 1_000_000)]),
            Conversion::Plan(year) => plan_rate(rates, *of, year).map(|rate| vec![(Day::MIN, rate)]),
            Conversion::Dated => Ok(dated_rates(&rates.dated, *of)),
        });
        Ok(Self { conversion, currency, steps: steps.collect::<Result<_, _>>()?, currencies: currencies.clone() })
    }

    /// Whether contracts in the currency take part.
    pub fn takes(&self, currency: usize) -> bool {
        !matches!(self.conversion, Conversion::Contract(only) if self.currencies[currency] != only)
    }

    /// Whether amounts move with the rates of days.
    pub const fn floats(&self) -> bool {
        matches!(self.conversion, Conversion::Dated)
    }

    /// An amount of a contract currency on a day, rounded once, half to even. The rate of a day is the latest one given until then.
    ///
    /// # Errors
    /// A missing rate: the currency and the day are named.
    pub fn value(&self, minor: i64, currency: usize, day: Day) -> Result<i64, Refusal> {
        if matches!(self.conversion, Conversion::Contract(_)) || self.currencies[currency] == self.currency || minor == 0 {
            return Ok(minor);
        }
        let steps = &self.steps[currency];
        let after = steps.partition_point(|(from, _)| *from <= day);
        let Some((_, rate)) = after.checked_sub(1).and_then(|at| steps.get(at)) else {
            return Err(missing(
                self.currencies[currency],
                self.currency,
                &format!("{} or a day before", date_of(day)),
                "exchange_rates.csv",
            ));
        };
        let scale = |currency: Currency| 10_i128.pow(u32::from(currency.exponent().unwrap_or(0)));
        let numerator = i128::from(minor) * i128::from(*rate) * scale(self.currency);
        let value = divide_half_even(numerator, 1_000_000 * scale(self.currencies[currency]));
        i64::try_from(value).map_err(|_| Refusal::general("an amount is too large in the reporting currency", ""))
    }
}

fn missing(from: Currency, to: Currency, when: &str, file: &str) -> Refusal {
    let problem = format!("no rate from {} to {} for {when}", from.code(), to.code());
    Refusal::general(problem, format!("Add it under Settings, Rates, or to {file}."))
}

fn plan_rate(rates: &Rates, of: Currency, year: i16) -> Result<i64, Refusal> {
    let found = rates.plan.iter().rfind(|((rate_year, code), _)| *rate_year <= year && code == of.code());
    let rate = found.map(|(_, rate)| rate.millionths());
    rate.ok_or_else(|| missing(of, rates.reporting, &format!("{year} or a year before"), "plan_rates.csv"))
}

fn dated_rates(rates: &DatedRates, of: Currency) -> Steps {
    rates.iter().filter(|((_, code), _)| code == of.code()).map(|((day, _), rate)| (day_of(*day), rate.millionths())).collect()
}
