//! What the indexes of a book stand for.

use super::day::{Day, day_of};
use super::known::{Known, KnownMove};
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
    pub owners: Vec<Owner>,
}

/// Whose a contract was from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// First day.
    pub from: Day,
    /// Index of the account.
    pub account: u32,
    /// Number of the event that moved it there, where one is on record.
    pub event: Option<u64>,
}

impl ContractName {
    /// The account that has it on a day.
    pub fn owner(&self, day: Day) -> u32 {
        self.owned(day).account
    }

    /// Since when, and by which event.
    pub fn owned(&self, day: Day) -> Owner {
        let after = self.owners.partition_point(|owner| owner.from <= day);
        self.owners[after.saturating_sub(1)]
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
        let mut moves: BTreeMap<ContractId, Vec<&KnownMove>> = BTreeMap::new();
        for known_move in &known.moves {
            moves.entry(known_move.moved.contract).or_default().push(known_move);
        }
        moves.values_mut().for_each(|moves| moves.sort_by_key(|known_move| known_move.moved.moved_on));
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
fn owners(now: AccountId, moves: &[&KnownMove], at: &BTreeMap<AccountId, u32>) -> Vec<Owner> {
    let place = |id: &AccountId| at.get(id).copied().unwrap_or(0);
    let first = moves.first().map_or(now, |known_move| known_move.moved.from);
    let mut owners = vec![Owner { from: Day::MIN, account: place(&first), event: None }];
    for known_move in moves {
        let owner = Owner { from: day_of(known_move.moved.moved_on), account: place(&known_move.moved.to), event: known_move.event };
        match owners.last_mut() {
            Some(last) if last.from == owner.from => *last = owner,
            _ => owners.push(owner),
        }
    }
    owners
}
