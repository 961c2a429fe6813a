//! Exact money: integer minor units with their currency. Every division names its rounding.

use std::fmt;

pub use iso_currency::Currency;

/// An amount in the minor units of its currency (cents for USD, yen for JPY).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Minor units; negative amounts are reductions.
    pub minor: i64,
    /// ISO 4217 currency.
    pub currency: Currency,
}

impl Money {
    /// An amount from minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", format_minor(self.minor, self.currency), self.currency.code())
    }
}

/// Minor units as grouped decimal text without the currency code: `412,500.00`.
pub fn format_minor(minor: i64, currency: Currency) -> String {
    let exponent = usize::from(currency.exponent().unwrap_or(0));
    let digits = format!("{:0width$}", minor.unsigned_abs(), width = exponent + 1);
    let (whole, fraction) = digits.split_at(digits.len() - exponent);
    let grouped = group_thousands(whole);
    let sign = if minor < 0 { "\u{2212}" } else { "" };
    if exponent == 0 { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{fraction}") }
}

/// Digits with a comma before every third from the end.
pub fn group_thousands(digits: &str) -> String {
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Reads an amount such as `100000` or `25000.50` into minor units of the currency.
///
/// # Errors
/// Text that is not a plain decimal number, or that has more places than the currency.
pub fn parse_minor(text: &str, currency: Currency) -> Result<i64, String> {
    let decimal: super::Decimal6 = text.parse()?;
    let exponent = u32::from(currency.exponent().unwrap_or(0));
    let step = 10_i64.pow(6_u32.saturating_sub(exponent));
    if decimal.millionths() % step != 0 {
        return Err(format!("has more decimal places than {} allows", currency.code()));
    }
    Ok(decimal.millionths() / step)
}

/// The currency of an ISO 4217 code in capitals.
///
/// # Errors
/// Anything that is not a known code.
pub fn parse_currency(text: &str) -> Result<Currency, String> {
    Currency::from_code(text).ok_or_else(|| "is not an ISO 4217 currency code such as USD".to_string())
}

/// Integer division that rounds half to even (banker's rounding), as every amount of an ARR line is rounded once.
pub fn divide_half_even(numerator: i128, denominator: i128) -> i128 {
    assert!(denominator > 0, "a denominator is positive");
    let quotient = numerator.div_euclid(denominator);
    let twice = numerator.rem_euclid(denominator) * 2;
    match twice.cmp(&denominator) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + 1,
        std::cmp::Ordering::Equal => quotient + quotient.rem_euclid(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_with_the_places_of_their_currency() {
        assert_eq!(Money::new(41_250_000, Currency::USD).to_string(), "412,500.00 USD");
        assert_eq!(Money::new(1_234_567, Currency::JPY).to_string(), "1,234,567 JPY");
        assert_eq!(Money::new(-5, Currency::EUR).to_string(), "\u{2212}0.05 EUR");
    }

    #[test]
    fn halves_round_to_the_even_neighbour_on_both_sides_of_zero() {
        let rounded: Vec<i128> = [-5, -3, -1, 1, 3, 5].iter().map(|n| divide_half_even(*n, 2)).collect();
        assert_eq!(rounded, [-2, -2, 0, 0, 2, 2]);
        assert_eq!(divide_half_even(10, 4), 2);
        assert_eq!(divide_half_even(11, 4), 3);
    }

    #[test]
    fn an_amount_finer_than_its_currency_is_refused() {
        assert_eq!(parse_minor("100000.00", Currency::USD), Ok(10_000_000));
        assert!(parse_minor("0.001", Currency::USD).is_err());
        assert!(parse_minor("0.5", Currency::JPY).is_err());
    }
}
