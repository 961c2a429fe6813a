//! What a figure was made of then, and what it is made of now: contract by contract (ARR-7).

use super::book::Book;
use super::day::Day;
use super::question::Question;
use crate::primitives::ContractId;
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// ARR of one contract on the two days of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balances {
    /// On the opening day.
    pub opening_minor: i64,
    /// On the closing day.
    pub closing_minor: i64,
}

/// A contract that is known otherwise now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restated {
    /// The contract.
    pub contract: ContractId,
    /// Contract number.
    pub reference: String,
    /// Reference and name of the account that has it on the closing day, as known now, or then if it is gone.
    pub account: (String, String),
    /// What was known then; `None` where the contract or all its revenue was not known.
    pub then: Option<Balances>,
    /// What is known now.
    pub now: Option<Balances>,
}

/// ARR of each contract on the two days of a question.
///
/// # Errors
/// A missing exchange rate, named.
pub fn contract_balances(book: &Book, question: &Question<'_>) -> Result<BTreeMap<ContractId, Balances>, Refusal> {
    let mut balances: BTreeMap<ContractId, Balances> = BTreeMap::new();
    let counted = book.stretches.iter().filter(|stretch| {
        question.prices.takes(usize::from(stretch.currency))
            && question.filter.takes(stretch)
            && question.filter.takes_account(book, stretch.account)
    });
    for stretch in counted {
        let on = |day: Day| {
            if stretch.covers(day) { question.prices.value(stretch.arr_minor, usize::from(stretch.currency), day) } else { Ok(0) }
        };
        let (opening, closing) = (on(question.after)?, on(question.through)?);
        if (opening, closing) != (0, 0) {
            let sums = balances.entry(book.names.contracts[stretch.contract as usize].id).or_default();
            sums.opening_minor += opening;
            sums.closing_minor += closing;
        }
    }
    Ok(balances)
}

/// The contracts whose revenue on the two days is known otherwise now than then. What they differ by adds up to what the balances of the
/// two books differ by. Each side comes with a question of its own, since rates and indexes are those of its book.
///
/// # Errors
/// A missing exchange rate, named.
pub fn restatement(then: (&Book, &Question<'_>), now: (&Book, &Question<'_>)) -> Result<Vec<Restated>, Refusal> {
    let (before, after) = (contract_balances(then.0, then.1)?, contract_balances(now.0, now.1)?);
    let contracts: std::collections::BTreeSet<ContractId> = before.keys().chain(after.keys()).copied().collect();
    let changed = contracts.into_iter().filter(|contract| before.get(contract) != after.get(contract));
    let mut restated: Vec<Restated> = changed
        .map(|contract| {
            let named = |(book, question): (&Book, &Question<'_>)| {
                let at = book.names.contract(contract)?;
                let account = &book.names.accounts[book.owner(at, question.through) as usize];
                Some((book.names.contracts[at as usize].reference.clone(), (account.reference.clone(), account.name.clone())))
            };
            let (reference, account) = named(now).or_else(|| named(then)).unwrap_or_default();
            Restated { contract, reference, account, then: before.get(&contract).copied(), now: after.get(&contract).copied() }
        })
        .collect();
    restated.sort_by(|a, b| a.reference.cmp(&b.reference));
    Ok(restated)
}
