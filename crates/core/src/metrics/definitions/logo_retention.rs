//! Logo retention: customers, not money.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "logo_retention",
    name: "Logo retention",
    family: Family::Retention,
    formula: "Customers of the opening day that are customers at the end / customers of the opening day",
    numerator: "Customers kept",
    denominator: "Customers on the opening day",
    shape: Shape::Percent,
    unit: Unit::Things,
    steps: &[],
    choices: &[
        choice(Topic::Base, "All customers of the opening day, whether or not they were up for renewal."),
        choice(Topic::Method, "Start against end. A customer that left and came back within the period is kept."),
        answers::STRANGERS_OUT,
        choice(Topic::Downgrades, "Kept, however little they pay."),
        answers::MOVED_ALONG,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "Beside revenue retention, where many small customers leave.",
    source: "The SaaS Metrics Standards Board.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    let (was, is) = (subject.was_customer(), subject.is_customer());
    Share { numerator: i64::from(was && is), denominator: i64::from(was) }
}
