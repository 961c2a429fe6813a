//! How many customers there are on the closing day.

use super::{Definition, Family, Parameters, Shape, Share, Subject, Topic, Unit, choice, plain};

pub(super) const DEFINITION: Definition = Definition {
    code: "customers",
    name: "Customers",
    family: Family::Level,
    formula: "Customers with ARR on the closing day",
    numerator: "Customers",
    denominator: "",
    shape: Shape::Count,
    unit: Unit::Things,
    steps: &[],
    choices: &[choice(Topic::Included, "Whoever brings recurring revenue; trials and one-off buyers do not count.")],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "The number beside ARR.",
    source: "The base of logo retention, counted at the end.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    plain(i64::from(subject.is_customer()))
}
