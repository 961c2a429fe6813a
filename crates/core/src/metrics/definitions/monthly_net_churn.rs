//! Net churn of a month as ChartMogul counts it.

use super::{Counting, Definition, Family, Parameter, Parameters, Shape, Topic, Unit, answers, choice, net_loss};

pub(super) const DEFINITION: Definition = Definition {
    code: "monthly_net_churn",
    name: "Monthly net churn, ChartMogul style",
    family: Family::Churn,
    formula: "(churn + contraction - expansion - reactivation of the period) / ARR on the opening day",
    numerator: "Net loss",
    denominator: "ARR on the opening day",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::OPENING_BASE,
        answers::MOVEMENTS,
        choice(Topic::Returning, "Makes up for losses; a parameter leaves it out."),
        choice(
            Topic::SamePeriod,
            "Counted: whoever signed and left within the period is a loss, without having been in the base; a \
            parameter leaves it out.",
        ),
        answers::RATES_APART,
        answers::MOVED_APART,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::Reactivation, Parameter::SamePeriod],
    usual: Parameters { reactivation: Counting::Counted, same_period: Counting::Counted, ..Parameters::USUAL },
    use_for: "To compare with what a ChartMogul report says. Below zero, growth outweighs losses.",
    source: "ChartMogul: net MRR churn rate.",
    share: net_loss,
};
