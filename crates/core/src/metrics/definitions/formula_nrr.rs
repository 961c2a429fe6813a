//! Net revenue retention from the movements of the opening cohort.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, cohort_moved, reactivation};

pub(super) const DEFINITION: Definition = Definition {
    code: "formula_nrr",
    name: "Net revenue retention from movements",
    family: Family::Retention,
    formula: "(Opening ARR - churn - contraction + expansion of the customers of the opening day) / their ARR on the opening day",
    numerator: "ARR kept and expanded",
    denominator: "ARR on the opening day",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::OPENING_BASE,
        answers::MOVEMENTS,
        choice(Topic::Returning, "Left out; a parameter counts what customers of the opening day brought back."),
        answers::STRANGERS_OUT,
        choice(Topic::PriceRises, "Expansion like any other."),
        answers::RATES_APART,
        answers::MOVED_APART,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::Reactivation],
    usual: Parameters::USUAL,
    use_for: "To reconcile the headline with the ledger, movement by movement.",
    source: "The formula method of the SaaS Metrics Standards Board.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    let gained = subject.movements.expansion() + reactivation(subject, chosen);
    cohort_moved(subject, gained)
}
