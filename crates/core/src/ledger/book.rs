//! The book that a ledger is read from: every line as known, cut to half-open stretches of days in which nothing about it changes.

use super::day::Day;
use super::known::Known;
use super::money::Rates;
use super::names::{Names, index};
use super::stretches;
use crate::contract::LineOrigin;
use crate::primitives::Currency;
use crate::refusal::Refusal;

use super::rules::Rules;

/// No index.
pub const NONE: u32 = u32::MAX;

/// Days `[start, end)` in which a line is with one account at one amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Index of the line in [`Names::lines`].
    pub line: u32,
    /// Index of the account.
    pub account: u32,
    /// Index of the contract.
    pub contract: u32,
    /// Number of the term.
    pub term: u32,
    /// Index of the business unit.
    pub unit: u32,
    /// Index of the product.
    pub product: u32,
    /// Index of the economic buyer, or [`NONE`].
    pub buyer: u32,
    /// Index of the line that this one continues, or [`NONE`].
    pub follows: u32,
    /// Index of the currency in [`Names::currencies`].
    pub currency: u8,
    /// How the line came to be.
    pub origin: LineOrigin,
    /// How the stretch begins.
    pub begins: Edge,
    /// How the stretch ends.
    pub ends: Edge,
    /// Whether a later version put the amount or the beginning right after the fact.
    pub corrected: bool,
    /// First day.
    pub start: Day,
    /// First day no longer.
    pub end: Day,
    /// Units, in millionths.
    pub quantity: i64,
    /// Price of a unit in millionths, before discount.
    pub unit_price: i64,
    /// ARR in minor units of the contract's currency.
    pub arr_minor: i64,
}

/// What lies at an edge of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The line itself begins, or ends as its term does.
    Line,
    /// The line was ended before it had run its time.
    Cut,
    /// The contract came from, or went to, another account.
    Moved,
    /// A temporary discount begins or ends.
    Discount,
}

/// A renewal that decides money, for what was due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueFact {
    /// The number in `R-1042`.
    pub number: u32,
    /// Index of the contract.
    pub contract: u32,
    /// Number of the term.
    pub term: u32,
    /// Terms of other contracts that are decided with it: index of the contract and number of the term.
    pub with: Vec<(u32, u32)>,
    /// First day no longer in service.
    pub end: Day,
    /// Whether it was undecided.
    pub open: bool,
    /// The day on which what follows was signed, where somebody said.
    pub signed: Option<Day>,
}

impl DueFact {
    /// The contracts that it decides.
    pub fn contracts(&self) -> impl Iterator<Item = u32> {
        std::iter::once(self.contract).chain(self.with.iter().map(|(contract, _)| *contract))
    }

    /// Whether a stretch of its contracts is up for renewal: live on the last day of service, in a term that it decides.
    pub fn is_up(&self, stretch: &Stretch) -> bool {
        stretch.covers(self.end - 1) && self.decides(stretch)
    }

    /// Whether a stretch of its contracts goes on after it.
    pub fn goes_on(&self, stretch: &Stretch) -> bool {
        stretch.covers(self.end) && !self.decides(stretch)
    }

    fn decides(&self, stretch: &Stretch) -> bool {
        let term = (stretch.contract, stretch.term);
        term == (self.contract, self.term) || self.with.contains(&term)
    }
}

/// A book at one moment of knowledge, under one set of rules.
#[derive(Clone, Debug)]
pub struct Book {
    /// What the indexes stand for.
    pub names: Names,
    /// Stretches by account, first day and line.
    pub stretches: Vec<Stretch>,
    /// Renewals that decide something, by contract and term.
    pub dues: Vec<DueFact>,
    /// Every rate that was known.
    pub rates: Rates,
    /// The rules it was built under.
    pub rules: Rules,
    /// Where the stretches of each account begin, and where the last one ends.
    by_account: Vec<u32>,
    /// Indexes of stretches, those of one contract together.
    by_contract: Vec<u32>,
    /// Where those of each contract begin, and at the end where the last ends.
    begins: Vec<u32>,
}

impl Book {
    /// Builds the book.
    ///
    /// # Errors
    /// A line with an amount that does not fit, named.
    pub fn build(known: &Known, rules: &Rules) -> Result<Self, Refusal> {
        let (names, stretches) = stretches::build(known, rules)?;
        let dues = stretches::dues(known, &names);
        Ok(Self { dues, ..Self::of(names, stretches, (Rates::of(known), rules.clone())) })
    }

    /// A book of stretches that are at hand, by account, first day and line; nothing was due.
    pub fn of(names: Names, stretches: Vec<Stretch>, (rates, rules): (Rates, Rules)) -> Self {
        let mut begins = vec![0_u32; names.contracts.len() + 1];
        for stretch in &stretches {
            begins[stretch.contract as usize + 1] += 1;
        }
        for at in 1..begins.len() {
            begins[at] += begins[at - 1];
        }
        let mut next = begins.clone();
        let mut by_contract = vec![0_u32; stretches.len()];
        for (at, stretch) in (0_u32..).zip(&stretches) {
            let place = &mut next[stretch.contract as usize];
            by_contract[*place as usize] = at;
            *place += 1;
        }
        let accounts = 0..=names.accounts.len();
        let by_account = accounts.map(|at| index(stretches.partition_point(|stretch| (stretch.account as usize) < at))).collect();
        Self { names, stretches, dues: Vec::new(), rates, rules, by_account, by_contract, begins }
    }

    /// The stretches of a contract.
    pub fn of_contract(&self, contract: u32) -> impl Iterator<Item = &Stretch> {
        let (from, to) = (self.begins[contract as usize] as usize, self.begins[contract as usize + 1] as usize);
        self.by_contract[from..to].iter().map(|index| &self.stretches[*index as usize])
    }

    /// The stretches of an account.
    pub fn of_account(&self, account: u32) -> &[Stretch] {
        let at = account as usize;
        &self.stretches[self.by_account[at] as usize..self.by_account[at + 1] as usize]
    }

    /// The account that has a contract on a day.
    pub fn owner(&self, contract: u32, day: Day) -> u32 {
        self.names.contracts[contract as usize].owner(day)
    }

    /// The currency of a stretch.
    pub fn currency(&self, stretch: &Stretch) -> Currency {
        self.names.currencies[stretch.currency as usize]
    }
}

impl Stretch {
    /// Whether the stretch is live on a day.
    pub const fn covers(&self, day: Day) -> bool {
        self.start <= day && day < self.end
    }
}
