//! Gross revenue retention by cohort, capped for each customer.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, cohort};

pub(super) const DEFINITION: Definition = Definition {
    code: "cohort_grr",
    name: "Gross revenue retention",
    family: Family::Retention,
    formula: "For each customer of the opening day the lower of its ARR at the end and on the opening day / ARR on the opening day",
    numerator: "ARR kept",
    denominator: "ARR on the opening day",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::OPENING_BASE,
        answers::BALANCES,
        choice(
            Topic::Cap,
            "Capped for each customer, so never above 100%. Asked by product or unit, it is capped for each of them \
            and comes out lower or equal.",
        ),
        choice(Topic::Returning, "Whoever left and is back at the end counts up to what it brought on the opening day."),
        answers::STRANGERS_OUT,
        answers::RATES_ASKED,
        answers::MOVED_ALONG,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "The headline beside net retention: what growth cannot hide.",
    source: "GitLab's handbook: the sum of min(now, then) over the sum of then.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    cohort(subject, subject.closing_minor.min(subject.cohort_opening_minor))
}
