//! Net retention by the formula that Baremetrics prints, with downgrades read as churn.

use super::{Counting, Definition, Family, Parameter, Parameters, Shape, Share, Step, Subject, Topic, Unit, answers, choice, net_loss};

pub(super) const DEFINITION: Definition = Definition {
    code: "baremetrics_nrr_with_downgrades",
    name: "Net retention as Baremetrics prints it, downgrades in churn",
    family: Family::Retention,
    formula: "1 - (churn + contraction - expansion of the period) / ARR on the opening day",
    numerator: "Churn and contraction less expansion",
    denominator: "ARR on the opening day",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[Step::OneMinus],
    choices: &[
        answers::OPENING_BASE,
        answers::MOVEMENTS,
        choice(Topic::Downgrades, "Counted as churn, the other reading of the printed formula."),
        choice(Topic::Returning, "Left out."),
        choice(Topic::SamePeriod, "Counted; a parameter leaves it out."),
        answers::RATES_APART,
        answers::MOVED_APART,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::SamePeriod],
    usual: Parameters { same_period: Counting::Counted, ..Parameters::USUAL },
    use_for: "To compare with a Baremetrics report that counts downgrades as churn.",
    source: "Baremetrics, with downgrades read as churn.",
    share,
};

/// What came back is in neither term, whatever else is chosen.
fn share(subject: &Subject, chosen: &Parameters) -> Share {
    net_loss(subject, &Parameters { reactivation: Counting::LeftOut, ..*chosen })
}
