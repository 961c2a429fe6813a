//! Proof that a policy is complete, and what else is wrong with it (OWN-4).
//!
//! The whole input space is looked at, by intervals and sets, not by samples: amounts are whole minor units, words are finite once
//! every word that no rule names counts as one, and what is not known is a value. A policy that is too large to look at whole is not
//! called complete; the rules that make it so are named.

mod region;
mod repair;
mod walk;

pub use region::Region;
pub use repair::{Change, Repair};

use super::input::Input;
use super::policy::{HitPolicy, Policy};
use super::table::{Atom, RuleSet, Table};
use crate::primitives::Currency;
use std::collections::{BTreeMap, BTreeSet};
use walk::{Again, Atoms, Part, Stop, Visit, Walk};

/// Steps of the proof beyond which a policy is called too complex. Ordinary policies take a few hundred.
pub const STEPS_MAX: usize = 100_000;
/// Gaps are told up to this many.
pub const GAPS_MAX: usize = 20;
/// Parts without a rule that are looked at before they are put together into gaps.
const PARTS_MAX: usize = 500;

/// A rule that never decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// The rule.
    pub rule: String,
    /// The rules before it that take everything it would take; empty where its own conditions leave nothing.
    pub taken_by: Vec<String>,
}

/// Two rules that fit the same renewals and decide differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The rule that decides.
    pub earlier: String,
    /// The rule that would.
    pub later: String,
    /// What both fit.
    pub region: Region,
}

impl Overlap {
    /// The overlap in words.
    pub fn words(&self, reporting: Currency) -> String {
        format!("{} and {} both fit: {}", self.earlier, self.later, self.region.words(reporting))
    }
}

/// Which rules take a renewal of which an input is not known, or was not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The input.
    pub input: Input,
    /// The rules, in order.
    pub rules: Vec<String>,
}

/// What the analysis found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// Renewals that no rule takes, smallest first; at most [`GAPS_MAX`].
    pub gaps: Vec<Region>,
    /// Whether there are more.
    pub more_gaps: bool,
    /// Rules that never decide.
    pub unreachable: Vec<Unreachable>,
    /// Rules without which every renewal would be decided the same.
    pub redundant: Vec<String>,
    /// Overlaps: faults of a policy of unique matches; in one of first matches, those where only the order says who decides.
    pub overlaps: Vec<Overlap>,
    /// Where renewals go of which an input is not known.
    pub unknown: Vec<Unknown>,
    /// Changes that would close gaps or take out idle rules.
    pub repairs: Vec<Repair>,
    /// Steps that the proof took.
    pub steps: usize,
    /// Whether exactly one rule takes every renewal where the policy says so.
    hit_policy: HitPolicy,
}

impl Analysis {
    /// Whether every possible renewal has a rule, and only one where the policy says so.
    pub fn is_complete(&self) -> bool {
        self.gaps.is_empty() && self.faulty_overlaps().next().is_none()
    }

    /// Overlaps that a policy of unique matches must not have.
    pub fn faulty_overlaps(&self) -> impl Iterator<Item = &Overlap> {
        self.overlaps.iter().filter(|_| self.hit_policy == HitPolicy::Unique)
    }
}

/// The proof was given up: there is too much to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooComplex {
    /// The rules that make it so.
    pub rules: Vec<String>,
}

impl TooComplex {
    /// The rest of a sentence that begins with the policy.
    pub fn problem(&self) -> String {
        format!("is too complex to prove complete; these rules ask too much at once: {}", self.rules.join(", "))
    }
}

/// Analyses a policy over its whole input space.
///
/// # Errors
/// [`TooComplex`].
pub fn analyse(policy: &Policy) -> Result<Analysis, TooComplex> {
    let table = Table::new(policy);
    let mut analyst = Analyst { policy, table: &table, walk: Walk::new(&table, STEPS_MAX) };
    analyst.analyse().map_err(|stop| match stop {
        Stop::Enough => TooComplex { rules: Vec::new() },
        Stop::TooComplex(rules) => TooComplex { rules: rules.iter().map(|rule| analyst.name(*rule)).collect() },
    })
}

