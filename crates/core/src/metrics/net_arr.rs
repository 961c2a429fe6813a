//! What a deal adds to ARR, by GitLab's "ARR in practice": net ARR = (TCV - true-up) x 12 / months - ARR it replaces.
//!
//! The source contradicts itself on an add-on of half a year: once 60,000 of contract value are 120,000 of ARR, once 50,000 are 50,000.
//! We annualise, always: ARR is what a year brings, and a ledger that knew two readings of one contract would not close.

use crate::primitives::divide_half_even;

/// A deal as it is signed. Minor units of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deal {
    /// Length in months; at least one.
    pub term_months: u16,
    /// Total contract value, with the true-up; negative for a credit.
    pub tcv_minor: i64,
    /// ARR that the deal replaces; zero for new business and add-ons.
    pub arr_basis_minor: i64,
    /// Paid once for users beyond the licence: in the contract value, not in ARR.
    pub true_up_minor: i64,
}

impl Deal {
    /// Net ARR: what the deal adds to annual recurring revenue, rounded half to even. `None` for a term without months.
    pub fn net_arr_minor(&self) -> Option<i64> {
        self.recurring_minor(i128::from(self.term_months))?.checked_sub(self.arr_basis_minor)
    }

    /// Net incremental value of the first year (GitLab's IACV): a term below a year is not annualised, and a true-up counts.
    /// `None` for a term without months.
    pub fn net_first_year_minor(&self) -> Option<i64> {
        let months = i128::from(self.term_months);
        let value = self.recurring_minor(if months == 0 { 0 } else { months.max(12) })?;
        value.checked_sub(self.arr_basis_minor)?.checked_add(self.true_up_minor)
    }

    /// Recurring value spread over that many months, for twelve of them.
    fn recurring_minor(&self, months: i128) -> Option<i64> {
        let recurring = i128::from(self.tcv_minor) - i128::from(self.true_up_minor);
        (months > 0).then(|| divide_half_even(recurring * 12, months))?.try_into().ok()
    }
}

/// Net ARR of each year of a ramp: every year adds its step, the first over the ARR that the deal replaces. A ramp is not averaged over
/// its term. `None` where a difference does not fit.
pub fn ramp_net_arr(yearly_arr_minor: &[i64], arr_basis_minor: i64) -> Option<Vec<i64>> {
    let before = std::iter::once(&arr_basis_minor).chain(yearly_arr_minor);
    yearly_arr_minor.iter().zip(before).map(|(year, before)| year.checked_sub(*before)).collect()
}

/// Users beyond the licence at the end of a term, and those to renew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrueUp {
    /// Paid for once, afterwards.
    pub users: u32,
    /// In the next term.
    pub renew_users: u32,
}

/// The true-up of a licence that was exceeded: the most users there were, less those licensed. Never fewer than licensed renew by it.
pub fn true_up(licensed: u32, most_users: u32) -> TrueUp {
    TrueUp { users: most_users.saturating_sub(licensed), renew_users: most_users.max(licensed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEAL: Deal = Deal { term_months: 12, tcv_minor: 140_000, arr_basis_minor: 120_000, true_up_minor: 20_000 };

    #[test]
    fn a_true_up_is_in_the_first_year_and_not_in_arr() {
        assert_eq!((DEAL.net_arr_minor(), DEAL.net_first_year_minor()), (Some(0), Some(20_000)));
        assert_eq!(true_up(100, 300), TrueUp { users: 200, renew_users: 300 });
        assert_eq!(true_up(100, 80), TrueUp { users: 0, renew_users: 100 });
    }

    #[test]
    fn an_add_on_of_half_a_year_is_annualised_like_any_other_contract() {
        let add_on = |tcv_minor| Deal { term_months: 6, tcv_minor, arr_basis_minor: 0, true_up_minor: 0 };
        assert_eq!(add_on(60_000).net_arr_minor(), Some(120_000));
        assert_eq!(add_on(50_000).net_arr_minor(), Some(100_000), "the source also says 50,000: not our rule");
        assert_eq!(add_on(60_000).net_first_year_minor(), Some(60_000));
    }

    #[test]
    fn a_ramp_adds_its_steps() {
        assert_eq!(ramp_net_arr(&[100, 200, 300], 0), Some(vec![100; 3]));
        assert_eq!(ramp_net_arr(&[100, 200, 300], 100), Some(vec![0, 100, 100]));
    }

    #[test]
    fn a_term_without_months_and_amounts_beyond_all_bounds_give_none() {
        assert_eq!(Deal { term_months: 0, ..DEAL }.net_arr_minor(), None);
        assert_eq!(Deal { term_months: 0, ..DEAL }.net_first_year_minor(), None);
        assert_eq!(Deal { term_months: 1, tcv_minor: i64::MAX, ..DEAL }.net_arr_minor(), None);
    }
}
