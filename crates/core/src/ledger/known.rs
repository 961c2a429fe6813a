//! What was known at one moment: everything that figures about money are derived from.

use crate::account::{Account, ContractMove, Risk};
use crate::contract::{Contract, Line, Term};
use crate::facts::{Facts, ListKey, Write};
use crate::primitives::{AccountId, ContractId, Currency, Decimal6};
use crate::renewal::{PlanRates, Renewal};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Rates of single days: reporting currency per unit of another currency.
pub type DatedRates = BTreeMap<(Date, String), Decimal6>;

/// One version of a line, with when it was written and by which event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineVersion {
    /// The line as this version says.
    pub line: Line,
    /// Whether the version takes the line back.
    pub voided: bool,
    /// When it was written.
    pub recorded_at: Timestamp,
    /// Number of the event that wrote it, where one is on record.
    pub event: Option<u64>,
}

/// A contract that changed account, and the event that moved it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownMove {
    /// The move.
    pub moved: ContractMove,
    /// Number of the event that wrote it, where one is on record.
    pub event: Option<u64>,
}

/// The facts about money as they were known at one moment. The same moment gives the same facts for ever (ARR-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The reporting currency.
    pub reporting: Currency,
    /// Customers. Their risk is unknown here: it follows from judgements, which are not facts about money.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Contracts.
    pub contracts: BTreeMap<ContractId, Contract>,
    /// Terms that were not taken back, by contract and number.
    pub terms: BTreeMap<(ContractId, u32), Term>,
    /// Every version of every line, in the order of contract, line and version.
    pub versions: Vec<LineVersion>,
    /// Contracts that changed account, oldest first; those of one instant in the order of their events.
    pub moves: Vec<KnownMove>,
    /// Plan rates by year and currency code.
    pub plan_rates: PlanRates,
    /// Rates of single days.
    pub dated_rates: DatedRates,
    /// Renewals, open and decided, by number.
    pub renewals: Vec<Renewal>,
}

impl Known {
    /// Nothing yet.
    pub const fn nothing(reporting: Currency) -> Self {
        Self {
            reporting,
            accounts: BTreeMap::new(),
            contracts: BTreeMap::new(),
            terms: BTreeMap::new(),
            versions: Vec::new(),
            moves: Vec::new(),
            plan_rates: BTreeMap::new(),
            dated_rates: BTreeMap::new(),
            renewals: Vec::new(),
        }
    }

    /// The facts as they are now. They hold the last version of each line and not when it was written, so that a correction does not
    /// show as one; balances and movements are the same.
    pub fn of(facts: &Facts) -> Self {
        let version = |line: &Line| LineVersion { line: line.clone(), voided: false, recorded_at: Timestamp::UNIX_EPOCH, event: None };
        let mut known = Self {
            reporting: facts.organisation.currency,
            accounts: facts.accounts.clone(),
            contracts: facts.contracts.clone(),
            terms: facts.terms.clone(),
            versions: facts.lines.values().map(version).collect(),
            moves: facts.contract_moves.iter().map(|moved| KnownMove { moved: moved.clone(), event: None }).collect(),
            plan_rates: facts.plan_rates.clone(),
            dated_rates: facts.dated_rates.clone(),
            renewals: facts.renewals.values().cloned().collect(),
        };
        known.arrange();
        known
    }

    /// Brings lines, moves and renewals into their order. Whoever fills the lists calls it last.
    pub fn arrange(&mut self) {
        self.versions.sort_by_key(|version| (version.line.contract, version.line.id, version.line.version));
        self.moves.sort_by_key(|known| (known.moved.recorded_at, known.event, known.moved.contract));
        self.renewals.sort_by_key(|renewal| renewal.number);
    }

    /// Takes over what changed: `newer` holds the accounts that changed with all that is theirs now, the moves that came since, and every
    /// rate. A contract never goes away, so all that hangs on one is replaced by what it has now. Tells whether anything is other than it
    /// was: most of what happens to an account, such as a completed step, is nothing about money.
    pub fn renew(&mut self, newer: Self) -> bool {
        if self.holds(&newer) {
            return false;
        }
        self.reporting = newer.reporting;
        for contract in newer.contracts.keys() {
            let terms: Vec<(ContractId, u32)> = self.terms_of(*contract).map(|(key, _)| *key).collect();
            terms.iter().for_each(|key| drop(self.terms.remove(key)));
        }
        self.versions.retain(|version| !newer.contracts.contains_key(&version.line.contract));
        self.renewals.retain(|renewal| !newer.contracts.contains_key(&renewal.contract));
        self.accounts.extend(newer.accounts);
        self.contracts.extend(newer.contracts);
        self.terms.extend(newer.terms);
        self.versions.extend(newer.versions);
        self.moves.extend(newer.moves);
        self.renewals.extend(newer.renewals);
        (self.plan_rates, self.dated_rates) = (newer.plan_rates, newer.dated_rates);
        self.arrange();
        true
    }

