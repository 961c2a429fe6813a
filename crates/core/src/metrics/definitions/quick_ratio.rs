//! Quick ratio: gains over losses.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, reactivation};
use crate::ledger::Class;

pub(super) const DEFINITION: Definition = Definition {
    code: "quick_ratio",
    name: "Quick ratio",
    family: Family::Level,
    formula: "(new + expansion) / (churn + contraction) of the period",
    numerator: "Gains",
    denominator: "Losses",
    shape: Shape::Times,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        choice(Topic::Returning, "Left out; a parameter counts it as a gain."),
        choice(Topic::SamePeriod, "Counted on both sides."),
        choice(Topic::Base, "Losses of the period. Without a loss there is no ratio."),
        answers::RATES_APART,
        answers::MOVED_APART,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::Reactivation],
    usual: Parameters::USUAL,
    use_for: "How many units of growth stand against one unit of loss.",
    source: "GrowPanel leaves reactivation out, BigDelta counts it.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    let gained = subject.movements.of(Class::New) + subject.movements.expansion() + reactivation(subject, chosen);
    Share { numerator: gained, denominator: subject.lost_minor() }
}
