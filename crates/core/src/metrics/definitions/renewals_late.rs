//! Renewals that were signed late, by count.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "renewals_late",
    name: "Renewals late",
    family: Family::Renewal,
    formula: "Renewals signed after the end of the term / renewals due in the period",
    numerator: "Renewals late",
    denominator: "Renewals due",
    shape: Shape::Percent,
    unit: Unit::Things,
    steps: &[],
    choices: &[
        choice(Topic::Base, "Only renewals whose term ended in the period."),
        choice(Topic::Timing, "Signed after the end of the term; counted in the period in which the term ended."),
        answers::TERM_ENDS,
        answers::UNDECIDED_IN_BASE,
    ],
    parameters: &[Parameter::Undecided],
    usual: Parameters::USUAL,
    use_for: "Discipline of the desk, each renewal alike.",
    source: "The late buckets of smallcase.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    Share { numerator: i64::from(subject.due.renewals_late), denominator: subject.due.base_renewals(chosen) }
}
