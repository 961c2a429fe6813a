//! The policy on pages: a version or draft as a table, models to begin from, one-click changes of a draft, downloads.

mod life;
mod rule;

pub(crate) use life::{Activate, Begin, ChangeText, Discard, Review};
pub(crate) use rule::EditRule;

use crate::pages;
use crate::pages::policy::Checked;
use crate::pages::shell::Nav;
use crate::pages::words::url_part;
use crate::server::auth::SignedIn;
use crate::server::handlers::Page;
use crate::server::handlers::shell::{Frame, StoredToast, leave_toast};
use crate::server::verbs::reading::lines;
use crate::server::{WebState, fail};
use axum::extract::{Form, Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tenure_app::{App, AppError, DraftItem};
use tenure_core::catalog;
use tenure_core::ownership::Model;
use tenure_core::ownership::policy::Policy;

/// Which version to show.
#[derive(Deserialize)]
pub(crate) struct Version {
    version: Option<u32>,
}

async fn checked(app: &App, file: &str, text: &str) -> Result<Checked, Response> {
    match app.check_policy(file, text).await {
        Ok(check) => Ok(Checked::Read(Box::new(check))),
        Err(AppError::Refused(refusals)) => Ok(Checked::Refused(refusals)),
        Err(error) => Err(fail::bare(error)),
    }
}

/// A version, the one in force where none is named.
pub(crate) async fn show(State(state): State<WebState>, signed_in: SignedIn, Query(query): Query<Version>) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shell = frame.shell(Nav::Policy);
    if frame.organisation.is_none() {
        return Ok(pages::empty::empty_instance(&shell).into_response());
    }
    let view = state.app.policy(&signed_in.actor()).await.map_err(fail::bare)?;
    let item = match query.version {
        None => view.active.as_ref(),
        Some(number) => {
            let found = view.versions.iter().find(|version| version.version == number);
            Some(found.ok_or_else(|| fail::bare(AppError::NotFound(format!("There is no version {number} of the policy."))))?)
        }
    };
    let shown = match item {
        Some(item) => Some((item, checked(&state.app, "the policy", &item.text).await?)),
        None => None,
    };
    Ok(pages::policy::policy(&shell, &view, shown.as_ref().map(|(item, checked)| (*item, checked))).into_response())
}

/// A draft.
pub(crate) async fn draft(State(state): State<WebState>, signed_in: SignedIn, Path(reference): Path<String>) -> Page {
    let item = state.app.draft(&reference).await.map_err(fail::bare)?;
    let checked = checked(&state.app, &reference, &item.draft.text).await?;
    let frame = Frame::load(&state, &signed_in).await?;
    let may_change = signed_in.actor().is_administrator();
    Ok(pages::policy::draft(&frame.shell(Nav::Policy), &item, &checked, may_change).into_response())
}

/// The models, each with the shipped policy that divides the work this way.
pub(crate) async fn models(State(state): State<WebState>, signed_in: SignedIn) -> Page {
    let frame = Frame::load(&state, &signed_in).await?;
    let shipped = Model::ALL.iter().filter_map(|model| Some((*model, state.app.shipped_policy(model.about().policy)?)));
    let may_begin = signed_in.actor().is_administrator();
    Ok(pages::policy::models(&frame.shell(Nav::Policy), &shipped.collect::<Vec<_>>(), may_begin).into_response())
}

/// A text that takes the place of a draft's.
#[derive(Deserialize)]
pub(crate) struct Repaired {
    text: String,
}

/// Makes a repair that the checker offers.
pub(crate) async fn repair(
    State(state): State<WebState>,
    signed_in: SignedIn,
    Path(reference): Path<String>,
    Form(form): Form<Repaired>,
) -> Page {
    let item = state.app.draft(&reference).await.map_err(fail::bare)?;
    let repaired = state.app.read_policy(&reference, &lines(&form.text)).await.map_err(fail::bare)?;
    let text = state.app.policy_over(&reference, &item.draft.text, &repaired).await.map_err(fail::bare)?;
    put(&state, &signed_in, &item, text, "The repair was made.").await
}

/// Moves a rule up or down, or takes it out.
pub(crate) async fn arrange(
    State(state): State<WebState>,
    signed_in: SignedIn,
    Path((reference, id, step)): Path<(String, String, String)>,
) -> Page {
    let item = state.app.draft(&reference).await.map_err(fail::bare)?;
    let mut policy = state.app.read_policy(&reference, &item.draft.text).await.map_err(fail::bare)?;
    let missing = || fail::bare(AppError::NotFound(format!("Draft {reference} has no rule {id}.")));
    let index = policy.rules.iter().position(|rule| rule.id == id).ok_or_else(missing)?;
    let says = arranged(&mut policy, index, &step).ok_or_else(missing)?;
    let text = state.app.policy_over(&reference, &item.draft.text, &policy).await.map_err(fail::bare)?;
    put(&state, &signed_in, &item, text, &format!("{id} {says}.")).await
}

fn arranged(policy: &mut Policy, index: usize, step: &str) -> Option<&'static str> {
    match step {
        "up" if index > 0 => policy.rules.swap(index, index - 1),
        "down" if index + 1 < policy.rules.len() => policy.rules.swap(index, index + 1),
        "removal" if policy.rules.len() > 1 => drop(policy.rules.remove(index)),
        _ => return None,
    }
    Some(if step == "removal" { "was taken out" } else { "was moved" })
}

async fn put(state: &WebState, signed_in: &SignedIn, item: &DraftItem, text: String, says: &str) -> Page {
    let reference = item.reference();
    state.app.change_draft(&signed_in.actor(), &reference, text, item.draft.note.clone()).await.map_err(fail::bare)?;
    leave_toast(signed_in, StoredToast { text: says.into(), undo: None, failed: false }).await;
    Ok(Redirect::to(&draft_url(&reference)).into_response())
}

fn draft_url(reference: &str) -> String {
    format!("/policy/drafts/{}", url_part(reference))
}

/// A version as a file.
pub(crate) async fn download_version(
    State(state): State<WebState>,
    signed_in: SignedIn,
    Path((version, file)): Path<(u32, String)>,
) -> Page {
    let view = state.app.policy(&signed_in.actor()).await.map_err(fail::bare)?;
    let found = view.versions.iter().find(|item| item.version == version);
    let found = found.ok_or_else(|| fail::bare(AppError::NotFound(format!("There is no version {version} of the policy."))))?;
    download(&state.app, &found.text, &file).await
}

/// A draft as a file.
pub(crate) async fn download_draft(State(state): State<WebState>, _: SignedIn, Path((reference, file)): Path<(String, String)>) -> Page {
    let item = state.app.draft(&reference).await.map_err(fail::bare)?;
    download(&state.app, &item.draft.text, &file).await
}

async fn download(app: &App, text: &str, file: &str) -> Page {
    let (kind, body) = match file {
        "policy.toml" => ("application/toml", text.to_string()),
        "policy.dmn" => ("application/xml", app.policy_as_dmn("the policy", text).await.map_err(fail::bare)?),
        _ => return Err(fail::bare(AppError::NotFound("There is no such file.".into()))),
    };
    let name = format!("attachment; filename=\"{file}\"");
    Ok(([(header::CONTENT_TYPE, kind.to_string()), (header::CONTENT_DISPOSITION, name)], body).into_response())
}

/// The text of a shipped policy that divides the work as a model does.
fn text_of_model(code: &str) -> Option<&'static str> {
    code.parse::<Model>().ok().and_then(|model| catalog::policy(model.about().policy))
}
