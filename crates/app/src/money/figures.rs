//! Figures with named definitions: one definition with its customers, or several side by side.

use super::asked::{Asked, AskedRules};
use super::query::MoneyQuery;
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::ledger::{Book, Filter, Group, Level, Question, Slice, Totals, walk};
use tenure_core::metrics::{DEFINITIONS, Figure, Measure, Share, Subject, Subjects, Sums, subjects};
use tenure_core::primitives::Currency;
use tenure_core::refusal::Refusal;

/// A definition with the figure it gives.
#[derive(Clone, Copy, Debug)]
pub struct FigureItem {
    /// Definition and parameters.
    pub measure: Measure,
    /// The figure with its sums.
    pub figure: Figure,
}

/// Every definition with its figure, for one question.
#[derive(Clone, Debug)]
pub struct MetricsView {
    /// The opening day.
    pub opening_on: Date,
    /// The closing day.
    pub closing_on: Date,
    /// The rules of the ledger.
    pub rules: AskedRules,
    /// The currency of every amount.
    pub currency: Currency,
    /// Definitions as they ship, in the order in which people meet them.
    pub figures: Vec<FigureItem>,
}

/// What one customer, unit or product adds to a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareItem {
    /// Reference of the account, or of the topmost company of a family.
    pub account_reference: String,
    /// Its name.
    pub account: String,
    /// Unit or product, at those levels.
    pub part: Option<String>,
    /// ARR on the opening day.
    pub opening_minor: i64,
    /// ARR on the closing day.
    pub closing_minor: i64,
    /// Added to the figure.
    pub share: Share,
    /// Added to the figure that it is compared with.
    pub other: Option<Share>,
}

/// One slice of a figure.
#[derive(Clone, Debug)]
pub struct MetricSlice {
    /// The segment, region, tier, unit or product.
    pub name: String,
    /// The figure of the slice.
    pub figure: Figure,
}

/// One figure, open to its customers.
#[derive(Clone, Debug)]
pub struct MetricView {
    /// The opening day.
    pub opening_on: Date,
    /// The closing day.
    pub closing_on: Date,
    /// The rules of the ledger.
    pub rules: AskedRules,
    /// The currency of every amount.
    pub currency: Currency,
    /// The figure.
    pub item: FigureItem,
    /// The figure that it is compared with.
    pub versus: Option<FigureItem>,
    /// Slices, if they were asked for, by name.
    pub slices: Vec<MetricSlice>,
    /// Customers that add something, those that differ most or add most first.
    pub shares: Vec<ShareItem>,
}

/// What of a figure is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetricQuery {
    /// Code of the definition, with its parameters: `cohort_nrr`, `quick_ratio(reactivation=counted)`.
    pub measure: String,
    /// Another one to compare with, customer by customer; only those that differ are then listed.
    pub versus: Option<String>,
    /// By what it is cut.
    pub by: Option<Slice>,
}

impl App {
    /// Every definition with its figure.
    ///
    /// # Errors
    /// A question that cannot be answered.
    pub async fn metrics(&self, query: &MoneyQuery) -> Result<MetricsView, AppError> {
        self.ask(query)
            .await?
            .work(|asked| {
                let all = subjects(&asked.book, &asked.question())?;
                let figures = every_figure(asked, &all)?;
                Ok(MetricsView {
                    opening_on: asked.after,
                    closing_on: asked.through,
                    rules: asked.rules.clone(),
                    currency: asked.currency(),
                    figures,
                })
            })
            .await
    }

    /// One figure with its slices and its customers.
    ///
    /// # Errors
    /// A definition or a parameter that does not exist, or a question that cannot be answered.
    pub async fn metric(&self, query: &MoneyQuery, asked_for: &MetricQuery) -> Result<MetricView, AppError> {
        let item = measure("definition", &asked_for.measure)?;
        let versus = asked_for.versus.as_deref().filter(|text| !text.is_empty()).map(|text| measure("versus", text)).transpose()?;
        let by = asked_for.by;
        self.ask(query).await?.work(move |asked| view(asked, item, (versus, by))).await
    }
}

/// Reads a definition with its parameters.
pub(super) fn measure(column: &str, text: &str) -> Result<Measure, Refusal> {
    text.parse().map_err(|problem: String| Refusal {
        column: Some(column.into()),
        value: Some(text.into()),
        problem,
        remedy: format!("Definitions are: {}.", DEFINITIONS.iter().map(|definition| definition.code).collect::<Vec<_>>().join(", ")),
        ..Refusal::default()
    })
}

fn view(asked: &Asked, measure: Measure, (versus, by): (Option<Measure>, Option<Slice>)) -> Result<MetricView, AppError> {
    let all = subjects(&asked.book, &asked.question())?;
    let slices = match by {
        Some(by) => slices(asked, &measure, by, &all)?,
        None => Vec::new(),
    };
    Ok(MetricView {
        opening_on: asked.after,
        closing_on: asked.through,
        rules: asked.rules.clone(),
        currency: asked.currency(),
        item: FigureItem { measure, figure: figure(asked, &measure, &asked.question(), &all)? },
        versus: match versus {
            Some(other) => Some(FigureItem { measure: other, figure: figure(asked, &other, &asked.question(), &all)? }),
            None => None,
        },
        slices,
        shares: shares(asked, (measure, versus), &all),
    })
}