struct Analyst<'a> {
    policy: &'a Policy,
    table: &'a Table,
    walk: Walk<'a>,
}

impl Analyst<'_> {
    fn name(&self, rule: usize) -> String {
        self.policy.rules.get(rule).map(|rule| rule.id.clone()).unwrap_or_default()
    }

    fn all(&self) -> RuleSet {
        RuleSet::first_of(self.table.rules, self.table.rules)
    }

    fn analyse(&mut self) -> Result<Analysis, Stop> {
        let mut whole = Whole::default();
        self.walk.over(&Part::new(), self.all(), &mut whole)?;
        let idle: Vec<usize> = (0..self.table.rules).filter(|rule| !whole.decides.contains(rule)).collect();
        let mut gaps = gaps(self.table, whole.without_rule);
        let unreachable = idle.iter().map(|rule| self.unreachable(*rule)).collect::<Result<_, _>>()?;
        let redundant =
            whole.decides.iter().map(|rule| Ok(self.is_redundant(*rule)?.then(|| self.name(*rule)))).collect::<Result<Vec<_>, _>>()?;
        let unknown = self.unknown()?;
        let repairs = repair::repairs(self, &gaps, &idle)?;
        let more_gaps = gaps.len() > GAPS_MAX || whole.more;
        gaps.truncate(GAPS_MAX);
        Ok(Analysis {
            gaps,
            more_gaps,
            unreachable,
            redundant: redundant.into_iter().flatten().collect(),
            overlaps: self.overlaps(),
            unknown,
            repairs,
            steps: STEPS_MAX - self.walk.budget(),
            hit_policy: self.policy.hit_policy,
        })
    }

    /// The part of the space that a rule fits; `None` where it fits nothing.
    fn part_of(&self, rule: usize) -> Option<Part> {
        let mut part = Part::new();
        for (index, column) in self.table.columns.iter().enumerate().filter(|(_, column)| column.asking.contains(rule)) {
            let atoms: Atoms = (0..column.atoms.len()).filter(|atom| column.passes[*atom].contains(rule)).collect();
            if atoms.is_empty() {
                return None;
            }
            part.insert(index, atoms);
        }
        Some(part)
    }

    fn unreachable(&mut self, rule: usize) -> Result<Unreachable, Stop> {
        let mut whole = Whole::default();
        if let Some(part) = self.part_of(rule) {
            self.walk.over(&part, self.all(), &mut whole)?;
        }
        Ok(Unreachable { rule: self.name(rule), taken_by: whole.decides.iter().map(|rule| self.name(*rule)).collect() })
    }

    /// Whether each renewal that the rule takes would be decided the same by the next rule that fits it.
    fn is_redundant(&mut self, rule: usize) -> Result<bool, Stop> {
        let Some(part) = self.part_of(rule) else { return Ok(false) };
        let mut others = self.all();
        others = others.and(&without(self.table.rules, rule));
        let outcomes: Vec<bool> = self.policy.rules.iter().map(|other| other.then == self.policy.rules[rule].then).collect();
        let mut visit = SameWithout { rule, outcomes };
        match self.walk.over(&part, others, &mut visit) {
            Ok(()) => Ok(true),
            Err(Stop::Enough) => Ok(false),
            Err(stop) => Err(stop),
        }
    }

    fn unknown(&mut self) -> Result<Vec<Unknown>, Stop> {
        let mut found = Vec::new();
        for (index, column) in self.table.columns.iter().enumerate() {
            let is_unknown =
                |atom: &Atom| *atom == Atom::Missing || (column.input == Input::RiskCategory && *atom == Atom::Word("unknown".into()));
            let atoms: Atoms = (0..column.atoms.len()).filter(|atom| is_unknown(&column.atoms[*atom])).collect();
            if atoms.is_empty() {
                continue;
            }
            let mut whole = Whole::default();
            self.walk.over(&Part::from([(index, atoms)]), self.all(), &mut whole)?;
            found.push(Unknown { input: column.input, rules: whole.decides.iter().map(|rule| self.name(*rule)).collect() });
        }
        Ok(found)
    }

    fn overlaps(&self) -> Vec<Overlap> {
        let parts: Vec<Option<Part>> = (0..self.table.rules).map(|rule| self.part_of(rule)).collect();
        let unique = self.policy.hit_policy == HitPolicy::Unique;
        let mut overlaps = Vec::new();
        for (later, part) in parts.iter().enumerate() {
            for (earlier, before) in parts.iter().enumerate().take(later) {
                let (Some(part), Some(before)) = (part, before) else { continue };
                let decided_alike = self.policy.rules[earlier].then == self.policy.rules[later].then;
                let Some(both) = intersection(before, part) else { continue };
                // One inside the other is how an exception stands before the rule; it is no doubt about the order.
                if unique || (!decided_alike && both != *before && both != *part) {
                    let region = Region::of(self.table, &both);
                    overlaps.push(Overlap { earlier: self.name(earlier), later: self.name(later), region });
                }
            }
        }
        overlaps
    }
}

