//! Proof that a policy is complete: every possible renewal gets a rule (OWN-4).
//!
//! Amounts are whole minor units and words are finite once "any other word" stands for the rest, so the input space
//! falls into finitely many cells that every rule treats alike. One witness per cell decides the whole space exactly.

use super::policy::{Input, Policy, Seen};
use super::unary::{Span, Test};
use crate::account::Risk;
use crate::primitives::Currency;

/// More cells than this and the policy is called too complex to prove.
pub const CELLS_MAX: usize = 400_000;

/// The word that stands for every segment or region that no rule names; stars follow where a rule names even this.
pub const ANY_OTHER: &str = "(any other)";

/// What the analysis found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysis {
    /// Concrete renewals that no rule matches, smallest amount first; at most twenty.
    pub gaps: Vec<Seen>,
    /// Rules that are never the first to match.
    pub unreachable: Vec<String>,
    /// Cells of the input space looked at.
    pub cells: usize,
}

impl Analysis {
    /// Whether every possible renewal has a rule.
    pub fn is_complete(&self) -> bool {
        self.gaps.is_empty()
    }
}

/// Analyses a policy over its whole input space.
///
/// # Errors
/// The number of cells, where it exceeds [`CELLS_MAX`].
pub fn analyse(policy: &Policy) -> Result<Analysis, usize> {
    let amounts = sample_numbers(policy, Input::Atr, 0, i64::MAX);
    let tiers = sample_numbers(policy, Input::Tier, 1, 3);
    let segments = sample_words(policy, Input::Segment);
    let regions = sample_words(policy, Input::Region);
    let risks = if policy.inputs().contains(&Input::RiskCategory) { Risk::ALL } else { &[Risk::Unknown] };
    let cells = [tiers.len(), segments.len(), regions.len(), risks.len(), 2].iter().fold(amounts.len(), |n, m| n.saturating_mul(*m));
    if cells > CELLS_MAX {
        return Err(cells);
    }
    let mut gaps = Vec::new();
    let mut reached = vec![false; policy.rules.len()];
    let mut visit =
        |seen: Seen| match policy.rules.iter().position(|rule| rule.when.iter().all(|(i, (_, test))| test.passes(&seen.value(*i)))) {
            Some(index) => reached[index] = true,
            None if gaps.len() < 20 => gaps.push(seen),
            None => {}
        };
    for atr_minor in amounts {
        for tier in &tiers {
            for (segment, region) in pairs(&segments, &regions) {
                for (risk, auto_renew) in pairs(risks, &[false, true]) {
                    let tier = u8::try_from(*tier).unwrap_or(u8::MAX);
                    visit(Seen { atr_minor, tier, segment: segment.clone(), region: region.clone(), risk: *risk, auto_renew: *auto_renew });
                }
            }
        }
    }
    let unreachable = policy.rules.iter().zip(reached).filter(|(_, reached)| !reached).map(|(rule, _)| rule.id.clone()).collect();
    Ok(Analysis { gaps, unreachable, cells })
}

/// A gap in words, naming only the inputs that the policy asks about.
pub fn witness(policy: &Policy, seen: &Seen, reporting: Currency) -> String {
    let inputs = policy.inputs();
    if inputs.is_empty() {
        return "any renewal".into();
    }
    inputs.iter().map(|input| seen.phrase(*input, reporting)).collect::<Vec<_>>().join(", ")
}

fn pairs<'a, A, B>(left: &'a [A], right: &'a [B]) -> impl Iterator<Item = (&'a A, &'a B)> {
    left.iter().flat_map(move |a| right.iter().map(move |b| (a, b)))
}

/// The smallest value of every stretch between two bounds of any rule.
fn sample_numbers(policy: &Policy, input: Input, lowest: i64, highest: i64) -> Vec<i64> {
    let mut starts = vec![lowest];
    for Span { from, to } in tests(policy, input).filter_map(as_spans).flatten().copied() {
        starts.push(from);
        starts.push(to.saturating_add(1));
    }
    starts.retain(|start| (lowest..=highest).contains(start) && *start != i64::MAX);
    starts.sort_unstable();
    starts.dedup();
    starts
}

