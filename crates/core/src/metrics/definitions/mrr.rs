//! Monthly recurring revenue on the closing day.

use super::{Definition, Family, Parameters, Shape, Share, Step, Subject, Topic, Unit, answers, choice, plain};

pub(super) const DEFINITION: Definition = Definition {
    code: "mrr",
    name: "Monthly recurring revenue",
    family: Family::Level,
    formula: "ARR on the closing day / 12",
    numerator: "ARR",
    denominator: "",
    shape: Shape::Amount,
    unit: Unit::Money,
    steps: &[Step::Twelfth],
    choices: &[
        choice(Topic::Included, "A twelfth of ARR, rounded once for the sum: customers shown alone may differ from it by a minor unit."),
        choice(
            Topic::Discounts,
            "As the ledger's rule says. As shipped, a discount counts that lasts as long as its line; a temporary one does not.",
        ),
        answers::RATES_ASKED,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "To speak with people who count in months.",
    source: "Stripe and ChartMogul, whose ARR is twelve times MRR.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    plain(subject.closing_minor)
}
