//! Gross churn of a month as ChartMogul counts it.

use super::{Counting, Definition, Family, Parameter, Parameters, Shape, Topic, Unit, answers, choice, gross_loss};

pub(super) const DEFINITION: Definition = Definition {
    code: "monthly_gross_churn",
    name: "Monthly gross churn, ChartMogul style",
    family: Family::Churn,
    formula: "(churn + contraction of the period) / ARR on the opening day",
    numerator: "Loss",
    denominator: "ARR on the opening day",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::OPENING_BASE,
        choice(Topic::Method, "Sum of movements. A loss stays a loss, even if the customer recovered."),
        choice(
            Topic::SamePeriod,
            "Counted: whoever signed and left within the period is a loss, without having been in the base; a \
            parameter leaves it out.",
        ),
        answers::RATES_APART,
        answers::MOVED_APART,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::SamePeriod],
    usual: Parameters { same_period: Counting::Counted, ..Parameters::USUAL },
    use_for: "To compare with what a ChartMogul report says, month by month.",
    source: "ChartMogul: gross MRR churn rate.",
    share: gross_loss,
};
