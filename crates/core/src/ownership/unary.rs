//! Unary tests: the cells of a decision table, in the notation of the DMN standard's simple expressions.
//!
//! A cell is a set of values. Amounts are whole minor units and dates whole days, so every bound is exact. A value that is not known
//! is a value too, written `null`: it passes `-`, a cell that lists it, and `not(...)` of a cell that does not.

use super::values::{Span, Values};
use crate::primitives::{day_number, parse_date};

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An amount in the reporting currency, compared in minor units with this many decimal places.
    Money {
        /// Decimal places of the currency.
        exponent: u32,
    },
    /// A whole number.
    Number,
    /// A civil date, compared by the number of its day.
    Date,
    /// A word from a closed or open list.
    Word,
    /// True or false.
    Flag,
}

/// What passes a cell: a set of values, and whether a value that is not known is one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// The values that are known.
    pub values: Values,
    /// Whether a value that is not known passes.
    pub missing: bool,
}

/// A value that a cell is tested against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// An amount (minor units), a whole number, or the number of a day.
    Number(i64),
    /// A word.
    Word(&'a str),
    /// True or false.
    Flag(bool),
    /// Not known.
    Missing,
}

impl Test {
    /// Whether a value passes. A value of another kind never passes.
    pub fn passes(&self, value: Value<'_>) -> bool {
        match value {
            Value::Missing => self.missing,
            known => self.values.contains(known),
        }
    }

    /// Everything that does not pass.
    pub fn complement(&self) -> Self {
        Self { values: self.values.complement(), missing: !self.missing }
    }

    /// What passes this or the other; both of one kind.
    pub fn union(&self, other: &Self) -> Self {
        Self { values: self.values.union(&other.values), missing: self.missing || other.missing }
    }

    /// Reads a cell of a column of the given kind; `None` where anything passes.
    ///
    /// # Errors
    /// The rest of a sentence that begins with the cell's text.
    pub fn parse(text: &str, kind: Kind) -> Result<Option<Self>, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("is empty; write - for any".into());
        }
        if text == "-" {
            return Ok(None);
        }
        match text.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')) {
            Some(inner) => parse_list(inner, kind).map(|test| Some(test.complement())),
            None => parse_list(text, kind).map(Some),
        }
    }
}

fn parse_list(text: &str, kind: Kind) -> Result<Test, String> {
    let mut whole = Test { values: Values::none(kind), missing: false };
    for part in split(text) {
        let part = part.trim();
        if part == "null" {
            whole.missing = true;
        } else {
            whole.values = whole.values.union(&parse_part(part, kind)?);
        }
    }
    Ok(whole)
}

/// The parts between the commas that stand outside quotes.
fn split(text: &str) -> Vec<&str> {
    let mut quoted = false;
    text.split(|sign: char| {
        quoted ^= sign == '"';
        sign == ',' && !quoted
    })
    .collect()
}

fn parse_part(part: &str, kind: Kind) -> Result<Values, String> {
    match kind {
        Kind::Money { exponent } => parse_span(part, &|number| parse_amount(number, exponent)),
        Kind::Number => parse_span(part, &|number| number.parse().map_err(|_| not_decidable())),
        Kind::Date => parse_span(part, &parse_day),
        Kind::Word => quoted(part).map(Values::word).ok_or_else(not_decidable),
        Kind::Flag => part.parse().map(Values::flag).map_err(|_| "is neither true, false, null nor -".into()),
    }
}

fn not_decidable() -> String {
    "cannot be decided; write a test such as > 100000, [25000..100000), \"red\",\"yellow\" or not(\"red\")".into()
}

/// Whole minor units of a plain decimal number.
fn parse_amount(text: &str, exponent: u32) -> Result<i64, String> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || digits.ends_with('.') {
        return Err(not_decidable());
    }
    let fraction = fraction.trim_end_matches('0');
    let places = usize::try_from(exponent).unwrap_or(0);
    if fraction.len() > places {
        return Err("has more decimal places than the reporting currency".into());
    }
    let minor: i64 = format!("{whole}{fraction:0<places$}").parse().map_err(|_| "is too large an amount")?;
    Ok(if negative { -minor } else { minor })
}

fn parse_day(text: &str) -> Result<i64, String> {
    let inner = text.strip_prefix("date(").and_then(|rest| rest.strip_suffix(')')).and_then(|inner| quoted(inner.trim()));
    inner.map_or_else(|| Err("is not a date; write date(\"2027-01-31\")".into()), |day| parse_date(day).map(day_number))
}

