//! What a policy may ask about a renewal, and what it sees of one.

mod words;

pub use words::{phrase, reading, subject, value_text};

use super::unary::{Kind, Value};
use crate::account::{FieldKind, FieldName, FieldValue, Risk};
use crate::identity::Stage;
use crate::primitives::{Currency, closed_words, day_number};
use crate::renewal::RenewalKind;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// The inputs that every organisation has, each with its code and label; and those that one adds itself.
macro_rules! inputs {
    ($($variant:ident = $code:literal, $label:literal;)*) => {
        /// What a policy may ask about a renewal (OWN-3). Amounts are in the reporting currency.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Input {
            $(#[doc = $label] $variant,)*
            /// A field that the organisation added to accounts.
            Field(FieldInput),
        }

        impl Input {
            /// Every input that each organisation has.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code in files and the API.
            pub fn code(&self) -> Cow<'static, str> {
                match self {
                    $(Self::$variant => $code.into(),)*
                    Self::Field(field) => format!("{FIELD_PREFIX}{}", field.name).into(),
                }
            }

            /// The words people read.
            pub fn label(&self) -> Cow<'static, str> {
                match self {
                    $(Self::$variant => $label.into(),)*
                    Self::Field(field) => field.words().into(),
                }
            }
        }

        impl FromStr for Input {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($code => Ok(Self::$variant),)*
                    _ => Err(format!("is not one of: {}", [$($code,)*].join(", "))),
                }
            }
        }
    };
}

/// What the code of a field begins with in a policy.
pub const FIELD_PREFIX: &str = "field_";

/// A field of accounts as a policy asks for it: the policy declares what its values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldInput {
    /// Which field.
    pub name: FieldName,
    /// What its values are.
    pub kind: FieldKind,
}

impl FieldInput {
    /// The name as words: `Customer since`.
    fn words(&self) -> String {
        let mut letters = self.name.chars().map(|c| if c == '_' { ' ' } else { c });
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    }
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

inputs! {
    Atr = "atr", "ATR";
    Arr = "arr", "Account ARR";
    Tier = "tier", "Tier";
    Segment = "segment", "Segment";
    Region = "region", "Region";
    RiskCategory = "risk", "Risk";
    AutoRenew = "auto_renew", "Auto-renews";
    Negotiation = "negotiation", "Negotiation";
    Complexity = "complexity", "Product complexity";
    CsmType = "csm_type", "CSM type";
    Kind = "kind", "Kind";
    CoTermed = "co_termed", "Co-termed";
    TermMonths = "term_months", "Term in months";
    NoticeDays = "notice_days", "Notice in days";
    Currency = "currency", "Currency";
    EndOn = "end_on", "Term end";
    CsmCommercial = "csm_commercial", "CSM negotiates";
    Stage = "stage", "Company stage";
}

closed_words! {
    /// Whether a renewal is negotiated or only administered, by its own facts (OWN-7).
    Negotiation {
        Negotiated = "negotiated", "Negotiated";
        Administrative = "administrative", "Administrative";
    }
}

closed_words! {
    /// What the products of a contract ask of a customer, by tests A and B.
    Complexity {
        Simple = "simple", "Simple";
        Complex = "complex", "Complex";
    }
}

closed_words! {
    /// What a CSM is for with this product (OWN-9): it is not easy to set up (A fails), value takes people (B fails), or neither.
    CsmType {
        ValueGaps = "value_gaps", "Value gaps";
        ValueDelivery = "value_delivery", "Value delivery";
        ValueCapture = "value_capture", "Value capture";
    }
}

/// The values an input can have, besides not being known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Whole numbers between two, both included.
    Numbers(i64, i64),
    /// One of these words.
    OneOf(Vec<&'static str>),
    /// Any word.
    AnyWord,
    /// True or false.
    Flag,
}

impl Input {
    /// How cells of this column are read.
    pub fn kind(self, reporting: Currency) -> Kind {
        match self {
            Self::Atr | Self::Arr => Kind::Money { exponent: u32::from(reporting.exponent().unwrap_or(0)) },
            Self::Tier | Self::TermMonths | Self::NoticeDays => Kind::Number,
            Self::EndOn => Kind::Date,
            Self::AutoRenew | Self::CoTermed | Self::CsmCommercial => Kind::Flag,
            Self::Field(field) => match field.kind {
                FieldKind::Word => Kind::Word,
                FieldKind::Number => Kind::Number,
                FieldKind::Money => Kind::Money { exponent: u32::from(reporting.exponent().unwrap_or(0)) },
                FieldKind::Date => Kind::Date,
                FieldKind::Flag => Kind::Flag,
            },
            Self::Stage
            | Self::Segment
            | Self::Region
            | Self::RiskCategory
            | Self::Negotiation
            | Self::Complexity
            | Self::CsmType
            | Self::Kind
            | Self::Currency => Kind::Word,
        }
    }

