//! Logo churn: customers of the opening day that are gone.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "logo_churn",
    name: "Logo churn",
    family: Family::Churn,
    formula: "Customers of the opening day that are gone at the end / customers of the opening day",
    numerator: "Customers lost",
    denominator: "Customers on the opening day",
    shape: Shape::Percent,
    unit: Unit::Things,
    steps: &[],
    choices: &[
        choice(Topic::Base, "All customers of the opening day, whether or not they were up for renewal."),
        choice(Topic::Method, "Start against end. A customer that left and came back within the period is not lost."),
        answers::STRANGERS_OUT,
        choice(Topic::Downgrades, "Not lost, however little they pay."),
        answers::MOVED_ALONG,
        choice(Topic::Dating, "The day after the last paid day, or after the days of grace that the ledger's rule allows."),
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "How many customers leave. It is 100% less logo retention.",
    source: "Logo retention of the SaaS Metrics Standards Board, turned round.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    let (was, is) = (subject.was_customer(), subject.is_customer());
    Share { numerator: i64::from(was && !is), denominator: i64::from(was) }
}
