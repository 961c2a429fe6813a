//! Changes of a policy that close a gap or take out a rule that never decides.

use super::walk::{Again, Part, Stop, Visit};
use super::{Analyst, Region};
use crate::ownership::input::Input;
use crate::ownership::policy::{Cell, Policy, Rule};
use crate::ownership::unary::Test;
use crate::ownership::values::Values;

/// Repairs offered for one gap.
const REPAIRS_PER_GAP: usize = 3;

/// A change that can be made as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The gap it closes, by its place in the list; `None` for an idle rule, or for all gaps at once.
    pub gap: Option<usize>,
    /// What it does.
    pub change: Change,
}

/// What a repair does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Lets a rule take more.
    Widen {
        /// The rule.
        rule: String,
        /// The input whose cell changes.
        input: Input,
        /// What the cell would take.
        test: Test,
    },
    /// Adds a last rule that takes everything else and decides as this one does.
    TakeTheRest {
        /// The rule.
        rule: String,
    },
    /// Takes a rule out.
    Remove {
        /// The rule.
        rule: String,
    },
}

impl Repair {
    /// What the button says.
    pub fn title(&self, policy: &Policy, reporting: crate::primitives::Currency) -> String {
        match &self.change {
            Change::Widen { rule, input, test } => {
                let before = policy.rules.iter().find(|known| known.id == *rule).and_then(|known| known.when.get(input));
                let before = before.map_or("-", |cell| cell.text.as_str());
                format!("{rule}: {} {} instead of {before}", input.code(), test.text(input.kind(reporting)))
            }
            Change::TakeTheRest { rule } => format!("Add a last rule that takes everything else as {rule} does"),
            Change::Remove { rule } => format!("Remove {rule}"),
        }
    }

    /// The policy with the change made.
    pub fn applied(&self, policy: &Policy, reporting: crate::primitives::Currency) -> Policy {
        let mut changed = policy.clone();
        match &self.change {
            Change::Widen { rule, input, test } => {
                let cell = Cell { text: test.text(input.kind(reporting)), test: test.clone() };
                if let Some(rule) = changed.rules.iter_mut().find(|known| known.id == *rule) {
                    rule.when.insert(*input, cell);
                }
            }
            Change::TakeTheRest { rule } => {
                let rest = policy.rules.iter().find(|known| known.id == *rule).map(|known| Rule {
                    id: free_id(policy),
                    note: String::new(),
                    when: std::collections::BTreeMap::new(),
                    ..known.clone()
                });
                changed.rules.extend(rest);
            }
            Change::Remove { rule } => changed.rules.retain(|known| known.id != *rule),
        }
        changed
    }
}

fn free_id(policy: &Policy) -> String {
    let taken = |id: &str| policy.rules.iter().any(|rule| rule.id == id);
    let numbered = (2..).map(|number| format!("everything-else-{number}"));
    std::iter::once("everything-else".to_string()).chain(numbered).find(|id| !taken(id)).unwrap_or_default()
}

/// Repairs of gaps that change no renewal that has a rule, then those of idle rules.
pub(super) fn repairs(analyst: &mut Analyst<'_>, gaps: &[Region], idle: &[usize]) -> Result<Vec<Repair>, Stop> {
    let mut repairs = Vec::new();
    for (gap, region) in gaps.iter().take(super::GAPS_MAX).enumerate() {
        let mut offered = Vec::new();
        for rule in 0..analyst.policy.rules.len() {
            if offered.len() == REPAIRS_PER_GAP {
                break;
            }
            if let Some((input, test)) = widened(&analyst.policy.rules[rule], region)
                && takes_only_gaps(analyst, rule, input, region)?
            {
                let rule = analyst.name(rule);
                offered.push(Repair { gap: Some(gap), change: Change::Widen { rule, input, test } });
            }
        }
        repairs.extend(offered);
    }
    if !gaps.is_empty() {
        repairs.extend(analyst.policy.rules.last().map(|last| Repair { gap: None, change: Change::TakeTheRest { rule: last.id.clone() } }));
    }
    repairs.extend(idle.iter().map(|rule| Repair { gap: None, change: Change::Remove { rule: analyst.name(*rule) } }));
    Ok(repairs)
}

/// The one cell of a rule that keeps it from taking a region, as it would be if it took it.
fn widened(rule: &Rule, region: &Region) -> Option<(Input, Test)> {
    let refusing: Vec<(&Input, &Cell)> = rule.when.iter().filter(|(input, cell)| !takes(&cell.test, region.cells.get(input))).collect();
    let [(input, cell)] = refusing[..] else { return None };
    let test = cell.test.union(region.cells.get(input)?);
    let stretches = |test: &Test| if let Values::Spans(spans) = &test.values { spans.len() } else { 0 };
    // A number that stands alone beside the stretch it was cut from is no repair people would write.
    (stretches(&test) <= stretches(&cell.test).max(1)).then_some((*input, test))
}

/// Whether a cell takes everything of a region; a region that says nothing of the input is everything.
fn takes(cell: &Test, region: Option<&Test>) -> bool {
    region.is_some_and(|region| cell.union(region) == *cell)
}

/// Whether what the rule would take besides is without a rule now, or stays with the rules before it.
fn takes_only_gaps(analyst: &mut Analyst<'_>, rule: usize, input: Input, region: &Region) -> Result<bool, Stop> {
    let Some(column) = analyst.table.columns.iter().position(|column| column.input == input) else { return Ok(false) };
    let Some(added) = region.cells.get(&input) else { return Ok(false) };
    let mut part: Part = analyst.part_of(rule).unwrap_or_default();
    let atoms = (0..analyst.table.columns[column].atoms.len())
        .filter(|atom| takes(added, Some(&analyst.table.columns[column].test_of(&[*atom].into()))))
        .collect();
    part.insert(column, atoms);
    let rules = analyst.all();
    let outcomes = analyst.policy.rules.iter().map(|other| other.then == analyst.policy.rules[rule].then).collect();
    let mut visit = NothingLater { rule, outcomes };
    match analyst.walk.over(&part, rules, &mut visit) {
        Ok(()) => Ok(true),
        Err(Stop::Enough) => Ok(false),
        Err(stop) => Err(stop),
    }
}

/// Looks for a renewal that a later rule decides differently.
struct NothingLater {
    rule: usize,
    outcomes: Vec<bool>,
}

impl Visit for NothingLater {
    fn part(&mut self, rule: Option<usize>, _: &Part) -> Result<Again, Stop> {
        let kept = rule.is_none_or(|rule| rule < self.rule || self.outcomes.get(rule).copied().unwrap_or(false));
        if kept { Ok(Again::No) } else { Err(Stop::Enough) }
    }
}
