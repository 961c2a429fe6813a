//! The value record of a customer: outcomes agreed and measured, wins, returns with their arithmetic, and value that has no number.
//!
//! Nothing is confirmed until somebody at the customer confirmed it, and what nobody confirmed is never shown as if it were (VAL-6).

use super::Withdrawal;
use crate::primitives::{AccountId, Currency, Decimal6, Money, ReadingId, StakeholderId, ValueId, closed_words, divide_half_even};
use jiff::Timestamp;
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;

closed_words! {
    /// What an entry of the value record is.
    ValueKind {
        Outcome = "outcome", "Agreed outcome";
        Win = "win", "Win";
        Roi = "roi", "Return";
        Quality = "quality", "Value without a number";
    }
}

closed_words! {
    /// Where an agreed outcome stands by its latest reading.
    Standing {
        Unmeasured = "unmeasured", "Not measured yet";
        Behind = "behind", "Not better than at the start";
        OnTheWay = "on_the_way", "On the way";
        Reached = "reached", "Reached";
    }
}

/// What an outcome is measured by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// What the numbers count, such as `hours a week`.
    pub unit: String,
    /// Where the customer began; `None` where nobody measured it.
    pub baseline: Option<Decimal6>,
    /// What was agreed.
    pub target: Decimal6,
}

impl Measure {
    /// Where a reading stands. Without a baseline more is better.
    pub fn standing(&self, actual: Option<Decimal6>) -> Standing {
        let Some(actual) = actual else { return Standing::Unmeasured };
        let falls = self.baseline.is_some_and(|baseline| baseline > self.target);
        let better = |left: Decimal6, right: Decimal6| if falls { left < right } else { left > right };
        if actual == self.target || better(actual, self.target) {
            Standing::Reached
        } else if self.baseline.is_some_and(|baseline| !better(actual, baseline)) {
            Standing::Behind
        } else {
            Standing::OnTheWay
        }
    }

    /// How much of the way from the baseline to the target is done, in basis points, rounded half to even; below zero where it got worse.
    /// `None` without a baseline.
    pub fn way_bps(&self, actual: Decimal6) -> Option<i64> {
        let baseline = i128::from(self.baseline?.millionths());
        let (way, done) = (i128::from(self.target.millionths()) - baseline, i128::from(actual.millionths()) - baseline);
        match way {
            0 => None,
            way if way < 0 => i64::try_from(divide_half_even(-done * 10_000, -way)).ok(),
            way => i64::try_from(divide_half_even(done * 10_000, way)).ok(),
        }
    }
}

/// One number of a return, with what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// What it is, such as `Hours saved`.
    pub name: String,
    /// How many.
    pub quantity: Decimal6,
    /// Of what, such as `a week and person`; may be empty.
    pub unit: String,
}

/// Most numbers of one return.
pub const FACTORS_MAX: usize = 10;

impl FromStr for Factor {
    type Err = String;

    /// Reads `Hours saved: 10 a week and person`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "is not a factor such as `Hours saved: 10 a week`".to_string();
        let (name, rest) = text.split_once(':').ok_or_else(wrong)?;
        let (name, rest) = (name.trim(), rest.trim());
        let (number, unit) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let unit = unit.trim();
        if name.is_empty() || name.contains([';', '\n']) || unit.contains([';', '\n']) {
            return Err(wrong());
        }
        let quantity = number.replace(',', "").parse().map_err(|problem| format!("has {number:?}, which {problem}"))?;
        Ok(Self { name: name.into(), quantity, unit: unit.into() })
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.quantity)?;
        if self.unit.is_empty() { Ok(()) } else { write!(f, " {}", self.unit) }
    }
}

/// Factors in one text, between semicolons or on lines of their own.
///
/// # Errors
/// The first part that is no factor, named.
pub fn factors(text: &str) -> Result<Vec<Factor>, String> {
    let parts = text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|problem| format!("names {part:?}, which {problem}"))).collect()
}

