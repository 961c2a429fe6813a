//! The renewal rate in renewals, not money.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "renewal_rate_by_count",
    name: "Renewal rate by count",
    family: Family::Renewal,
    formula: "Renewals due in the period that went on / renewals due in the period",
    numerator: "Renewals that went on",
    denominator: "Renewals due",
    shape: Shape::Percent,
    unit: Unit::Things,
    steps: &[],
    choices: &[
        choice(Topic::Base, "Only renewals whose term ended in the period."),
        choice(Topic::Downgrades, "Went on, however little they pay."),
        answers::TERM_ENDS,
        answers::DUE_PERIOD,
        answers::UNDECIDED_IN_BASE,
    ],
    parameters: &[Parameter::Undecided],
    usual: Parameters::USUAL,
    use_for: "Beside the rate in money, where many small contracts end. Also called logo renewal rate, or contract retention.",
    source: "Sourcegraph's handbook: contracts renewed / contracts up.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    Share { numerator: i64::from(subject.due.renewals_kept), denominator: subject.due.base_renewals(chosen) }
}
