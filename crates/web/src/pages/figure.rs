//! Figures and their sums as people read them: exact money, signed differences, points, and words where there is no base.

use maud::{Markup, html};
use tenure_app::FigureItem;
use tenure_core::metrics::{Definition, Figure, Ratio, Unit, Value};
use tenure_core::primitives::{Currency, format_minor, group_thousands};

/// Places of a percentage in lists.
pub const PLACES: u32 = 1;

/// `104.7%`, `3.5`, `26,118,400.00`, `297`, or the words for no base. Amounts come without their currency.
pub fn value(figure: &Figure, currency: Currency, places: u32) -> String {
    match figure.value {
        Value::Amount(minor) => format_minor(minor, currency),
        Value::Count(count) => things(i128::from(count)),
        ratio => ratio.in_words(places),
    }
}

/// Whether the figure is money, so that its currency must stand beside it.
pub const fn is_money(figure: &Figure) -> bool {
    matches!(figure.value, Value::Amount(_))
}

/// A sum in what the definition counts: money to the minor unit, or things.
pub fn sum(definition: &Definition, sum: i128, currency: Currency) -> String {
    match definition.unit {
        Unit::Money => amount(sum, currency),
        Unit::Things => things(sum),
    }
}

/// The same with its sign in front; a zero has none.
pub fn signed_sum(definition: &Definition, difference: i128, currency: Currency) -> String {
    plus(difference, sum(definition, difference, currency))
}

/// An amount with its sign in front; a zero has none.
pub fn signed(minor: i64, currency: Currency) -> String {
    plus(i128::from(minor), format_minor(minor, currency))
}

fn plus(number: i128, text: String) -> String {
    if number > 0 { format!("+{text}") } else { text }
}

fn amount(sum: i128, currency: Currency) -> String {
    let limit = if sum < 0 { i64::MIN } else { i64::MAX };
    format_minor(i64::try_from(sum).unwrap_or(limit), currency)
}

fn things(number: i128) -> String {
    let sign = if number < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}", group_thousands(&number.unsigned_abs().to_string()))
}

/// How many points a figure lies above (+) or below (−) another, rounded once from the exact difference; `None` where one has no base or
/// is no percentage.
pub fn points(figure: &Figure, headline: &Figure) -> Option<String> {
    let (Value::Percent(Some(one)), Value::Percent(Some(other))) = (figure.value, headline.value) else { return None };
    let hundredfold = one.minus(other)?.times(Ratio::of(100, 1)?)?;
    let text = hundredfold.plain(PLACES);
    Some(plus(hundredfold.rounded(PLACES), text))
}

/// The two sums under a figure: `ARR kept 24,000.00 / ARR on the opening day 26,000.00 USD`.
pub fn sums(item: &FigureItem, currency: Currency) -> Markup {
    let definition = item.measure.definition;
    let sums = item.figure.sums;
    html! {
        (definition.numerator) " " b { (sum(definition, sums.numerator, currency)) }
        @if !definition.denominator.is_empty() { " / " (definition.denominator) " " b { (sum(definition, sums.denominator, currency)) } }
        @if definition.unit == Unit::Money { " " (currency.code()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tenure_core::metrics::{Sums, definition};

    fn percent(numerator: i128, denominator: i128) -> Figure {
        Figure { sums: Sums { numerator, denominator }, value: Value::Percent(Ratio::of(numerator, denominator)) }
    }

    #[test]
    fn points_are_rounded_once_and_carry_their_sign() {
        assert_eq!(points(&percent(1_050, 1_000), &percent(1_047, 1_000)).as_deref(), Some("+0.3"));
        assert_eq!(points(&percent(981, 1_000), &percent(1_047, 1_000)).as_deref(), Some("\u{2212}6.6"));
        assert_eq!(
            points(&percent(10_471, 10_000), &percent(10_470, 10_000)).as_deref(),
            Some("0.0"),
            "a difference that rounds away has no sign"
        );
        assert_eq!(points(&percent(1, 0), &percent(1, 2)), None);
    }

    #[test]
    fn sums_are_written_in_what_they_count() {
        let (money, customers) = (definition("cohort_nrr").unwrap(), definition("logo_retention").unwrap());
        assert_eq!(sum(money, -123_456, Currency::USD), "\u{2212}1,234.56");
        assert_eq!(signed_sum(money, 123_456, Currency::JPY), "+123,456");
        assert_eq!(signed_sum(customers, -1_204, Currency::USD), "\u{2212}1,204");
        assert_eq!(value(&percent(1, 0), Currency::USD, 1), "not defined");
    }
}
