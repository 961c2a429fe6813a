//! Exact ratios of sums. Nothing is rounded before a ratio is shown, and no floating point is near it.

use crate::primitives::{Decimal6, divide_half_even};

/// What stands where a figure has no base: never a zero, never an infinity.
pub const DASH: &str = "\u{2014}";

/// The same in words, where a dash could be overlooked.
pub const NOT_DEFINED: &str = "not defined";

/// No numerator or denominator is larger, in lowest terms: a hundred thousand customers with the largest amounts there are. Below it
/// every rounding fits 128 bits.
const LARGEST: i128 = 1_000_000_000_000_000_000_000_000;

/// The most decimal places that a ratio is rounded to.
pub const MOST_PLACES: u32 = 12;

/// A ratio held exactly, in lowest terms. Its base is positive: a ratio without a base is no `Ratio`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    /// Nothing of something.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// The whole: 100%.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// A numerator over its base. `None` if the base is zero or negative, or if the sums are larger than any book can hold (10^24).
    pub fn of(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        let divisor = i128::try_from(greatest_common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs())).ok()?;
        let lowest = Self { numerator: numerator / divisor, denominator: denominator / divisor };
        let fits = lowest.numerator.unsigned_abs() <= LARGEST.unsigned_abs() && lowest.denominator <= LARGEST;
        fits.then_some(lowest)
    }

    /// The numerator in lowest terms.
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// The denominator in lowest terms; positive.
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// The exact sum; `None` where it is too large to hold.
    pub fn plus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::of(left.checked_add(right)?, self.denominator.checked_mul(other.denominator)?)
    }

    /// The exact difference; `None` where it is too large to hold.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { numerator: -other.numerator, ..other })
    }

    /// The exact product; `None` where it is too large to hold.
    pub fn times(self, other: Self) -> Option<Self> {
        Self::of(self.numerator.checked_mul(other.numerator)?, self.denominator.checked_mul(other.denominator)?)
    }

    /// What is left of the whole: 1 less the ratio. `None` where it is too large to hold.
    pub fn one_minus(self) -> Option<Self> {
        Self::of(self.denominator.checked_sub(self.numerator)?, self.denominator)
    }

    /// In basis points, half to even: 9,240 is 92.4%.
    pub fn basis_points(self) -> i128 {
        self.rounded(4)
    }

    /// With six places, half to even; `None` beyond what a decimal holds.
    pub fn decimal(self) -> Option<Decimal6> {
        Some(Decimal6::from_millionths(i64::try_from(self.rounded(6)).ok()?))
    }

    /// The nearest whole number of units of the given place, half to even: with 4 places in ten-thousandths.
    /// More than [`MOST_PLACES`] places are not given.
    pub fn rounded(self, places: u32) -> i128 {
        divide_half_even(self.numerator * 10_i128.pow(places.min(MOST_PLACES)), self.denominator)
    }

    /// For people, with one place or two: `92.4%`. Rounded once, half to even, from the exact ratio.
    pub fn percent(self, places: u32) -> String {
        format!("{}%", with_point(self.rounded(places.saturating_add(2)), places))
    }

    /// For people, a ratio that is not a share of a whole: `3.5`.
    pub fn plain(self, places: u32) -> String {
        with_point(self.rounded(places), places)
    }

    /// An amount in minor units times the ratio, rounded once, half to even. `None` where it does not fit.
    pub fn of_amount(self, minor: i64) -> Option<i64> {
        let product = self.numerator.checked_mul(i128::from(minor))?;
        // Twice the remainder must fit as well.
        (product.unsigned_abs() < i128::MAX.unsigned_abs() / 2).then(|| divide_half_even(product, self.denominator))?.try_into().ok()
    }
}

/// `-924` with one place is `−92.4`. A figure that rounds to zero has no sign.
fn with_point(units: i128, places: u32) -> String {
    let places = places.min(MOST_PLACES) as usize;
    let digits = format!("{:0width$}", units.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if units < 0 { "\u{2212}" } else { "" };
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

fn greatest_common_divisor(mut left: u128, mut right: u128) -> u128 {
    while right != 0 {
        (left, right) = (right, left % right);
    }
    left.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_of_nothing_or_less_gives_no_ratio() {
        assert_eq!(Ratio::of(5, 0), None, "an opening of zero with new customers is no infinity");
        assert_eq!(Ratio::of(0, 0), None);
        assert_eq!(Ratio::of(5, -10), None);
        assert_eq!(Ratio::of(0, 10), Some(Ratio::ZERO));
        assert_eq!(Ratio::of(i128::MIN, 1), None);
        assert_eq!(Ratio::of(i128::MAX, 1), None);
    }

    #[test]
    fn halves_round_to_the_even_neighbour_at_every_place() {
        let percent = |numerator, denominator, places| Ratio::of(numerator, denominator).unwrap().percent(places);
        assert_eq!(percent(924, 1000, 1), "92.4%");
        assert_eq!(percent(9_245, 10_000, 1), "92.4%", "half, to the even 4");
        assert_eq!(percent(9_235, 10_000, 1), "92.4%", "half, to the even 4");
        assert_eq!(percent(92_451, 100_000, 1), "92.5%");
        assert_eq!(percent(150, 175, 2), "85.71%");
        assert_eq!(percent(200, 175, 2), "114.29%");
        assert_eq!(percent(-1, 10, 1), "\u{2212}10.0%");
        assert_eq!(percent(-1, 100_000, 1), "0.0%", "no sign on a zero");
        assert_eq!(percent(1, 3, 0), "33%");
        assert_eq!(Ratio::of(150, 175).unwrap().basis_points(), 8_571);
        assert_eq!(Ratio::of(1, 20_000).unwrap().basis_points(), 0);
        assert_eq!(Ratio::of(3, 20_000).unwrap().basis_points(), 2);
        assert_eq!(Ratio::of(-1, 3).unwrap().decimal().unwrap().to_string(), "-0.333333");
        assert_eq!(Ratio::of(7, 2).unwrap().plain(1), "3.5");
    }

    #[test]
    fn sums_and_products_are_exact_or_not_given() {
        let third = Ratio::of(1, 3).unwrap();
        assert_eq!(third.plus(third).and_then(|two| two.plus(third)), Some(Ratio::ONE));
        assert_eq!(third.times(Ratio::of(3, 2).unwrap()), Ratio::of(1, 2));
        assert_eq!(third.one_minus(), Ratio::of(2, 3));
        assert_eq!(third.minus(Ratio::of(1, 2).unwrap()), Ratio::of(-1, 6));
        let large = Ratio::of(LARGEST, 1).unwrap();
        assert_eq!(large.times(large), None);
        assert_eq!(large.plus(Ratio::ONE), None);
        assert_eq!(large.rounded(MOST_PLACES + 9), LARGEST * 1_000_000_000_000);
        assert_eq!(large.of_amount(i64::MAX), None);
    }

    #[test]
    fn an_amount_is_rounded_once() {
        assert_eq!(Ratio::of(17, 31).unwrap().of_amount(1_000), Some(548));
        assert_eq!(Ratio::of(1, 2).unwrap().of_amount(5), Some(2));
        assert_eq!(Ratio::of(1, 2).unwrap().of_amount(-7), Some(-4));
    }
}