    /// Whether all that [`Known::renew`] would take over is here already.
    fn holds(&self, newer: &Self) -> bool {
        let of_contract = |contract: &ContractId| {
            self.terms_of(*contract).eq(newer.terms_of(*contract)) && self.versions_of(*contract) == newer.versions_of(*contract)
        };
        let renewals = self.renewals.iter().filter(|renewal| newer.contracts.contains_key(&renewal.contract));
        newer.moves.is_empty()
            && (self.reporting, &self.plan_rates, &self.dated_rates) == (newer.reporting, &newer.plan_rates, &newer.dated_rates)
            && newer.accounts.iter().all(|(id, account)| self.accounts.get(id) == Some(account))
            && newer.contracts.iter().all(|(id, contract)| self.contracts.get(id) == Some(contract))
            && newer.contracts.keys().all(of_contract)
            && renewals.eq(&newer.renewals)
    }

    fn terms_of(&self, contract: ContractId) -> impl Iterator<Item = (&(ContractId, u32), &Term)> {
        self.terms.range((contract, 0)..=(contract, u32::MAX))
    }

    fn versions_of(&self, contract: ContractId) -> &[LineVersion] {
        let from = self.versions.partition_point(|version| version.line.contract < contract);
        let to = self.versions.partition_point(|version| version.line.contract <= contract);
        &self.versions[from..to]
    }

    /// Applies a write that the event of a number recorded. The lists are brought into order by [`Known::arrange`].
    pub fn apply(&mut self, write: &Write, recorded_at: Timestamp, event: Option<u64>) {
        let version = |line: &Line, voided| LineVersion { line: line.clone(), voided, recorded_at, event };
        match write {
            Write::Account(account) => drop(self.accounts.insert(account.id, Account { risk: Risk::Unknown, ..account.clone() })),
            Write::Contract(contract) => drop(self.contracts.insert(contract.id, contract.clone())),
            Write::ContractMove(moved) => self.moves.push(KnownMove { moved: moved.clone(), event }),
            Write::Term(term) => drop(self.terms.insert((term.contract, term.number), term.clone())),
            Write::VoidTerm(term) => drop(self.terms.remove(&(term.contract, term.number))),
            Write::Line(line) => self.versions.push(version(line, false)),
            Write::VoidLine(line) => self.versions.push(version(line, true)),
            Write::PlanRate(year, currency, rate) => drop(self.plan_rates.insert((*year, currency.clone()), *rate)),
            Write::DatedRate(day, currency, rate) => drop(self.dated_rates.insert((*day, currency.clone()), *rate)),
            Write::Unlisted(ListKey::PlanRate(year, code)) => drop(self.plan_rates.remove(&(*year, code.clone()))),
            Write::Unlisted(ListKey::ExchangeRate(day, code)) => drop(self.dated_rates.remove(&(*day, code.clone()))),
            Write::Renewal(renewal) => match self.renewals.iter_mut().rfind(|known| known.id == renewal.id) {
                Some(known) => *known = renewal.clone(),
                None => self.renewals.push(renewal.clone()),
            },
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn whatever_is_about_money_is_taken_over_and_told_and_nothing_else_is() {
        let before = Known::of(&Company::with_one_contract().facts);
        let mut known = before.clone();
        assert!(!known.renew(before.clone()));
        assert_eq!(known, before);
        type Change = fn(&mut Known);
        let changes: [(&str, Change); 7] = [
            ("currency", |known| known.reporting = Currency::EUR),
            ("account", |known| known.accounts.values_mut().for_each(|account| account.segment = "Other".into())),
            ("contract", |known| known.contracts.values_mut().for_each(|contract| contract.currency = Currency::EUR)),
            ("term", |known| known.terms.values_mut().for_each(|term| term.end_on = date(2030, 1, 1))),
            ("line", |known| known.versions.iter_mut().for_each(|version| version.voided = true)),
            ("renewal", |known| known.renewals.iter_mut().for_each(|renewal| renewal.target.end_on = date(2030, 1, 1))),
            ("rate", |known| known.plan_rates.extend([((2030, "EUR".to_string()), Decimal6::ONE)])),
        ];
        for (what, change) in changes {
            let mut newer = before.clone();
            change(&mut newer);
            let mut known = before.clone();
            assert!(known.renew(newer.clone()), "{what}");
            assert_eq!(known, newer, "{what}");
        }
    }
}
