//! Committed monthly recurring revenue: what is signed and announced, taken in.

use super::{Definition, Family, Parameters, Shape, Share, Step, Subject, Topic, Unit, answers, choice, plain};

pub(super) const DEFINITION: Definition = Definition {
    code: "cmrr",
    name: "Committed monthly recurring revenue",
    family: Family::Level,
    formula: "(ARR on the closing day + ARR signed that has not begun - ARR known to end) / 12",
    numerator: "Committed ARR",
    denominator: "",
    shape: Shape::Amount,
    unit: Unit::Money,
    steps: &[Step::Twelfth],
    choices: &[
        choice(
            Topic::Included,
            "Only what is signed or announced: no forecast. Some use these letters for MRR under terms longer than \
            a month; this is not that.",
        ),
        choice(Topic::Dating, "A loss is known once notice arrived or the renewal was decided."),
        answers::RATES_ASKED,
    ],
    parameters: &[],
    usual: Parameters::USUAL,
    use_for: "Where the book stands once everything signed has taken effect. Twelve times it is also called CARR.",
    source: "ChartMogul and Bessemer: MRR + guaranteed expansion - expected churn.",
    share,
};

fn share(subject: &Subject, _: &Parameters) -> Share {
    plain(subject.closing_minor + subject.committed.signed_minor - subject.committed.leaving_minor)
}
