//! The ARR of one account through the months, with every movement.

use super::asked::AskedRules;
use super::ledger::{MovementItem, item, moved};
use super::query::{MoneyQuery, months_before};
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use tenure_core::ledger::{balances, date_of, day_of};
use tenure_core::primitives::Currency;

/// One month end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthItem {
    /// The day.
    pub day: Date,
    /// Revenue on it.
    pub arr_minor: i64,
}

/// The ARR of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountHistory {
    /// Reference of the account.
    pub reference: String,
    /// Its name.
    pub name: String,
    /// The opening day.
    pub opening_on: Date,
    /// The closing day.
    pub closing_on: Date,
    /// The rules of the ledger.
    pub rules: AskedRules,
    /// The currency of every amount.
    pub currency: Currency,
    /// Month ends up to the closing day.
    pub months: Vec<MonthItem>,
    /// Every movement, latest first.
    pub movements: Vec<MovementItem>,
    /// Revenue on the opening day.
    pub opening_minor: i64,
    /// Revenue on the closing day.
    pub closing_minor: i64,
    /// What the movements do not explain: always zero.
    pub residual_minor: i64,
}

impl App {
    /// The ARR of an account over a period, every movement told.
    ///
    /// # Errors
    /// An account that was not known then, or a question that cannot be answered.
    pub async fn account_history(&self, reference: &str, query: &MoneyQuery) -> Result<AccountHistory, AppError> {
        let query = MoneyQuery { account: Some(reference.into()), ..query.clone() };
        let (name, reference) = (reference.to_string(), reference.to_string());
        self.ask(&query)
            .await?
            .work(move |asked| {
                let found = moved(asked)?;
                let mut movements = found.movements.clone();
                movements.sort_by_key(|movement| std::cmp::Reverse(movement.day));
                let days: Vec<_> = (0..=asked.query.months).rev().map(|back| day_of(months_before(asked.through, back))).collect();
                let mut sums = vec![0_i64; days.len()];
                balances(&asked.book, &asked.question(), &days, &mut |_, of| {
                    sums.iter_mut().zip(of).for_each(|(sum, more)| *sum += more);
                    Ok(())
                })?;
                let account = asked.filter.account.and_then(|at| asked.book.names.accounts.get(at as usize));
                Ok(AccountHistory {
                    name: account.map_or(name, |account| account.name.clone()),
                    reference,
                    opening_on: asked.after,
                    closing_on: asked.through,
                    rules: asked.rules.clone(),
                    currency: asked.currency(),
                    months: days.iter().zip(sums).map(|(day, arr_minor)| MonthItem { day: date_of(*day), arr_minor }).collect(),
                    movements: movements.iter().map(|movement| item(asked, movement)).collect(),
                    opening_minor: found.opening_minor,
                    closing_minor: found.closing_minor,
                    residual_minor: found.residual_minor(),
                })
            })
            .await
    }
}