type ReadNumber<'a> = &'a dyn Fn(&str) -> Result<i64, String>;

fn parse_span(text: &str, read: ReadNumber<'_>) -> Result<Values, String> {
    type Comparison = (&'static str, fn(i64) -> Option<Span>);
    let comparisons: [Comparison; 4] = [
        ("<=", |n| Some(Span { from: i64::MIN, to: n })),
        (">=", |n| Some(Span { from: n, to: i64::MAX })),
        ("<", |n| n.checked_sub(1).map(|to| Span { from: i64::MIN, to })),
        (">", |n| n.checked_add(1).map(|from| Span { from, to: i64::MAX })),
    ];
    for (sign, build) in comparisons {
        if let Some(number) = text.strip_prefix(sign) {
            return Ok(Values::Spans(build(read(number.trim())?).into_iter().collect()));
        }
    }
    if let Some((low, high)) = text.split_once("..") {
        return parse_interval(low.trim(), high.trim(), read).map(|span| Values::Spans(vec![span]));
    }
    let exact = read(text)?;
    Ok(Values::Spans(vec![Span { from: exact, to: exact }]))
}

fn parse_interval(low: &str, high: &str, read: ReadNumber<'_>) -> Result<Span, String> {
    let (low_open, low) = match (low.strip_prefix('['), low.strip_prefix('(').or_else(|| low.strip_prefix(']'))) {
        (Some(number), _) => (false, number),
        (None, Some(number)) => (true, number),
        (None, None) => return Err("lacks a bracket at its start: [ includes, ( excludes".into()),
    };
    // The bracket of date("...") is not the bracket of the interval.
    let (high_open, high) = match (high.strip_suffix(']'), high.strip_suffix(')').or_else(|| high.strip_suffix('['))) {
        (Some(number), _) => (false, number),
        (None, Some(number)) if number.matches('(').count() == number.matches(')').count() => (true, number),
        _ => return Err("lacks a bracket at its end: ] includes, ) excludes".into()),
    };
    let bounds = (read(low.trim())?.checked_add(i64::from(low_open)), read(high.trim())?.checked_sub(i64::from(high_open)));
    match bounds {
        (Some(from), Some(to)) if from <= to => Ok(Span { from, to }),
        _ => Err("is an interval with nothing in it".into()),
    }
}

fn quoted(part: &str) -> Option<&str> {
    let inner = part.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.is_empty() && !inner.contains('"')).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const USD: Kind = Kind::Money { exponent: 2 };

    fn passes(cell: &str, kind: Kind, value: Value<'_>) -> bool {
        Test::parse(cell, kind).is_ok_and(|test| test.is_none_or(|test| test.passes(value)))
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
            ("not(> 100000)", 10_000_000, 10_000_001),
            ("< 5, > 7", 800, 600),
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
        assert!(passes("\"Public, other\"", Kind::Word, Value::Word("Public, other")));
    }

    #[test]
    fn dates_are_compared_by_day() {
        let day = |text: &str| Value::Number(parse_date(text).map(day_number).unwrap_or_default());
        assert!(passes(">= date(\"2027-01-31\")", Kind::Date, day("2027-01-31")));
        assert!(!passes("> date(\"2027-01-31\")", Kind::Date, day("2027-01-31")));
        let half = "[date(\"2027-01-01\")..date(\"2027-07-01\"))";
        assert!(passes(half, Kind::Date, day("2027-06-30")));
        assert!(!passes(half, Kind::Date, day("2027-07-01")));
    }

    #[test]
    fn what_is_not_known_passes_only_where_the_cell_says_so() {
        for (cell, kind, expected) in [
            ("-", USD, true),
            ("null", USD, true),
            ("> 5, null", USD, true),
            ("> 5", USD, false),
            ("not(> 5)", USD, true),
            ("not(null)", USD, false),
            ("\"simple\"", Kind::Word, false),
            ("not(\"simple\", null)", Kind::Word, false),
            ("true", Kind::Flag, false),
            ("true,false", Kind::Flag, false),
        ] {
            assert_eq!(passes(cell, kind, Value::Missing), expected, "{cell}");
        }
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
            ("99999999999999999999", USD),
            ("maybe", Kind::Flag),
            ("not(red)", Kind::Word),
            ("[..5]", USD),
            ("2027-01-31", Kind::Date),
            ("[date(\"2027-01-01\")..date(\"2027-07-01\")", Kind::Date),
        ] {
            assert!(Test::parse(cell, kind).is_err(), "{cell} was accepted");
        }
    }
}
