//! Churn at renewal of terms of one length, taken to a year.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Step, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "annualised_atr_churn",
    name: "Churn at renewal, annualised",
    family: Family::Renewal,
    formula: "1 - (ARR kept / ARR available to renew) to the power of 12 / months of the term",
    numerator: "ARR kept",
    denominator: "ARR available to renew",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[Step::OneYearOfTerm, Step::OneMinus],
    choices: &[
        answers::ATR_BASE,
        choice(
            Topic::MultiYear,
            "Losing 27.1% of terms of three years is losing 10% a year. Ask it for terms of one length, and \
            state that length.",
        ),
        choice(Topic::Average, "Never: terms of other lengths are a figure of their own."),
        answers::DUE_PERIOD,
        answers::UNDECIDED_IN_BASE,
        answers::RATES_ASKED,
    ],
    parameters: &[Parameter::TermMonths, Parameter::Undecided],
    usual: Parameters::USUAL,
    use_for: "To compare contracts of one year with contracts of several.",
    source: "Kellblog: the biggest mistake in calculating churn of multi-year terms.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    Share { numerator: subject.due.kept_minor, denominator: subject.due.base_minor(chosen) }
}
