//! A walk over the whole input space of a table, column by column, that visits everything rules treat differently once.
//!
//! At each step the values of one column are grouped by the rules they leave in play. Rules behind one that needs nothing more fall
//! away, columns that no rule in play asks about are not looked at, and what was seen before under the same rules is not seen again.

use crate::ownership::table::{RuleSet, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Atoms of one column.
pub type Atoms = BTreeSet<usize>;

/// A part of the input space: atoms by column; a column that is not named is whole.
pub type Part = BTreeMap<usize, Atoms>;

/// Why a walk ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The visitor has seen enough.
    Enough,
    /// There is too much to look at; the rules that were most often still undecided.
    TooComplex(Vec<usize>),
}

/// Columns as bits.
type Columns = u32;

/// What is asked of everything that rules treat alike: the rule that decides it, or none, and where it lies. Says whether the walk
/// should come again where the same rules are in play elsewhere, or stop.
pub trait Visit {
    /// One part with its rule.
    ///
    /// # Errors
    /// [`Stop::Enough`].
    fn part(&mut self, rule: Option<usize>, part: &Part) -> Result<Again, Stop>;
}

/// Whether other parts under the same rules in play are wanted too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Each of them.
    Yes,
    /// One stands for all.
    No,
}

/// The walk over one table.
pub struct Walk<'a> {
    table: &'a Table,
    /// Columns that each rule asks about.
    asks: Vec<Columns>,
    /// Steps that may still be taken.
    budget: usize,
    /// How often each rule was still undecided.
    undecided: Vec<usize>,
}

/// One journey: where it may go, what it saw.
struct Journey<'v> {
    within: &'v Part,
    seen: BTreeMap<(RuleSet, Columns), Again>,
    visit: &'v mut dyn Visit,
}

impl<'a> Walk<'a> {
    /// A walk of at most so many steps.
    pub fn new(table: &'a Table, budget: usize) -> Self {
        let asks = (0..table.rules).map(|rule| {
            let columns = table.columns.iter().zip(0..).filter(|(column, _)| column.asking.contains(rule));
            columns.fold(0, |columns, (_, index)| columns | 1 << index)
        });
        Self { table, asks: asks.collect(), budget, undecided: vec![0; table.rules] }
    }

    /// Steps left.
    pub fn budget(&self) -> usize {
        self.budget
    }

    /// Visits everything within a part, as some of the rules decide it.
    ///
    /// # Errors
    /// Why it ended early.
    pub fn over(&mut self, within: &Part, rules: RuleSet, visit: &mut dyn Visit) -> Result<(), Stop> {
        let columns = (0..self.table.columns.len()).fold(0, |columns, index| columns | 1 << index);
        let mut journey = Journey { within, seen: BTreeMap::new(), visit };
        let mut part = within.clone();
        self.step(&mut journey, rules, columns, &mut part).map(drop)
    }

    fn step(&mut self, journey: &mut Journey<'_>, in_play: RuleSet, left: Columns, part: &mut Part) -> Result<Again, Stop> {
        let in_play = self.without_hidden(in_play, left);
        match in_play.first() {
            None => return journey.visit.part(None, part),
            Some(rule) if self.asks[rule] & left == 0 => return journey.visit.part(Some(rule), part),
            Some(_) => {}
        }
        let left = left & in_play.iter().fold(0, |columns, rule| columns | self.asks[rule]);
        let key = (in_play, left);
        if journey.seen.get(&key) == Some(&Again::No) {
            return Ok(Again::No);
        }
        self.count(&key)?;
        let (in_play, left) = key.clone();
        let column = self.column(&in_play, left);
        let mut again = Again::No;
        let before = part.get(&column).cloned();
        for (rules, atoms) in self.groups(journey, &in_play, column) {
            part.insert(column, atoms);
            if self.step(journey, rules, left & !(1 << column), part)? == Again::Yes {
                again = Again::Yes;
            }
        }
        match before {
            Some(before) => part.insert(column, before),
            None => part.remove(&column),
        };
        journey.seen.insert(key, again);
        Ok(again)
    }

    /// The rules in play, without those behind the first that needs nothing more.
    fn without_hidden(&self, in_play: RuleSet, left: Columns) -> RuleSet {
        let decided = in_play.iter().find(|rule| self.asks[*rule] & left == 0);
        decided.map_or_else(|| in_play.clone(), |rule| in_play.and(&RuleSet::first_of(self.table.rules, rule + 1)))
    }

    /// The column that most rules in play ask about.
    fn column(&self, in_play: &RuleSet, left: Columns) -> usize {
        let open = (0..self.table.columns.len()).filter(|column| left >> column & 1 == 1);
        open.max_by_key(|column| (in_play.common(&self.table.columns[*column].asking), std::cmp::Reverse(*column))).unwrap_or(0)
    }

    /// The atoms of a column, by the rules that they leave in play.
    fn groups(&self, journey: &Journey<'_>, in_play: &RuleSet, column: usize) -> BTreeMap<RuleSet, Atoms> {
        let within = journey.within.get(&column);
        let mut groups: BTreeMap<RuleSet, Atoms> = BTreeMap::new();
        for (atom, passes) in self.table.columns[column].passes.iter().enumerate() {
            if within.is_none_or(|atoms| atoms.contains(&atom)) {
                groups.entry(in_play.and(passes)).or_default().insert(atom);
            }
        }
        groups
    }

    fn count(&mut self, (in_play, left): &(RuleSet, Columns)) -> Result<(), Stop> {
        in_play.iter().filter(|rule| self.asks[*rule] & left != 0).for_each(|rule| self.undecided[rule] += 1);
        match self.budget.checked_sub(1) {
            Some(rest) => {
                self.budget = rest;
                Ok(())
            }
            None => Err(Stop::TooComplex(self.most_undecided())),
        }
    }

    /// The rules that were undecided at least half as often as the one that was most often; at most ten.
    fn most_undecided(&self) -> Vec<usize> {
        let most = self.undecided.iter().max().copied().unwrap_or(0);
        (0..self.undecided.len()).filter(|rule| self.undecided[*rule] * 2 >= most.max(1)).take(10).collect()
    }
}