    /// Every value it can have.
    pub fn domain(self) -> Domain {
        match self {
            Self::Atr | Self::Arr => Domain::Numbers(0, i64::MAX),
            Self::Tier => Domain::Numbers(1, 3),
            Self::TermMonths | Self::NoticeDays => Domain::Numbers(0, i64::from(u16::MAX)),
            Self::EndOn => days(),
            Self::AutoRenew | Self::CoTermed | Self::CsmCommercial => Domain::Flag,
            Self::Stage => words_of(Stage::ALL, |stage| stage.code()),
            Self::Field(field) => match field.kind {
                FieldKind::Word => Domain::AnyWord,
                FieldKind::Number | FieldKind::Money => Domain::Numbers(i64::MIN, i64::MAX),
                FieldKind::Date => days(),
                FieldKind::Flag => Domain::Flag,
            },
            Self::Segment | Self::Region | Self::Currency => Domain::AnyWord,
            Self::RiskCategory => words_of(Risk::ALL, |risk| risk.code()),
            Self::Negotiation => words_of(Negotiation::ALL, |word| word.code()),
            Self::Complexity => words_of(Complexity::ALL, |word| word.code()),
            Self::CsmType => words_of(CsmType::ALL, |word| word.code()),
            Self::Kind => words_of(RenewalKind::ALL, |word| word.code()),
        }
    }

    /// Whether a renewal may lack it. A risk that nobody judged lately is not missing: it is `unknown`.
    pub const fn may_be_missing(self) -> bool {
        matches!(
            self,
            Self::Segment
                | Self::Region
                | Self::Complexity
                | Self::CsmType
                | Self::NoticeDays
                | Self::CsmCommercial
                | Self::Stage
                | Self::Field(_)
        )
    }

    /// What it is, as the documentation and the screen say it.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Atr => "Amount up for renewal in the reporting currency, at the plan rate of the year",
            Self::Arr => "ARR of the account today in the reporting currency, at the plan rates of the year",
            Self::Tier => "Tier of the account, 1 to 3; the one it had when the playbook opened",
            Self::Segment => "Segment of the account, in your own words; null where nobody wrote one",
            Self::Region => "Region of the account, in your own words; null where nobody wrote one",
            Self::RiskCategory => "Risk category of the account; unknown where nobody judged it or the judgement expired",
            Self::AutoRenew => "Whether the contract renews by itself",
            Self::Negotiation => {
                "administrative where the contract renews by itself and alone, the account is small (tier 3), risk is green or unknown, the contracted rise stays within the cap, and no procurement or legal stakeholder is known; else negotiated"
            }
            Self::Complexity => {
                "complex where a product of the contract fails test A or B, simple where all pass; null where a product is not on the list"
            }
            Self::CsmType => {
                "value_gaps where a product is not easy to set up, else value_delivery where value takes human effort, else value_capture; null where a product is not on the list"
            }
            Self::Kind => "renewal of a fixed term, or the yearly review of an open-ended contract",
            Self::CoTermed => "Whether other contracts are decided with it",
            Self::TermMonths => "Length of the term that ends, in whole months",
            Self::NoticeDays => "Notice period in days; null where it is unknown",
            Self::Currency => "Currency of the contract, an ISO 4217 code",
            Self::EndOn => "The day on which the term ends: T-0",
            Self::CsmCommercial => {
                "Whether the CSM on the account team leads negotiations, by their profile; null where there is no CSM or nobody said"
            }
            Self::Stage => "How large the company is by ARR, as its settings state; null where they do not",
            Self::Field(_) => "A field that the organisation added to accounts; null where an account has no value",
        }
    }
}

/// Days that a term or a field may name.
fn days() -> Domain {
    Domain::Numbers(day_number(Date::constant(1990, 1, 1)), day_number(Date::constant(2100, 12, 31)))
}

fn words_of<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Domain {
    Domain::OneOf(all.iter().map(|word| code(*word)).collect())
}

