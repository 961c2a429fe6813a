//! Every named definition. A new one is one file and one line in [`DEFINITIONS`]; `docs/metrics.md` explains each.

mod annualised_atr_churn;
mod annualised_gross_churn;
mod annualised_net_retention;
mod arr;
mod atr;
mod atr_undecided;
mod baremetrics_nrr;
mod baremetrics_nrr_with_downgrades;
mod cmrr;
mod cohort_grr;
mod cohort_nrr;
mod cohort_nrr_without_escalators;
mod customers;
mod daily_net_churn;
mod formula_grr;
mod formula_nrr;
mod logo_churn;
mod logo_churn_with_newcomers;
mod logo_retention;
mod monthly_gross_churn;
mod monthly_gross_retention;
mod monthly_net_churn;
mod monthly_net_retention;
mod mrr;
mod quick_ratio;
mod renewal_rate_by_count;
mod renewal_rate_early;
mod renewal_rate_gross;
mod renewal_rate_late;
mod renewal_rate_net;
mod renewal_rate_on_time;
mod renewals_due;
mod renewals_late;
mod renewals_on_time;
mod revenue_churn;

use super::parameters::{Counting, Parameter, Parameters};
use super::{Share, Subject};
use crate::ledger::Class;
use crate::primitives::closed_words;

/// Every definition, in the order in which people meet them.
pub const DEFINITIONS: &[Definition] = &[
    cohort_nrr::DEFINITION,
    cohort_grr::DEFINITION,
    cohort_nrr_without_escalators::DEFINITION,
    logo_retention::DEFINITION,
    formula_nrr::DEFINITION,
    formula_grr::DEFINITION,
    monthly_net_retention::DEFINITION,
    monthly_gross_retention::DEFINITION,
    annualised_net_retention::DEFINITION,
    baremetrics_nrr::DEFINITION,
    baremetrics_nrr_with_downgrades::DEFINITION,
    logo_churn::DEFINITION,
    logo_churn_with_newcomers::DEFINITION,
    revenue_churn::DEFINITION,
    monthly_net_churn::DEFINITION,
    monthly_gross_churn::DEFINITION,
    daily_net_churn::DEFINITION,
    annualised_gross_churn::DEFINITION,
    renewal_rate_gross::DEFINITION,
    renewal_rate_net::DEFINITION,
    renewal_rate_by_count::DEFINITION,
    renewal_rate_on_time::DEFINITION,
    renewal_rate_early::DEFINITION,
    renewal_rate_late::DEFINITION,
    renewals_on_time::DEFINITION,
    renewals_late::DEFINITION,
    annualised_atr_churn::DEFINITION,
    atr::DEFINITION,
    atr_undecided::DEFINITION,
    renewals_due::DEFINITION,
    arr::DEFINITION,
    mrr::DEFINITION,
    cmrr::DEFINITION,
    customers::DEFINITION,
    quick_ratio::DEFINITION,
];

/// The definition with a code.
pub fn definition(code: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|definition| definition.code == code)
}

/// What a figure means: how it is made, which choices are in it, and when to use it.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Stable name in addresses, files and the API.
    pub code: &'static str,
    /// Name on the screen.
    pub name: &'static str,
    /// What kind of figure it is.
    pub family: Family,
    /// The formula in words.
    pub formula: &'static str,
    /// What is counted, as the heading of a column.
    pub numerator: &'static str,
    /// What it is measured against; empty for amounts and counts.
    pub denominator: &'static str,
    /// Ratio, amount or count.
    pub shape: Shape,
    /// What its sums are of: the same on both sides.
    pub unit: Unit,
    /// What happens after the sums, in this order.
    pub steps: &'static [Step],
    /// What companies differ on, and this definition's answers.
    pub choices: &'static [Choice],
    /// The parameters that it listens to.
    pub parameters: &'static [Parameter],
    /// The parameters as shipped.
    pub usual: Parameters,
    /// When to use it.
    pub use_for: &'static str,
    /// Where the idea comes from.
    pub source: &'static str,
    /// What one customer adds.
    pub share: fn(&Subject, &Parameters) -> Share,
}

/// One topic and the answer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is about.
    pub topic: Topic,
    /// The answer, in a sentence.
    pub answer: &'static str,
}

/// What a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A share of a base, shown in percent.
    Percent,
    /// A ratio of unlike things, shown as a number.
    Times,
    /// Money.
    Amount,
    /// A number of things.
    Count,
}

/// What the sums of a figure are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minor units of the currency that was asked for.
    Money,
    /// Customers, renewals, times: whole things.
    Things,
}

/// What happens to a figure after its sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 1 less the ratio.
    OneMinus,
    /// The ratio of a month, twelve months in a row: to the power of 12, rounded half to even to twelve places.
    TwelvefoldMonths,
    /// The ratio of a term, taken to one year: to the power of 12 / months of the term, rounded half to even to twelve places.
    OneYearOfTerm,
    /// An amount of a year divided by twelve, rounded half to even after the sum.
    Twelfth,
}

impl Step {
    /// The step in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OneMinus => "1 less the ratio",
            Self::TwelvefoldMonths => "to the power of 12",
            Self::OneYearOfTerm => "to the power of 12 / months of the term",
            Self::Twelfth => "divided by 12",
        }
    }
}

