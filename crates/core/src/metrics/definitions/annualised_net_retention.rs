//! A month's net retention, twelve months in a row.

use super::{Counting, Definition, Family, Parameter, Parameters, Shape, Step, Topic, Unit, answers, choice, net_loss};

pub(super) const DEFINITION: Definition = Definition {
    code: "annualised_net_retention",
    name: "Net retention of months, annualised",
    family: Family::Retention,
    formula: "(1 - (churn + contraction - expansion - reactivation of each month, added) / (ARR on each month's opening day, added)) \
        to the power of 12",
    numerator: "Net loss",
    denominator: "ARR on the opening days",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[Step::OneMinus, Step::TwelvefoldMonths],
    choices: &[
        choice(Topic::Base, "The opening ARR of each month, added: months weigh by their size."),
        choice(Topic::Average, "An average of monthly rates weighted by their base, then taken twelve times in a row."),
        answers::MOVEMENTS,
        choice(Topic::Returning, "Makes up for losses; a parameter leaves it out."),
        choice(Topic::SamePeriod, "Counted; a parameter leaves it out."),
        answers::RATES_APART,
        answers::MOVED_APART,
    ],
    parameters: &[Parameter::Reactivation, Parameter::SamePeriod],
    usual: Parameters { reactivation: Counting::Counted, same_period: Counting::Counted, ..Parameters::USUAL },
    use_for: "To compare with companies that publish a monthly rate for the year. Ask it month by month: each customer and month is \
        one line.",
    source: "HubSpot's annual report: a weighted average of monthly rates, then annualised.",
    share: net_loss,
};
