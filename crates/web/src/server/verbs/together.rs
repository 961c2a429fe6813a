//! One deed on the steps that were picked on Today: all of them or none.

use super::reading::{Reader, people};
use super::{Action, At, Done, STEP};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{count, url};
use crate::server::auth::safe_back;
use maud::{Markup, html};
use tenure_app::{AppError, PickedStep, StepsDeed, StepsDone};
use tenure_core::commands::PUT_OFF_MAX_DAYS;
use tenure_core::primitives::{TaskId, display_date, weekday_date};
use tenure_core::refusal::Refusal;

/// Completes steps with one evidence.
pub(crate) struct Complete;
/// Puts steps off.
pub(crate) struct PutOff;
/// Gives steps to one person.
pub(crate) struct Give;
/// Takes back what was done with several steps.
pub(crate) struct TakeBack;

fn ids(of: &Typed) -> Result<Vec<TaskId>, AppError> {
    of.all(STEP).map(|id| id.parse().map_err(|_| AppError::NotFound(format!("There is no step {id}.")))).collect()
}

async fn picked(at: &At) -> Result<Vec<PickedStep>, AppError> {
    let steps = at.app.picked_steps(&ids(&at.query)?).await?;
    if steps.is_empty() {
        let remedy = "Go back to Today and tick the steps, then choose what to do with them.";
        return Err(AppError::refused(Refusal::general("no step is picked", remedy)));
    }
    Ok(steps)
}

/// The question about the picked steps, with the fields of the deed.
async fn asked(at: &At, (title, button, lede): (&str, &str, Markup), fields: Vec<Field>) -> Result<FormPage, AppError> {
    let steps = picked(at).await?;
    let name = |step: &PickedStep| format!("{}, {} ({}), due {}", step.title, step.account, step.renewal, weekday_date(step.due_on));
    let choices = steps.iter().map(|step| (step.id.to_string(), name(step))).collect();
    let mut values = Typed::of([("back", at.query.get("back").to_string())]);
    for step in &steps {
        values.push(STEP, step.id.to_string());
    }
    let chosen = Field::new(STEP, "Steps", Kind::Checks(choices)).about("tasks").hint("All of them are changed, or none.");
    let fields = [vec![chosen], fields, vec![Field::new("back", "", Kind::Hidden).optional()]].concat();
    let title = format!("{title} {}", count(steps.len() as u64, "step"));
    let places = vec![("Today".to_string(), "/today".to_string())];
    Ok(FormPage::new(Nav::Today, places, title, button).lede(lede).fields(fields, values))
}

fn reason() -> Field {
    Field::new("reason", "Why", Kind::Text)
}

async fn act(at: &At, typed: &Typed, deed: StepsDeed) -> Result<StepsDone, AppError> {
    at.app.steps_together(&at.actor, &ids(typed)?, &deed).await
}

/// What happened, with the address that takes it back where that loses nothing.
fn done(typed: &Typed, done: &StepsDone, (what, undo): (&str, &str)) -> Result<Done, AppError> {
    let steps = ids(typed)?;
    let text = format!("{} {what} on {}.", count(steps.len() as u64, "step"), done.renewals);
    let back = Some(typed.get("back")).filter(|back| !back.is_empty());
    let told = Done::at(back.map_or_else(|| "/today".into(), |back| safe_back(Some(back)).to_string()), text);
    let parameters: Vec<(&str, String)> = steps.iter().map(|id| (STEP, id.to_string())).collect();
    Ok(if done.undo.is_some() { told.undo(url(&format!("/today/steps/{undo}/ending"), &parameters)) } else { told })
}

impl Action for Complete {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let steps = picked(at).await?;
        let lede = html! {
            p { "What you write is kept as the evidence of each step." }
            ul class="plain-list small" { @for step in steps.iter().filter(|step| !step.evidence_asked.is_empty()) { li { b { (step.title) } ", " (step.account) ": " (step.evidence_asked) } } }
        };
        asked(at, ("Complete", "Complete steps", lede), vec![Field::new("evidence", "What happened", Kind::Long)]).await
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let result = act(at, typed, StepsDeed::Complete(typed.get("evidence").into())).await?;
        done(typed, &result, ("completed", "completion"))
    }
}

impl Action for PutOff {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let lede = html! { p { "Their due days stay: they leave the queue until the day you name, and what is overdue still goes to the manager." } };
        let hint = format!("At most {PUT_OFF_MAX_DAYS} days ahead, and not past the decision of any of them.");
        asked(at, ("Put off", "Put off", lede), vec![Field::new("until", "There again on", Kind::Day).hint(hint), reason()]).await
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let until = reader.required_day("until");
        reader.done()?;
        let result = act(at, typed, StepsDeed::PutOff(until, typed.get("reason").into())).await?;
        done(typed, &result, (&format!("put off until {}", display_date(until)), "delay"))
    }
}

impl Action for Give {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let lede = html! { p { "Whoever you name does them; who holds them stays accountable." } };
        let to = Field::new("to", "To", Kind::Choice(people(&at.app.people_choices().await?)));
        asked(at, ("Give", "Give", lede), vec![to, reason()]).await
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let result = act(at, typed, StepsDeed::Give(typed.get("to").into(), typed.get("reason").into())).await?;
        done(typed, &result, ("given", "help"))
    }
}

/// The deed that takes back what the address names.
fn undoing(at: &At) -> Result<(StepsDeed, &'static str), AppError> {
    match at.part("id") {
        "completion" => Ok((StepsDeed::Reopen, "opened again")),
        "delay" => Ok((StepsDeed::BringBack, "brought back")),
        "help" => Ok((StepsDeed::TakeBack, "taken back")),
        other => Err(AppError::NotFound(format!("Nothing on several steps is called {other}."))),
    }
}

impl Action for TakeBack {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        undoing(at)?;
        asked(at, ("Take back what was done with", "Take back", html! {}), Vec::new()).await
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        let (deed, what) = undoing(at)?;
        let result = act(at, &at.query, deed).await?;
        done(&at.query, &result, (what, ""))
    }
}