fn without(rules: usize, rule: usize) -> RuleSet {
    let mut set = RuleSet::none(rules);
    (0..rules).filter(|other| *other != rule).for_each(|other| set.insert(other));
    set
}

/// What two parts have in common; `None` where that is nothing.
fn intersection(one: &Part, two: &Part) -> Option<Part> {
    let mut both = one.clone();
    for (column, atoms) in two {
        let common: Atoms = both.get(column).map_or_else(|| atoms.clone(), |known| known & atoms);
        if common.is_empty() {
            return None;
        }
        both.insert(*column, common);
    }
    Some(both)
}

/// Which rules decide at all, and what no rule takes.
#[derive(Default)]
struct Whole {
    decides: BTreeSet<usize>,
    without_rule: Vec<Part>,
    more: bool,
}

impl Visit for Whole {
    fn part(&mut self, rule: Option<usize>, part: &Part) -> Result<Again, Stop> {
        match rule {
            Some(rule) => {
                self.decides.insert(rule);
                Ok(Again::No)
            }
            None if self.without_rule.len() < PARTS_MAX => {
                self.without_rule.push(part.clone());
                Ok(Again::Yes)
            }
            None => {
                self.more = true;
                Ok(Again::No)
            }
        }
    }
}

/// Looks for a renewal that would be decided differently without a rule.
struct SameWithout {
    rule: usize,
    /// Whether each rule decides as the one that is left out.
    outcomes: Vec<bool>,
}

impl Visit for SameWithout {
    fn part(&mut self, rule: Option<usize>, _: &Part) -> Result<Again, Stop> {
        // Where an earlier rule decides, the one left out never did.
        let same = rule.is_some_and(|rule| rule < self.rule || self.outcomes.get(rule).copied().unwrap_or(false));
        if same { Ok(Again::No) } else { Err(Stop::Enough) }
    }
}

/// Parts put together where they differ in one input alone, then in pieces of one stretch of numbers each.
fn gaps(table: &Table, parts: Vec<Part>) -> Vec<Region> {
    let mut merged: Vec<Part> = Vec::new();
    for part in parts {
        let mut part = whole_columns_dropped(table, part);
        while let Some(index) = merged.iter().position(|known| joined(known, &part).is_some()) {
            let known = merged.swap_remove(index);
            part = whole_columns_dropped(table, joined(&known, &part).unwrap_or(known));
        }
        merged.push(part);
    }
    let mut regions: Vec<Region> = merged.iter().flat_map(|part| Region::of(table, part).pieces()).collect();
    regions.sort_by_cached_key(Region::order);
    regions
}

fn whole_columns_dropped(table: &Table, mut part: Part) -> Part {
    part.retain(|column, atoms| atoms.len() < table.columns[*column].atoms.len());
    part
}

/// Two parts as one, where they are alike but for one column.
fn joined(one: &Part, two: &Part) -> Option<Part> {
    if one.keys().ne(two.keys()) {
        return None;
    }
    let differing: Vec<usize> = one.iter().filter(|(column, atoms)| two.get(column) != Some(atoms)).map(|(column, _)| *column).collect();
    match differing[..] {
        [] => Some(one.clone()),
        [column] => {
            let mut both: BTreeMap<usize, Atoms> = one.clone();
            let other = two.get(&column)?;
            both.entry(column).and_modify(|atoms| atoms.extend(other));
            Some(both)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
