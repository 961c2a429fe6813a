//! Gross revenue retention from the movements of the opening cohort.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, cohort_moved};

pub(super) const DEFINITION: Definition = Definition {
    code: "formula_grr",
    name: "Gross revenue retention from movements",
    family: Family::Retention,
    formula: "(Opening ARR - churn - contraction of the customers of the opening day) / their ARR on the opening day",
    numerator: "ARR kept",
    denominator: "ARR on the opening day",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::OPENING_BASE,
        choice(Topic::Method, "Sum of movements. A loss stays a loss, even if the customer recovered."),
        choice(Topic::Cap, "Not capped for each customer: growth is left out altogether."),
        answers::STRANGERS_OUT,
        answers::RATES_APART,
        answers::MOVED_APART,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "To reconcile the headline with the ledger; the stricter of the two gross figures.",
    source: "The formula method of the SaaS Metrics Standards Board.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    cohort_moved(subject, 0)
}
