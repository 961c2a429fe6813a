//! The JSON API under `/api/v1`: the same verbs as the pages, described by an OpenAPI document.
//!
//! # Adding an operation
//! A handler in the noun's file under `handlers/`, what it answers under `body/`, what it takes under `input/`, and a line in [`described`]. What changes something takes
//! a [`change::Change`], what reads takes [`extract::Params`]; `document.rs` adds what all operations have in common. Then say in
//! `tests/api_access.rs` who may call it.

pub mod body;
mod change;
mod document;
mod extract;
mod handlers;
mod input;
mod money;
mod problem;

pub(crate) use money::attachment;
pub use problem::Problem;

use crate::server::WebState;
use axum::http::{HeaderValue, StatusCode, header};
use axum::routing::get;
use axum::{Json, Router};
use handlers::{
    account, activity, advice, backup, care, contract, desk, event, expansion, forecast, handoff, import, listed, money as about_money,
    notice, organisation, outcome, person, playbook, policy, proposal, renewal, report, room, stakeholder, talk, task, task_together,
    value,
};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

fn steps() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(task_together::complete_tasks))
        .routes(routes!(task_together::put_off_tasks))
        .routes(routes!(task_together::give_tasks))
        .routes(routes!(task::complete_task, task::reopen_task))
        .routes(routes!(task::put_off_task, task::bring_back_task))
        .routes(routes!(task::give_task, task::take_back_task))
}

fn described() -> OpenApiRouter<WebState> {
    OpenApiRouter::with_openapi(document::head())
        .routes(routes!(organisation::read_organisation, organisation::set_organisation))
        .routes(routes!(desk::read_today))
        .routes(routes!(desk::list_findings))
        .routes(routes!(desk::read_reviews))
        .routes(routes!(desk::dismiss_finding, desk::bring_back_finding))
        .routes(routes!(desk::run_check))
        .routes(routes!(renewal::list_renewals))
        .routes(routes!(renewal::read_renewal))
        .routes(routes!(renewal::explain_renewal))
        .routes(routes!(renewal::lose_renewal))
        .routes(routes!(renewal::reopen_renewal))
        .routes(routes!(renewal::reassign_renewal))
        .routes(routes!(renewal::end_reassignment))
        .routes(routes!(handoff::list_handoffs))
        .routes(routes!(handoff::read_handoff))
        .routes(routes!(handoff::meet_handoff))
        .routes(routes!(handoff::accept_handoff))
        .routes(routes!(handoff::decline_handoff))
        .routes(routes!(handoff::waive_handoff))
        .merge(expansions().merge(notices()).merge(proposals()).merge(steps()).merge(forecasts()))
        .routes(routes!(account::list_accounts, account::add_account))
        .routes(routes!(account::read_account, account::edit_account))
        .routes(routes!(account::set_risk))
        .routes(routes!(account::describe_account))
        .routes(routes!(account::set_team))
        .routes(routes!(account::merge_accounts))
        .routes(routes!(contract::sign_contract))
        .routes(routes!(contract::read_contract, contract::amend_contract))
        .routes(routes!(contract::renew_contract))
        .routes(routes!(contract::give_notice, contract::withdraw_notice))
        .routes(routes!(contract::cancel_contract))
        .routes(routes!(contract::index_contract))
        .routes(routes!(contract::co_term_contract, contract::leave_co_term))
        .routes(routes!(contract::move_contract))
        .routes(routes!(person::list_people, person::add_person))
        .routes(routes!(person::read_person, person::move_person))
        .routes(routes!(person::plan_departure, person::record_departure))
        .routes(routes!(person::set_profile))
        .routes(routes!(person::set_absence))
        .routes(routes!(person::end_absence))
        .merge(rooms())
        .merge(policies())
        .routes(routes!(about_money::list_metrics))
        .routes(routes!(about_money::read_metric))
        .routes(routes!(about_money::read_ledger))
        .routes(routes!(about_money::read_retention))
        .routes(routes!(about_money::read_restatement))
        .routes(routes!(about_money::read_account_arr))
        .routes(routes!(report::list_reports, report::seal_report))
        .routes(routes!(report::read_report))
        .routes(routes!(report::read_ledger_rules, report::set_ledger_rules))
        .routes(routes!(event::list_events))
        .routes(routes!(listed::list_plan_rates))
        .routes(routes!(listed::set_plan_rate, listed::remove_plan_rate))
        .routes(routes!(listed::list_exchange_rates))
        .routes(routes!(listed::set_exchange_rate, listed::remove_exchange_rate))
        .routes(routes!(listed::list_holidays))
        .routes(routes!(listed::set_holiday, listed::remove_holiday))
        .routes(routes!(listed::set_country_holiday, listed::remove_country_holiday))
        .routes(routes!(listed::list_products))
        .routes(routes!(listed::set_product, listed::remove_product))
        .routes(routes!(listed::list_fields))
        .routes(routes!(listed::set_field, listed::remove_field))
        .routes(routes!(import::import_book))
        .routes(routes!(backup::list_backups, backup::make_backup))
}

