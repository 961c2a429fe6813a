//! Fields of accounts that an organisation adds itself: defined once, valued per account, asked for by policies (OWN-3).

use crate::primitives::{Currency, closed_words, day_number, parse_date, parse_minor};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

closed_words! {
    /// What values of a field are.
    FieldKind {
        Word = "word", "Words";
        Number = "number", "Whole number";
        Money = "money", "Amount in the reporting currency";
        Date = "date", "Date";
        Flag = "flag", "Yes or no";
    }
}

/// Longest name of a field.
pub const FIELD_NAME_MAX: usize = 24;

/// The name of a field: a small letter, then small letters, digits and underscores.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldName {
    /// Letters, then zeros.
    letters: [u8; FIELD_NAME_MAX],
}

impl FromStr for FieldName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !plain || !text.starts_with(|c: char| c.is_ascii_lowercase()) || text.len() > FIELD_NAME_MAX {
            return Err(format!("is no name of a field: a small letter, then letters, digits and underscores, {FIELD_NAME_MAX} at most"));
        }
        let mut letters = [0; FIELD_NAME_MAX];
        letters.iter_mut().zip(text.bytes()).for_each(|(place, letter)| *place = letter);
        Ok(Self { letters })
    }
}

impl Deref for FieldName {
    type Target = str;

    fn deref(&self) -> &str {
        let length = self.letters.iter().position(|letter| *letter == 0).unwrap_or(FIELD_NAME_MAX);
        // Only letters, digits and underscores are ever written.
        self.letters.get(..length).and_then(|letters| std::str::from_utf8(letters).ok()).unwrap_or_default()
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Debug for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &**self)
    }
}

/// A field that the organisation added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What files, policies and the API call it.
    pub name: FieldName,
    /// What screens call it.
    pub label: String,
    /// What its values are.
    pub kind: FieldKind,
}

/// A value as a policy compares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// Words.
    Word(String),
    /// A number; an amount in minor units of the reporting currency; a day by its number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
}

impl FieldKind {
    /// Reads a value. Amounts are in the reporting currency.
    ///
    /// # Errors
    /// What is wrong with the text, as the end of a sentence.
    pub fn read(self, text: &str, reporting: Currency) -> Result<FieldValue, String> {
        match self {
            Self::Word => Ok(FieldValue::Word(text.into())),
            Self::Number => text.parse().map(FieldValue::Number).map_err(|_| "is not a whole number".into()),
            Self::Money => parse_minor(text, reporting).map(FieldValue::Number),
            Self::Date => parse_date(text).map(|day| FieldValue::Number(day_number(day))),
            Self::Flag => text.parse().map(FieldValue::Flag).map_err(|_| "is neither true nor false".into()),
        }
    }
}

/// Values of fields as one text, one to a line: `industry=Health`.
pub fn fields_text(fields: &BTreeMap<FieldName, String>) -> String {
    fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("\n")
}

/// Reads one `industry=Health`.
///
/// # Errors
/// A text without a name or a value.
pub fn field_value(text: &str) -> Result<(FieldName, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("has {text:?}, which is not of the form name=value"))?;
    let name = name.trim().parse().map_err(|problem| format!("has {:?}, which {problem}", name.trim()))?;
    if value.trim().is_empty() { Err(format!("gives {name} no value")) } else { Ok((name, value.trim().into())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_it_was_written_or_refused() {
        for name in ["industry", "a", "nps_2026", "abcdefghijklmnopqrstuvwx"] {
            assert_eq!(name.parse::<FieldName>().map(|name| name.to_string()), Ok(name.to_string()));
        }
        for name in ["", "Industry", "2026_nps", "nps score", "abcdefghijklmnopqrstuvwxy", "größe", "_nps"] {
            assert!(name.parse::<FieldName>().is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_value_is_read_by_its_kind_or_refused_with_what_is_wrong() {
        let read = |kind: FieldKind, text: &str| kind.read(text, Currency::USD);
        assert_eq!(read(FieldKind::Word, "Public sector"), Ok(FieldValue::Word("Public sector".into())));
        assert_eq!(read(FieldKind::Number, "-12"), Ok(FieldValue::Number(-12)));
        assert_eq!(read(FieldKind::Money, "1200.50"), Ok(FieldValue::Number(120_050)));
        assert_eq!(
            read(FieldKind::Date, "2026-01-02").map(|read| read == FieldValue::Number(day_number(jiff::civil::date(2026, 1, 2)))),
            Ok(true)
        );
        assert_eq!(read(FieldKind::Flag, "true"), Ok(FieldValue::Flag(true)));
        for (kind, text) in
            [(FieldKind::Number, "1.5"), (FieldKind::Money, "1.005"), (FieldKind::Date, "2026-02-30"), (FieldKind::Flag, "yes")]
        {
            assert!(read(kind, text).is_err(), "{kind} {text}");
        }
    }
}
