//! Parameters: the choices inside a definition that a company may make otherwise. They are printed with every figure. What a movement
//! is (a returning customer, a discount) the ledger's rules have decided before.

use crate::primitives::closed_words;
use std::fmt;

closed_words! {
    /// A choice inside a definition.
    Parameter {
        Reactivation = "reactivation", "Revenue of customers that came back";
        SamePeriod = "same_period", "What customers that were not there on the opening day did later in the period";
        Undecided = "undecided", "Renewals that were due and that nobody has decided";
        TermMonths = "term_months", "Length in months of the terms that were due";
    }
}

closed_words! {
    /// Whether something is in a figure.
    Counting {
        Counted = "counted", "Counted";
        LeftOut = "left_out", "Left out";
    }
}

/// Every parameter with its value. A definition has its own defaults and listens only to the parameters that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// Reactivations.
    pub reactivation: Counting,
    /// Movements of customers that were not there on the opening day.
    pub same_period: Counting,
    /// Undecided renewals in the base of a renewal rate.
    pub undecided: Counting,
    /// Months of a term, for rates that are taken to one year; 1 to 120.
    pub term_months: u16,
}

impl Parameters {
    /// What holds where a definition says nothing else.
    pub const USUAL: Self =
        Self { reactivation: Counting::LeftOut, same_period: Counting::LeftOut, undecided: Counting::Counted, term_months: 12 };

    /// The value of a parameter as it is written: `counted`, `36`.
    pub fn value(&self, parameter: Parameter) -> String {
        match parameter {
            Parameter::Reactivation => self.reactivation.code().into(),
            Parameter::SamePeriod => self.same_period.code().into(),
            Parameter::Undecided => self.undecided.code().into(),
            Parameter::TermMonths => self.term_months.to_string(),
        }
    }

    /// The same with one parameter set from text.
    ///
    /// # Errors
    /// A value that the parameter does not take, with those it does.
    pub(super) fn with(mut self, parameter: Parameter, value: &str) -> Result<Self, String> {
        match parameter {
            Parameter::Reactivation => self.reactivation = value.parse()?,
            Parameter::SamePeriod => self.same_period = value.parse()?,
            Parameter::Undecided => self.undecided = value.parse()?,
            Parameter::TermMonths => self.term_months = whole(value, 120)?,
        }
        Ok(self)
    }
}

/// A whole number from 1 up to and with a bound.
fn whole(text: &str, most: u16) -> Result<u16, String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| plain && (1..=most).contains(number));
    number.ok_or_else(|| format!("is not a whole number from 1 to {most}"))
}

/// Parameters of a definition with their values: `reactivation=counted, same_period=left_out`.
pub(super) struct Written<'a>(pub &'a [Parameter], pub &'a Parameters);

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, parameter) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{parameter}={}", self.1.value(*parameter))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_a_parameter_does_not_take_is_refused_with_those_it_does() {
        let refused = |parameter, value| Parameters::USUAL.with(parameter, value).unwrap_err();
        assert_eq!(refused(Parameter::Reactivation, "yes"), "is not one of: counted, left_out");
        assert_eq!(refused(Parameter::TermMonths, "0"), "is not a whole number from 1 to 120");
        assert_eq!(refused(Parameter::TermMonths, "+12"), "is not a whole number from 1 to 120");
    }
}
