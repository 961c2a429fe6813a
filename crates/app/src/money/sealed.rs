//! Retention under a seal: what the page showed, kept as it was, and how it stands to what is known.

use super::query::MoneyQuery;
use super::retention::RetentionView;
use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::views::last_instant;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tenure_core::ledger::StatedRules;
use tenure_core::metrics::{Unit, Value};
use tenure_core::primitives::{Money, format_minor, parse_currency};
use tenure_core::refusal::Refusal;
use tenure_core::seal::{Report, Seal};

/// Which report it is, in the seal.
const KIND: &str = "retention";
/// Places of percentages in the content.
const PLACES: u32 = 2;

/// The sum of one class, as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedClass {
    /// Code of the class.
    pub class: String,
    /// Its sum in minor units, signed.
    pub minor: i64,
    /// Movements of it.
    pub count: u64,
}

/// A figure, as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedFigure {
    /// Definition with its parameters.
    pub measure: String,
    /// Its name.
    pub name: String,
    /// Sum above the line: minor units, or things.
    pub numerator: String,
    /// Sum below it.
    pub denominator: String,
    /// The figure as people read it.
    pub shown: String,
}

/// What the page of retention showed, as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRetention {
    /// The opening day.
    pub opening_on: Date,
    /// The closing day.
    pub closing_on: Date,
    /// Code of the currency of every amount.
    pub currency: String,
    /// Revenue on the opening day, in minor units.
    pub opening_minor: i64,
    /// Every class with a movement.
    pub classes: Vec<SealedClass>,
    /// Revenue on the closing day, in minor units.
    pub closing_minor: i64,
    /// What the movements do not explain: zero.
    pub residual_minor: i64,
    /// Movements of the period.
    pub movements: u64,
    /// Every definition with its figure.
    pub figures: Vec<SealedFigure>,
}

/// How a sealed report stands to a computation of today from what was known by the end of the day on which it was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recomputed {
    /// It comes out to the last digit.
    Same,
    /// Something else comes out: more was recorded on that day, after the seal.
    Otherwise,
    /// It cannot be asked any more.
    Not,
}

/// A sealed report, read.
#[derive(Clone, Debug)]
pub struct SealView {
    /// The seal.
    pub seal: Seal,
    /// Whether content and seal still have their fingerprints.
    pub holds: bool,
    /// What was asked; `None` where the report is of another kind.
    pub query: Option<MoneyQuery>,
    /// What was sealed; `None` where the report is of another kind.
    pub retention: Option<SealedRetention>,
    /// The same computed today.
    pub recomputed: Recomputed,
    /// The content, byte for byte.
    pub content: String,
}

impl SealedRetention {
    fn of(view: &RetentionView) -> Self {
        let figures = view.figures.iter().map(|item| SealedFigure {
            measure: item.measure.to_string(),
            name: item.measure.definition.name.into(),
            numerator: item.figure.sums.numerator.to_string(),
            denominator: item.figure.sums.denominator.to_string(),
            shown: match item.figure.value {
                Value::Amount(minor) => Money::new(minor, view.currency).to_string(),
                value => value.in_words(PLACES),
            },
        });
        let classes = view.sums.iter().filter(|sum| sum.count > 0);
        Self {
            opening_on: view.opening_on,
            closing_on: view.closing_on,
            currency: view.currency.code().into(),
            opening_minor: view.opening_minor,
            classes: classes.map(|sum| SealedClass { class: sum.class.code().into(), minor: sum.minor, count: sum.count }).collect(),
            closing_minor: view.closing_minor,
            residual_minor: view.residual_minor,
            movements: view.movements,
            figures: figures.collect(),
        }
    }

    /// An amount of the report for people; plain minor units where its currency is no longer one.
    pub fn amount(&self, minor: i64) -> String {
        parse_currency(&self.currency).map_or_else(|_| minor.to_string(), |currency| format_minor(minor, currency))
    }

    /// A sum of a figure for people.
    pub fn sum(&self, figure: &SealedFigure, sum: &str) -> String {
        let unit = figure.measure.parse().map(|measure: tenure_core::metrics::Measure| measure.definition.unit);
        match (unit, sum.parse()) {
            (Ok(Unit::Money), Ok(minor)) => self.amount(minor),
            _ => sum.to_string(),
        }
    }
}

impl App {
    /// Seals what the page of retention shows for a question, with the days and the knowledge it stands on, and gives the reference of the
    /// seal. Administrators only.
    ///
    /// # Errors
    /// Anybody but an administrator, a title that is not one line, or a question that cannot be answered.
    pub async fn seal_retention(&self, actor: &Actor, title: &str, query: &MoneyQuery) -> Result<String, AppError> {
        let view = self.retention(query).await?;
        let organisation = self.organisation().await?.ok_or_else(AppError::empty)?;
        let known_on = query.known_on.unwrap_or(view.today);
        // Every rule is stated, so that the same question gives the same report whatever the organisation decides later on that day.
        let fixed = MoneyQuery {
            as_of: Some(view.closing_on),
            since: Some(view.opening_on),
            known_on: Some(known_on),
            rules: StatedRules::all(&view.rules.rules),
            ..query.clone()
        };
        let known_at = query.known_on.and_then(|day| last_instant(&organisation, day)).unwrap_or_else(|| self.now());
        let parameters: BTreeMap<&str, String> = fixed.parameters().into_iter().collect();
        let unwritten = |error: serde_json::Error| Refusal::general(format!("the report cannot be written as JSON: {error}"), "");
        let report = Report {
            title: title.trim().into(),
            kind: KIND.into(),
            parameters: serde_json::to_string(&parameters).map_err(unwritten)?,
            as_of: view.closing_on,
            known_at,
            content: serde_json::to_string_pretty(&SealedRetention::of(&view)).map_err(unwritten)?,
        };
        self.seal_report(actor, report).await
    }

    /// A sealed report with its proofs: whether the seal holds, and whether the same comes out again.
    ///
    /// # Errors
    /// A reference that names none.
    pub async fn read_seal(&self, reference: &str) -> Result<SealView, AppError> {
        let found = self.sealed_report(reference).await?;
        let is_retention = found.seal.kind == KIND;
        let retention: Option<SealedRetention> = is_retention.then(|| serde_json::from_str(&found.content).ok()).flatten();
        let asked: Option<BTreeMap<String, String>> = serde_json::from_str(&found.seal.parameters).ok().filter(|_| is_retention);
        let query = asked.and_then(|asked| MoneyQuery::read(asked.iter().map(|(name, value)| (name.as_str(), value.as_str()))).ok());
        let recomputed = match (&query, &retention) {
            (Some(query), Some(sealed)) => match self.retention(query).await {
                Ok(view) if SealedRetention::of(&view) == *sealed => Recomputed::Same,
                Ok(_) => Recomputed::Otherwise,
                Err(AppError::Refused(_)) => Recomputed::Not,
                Err(error) => return Err(error),
            },
            _ => Recomputed::Not,
        };
        let holds = found.seal.holds(&found.content);
        Ok(SealView { seal: found.seal, holds, query, retention, recomputed, content: found.content })
    }
}
