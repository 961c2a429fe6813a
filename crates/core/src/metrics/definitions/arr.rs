//! Annual recurring revenue on the closing day.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, plain};

pub(super) const DEFINITION: Definition = Definition {
    code: "arr",
    name: "Annual recurring revenue",
    family: Family::Level,
    formula: "ARR on the closing day",
    numerator: "ARR",
    denominator: "",
    shape: Shape::Amount,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        choice(Topic::Included, "What contracts in force bring in a year; one-off lines and usage stay out."),
        choice(
            Topic::Discounts,
            "As the ledger's rule says. As shipped, a discount counts that lasts as long as its line; a temporary one does not.",
        ),
        answers::RATES_ASKED,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "The size of the book.",
    source: "The SaaS Metrics Standards Board; GitLab's handbook.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    plain(subject.closing_minor)
}
