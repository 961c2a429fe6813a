//! Revenue of one day whose contract is with another account on a later one. Every figure by balances counts it where it is in the end,
//! so that a merger is neither churn nor growth.

use crate::ledger::{Book, Day, Group, Question};
use crate::refusal::Refusal;

/// The contracts of a book that ever changed account.
pub(super) fn moved_contracts(book: &Book) -> Vec<u32> {
    (0_u32..).zip(&book.names.contracts).filter(|(_, contract)| contract.owners.len() > 1).map(|(at, _)| at).collect()
}

/// Hands over, for each of the contracts, what it brought on the first day where another customer has it on the second: negative for the
/// customer that it left, positive for the one that it went to. Only customers that the question takes.
///
/// # Errors
/// A missing exchange rate, named.
pub(super) fn moved_between(
    (book, contracts): (&Book, &[u32]),
    question: &Question<'_>,
    (then_on, now_on): (Day, Day),
    each: &mut dyn FnMut(Group, i64),
) -> Result<(), Refusal> {
    for contract in contracts {
        let (then, now) = (book.owner(*contract, then_on), book.owner(*contract, now_on));
        if then == now {
            continue;
        }
        for stretch in book.of_contract(*contract) {
            let currency = usize::from(stretch.currency);
            if !stretch.covers(then_on) || !question.filter.takes(stretch) || !question.prices.takes(currency) {
                continue;
            }
            let amount = question.prices.value(stretch.arr_minor, currency, then_on)?;
            for (account, amount) in [(then, -amount), (now, amount)] {
                if question.filter.takes_account(book, account) {
                    each(Group::at(book, stretch, account, question.level), amount);
                }
            }
        }
    }
    Ok(())
}
