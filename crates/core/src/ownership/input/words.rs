//! Inputs and their values as people read them.

use super::{Complexity, CsmType, Input, Negotiation, Seen};
use crate::account::Risk;
use crate::identity::Stage;
use crate::ownership::policy::Cell;
use crate::ownership::unary::{Kind, Value};
use crate::ownership::values::Values;
use crate::primitives::{Currency, display_date, format_minor};
use crate::renewal::RenewalKind;
use std::borrow::Cow;

/// An input that passed a cell, as people read it: `ATR 412,500.00 USD fits >= 100000`, `risk Red`, `risk Yellow is not red`.
pub fn reading(seen: &Seen, input: Input, cell: &Cell, reporting: Currency) -> String {
    let phrase = seen.phrase(input, reporting);
    match &cell.test.values {
        Values::Words { except: false, .. } | Values::Flags { .. } => phrase,
        Values::Words { words, except: true } => {
            format!("{phrase} is not {}", words.iter().map(String::as_str).collect::<Vec<_>>().join(" or "))
        }
        Values::Spans(_) => format!("{phrase} fits {}", cell.text),
    }
}

/// A value of an input as people read it: `ATR 412,500.00 USD`, `risk Red`, `complexity not known`.
pub fn phrase(input: Input, value: Value<'_>, reporting: Currency) -> String {
    match (input, value) {
        (Input::AutoRenew, Value::Flag(true)) => "auto-renewing".into(),
        (Input::AutoRenew, Value::Flag(false)) => "not auto-renewing".into(),
        (Input::CoTermed, Value::Flag(true)) => "co-termed".into(),
        (Input::CoTermed, Value::Flag(false)) => "not co-termed".into(),
        (Input::CsmCommercial, Value::Flag(true)) => "a CSM who negotiates".into(),
        (Input::CsmCommercial, Value::Flag(false)) => "a CSM who does not negotiate".into(),
        (_, value) => format!("{} {}", subject(input), value_text(input, value, reporting)),
    }
}

/// The input as the subject of a phrase.
pub fn subject(input: Input) -> Cow<'static, str> {
    let word = match input {
        Input::Atr => "ATR",
        Input::Arr => "account ARR",
        Input::Tier => "tier",
        Input::Segment => "segment",
        Input::Region => "region",
        Input::RiskCategory => "risk",
        Input::AutoRenew => "auto-renewal",
        Input::Negotiation => "negotiation",
        Input::Complexity => "product complexity",
        Input::CsmType => "CSM type",
        Input::Kind => "kind",
        Input::CoTermed => "co-term",
        Input::TermMonths => "term in months",
        Input::NoticeDays => "notice in days",
        Input::Currency => "currency",
        Input::EndOn => "term end",
        Input::CsmCommercial => "CSM's negotiating",
        Input::Stage => "company stage",
        Input::Field(field) => return field.words().to_lowercase().into(),
    };
    word.into()
}

/// A value as people read it.
pub fn value_text(input: Input, value: Value<'_>, reporting: Currency) -> String {
    match (value, input.kind(reporting)) {
        (Value::Missing, _) => "not known".into(),
        (Value::Number(minor), Kind::Money { .. }) => format!("{} {}", format_minor(minor, reporting), reporting.code()),
        (Value::Number(day), Kind::Date) => display_date(crate::primitives::day_of_number(day)),
        (Value::Number(number), _) => number.to_string(),
        (Value::Word(word), _) => label(input, word).to_string(),
        (Value::Flag(flag), _) => (if flag { "yes" } else { "no" }).into(),
    }
}

/// The label of a word of a closed list, or the word itself.
fn label(input: Input, word: &str) -> &str {
    fn of<T: std::str::FromStr>(word: &str, label: fn(T) -> &'static str) -> &str {
        word.parse().map_or(word, label)
    }
    match input {
        Input::RiskCategory => of(word, |risk: Risk| risk.label()),
        Input::Negotiation => of(word, |word: Negotiation| word.label()),
        Input::Complexity => of(word, |word: Complexity| word.label()),
        Input::CsmType => of(word, |word: CsmType| word.label()),
        Input::Kind => of(word, |word: RenewalKind| word.label()),
        Input::Stage => of(word, |word: Stage| word.label()),
        _ => word,
    }
}
