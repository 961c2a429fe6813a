//! The operations of the API. Each reads its request, calls one verb and answers with a body.

use super::body::{
    AccountDetailBody, AccountList, CheckBody, ExplanationBody, FindingBody, FindingList, PeopleBody, PolicyCheckBody, RenewalDetailBody,
    RenewalList, TodayBody,
};
use super::problem::Problem;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::{FromRequest, Path, Query, Request, State};
use axum::http::StatusCode;
use garde::Validate;
use serde::{Deserialize, Serialize};
use tenure_app::{AppError, RenewalQuery};
use tenure_core::commands::Completion;
use tenure_core::primitives::TaskId;
use utoipa::{IntoParams, ToSchema};

type Answer<T> = Result<Json<T>, Problem>;

/// A JSON body that was read and validated; anything else is a problem that names the field.
pub(crate) struct Valid<T>(T);

impl<S: Send + Sync, T: for<'de> Deserialize<'de> + Validate<Context = ()>> FromRequest<S> for Valid<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Json(body) =
            Json::<T>::from_request(request, state).await.map_err(|rejection| Problem::invalid("body", &rejection.body_text()))?;
        match body.validate() {
            Ok(()) => Ok(Self(body)),
            Err(report) => {
                let (path, error) =
                    report.iter().next().map_or_else(Default::default, |(path, error)| (path.to_string(), error.to_string()));
                Err(Problem::invalid(&path, &error))
            }
        }
    }
}

/// The organisation and its today.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrganisationBody {
    /// Name.
    name: String,
    /// Reporting currency.
    currency: String,
    /// Time zone.
    time_zone: String,
    /// Whether this is a sample company with a today of its own.
    is_sample: bool,
}

/// The organisation.
#[utoipa::path(get, path = "/organisation", tag = "organisation", responses((status = 200, body = OrganisationBody), (status = 401, body = Problem)))]
pub(crate) async fn read_organisation(State(state): State<WebState>, _user: ApiUser) -> Answer<OrganisationBody> {
    let found = state.app.organisation().await.map_err(Problem::from)?;
    let organisation = found.ok_or_else(|| Problem::from(AppError::NotFound("This instance has no organisation yet.".into())))?;
    Ok(Json(OrganisationBody {
        is_sample: organisation.sample_today.is_some(),
        name: organisation.name,
        currency: organisation.currency.code().into(),
        time_zone: organisation.time_zone,
    }))
}

/// Filters of the list of renewals.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RenewalParams {
    /// Part of the account's name or reference.
    q: Option<String>,
    /// Reference of a person who holds something.
    person: Option<String>,
    /// `green`, `yellow`, `red`, `expansion` or `unknown`.
    risk: Option<String>,
    /// Term ends within this many days.
    #[param(minimum = 0, maximum = 36_500)]
    ends_within_days: Option<u16>,
    /// Decision day lies within this many days.
    #[param(minimum = 0, maximum = 36_500)]
    decides_within_days: Option<u16>,
    /// Whether the contract renews by itself.
    auto_renew: Option<bool>,
    /// Closed renewals too.
    include_closed: Option<bool>,
    /// `next` of the page before.
    after: Option<String>,
    /// Rows, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// Renewals by term end.
#[utoipa::path(get, path = "/renewals", tag = "renewals", params(RenewalParams), responses((status = 200, body = RenewalList), (status = 401, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn list_renewals(
    State(state): State<WebState>,
    _user: ApiUser,
    Query(params): Query<RenewalParams>,
) -> Answer<RenewalList> {
    let risk = params.risk.as_deref().map(str::parse).transpose().map_err(|problem: String| Problem::invalid("risk", &problem))?;
    let query = RenewalQuery {
        search: params.q,
        person: params.person,
        risk,
        ends_within_days: params.ends_within_days,
        decides_within_days: params.decides_within_days,
        auto_renew: params.auto_renew,
        include_closed: params.include_closed.unwrap_or(false),
        after: params.after,
        limit: params.limit,
    };
    Ok(Json((&state.app.renewals(&query).await?).into()))
}

/// One renewal with its ownership ledger, steps and lines.
#[utoipa::path(get, path = "/renewals/{reference}", tag = "renewals", params(("reference" = String, Path, description = "R-1042")), responses((status = 200, body = RenewalDetailBody), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn read_renewal(State(state): State<WebState>, user: ApiUser, Path(reference): Path<String>) -> Answer<RenewalDetailBody> {
    Ok(Json((&state.app.renewal(&user.actor(), &reference).await?).into()))
}

/// Why each responsibility of a renewal is where it is.
#[utoipa::path(get, path = "/renewals/{reference}/explanation", tag = "renewals", params(("reference" = String, Path, description = "R-1042")), responses((status = 200, body = ExplanationBody), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn explain_renewal(
    State(state): State<WebState>,
    _user: ApiUser,
    Path(reference): Path<String>,
) -> Answer<ExplanationBody> {
    Ok(Json((&state.app.explain(&reference).await?).into()))
}

/// Whose queue.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TodayParams {
    /// Reference or e-mail of a teammate; the token's own where it is absent.
    person: Option<String>,
}

