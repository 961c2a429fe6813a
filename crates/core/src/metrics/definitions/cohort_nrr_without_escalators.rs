//! Net revenue retention without the price rises that contracts had agreed.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, cohort};

pub(super) const DEFINITION: Definition = Definition {
    code: "cohort_nrr_without_escalators",
    name: "Net revenue retention without agreed price rises",
    family: Family::Retention,
    formula: "ARR at the end of the customers of the opening day, less price rises that contracts had agreed beforehand / their ARR on \
        the opening day",
    numerator: "ARR at the end without agreed price rises",
    denominator: "ARR on the opening day",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::OPENING_BASE,
        answers::BALANCES,
        choice(Topic::PriceRises, "Taken off in full, down to zero for a customer that left or shrank afterwards."),
        answers::STRANGERS_OUT,
        answers::RATES_ASKED,
        answers::MOVED_ALONG,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "When price rises in the contracts would flatter net retention.",
    source: "Pulse, which shows escalators on a line of their own; ServiceNow leaves price out of its renewal rate.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    cohort(subject, subject.closing_minor - subject.escalators_minor.clamp(0, subject.closing_minor.max(0)))
}
