//! Bodies about figures with named definitions: what was asked, the definition, the figure, what customers add to it.

use super::rules::RulesBody;
use super::{MoneyBody, NamedBody};
use jiff::civil::Date;
use serde::Serialize;
use tenure_app::{AskedRules, FigureItem, MetricView, MetricsView, MoneyQuery, ShareItem};
use tenure_core::metrics::{Ratio, Shape, Sums, Unit, Value};
use tenure_core::primitives::{Currency, Money};
use utoipa::ToSchema;

/// What was asked: enough to ask the same again.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionBody {
    /// Opening day: its ARR is what the period begins with.
    #[schema(format = Date)]
    pub opening_on: String,
    /// Closing day.
    #[schema(format = Date)]
    pub closing_on: String,
    /// ISO 4217 code of every amount.
    #[schema(example = "USD")]
    pub currency: String,
    /// Parameters that differ from what is usual, and every rule that the question states.
    pub parameters: Vec<ParameterBody>,
    /// Every rule of the ledger that the answer stands on: those stated, over those of the organisation as known on the day.
    pub rules: RulesBody,
    /// Whether the organisation had confirmed its rules by then; else they are the shipped ones.
    pub rules_confirmed: bool,
}

impl QuestionBody {
    /// A question with the days and the currency that it came to.
    pub fn of((query, rules): (&MoneyQuery, &AskedRules), (opening_on, closing_on): (Date, Date), currency: Currency) -> Self {
        let parameter = |(name, value): (&str, String)| ParameterBody { name: name.into(), value };
        Self {
            opening_on: opening_on.to_string(),
            closing_on: closing_on.to_string(),
            currency: currency.code().into(),
            parameters: query.parameters().into_iter().map(parameter).collect(),
            rules: (&rules.rules).into(),
            rules_confirmed: rules.confirmed,
        }
    }
}

/// A parameter with its value.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParameterBody {
    /// Name.
    pub name: String,
    /// Value, as it is sent.
    pub value: String,
}

/// An exact ratio.
#[derive(Debug, Serialize, ToSchema)]
pub struct RateBody {
    /// Numerator in lowest terms: a whole number of up to 25 digits.
    #[schema(pattern = "^-?[0-9]{1,25}$")]
    pub numerator: String,
    /// Denominator in lowest terms; positive.
    #[schema(pattern = "^[0-9]{1,25}$")]
    pub denominator: String,
    /// Rounded once, half to even, to six places: 0.924000 is 92.4%.
    #[schema(pattern = "^-?[0-9]{1,25}[.][0-9]{6}$", example = "0.924000")]
    pub decimal: String,
}

impl From<Ratio> for RateBody {
    fn from(ratio: Ratio) -> Self {
        let rounded = ratio.rounded(6);
        let digits = format!("{:07}", rounded.unsigned_abs());
        let (whole, fraction) = digits.split_at(digits.len() - 6);
        Self {
            numerator: ratio.numerator().to_string(),
            denominator: ratio.denominator().to_string(),
            decimal: format!("{}{whole}.{fraction}", if rounded < 0 { "-" } else { "" }),
        }
    }
}

/// A figure with the sums that it was made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureBody {
    /// Code of the definition.
    #[schema(example = "cohort_nrr")]
    pub definition: String,
    /// The definition with its parameters, to ask for the same figure again.
    #[schema(example = "quick_ratio(reactivation=left_out)")]
    pub measure: String,
    /// Name.
    pub name: String,
    /// Sum of what customers add to the numerator: minor units, or a number of things. A whole number of up to 30 digits.
    #[schema(pattern = "^-?[0-9]{1,30}$")]
    pub numerator: String,
    /// Sum of what they add to the denominator; 0 for amounts and counts.
    #[schema(pattern = "^-?[0-9]{1,30}$")]
    pub denominator: String,
    /// `money` where the sums are minor units of the question's currency, else `things`.
    pub unit: String,
    /// The ratio, where the figure is one; null without a base.
    pub rate: Option<RateBody>,
    /// The amount, where the figure is one.
    pub amount: Option<MoneyBody>,
    /// The number, where the figure is one.
    #[schema(minimum = 0, maximum = 9_000_000_000_000_000_i64)]
    pub count: Option<i64>,
    /// For people: `92.40%`, a number, an amount, or a dash without a base.
    #[schema(example = "92.40%")]
    pub text: String,
}

impl FigureBody {
    /// A figure in the currency of its question.
    pub fn of(item: &FigureItem, currency: Currency) -> Self {
        let (definition, value) = (item.measure.definition, item.figure.value);
        let Sums { numerator, denominator } = item.figure.sums;
        let amount = if let Value::Amount(minor) = value { Some(Money::new(minor, currency)) } else { None };
        Self {
            definition: definition.code.into(),
            measure: item.measure.to_string(),
            name: definition.name.into(),
            numerator: numerator.to_string(),
            denominator: denominator.to_string(),
            unit: match definition.unit {
                Unit::Money => "money".into(),
                Unit::Things => "things".into(),
            },
            rate: value.ratio().map(RateBody::from),
            amount: amount.map(MoneyBody::from),
            count: if let Value::Count(count) = value { Some(count) } else { None },
            text: amount.map_or_else(|| value.display(2), |amount| amount.to_string()),
        }
    }
}

