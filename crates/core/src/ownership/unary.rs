//! Cells of a decision table in the unary-test notation of the DMN standard's simple expressions.
//!
//! `> 100000`, `[25000..100000)`, `"red","yellow"`, `not("auto")`, `true`, and `-` for any. What cannot be decided
//! ("when needed") is refused.

/// The kind of value that a column holds; fixes how a cell is read and compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An amount in the reporting currency, compared in minor units with this many decimal places.
    Money {
        /// Decimal places of the currency.
        exponent: u32,
    },
    /// A whole number.
    Number,
    /// A word from a closed or open list.
    Word,
    /// True or false.
    Flag,
}

/// A value of a renewal that a cell is tested against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// An amount (minor units) or a whole number.
    Number(i64),
    /// A word.
    Word(&'a str),
    /// True or false.
    Flag(bool),
}

/// A span of whole values, both ends included; open ends are the extremes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Smallest value inside.
    pub from: i64,
    /// Largest value inside.
    pub to: i64,
}

/// One parsed cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Anything passes.
    Any,
    /// The value lies in one of the spans.
    Spans(Vec<Span>),
    /// The word is one of these, or none of these.
    Words {
        /// The words.
        words: Vec<String>,
        /// Whether the list names what must *not* hold.
        negated: bool,
    },
    /// The flag equals this.
    Flag(bool),
}

impl Test {
    /// Whether a value passes. A value of another kind never passes.
    pub fn passes(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Any, _) => true,
            (Self::Spans(spans), Value::Number(number)) => spans.iter().any(|span| span.from <= *number && *number <= span.to),
            (Self::Words { words, negated }, Value::Word(word)) => words.iter().any(|w| w == word) != *negated,
            (Self::Flag(expected), Value::Flag(flag)) => expected == flag,
            _ => false,
        }
    }

    /// Reads a cell of a column of the given kind.
    ///
    /// # Errors
    /// The rest of a sentence that begins with the cell's text.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("is empty; write - for any".into());
        }
        if text == "-" {
            return Ok(Self::Any);
        }
        match kind {
            Kind::Money { exponent } => parse_spans(text, &|number| parse_amount(number, exponent)).map(Self::Spans),
            Kind::Number => parse_spans(text, &|number| number.parse().map_err(|_| not_decidable())).map(Self::Spans),
            Kind::Word => parse_words(text),
            Kind::Flag => match text {
                "true" => Ok(Self::Flag(true)),
                "false" => Ok(Self::Flag(false)),
                _ => Err("is neither true, false nor -".into()),
            },
        }
    }
}

fn not_decidable() -> String {
    "cannot be decided; write a test such as > 100000, [25000..100000), \"red\",\"yellow\" or not(\"red\")".into()
}

fn parse_amount(text: &str, exponent: u32) -> Result<i64, String> {
    let decimal: crate::primitives::Decimal6 = text.parse().map_err(|_| not_decidable())?;
    let step = 10_i64.pow(6_u32.saturating_sub(exponent));
    if decimal.millionths() % step != 0 {
        return Err("has more decimal places than the reporting currency".into());
    }
    Ok(decimal.millionths() / step)
}

type ReadNumber<'a> = &'a dyn Fn(&str) -> Result<i64, String>;

fn parse_spans(text: &str, read: ReadNumber<'_>) -> Result<Vec<Span>, String> {
    text.split(',').map(|part| parse_span(part.trim(), read)).collect()
}

fn parse_span(text: &str, read: ReadNumber<'_>) -> Result<Span, String> {
    type Comparison = (&'static str, fn(i64) -> Span);
    let comparisons: [Comparison; 4] = [
        ("<=", |n| Span { from: i64::MIN, to: n }),
        (">=", |n| Span { from: n, to: i64::MAX }),
        ("<", |n| Span { from: i64::MIN, to: n.saturating_sub(1) }),
        (">", |n| Span { from: n.saturating_add(1), to: i64::MAX }),
    ];
    for (sign, build) in comparisons {
        if let Some(number) = text.strip_prefix(sign) {
            return read(number.trim()).map(build);
        }
    }
    if let Some((low, high)) = text.split_once("..") {
        return parse_interval(low.trim(), high.trim(), read);
    }
    let exact = read(text)?;
    Ok(Span { from: exact, to: exact })
}

fn parse_interval(low: &str, high: &str, read: ReadNumber<'_>) -> Result<Span, String> {
    let (low_open, low) = match (low.strip_prefix('['), low.strip_prefix('(').or_else(|| low.strip_prefix(']'))) {
        (Some(number), _) => (false, number),
        (None, Some(number)) => (true, number),
        (None, None) => return Err("lacks a bracket at its start: [ includes, ( excludes".into()),
    };
    let (high_open, high) = match (high.strip_suffix(']'), high.strip_suffix(')').or_else(|| high.strip_suffix('['))) {
        (Some(number), _) => (false, number),
        (None, Some(number)) => (true, number),
        (None, None) => return Err("lacks a bracket at its end: ] includes, ) excludes".into()),
    };
    let bounds = (read(low.trim())?.checked_add(i64::from(low_open)), read(high.trim())?.checked_sub(i64::from(high_open)));
    match bounds {
        (Some(from), Some(to)) if from <= to => Ok(Span { from, to }),
        _ => Err("is an interval with nothing in it".into()),
    }
}

fn parse_words(text: &str) -> Result<Test, String> {
    let (negated, list) = match text.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (true, inner),
        None => (false, text),
    };
    let words = list.split(',').map(|part| quoted(part.trim())).collect::<Option<Vec<_>>>().ok_or_else(not_decidable)?;
    Ok(Test::Words { words, negated })
}

fn quoted(part: &str) -> Option<String> {
    let inner = part.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.is_empty() && !inner.contains('"')).then(|| inner.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const USD: Kind = Kind::Money { exponent: 2 };

    fn passes(cell: &str, kind: Kind, value: Value<'_>) -> bool {
        Test::parse(cell, kind).is_ok_and(|test| test.passes(&value))
    }

    #[test]
    fn a_bound_is_exact_to_the_cent() {
        for (cell, inside, outside) in [
            ("> 100000", 10_000_001, 10_000_000),
            (">= 100000", 10_000_000, 9_999_999),
            ("< 25000", 2_499_999, 2_500_000),
            ("[25000..100000)", 2_500_000, 10_000_000),
            ("(25000..100000]", 10_000_000, 2_500_000),
            ("100000.00", 10_000_000, 10_000_001),
        ] {
            assert!(passes(cell, USD, Value::Number(inside)), "{cell} should take {inside}");
            assert!(!passes(cell, USD, Value::Number(outside)), "{cell} should not take {outside}");
        }
    }

    #[test]
    fn words_are_listed_or_excluded() {
        assert!(passes("\"red\",\"yellow\"", Kind::Word, Value::Word("yellow")));
        assert!(!passes("not(\"red\")", Kind::Word, Value::Word("red")));
        assert!(passes("not(\"red\")", Kind::Word, Value::Word("unknown")));
        assert!(passes("-", Kind::Word, Value::Word("anything")));
    }

    #[test]
    fn vague_text_cannot_be_a_rule() {
        for (cell, kind) in [
            ("when needed", USD),
            ("large", USD),
            ("red", Kind::Word),
            ("", USD),
            ("[5..1]", Kind::Number),
            ("5..9", Kind::Number),
            ("0.001", USD),
            ("maybe", Kind::Flag),
            ("not(red)", Kind::Word),
            ("[..5]", USD),
        ] {
            assert!(Test::parse(cell, kind).is_err(), "{cell} was accepted");
        }
    }
}
