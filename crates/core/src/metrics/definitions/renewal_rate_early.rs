//! The renewal rate of what was signed before the period.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "renewal_rate_early",
    name: "Renewal rate, early",
    family: Family::Renewal,
    formula: "ARR kept by renewals signed before the period in which they were due / ARR available to renew",
    numerator: "ARR kept early",
    denominator: "ARR available to renew",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::ATR_BASE,
        choice(Topic::Timing, "Counted in the period in which the term ended, though it was signed before. Part of the on-time rate."),
        answers::TERM_ENDS,
        answers::UNDECIDED_IN_BASE,
        answers::RATES_ASKED,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::Undecided],
    usual: Parameters::USUAL,
    use_for: "How much of a period is safe before it begins.",
    source: "Adaptive Insights: an early renewal counts in its scheduled period.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    Share { numerator: subject.due.kept_early_minor, denominator: subject.due.base_minor(chosen) }
}
