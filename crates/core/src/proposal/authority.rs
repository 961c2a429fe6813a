//! Who may give how much away alone: limits by role, dated, and what an option gives.

use super::Choice;
use super::figures::{list, paid};
use crate::contract::{Line, LineKind};
use crate::identity::Role;
use crate::primitives::{Currency, divide_half_even};
use jiff::Timestamp;
use jiff::civil::Date;

/// The limit of a role from a day on. Append-only: the last word about a day counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiscountLimit {
    /// The role.
    pub role: Role,
    /// First day.
    pub from_on: Date,
    /// What it says.
    pub authority: Authority,
    /// Who set it.
    pub set_by: String,
    /// When.
    pub recorded_at: Timestamp,
}

/// What somebody may give alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Largest discount on any line, in basis points.
    pub share_bps: u32,
    /// Largest discount of a whole option for a year, in minor units of the reporting currency; `None` is no limit besides the share.
    pub amount_minor: Option<i64>,
}

/// What a role may give where nobody set anything: a start to be replaced by the organisation's own word.
const fn shipped(role: Role) -> Authority {
    let share_bps = match role {
        Role::Csm => 500,
        Role::AccountExecutive | Role::AccountManager | Role::RenewalsManager | Role::ExpansionAe => 1_000,
        Role::CsLeader => 2_000,
        Role::SalesLeader | Role::Finance | Role::ExecutiveSponsor => 10_000,
        Role::RenewalsCoordinator | Role::SolutionsEngineer | Role::Ops => 0,
    };
    Authority { share_bps, amount_minor: None }
}

/// What a role may give on a day, and who said so where anybody did.
pub fn authority_on(limits: &[DiscountLimit], role: Role, day: Date) -> (Authority, Option<&DiscountLimit>) {
    let said = limits.iter().filter(|limit| limit.role == role && limit.from_on <= day);
    let last = said.max_by_key(|limit| (limit.from_on, limit.recorded_at));
    (last.map_or(shipped(role), |limit| limit.authority), last)
}

/// What an option newly gives away in price: a discount that a line carries already is no new gift.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// The largest on any line, in basis points of its list price, rounded up.
    pub share_bps: u32,
    /// All of it for a year, or once for one-off lines, in minor units of the contract's currency.
    pub yearly_minor: i64,
}

/// Whether what is given is more than an authority covers. `reporting_minor` is [`Given::yearly_minor`] in the reporting currency.
pub fn exceeds(given: Given, reporting_minor: i64, authority: Authority) -> bool {
    given.share_bps > authority.share_bps || authority.amount_minor.is_some_and(|most| reporting_minor > most)
}

/// What lines give away: below the list price, or below the list price of the line that they continue where that is higher, beyond the
/// discount which that line carries. Temporary discounts count like lasting ones.
pub fn given(basis: &[Line], option: &Choice, currency: Currency) -> Given {
    let mut sum = Given::default();
    for line in &option.lines {
        let was = line.follows.and_then(|id| basis.iter().find(|was| was.id == id));
        let (top, expected) = was.map_or((list(line), list(line)), |was| {
            let top = list(line).max(list(was));
            (top, top * i128::from(10_000_u32.saturating_sub(was.lasting_discount_bps())) / 10_000)
        });
        let gift = (expected - paid(line, line.discount_bps)).max(0);
        if gift == 0 || top == 0 {
            continue;
        }
        let share = (gift * 10_000 + top - 1) / top;
        sum.share_bps = sum.share_bps.max(u32::try_from(share).unwrap_or(u32::MAX));
        sum.yearly_minor = sum.yearly_minor.saturating_add(amount(line, gift, currency));
    }
    sum
}

/// The gift of a unit and year for the quantity of a line, in minor units, rounded half to even.
fn amount(line: &Line, gift: i128, currency: Currency) -> i64 {
    let scale = 10_i128.pow(u32::from(currency.exponent().unwrap_or(0)));
    let periods = if line.kind == LineKind::OneOff { i128::from(line.price_period.per_year()) } else { 1 };
    // A gift is in millionths times ten thousand, a quantity in millionths.
    let whole = i128::from(line.quantity.millionths()).checked_mul(gift).and_then(|product| product.checked_mul(scale));
    let minor = whole.map(|product| divide_half_even(product, 10_000_000_000_000_000 * periods));
    minor.and_then(|minor| i64::try_from(minor).ok()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn limit(role: Role, from_on: Date, share_bps: u32, second: i64) -> DiscountLimit {
        let recorded_at = Timestamp::from_second(second).unwrap();
        DiscountLimit { role, from_on, authority: Authority { share_bps, amount_minor: None }, set_by: "Lena".into(), recorded_at }
    }

    #[test]
    fn the_last_word_about_a_day_counts_and_what_is_shipped_where_nobody_said_anything() {
        let limits = [
            limit(Role::Csm, date(2026, 1, 1), 700, 1),
            limit(Role::Csm, date(2026, 6, 1), 300, 2),
            limit(Role::Csm, date(2026, 6, 1), 400, 3),
        ];
        let share = |role, day| authority_on(&limits, role, day).0.share_bps;
        assert_eq!(share(Role::Csm, date(2025, 12, 31)), 500);
        assert_eq!(share(Role::Csm, date(2026, 5, 31)), 700);
        assert_eq!(share(Role::Csm, date(2026, 6, 1)), 400);
        assert_eq!(share(Role::AccountExecutive, date(2026, 6, 1)), 1_000);
        assert_eq!(share(Role::Ops, date(2026, 6, 1)), 0);
    }

    #[test]
    fn an_amount_limits_beside_the_share() {
        let small = Authority { share_bps: 1_000, amount_minor: Some(50_000) };
        assert!(!exceeds(Given { share_bps: 1_000, yearly_minor: 0 }, 50_000, small));
        assert!(exceeds(Given { share_bps: 1_000, yearly_minor: 0 }, 50_001, small));
        assert!(exceeds(Given { share_bps: 1_001, yearly_minor: 0 }, 1, small));
    }
}