closed_words! {
    /// Kinds of figures.
    Family {
        Retention = "retention", "Retention";
        Churn = "churn", "Churn";
        Renewal = "renewal", "Renewals";
        Level = "level", "Levels and growth";
    }
}

closed_words! {
    /// What sources disagree on.
    Topic {
        Returning = "returning", "A customer that comes back";
        Base = "base", "What it is measured against";
        Included = "included", "What is in it";
        Method = "method", "Start against end, or sum of movements";
        Cap = "cap", "Whether growth can hide a loss";
        SamePeriod = "same_period", "Who comes and goes within the period";
        Downgrades = "downgrades", "Customers that pay less and stay";
        Average = "average", "Average of rates";
        MultiYear = "multi_year", "Terms of several years";
        Timing = "timing", "Early and late renewals";
        Undecided = "undecided", "Renewals that nobody has decided";
        PriceRises = "price_rises", "Price rises agreed beforehand";
        Discounts = "discounts", "Discounts";
        Currency = "currency", "Exchange rates";
        Moved = "moved", "Contracts that changed account";
        Dating = "dating", "The day a loss counts";
    }
}

const fn choice(topic: Topic, answer: &'static str) -> Choice {
    Choice { topic, answer }
}

/// The answers that several definitions share, so that they are given in the same words.
mod answers {
    use super::{Choice, Topic, choice};

    pub const OPENING_BASE: Choice = choice(Topic::Base, "All ARR of the opening day, whether or not it was up for renewal.");
    pub const ATR_BASE: Choice = choice(Topic::Base, "Only ARR whose term ended in the period.");
    pub const BALANCES: Choice =
        choice(Topic::Method, "Start against end. A customer that dipped and recovered within the period is whole.");
    pub const MOVEMENTS: Choice = choice(Topic::Method, "Sum of movements. A dip and the recovery after it are a loss and an expansion.");
    pub const NEVER_AVERAGED: Choice = choice(Topic::Average, "Never: sums are divided, so that a large customer weighs more.");
    pub const RATES_ASKED: Choice = choice(
        Topic::Currency,
        "At the rates that were asked for. Plan rates make it constant currency; with daily rates their effect is in it.",
    );
    pub const RATES_APART: Choice = choice(Topic::Currency, "What exchange rates do is a movement of its own and stays out.");
    pub const MOVED_ALONG: Choice =
        choice(Topic::Moved, "They count where they are in the end, with what they brought on the opening day.");
    pub const MOVED_APART: Choice = choice(Topic::Moved, "Neither a loss nor a gain.");
    pub const TERM_ENDS: Choice =
        choice(Topic::MultiYear, "Only a term that ends in the period is due; an anniversary inside a term is not.");
    pub const DUE_PERIOD: Choice = choice(Topic::Timing, "Counted in the period in which the term ended, whenever it was signed.");
    pub const UNDECIDED_IN_BASE: Choice =
        choice(Topic::Undecided, "In the base, so the rate of a running period is low until all is decided; a parameter takes them out.");
    pub const STRANGERS_OUT: Choice = choice(Topic::SamePeriod, "Left out: only customers of the opening day count.");
}

/// The two sides of a cohort by balances: what a customer of the opening day brings in the end, against what it had then.
fn cohort(subject: &Subject, kept_minor: i64) -> Share {
    if subject.was_customer() { Share { numerator: kept_minor, denominator: subject.cohort_opening_minor } } else { Share::default() }
}

/// The two sides of a cohort by movements: the opening and what the movements made of it. A customer whose contracts went to another
/// account has no base any more, but its movements before that still count.
fn cohort_moved(subject: &Subject, gained_minor: i64) -> Share {
    let base = subject.cohort_opening_minor.max(0);
    if subject.was_there() { Share { numerator: base - subject.lost_minor() + gained_minor, denominator: base } } else { Share::default() }
}

/// Whether the movements of a customer count: all of them, or only those of customers that were there on the opening day.
fn counts(subject: &Subject, chosen: &Parameters) -> bool {
    chosen.same_period == Counting::Counted || subject.was_there()
}

/// Churn and contraction against the opening ARR.
fn gross_loss(subject: &Subject, chosen: &Parameters) -> Share {
    let lost = if counts(subject, chosen) { subject.lost_minor() } else { 0 };
    Share { numerator: lost, denominator: subject.opening_minor }
}

/// Churn and contraction, less expansion and, if it counts, reactivation, against the opening ARR.
fn net_loss(subject: &Subject, chosen: &Parameters) -> Share {
    let expansion = if counts(subject, chosen) { subject.movements.expansion() } else { 0 };
    let gross = gross_loss(subject, chosen);
    Share { numerator: gross.numerator - expansion - reactivation(subject, chosen), ..gross }
}

/// Revenue that came back, if it counts.
const fn reactivation(subject: &Subject, chosen: &Parameters) -> i64 {
    match chosen.reactivation {
        Counting::Counted => subject.movements.of(Class::Reactivation),
        Counting::LeftOut => 0,
    }
}

/// A share that is an amount or a count.
const fn plain(numerator: i64) -> Share {
    Share { numerator, denominator: 0 }
}
