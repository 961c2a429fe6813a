//! Sets of values that cells of a decision table stand for, and how they are written.

use super::unary::{Kind, Test, Value};
use crate::primitives::day_of_number;
use std::collections::BTreeSet;

/// A span of whole values, both ends included; open ends are the extremes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Smallest value inside.
    pub from: i64,
    /// Largest value inside.
    pub to: i64,
}

/// A set of values of one kind. Two sets are equal where they hold the same values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// Numbers: spans in order that neither touch nor overlap.
    Spans(Vec<Span>),
    /// Words.
    Words {
        /// The words named.
        words: BTreeSet<String>,
        /// Whether the set is every word but these.
        except: bool,
    },
    /// True, false, both or neither.
    Flags {
        /// Whether true is inside.
        yes: bool,
        /// Whether false is inside.
        no: bool,
    },
}

impl Values {
    /// The empty set of a kind.
    pub fn none(kind: Kind) -> Self {
        match kind {
            Kind::Money { .. } | Kind::Number | Kind::Date => Self::Spans(Vec::new()),
            Kind::Word => Self::Words { words: BTreeSet::new(), except: false },
            Kind::Flag => Self::Flags { yes: false, no: false },
        }
    }

    /// One word.
    pub fn word(word: &str) -> Self {
        Self::Words { words: BTreeSet::from([word.to_string()]), except: false }
    }

    /// One flag.
    pub fn flag(flag: bool) -> Self {
        Self::Flags { yes: flag, no: !flag }
    }

    /// Whether a value is inside; one of another kind never is.
    pub fn contains(&self, value: Value<'_>) -> bool {
        match (self, value) {
            (Self::Spans(spans), Value::Number(number)) => spans.iter().any(|span| span.from <= number && number <= span.to),
            (Self::Words { words, except }, Value::Word(word)) => words.contains(word) != *except,
            (Self::Flags { yes, no }, Value::Flag(flag)) => {
                if flag {
                    *yes
                } else {
                    *no
                }
            }
            _ => false,
        }
    }

    /// Everything of the kind that is not inside.
    pub fn complement(&self) -> Self {
        match self {
            Self::Spans(spans) => {
                let mut rest = Vec::new();
                let mut from = Some(i64::MIN);
                for span in spans {
                    if let (Some(start), Some(to)) = (from, span.from.checked_sub(1))
                        && start <= to
                    {
                        rest.push(Span { from: start, to });
                    }
                    from = span.to.checked_add(1);
                }
                rest.extend(from.map(|from| Span { from, to: i64::MAX }));
                Self::Spans(rest)
            }
            Self::Words { words, except } => Self::Words { words: words.clone(), except: !except },
            Self::Flags { yes, no } => Self::Flags { yes: !yes, no: !no },
        }
    }

    /// What is inside this or the other. Sets of two kinds do not mix: the first stays as it is.
    pub fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Spans(one), Self::Spans(two)) => Self::Spans(joined(one.iter().chain(two).copied().collect())),
            (Self::Words { words: one, except: false }, Self::Words { words: two, except: false }) => {
                Self::Words { words: one | two, except: false }
            }
            (Self::Words { words: one, except: true }, Self::Words { words: two, except: true }) => {
                Self::Words { words: one & two, except: true }
            }
            (Self::Words { words: but, except: true }, Self::Words { words: named, .. })
            | (Self::Words { words: named, .. }, Self::Words { words: but, except: true }) => {
                Self::Words { words: but - named, except: true }
            }
            (Self::Flags { yes, no }, Self::Flags { yes: other_yes, no: other_no }) => {
                Self::Flags { yes: *yes || *other_yes, no: *no || *other_no }
            }
            _ => self.clone(),
        }
    }

    /// Whether nothing is inside.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Spans(spans) => spans.is_empty(),
            Self::Words { words, except } => words.is_empty() && !except,
            Self::Flags { yes, no } => !yes && !no,
        }
    }
}

/// The same values in spans that are in order and apart.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if last.to == i64::MAX || span.from <= last.to + 1 => last.to = last.to.max(span.to),
            _ => apart.push(span),
        }
    }
    apart
}

impl Test {
    /// The cell as it is written, in the notation that [`Test::parse`] reads; empty sets have none and are written `not(-)`.
    pub fn text(&self, kind: Kind) -> String {
        let mut parts = match &self.values {
            Values::Spans(spans) => spans.iter().map(|span| span_text(*span, kind)).collect(),
            Values::Words { words, except: false } => words.iter().map(|word| format!("\"{word}\"")).collect(),
            Values::Words { words, except: true } => return all_but(words, self.missing),
            Values::Flags { yes, no } => {
                [(*yes, "true"), (*no, "false")].iter().filter(|(is, _)| *is).map(|(_, word)| (*word).to_string()).collect::<Vec<_>>()
            }
        };
        if self.missing {
            parts.push("null".into());
        }
        if parts.is_empty() { "not(-)".into() } else { parts.join(",") }
    }
}