/// A definition in words, with its figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct DefinitionBody {
    /// The figure, with the parameters as shipped.
    pub figure: FigureBody,
    /// What kind of figure it is.
    #[schema(example = "retention")]
    pub family: String,
    /// `percent`, `times`, `amount` or `count`.
    pub shape: String,
    /// The formula in words.
    pub formula: String,
    /// What the numerator counts.
    pub numerator: String,
    /// What it is measured against; empty for amounts and counts.
    pub denominator: String,
    /// What happens after the sums, in this order.
    pub steps: Vec<String>,
    /// What companies differ on, and this definition's answers.
    pub choices: Vec<ChoiceBody>,
    /// When to use it.
    pub use_for: String,
    /// Where the idea comes from.
    pub source: String,
}

/// A topic and the answer to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChoiceBody {
    /// What it is about.
    pub topic: String,
    /// The answer.
    pub answer: String,
}

impl DefinitionBody {
    fn of(item: &FigureItem, currency: Currency) -> Self {
        let definition = item.measure.definition;
        let choices =
            definition.choices.iter().map(|choice| ChoiceBody { topic: choice.topic.label().into(), answer: choice.answer.into() });
        Self {
            figure: FigureBody::of(item, currency),
            family: definition.family.code().into(),
            shape: match definition.shape {
                Shape::Percent => "percent",
                Shape::Times => "times",
                Shape::Amount => "amount",
                Shape::Count => "count",
            }
            .into(),
            formula: definition.formula.into(),
            numerator: definition.numerator.into(),
            denominator: definition.denominator.into(),
            steps: definition.steps.iter().map(|step| step.label().into()).collect(),
            choices: choices.collect(),
            use_for: definition.use_for.into(),
            source: definition.source.into(),
        }
    }
}

/// Every definition with its figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetricList {
    /// What was asked.
    pub question: QuestionBody,
    /// Definitions in the order in which people meet them.
    pub items: Vec<DefinitionBody>,
}

impl MetricList {
    /// The figures of a question.
    pub fn of(view: &MetricsView, query: &MoneyQuery) -> Self {
        Self {
            question: QuestionBody::of((query, &view.rules), (view.opening_on, view.closing_on), view.currency),
            items: view.figures.iter().map(|item| DefinitionBody::of(item, view.currency)).collect(),
        }
    }
}

/// What one customer adds to a figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShareBody {
    /// The account, or the topmost company of a family.
    pub account: NamedBody,
    /// Unit or product, at those levels.
    pub part: Option<String>,
    /// ARR on the opening day.
    pub opening: MoneyBody,
    /// ARR on the closing day.
    pub closing: MoneyBody,
    /// Added to the figure.
    pub adds: AddedBody,
    /// Added to the figure that it is compared with.
    pub versus: Option<AddedBody>,
}

/// What is added to the two sums of a figure, in the figure's unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct AddedBody {
    /// To the numerator.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64)]
    pub numerator: i64,
    /// To the denominator.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64)]
    pub denominator: i64,
}

impl ShareBody {
    fn of(item: &ShareItem, currency: Currency) -> Self {
        let added = |share: tenure_core::metrics::Share| AddedBody { numerator: share.numerator, denominator: share.denominator };
        Self {
            account: NamedBody { reference: item.account_reference.clone(), name: item.account.clone() },
            part: item.part.clone(),
            opening: Money::new(item.opening_minor, currency).into(),
            closing: Money::new(item.closing_minor, currency).into(),
            adds: added(item.share),
            versus: item.other.map(added),
        }
    }
}

/// The figure of one slice.
#[derive(Debug, Serialize, ToSchema)]
pub struct SliceBody {
    /// The segment, region, tier, unit or product.
    pub name: String,
    /// Its figure.
    pub figure: FigureBody,
}

/// One figure, open to its customers.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetricBody {
    /// What was asked.
    pub question: QuestionBody,
    /// The figure with its definition.
    pub definition: DefinitionBody,
    /// The figure that it is compared with.
    pub versus: Option<DefinitionBody>,
    /// Slices, if they were asked for, by name.
    pub slices: Vec<SliceBody>,
    /// Customers that add something, or differ where two figures are compared; those that weigh most first.
    pub shares: Vec<ShareBody>,
    /// How many customers there are.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_u64)]
    pub total: u64,
    /// Send as `after` for the next page of customers.
    pub next: Option<String>,
}

impl MetricBody {
    /// A page of a figure's customers: from which position, and how many.
    pub fn of(view: &MetricView, query: &MoneyQuery, (from, limit): (usize, usize)) -> Self {
        let slice = |slice: &tenure_app::MetricSlice| {
            let item = FigureItem { measure: view.item.measure, figure: slice.figure };
            SliceBody { name: slice.name.clone(), figure: FigureBody::of(&item, view.currency) }
        };
        let to = from.saturating_add(limit);
        Self {
            question: QuestionBody::of((query, &view.rules), (view.opening_on, view.closing_on), view.currency),
            definition: DefinitionBody::of(&view.item, view.currency),
            versus: view.versus.as_ref().map(|item| DefinitionBody::of(item, view.currency)),
            slices: view.slices.iter().map(slice).collect(),
            shares: view.shares.iter().skip(from).take(limit).map(|share| ShareBody::of(share, view.currency)).collect(),
            total: view.shares.len() as u64,
            next: (to < view.shares.len()).then(|| to.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_exact_and_rounded_once_beside_it() {
        let rate = |numerator, denominator| RateBody::from(Ratio::of(numerator, denominator).unwrap());
        assert_eq!(rate(924, 1_000).decimal, "0.924000");
        assert_eq!((rate(924, 1_000).numerator.as_str(), rate(924, 1_000).denominator.as_str()), ("231", "250"));
        assert_eq!(rate(-1, 3).decimal, "-0.333333");
        assert_eq!(rate(7, 2).decimal, "3.500000");
        assert_eq!(rate(-1, 10_000_000).decimal, "0.000000", "no sign on a zero");
    }
}
