//! Numbers as plain decimal text: a point, no grouping, a hyphen before what is negative. Programs and spreadsheets read them back.

use tenure_core::metrics::Ratio;
use tenure_core::primitives::Money;

/// Places of a ratio.
pub(super) const RATIO_PLACES: u32 = 6;

/// Places of an amount.
pub(super) fn places(money: Money) -> u32 {
    u32::from(money.currency.exponent().unwrap_or(0))
}

/// An amount in whole units of its currency.
pub(super) fn amount(money: Money) -> String {
    scaled(money.minor.into(), places(money))
}

/// A ratio, rounded once, half to even.
pub(super) fn ratio(ratio: Ratio) -> String {
    scaled(ratio.rounded(RATIO_PLACES), RATIO_PLACES)
}

fn scaled(units: i128, places: u32) -> String {
    let places = places as usize;
    let digits = format!("{:0width$}", units.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if units < 0 { "-" } else { "" };
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenure_core::primitives::Currency;

    #[test]
    fn amounts_have_the_places_of_their_currency() {
        let texts =
            [(-5, Currency::EUR), (123_456_789, Currency::USD), (-1_200, Currency::JPY), (1_500, Currency::KWD), (0, Currency::USD)];
        let written = texts.map(|(minor, currency)| amount(Money::new(minor, currency)));
        assert_eq!(written, ["-0.05", "1234567.89", "-1200", "1.500", "0.00"]);
    }

    #[test]
    fn ratios_have_six_places_and_round_to_the_even_neighbour() {
        let written = [(2, 3), (-1, 3), (5, 10_000_000), (15, 10_000_000)].map(|(n, d)| ratio(Ratio::of(n, d).unwrap()));
        assert_eq!(written, ["0.666667", "-0.333333", "0.000000", "0.000002"]);
    }
}
