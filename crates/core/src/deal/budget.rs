//! The customer's fiscal year against the renewal date (REN-10). A rule of thumb, and called one wherever it is shown.

use crate::account::Account;
use crate::primitives::{add_months, days_between};
use jiff::civil::Date;

/// Days before its fiscal year begins in which a customer plans its budget: what falls due then can still be put in.
const PLANNING_DAYS: i64 = 90;

/// How the end of a term lies in the customer's fiscal year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetFit {
    /// Nobody knows when the fiscal year begins.
    Unknown,
    /// It ends within the planning of a budget or as the year begins: money is there when it is asked for.
    Aligned {
        /// The first day of the fiscal year.
        year_begins_on: Date,
    },
    /// It ends in the course of a fiscal year whose budget is spent or bound.
    Misaligned {
        /// The first day of the next fiscal year.
        year_begins_on: Date,
        /// Days until then: what an increase may have to wait for.
        days: i64,
    },
}

impl BudgetFit {
    /// The rule in one sentence, as it is shown.
    pub const RULE: &'static str = "Rule of thumb: a term that ends in the first month of the customer's fiscal year or the 90 days before it \
                                    meets a budget that can be planned; any other increase may wait for the next fiscal year and takes an approval outside the budget.";
}

/// Where the end of a term lies in an account's fiscal year.
pub fn budget_fit(account: &Account, end_on: Date) -> BudgetFit {
    let Some(month) = account.fiscal_year_start.and_then(|month| i8::try_from(month).ok()) else { return BudgetFit::Unknown };
    let of_year = Date::new(end_on.year(), month, 1).unwrap_or(end_on);
    if of_year <= end_on && end_on < add_months(of_year, 1, of_year) {
        return BudgetFit::Aligned { year_begins_on: of_year };
    }
    let year_begins_on = if of_year > end_on { of_year } else { add_months(of_year, 12, of_year) };
    let days = days_between(end_on, year_begins_on);
    if days <= PLANNING_DAYS { BudgetFit::Aligned { year_begins_on } } else { BudgetFit::Misaligned { year_begins_on, days } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn a_term_that_ends_early_in_the_fiscal_year_or_shortly_before_it_meets_the_budget() {
        let company = Company::with_one_contract();
        let mut account = company.facts.accounts.values().next().unwrap().clone();
        assert_eq!(budget_fit(&account, date(2027, 1, 9)), BudgetFit::Unknown);
        account.fiscal_year_start = Some(1);
        assert_eq!(budget_fit(&account, date(2027, 1, 9)), BudgetFit::Aligned { year_begins_on: date(2027, 1, 1) });
        assert_eq!(budget_fit(&account, date(2026, 10, 3)), BudgetFit::Aligned { year_begins_on: date(2027, 1, 1) }, "90 days before");
        assert_eq!(budget_fit(&account, date(2026, 10, 2)), BudgetFit::Misaligned { year_begins_on: date(2027, 1, 1), days: 91 });
        assert_eq!(budget_fit(&account, date(2027, 2, 1)), BudgetFit::Misaligned { year_begins_on: date(2028, 1, 1), days: 334 });
        account.fiscal_year_start = Some(7);
        assert_eq!(budget_fit(&account, date(2027, 1, 9)), BudgetFit::Misaligned { year_begins_on: date(2027, 7, 1), days: 173 });
    }
}
