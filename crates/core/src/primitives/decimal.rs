//! Decimals with six places, for quantities, unit prices and exchange rates (domain ruling 8).

use super::money::group_thousands;
use std::fmt;
use std::str::FromStr;

/// A decimal number held exactly as millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal6 {
    millionths: i64,
}

/// Largest magnitude accepted, in whole units. Keeps every product of two decimals inside 128 bits.
const WHOLE_MAX: i64 = 1_000_000_000;
const SCALE: i64 = 1_000_000;

impl Decimal6 {
    /// One.
    pub const ONE: Self = Self { millionths: SCALE };

    /// A decimal from its millionths.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self { millionths }
    }

    /// The value in millionths.
    pub const fn millionths(self) -> i64 {
        self.millionths
    }

    /// For people: thousands grouped, with at least `places` decimals: `52,000.00`.
    pub fn grouped(self, places: usize) -> String {
        let plain = self.with_places(places);
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("\u{2212}", digits));
        match digits.split_once('.') {
            Some((whole, fraction)) => format!("{sign}{}.{fraction}", group_thousands(whole)),
            None => format!("{sign}{}", group_thousands(digits)),
        }
    }

    /// Shown with at least `places` decimals, and more only where the value needs them.
    pub fn with_places(self, places: usize) -> String {
        let sign = if self.millionths < 0 { "-" } else { "" };
        let magnitude = self.millionths.unsigned_abs();
        let mut fraction = format!("{:06}", magnitude % SCALE.unsigned_abs());
        while fraction.len() > places && fraction.ends_with('0') {
            fraction.pop();
        }
        let whole = magnitude / SCALE.unsigned_abs();
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }
}

impl fmt::Display for Decimal6 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with_places(0))
    }
}

impl FromStr for Decimal6 {
    type Err = String;

    /// Reads `12`, `12.5` or `-0.000001`. Thousands separators, exponents and more than six places are refused with the reason.
    fn from_str(text: &str) -> Result<Self, String> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || digits.ends_with('.') {
            return Err("is not a plain decimal number such as 1250.50".into());
        }
        if fraction.len() > 6 {
            return Err("has more than six decimal places".into());
        }
        let whole: i64 = whole.parse().ok().filter(|w| *w <= WHOLE_MAX).ok_or("is larger than 1,000,000,000")?;
        let fraction: i64 = format!("{fraction:0<6}").parse().map_err(|_| "is not a decimal number")?;
        let millionths = whole * SCALE + fraction;
        Ok(Self { millionths: if negative { -millionths } else { millionths } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_every_digit_they_were_given() {
        for text in ["0", "12", "612.5", "0.000001", "-3.25", "1000000000"] {
            assert_eq!(text.parse::<Decimal6>().map(|d| d.to_string()), Ok(text.to_string()));
        }
        assert_eq!("612.5".parse::<Decimal6>().map(|d| d.with_places(2)), Ok("612.50".into()));
        assert_eq!("-1052000.125".parse::<Decimal6>().map(|d| d.grouped(2)), Ok("\u{2212}1,052,000.125".into()));
    }

    #[test]
    fn anything_that_is_not_a_plain_decimal_is_refused() {
        for text in ["", ".", "1.", ".5", "1,000", "1e9", "0.0000001", "1000000001", "NaN", "--1", "１"] {
            assert!(text.parse::<Decimal6>().is_err(), "{text} was accepted");
        }
    }
}
