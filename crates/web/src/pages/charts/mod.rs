//! Charts as inline SVG, drawn by the server at 1:1: geometry in tenths of a pixel, no floating point. Each chart is one file and says its
//! finding in words for those who do not see it.

pub mod steps;
pub mod trend;
pub mod waterfall;

use tenure_core::primitives::{Currency, divide_half_even, group_thousands};

/// From values to places, in tenths of a pixel from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    /// The lowest value drawn.
    pub(crate) low: i128,
    /// The highest value drawn.
    pub(crate) high: i128,
    /// Where the highest stands.
    pub(crate) top: i128,
    /// Where the lowest stands.
    pub(crate) bottom: i128,
}

impl Scale {
    /// The place of a value; one outside stands on the edge.
    pub(crate) fn at(&self, value: i128) -> i128 {
        let span = (self.high - self.low).max(1);
        let height = self.bottom - self.top;
        self.bottom - divide_half_even((value.clamp(self.low, self.high) - self.low) * height, span)
    }
}

/// Tenths of a pixel as SVG writes them.
pub(crate) fn px(tenths: i128) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let size = tenths.unsigned_abs();
    if size.is_multiple_of(10) { format!("{sign}{}", size / 10) } else { format!("{sign}{}.{}", size / 10, size % 10) }
}

/// Whole units of a currency, for marks: `26,118,400`.
pub(crate) fn whole(minor: i64, currency: Currency) -> String {
    let units = divide_half_even(i128::from(minor), scale_of(currency));
    let sign = if units < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}", group_thousands(&units.unsigned_abs().to_string()))
}

/// Short, for axes: `26.1M`, `412K`, `950`.
pub(crate) fn short(minor: i64, currency: Currency) -> String {
    let scale = scale_of(currency);
    let units = i128::from(minor).abs() / scale;
    let sign = if minor < 0 { "\u{2212}" } else { "" };
    let (divisor, letter) = match units {
        1_000_000_000.. => (1_000_000_000, "B"),
        1_000_000.. => (1_000_000, "M"),
        1_000.. => (1_000, "K"),
        _ => return format!("{sign}{units}"),
    };
    let tenths = divide_half_even(i128::from(minor).abs() * 10, divisor * scale);
    if tenths >= 1_000 || tenths % 10 == 0 || letter == "K" {
        format!("{sign}{}{letter}", divide_half_even(i128::from(minor).abs(), divisor * scale))
    } else {
        format!("{sign}{}.{}{letter}", tenths / 10, tenths % 10)
    }
}

fn scale_of(currency: Currency) -> i128 {
    10_i128.pow(u32::from(currency.exponent().unwrap_or(0)))
}

/// The next round number down: 1, 2 or 5 and zeros, or that many times the largest power of ten that divides it well.
pub(crate) fn round_down(value: i128, step: i128) -> i128 {
    value.div_euclid(step.max(1)) * step.max(1)
}

/// A step of 1, 2 or 5 and zeros that cuts a span into at most so many parts.
pub(crate) fn step_for(span: i128, parts: i128) -> i128 {
    let least = span.max(1).div_euclid(parts.max(1)).max(1);
    let mut power = 1_i128;
    while power.saturating_mul(10) <= least {
        power = power.saturating_mul(10);
    }
    [1, 2, 5, 10].into_iter().map(|times| times * power).find(|step| *step >= least).unwrap_or(power)
}

/// Round values from low to high, at most so many parts apart.
pub(crate) fn ticks(low: i128, high: i128, parts: i128) -> Vec<i128> {
    let step = step_for(high - low, parts);
    let mut ticks = Vec::new();
    let mut at = round_down(low + step - 1, step);
    while at <= high {
        ticks.push(at);
        at += step;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_say_the_size() {
        let usd = |minor| short(minor, Currency::USD);
        assert_eq!(usd(2_611_840_000), "26.1M");
        assert_eq!(usd(41_250_000), "412K");
        assert_eq!(usd(95_000), "950");
        assert_eq!(usd(-200_000_000), "\u{2212}2M");
        assert_eq!(usd(12_345_678_900_000), "123B");
        assert_eq!(short(412_500, Currency::JPY), "412K");
        assert_eq!(whole(-71_248_050, Currency::USD), "\u{2212}712,480");
    }

    #[test]
    fn a_scale_puts_its_ends_on_its_edges_and_keeps_the_rest_between() {
        let scale = Scale { low: 100, high: 300, top: 0, bottom: 1_000 };
        assert_eq!([100, 200, 300, 50, 400].map(|value| scale.at(value)), [1_000, 500, 0, 1_000, 0]);
        assert_eq!(Scale { low: 5, high: 5, top: 0, bottom: 10 }.at(5), 10, "nothing moved: no division by zero");
    }

    #[test]
    fn ticks_are_round_and_within() {
        assert_eq!(ticks(83, 112, 4), [90, 100, 110]);
        assert_eq!(ticks(0, 2_611, 3), [0, 1_000, 2_000]);
        assert_eq!(px(-1234), "-123.4");
        assert_eq!(px(120), "12");
    }
}
