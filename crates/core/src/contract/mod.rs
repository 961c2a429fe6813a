//! Contracts, their half-open terms and lines, and the exact ARR of a line.

mod price;
mod product;

pub use price::{escalated, index_rise, raised};
pub use product::Product;

use crate::primitives::{AccountId, ContractId, Currency, Decimal6, LineId, closed_words, divide_half_even};
use crate::renewal::OutcomeReason;
use jiff::civil::Date;

closed_words! {
    /// Whether a contract has an agreed end. One that runs month by month, or without end, is reviewed once a year (domain ruling 5).
    ContractKind {
        Fixed = "fixed", "Fixed term";
        OpenEnded = "open_ended", "Open-ended";
    }
}

closed_words! {
    /// How a line came to be.
    LineOrigin {
        Sold = "sold", "Sold";
        Amended = "amended", "Amended";
        Escalated = "escalated", "Contracted price rise";
        Ramped = "ramped", "Ramp";
        Renewed = "renewed", "Renewed";
        AutoRenewed = "auto_renewed", "Renewed by itself";
    }
}

closed_words! {
    /// Whether a line recurs. One-off lines carry no ARR.
    LineKind {
        Recurring = "recurring", "Recurring";
        OneOff = "one_off", "One-off";
    }
}

closed_words! {
    /// The period that a unit price pays for.
    PricePeriod {
        Month = "month", "per month";
        Quarter = "quarter", "per quarter";
        Year = "year", "per year";
    }
}

impl PricePeriod {
    /// How often a price is paid in a year.
    pub const fn per_year(self) -> u8 {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }
}

/// Notice assumed where a contract's notice period is unknown, in days; screens label it as assumed (domain ruling 7).
pub const ASSUMED_NOTICE_DAYS: u16 = 30;

/// A contract with an account. Its terms follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Identity.
    pub id: ContractId,
    /// The contract number people know, such as `HS-2024-0117`.
    pub reference: String,
    /// The customer.
    pub account: AccountId,
    /// Currency of every line.
    pub currency: Currency,
    /// Whether a term renews by itself unless notice is given.
    pub auto_renew: bool,
    /// Notice period in days before the end; `None` is unknown, not zero.
    pub notice_days: Option<u16>,
    /// Length of a successor term in months.
    pub renewal_months: u16,
    /// Largest contracted price rise at renewal, in basis points; `None` is no cap.
    pub uplift_cap_bps: Option<u32>,
    /// Price rise that an automatic renewal brings, in basis points.
    pub uplift_bps: u32,
    /// Whether it has an agreed end. The terms of an open-ended contract are the years between its reviews.
    pub kind: ContractKind,
    /// The contract that leads its co-term group: terms that end with the leader's are decided in the leader's renewal.
    pub co_term_lead: Option<ContractId>,
}

/// One term of a contract: `[start_on, end_on)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The contract.
    pub contract: ContractId,
    /// 1 for the first term.
    pub number: u32,
    /// First day of service.
    pub start_on: Date,
    /// First day no longer in service: the renewal date, T-0.
    pub end_on: Date,
    /// The day on which the customer's notice not to renew was received.
    pub opt_out_received_on: Option<Date>,
    /// The day on which both sides agreed to end it before its time; it then ends on `end_on`.
    pub cancelled_on: Option<Date>,
    /// How it was signed; `None` where nobody said.
    pub signature: Option<Signature>,
}

/// When a term was signed, and why the customer went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The day of the signature; on time is on or before the end of the term before.
    pub signed_on: Date,
    /// Why, from the closed list.
    pub reason: Option<OutcomeReason>,
    /// Why, in the customer's own words; may be empty.
    pub words: String,
}

/// What is sold in one term: product x business unit x quantity x unit price. The latest version is what holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Identity, shared by all versions.
    pub id: LineId,
    /// Reference in files.
    pub reference: String,
    /// Version, from 1; a change appends the next.
    pub version: u32,
    /// The contract.
    pub contract: ContractId,
    /// The term the line belongs to.
    pub term_number: u32,
    /// What was bought.
    pub product: String,
    /// The division that uses it.
    pub business_unit: String,
    /// Recurring or one-off.
    pub kind: LineKind,
    /// Units bought.
    pub quantity: Decimal6,
    /// List price of one unit for one price period, before discount.
    pub unit_price: Decimal6,
    /// What the unit price pays for.
    pub price_period: PricePeriod,
    /// Discount in basis points.
    pub discount_bps: u32,
    /// The days `[from, to)` of a temporary discount, which leaves ARR alone; `None` is a discount for the whole line.
    pub discount_span: Option<(Date, Date)>,
    /// First day of the line.
    pub start_on: Date,
    /// First day no longer.
    pub end_on: Date,
    /// Reference of the stakeholder who pays for it; empty where unknown.
    pub economic_buyer: String,
    /// How it came to be.
    pub origin: LineOrigin,
    /// The line that it continues at another quantity or price, or in the next term.
    pub follows: Option<LineId>,
}

impl Line {
    /// Annual recurring revenue of the line in minor units: rounded once, half to even (domain ruling 8). Zero for a one-off line.
    ///
    /// # Errors
    /// `is too large` where the product does not fit 64 bits of minor units.
    pub fn arr_minor(&self, currency: Currency) -> Result<i64, String> {
        if self.kind == LineKind::OneOff {
            return Ok(0);
        }
        let too_large = || "has a yearly amount that is too large".to_string();
        let units = i128::from(self.quantity.millionths()) * i128::from(self.unit_price.millionths());
        let minor_per_unit = 10_i128.pow(u32::from(currency.exponent().unwrap_or(0)));
        let share_bps = i128::from(10_000_u32.saturating_sub(self.lasting_discount_bps()));
        let numerator = units.checked_mul(i128::from(self.price_period.per_year()) * share_bps * minor_per_unit).ok_or_else(too_large)?;
        i64::try_from(divide_half_even(numerator, 1_000_000_000_000 * 10_000)).map_err(|_| too_large())
    }

