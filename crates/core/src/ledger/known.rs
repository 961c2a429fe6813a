//! What was known at one moment: everything that figures about money are derived from.

use crate::account::{Account, ContractMove};
use crate::contract::{Contract, Line, Term};
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
    /// Customers.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Contracts.
    pub contracts: BTreeMap<ContractId, Contract>,
    /// Terms that were not taken back, by contract and number.
    pub terms: BTreeMap<(ContractId, u32), Term>,
    /// Every version of every line, those of one line together and in order.
    pub versions: Vec<LineVersion>,
    /// Contracts that changed account, oldest first.
    pub moves: Vec<KnownMove>,
    /// Plan rates by year and currency code.
    pub plan_rates: PlanRates,
    /// Rates of single days.
    pub dated_rates: DatedRates,
    /// Renewals, open and decided, by number.
    pub renewals: Vec<Renewal>,
}
