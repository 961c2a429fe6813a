//! People of ours: who they are, joining, moving, leaving, being away.

use super::super::body::{ChangeBody, DepartureBody, PeopleBody, PersonDetailBody};
use super::super::change::Change;
use super::super::extract::{Named, NoParams, Params};
use super::super::input::{AbsenceInput, DayText, DepartureInput, PersonInput, PlaceInput, ProfileInput};
use super::super::problem::Problem;
use super::Answer;
use crate::server::{ApiUser, WebState};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

/// Everybody with what they hold. Not paged: a company has hundreds of people who own renewals, not thousands.
#[utoipa::path(get, path = "/people", tag = "people", responses((status = 200, description = "Active people first, by name", body = PeopleBody)))]
pub(crate) async fn list_people(State(state): State<WebState>, _user: ApiUser, _: Params<NoParams>) -> Answer<PeopleBody> {
    Ok(Json((&state.app.people().await?).into()))
}

/// One person with what they hold and when they are away.
#[utoipa::path(get, path = "/people/{reference}", tag = "people", params(("reference" = String, Path, description = "Reference or e-mail", min_length = 1, max_length = 200)), responses((status = 200, description = "The person", body = PersonDetailBody)))]
pub(crate) async fn read_person(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    _: Params<NoParams>,
) -> Answer<PersonDetailBody> {
    Ok(Json((&state.app.person(&user.actor(), &reference).await?).into()))
}

/// Adds a teammate. Renewals that nobody fitted may find their person. For administrators.
#[utoipa::path(post, path = "/people", tag = "people", request_body = PersonInput, responses((status = 200, description = "Added", body = ChangeBody), (status = 404, description = "There is no such manager")))]
pub(crate) async fn add_person(State(state): State<WebState>, change: Change<PersonInput>) -> Result<Response, Problem> {
    state.app.add_teammate(&change.actor(), change.body.teammate()).await?;
    change.answer()
}

/// Gives a teammate another role, manager, region or country from today on. For administrators.
#[utoipa::path(patch, path = "/people/{reference}", tag = "people", params(("reference" = String, Path, description = "Reference or e-mail", min_length = 1, max_length = 200)), request_body = PlaceInput, responses((status = 200, description = "Moved", body = ChangeBody)))]
pub(crate) async fn move_person(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<PlaceInput>,
) -> Result<Response, Problem> {
    let place = change.body.place().ok_or_else(|| Problem::invalid("body", "names nothing to change"))?;
    state.app.move_teammate(&change.actor(), &reference, place).await?;
    change.answer()
}

/// Says what a teammate brings from a day on; who is chosen for a role may change with it. For administrators.
#[utoipa::path(put, path = "/people/{reference}/profile", tag = "people", params(("reference" = String, Path, description = "Reference or e-mail", min_length = 1, max_length = 200)), request_body = ProfileInput, responses((status = 200, description = "Written down", body = ChangeBody)))]
pub(crate) async fn set_profile(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<ProfileInput>,
) -> Result<Response, Problem> {
    state.app.set_profile(&change.actor(), change.body.profile(&reference)).await?;
    change.answer()
}

/// When somebody would leave.
#[derive(Deserialize, Validate, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct DepartureParams {
    /// First day no longer with us; today where it is absent.
    #[garde(skip)]
    #[param(inline)]
    left_on: Option<DayText>,
}

/// What would change hands if a teammate left. Nothing is written. For administrators.
#[utoipa::path(get, path = "/people/{reference}/departure", tag = "people", params(("reference" = String, Path, description = "Reference or e-mail", min_length = 1, max_length = 200), DepartureParams), responses((status = 200, description = "The plan", body = DepartureBody), (status = 403, description = "The user is no administrator")))]
pub(crate) async fn plan_departure(
    State(state): State<WebState>,
    user: ApiUser,
    Named(reference): Named,
    Params(params): Params<DepartureParams>,
) -> Answer<DepartureBody> {
    let left_on = params.left_on.map(|day| day.0);
    Ok(Json((&state.app.plan_leaving(&user.actor(), &reference, left_on).await?).into()))
}

/// Marks a teammate as gone from a day on and moves all they hold. For administrators.
#[utoipa::path(post, path = "/people/{reference}/departure", tag = "people", params(("reference" = String, Path, description = "Reference or e-mail", min_length = 1, max_length = 200)), request_body = DepartureInput, responses((status = 200, description = "Gone from that day on", body = ChangeBody)))]
pub(crate) async fn record_departure(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<DepartureInput>,
) -> Result<Response, Problem> {
    state.app.mark_left(&change.actor(), &reference, Some(change.body.left_on.0)).await?;
    change.answer()
}

/// Writes down an absence. For the person, those above them and administrators.
#[utoipa::path(post, path = "/people/{reference}/absences", tag = "people", params(("reference" = String, Path, description = "Reference or e-mail", min_length = 1, max_length = 200)), request_body = AbsenceInput, responses((status = 200, description = "Written down", body = ChangeBody)))]
pub(crate) async fn set_absence(
    State(state): State<WebState>,
    Named(reference): Named,
    change: Change<AbsenceInput>,
) -> Result<Response, Problem> {
    state.app.set_absence(&change.actor(), change.body.absence(&reference)).await?;
    change.answer()
}

/// Ends an absence today, or takes one back that has not begun. For the person, those above them and administrators.
#[utoipa::path(delete, path = "/absences/{id}", tag = "people", params(("id" = String, Path, description = "Id of the absence", format = Uuid, max_length = 36)), responses((status = 200, description = "Ended", body = ChangeBody)))]
pub(crate) async fn end_absence(State(state): State<WebState>, Named(id): Named, change: Change<()>) -> Result<Response, Problem> {
    let id = id.parse().map_err(|_| Problem::not_found(&format!("There is no absence {id}.")))?;
    state.app.end_absence(&change.actor(), id).await?;
    change.answer()
}
