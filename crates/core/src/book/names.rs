//! References and the ids behind them, known before any row is read, so that files may refer to one another in any order.

use super::import::Work;
use super::sheet::{Sheet, at};
use crate::facts::Facts;
use crate::primitives::{AccountId, ContractId, IdSource, LineId, StakeholderId, TeammateId};
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// References of one kind.
pub(super) struct Index<T> {
    ids: BTreeMap<String, T>,
    /// `an account`.
    pub noun: &'static str,
    /// Where they are added.
    pub file: &'static str,
    /// Whether every reference could be read. Where not, an unknown one is no mistake of the row that names it.
    pub complete: bool,
}

impl<T: Copy> Index<T> {
    /// The id behind a reference.
    pub fn get(&self, reference: &str) -> Option<T> {
        self.ids.get(reference).copied()
    }

    fn new(noun: &'static str, file: &'static str, existing: impl Iterator<Item = (String, T)>) -> Self {
        Self { ids: existing.collect(), noun, file, complete: true }
    }

    /// Adds what a sheet names; refuses a reference that it gives twice.
    fn add(&mut self, sheets: &[Sheet<'_>], refusals: &mut Vec<Refusal>, mut new_id: impl FnMut() -> T) {
        let Some(sheet) = sheets.iter().find(|sheet| sheet.schema.file == self.file) else { return };
        self.complete = sheet.position("id").is_some() && !sheet.ragged;
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for row in sheet.rows() {
            let reference = sheet.cell(row, "id");
            if reference.is_empty() {
                continue;
            }
            match seen.get(reference) {
                Some(first) => refusals.push(twice(sheet, row.line, ("id", reference), *first)),
                None => {
                    seen.insert(reference, row.line);
                    self.ids.entry(reference.into()).or_insert_with(&mut new_id);
                }
            }
        }
    }
}

/// The refusal of a key that an earlier row already has.
pub(super) fn twice(sheet: &Sheet<'_>, row: usize, (column, value): (&str, &str), first: usize) -> Refusal {
    Refusal {
        problem: format!("is in row {first} and again in row {row}"),
        remedy: "Keep one of the two rows.".into(),
        ..at(sheet.schema.file, row, column, value)
    }
}

/// Keys of rows that were read, so that a second row of the same key is refused.
pub(super) struct Seen<K>(BTreeMap<K, usize>);

impl<K: Ord> Seen<K> {
    /// Nothing yet.
    pub fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Whether no earlier row has the key; else the row is refused at a cell.
    pub fn is_first(&mut self, sheet: &Sheet<'_>, work: &mut Work<'_>, row: usize, (key, cell): (K, (&str, &str))) -> bool {
        let first = *self.0.entry(key).or_insert(row);
        if first != row {
            work.refusals.push(twice(sheet, row, cell, first));
        }
        first == row
    }
}

/// All references.
pub(super) struct Names {
    /// Teammates.
    pub teammates: Index<TeammateId>,
    /// Accounts.
    pub accounts: Index<AccountId>,
    /// Stakeholders.
    pub stakeholders: Index<StakeholderId>,
    /// Contracts.
    pub contracts: Index<ContractId>,
    /// Lines.
    pub lines: Index<LineId>,
}

impl Names {
    /// Those of the facts and those of the book, which get new ids where they are new.
    pub fn collect(facts: &Facts, sheets: &[Sheet<'_>], refusals: &mut Vec<Refusal>, ids: &dyn IdSource) -> Self {
        let teammates = facts.teammates.values().map(|t| (t.reference.clone(), t.id));
        let accounts = facts.accounts.values().map(|a| (a.reference.clone(), a.id));
        let stakeholders = facts.stakeholders.values().map(|s| (s.reference.clone(), s.id));
        let contracts = facts.contracts.values().map(|c| (c.reference.clone(), c.id));
        let lines = facts.lines.values().map(|l| (l.reference.clone(), l.id));
        let mut names = Self {
            teammates: Index::new("a teammate", "teammates.csv", teammates),
            accounts: Index::new("an account", "accounts.csv", accounts),
            stakeholders: Index::new("a stakeholder", "stakeholders.csv", stakeholders),
            contracts: Index::new("a contract", "contracts.csv", contracts),
            lines: Index::new("a line", "lines.csv", lines),
        };
        names.teammates.add(sheets, refusals, || TeammateId::new(ids));
        names.accounts.add(sheets, refusals, || AccountId::new(ids));
        names.stakeholders.add(sheets, refusals, || StakeholderId::new(ids));
        names.contracts.add(sheets, refusals, || ContractId::new(ids));
        names.lines.add(sheets, refusals, || LineId::new(ids));
        names
    }
}