/// Writes factors into one text, so that [`factors`] reads them back.
pub fn factors_text(factors: &[Factor]) -> String {
    factors.iter().map(Factor::to_string).collect::<Vec<_>>().join("; ")
}

/// Largest return, in minor units of its currency.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000;

/// The product of factors as an amount: exact until the one rounding at the end, half to even.
///
/// # Errors
/// No factor, a factor that is not above zero, or a product that is zero or too large.
pub fn product(factors: &[Factor], currency: Currency) -> Result<Money, String> {
    if factors.is_empty() || factors.len() > FACTORS_MAX {
        return Err(format!("needs 1 to {FACTORS_MAX} factors"));
    }
    let (mut whole, mut places) = (1_i128, 0_u32);
    for factor in factors {
        let (mut mantissa, mut scale) = (i128::from(factor.quantity.millionths()), 6);
        if mantissa <= 0 {
            return Err(format!("has {}, which is not above zero", factor.name));
        }
        while scale > 0 && mantissa % 10 == 0 {
            (mantissa, scale) = (mantissa / 10, scale - 1);
        }
        whole = whole.checked_mul(mantissa).ok_or("has more digits than can be multiplied exactly")?;
        places += scale;
    }
    let exponent = u32::from(currency.exponent().unwrap_or(0));
    let minor = if places > exponent {
        let divisor = 10_i128.checked_pow(places - exponent).ok_or("has more digits than can be multiplied exactly")?;
        divide_half_even(whole, divisor)
    } else {
        whole.checked_mul(10_i128.pow(exponent - places)).ok_or("has more digits than can be multiplied exactly")?
    };
    match i64::try_from(minor).ok().filter(|minor| *minor <= AMOUNT_MAX) {
        Some(0) => Err("comes to less than the smallest unit of its currency".into()),
        Some(minor) => Ok(Money::new(minor, currency)),
        None => Err("comes to more than can be kept".into()),
    }
}

/// A return: the numbers, and what they multiply to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The numbers.
    pub factors: Vec<Factor>,
    /// Their product.
    pub amount: Money,
}

impl Claim {
    /// The return that factors come to.
    ///
    /// # Errors
    /// See [`product`].
    pub fn of(factors: Vec<Factor>, currency: Currency) -> Result<Self, String> {
        let amount = product(&factors, currency)?;
        Ok(Self { factors, amount })
    }
}

/// What an entry says, by its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// What we and the customer agreed to reach.
    Outcome(Measure),
    /// Something that went well.
    Win,
    /// What the customer got in money.
    Roi(Claim),
    /// What they got that has no number.
    Quality,
}

impl Matter {
    /// Its kind.
    pub const fn kind(&self) -> ValueKind {
        match self {
            Self::Outcome(_) => ValueKind::Outcome,
            Self::Win => ValueKind::Win,
            Self::Roi(_) => ValueKind::Roi,
            Self::Quality => ValueKind::Quality,
        }
    }
}

/// The customer's word that an entry is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Who of them confirmed it.
    pub by: StakeholderId,
    /// When.
    pub on: Date,
    /// Who of ours wrote that down.
    pub author: String,
    /// When it was written down.
    pub recorded_at: Timestamp,
}

/// One entry of the value record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueEntry {
    /// Identity.
    pub id: ValueId,
    /// The customer.
    pub account: AccountId,
    /// What it says.
    pub matter: Matter,
    /// One line; of the entries of an account that count no two have the same.
    pub title: String,
    /// How it was measured or came about, or what they said; may be empty.
    pub told: String,
    /// Where that can be seen: an address or words; may be empty.
    pub evidence: String,
    /// The day on which it was agreed, happened or was said.
    pub happened_on: Date,
    /// With whom it was agreed, or who said it.
    pub with: Option<StakeholderId>,
    /// The customer's confirmation.
    pub confirmed: Option<Confirmation>,
    /// Who wrote it down.
    pub author: String,
    /// When.
    pub recorded_at: Timestamp,
    /// Taken back; it then counts for nothing.
    pub withdrawn: Option<Withdrawal>,
}