fn all_but(words: &BTreeSet<String>, missing: bool) -> String {
    let named = words.iter().map(|word| format!("\"{word}\""));
    let parts: Vec<String> = named.chain((!missing).then(|| "null".to_string())).collect();
    if parts.is_empty() { "-".into() } else { format!("not({})", parts.join(",")) }
}

/// A span in words of the table: an end that is a whole amount is preferred to the cent before it.
fn span_text(span: Span, kind: Kind) -> String {
    let write = |number: i64| number_text(number, kind);
    let round = |number: i64| is_round(number, kind);
    let after = span.to.checked_add(1).filter(|after| round(*after) && !round(span.to));
    let before = span.from.checked_sub(1).filter(|before| round(*before) && !round(span.from));
    match (span.from, span.to) {
        (i64::MIN, i64::MAX) => "-".into(),
        (i64::MIN, to) => after.map_or_else(|| format!("<= {}", write(to)), |after| format!("< {}", write(after))),
        (from, i64::MAX) => before.map_or_else(|| format!(">= {}", write(from)), |before| format!("> {}", write(before))),
        (from, to) if from == to => write(from),
        (from, to) => {
            let low = before.map_or_else(|| format!("[{}", write(from)), |before| format!("({}", write(before)));
            let high = after.map_or_else(|| format!("{}]", write(to)), |after| format!("{})", write(after)));
            format!("{low}..{high}")
        }
    }
}

fn is_round(number: i64, kind: Kind) -> bool {
    match kind {
        Kind::Money { exponent } => number % 10_i64.pow(exponent) == 0,
        _ => true,
    }
}

fn number_text(number: i64, kind: Kind) -> String {
    match kind {
        Kind::Money { exponent } => amount_text(number, exponent),
        Kind::Date => format!("date(\"{}\")", day_of_number(number)),
        Kind::Number | Kind::Word | Kind::Flag => number.to_string(),
    }
}

fn amount_text(minor: i64, exponent: u32) -> String {
    let scale = 10_u64.pow(exponent);
    let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    let (whole, rest) = (minor / scale, minor % scale);
    let places = usize::try_from(exponent).unwrap_or(0);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0places$}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USD: Kind = Kind::Money { exponent: 2 };

    fn test(cell: &str, kind: Kind) -> Test {
        Test::parse(cell, kind).unwrap().unwrap()
    }

    #[test]
    fn a_cell_is_written_as_people_write_it() {
        for (written, kind, canonical) in [
            ("<100000", USD, "< 100000"),
            ("<= 99999.99", USD, "< 100000"),
            ("> 100000", USD, "> 100000"),
            ("[25000..100000)", USD, "[25000..100000)"),
            ("(25000..100000]", USD, "(25000..100000]"),
            ("5, 3,4", Kind::Number, "[3..5]"),
            ("< 3, > 5", Kind::Number, "<= 2,>= 6"),
            ("\"yellow\", \"red\", null", Kind::Word, "\"red\",\"yellow\",null"),
            ("not(\"red\")", Kind::Word, "not(\"red\")"),
            ("not(null)", Kind::Word, "not(null)"),
            ("not(true)", Kind::Flag, "false,null"),
            ("< date(\"2027-07-01\")", Kind::Date, "<= date(\"2027-06-30\")"),
        ] {
            assert_eq!(test(written, kind).text(kind), canonical, "{written}");
            assert_eq!(test(canonical, kind), test(written, kind), "{canonical} reads as it was written");
        }
    }

    #[test]
    fn a_set_and_its_complement_are_everything_and_have_nothing_in_common() {
        for (cell, kind) in
            [("< 3, [5..9], 12", Kind::Number), ("\"a\",\"b\"", Kind::Word), ("not(\"a\",null)", Kind::Word), ("true", Kind::Flag)]
        {
            let set = test(cell, kind);
            let rest = set.complement();
            assert_eq!(rest.complement(), set, "{cell}");
            let whole = set.union(&rest);
            assert!(whole.missing && whole.complement().values.is_empty(), "{cell}");
            for number in 0..20 {
                let values = [Value::Number(number), Value::Word(if number == 0 { "a" } else { "c" }), Value::Flag(number == 0)];
                for value in values.into_iter().filter(|value| whole.passes(*value)) {
                    assert_ne!(set.passes(value), rest.passes(value), "{cell} and {value:?}");
                }
            }
        }
    }

    #[test]
    fn unions_of_words_know_what_the_others_except() {
        let union = |one: &str, two: &str| test(one, Kind::Word).union(&test(two, Kind::Word)).text(Kind::Word);
        assert_eq!(union("\"a\"", "\"b\""), "\"a\",\"b\"");
        assert_eq!(union("not(\"a\",\"b\")", "\"b\""), "not(\"a\")");
        assert_eq!(union("not(\"a\",\"b\")", "not(\"b\",\"c\")"), "not(\"b\")");
        assert_eq!(union("not(\"a\")", "\"a\""), "-");
    }
}
