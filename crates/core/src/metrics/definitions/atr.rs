//! ARR that is up for renewal.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, plain};

pub(super) const DEFINITION: Definition = Definition {
    code: "atr",
    name: "ARR available to renew",
    family: Family::Renewal,
    formula: "ARR of the terms that end in the period",
    numerator: "ARR available to renew",
    denominator: "",
    shape: Shape::Amount,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::TERM_ENDS,
        choice(Topic::Timing, "In the period in which the term ends, even if it was renewed before."),
        answers::RATES_ASKED,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "What a renewals team has before it.",
    source: "GitLab's glossary: ARR of subscriptions whose term ends in the period.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    plain(subject.due.atr_minor)
}
