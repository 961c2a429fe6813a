//! A month's gross churn, twelve months in a row.

use super::{Counting, Definition, Family, Parameter, Parameters, Shape, Step, Topic, Unit, answers, choice, gross_loss};

pub(super) const DEFINITION: Definition = Definition {
    code: "annualised_gross_churn",
    name: "Gross churn of months, annualised",
    family: Family::Churn,
    formula: "1 - (1 - (churn + contraction of each month, added) / (ARR on each month's opening day, added)) to the power of 12",
    numerator: "Loss",
    denominator: "ARR on the opening days",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[Step::OneMinus, Step::TwelvefoldMonths, Step::OneMinus],
    choices: &[
        choice(Topic::Base, "The opening ARR of each month, added: months weigh by their size."),
        choice(Topic::Average, "An average of monthly rates weighted by their base, then taken twelve times in a row."),
        choice(Topic::Method, "Sum of movements. A loss stays a loss, even if the customer recovered."),
        choice(Topic::SamePeriod, "Counted; a parameter leaves it out."),
        answers::RATES_APART,
        answers::MOVED_APART,
    ],
    parameters: &[Parameter::SamePeriod],
    usual: Parameters { same_period: Counting::Counted, ..Parameters::USUAL },
    use_for: "When only months are known and a rate for the year is asked for. Ask it month by month.",
    source: "The SaaS Metrics Standards Board: 1 - (1 - m)^12.",
    share: gross_loss,
};
