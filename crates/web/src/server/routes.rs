//! Every URL of the server in one list.

use super::rehearsals::Rehearsals;
use super::verbs::listed::{ExchangeRates, Fields, Holidays, PlanRates, Products, Remove, Set, TakePublic};
use super::verbs::{
    account, activity, advice, care, close, contract, discount_limits, ending, expansion, finding, forecast, handoff, handoff_clocks,
    ledger_rules, notice, organisation, person, playbook, policy, proposal, renewal, review, room, seal, step, talk, terms, together,
    value, verb,
};
use super::{WebConfig, WebState, assets, handlers, sessions};
use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::routing::{get, post};
use std::sync::Arc;
use tenure_app::App;
use tower_governor::GovernorLayer;
use tower_governor::governor::GovernorConfigBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

/// What a page may load and where its forms may go. Styles in attributes carry the geometry of charts.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
     img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The whole server over an instance.
pub fn router(app: App, config: WebConfig) -> Router {
    let state = WebState { app: app.clone(), rehearsals: Rehearsals::default() };
    let pages = Router::new()
        .route("/", get(handlers::home))
        .route("/today", get(handlers::desk::today))
        .route("/renewals", get(handlers::desk::renewals))
        .route("/renewals/{reference}", get(handlers::desk::renewal))
        .route("/renewals/{reference}/why", get(handlers::desk::why))
        .route("/handoffs", get(handlers::handoffs::handoffs))
        .route("/handoffs/{reference}", get(handlers::handoffs::handoff))
        .route("/expansions", get(handlers::expansions::expansions))
        .route("/expansions/{reference}", get(handlers::expansions::expansion))
        .route("/accounts", get(handlers::book::accounts))
        .route("/accounts/{reference}", get(handlers::book::account))
        .route("/accounts/{reference}/stakeholders", get(handlers::book::stakeholders))
        .route("/accounts/{reference}/value", get(handlers::book::value))
        .route("/contracts/{reference}", get(handlers::book::contract))
        .route("/people", get(handlers::book::people))
        .route("/people/{reference}", get(handlers::book::person))
        .route("/workload", get(handlers::book::workload))
        .route("/policy", get(policy::show))
        .merge(policies())
        .merge(figures())
        .merge(playbooks())
        .merge(findings())
        .merge(steps())
        .route("/reviews", get(handlers::book::reviews))
        .route("/advisor", get(handlers::book::advisor))
        .route("/advisor/answers", verb::<advice::Answer>())
        .route("/activity", get(handlers::activity::activity))
        .route("/settings", get(handlers::settings::settings))
        .route("/settings/backups", post(handlers::settings::back_up))
        .route("/settings/rates", get(handlers::listed::rates))
        .route("/settings/ledger-rules", get(handlers::listed::ledger_rules))
        .route("/settings/organisation", get(handlers::listed::organisation))
        .route("/settings/handoff-clocks", get(handlers::listed::handoff_clocks))
        .route("/settings/holidays", get(handlers::listed::holidays))
        .route("/settings/products", get(handlers::listed::products))
        .route("/settings/fields", get(handlers::listed::fields))
        .merge(imports())
        .merge(notices())
        .merge(proposals())
        .merge(forecasts())
        .route("/settings/tokens", post(handlers::settings::create_token))
        .route("/settings/tokens/{token}/revocation", post(handlers::settings::revoke_token))
        .merge(verbs())
        .route("/signout", post(handlers::access::sign_out))
        .route("/signin", get(handlers::access::sign_in_page))
        .route("/welcome", get(handlers::access::first_run_page))
        .merge(rate_limited())
        .fallback(handlers::no_such_page)
        .layer(sessions::layer(app, config));
    let always = |name: HeaderName, value: &'static str| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    Router::new()
        .merge(pages)
        .merge(crate::api::router())
        .route("/assets/{file}", get(assets::asset))
        .route("/healthz", get(|| async { StatusCode::OK }))
        .route("/readyz", get(handlers::ready))
        .layer(CsrfLayer::new())
        .layer(always(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "same-origin"))
        .layer(always(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http())
        // Behind the tracing: their addresses are secrets and belong into no log.
        .merge(calendars())
        .with_state(state)
}

/// Figures about money.
fn figures() -> Router<WebState> {
    Router::new()
        .route("/retention", get(handlers::numbers::retention))
        .route("/retention/restatement", get(handlers::numbers::restatement))
        .route("/metrics", get(handlers::numbers::metrics))
        .route("/metrics/{code}", get(handlers::numbers::metric))
        .route("/ledger", get(handlers::numbers::ledger))
        .route("/reports", get(handlers::reports::reports))
        .route("/reports/{reference}", get(handlers::reports::report))
}

/// Playbooks, and the way of a text into use.
fn playbooks() -> Router<WebState> {
    Router::new()
        .route("/playbooks", get(handlers::playbooks::playbooks))
        .route("/playbooks/new", verb::<playbook::Begin>())
        .route("/playbooks/{reference}", get(handlers::playbooks::playbook))
        .route("/playbooks/{reference}/text", verb::<playbook::EditText>())
        .route("/playbooks/{reference}/steps/new", verb::<playbook::EditStep>())
        .route("/playbooks/{reference}/steps/{id}", verb::<playbook::EditStep>())
        .route("/playbooks/{reference}/steps/{id}/removal", verb::<playbook::RemoveStep>())
        .route("/playbooks/{reference}/playbook.toml", get(handlers::playbooks::download))
}

/// Findings, and setting them aside.
fn findings() -> Router<WebState> {
    Router::new()
        .route("/findings", get(handlers::book::findings))
        .route("/findings/{id}/dismissal", verb::<finding::Dismiss>())
        .route("/findings/{id}/return", verb::<finding::BringBack>())
}

/// Steps of renewals: completed, put off, given to somebody.
fn steps() -> Router<WebState> {
    Router::new()
        .route("/tasks/{task}/completion", post(handlers::desk::complete_task))
        .route("/renewals/{reference}/steps/{id}/delay", verb::<step::PutOff>())
        .route("/renewals/{reference}/steps/{id}/delay/ending", verb::<step::BringBack>())
        .route("/renewals/{reference}/steps/{id}/help", verb::<step::Give>())
        .route("/renewals/{reference}/steps/{id}/help/ending", verb::<step::TakeBack>())
        .route("/today/steps/completion", verb::<together::Complete>())
        .route("/today/steps/delay", verb::<together::PutOff>())
        .route("/today/steps/help", verb::<together::Give>())
        .route("/today/steps/{id}/ending", verb::<together::TakeBack>())
        .route("/tasks/{task}/reopening", post(handlers::desk::reopen_task))
}

/// Guessing a password costs time: ten tries at once, then one every six seconds from one address.
fn rate_limited() -> Router<WebState> {
    let routes = Router::new().route("/signin", post(handlers::access::sign_in)).route("/welcome", post(handlers::access::first_run));
    match GovernorConfigBuilder::default().per_second(6).burst_size(10).finish() {
        Some(limits) => routes.layer(GovernorLayer::new(Arc::new(limits)).error_handler(handlers::access::too_many_tries)),
        None => routes,
    }
}

/// What people are told, and how it reaches them.
fn notices() -> Router<WebState> {
    Router::new()
        .route("/notices", get(handlers::notices::notices))
        .route("/notices/seen", post(handlers::notices::see_all))
        .route("/notices/{id}/seen", post(handlers::notices::see))
        .route("/notices/preferences", get(handlers::notices::preferences))
        .route("/notices/preferences/change", verb::<notice::Choose>())
        .route("/notices/preferences/links", post(handlers::notices::create_link))
        .route("/notices/preferences/links/{id}/revocation", post(handlers::notices::revoke_link))
        .route("/settings/jobs", get(handlers::notices::jobs))
        .route("/settings/jobs/{id}/retry", post(handlers::notices::retry_job))
        .route("/settings/channels", get(handlers::notices::channels))
        .route("/settings/channels/new", verb::<notice::AddChannel>())
        .route("/settings/channels/{id}/removal", verb::<notice::RemoveChannel>())
}

/// Calendars behind secrets: nobody guesses one at sixty looks and then one a second from one address.
fn calendars() -> Router<WebState> {
    let routes = Router::new().route("/calendar/{secret}/{file}", get(handlers::notices::calendar));
    match GovernorConfigBuilder::default().per_second(1).burst_size(60).finish() {
        Some(limits) => routes.layer(GovernorLayer::new(Arc::new(limits)).error_handler(handlers::access::too_many_tries)),
        None => routes,
    }
}

/// The policy: models, drafts and the way of a draft into force.
fn policies() -> Router<WebState> {
    Router::new()
        .route("/policy/models", get(policy::models))
        .route("/policy/versions/{reference}/{file}", get(policy::download_version))
        .route("/policy/drafts/new", verb::<policy::Begin>())
        .route("/policy/drafts/{reference}", get(policy::draft))
        .route("/policy/drafts/{reference}/text", verb::<policy::ChangeText>())
        .route("/policy/drafts/{reference}/repair", post(policy::repair))
        .route("/policy/drafts/{reference}/rules/new", verb::<policy::EditRule>())
        .route("/policy/drafts/{reference}/rules/{id}", verb::<policy::EditRule>())
        .route("/policy/drafts/{reference}/rules/{id}/{step}", post(policy::arrange))
        .route("/policy/drafts/{reference}/review", verb::<policy::Review>())
        .route("/policy/drafts/{reference}/discarding", verb::<policy::Discard>())
        .route("/policy/drafts/{reference}/activation", verb::<policy::Activate>())
        .route("/policy/drafts/{reference}/files/{file}", get(policy::download_draft))
}

/// Proposals: versions, verbs and what each role may give away alone.
fn proposals() -> Router<WebState> {
    Router::new()
        .route("/renewals/{reference}/proposals", get(handlers::proposals::proposals))
        .route("/renewals/{reference}/proposals/new", verb::<proposal::Make>())
        .route("/renewals/{reference}/proposals/refresh", verb::<proposal::Refresh>())
        .route("/renewals/{reference}/proposals/{version}", get(handlers::proposals::proposal))
        .route("/renewals/{reference}/proposals/{version}/paper", get(handlers::proposals::paper))
        .route("/renewals/{reference}/proposals/{version}/options/{option}", verb::<proposal::ChangeLines>())
        .route("/renewals/{reference}/proposals/{version}/approval", verb::<proposal::Ask>())
        .route("/renewals/{reference}/proposals/{version}/approval/answer", verb::<proposal::Approve>())
        .route("/renewals/{reference}/proposals/{version}/approval/refusal", verb::<proposal::RefuseApproval>())
        .route("/renewals/{reference}/proposals/{version}/sending", verb::<proposal::Send>())
        .route("/renewals/{reference}/proposals/{version}/acceptance", verb::<proposal::Accept>())
        .route("/renewals/{reference}/proposals/{version}/refusal", verb::<proposal::Decline>())
        .route("/renewals/{reference}/proposals/{version}/withdrawal", verb::<proposal::Withdraw>())
        .route("/outcomes", get(handlers::outcomes::outcomes))
        .route("/renewals/{reference}/lessons", verb::<review::Write>())
        .route("/settings/care", get(handlers::proposals::care))
        .route("/settings/care/change", verb::<care::Set>())
        .route("/settings/discount-authority", get(handlers::proposals::limits))
        .route("/settings/discount-authority/change", verb::<discount_limits::Set>())
}

/// The weekly forecast.
fn forecasts() -> Router<WebState> {
    Router::new()
        .route("/forecast", get(handlers::forecast::walk))
        .route("/forecast/submission", verb::<forecast::Submit>())
        .route("/forecast/team", get(handlers::forecast::team))
        .route("/forecast/team/submission", verb::<forecast::SubmitTeam>())
        .route("/forecast/team/{reference}/adjustment", verb::<forecast::Adjust>())
        .route("/forecast/accuracy", get(handlers::forecast::accuracy))
        .route("/renewals/{reference}/forecast", verb::<forecast::Call>())
        .route("/renewals/{reference}/forecast/withdrawal", verb::<forecast::TakeBack>())
}

/// An import in its two steps.
fn imports() -> Router<WebState> {
    Router::new()
        .route("/settings/import", get(handlers::import::choose).post(handlers::import::send))
        .route("/settings/import/{id}", get(handlers::import::show).post(handlers::import::save))
        .route("/settings/import/{id}/report", get(handlers::import::report))
}

/// Verbs on what is written down in the room of a customer.
fn rooms() -> Router<WebState> {
    Router::new()
        .route("/accounts/{reference}/value/new/{kind}", verb::<value::Note>())
        .route("/accounts/{reference}/value/{id}/readings/new", verb::<value::Read>())
        .route("/accounts/{reference}/value/{id}/confirmation", verb::<value::Confirm>())
        .route("/accounts/{reference}/value/{id}/withdrawal", verb::<value::Withdraw>())
        .route("/accounts/{reference}/stakeholders/{id}/standpoint", verb::<room::Judge>())
        .route("/accounts/{reference}/objections/new", verb::<room::Object>())
        .route("/accounts/{reference}/objections/{id}/answer", verb::<room::Answer>())
        .route("/accounts/{reference}/objections/{id}/resolution", verb::<room::Resolve>())
        .route("/accounts/{reference}/objections/{id}/withdrawal", verb::<room::WithdrawObjection>())
        .route("/accounts/{reference}/commitments/new", verb::<room::Promise>())
        .route("/accounts/{reference}/commitments/{id}/ending", verb::<room::End>())
        .route("/accounts/{reference}/commitments/{id}/withdrawal", verb::<room::WithdrawCommitment>())
        .route("/accounts/{reference}/comments/new", verb::<talk::Say>())
        .route("/accounts/{reference}/comments/{id}/correction", verb::<talk::CorrectComment>())
        .route("/accounts/{reference}/comments/{id}/withdrawal", verb::<talk::WithdrawComment>())
        .route("/accounts/{reference}/documents/new", verb::<talk::AddDocument>())
        .route("/accounts/{reference}/documents/{id}", verb::<talk::EditDocument>())
        .route("/accounts/{reference}/documents/{id}/withdrawal", verb::<talk::WithdrawDocument>())
}

/// Every verb: a page that asks, and the call that carries the answer out.
fn verbs() -> Router<WebState> {
    Router::new()
        .route("/accounts/new", verb::<account::Add>())
        .route("/accounts/{reference}/edit", verb::<account::Edit>())
        .route("/accounts/{reference}/fields", verb::<account::Describe>())
        .route("/accounts/{reference}/risk", verb::<account::SetRisk>())
        .route("/accounts/{reference}/team", verb::<account::SetTeam>())
        .route("/accounts/{reference}/stakeholders/new", verb::<account::SetStakeholder>())
        .route("/accounts/{reference}/stakeholders/{id}", verb::<account::SetStakeholder>())
        .route("/accounts/{reference}/merger", verb::<account::Merge>())
        .route("/accounts/{reference}/activities/new", verb::<activity::Log>())
        .route("/accounts/{reference}/activities/{id}/withdrawal", verb::<activity::Withdraw>())
        .merge(rooms())
        .route("/accounts/{reference}/contracts/new", verb::<contract::Sign>())
        .route("/contracts/{reference}/renewal", verb::<contract::Renew>())
        .route("/contracts/{reference}/amendment", verb::<terms::Amend>())
        .route("/contracts/{reference}/indexation", verb::<terms::Index>())
        .route("/contracts/{reference}/co-term", verb::<contract::CoTerm>())
        .route("/contracts/{reference}/co-term/leaving", verb::<contract::LeaveCoTerm>())
        .route("/contracts/{reference}/notice", verb::<ending::Notice>())
        .route("/contracts/{reference}/notice/withdrawal", verb::<ending::WithdrawNotice>())
        .route("/contracts/{reference}/cancellation", verb::<ending::Cancel>())
        .route("/contracts/{reference}/move", verb::<contract::Move>())
        .route("/renewals/{reference}/close", verb::<close::Close>())
        .route("/renewals/{reference}/lost", verb::<renewal::Lost>())
        .route("/renewals/{reference}/reopening", verb::<renewal::Reopen>())
        .route("/renewals/{reference}/reassignments/new", verb::<renewal::Reassign>())
        .route("/renewals/{reference}/reassignments/{id}/ending", verb::<renewal::EndReassignment>())
        .route("/expansions/new", verb::<expansion::Raise>())
        .route("/accounts/{reference}/expansions/new", verb::<expansion::Raise>())
        .route("/expansions/{reference}/acceptance", verb::<expansion::Accept>())
        .route("/expansions/{reference}/refusal", verb::<expansion::Reject>())
        .route("/expansions/{reference}/withdrawal", verb::<expansion::Withdraw>())
        .route("/expansions/{reference}/win", verb::<expansion::Win>())
        .route("/expansions/{reference}/loss", verb::<expansion::Lose>())
        .route("/expansions/{reference}/reopening", verb::<expansion::Reopen>())
        .route("/expansions/{reference}/correction", verb::<expansion::Correct>())
        .route("/expansions/{reference}/reassignments/new", verb::<expansion::Reassign>())
        .route("/expansions/{reference}/reassignments/{id}/ending", verb::<expansion::EndReassignment>())
        .route("/handoffs/{reference}/meeting", verb::<handoff::Meet>())
        .route("/handoffs/{reference}/acceptance", verb::<handoff::Accept>())
        .route("/handoffs/{reference}/refusal", verb::<handoff::Decline>())
        .route("/handoffs/{reference}/waiver", verb::<handoff::Waive>())
        .route("/reports/new", verb::<seal::Retention>())
        .route("/people/new", verb::<person::Add>())
        .route("/people/{reference}/move", verb::<person::Move>())
        .route("/people/{reference}/profile", verb::<person::Describe>())
        .route("/people/{reference}/leaving", verb::<person::Leave>())
        .route("/people/{reference}/absences/new", verb::<person::SetAbsence>())
        .route("/absences/{id}/ending", verb::<person::EndAbsence>())
        .route("/settings/organisation/change", verb::<organisation::Set>())
        .route("/settings/handoff-clocks/change", verb::<handoff_clocks::Set>())
        .route("/settings/ledger-rules/change", verb::<ledger_rules::Set>())
        .route("/settings/plan-rates/new", verb::<Set<PlanRates>>())
        .route("/settings/plan-rates/{year}/{currency}/removal", verb::<Remove<PlanRates>>())
        .route("/settings/exchange-rates/new", verb::<Set<ExchangeRates>>())
        .route("/settings/exchange-rates/{day}/{currency}/removal", verb::<Remove<ExchangeRates>>())
        .route("/settings/holidays/new", verb::<Set<Holidays>>())
        .route("/settings/holidays/public", verb::<TakePublic>())
        .route("/settings/holidays/{day}/removal", verb::<Remove<Holidays>>())
        .route("/settings/products/new", verb::<Set<Products>>())
        .route("/settings/fields/new", verb::<Set<Fields>>())
        .route("/settings/fields/{name}/removal", verb::<Remove<Fields>>())
        .route("/settings/products/{name}/removal", verb::<Remove<Products>>())
}
