//! Renewals that were signed in time, by count.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "renewals_on_time",
    name: "Renewals on time",
    family: Family::Renewal,
    formula: "Renewals signed on or before the end of the term / renewals due in the period",
    numerator: "Renewals on time",
    denominator: "Renewals due",
    shape: Shape::Percent,
    unit: Unit::Things,
    steps: &[],
    choices: &[
        choice(Topic::Base, "Only renewals whose term ended in the period."),
        choice(Topic::Timing, "Signed on or before the end of the term, or renewed by itself."),
        answers::TERM_ENDS,
        answers::UNDECIDED_IN_BASE,
    ],
    parameters: &[Parameter::Undecided],
    usual: Parameters::USUAL,
    use_for: "Discipline of the desk, each renewal alike.",
    source: "KPI Depot: renewed on or before expiry / due.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    Share { numerator: i64::from(subject.due.renewals_on_time), denominator: subject.due.base_renewals(chosen) }
}
