//! Verbs on pages: each is a question on its own page and the one call that carries out the answer. What is refused comes back with
//! what was typed and the reason beside its field; what is done is told in a toast, with undo where a verb takes it back.
//!
//! # Adding a verb
//! A type here that is an [`Action`], and a line in `routes.rs`.

pub(crate) mod account;
pub(crate) mod activity;
pub(crate) mod advice;
pub(crate) mod care;
pub(crate) mod close;
pub(crate) mod contract;
pub(crate) mod discount_limits;
pub(crate) mod ending;
pub(crate) mod expansion;
pub(crate) mod finding;
pub(crate) mod forecast;
pub(crate) mod handoff;
pub(crate) mod handoff_clocks;
pub(crate) mod ledger_rules;
pub(crate) mod lines;
pub(crate) mod listed;
pub(crate) mod notice;
pub(crate) mod organisation;
pub(crate) mod person;
pub(crate) mod playbook;
pub(crate) mod policy;
pub(crate) mod proposal;
pub(crate) mod reading;
pub(crate) mod renewal;
pub(crate) mod review;
pub(crate) mod room;
pub(crate) mod seal;
pub(crate) mod step;
pub(crate) mod talk;
pub(crate) mod terms;
pub(crate) mod together;
pub(crate) mod value;

use super::WebState;
use super::auth::SignedIn;
use super::fail;
use super::handlers::shell::{Frame, StoredToast, leave_toast};
use super::handlers::{Page, sentence};
use crate::pages::form::{FormPage, LINE_ROWS, SEEN, Steps, Typed, form};
use axum::extract::{Extension, Form, OriginalUri, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{MethodRouter, get};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use tenure_app::{Actor, App, AppError, RequestTerms};

/// A step that a verb on several is about; it comes with the address or with the form.
pub(crate) const STEP: &str = "task";

/// Where a verb is called: on whose behalf, on what, and what the address adds.
pub(crate) struct At {
    pub(crate) app: App,
    pub(crate) actor: Actor,
    path: BTreeMap<String, String>,
    action: String,
    pub(crate) query: Typed,
}

impl At {
    /// A part of the path.
    pub(crate) fn part(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// What the verb is about.
    pub(crate) fn reference(&self) -> &str {
        self.part("reference")
    }

    /// An id in the path.
    pub(crate) fn id<T: std::str::FromStr>(&self, what: &str) -> Result<T, AppError> {
        let text = self.part("id");
        text.parse().map_err(|_| AppError::NotFound(format!("There is no {what} {text}.")))
    }
}

/// What was done: where it is to be seen, in one sentence, and the address that takes it back.
pub(crate) struct Done {
    pub(crate) to: String,
    pub(crate) text: String,
    pub(crate) undo: Option<String>,
}

impl Done {
    pub(crate) fn at(to: String, text: impl Into<String>) -> Self {
        Self { to, text: text.into(), undo: None }
    }

    pub(crate) fn undo(self, undo: String) -> Self {
        Self { undo: Some(undo), ..self }
    }
}

/// A verb on pages.
pub(crate) trait Action: 'static {
    /// In how many steps it asks; 0 is all at once.
    const STEPS: usize = 0;
    /// The step that asks for what a refusal names.
    fn step_of(_column: &str) -> Option<usize> {
        None
    }
    /// The question. Whoever may not carry the verb out is refused here.
    fn page(at: &At) -> impl Future<Output = Result<FormPage, AppError>> + Send;
    /// Carries the answer out.
    fn act(at: &At, typed: &Typed) -> impl Future<Output = Result<Done, AppError>> + Send;
}

/// An [`Action`] as values: the handlers below are compiled once and not for each verb.
#[derive(Clone, Copy)]
struct Verb {
    steps: usize,
    step_of: fn(&str) -> Option<usize>,
    page: for<'a> fn(&'a At) -> Work<'a, FormPage>,
    act: for<'a> fn(&'a At, &'a Typed) -> Work<'a, Done>,
}

type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, AppError>> + Send + 'a>>;

impl Verb {
    fn of<A: Action>() -> Self {
        Self { steps: A::STEPS, step_of: A::step_of, page: |at| Box::pin(A::page(at)), act: |at, typed| Box::pin(A::act(at, typed)) }
    }
}

/// The two routes of a verb.
pub(crate) fn verb<A: Action>() -> MethodRouter<WebState> {
    get(show).post(act).layer(Extension(Verb::of::<A>()))
}

/// The verb, the site, and who calls it.
type Called = (Extension<Verb>, State<WebState>, SignedIn);
type Parts = Path<BTreeMap<String, String>>;
type Pairs = Vec<(String, String)>;

async fn show(
    (Extension(verb), State(state), signed_in): Called,
    OriginalUri(uri): OriginalUri,
    Path(path): Parts,
    Query(query): Query<Pairs>,
) -> Page {
    let at = At { app: state.app.clone(), actor: signed_in.actor(), path, action: uri.path().to_string(), query: Typed(query) };
    let asked = FormPage { action: at.action.clone(), ..(verb.page)(&at).await.map_err(fail::bare)? };
    let frame = Frame::load(&state, &signed_in).await?;
    Ok(form(&frame.shell(asked.nav), &asked, &[]).into_response())
}