/// What one person must do, most urgent first.
#[utoipa::path(get, path = "/today", tag = "desk", params(TodayParams), responses((status = 200, body = TodayBody), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn read_today(State(state): State<WebState>, user: ApiUser, Query(params): Query<TodayParams>) -> Answer<TodayBody> {
    let view = match params.person {
        Some(person) => state.app.today_of(&person).await?,
        None => {
            let mine = state.app.my_today(&user.actor()).await?;
            mine.ok_or_else(|| Problem::from(AppError::NotFound("This user is no teammate; name a person.".into())))?
        }
    };
    Ok(Json((&view).into()))
}

/// Filters of the list of accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccountParams {
    /// Part of the name or reference.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
}

/// Accounts by name.
#[utoipa::path(get, path = "/accounts", tag = "accounts", params(AccountParams), responses((status = 200, body = AccountList), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn list_accounts(
    State(state): State<WebState>,
    _user: ApiUser,
    Query(params): Query<AccountParams>,
) -> Answer<AccountList> {
    Ok(Json((&state.app.accounts(params.q.as_deref(), params.after.as_deref()).await?).into()))
}

/// One account with its contracts and renewals.
#[utoipa::path(get, path = "/accounts/{reference}", tag = "accounts", params(("reference" = String, Path, description = "A-17")), responses((status = 200, body = AccountDetailBody), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub(crate) async fn read_account(
    State(state): State<WebState>,
    _user: ApiUser,
    Path(reference): Path<String>,
) -> Answer<AccountDetailBody> {
    Ok(Json((&state.app.account(&reference).await?).into()))
}

/// Everybody with what they hold.
#[utoipa::path(get, path = "/people", tag = "people", responses((status = 200, body = PeopleBody), (status = 401, body = Problem)))]
pub(crate) async fn list_people(State(state): State<WebState>, _user: ApiUser) -> Answer<PeopleBody> {
    Ok(Json((&state.app.people().await?).into()))
}

/// Mistakes that the facts show, worst first.
#[utoipa::path(get, path = "/findings", tag = "desk", responses((status = 200, body = FindingList), (status = 401, body = Problem)))]
pub(crate) async fn list_findings(State(state): State<WebState>, _user: ApiUser) -> Answer<FindingList> {
    let items = state.app.findings().await?.iter().map(FindingBody::from).collect();
    Ok(Json(FindingList { items }))
}

/// Proves the invariants on the whole database.
#[utoipa::path(get, path = "/check", tag = "desk", responses((status = 200, body = CheckBody), (status = 401, body = Problem)))]
pub(crate) async fn run_check(State(state): State<WebState>, _user: ApiUser) -> Answer<CheckBody> {
    Ok(Json((&state.app.check().await?).into()))
}

/// A policy text to check.
#[derive(Deserialize, Validate, ToSchema)]
pub(crate) struct PolicyTextBody {
    /// The policy as TOML.
    #[garde(length(chars, min = 1, max = 200_000))]
    text: String,
}

/// Checks a policy: reads it, proves it complete, tries it on the open renewals. Writes nothing.
#[utoipa::path(post, path = "/policy/check", tag = "policy", request_body = PolicyTextBody, responses((status = 200, body = PolicyCheckBody), (status = 401, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn check_policy(
    State(state): State<WebState>,
    _user: ApiUser,
    Valid(body): Valid<PolicyTextBody>,
) -> Answer<PolicyCheckBody> {
    Ok(Json((&state.app.check_policy("policy", &body.text).await?).into()))
}

/// How a task was completed.
#[derive(Deserialize, Validate, ToSchema)]
pub(crate) struct CompletionBody {
    /// `done` or `not_needed`.
    #[garde(skip)]
    outcome: CompletionWord,
    /// What the step asks to be written down.
    #[garde(length(chars, min = 1, max = 10_000))]
    evidence: String,
}

/// The two ways to complete a task.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CompletionWord {
    /// It took place.
    Done,
    /// An optional step that was not needed.
    NotNeeded,
}

/// Completes a task with its evidence.
#[utoipa::path(post, path = "/tasks/{task}/completion", tag = "tasks", params(("task" = String, Path, description = "Task id", format = Uuid)), request_body = CompletionBody, responses((status = 204, description = "Completed"), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn complete_task(
    State(state): State<WebState>,
    user: ApiUser,
    Path(task): Path<String>,
    Valid(body): Valid<CompletionBody>,
) -> Result<StatusCode, Problem> {
    let completion = match body.outcome {
        CompletionWord::Done => Completion::Done,
        CompletionWord::NotNeeded => Completion::NotNeeded,
    };
    state.app.complete_task(&user.actor(), task_id(&task)?, completion, &body.evidence).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens a completed task again.
#[utoipa::path(delete, path = "/tasks/{task}/completion", tag = "tasks", params(("task" = String, Path, description = "Task id", format = Uuid)), responses((status = 204, description = "Open again"), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(crate) async fn reopen_task(State(state): State<WebState>, user: ApiUser, Path(task): Path<String>) -> Result<StatusCode, Problem> {
    state.app.reopen_task(&user.actor(), task_id(&task)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn task_id(text: &str) -> Result<TaskId, Problem> {
    text.parse().map_err(|_| Problem::from(AppError::NotFound(format!("There is no task {text}."))))
}