fn sample_words(policy: &Policy, input: Input) -> Vec<String> {
    let mut words: Vec<String> = tests(policy, input)
        .filter_map(|test| if let Test::Words { words, .. } = test { Some(words) } else { None })
        .flatten()
        .cloned()
        .collect();
    words.sort_unstable();
    words.dedup();
    let mut other = ANY_OTHER.to_string();
    while words.contains(&other) {
        other.push('*');
    }
    words.push(other);
    words
}

fn tests(policy: &Policy, input: Input) -> impl Iterator<Item = &Test> {
    policy.rules.iter().filter_map(move |rule| rule.when.get(&input).map(|(_, test)| test))
}

fn as_spans(test: &Test) -> Option<&Vec<Span>> {
    if let Test::Spans(spans) = test { Some(spans) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(whens: &[&str]) -> Policy {
        let roles = "value = [\"csm\"]\ncommercial = [\"ae\"]\nexpansion = [\"ae\"]\noperations = [\"ops\"]\nexecutive = [\"cs_leader\"]\n";
        let rules = whens.iter().enumerate().map(|(index, when)| {
            format!("[[rule]]\nid = \"rule-{index}\"\nwhen = {{ {when} }}\nmodel = \"joint\"\nmotion = \"joint\"\nplaybook = \"joint-120\"\n{roles}")
        });
        let text = format!("name = \"Test\"\nhit_policy = \"first\"\n{}", rules.collect::<String>());
        Policy::parse("policy.toml", &text, Currency::USD, &["joint-120"]).unwrap()
    }

    fn gaps(whens: &[&str]) -> Vec<String> {
        let policy = policy(whens);
        analyse(&policy).unwrap().gaps.iter().map(|gap| witness(&policy, gap, Currency::USD)).collect()
    }

    #[test]
    fn a_policy_without_a_rule_at_exactly_a_hundred_thousand_shows_that_gap() {
        assert_eq!(
            gaps(&["atr = \"< 100000\"", "atr = \"> 100000\""]),
            ["ATR 100,000.00 USD", "ATR 100,000.00 USD"],
            "renewing itself or not"
        );
        assert_eq!(gaps(&["atr = \"< 100000\"", "atr = \">= 100000\""]), Vec::<String>::new());
        assert_eq!(gaps(&["atr = \"<= 99999.98\"", "atr = \">= 100000\""])[0], "ATR 99,999.99 USD");
    }

    #[test]
    fn a_gap_names_only_what_the_policy_asks_about() {
        assert_eq!(
            gaps(&[
                "segment = 'not(\"SMB\")'",
                "risk = '\"red\",\"yellow\",\"green\",\"expansion\"', auto_renew = \"true\"",
                "auto_renew = \"false\""
            ]),
            ["segment SMB, risk Unknown, auto-renewing"]
        );
        assert_eq!(gaps(&["region = '\"EMEA\"'"])[0], "region (any other)");
    }

    #[test]
    fn rules_that_are_never_first_are_named() {
        let analysis = analyse(&policy(&["tier = \"[1..2]\"", "tier = \"2\"", "tier = \"4\"", "", "atr = \"> 5\""])).unwrap();
        assert!(analysis.is_complete());
        assert_eq!(analysis.unreachable, ["rule-1", "rule-2", "rule-4"]);
    }

    #[test]
    fn a_word_that_looks_like_the_stand_in_does_not_hide_the_rest() {
        assert_eq!(gaps(&["segment = '\"(any other)\"'"])[0], "segment (any other)*");
    }

    #[test]
    fn a_policy_with_too_many_cells_is_not_called_complete() {
        let words = |prefix: &str| (0..300).map(|n| format!("\"{prefix}{n}\"")).collect::<Vec<_>>().join(",");
        let tests = format!("segment = '{}', region = '{}', atr = \"> 1\", tier = \"1\"", words("s"), words("r"));
        assert!(analyse(&policy(&[&tests, ""])).is_err_and(|cells| cells > CELLS_MAX));
    }
}