/// What was measured of an agreed outcome on a day. A later one of the same day puts an earlier one right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Identity.
    pub id: ReadingId,
    /// The customer.
    pub account: AccountId,
    /// The outcome.
    pub outcome: ValueId,
    /// The day.
    pub read_on: Date,
    /// What was measured.
    pub actual: Decimal6,
    /// Where the number is from; may be empty.
    pub note: String,
    /// Who wrote it down.
    pub author: String,
    /// When.
    pub recorded_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal6 {
        text.parse().unwrap()
    }

    fn amount(text: &str, currency: Currency) -> Result<String, String> {
        product(&factors(text)?, currency).map(|money| money.to_string())
    }

    #[test]
    fn a_return_is_the_product_of_its_factors_rounded_once() {
        let hours = "Hours saved: 10 a week; People: 40; Weeks: 48; Rate: 62.50 USD an hour";
        assert_eq!(amount(hours, Currency::USD), Ok("1,200,000.00 USD".into()), "10 x 40 x 48 x 62.50");
        assert_eq!(amount("Share: 0.333333; Sum: 0.01", Currency::USD), Err("comes to less than the smallest unit of its currency".into()));
        assert_eq!(amount("Third: 0.333333; Sum: 100", Currency::USD), Ok("33.33 USD".into()));
        assert_eq!(amount("Half: 0.5; Sum: 0.05", Currency::USD), Ok("0.02 USD".into()), "0.025 goes to the even cent");
        assert_eq!(amount("Boxes: 1,250; Yen: 80.4", Currency::JPY), Ok("100,500 JPY".into()));
    }

    #[test]
    fn a_return_without_sense_is_refused() {
        assert_eq!(amount("", Currency::USD), Err("needs 1 to 10 factors".into()));
        assert_eq!(amount("People: 0", Currency::USD), Err("has People, which is not above zero".into()));
        assert_eq!(amount("Much: 1000000000; More: 1000000000", Currency::USD), Err("comes to more than can be kept".into()));
        let fine = ["Fine: 999999999.999999"; 3].join(";");
        assert_eq!(amount(&fine, Currency::USD), Err("has more digits than can be multiplied exactly".into()));
        assert_eq!(
            amount("ten hours", Currency::USD),
            Err("names \"ten hours\", which is not a factor such as `Hours saved: 10 a week`".into())
        );
    }

    #[test]
    fn factors_are_read_back_as_they_were_written() {
        let read = factors("Hours saved: 10 a week\nPeople: 40\n\nRate: 62.50 USD an hour").unwrap();
        assert_eq!(factors_text(&read), "Hours saved: 10 a week; People: 40; Rate: 62.5 USD an hour");
        assert_eq!(factors(&factors_text(&read)), Ok(read));
    }

    #[test]
    fn an_outcome_stands_by_its_direction() {
        let falls = Measure { unit: "days".into(), baseline: Some(decimal("12")), target: decimal("4") };
        let at = |text: &str| falls.standing(Some(decimal(text)));
        assert_eq!(
            [at("12"), at("13"), at("11"), at("4"), at("3")].map(Standing::code),
            ["behind", "behind", "on_the_way", "reached", "reached"]
        );
        assert_eq!(falls.way_bps(decimal("6")), Some(7_500), "six of eight days");
        assert_eq!(falls.way_bps(decimal("14")), Some(-2_500));
        let rises = Measure { unit: "users".into(), baseline: None, target: decimal("400") };
        assert_eq!(
            [rises.standing(None), rises.standing(Some(decimal("399"))), rises.standing(Some(decimal("400")))],
            [Standing::Unmeasured, Standing::OnTheWay, Standing::Reached]
        );
        assert_eq!(rises.way_bps(decimal("200")), None, "without a beginning there is no share of the way");
    }
}
