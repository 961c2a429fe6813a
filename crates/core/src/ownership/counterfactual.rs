//! What would change a decision: the nearest other value of each input, everything else being as it is (OWN-5).

use super::input::{Input, Seen, phrase};
use super::policy::{Policy, Rule};
use super::table::{Atom, Column, Table};
use super::unary::Value;
use crate::primitives::Currency;

/// A renewal like this one but for one input, and the rule that would decide it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterfactual {
    /// The input that would differ.
    pub input: Input,
    /// The value nearest to the present one with which another rule decides, as people read it: `ATR 100,000.00 USD`.
    pub value: String,
    /// Whether every value from there on, until a rule changes again, decides the same: `or more`, `or less`; empty for words.
    pub onwards: &'static str,
    /// The rule that would decide; `None` where none would.
    pub rule: Option<String>,
}

impl Counterfactual {
    /// The condition in words: `ATR 100,000.00 USD or more`.
    pub fn words(&self) -> String {
        format!("{}{}", self.value, self.onwards)
    }
}

/// The nearest changes of one input each that would give a renewal another model, motion, playbook or other roles.
/// Numbers come first, the smallest step before the larger one; then words, in the order of the table's inputs.
pub fn counterfactuals(policy: &Policy, seen: &Seen, reporting: Currency) -> Vec<Counterfactual> {
    let table = Table::new(policy);
    let row = table.row(seen);
    let decided = table.decide(&row);
    let mut found: Vec<(i64, Counterfactual)> = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        let with = |atom: usize| {
            let mut other = row.clone();
            if let Some(cell) = other.get_mut(index) {
                *cell = u16::try_from(atom).unwrap_or(u16::MAX);
            }
            table.decide(&other)
        };
        let differs = |atom: usize| !alike(policy, with(atom), decided);
        let here = row.get(index).map_or(0, |atom| usize::from(*atom));
        let nearest = nearest(column, here, seen.value(column.input), differs);
        found.extend(nearest.into_iter().map(|(step, atom, onwards)| {
            let value = phrase_of(column, atom, seen, reporting);
            let rule = with(atom).and_then(|rule| policy.rules.get(rule)).map(|rule| rule.id.clone());
            (step, Counterfactual { input: column.input, value, onwards, rule })
        }));
    }
    found.sort_by_key(|(step, _)| *step);
    found.into_iter().map(|(_, counterfactual)| counterfactual).collect()
}

fn alike(policy: &Policy, one: Option<usize>, two: Option<usize>) -> bool {
    let then = |rule: Option<usize>| rule.and_then(|rule| policy.rules.get(rule)).map(|rule: &Rule| &rule.then);
    then(one) == then(two)
}

/// The nearest atoms that differ: one below and one above of numbers, every one of words. With the size of the step in millionths of
/// the present number, so that steps of several inputs compare.
fn nearest(column: &Column, here: usize, value: Value<'_>, differs: impl Fn(usize) -> bool) -> Vec<(i64, usize, &'static str)> {
    let spans: Vec<usize> = (0..column.atoms.len()).filter(|atom| matches!(column.atoms.get(*atom), Some(Atom::Span(_)))).collect();
    let Value::Number(number) = value else {
        return (0..column.atoms.len()).filter(|atom| *atom != here && differs(*atom)).map(|atom| (i64::MAX, atom, "")).collect();
    };
    let below = spans.iter().copied().filter(|atom| *atom < here).rev().find(|atom| differs(*atom)).map(|atom| (atom, " or less"));
    let above = spans.iter().copied().filter(|atom| *atom > here).find(|atom| differs(*atom)).map(|atom| (atom, " or more"));
    let missing = (0..column.atoms.len()).filter(|atom| column.atoms.get(*atom) == Some(&Atom::Missing) && differs(*atom));
    let step = |atom: usize| match column.atoms.get(atom) {
        Some(Atom::Span(span)) => {
            let distance = if span.to < number { number.saturating_sub(span.to) } else { span.from.saturating_sub(number) };
            let share = i128::from(distance) * 1_000_000 / i128::from(number.unsigned_abs().max(1));
            i64::try_from(share).unwrap_or(i64::MAX - 1)
        }
        _ => i64::MAX,
    };
    let numbers = below.into_iter().chain(above).map(|(atom, onwards)| (step(atom), atom, onwards));
    numbers.chain(missing.map(|atom| (i64::MAX, atom, ""))).collect()
}

/// The value of an atom that lies nearest to the present one.
fn phrase_of(column: &Column, atom: usize, seen: &Seen, reporting: Currency) -> String {
    let phrased = |value: Value<'_>| phrase(column.input, value, reporting);
    match (column.atoms.get(atom), seen.value(column.input)) {
        (Some(Atom::Span(span)), Value::Number(number)) => phrased(Value::Number(if span.to < number { span.to } else { span.from })),
        (Some(Atom::Span(span)), _) => phrased(Value::Number(span.from)),
        (Some(Atom::Word(word)), _) => phrased(Value::Word(word)),
        (Some(Atom::OtherWord), _) => phrased(Value::Word("that no rule names")),
        (Some(Atom::Flag(flag)), _) => phrased(Value::Flag(*flag)),
        (Some(Atom::Missing) | None, _) => phrased(Value::Missing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Risk;
    use crate::ownership::input::fixture::seen;

    fn hybrid() -> Policy {
        let playbooks = crate::catalog::playbooks().unwrap();
        let codes: Vec<&str> = playbooks.iter().map(|playbook| playbook.code.as_str()).collect();
        let (file, text) = crate::catalog::STARTER_POLICY;
        Policy::parse(file, text, Currency::USD, &codes).unwrap()
    }

    fn told(seen: &Seen) -> Vec<(String, Option<String>)> {
        counterfactuals(&hybrid(), seen, Currency::USD).into_iter().map(|other| (other.words(), other.rule)).collect()
    }

    #[test]
    fn the_nearest_bound_on_each_side_comes_first_then_the_words() {
        let rule = |words: &str, rule: &str| (words.to_string(), Some(rule.to_string()));
        assert_eq!(
            told(&Seen { atr_minor: 4_000_000, ..seen() }),
            [
                rule("ATR 24,999.99 USD or less", "small-steady"),
                rule("ATR 100,000.00 USD or more", "large-or-strategic"),
                rule("risk Red", "red"),
            ]
        );
    }

    #[test]
    fn each_counterfactual_is_true_and_no_smaller_step_would_do() {
        let policy = hybrid();
        for (atr_minor, risk) in [(1_000_000, Risk::Green), (2_500_000, Risk::Red), (9_999_999, Risk::Yellow), (20_000_000, Risk::Red)] {
            let seen = Seen { atr_minor, risk, ..seen() };
            let now = policy.decide(&seen).unwrap().rule.id.clone();
            for other in counterfactuals(&policy, &seen, Currency::USD).iter().filter(|other| other.input == Input::Atr) {
                let digits: String = other.value.chars().filter(char::is_ascii_digit).collect();
                let amount: i64 = digits.parse().unwrap();
                let rule = |atr_minor: i64| policy.decide(&Seen { atr_minor, ..seen.clone() }).unwrap().rule.id.clone();
                assert_eq!(Some(rule(amount)), other.rule, "{other:?}");
                let toward = if amount > atr_minor { amount - 1 } else { amount + 1 };
                assert_eq!(rule(toward), now, "{other:?} is not the nearest");
            }
        }
    }
}
