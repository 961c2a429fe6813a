//! Revenue churn: the money of customers that left altogether.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice, cohort};

pub(super) const DEFINITION: Definition = Definition {
    code: "revenue_churn",
    name: "Revenue churn",
    family: Family::Churn,
    formula: "Opening ARR of the customers that are gone at the end / ARR on the opening day",
    numerator: "ARR of lost customers",
    denominator: "ARR on the opening day",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::OPENING_BASE,
        choice(Topic::Method, "Start against end. A customer that left and came back within the period is not lost."),
        choice(Topic::Downgrades, "Left out: only revenue of customers that left altogether. 100% less cohort_grr has both."),
        answers::STRANGERS_OUT,
        answers::RATES_ASKED,
        answers::MOVED_ALONG,
        choice(Topic::Dating, "The day after the last paid day, or after the days of grace that the ledger's rule allows."),
        answers::NEVER_AVERAGED,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "The money beside logo churn: whether those who leave are the large ones.",
    source: "ServiceNow: a customer that pays less is not lost.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    cohort(subject, if subject.is_customer() { 0 } else { subject.cohort_opening_minor })
}