/// The people of customers, contacts with them, and what is written down in their rooms.
fn rooms() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(stakeholder::list_units))
        .routes(routes!(stakeholder::list_stakeholders))
        .routes(routes!(stakeholder::set_stakeholder))
        .routes(routes!(activity::list_activities, activity::log_activity))
        .routes(routes!(activity::withdraw_activity))
        .routes(routes!(value::list_value, value::note_value))
        .routes(routes!(value::read_outcome))
        .routes(routes!(value::confirm_value))
        .routes(routes!(value::withdraw_value))
        .routes(routes!(room::judge_stakeholder))
        .routes(routes!(room::list_objections, room::raise_objection))
        .routes(routes!(room::answer_objection))
        .routes(routes!(room::resolve_objection))
        .routes(routes!(room::withdraw_objection))
        .routes(routes!(room::list_commitments, room::make_commitment))
        .routes(routes!(room::end_commitment))
        .routes(routes!(room::withdraw_commitment))
        .routes(routes!(talk::list_comments, talk::write_comment))
        .routes(routes!(talk::correct_comment))
        .routes(routes!(talk::withdraw_comment))
        .routes(routes!(talk::list_documents, talk::add_document))
        .routes(routes!(talk::change_document))
        .routes(routes!(talk::withdraw_document))
}

/// What customers may buy more of.
fn expansions() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(expansion::list_expansions))
        .routes(routes!(expansion::read_expansion, expansion::correct_expansion))
        .routes(routes!(expansion::raise_expansion))
        .routes(routes!(expansion::accept_expansion))
        .routes(routes!(expansion::reject_expansion))
        .routes(routes!(expansion::withdraw_expansion))
        .routes(routes!(expansion::win_expansion))
        .routes(routes!(expansion::lose_expansion))
        .routes(routes!(expansion::reopen_expansion))
        .routes(routes!(expansion::reassign_expansion))
        .routes(routes!(expansion::end_expansion_reassignment))
}

/// What people are told, and how it reaches them.
fn notices() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(notice::list_notices))
        .routes(routes!(notice::see_notices))
        .routes(routes!(notice::read_notice_preference, notice::set_notice_preference))
        .routes(routes!(notice::list_channels, notice::add_channel))
        .routes(routes!(notice::remove_channel))
        .routes(routes!(notice::list_jobs))
        .routes(routes!(notice::retry_job))
}

/// The weekly forecast.
fn forecasts() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(forecast::read_forecast))
        .routes(routes!(forecast::read_team_forecast))
        .routes(routes!(forecast::read_forecast_accuracy))
        .routes(routes!(forecast::submit_forecast))
        .routes(routes!(forecast::adjust_forecast))
        .routes(routes!(forecast::read_renewal_forecast, forecast::call_renewal))
        .routes(routes!(forecast::take_back_call))
}

/// What is offered for next terms, and what roles may give away alone.
fn proposals() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(proposal::list_proposals, proposal::make_proposal))
        .routes(routes!(proposal::read_proposal))
        .routes(routes!(proposal::refresh_proposal))
        .routes(routes!(proposal::ask_approval))
        .routes(routes!(proposal::approve_proposal))
        .routes(routes!(proposal::refuse_proposal))
        .routes(routes!(proposal::send_proposal))
        .routes(routes!(proposal::accept_proposal))
        .routes(routes!(proposal::decline_proposal))
        .routes(routes!(proposal::withdraw_proposal))
        .routes(routes!(outcome::list_outcomes))
        .routes(routes!(outcome::write_lessons))
        .routes(routes!(outcome::close_renewal))
        .routes(routes!(proposal::read_discount_limits, proposal::set_discount_limit))
        .routes(routes!(care::read_care, care::set_care))
}

/// The policy: versions, drafts, and the way of a draft into force; and what people carry by it.
fn policies() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(policy::read_workload))
        .routes(routes!(organisation::read_handoff_clocks, organisation::set_handoff_clocks))
        .routes(routes!(policy::read_coverage))
        .routes(routes!(advice::read_advice))
        .routes(routes!(advice::answer_advisor))
        .routes(routes!(playbook::list_playbooks, playbook::publish_playbook))
        .routes(routes!(playbook::read_playbook))
        .routes(routes!(playbook::plan_playbook))
        .routes(routes!(policy::read_policy, policy::activate_policy))
        .routes(routes!(policy::check_policy))
        .routes(routes!(policy::plan_policy))
        .routes(routes!(policy::list_drafts, policy::begin_draft))
        .routes(routes!(policy::read_draft, policy::change_draft, policy::discard_draft))
        .routes(routes!(policy::review_draft))
        .routes(routes!(policy::activate_draft))
}

/// The OpenAPI document.
pub fn document() -> utoipa::openapi::OpenApi {
    document::complete(OpenApiRouter::<WebState>::new().nest("/api/v1", described()).split_for_parts().1)
}

/// Every operation, nested under `/api/v1`, with the document at `/api/v1/openapi.json`.
pub(crate) fn router() -> Router<WebState> {
    let (router, _) = described().split_for_parts();
    let operations = router
        .route("/openapi.json", get(|| async { Json(document()) }))
        .fallback(no_such_operation)
        .method_not_allowed_fallback(no_such_method)
        // What a token may read is for its bearer alone.
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
    Router::new().nest("/api/v1", operations).route("/api/{*rest}", axum::routing::any(no_such_operation))
}

async fn no_such_operation() -> Problem {
    Problem::not_found("There is no such operation; /api/v1/openapi.json lists them all.")
}

async fn no_such_method() -> Problem {
    let detail = "This address does not take that method; the Allow header lists those it takes.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", "Method not allowed", detail)
}