async fn act(
    (Extension(verb), State(state), signed_in): Called,
    OriginalUri(uri): OriginalUri,
    Path(path): Parts,
    Form(pairs): Form<Pairs>,
) -> Page {
    let typed = Typed(pairs);
    let actor = seen_by(&signed_in, &typed);
    let query = Query::<Pairs>::try_from_uri(&uri).map(|Query(pairs)| pairs).unwrap_or_default();
    let query = query.into_iter().chain(typed.all(STEP).map(|id| (STEP.to_string(), id.to_string()))).collect();
    let at = At { app: state.app.clone(), actor, path, action: uri.path().to_string(), query: Typed(query) };
    if !typed.get("more_rows").is_empty() {
        return again(verb, (&state, &signed_in), &at, (StatusCode::OK, more_rows(typed)), &[]).await;
    }
    if !typed.get("preview").is_empty() {
        let at = At { query: typed.clone(), ..at };
        return again(verb, (&state, &signed_in), &at, (StatusCode::OK, typed), &[]).await;
    }
    match (verb.act)(&at, &typed).await {
        Ok(done) => {
            leave_toast(&signed_in, StoredToast { text: done.text, undo: done.undo, failed: false }).await;
            Ok(Redirect::to(&done.to).into_response())
        }
        Err(AppError::Refused(refusals)) => {
            let problems: Vec<(String, String)> = refusals
                .iter()
                .map(|refusal| (refusal.column.clone().unwrap_or_default(), sentence(&refusal.problem, &refusal.remedy)))
                .collect();
            let (at, typed) = at_fault(verb, at, typed, &problems);
            again(verb, (&state, &signed_in), &at, (StatusCode::UNPROCESSABLE_ENTITY, typed), &problems).await
        }
        Err(AppError::NotFound(says)) if typed.0.iter().any(|(_, value)| !value.is_empty() && says.contains(value.as_str())) => {
            let column = typed.0.iter().find(|(_, value)| !value.is_empty() && says.contains(value.as_str())).map(|(name, _)| name.clone());
            let problems = [(column.unwrap_or_default(), says)];
            let (at, typed) = at_fault(verb, at, typed, &problems);
            again(verb, (&state, &signed_in), &at, (StatusCode::UNPROCESSABLE_ENTITY, typed), &problems).await
        }
        Err(AppError::Stale(stale)) => {
            let says = format!(
                "{stale} Nothing was saved. What you typed is still here: look at the account, then send it again if it still fits."
            );
            let problems = [(String::new(), says)];
            let (at, typed) = at_fault(verb, at, typed, &problems);
            again(verb, (&state, &signed_in), &at, (StatusCode::PRECONDITION_FAILED, typed), &problems).await
        }
        Err(error) => Err(fail::bare(error)),
    }
}

/// Where a question in steps goes on after a refusal: at the step that asks for what it names, else where it was.
fn at_fault(verb: Verb, at: At, typed: Typed, problems: &[(String, String)]) -> (At, Typed) {
    if verb.steps == 0 {
        return (at, typed);
    }
    let step = problems.iter().find_map(|(column, _)| (verb.step_of)(column)).unwrap_or(verb.steps - 1);
    let typed = Steps::moved_to(typed, step);
    (At { query: typed.clone(), ..at }, typed)
}

/// Whoever sends a form, on the terms of what the form showed.
fn seen_by(signed_in: &SignedIn, typed: &Typed) -> Actor {
    let seen = typed.get(SEEN).split_once(' ').and_then(|(revision, account)| Some((revision.parse().ok()?, account)));
    match seen {
        Some((revision, account)) => Actor::Request(Box::new(signed_in.user.clone()), RequestTerms::seen(account, revision)),
        None => signed_in.actor(),
    }
}

/// The question again, with what was typed.
async fn again(
    verb: Verb,
    (state, signed_in): (&WebState, &SignedIn),
    at: &At,
    (status, typed): (StatusCode, Typed),
    problems: &[(String, String)],
) -> Page {
    let asked = FormPage { values: typed, action: at.action.clone(), ..(verb.page)(at).await.map_err(fail::bare)? };
    let frame = Frame::load(state, signed_in).await?;
    Ok((status, form(&frame.shell(asked.nav), &asked, problems)).into_response())
}

/// The same values with five rows of lines more.
fn more_rows(typed: Typed) -> Typed {
    let rows = typed.get("rows").parse().unwrap_or(LINE_ROWS).min(195) + LINE_ROWS;
    let mut pairs: Pairs = typed.0.into_iter().filter(|(name, _)| name != "rows" && name != "more_rows").collect();
    pairs.push(("rows".into(), rows.to_string()));
    Typed(pairs)
}

/// Refuses whoever does not work on the account, before the question is shown.
pub(crate) fn require_work(rights: tenure_app::Rights, account: &str) -> Result<(), AppError> {
    if rights.work { Ok(()) } else { Err(AppError::Forbidden(format!("You are not on the team of {account} and hold nothing there."))) }
}

/// Refuses anybody but administrators, before the question is shown.
pub(crate) fn require_administrator(actor: &Actor) -> Result<(), AppError> {
    if actor.is_administrator() { Ok(()) } else { Err(AppError::Forbidden("Only administrators may change this.".into())) }
}
