//! Retention, metrics, ledger and restatement. A question that cannot be answered comes back as a page with its controls and the reason.

use super::shell::Frame;
use super::{Page, fail};
use crate::api::attachment;
use crate::pages;
use crate::pages::metric::Shown;
use crate::pages::question::{Layout, Question};
use crate::pages::shell::Nav;
use crate::server::WebState;
use crate::server::auth::SignedIn;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::ToSpan;
use jiff::civil::Date;
use std::str::FromStr;
use tenure_app::tables::Format;
use tenure_app::{AppError, LedgerFilter, MetricQuery, MoneyChoices, MoneyQuery};
use tenure_core::metrics::{Measured, Parameter, definition};
use tenure_core::primitives::parse_date;
use tenure_core::refusal::Refusal;

type Pairs = Vec<(String, String)>;

/// What every page of figures begins with.
struct Asked {
    frame: Frame,
    pairs: Pairs,
    /// What could be read; the usual question where something could not.
    query: MoneyQuery,
    unread: Option<Refusal>,
    choices: MoneyChoices,
}

impl Asked {
    /// Reads the question. An empty instance is answered here, with its own page.
    async fn read(state: &WebState, signed_in: &SignedIn, (nav, pairs): (Nav, Pairs)) -> Result<Self, Response> {
        let frame = Frame::load(state, signed_in).await?;
        if frame.organisation.is_none() {
            return Err(pages::empty::empty_instance(&frame.shell(nav)).into_response());
        }
        let (mut query, unread) = match MoneyQuery::read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))) {
            Ok(query) => (query, None),
            Err(refusal) => (MoneyQuery::default(), Some(refusal)),
        };
        // What is known by the end of today is what is known.
        query.known_on = query.known_on.filter(|day| Some(*day) != frame.shell(nav).today);
        let choices = state.app.money_choices(&query).await.map_err(fail::bare)?;
        Ok(Self { frame, pairs, query, unread, choices })
    }

    fn question(&self, path: impl Into<String>, layout: Layout, own: Vec<(&'static str, String)>) -> Question<'_> {
        Question { path: path.into(), query: &self.query, choices: &self.choices, layout, own }
    }

    /// The question, if all of it could be read.
    fn query(&self) -> Result<&MoneyQuery, AppError> {
        match &self.unread {
            Some(refusal) => Err(refusal.clone().into()),
            None => Ok(&self.query),
        }
    }

    /// A parameter of the page; empty where it is not there.
    fn text(&self, name: &str) -> &str {
        self.pairs.iter().rfind(|(named, _)| named == name).map_or("", |(_, value)| value.trim())
    }

    /// The parameters of the page by name, as they came.
    fn own(&self, names: &[&'static str]) -> Vec<(&'static str, String)> {
        names.iter().map(|name| (*name, self.text(name).to_string())).collect()
    }

    /// A parameter of the page, read.
    fn word<T>(&self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, AppError> {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        let refuse = |problem| Refusal { column: Some(name.into()), value: Some(text.into()), problem, ..Refusal::default() };
        read(text).map(Some).map_err(|problem| AppError::refused(refuse(problem)))
    }

    /// As what file the answer is asked for, if it is.
    fn format(&self) -> Result<Option<Format>, AppError> {
        self.word("format", str::parse)
    }

    /// The page, or the reason why there is none.
    fn answer(&self, (nav, title): (Nav, &str), question: &Question<'_>, answer: Result<Response, AppError>) -> Page {
        match answer {
            Ok(answer) => Ok(answer),
            Err(AppError::Refused(refusals)) => {
                let page = pages::question::refused(&self.frame.shell(nav), title, question, &refusals);
                Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
            }
            Err(error) => Err(fail::bare(error)),
        }
    }
}

/// Retention over a period.
pub(crate) async fn retention(State(state): State<WebState>, signed_in: SignedIn, Query(pairs): Query<Pairs>) -> Page {
    let asked = Asked::read(&state, &signed_in, (Nav::Retention, pairs)).await?;
    let question = asked.question("/retention", Layout::Period, asked.own(&["cohorts"]));
    let answer = async {
        let measured = asked.word("cohorts", Measured::from_str)?.unwrap_or(Measured::Net);
        let view = state.app.retention(asked.query()?).await?;
        if let Some(format) = asked.format()? {
            return attachment(format, view.cohorts_table()).await;
        }
        Ok(pages::retention::retention(&asked.frame.shell(Nav::Retention), &view, &question, measured).into_response())
    };
    asked.answer((Nav::Retention, "Retention"), &question, answer.await)
}

/// What was known then and what is known now.
pub(crate) async fn restatement(State(state): State<WebState>, signed_in: SignedIn, Query(pairs): Query<Pairs>) -> Page {
    let asked = Asked::read(&state, &signed_in, (Nav::Retention, pairs)).await?;
    let question = asked.question("/retention/restatement", Layout::Period, asked.own(&["then"]));
    let answer = async {
        let before = asked.choices.today.saturating_sub(pages::retention::COMPARED_DAYS.days());
        let then: Date = asked.word("then", parse_date)?.unwrap_or(before);
        let view = state.app.restatement(asked.query()?, then).await?;
        if let Some(format) = asked.format()? {
            return attachment(format, view.table(asked.query()?)).await;
        }
        Ok(pages::restatement::restatement(&asked.frame.shell(Nav::Retention), &view, &question).into_response())
    };
    asked.answer((Nav::Retention, "What changed"), &question, answer.await)
}

/// Every definition with its figure.
pub(crate) async fn metrics(State(state): State<WebState>, signed_in: SignedIn, Query(pairs): Query<Pairs>) -> Page {
    let asked = Asked::read(&state, &signed_in, (Nav::Metrics, pairs)).await?;
    let question = asked.question("/metrics", Layout::Period, Vec::new());
    let answer = async {
        let view = state.app.metrics(asked.query()?).await?;
        Ok(pages::metrics::metrics(&asked.frame.shell(Nav::Metrics), &view, &question).into_response())
    };
    asked.answer((Nav::Metrics, "Metrics"), &question, answer.await)
}

/// What the page of a definition is asked besides the question: its parameters, another definition, slices, the place in the list.
const METRIC_PARAMETERS: [&str; 7] = ["reactivation", "same_period", "undecided", "term_months", "versus", "by", "after"];

/// One definition, open to its customers.
pub(crate) async fn metric(
    State(state): State<WebState>,
    signed_in: SignedIn,
    Path(code): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Page {
    let Some(found) = definition(&code) else {
        return Err(fail::bare(AppError::NotFound(format!("There is no definition {code}."))));
    };
    let asked = Asked::read(&state, &signed_in, (Nav::Metrics, pairs)).await?;
    let question = asked.question(format!("/metrics/{code}"), Layout::Period, asked.own(&METRIC_PARAMETERS));
    let answer = async {
        let stated = found.parameters.iter().map(|parameter: &Parameter| (parameter.code(), asked.text(parameter.code())));
        let stated: Vec<String> = stated.filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}")).collect();
        let versus = Some(asked.text("versus").to_string()).filter(|text| !text.is_empty());
        let by = asked.word("by", str::parse)?;
        let after = asked.word("after", |text| text.parse::<usize>().map_err(|_| "is not a place that a page gave".into()))?.unwrap_or(0);
        let wanted = MetricQuery { measure: format!("{code}({})", stated.join(", ")), versus, by };
        let view = state.app.metric(asked.query()?, &wanted).await?;
        if let Some(format) = asked.format()? {
            return attachment(format, view.table(asked.query()?)).await;
        }
        Ok(pages::metric::metric(&asked.frame.shell(Nav::Metrics), &view, &question, Shown { by, after }).into_response())
    };
    asked.answer((Nav::Metrics, found.name), &question, answer.await)
}

/// The ledger.
pub(crate) async fn ledger(State(state): State<WebState>, signed_in: SignedIn, Query(pairs): Query<Pairs>) -> Page {
    let asked = Asked::read(&state, &signed_in, (Nav::Ledger, pairs)).await?;
    let question = asked.question("/ledger", Layout::Ledger, asked.own(&["class", "cause", "after"]));
    let answer = async {
        let after = Some(asked.text("after").to_string()).filter(|text| !text.is_empty());
        let filter = LedgerFilter { class: asked.word("class", str::parse)?, cause: asked.word("cause", str::parse)?, after, limit: None };
        if let Some(format) = asked.format()? {
            return attachment(format, state.app.ledger_table(asked.query()?, &filter).await?).await;
        }
        let view = state.app.ledger(asked.query()?, &filter).await?;
        Ok(pages::ledger::ledger(&asked.frame.shell(Nav::Ledger), &view, &question, &filter).into_response())
    };
    asked.answer((Nav::Ledger, "Ledger"), &question, answer.await)
}
