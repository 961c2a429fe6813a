//! How many renewals are due.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, plain};

pub(super) const DEFINITION: Definition = Definition {
    code: "renewals_due",
    name: "Renewals due",
    family: Family::Renewal,
    formula: "Renewals whose term ends in the period",
    numerator: "Renewals due",
    denominator: "",
    shape: Shape::Count,
    unit: Unit::Things,
    steps: &[],
    choices: &[answers::TERM_ENDS, choice(Topic::Timing, "In the period in which the term ends, even if it was renewed before.")],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "The load of a period.",
    source: "GitLab's glossary, counted.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    plain(i64::from(subject.due.renewals))
}
