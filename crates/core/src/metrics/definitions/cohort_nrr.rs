//! Net revenue retention by cohort: the headline.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, cohort};

pub(super) const DEFINITION: Definition = Definition {
    code: "cohort_nrr",
    name: "Net revenue retention",
    family: Family::Retention,
    formula: "ARR at the end of the customers of the opening day / their ARR on the opening day",
    numerator: "ARR at the end",
    denominator: "ARR on the opening day",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::OPENING_BASE,
        answers::BALANCES,
        choice(
            Topic::Returning,
            "Whoever left and is back at the end counts with what it brings at the end. Whoever was gone on \
            the opening day does not count.",
        ),
        answers::STRANGERS_OUT,
        choice(Topic::PriceRises, "Expansion like any other; cohort_nrr_without_escalators leaves them out."),
        answers::RATES_ASKED,
        answers::MOVED_ALONG,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "The headline for boards and investors, over twelve months.",
    source: "The cohort method of the SaaS Metrics Standards Board and of many annual reports.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    cohort(subject, subject.closing_minor)
}
