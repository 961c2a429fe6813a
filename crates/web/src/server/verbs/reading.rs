//! Reads what was typed into the types of the verbs; every value that cannot be read is refused beside its field, all at once.

use crate::pages::form::{Field, Kind, Typed};
use jiff::ToSpan;
use jiff::civil::Date;
use std::str::FromStr;
use tenure_app::AppError;
use tenure_core::primitives::{Country, Decimal6, MONTHS, last_day_of_service, parse_date};
use tenure_core::refusal::Refusal;

/// Reads one form.
pub(crate) struct Reader<'a> {
    typed: &'a Typed,
    refused: Vec<Refusal>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(typed: &'a Typed) -> Self {
        Self { typed, refused: Vec::new() }
    }

    fn refuse(&mut self, name: &str, value: &str, problem: impl Into<String>) {
        let (column, value) = (Some(name.to_string()), (!value.is_empty()).then(|| value.to_string()));
        self.refused.push(Refusal { column, value, problem: problem.into(), ..Refusal::default() });
    }

    /// Ends the reading: every refusal, or nothing.
    pub(crate) fn done(self) -> Result<(), AppError> {
        if self.refused.is_empty() { Ok(()) } else { Err(AppError::Refused(self.refused)) }
    }

    /// A text as it was typed.
    pub(crate) fn text(&self, name: &str) -> String {
        self.typed.get(name).to_string()
    }

    /// A text, or nothing.
    pub(crate) fn some(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// A day, or nothing.
    pub(crate) fn day(&mut self, name: &str) -> Option<Date> {
        let text = self.some(name)?;
        parse_date(&text).map_err(|problem| self.refuse(name, &text, problem)).ok()
    }

    /// The first day no longer, from the last day that was typed; or nothing.
    pub(crate) fn after_last_day(&mut self, name: &str) -> Option<Date> {
        self.day(name).map(|day| day.saturating_add(1.day()))
    }

    /// A day that must be there.
    pub(crate) fn required_day(&mut self, name: &str) -> Date {
        match self.day(name) {
            Some(day) => day,
            None => {
                if self.typed.get(name).is_empty() {
                    self.refuse(name, "", "is missing: a day is needed here");
                }
                Date::MIN
            }
        }
    }

    /// The first day no longer, from a last day that must be there.
    pub(crate) fn required_after_last_day(&mut self, name: &str) -> Date {
        self.required_day(name).saturating_add(1.day())
    }

    /// A whole number, or nothing.
    pub(crate) fn number<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let text = self.some(name)?;
        text.parse().map_err(|_| self.refuse(name, &text, "is not a whole number that fits here")).ok()
    }

    /// Per cent as basis points, or nothing: `3.5` is 350.
    pub(crate) fn per_cent(&mut self, name: &str) -> Option<u32> {
        let text = self.some(name)?;
        let read = text.parse::<Decimal6>().ok().filter(|value| value.millionths() >= 0 && value.millionths() % 10_000 == 0);
        match read.and_then(|value| u32::try_from(value.millionths() / 10_000).ok()) {
            Some(bps) => Some(bps),
            None => {
                self.refuse(name, &text, "is not a percentage such as 5 or 3.25");
                None
            }
        }
    }

    /// A decimal number; `column` names the field where one refusal stands for a whole row.
    pub(crate) fn decimal(&mut self, name: &str, column: &str, what: &str) -> Decimal6 {
        let text = self.text(name);
        text.parse().unwrap_or_else(|problem| {
            self.refuse(column, &text, format!("{what} {text:?} {problem}"));
            Decimal6::ONE
        })
    }

    /// A value with a reading of its own that must be there; `other` stands in until the refusal is told.
    pub(crate) fn required_parsed<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, String>, other: T) -> T {
        let text = self.text(name);
        read(&text).unwrap_or_else(|problem| {
            self.refuse(name, &text, problem);
            other
        })
    }

    /// A word of a closed list, or nothing.
    pub(crate) fn word<T: FromStr<Err = String>>(&mut self, name: &str) -> Option<T> {
        let text = self.some(name)?;
        text.parse().map_err(|problem: String| self.refuse(name, &text, problem)).ok()
    }

    /// A word of a closed list that must be there; `other` stands in until the refusal is told.
    pub(crate) fn required_word<T: FromStr<Err = String>>(&mut self, name: &str, other: T) -> T {
        if self.typed.get(name).is_empty() {
            self.refuse(name, "", "is missing: choose one");
        }
        self.word(name).unwrap_or(other)
    }

    /// A number that must be there.
    pub(crate) fn required_number<T: FromStr + Default>(&mut self, name: &str) -> T {
        if self.typed.get(name).is_empty() {
            self.refuse(name, "", "is missing: a number is needed here");
        }
        self.number(name).unwrap_or_default()
    }
}

/// The words of a closed list as choices; with `none` first where nothing may be chosen.
macro_rules! words {
    ($list:ty) => {
        <$list>::ALL.iter().map(|word| (word.code().to_string(), word.label().to_string())).collect::<Vec<_>>()
    };
}
pub(crate) use words;

/// Every country: code, then name.
pub(crate) fn countries() -> Vec<(String, String)> {
    Country::all().map(|country| (country.code().to_string(), country.label().to_string())).collect()
}

/// Every month: number, then name.
pub(crate) fn months() -> Vec<(String, String)> {
    (1..).zip(MONTHS).map(|(number, name): (u8, _)| (number.to_string(), name.to_string())).collect()
}

/// Choices with one for nothing first.
pub(crate) fn or_none(none: &str, choices: Vec<(String, String)>) -> Vec<(String, String)> {
    [(String::new(), none.to_string())].into_iter().chain(choices).collect()
}

/// People as choices: reference, then name and role.
pub(crate) fn people(people: &[tenure_app::Person]) -> Vec<(String, String)> {
    people.iter().map(|person| (person.reference.clone(), format!("{}, {}", person.name, person.role.label()))).collect()
}

/// Accounts as choices.
pub(crate) fn accounts(accounts: &[tenure_app::Named]) -> Vec<(String, String)> {
    accounts.iter().map(|account| (account.reference.clone(), account.name.clone())).collect()
}

/// A text of several lines as it is kept: browsers send a carriage return before each line feed.
pub(crate) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Yes and no.
pub(crate) fn yes_no(yes: &str, no: &str) -> Kind {
    Kind::Choice(vec![("yes".into(), yes.into()), ("no".into(), no.into())])
}

/// The last day that a first day no longer stands for, as a form shows it.
pub(crate) fn last_day(end_on: Date) -> String {
    last_day_of_service(end_on).to_string()
}

/// Basis points as a form shows them.
pub(crate) fn per_cent(bps: u32) -> String {
    Decimal6::from_millionths(i64::from(bps) * 10_000).to_string()
}

/// Why a customer stayed or left.
pub(crate) fn reason_field(label: &str, required: bool) -> Field {
    let choices = or_none("Choose a reason", words!(tenure_core::renewal::OutcomeReason));
    let field = Field::new("reason", label, Kind::Choice(choices));
    if required { field } else { field.optional() }
}

/// The customer's own words.
pub(crate) fn words_field() -> Field {
    Field::new("words", "In the customer's own words", Kind::Long)
        .optional()
        .hint("What they said, not what we think. Others will read it.")
}
