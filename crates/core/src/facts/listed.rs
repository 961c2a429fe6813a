//! Entries of the organisation's lists, each with the key by which it is known.

use super::Write;
use crate::account::{Field, FieldName};
use crate::contract::Product;
use crate::primitives::{Country, Currency, Decimal6};
use jiff::civil::Date;
use std::fmt;

/// An entry of one of the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed {
    /// Something we sell.
    Product(Product),
    /// A field of accounts.
    Field(Field),
    /// A day on which nobody works, here or in a country, and its name.
    Holiday(Option<Country>, Date, String),
    /// Reporting currency per unit of another one, in the plan of a year.
    PlanRate(i16, Currency, Decimal6),
    /// Reporting currency per unit of another one, on a day.
    ExchangeRate(Date, Currency, Decimal6),
}

/// What an entry is known by; currencies by their code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListKey {
    /// Name of a product.
    Product(String),
    /// Name of a field.
    Field(FieldName),
    /// Whose holiday, and its day.
    Holiday(Option<Country>, Date),
    /// Year and currency of a plan rate.
    PlanRate(i16, String),
    /// Day and currency of an exchange rate.
    ExchangeRate(Date, String),
}

impl Listed {
    /// What it is known by.
    pub fn key(&self) -> ListKey {
        match self {
            Self::Product(product) => ListKey::Product(product.name.clone()),
            Self::Field(field) => ListKey::Field(field.name),
            Self::Holiday(country, day, _) => ListKey::Holiday(*country, *day),
            Self::PlanRate(year, currency, _) => ListKey::PlanRate(*year, currency.code().into()),
            Self::ExchangeRate(day, currency, _) => ListKey::ExchangeRate(*day, currency.code().into()),
        }
    }
}

impl Write {
    /// The write that sets an entry.
    pub fn of(entry: Listed) -> Self {
        match entry {
            Listed::Product(product) => Self::Product(product),
            Listed::Field(field) => Self::Field(field),
            Listed::Holiday(country, day, name) => Self::Holiday(country, day, name),
            Listed::PlanRate(year, currency, rate) => Self::PlanRate(year, currency.code().into(), rate),
            Listed::ExchangeRate(day, currency, rate) => Self::DatedRate(day, currency.code().into(), rate),
        }
    }
}

impl ListKey {
    /// The kind of entry as a word of an event: `plan_rate`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Product(_) => "product",
            Self::Field(_) => "field",
            Self::Holiday(..) => "holiday",
            Self::PlanRate(..) => "plan_rate",
            Self::ExchangeRate(..) => "exchange_rate",
        }
    }

    /// What it is called in its list: `2027 EUR`.
    pub fn reference(&self) -> String {
        match self {
            Self::Product(name) => name.clone(),
            Self::Field(name) => name.to_string(),
            Self::Holiday(None, day) => day.to_string(),
            Self::Holiday(Some(country), day) => format!("{country} {day}"),
            Self::PlanRate(year, code) => format!("{year} {code}"),
            Self::ExchangeRate(day, code) => format!("{day} {code}"),
        }
    }
}

impl fmt::Display for ListKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind().replace('_', " "), self.reference())
    }
}
