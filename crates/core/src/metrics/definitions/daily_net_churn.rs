//! Net churn of each day, added over a period.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};
use crate::ledger::Class;

pub(super) const DEFINITION: Definition = Definition {
    code: "daily_net_churn",
    name: "Net churn added day by day, Shopify style",
    family: Family::Churn,
    formula: "For each day 1 - (ARR at its end - new ARR of the day) / ARR at its start, then the days added",
    numerator: "Net loss of the days",
    denominator: "ARR at the start of the days",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        choice(Topic::Base, "The ARR of each day's start, so newcomers are in the base from their second day."),
        choice(Topic::Method, "Start against end of each day. Each day's rate is rounded to twelve places, then they are added."),
        choice(Topic::Average, "Rates of days are added, as the formula demands; the sums shown are those of the days together."),
        choice(Topic::Returning, "Makes up for losses."),
        choice(Topic::SamePeriod, "Counted, against a base that has grown by them."),
        answers::RATES_APART,
        answers::MOVED_APART,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "To compare with reports by this formula, where the base moves fast within a month.",
    source: "ChartMogul's second formula, which it names after Shopify.",
    share,
};

/// The subject is a customer on one day; its opening is the start of that day.
fn share(subject: &Subject, _: &Parameters) -> Share {
    let apart = [Class::New, Class::MigrationIn, Class::MigrationOut, Class::Fx];
    let apart_minor: i64 = apart.iter().map(|class| subject.movements.of(*class)).sum();
    Share { numerator: subject.opening_minor - (subject.closing_minor - apart_minor), denominator: subject.opening_minor }
}
