//! The renewal rate in money with growth at the renewal.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "renewal_rate_net",
    name: "Renewal rate, net",
    family: Family::Renewal,
    formula: "ARR that went on at the renewals due in the period, with growth / ARR available to renew",
    numerator: "ARR renewed",
    denominator: "ARR available to renew",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::ATR_BASE,
        choice(Topic::Cap, "Not capped: growth at the renewal counts, so it may pass 100% and hide a loss."),
        answers::TERM_ENDS,
        answers::DUE_PERIOD,
        answers::UNDECIDED_IN_BASE,
        answers::RATES_ASKED,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::Undecided],
    usual: Parameters::USUAL,
    use_for: "Whether renewals grow. Also called net retention on the renewal base.",
    source: "Adaptive Insights reports retention on both bases, all ARR and what was due.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    Share { numerator: subject.due.renewed_minor, denominator: subject.due.base_minor(chosen) }
}
