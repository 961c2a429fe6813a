//! Logo churn as Stripe counts it: newcomers are in the base, and every leaving counts.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "logo_churn_with_newcomers",
    name: "Logo churn with newcomers in the base",
    family: Family::Churn,
    formula: "Times that a customer left in the period / (customers of the opening day + customers that came new in the period)",
    numerator: "Times a customer left",
    denominator: "Customers on the opening day and newcomers",
    shape: Shape::Percent,
    unit: Unit::Things,
    steps: &[],
    choices: &[
        choice(Topic::Base, "Customers of the opening day and those that came new since."),
        choice(Topic::Method, "Every leaving counts: a customer that left twice counts twice."),
        choice(Topic::SamePeriod, "Counted, in the base as well."),
        choice(Topic::Returning, "Not in the base; its next leaving counts."),
        choice(Topic::Dating, "The day after the last paid day, or after the days of grace that the ledger's rule allows."),
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "To compare with Stripe's subscriber churn, over 30 days.",
    source: "Stripe: churned in 30 days / (active 30 days ago + new in those 30 days).",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    let there = i64::from(subject.opening_minor > 0);
    Share { numerator: i64::from(subject.arrivals.churned), denominator: there + i64::from(subject.arrivals.new) }
}
