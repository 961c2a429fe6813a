//! What the indexes of a book stand for.

use super::day::{Day, day_of};
use super::known::Known;
use crate::primitives::{AccountId, ContractId, Currency};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountName {
    /// Identity.
    pub id: AccountId,
    /// Reference, such as `A-17`.
    pub reference: String,
    /// Name.
    pub name: String,
    /// Index of the topmost company of its family; itself where it has no parent.
    pub family: u32,
    /// Segment.
    pub segment: String,
    /// Region.
    pub region: String,
    /// Tier.
    pub tier: u8,
}

/// A contract and whose it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractName {
    /// Identity.
    pub id: ContractId,
    /// Contract number.
    pub reference: String,
    /// Index of the contract that it is decided together with, if it is in a co-term group and does not lead it.
    pub lead: Option<u32>,
    /// Whose it was from which day on: the first from the beginning.
    pub owners: Vec<(Day, u32)>,
}

impl ContractName {
    /// The account that has it on a day.
    pub fn owner(&self, day: Day) -> u32 {
        let after = self.owners.partition_point(|(from, _)| *from <= day);
        self.owners[after.saturating_sub(1)].1
    }
}

/// A line, with the version that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineName {
    /// Reference.
    pub reference: String,
    /// Version.
    pub version: u32,
    /// Number of the event that wrote the version, where one is on record.
    pub event: Option<u64>,
    /// When it was written.
    pub recorded_at: Timestamp,
}

/// Names by index.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Customers, by identity.
    pub accounts: Vec<AccountName>,
    /// Contracts, by identity.
    pub contracts: Vec<ContractName>,
    /// Lines.
    pub lines: Vec<LineName>,
    /// Business units, in the order in which they first occur.
    pub units: Vec<String>,
    /// Products.
    pub products: Vec<String>,
    /// Economic buyers.
    pub buyers: Vec<String>,
    /// Currencies of contracts.
    pub currencies: Vec<Currency>,
    account_at: BTreeMap<AccountId, u32>,
    contract_at: BTreeMap<ContractId, u32>,
}

/// The index of a position: a book has fewer than four thousand million of anything.
pub fn index(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

impl Names {
    /// The customers and contracts of what was known.
    pub(super) fn of(known: &Known) -> Self {
        let account_at: BTreeMap<AccountId, u32> = known.accounts.keys().zip(0..).map(|(id, at)| (*id, at)).collect();
        let contract_at: BTreeMap<ContractId, u32> = known.contracts.keys().zip(0..).map(|(id, at)| (*id, at)).collect();
        let above = |id: &AccountId| known.accounts.get(id).and_then(|account| account.parent);
        let family = |id: AccountId| {
            let top = std::iter::successors(Some(id), above).take(50).last().unwrap_or(id);
            account_at.get(&top).copied().unwrap_or(0)
        };
        let accounts = known.accounts.values().map(|account| AccountName {
            id: account.id,
            reference: account.reference.clone(),
            name: account.name.clone(),
            family: family(account.id),
            segment: account.segment.clone(),
            region: account.region.clone(),
            tier: account.tier,
        });
        let mut moves: BTreeMap<ContractId, Vec<(Day, AccountId, AccountId)>> = BTreeMap::new();
        for known_move in &known.moves {
            let moved = &known_move.moved;
            moves.entry(moved.contract).or_default().push((day_of(moved.moved_on), moved.from, moved.to));
        }
        let contracts = known.contracts.values().map(|contract| ContractName {
            id: contract.id,
            reference: contract.reference.clone(),
            lead: contract.co_term_lead.and_then(|lead| contract_at.get(&lead).copied()),
            owners: owners(contract.account, moves.get(&contract.id).map_or(&[][..], Vec::as_slice), &account_at),
        });
        Self { accounts: accounts.collect(), contracts: contracts.collect(), account_at, contract_at, ..Self::default() }
    }

    /// Index of an account.
    pub fn account(&self, id: AccountId) -> Option<u32> {
        self.account_at.get(&id).copied()
    }

    /// Index of a contract.
    pub fn contract(&self, id: ContractId) -> Option<u32> {
        self.contract_at.get(&id).copied()
    }
}

/// Whose a contract was. Of several moves on one day the last one counts.
fn owners(now: AccountId, moves: &[(Day, AccountId, AccountId)], at: &BTreeMap<AccountId, u32>) -> Vec<(Day, u32)> {
    let place = |id: &AccountId| at.get(id).copied().unwrap_or(0);
    let first = moves.first().map_or(now, |(_, from, _)| *from);
    let mut owners = vec![(Day::MIN, place(&first))];
    for (day, _, to) in moves {
        match owners.last_mut() {
            Some(last) if last.0 == *day => last.1 = place(to),
            _ => owners.push((*day, place(to))),
        }
    }
    owners
}
