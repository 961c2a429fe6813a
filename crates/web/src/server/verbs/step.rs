//! Steps of a renewal besides completing them: put off with a reason, given to somebody who does it for the holder.

use super::reading::{Reader, people};
use super::{Action, At, Done};
use crate::pages::form::{Field, FormPage, Kind, Places, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, renewal_url};
use maud::html;
use tenure_app::{AppError, RenewalView, StepItem};
use tenure_core::commands::PUT_OFF_MAX_DAYS;
use tenure_core::primitives::{TaskId, display_date};

/// Puts a step off.
pub(crate) struct PutOff;
/// Brings a step back.
pub(crate) struct BringBack;
/// Gives a step to somebody.
pub(crate) struct Give;
/// Takes a step back.
pub(crate) struct TakeBack;

async fn found(at: &At) -> Result<(RenewalView, StepItem), AppError> {
    let view = at.app.renewal(&at.actor, at.reference()).await?;
    let id: TaskId = at.id("step")?;
    let missing = || AppError::NotFound(format!("{} has no such step.", view.item.reference));
    let step = view.steps.iter().find(|step| step.id == id).cloned().ok_or_else(missing)?;
    if !step.may_act {
        return Err(AppError::Forbidden(format!("{} does this step; only they and those above them may change it.", step.holder.name)));
    }
    Ok((view, step))
}

fn places(view: &RenewalView) -> Places {
    let item = &view.item;
    let names = vec![
        ("Renewals".into(), "/renewals".into()),
        (item.account.clone(), account_url(&item.account_reference)),
        (item.reference.clone(), renewal_url(&item.reference)),
    ];
    Places::of_account(names, &item.account_reference, item.revision)
}

fn asked(view: &RenewalView, title: String, button: &str) -> FormPage {
    FormPage::new(Nav::Renewals, places(view), title, button)
}

fn reason() -> Field {
    Field::new("reason", "Why", Kind::Text)
}

/// Where the step stands, and where what was done is taken back.
fn done(at: &At, text: String, undo: Option<&str>) -> Result<Done, AppError> {
    let id: TaskId = at.id("step")?;
    let url = renewal_url(at.reference());
    let done = Done::at(format!("{url}#step-{id}"), text);
    Ok(match undo {
        Some(rest) => done.undo(format!("{url}/steps/{id}/{rest}")),
        None => done,
    })
}

impl Action for PutOff {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let (view, step) = found(at).await?;
        let lede = html! {
            p { "It is due " (display_date(step.due_on)) " and stays so: it leaves the queue of " (step.holder.name) " until the day you name, and what is overdue still goes to the manager." }
        };
        let hint = format!("At most {PUT_OFF_MAX_DAYS} days ahead, and not past the decision.");
        let fields = vec![Field::new("until", "There again on", Kind::Day).hint(hint), reason()];
        Ok(asked(&view, format!("Put off: {}", step.title), "Put off").lede(lede).fields(fields, Typed::default()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let until = reader.required_day("until");
        reader.done()?;
        at.app.put_off_task(&at.actor, at.id("step")?, (until, typed.get("reason"))).await?;
        done(at, format!("The step is put off until {}.", display_date(until)), Some("delay/ending"))
    }
}

impl Action for BringBack {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let (view, step) = found(at).await?;
        let lede = html! { p { "It was put off" @if let Some((until, reason)) = &step.put_off { " until " (display_date(*until)) ": " (reason) } "." } };
        Ok(asked(&view, format!("Bring back: {}", step.title), "Bring back").lede(lede))
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.bring_back_task(&at.actor, at.id("step")?).await?;
        done(at, "The step is in the queue again.".into(), None)
    }
}

impl Action for Give {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let (view, step) = found(at).await?;
        let lede = html! { p { "Whoever you name does the step; " (step.holder.name) " stays accountable for it." } };
        let fields = vec![Field::new("to", "To", Kind::Choice(people(&at.app.people_choices().await?))), reason()];
        Ok(asked(&view, format!("Give to somebody: {}", step.title), "Give").lede(lede).fields(fields, Typed::default()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.give_task(&at.actor, at.id("step")?, (typed.get("to"), typed.get("reason"))).await?;
        done(at, "The step is given.".into(), Some("help/ending"))
    }
}

impl Action for TakeBack {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let (view, step) = found(at).await?;
        let lede = html! { p { (step.holder.name) " does it now" @if let Some((holder, reason)) = &step.given { " for " (holder) ": " (reason) } "." } };
        Ok(asked(&view, format!("Take back: {}", step.title), "Take back").lede(lede))
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.take_back_task(&at.actor, at.id("step")?).await?;
        done(at, "The step is the holder's again.".into(), None)
    }
}
