//! Growth arithmetic (ARR-6): who keeps 95% needs 5% of new revenue to stand still, who keeps 80% needs 20%.

use super::Ratio;

/// A book and what it is expected to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Growth {
    /// ARR at the start of the year, in minor units.
    pub opening_minor: i64,
    /// The share that is still there after the year, with expansion if that is meant: net retention.
    pub kept: Ratio,
}

impl Growth {
    /// New revenue needed to stand still, as a share of the opening: 1 - kept. Negative where the book grows by itself.
    pub fn to_stand_still(&self) -> Option<Ratio> {
        self.kept.one_minus()
    }

    /// New revenue needed to grow by a share of the opening: 1 + growth - kept.
    pub fn to_grow_by(&self, growth: Ratio) -> Option<Ratio> {
        self.to_stand_still()?.plus(growth)
    }

    /// ARR that is left after a year without anything new, rounded half to even.
    pub fn kept_minor(&self) -> Option<i64> {
        self.kept.of_amount(self.opening_minor)
    }

    /// New ARR needed to end the year at a target: target - opening x kept. Zero or less: the book gets there by itself.
    pub fn to_reach_minor(&self, target_minor: i64) -> Option<i64> {
        target_minor.checked_sub(self.kept_minor()?)
    }

    /// ARR at the end of each of the next years if every year keeps the same share and brings the same new ARR. Each year is rounded
    /// half to even before the next is taken from it; `None` where an amount does not fit.
    pub fn years(&self, new_minor: i64, years: usize) -> Option<Vec<i64>> {
        let next = |opening: &Option<i64>| Some(Some(self.kept.of_amount((*opening)?)?.checked_add(new_minor)?));
        let ends: Vec<i64> = std::iter::successors(Some(Some(self.opening_minor)), next).skip(1).take(years).flatten().collect();
        (ends.len() == years).then_some(ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keeping(percent: i128) -> Growth {
        Growth { opening_minor: 100_000_000, kept: Ratio::of(percent, 100).unwrap_or(Ratio::ZERO) }
    }

    #[test]
    fn who_keeps_95_needs_5_to_stand_still_and_who_keeps_80_needs_20() {
        let still = |percent| keeping(percent).to_stand_still().unwrap().percent(0);
        assert_eq!([still(95), still(80), still(100), still(110)], ["5%", "20%", "0%", "\u{2212}10%"]);
    }

    #[test]
    fn a_target_needs_what_is_lost_and_what_is_added() {
        let growth = keeping(80);
        assert_eq!(growth.to_grow_by(Ratio::of(30, 100).unwrap()).unwrap().percent(0), "50%");
        assert_eq!(growth.to_reach_minor(130_000_000), Some(50_000_000));
        assert_eq!(keeping(110).to_reach_minor(105_000_000), Some(-5_000_000), "there by itself");
    }

    #[test]
    fn years_compound() {
        assert_eq!(keeping(95).years(5_000_000, 3), Some(vec![100_000_000; 3]), "5% new stands still");
        assert_eq!(keeping(80).years(0, 3), Some(vec![80_000_000, 64_000_000, 51_200_000]));
        assert_eq!(Growth { opening_minor: i64::MAX, kept: Ratio::of(2, 1).unwrap() }.years(0, 1), None);
    }
}