    /// The discount that counts against ARR: one that lasts as long as the line.
    pub fn lasting_discount_bps(&self) -> u32 {
        if self.discount_span.is_some() { 0 } else { self.discount_bps }
    }

    /// The line with its temporary discount held to its days; a discount that would lie wholly outside falls away.
    #[must_use]
    pub fn with_discount_inside(mut self) -> Self {
        let Some((from_on, to_on)) = self.discount_span else { return self };
        let span = (from_on.max(self.start_on), to_on.min(self.end_on));
        if span.0 < span.1 {
            self.discount_span = Some(span);
        } else {
            self.discount_span = None;
            self.discount_bps = 0;
        }
        self
    }

    /// The next version of the line with another end. A temporary discount ends with the line at the latest; one that would only
    /// begin later falls away.
    #[must_use]
    pub fn ending(&self, end_on: Date) -> Self {
        let discount_span =
            self.discount_span.map(|(from_on, to_on)| (from_on, to_on.min(end_on))).filter(|(from_on, to_on)| from_on < to_on);
        let discount_bps = if self.discount_span.is_some() && discount_span.is_none() { 0 } else { self.discount_bps };
        Self { version: self.version + 1, end_on, discount_span, discount_bps, ..self.clone() }
    }

    /// Whether the line is live on the day.
    pub fn covers(&self, day: Date) -> bool {
        self.start_on <= day && day < self.end_on
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::Decimal6;
    use jiff::civil::date;
    use uuid::Uuid;

    fn line(quantity: &str, price: &str, period: PricePeriod, discount_bps: u32) -> Line {
        let decimal = |text: &str| text.parse::<Decimal6>().unwrap_or(Decimal6::ONE);
        Line {
            id: LineId(Uuid::nil()),
            reference: "L-1".into(),
            version: 1,
            contract: ContractId(Uuid::nil()),
            term_number: 1,
            product: "Platform".into(),
            business_unit: "Group".into(),
            kind: LineKind::Recurring,
            quantity: decimal(quantity),
            unit_price: decimal(price),
            price_period: period,
            discount_bps,
            discount_span: None,
            start_on: date(2026, 1, 1),
            end_on: date(2027, 1, 1),
            economic_buyer: String::new(),
            origin: LineOrigin::Sold,
            follows: None,
        }
    }

    #[test]
    fn arr_is_quantity_times_price_times_periods_less_discount() {
        // 420 x 612.50 a year; 10 x 19.99 a month; 3 x 99.99 a month less 12.5% = 3149.685 -> half to even.
        assert_eq!(line("420", "612.50", PricePeriod::Year, 0).arr_minor(Currency::USD), Ok(25_725_000));
        assert_eq!(line("10", "19.99", PricePeriod::Month, 0).arr_minor(Currency::USD), Ok(239_880));
        assert_eq!(line("3", "99.99", PricePeriod::Month, 1250).arr_minor(Currency::USD), Ok(314_968));
        assert_eq!(line("5", "1000", PricePeriod::Quarter, 0).arr_minor(Currency::JPY), Ok(20_000));
    }

    #[test]
    fn the_largest_quantity_and_price_are_refused_not_wrapped() {
        let huge = line("1000000000", "1000000000", PricePeriod::Month, 0);
        assert!(huge.arr_minor(Currency::USD).is_err());
    }

    #[test]
    fn a_temporary_discount_leaves_arr_alone() {
        let mut ramp_up = line("10", "1000", PricePeriod::Year, 5000);
        assert_eq!(ramp_up.arr_minor(Currency::USD), Ok(500_000));
        ramp_up.discount_span = Some((date(2026, 1, 1), date(2026, 4, 1)));
        assert_eq!(ramp_up.arr_minor(Currency::USD), Ok(1_000_000));
    }

    #[test]
    fn a_temporary_discount_goes_no_further_than_its_line() {
        let mut short = line("10", "1000", PricePeriod::Year, 5000);
        short.discount_span = Some((date(2026, 1, 1), date(2026, 7, 1)));
        short.end_on = date(2026, 4, 1);
        assert_eq!(short.clone().with_discount_inside().discount_span, Some((date(2026, 1, 1), date(2026, 4, 1))));
        short.discount_span = Some((date(2026, 5, 1), date(2026, 7, 1)));
        let without = short.with_discount_inside();
        assert_eq!((without.discount_span, without.arr_minor(Currency::USD)), (None, Ok(1_000_000)), "it does not become a lasting one");
    }

    #[test]
    fn a_line_that_ends_early_takes_its_temporary_discount_along_and_never_makes_it_lasting() {
        let mut ramp_up = line("10", "1000", PricePeriod::Year, 5000);
        ramp_up.discount_span = Some((date(2026, 3, 1), date(2026, 9, 1)));
        let cut = ramp_up.ending(date(2026, 6, 1));
        assert_eq!((cut.version, cut.discount_span), (2, Some((date(2026, 3, 1), date(2026, 6, 1)))));
        let before_it = ramp_up.ending(date(2026, 3, 1));
        assert_eq!((before_it.discount_span, before_it.discount_bps), (None, 0));
        assert_eq!(before_it.arr_minor(Currency::USD), Ok(1_000_000));
    }

    #[test]
    fn one_off_lines_carry_no_arr() {
        let mut setup = line("1", "5000", PricePeriod::Year, 0);
        setup.kind = LineKind::OneOff;
        assert_eq!(setup.arr_minor(Currency::USD), Ok(0));
    }
}
