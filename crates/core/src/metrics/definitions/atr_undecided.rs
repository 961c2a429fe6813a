//! ARR up for renewal that nobody has decided.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, plain};

pub(super) const DEFINITION: Definition = Definition {
    code: "atr_undecided",
    name: "ARR available to renew, undecided",
    family: Family::Renewal,
    formula: "ARR of the terms that end in the period and that nobody has decided",
    numerator: "ARR undecided",
    denominator: "",
    shape: Shape::Amount,
    unit: Unit::Money,
    steps: &[],
    choices: &[answers::TERM_ENDS, choice(Topic::Undecided, "Only these."), answers::RATES_ASKED],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "What is left to win in a running period, and what a closed one forgot.",
    source: "GitLab: a renewal that is not won is closed as lost by its date.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    plain(subject.due.undecided_minor)
}
