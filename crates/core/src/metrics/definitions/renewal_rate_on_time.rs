//! The renewal rate of what was signed in time.

use super::{Definition, Family, Parameter, Parameters, Shape, Share, Subject, Topic, Unit, answers, choice};

pub(super) const DEFINITION: Definition = Definition {
    code: "renewal_rate_on_time",
    name: "Renewal rate, on time",
    family: Family::Renewal,
    formula: "ARR kept by renewals signed on or before the end of the term / ARR available to renew",
    numerator: "ARR kept on time",
    denominator: "ARR available to renew",
    shape: Shape::Percent,
    unit: Unit::Money,
    steps: &[],
    choices: &[
        answers::ATR_BASE,
        choice(
            Topic::Timing,
            "Signed on or before the end of the term, or renewed by itself. The day of signature counts, not the \
            day it was written down; what was written down later is marked.",
        ),
        answers::TERM_ENDS,
        answers::UNDECIDED_IN_BASE,
        answers::RATES_ASKED,
        answers::NEVER_AVERAGED,
    ],
    parameters: &[Parameter::Undecided],
    usual: Parameters::USUAL,
    use_for: "Whether renewals are done in time. Together with the late rate it is the gross rate.",
    source: "KPI Depot: renewed on or before expiry / due.",
    share,
};

fn share(subject: &Subject, chosen: &Parameters) -> Share {
    Share { numerator: subject.due.kept_on_time_minor, denominator: subject.due.base_minor(chosen) }
}