/// The figure of every definition as it ships.
pub(super) fn every_figure(asked: &Asked, all: &Subjects) -> Result<Vec<FigureItem>, AppError> {
    let question = asked.question();
    let usual = DEFINITIONS.iter().map(Measure::usual);
    usual.map(|measure| Ok(FigureItem { measure, figure: figure(asked, &measure, &question, all)? })).collect()
}

/// The figure of a definition. One that is summed day by day is made of the days of the question.
pub(super) fn figure(asked: &Asked, measure: &Measure, question: &Question<'_>, all: &Subjects) -> Result<Figure, AppError> {
    if measure.definition.code != "daily_net_churn" {
        return Ok(measure.figure(all.values()));
    }
    let mut days: BTreeMap<Date, Totals> = BTreeMap::new();
    walk(&asked.book, question, &mut |customer| {
        for movement in customer.movements {
            days.entry(movement.day).or_default().add(movement.class, movement.reporting_minor);
        }
        Ok(())
    })?;
    let mut opening_minor: i64 = all.values().map(|subject| subject.opening_minor).sum();
    let sums: Vec<Sums> = days
        .into_values()
        .map(|movements| {
            let closing_minor = opening_minor + movements.net();
            let day = Subject { opening_minor, closing_minor, cohort_opening_minor: opening_minor, movements, ..Subject::default() };
            opening_minor = closing_minor;
            let mut sums = Sums::default();
            sums.add(measure.share(&day));
            sums
        })
        .collect();
    Ok(measure.sum_of_days(sums))
}

fn slices(asked: &Asked, measure: &Measure, by: Slice, all: &Subjects) -> Result<Vec<MetricSlice>, AppError> {
    let names = &asked.book.names;
    let of_account = |name: &dyn Fn(u32) -> String| {
        let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
        for (group, subject) in all {
            sums.entry(name(group.account)).or_default().add(measure.share(subject));
        }
        sums.into_iter().map(|(name, sums)| MetricSlice { name, figure: measure.figure_of(sums) }).collect()
    };
    let account = |at: u32| &names.accounts[at as usize];
    let list = match by {
        Slice::Segment => return Ok(of_account(&|at| account(at).segment.clone())),
        Slice::Region => return Ok(of_account(&|at| account(at).region.clone())),
        Slice::Tier => return Ok(of_account(&|at| account(at).tier.to_string())),
        Slice::Unit => &names.units,
        Slice::Product => &names.products,
    };
    let mut slices = Vec::new();
    for (at, name) in (0_u32..).zip(list) {
        let narrowed = match by {
            Slice::Unit => Filter { unit: Some(at), ..asked.filter.clone() },
            _ => Filter { product: Some(at), ..asked.filter.clone() },
        };
        let question = Question { filter: narrowed, ..asked.question() };
        let of_slice = subjects(&asked.book, &question)?;
        if !of_slice.is_empty() {
            slices.push(MetricSlice { name: name.clone(), figure: figure(asked, measure, &question, &of_slice)? });
        }
    }
    slices.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(slices)
}

fn shares(asked: &Asked, (measure, versus): (Measure, Option<Measure>), all: &Subjects) -> Vec<ShareItem> {
    let mut shares: Vec<ShareItem> = all
        .iter()
        .map(|(group, subject)| {
            let (account_reference, account, part) = whom(&asked.book, *group, asked.query.level);
            ShareItem {
                account_reference,
                account,
                part,
                opening_minor: subject.opening_minor,
                closing_minor: subject.closing_minor,
                share: measure.share(subject),
                other: versus.map(|other| other.share(subject)),
            }
        })
        .filter(|item| match item.other {
            Some(other) => other != item.share,
            None => item.share != Share::default(),
        })
        .collect();
    let weight = |item: &ShareItem| {
        let other = item.other.unwrap_or_default();
        let numerator = item.share.numerator.abs_diff(other.numerator);
        numerator.max(item.share.denominator.abs_diff(other.denominator))
    };
    shares.sort_by(|a, b| weight(b).cmp(&weight(a)).then_with(|| a.account_reference.cmp(&b.account_reference)));
    shares
}

/// Reference, name, and unit or product of a group.
fn whom(book: &Book, group: Group, level: Level) -> (String, String, Option<String>) {
    let account = &book.names.accounts[group.account as usize];
    let part = match level {
        Level::Parent | Level::Account => None,
        Level::Unit => book.names.units.get(group.part as usize).cloned(),
        Level::Product => book.names.products.get(group.part as usize).cloned(),
    };
    (account.reference.clone(), account.name.clone(), part)
}