/// What a policy sees of one renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Amount up for renewal in minor units of the reporting currency; never below zero.
    pub atr_minor: i64,
    /// ARR of the account today in minor units of the reporting currency; never below zero.
    pub arr_minor: i64,
    /// Account tier.
    pub tier: u8,
    /// Account segment; empty is not known.
    pub segment: String,
    /// Account region; empty is not known.
    pub region: String,
    /// Account risk category.
    pub risk: Risk,
    /// Whether the contract renews by itself.
    pub auto_renew: bool,
    /// Negotiated or administrative.
    pub negotiation: Negotiation,
    /// Complexity of what the contract sells.
    pub complexity: Option<Complexity>,
    /// What a CSM is for with it.
    pub csm_type: Option<CsmType>,
    /// Renewal or review.
    pub kind: RenewalKind,
    /// Whether other contracts are decided with it.
    pub co_termed: bool,
    /// Whole months of the term that ends.
    pub term_months: u16,
    /// Notice period in days.
    pub notice_days: Option<u16>,
    /// Currency of the contract.
    pub currency: Currency,
    /// T-0.
    pub end_on: Date,
    /// Whether the CSM on the account team leads negotiations.
    pub csm_commercial: Option<bool>,
    /// How large the company is.
    pub stage: Option<Stage>,
    /// Values of the organisation's own fields of the account.
    pub fields: BTreeMap<FieldName, FieldValue>,
}

impl Seen {
    /// The value of one input.
    pub fn value(&self, input: Input) -> Value<'_> {
        let words = |text: &'static str| Value::Word(text);
        match input {
            Input::Atr => Value::Number(self.atr_minor),
            Input::Arr => Value::Number(self.arr_minor),
            Input::Tier => Value::Number(i64::from(self.tier)),
            Input::Segment => named(&self.segment),
            Input::Region => named(&self.region),
            Input::RiskCategory => words(self.risk.code()),
            Input::AutoRenew => Value::Flag(self.auto_renew),
            Input::Negotiation => words(self.negotiation.code()),
            Input::Complexity => self.complexity.map_or(Value::Missing, |complexity| words(complexity.code())),
            Input::CsmType => self.csm_type.map_or(Value::Missing, |csm_type| words(csm_type.code())),
            Input::Kind => words(self.kind.code()),
            Input::CoTermed => Value::Flag(self.co_termed),
            Input::TermMonths => Value::Number(i64::from(self.term_months)),
            Input::NoticeDays => self.notice_days.map_or(Value::Missing, |days| Value::Number(i64::from(days))),
            Input::Currency => words(self.currency.code()),
            Input::EndOn => Value::Number(day_number(self.end_on)),
            Input::CsmCommercial => self.csm_commercial.map_or(Value::Missing, Value::Flag),
            Input::Stage => self.stage.map_or(Value::Missing, |stage| words(stage.code())),
            Input::Field(field) => self.field(field),
        }
    }

    /// A value of another kind than the policy declared is one that the policy does not know.
    fn field(&self, field: FieldInput) -> Value<'_> {
        match (self.fields.get(&field.name), field.kind) {
            (Some(FieldValue::Word(word)), FieldKind::Word) => named(word),
            (Some(FieldValue::Number(number)), FieldKind::Number | FieldKind::Money | FieldKind::Date) => Value::Number(*number),
            (Some(FieldValue::Flag(flag)), FieldKind::Flag) => Value::Flag(*flag),
            _ => Value::Missing,
        }
    }

    /// An input as people read it: `ATR 412,500.00 USD`, `risk Red`.
    pub fn phrase(&self, input: Input, reporting: Currency) -> String {
        phrase(input, self.value(input), reporting)
    }
}

fn named(word: &str) -> Value<'_> {
    if word.is_empty() { Value::Missing } else { Value::Word(word) }
}

#[cfg(test)]
pub(crate) mod fixture {
    //! A renewal like any other, for tests to vary.

    use super::*;

    pub(crate) fn seen() -> Seen {
        Seen {
            atr_minor: 5_000_000,
            arr_minor: 5_000_000,
            tier: 2,
            segment: "Enterprise".into(),
            region: "EMEA".into(),
            risk: Risk::Green,
            auto_renew: true,
            negotiation: Negotiation::Negotiated,
            complexity: Some(Complexity::Simple),
            csm_type: Some(CsmType::ValueCapture),
            kind: RenewalKind::Renewal,
            co_termed: false,
            term_months: 12,
            notice_days: Some(30),
            currency: Currency::USD,
            end_on: Date::constant(2027, 1, 1),
            csm_commercial: Some(true),
            stage: Some(Stage::Growing),
            fields: BTreeMap::new(),
        }
    }
}
