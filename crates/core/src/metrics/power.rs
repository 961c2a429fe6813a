//! Powers and roots of ratios, rounded once. The digits are found by comparing whole numbers of any length, so nothing is
//! approximated on the way: a rate of 27.1% over three years is 10% a year exactly.

use super::Ratio;
use super::ratio::MOST_PLACES;
use std::cmp::Ordering;

/// One unit in the last place of a power.
const SCALE: u128 = 10_u128.pow(MOST_PLACES);

/// No power is larger, in units of the last place: the bound of a ratio.
const LARGEST: u128 = SCALE * SCALE;

/// The largest exponent and the highest root: ten years in months.
pub const HIGHEST: u32 = 120;

/// `base` raised to `up / root`, rounded half to even to twelve places.
///
/// `None` for a negative base (a loss of more than everything has no rate per year), for an exponent or root of zero or above
/// [`HIGHEST`], and for a result too large to hold.
pub fn power(base: Ratio, up: u32, root: u32) -> Option<Ratio> {
    if !(1..=HIGHEST).contains(&up) || !(1..=HIGHEST).contains(&root) {
        return None;
    }
    let common = (1..=up.min(root)).rev().find(|divisor| up.is_multiple_of(*divisor) && root.is_multiple_of(*divisor)).unwrap_or(1);
    let (up, root) = (up / common, root / common);
    let numerator = Whole::from(u128::try_from(base.numerator()).ok()?).raised(up);
    let denominator = Whole::from(base.denominator().unsigned_abs()).raised(up);
    // q / unit compared with (n / d)^(up / root), by comparing q^root * d^up with n^up * unit^root.
    let compare = |candidate: u128, unit: u128| {
        let found = Whole::from(candidate).raised(root).times(&denominator);
        found.cmp(&numerator.times(&Whole::from(unit).raised(root)))
    };
    if compare(LARGEST, SCALE) == Ordering::Less {
        return None;
    }
    let (mut below, mut above) = (0_u128, LARGEST + 1);
    while above - below > 1 {
        let middle = u128::midpoint(below, above);
        if compare(middle, SCALE) == Ordering::Greater { above = middle } else { below = middle }
    }
    let half_up = match compare(below * 2 + 1, SCALE * 2) {
        Ordering::Less => 1,
        Ordering::Equal => below % 2,
        Ordering::Greater => 0,
    };
    Ratio::of(i128::try_from(below + half_up).ok()?, i128::try_from(SCALE).ok()?)
}

/// A whole number of any length: digits to the base 2^32, the lowest first, without leading zeroes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Whole(Vec<u32>);

impl Whole {
    fn times(&self, other: &Self) -> Self {
        let mut digits = vec![0_u32; self.0.len() + other.0.len()];
        for (at, left) in self.0.iter().enumerate() {
            let mut carry = 0_u64;
            for (digit, right) in digits[at..].iter_mut().zip(other.0.iter().chain(std::iter::once(&0))) {
                let sum = u64::from(*left) * u64::from(*right) + u64::from(*digit) + carry;
                *digit = low(sum);
                carry = sum >> 32;
            }
        }
        Self::trimmed(digits)
    }

    fn raised(&self, exponent: u32) -> Self {
        (0..exponent).fold(Self(vec![1]), |product, _| product.times(self))
    }

    fn trimmed(mut digits: Vec<u32>) -> Self {
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Self(digits)
    }
}

impl From<u128> for Whole {
    fn from(value: u128) -> Self {
        Self::trimmed((0..4).map(|place| low((value >> (32 * place)) as u64)).collect())
    }
}

impl Ord for Whole {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Whole {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The lower 32 bits.
const fn low(value: u64) -> u32 {
    (value & 0xffff_ffff) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(numerator: i128, denominator: i128) -> Ratio {
        Ratio::of(numerator, denominator).unwrap_or(Ratio::ZERO)
    }

    #[test]
    fn powers_that_come_out_even_are_exact() {
        assert_eq!(power(ratio(729, 1000), 1, 3), Some(ratio(9, 10)), "0.9 three times");
        assert_eq!(power(ratio(9, 10), 3, 1), Some(ratio(729, 1000)));
        assert_eq!(power(ratio(9, 4), 3, 2), Some(ratio(27, 8)));
        assert_eq!(power(Ratio::ONE, 12, 36), Some(Ratio::ONE));
        assert_eq!(power(Ratio::ZERO, 12, 36), Some(Ratio::ZERO));
    }

    #[test]
    fn others_are_rounded_half_to_even_in_the_twelfth_place() {
        let digits = |base, up, root| power(base, up, root).map(|found| found.rounded(12));
        // 1.01^12 = 1.126825030131969720661201, from an arbitrary-precision calculator; likewise the square root of two.
        assert_eq!(digits(ratio(101, 100), 12, 1), Some(1_126_825_030_132));
        assert_eq!(digits(ratio(99, 100), 12, 1), Some(886_384_871_716), "0.886384871716129...");
        assert_eq!(digits(ratio(2, 1), 1, 2), Some(1_414_213_562_373), "1.41421356237309504...");
        assert_eq!(digits(ratio(1, 2_000_000_000_000), 1, 1), Some(0), "half a unit goes to the even zero");
        assert_eq!(digits(ratio(3, 2_000_000_000_000), 1, 1), Some(2), "one and a half units go to two");
    }

    #[test]
    fn what_has_no_rate_gives_none() {
        assert_eq!(power(ratio(-1, 2), 12, 1), None);
        assert_eq!(power(Ratio::ONE, 0, 1), None);
        assert_eq!(power(Ratio::ONE, 1, HIGHEST + 1), None);
        assert_eq!(power(ratio(1_000_000_000, 1), 12, 1), None, "too large");
    }

    #[test]
    fn long_numbers_multiply_and_compare() {
        let large = Whole::from(u128::MAX);
        assert_eq!(large.times(&Whole::from(0)), Whole(Vec::new()));
        // (2^128 - 1)^2 = 2^256 - 2^129 + 1.
        assert_eq!(large.times(&large).0, [1, 0, 0, 0, u32::MAX - 1, u32::MAX, u32::MAX, u32::MAX]);
        assert!(large.raised(3) > large.raised(2));
        assert!(Whole::from(2) > Whole::from(1));
    }
}
