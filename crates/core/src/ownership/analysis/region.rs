//! A part of the input space in words and as cells of a rule.

use crate::ownership::input::{Domain, Input, subject, value_text};
use crate::ownership::table::Table;
use crate::ownership::unary::{Test, Value};
use crate::ownership::values::{Span, Values};
use crate::primitives::Currency;
use std::collections::BTreeMap;

use super::walk::Part;

/// Renewals alike: what must hold of each input; an input that is not named may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// Conditions by input.
    pub cells: BTreeMap<Input, Test>,
}

impl Region {
    /// The region of a part of a table.
    pub(super) fn of(table: &Table, part: &Part) -> Self {
        let cells = part.iter().filter_map(|(index, atoms)| {
            let column = table.columns.get(*index)?;
            (atoms.len() < column.atoms.len()).then(|| (column.input, column.test_of(atoms)))
        });
        Self { cells: cells.collect() }
    }

    /// The same in pieces that have one stretch of numbers for each input.
    pub(super) fn pieces(self) -> Vec<Self> {
        let mut pieces = vec![self.clone()];
        for (input, test) in &self.cells {
            let Values::Spans(spans) = &test.values else { continue };
            let known = spans.iter().map(|span| Test { values: Values::Spans(vec![*span]), missing: false });
            let unknown = test.missing.then(|| Test { values: Values::Spans(Vec::new()), missing: true });
            let alternatives: Vec<Test> = known.chain(unknown).collect();
            pieces = pieces
                .iter()
                .flat_map(|piece| {
                    alternatives.iter().map(|alternative| {
                        let mut one = piece.clone();
                        one.cells.insert(*input, alternative.clone());
                        one
                    })
                })
                .collect();
        }
        pieces
    }

    /// The region in words: `ATR exactly 100,000.00 USD, risk not Red`.
    pub fn words(&self, reporting: Currency) -> String {
        let parts: Vec<String> = self.cells.iter().map(|(input, test)| condition(*input, test, reporting)).collect();
        if parts.is_empty() { "any renewal".into() } else { parts.join(", ") }
    }

    /// One renewal of the region, with the smallest value of each input: `ATR 15,000.00 USD, risk Green`.
    pub fn example(&self, reporting: Currency) -> String {
        let parts: Vec<String> = self.cells.iter().map(|(input, test)| smallest(*input, test, reporting)).collect();
        if parts.is_empty() { "any renewal".into() } else { parts.join(", ") }
    }

    /// Smallest numbers first, in the order of the inputs.
    pub(super) fn order(&self) -> Vec<(Input, i64)> {
        self.cells.iter().map(|(input, test)| (*input, lowest(test).unwrap_or(i64::MAX))).collect()
    }
}

fn lowest(test: &Test) -> Option<i64> {
    if let Values::Spans(spans) = &test.values { spans.first().map(|span| span.from) } else { None }
}

fn smallest(input: Input, test: &Test, reporting: Currency) -> String {
    let phrase = |value: Value<'_>| crate::ownership::input::phrase(input, value, reporting);
    match (&test.values, input.domain()) {
        (Values::Spans(spans), _) => spans.first().map_or_else(|| phrase(Value::Missing), |span| phrase(Value::Number(span.from))),
        (Values::Flags { yes, .. }, _) => phrase(Value::Flag(*yes)),
        (values @ Values::Words { .. }, Domain::OneOf(all)) => all
            .into_iter()
            .find(|word| values.contains(Value::Word(word)))
            .map_or_else(|| phrase(Value::Missing), |word| phrase(Value::Word(word))),
        (Values::Words { except: true, .. }, _) => format!("{} of no rule", subject(input)),
        (Values::Words { words, .. }, _) => words.first().map_or_else(|| phrase(Value::Missing), |word| phrase(Value::Word(word))),
    }
}

fn condition(input: Input, test: &Test, reporting: Currency) -> String {
    let name = subject(input);
    let (parts, negated) = match (&test.values, input.domain()) {
        (Values::Spans(spans), Domain::Numbers(lowest, highest)) => {
            (spans.iter().map(|span| span_words(input, *span, (lowest, highest), reporting)).collect(), false)
        }
        (Values::Flags { yes, no }, _) if yes != no && !test.missing => {
            return crate::ownership::input::phrase(input, Value::Flag(*yes), reporting);
        }
        (values, Domain::OneOf(all)) => {
            let (inside, outside): (Vec<&str>, Vec<&str>) = all.into_iter().partition(|word| values.contains(Value::Word(word)));
            let negated = inside.len() > outside.len();
            (labels(input, if negated { &outside } else { &inside }, reporting), negated)
        }
        (Values::Words { words, except }, _) => (words.iter().cloned().collect(), *except),
        _ => (Vec::new(), false),
    };
    let unknown = value_text(input, Value::Missing, reporting);
    match (negated, parts.is_empty(), input.may_be_missing() && test.missing) {
        (false, true, _) => format!("{name} {unknown}"),
        (false, false, true) => format!("{name} {} or {unknown}", parts.join(" or ")),
        (false, false, false) => format!("{name} {}", parts.join(" or ")),
        (true, true, _) => format!("{name} known"),
        (true, false, missing) if missing || !input.may_be_missing() => format!("{name} not {}", parts.join(" or ")),
        (true, false, _) => format!("{name} known and not {}", parts.join(" or ")),
    }
}

fn labels(input: Input, words: &[&str], reporting: Currency) -> Vec<String> {
    words.iter().map(|word| value_text(input, Value::Word(word), reporting)).collect()
}

fn span_words(input: Input, span: Span, (lowest, highest): (i64, i64), reporting: Currency) -> String {
    let text = |number: i64| value_text(input, Value::Number(number), reporting);
    match (span.from, span.to) {
        (from, to) if from == to => format!("exactly {}", text(from)),
        (from, to) if from <= lowest => format!("up to {}", text(to)),
        (from, to) if to >= highest => format!("{} or more", text(from)),
        (from, to) => format!("from {} to {}", text(from), text(to)),
    }
}
