//! Net retention by the formula that Baremetrics prints: downgrades are in neither term.

use super::{Counting, Definition, Family, Parameter, Parameters, Shape, Share, Step, Subject, Topic, Unit, answers, choice, counts};
use crate::ledger::Class;

pub(super) const DEFINITION: Definition = Definition {
    code: "baremetrics_nrr",
    name: "Net retention as Baremetrics prints it",
    family: Family::Retention,
    formula: "1 - (churn - expansion of the period) / ARR on the opening day",
    numerator: "Churn less expansion",
    denominator: "ARR on the opening day",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[Step::OneMinus],
    choices: &[
        answers::OPENING_BASE,
        answers::MOVEMENTS,
        choice(
            Topic::Downgrades,
            "Left out, as the formula is printed: they are neither churn nor expansion. The figure comes out \
            high.",
        ),
        choice(Topic::Returning, "Left out."),
        choice(Topic::SamePeriod, "Counted; a parameter leaves it out."),
        answers::RATES_APART,
        answers::MOVED_APART,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::SamePeriod],
    usual: Parameters { same_period: Counting::Counted, ..Parameters::USUAL },
    use_for: "To compare with a Baremetrics report, over 30 days.",
    source: "Baremetrics: 100% less (churned - expansion) / MRR 30 days ago.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    let loss = -subject.movements.of(Class::Churn) - subject.movements.expansion();
    Share { numerator: if counts(subject, chosen) { loss } else { 0 }, denominator: subject.opening_minor }
}
