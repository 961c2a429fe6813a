//! The renewal rate in money: what was kept of what was due.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "renewal_rate_gross",
    name: "Renewal rate, gross",
    family: Family::Renewal,
    formula: "For each renewal due in the period the lower of what was due and what went on / ARR available to renew",
    numerator: "ARR kept",
    denominator: "ARR available to renew",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::ATR_BASE,
        choice(Topic::Cap, "Capped for each renewal, so never above 100%."),
        answers::TERM_ENDS,
        answers::DUE_PERIOD,
        answers::UNDECIDED_IN_BASE,
        answers::RATES_ASKED,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::Undecided],
    usual: Parameters::USUAL,
    use_for: "The rate a renewals team answers for. Also called dollar renewal rate, or gross retention on the renewal base.",
    source: "Sourcegraph's handbook: ARR renewed / ARR up for renewal, without expansion; GitLab caps won ATR at 100%.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    Share { numerator: subject.due.kept_minor, denominator: subject.due.base_minor(chosen) }
}
