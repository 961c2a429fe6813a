//! A figure: a definition with its parameters, applied to customers.

use super::definitions::{Definition, Shape, Step, definition};
use super::parameters::{Parameter, Parameters, Written};
use super::ratio::{DASH, NOT_DEFINED};
use super::{Ratio, Share, Subject, power};
use crate::primitives::divide_half_even;
use std::fmt;
use std::str::FromStr;

/// A definition with its parameters stated.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// The definition.
    pub definition: &'static Definition,
    chosen: Parameters,
}

impl Measure {
    /// A definition with the parameters it ships with.
    pub const fn usual(definition: &'static Definition) -> Self {
        Self { definition, chosen: definition.usual }
    }

    /// The parameters, for the ledger that fills the subjects and for the page that prints them.
    pub const fn parameters(&self) -> &Parameters {
        &self.chosen
    }

    /// The same definition with one parameter stated otherwise.
    ///
    /// # Errors
    /// A parameter that the definition does not have, or a value that the parameter does not take.
    pub fn with(self, parameter: Parameter, value: &str) -> Result<Self, String> {
        if !self.definition.parameters.contains(&parameter) {
            return Err(format!("{} has no parameter {parameter}", self.definition.code));
        }
        let chosen = self.chosen.with(parameter, value).map_err(|error| format!("the value {value} of {parameter} {error}"))?;
        Ok(Self { chosen, ..self })
    }

    /// What one customer adds.
    pub fn share(&self, subject: &Subject) -> Share {
        (self.definition.share)(subject, &self.chosen)
    }

    /// The figure of some customers.
    pub fn figure<'a>(&self, subjects: impl IntoIterator<Item = &'a Subject>) -> Figure {
        let mut sums = Sums::default();
        subjects.into_iter().for_each(|subject| sums.add(self.share(subject)));
        self.figure_of(sums)
    }

    /// The figure of sums that were added elsewhere, for example customer by customer as they are listed.
    pub fn figure_of(&self, sums: Sums) -> Figure {
        let start = match self.definition.shape {
            Shape::Amount | Shape::Count => return Figure { sums, value: self.amount(sums.numerator) },
            Shape::Percent | Shape::Times => Ratio::of(sums.numerator, sums.denominator),
        };
        let steps = self.definition.steps.iter();
        let ratio = steps.fold(start, |ratio, step| step.apply(ratio?, &self.chosen));
        Figure { sums, value: if self.definition.shape == Shape::Times { Value::Times(ratio) } else { Value::Percent(ratio) } }
    }

    /// The sum of the figures of single days, for definitions that are measured by the day. Each day is rounded half to even to twelve
    /// places before they are added; a day without a base adds nothing, and a period of such days alone has no figure.
    /// The sums are those of the days together, so that the figure still opens to customers.
    pub fn sum_of_days(&self, days: impl IntoIterator<Item = Sums>) -> Figure {
        let (mut sums, mut total) = (Sums::default(), None);
        for day in days {
            sums.numerator += day.numerator;
            sums.denominator += day.denominator;
            if let Value::Percent(Some(rate)) = self.figure_of(day).value {
                total = Some(total.unwrap_or(0) + rate.rounded(super::MOST_PLACES));
            }
        }
        let rate = total.and_then(|units| Ratio::of(units, 10_i128.pow(super::MOST_PLACES)));
        Figure { sums, value: Value::Percent(rate) }
    }

    /// Rounded once, after the sum.
    fn amount(&self, sum: i128) -> Value {
        let parts = if self.definition.steps.contains(&Step::Twelfth) { 12 } else { 1 };
        let whole = divide_half_even(sum, parts);
        let limit = if whole < 0 { i64::MIN } else { i64::MAX };
        let minor = i64::try_from(whole).unwrap_or(limit);
        if self.definition.shape == Shape::Count { Value::Count(minor) } else { Value::Amount(minor) }
    }
}

impl fmt::Display for Measure {
    /// `quick_ratio(reactivation=left_out)`: enough to ask for the same figure again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.definition.code)?;
        if self.definition.parameters.is_empty() {
            return Ok(());
        }
        write!(f, "({})", Written(self.definition.parameters, &self.chosen))
    }
}

impl FromStr for Measure {
    type Err = String;

    /// Reads a code, and after it in brackets the parameters that differ from what is usual.
    fn from_str(text: &str) -> Result<Self, String> {
        let (code, parameters) = match text.trim().split_once('(') {
            Some((code, rest)) => (code.trim_end(), rest.strip_suffix(')').ok_or("lacks the closing bracket of its parameters")?),
            None => (text.trim(), ""),
        };
        let found = definition(code).ok_or_else(|| format!("{code} is not the code of a definition"))?;
        let stated = parameters.split(',').map(str::trim).filter(|part| !part.is_empty());
        stated.into_iter().try_fold(Self::usual(found), |measure, part| {
            let (name, value) = part.split_once('=').ok_or_else(|| format!("{part} is not in the form parameter=value"))?;
            let parameter = name.trim().parse().map_err(|error| format!("{} {error}", name.trim()))?;
            measure.with(parameter, value.trim())
        })
    }
}

/// Sums of shares. The sums of any division of the customers add up to those of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Sum of the numerators, in minor units or a count.
    pub numerator: i128,
    /// Sum of the denominators.
    pub denominator: i128,
}

impl Sums {
    /// Adds what one customer brings.
    pub fn add(&mut self, share: Share) {
        self.numerator += i128::from(share.numerator);
        self.denominator += i128::from(share.denominator);
    }
}

/// A figure with the sums it was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The sums.
    pub sums: Sums,
    /// What came of them.
    pub value: Value,
}

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// A share of a base; `None` without a base.
    Percent(Option<Ratio>),
    /// A ratio that is not a share, such as gains over losses; `None` without a base.
    Times(Option<Ratio>),
    /// Minor units of the currency that was asked for. A sum beyond 64 bits, which no book holds, stays at the largest amount.
    Amount(i64),
    /// A number of things.
    Count(i64),
}

impl Value {
    /// The ratio, if the figure is one and has a base.
    pub const fn ratio(self) -> Option<Ratio> {
        match self {
            Self::Percent(ratio) | Self::Times(ratio) => ratio,
            Self::Amount(_) | Self::Count(_) => None,
        }
    }

    /// For people, a ratio with that many places and a dash where there is no base. Amounts come as plain minor units: who shows them
    /// knows the currency.
    pub fn display(self, places: u32) -> String {
        self.written(places, DASH)
    }

    /// The same in words, for text that is read aloud or sent.
    pub fn in_words(self, places: u32) -> String {
        self.written(places, NOT_DEFINED)
    }

    fn written(self, places: u32, nothing: &str) -> String {
        match self {
            Self::Percent(ratio) => ratio.map_or(nothing.into(), |ratio| ratio.percent(places)),
            Self::Times(ratio) => ratio.map_or(nothing.into(), |ratio| ratio.plain(places)),
            Self::Amount(number) | Self::Count(number) => number.to_string(),
        }
    }
}

impl Step {
    /// The ratio after this step; `None` where it has no such rate.
    fn apply(self, ratio: Ratio, chosen: &Parameters) -> Option<Ratio> {
        match self {
            Self::OneMinus => ratio.one_minus(),
            Self::TwelvefoldMonths => power(ratio, 12, 1),
            Self::OneYearOfTerm => power(ratio, 12, u32::from(chosen.term_months)),
            // Amounts alone are divided, after their sum.
            Self::Twelfth => Some(ratio),
        }
    }
}
