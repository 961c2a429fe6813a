//! The renewal rate of what was signed late.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "renewal_rate_late",
    name: "Renewal rate, late",
    family: Family::Renewal,
    formula: "ARR kept by renewals signed after the end of the term / ARR available to renew",
    numerator: "ARR kept late",
    denominator: "ARR available to renew",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::ATR_BASE,
        choice(
            Topic::Timing,
            "Signed after the end of the term; counted in the period in which the term ended, not in the one of \
            the signature.",
        ),
        answers::TERM_ENDS,
        answers::UNDECIDED_IN_BASE,
        answers::RATES_ASKED,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::Undecided],
    usual: Parameters::USUAL,
    use_for: "How much was saved after the end. Together with the on-time rate it is the gross rate.",
    source: "The late buckets of smallcase.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    Share { numerator: subject.due.kept_late_minor, denominator: subject.due.base_minor(chosen) }
}
