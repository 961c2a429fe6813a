//! The recommendation, or what it still depends on; and what would change it.

use super::factor::{Factor, Level};
use super::rules::{Holds, RULES, Rule, rule_for};
use crate::ownership::Model;
use std::collections::{BTreeMap, BTreeSet};

type Levels = BTreeMap<Factor, Level>;

/// What the advisor says.
#[derive(Clone, Debug)]
pub enum Advice {
    /// This model, by this rule, whatever is not known yet.
    Recommended(&'static Rule),
    /// Several rules come to this model, depending on what is not known; it stays the same model.
    RecommendedAnyway(Model),
    /// Cannot tell yet.
    CannotTell {
        /// The models that it may still be.
        possible: BTreeSet<Model>,
        /// What decides, the factor that narrows it most first.
        deciding: Vec<Deciding>,
    },
}

impl Advice {
    /// The model, where there is one.
    pub fn model(&self) -> Option<Model> {
        match self {
            Self::Recommended(rule) => Some(rule.model),
            Self::RecommendedAnyway(model) => Some(*model),
            Self::CannotTell { .. } => None,
        }
    }
}

/// A factor that is not known and makes a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciding {
    /// Which.
    pub factor: Factor,
    /// For each of its values, the models that it may then be.
    pub then: Vec<(Level, BTreeSet<Model>)>,
}

/// Another value of a known factor, and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which factor.
    pub factor: Factor,
    /// From this value.
    pub from: Level,
    /// To this one: the nearest that gives another model.
    pub to: Level,
    /// The models that it may then be; the recommended one is not among them.
    pub then: BTreeSet<Model>,
}

/// Every model that the rules may come to, over all values of what is not known.
pub fn outcomes(known: &Levels) -> BTreeSet<Model> {
    let mut found = BTreeSet::new();
    gather(&mut known.clone(), RULES, &mut found);
    found
}

/// Walks the rules from the top; where one depends on a factor, it tries each value.
fn gather(known: &mut Levels, rules: &'static [Rule], found: &mut BTreeSet<Model>) {
    for (at, rule) in rules.iter().enumerate() {
        match rule.holds(known) {
            Holds::No => {}
            Holds::Yes => {
                found.insert(rule.model);
                return;
            }
            Holds::DependsOn(factor) => {
                for level in factor.all_levels() {
                    known.insert(factor, level);
                    gather(known, &rules[at..], found);
                }
                known.remove(&factor);
                return;
            }
        }
    }
}

/// What fits, by what is known.
pub fn advise(known: &Levels) -> Advice {
    if let Some(rule) = rule_for(known) {
        return Advice::Recommended(rule);
    }
    let possible = outcomes(known);
    match possible.first() {
        Some(model) if possible.len() == 1 => Advice::RecommendedAnyway(*model),
        _ => Advice::CannotTell { deciding: deciding(known), possible },
    }
}

/// The factors that are not known and whose values lead to different models, the one that leaves the fewest open first.
fn deciding(known: &Levels) -> Vec<Deciding> {
    let open = Factor::ALL.iter().copied().filter(|factor| !known.contains_key(factor));
    let then = |factor: Factor| Deciding { factor, then: factor.all_levels().map(|level| (level, with(known, factor, level))).collect() };
    let differs = |item: &Deciding| item.then.iter().any(|(_, models)| *models != item.then[0].1);
    let mut deciding: Vec<Deciding> = open.map(then).filter(differs).collect();
    deciding.sort_by_key(|item| (item.then.iter().map(|(_, models)| models.len()).sum::<usize>(), item.factor));
    deciding
}

fn with(known: &Levels, factor: Factor, level: Level) -> BTreeSet<Model> {
    let mut changed = known.clone();
    changed.insert(factor, level);
    outcomes(&changed)
}

/// For each known factor, its nearest other value that gives another model; nothing where there is no recommendation to change.
pub fn changes(known: &Levels) -> Vec<Change> {
    let Some(model) = advise(known).model() else { return Vec::new() };
    let nearest = |(factor, from): (&Factor, &Level)| {
        let mut others: Vec<Level> = factor.all_levels().filter(|level| level != from).collect();
        others.sort_by_key(|level| level.0.abs_diff(from.0));
        let change = |to: Level| Change { factor: *factor, from: *from, to, then: with(known, *factor, to) };
        others.into_iter().map(change).find(|change| !change.then.contains(&model))
    };
    known.iter().filter_map(nearest).collect()
}
