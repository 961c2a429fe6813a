//! Calling a renewal, taking that back, adjusting somebody's forecast, and submitting.

use super::reading::{Reader, reason_field};
use super::{Action, At, Done};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{renewal_url, url};
use maud::html;
use tenure_app::{AppError, NewCall, RenewalForecastView, StatedAmount};
use tenure_core::forecast::{Category, Kind as Submission, Voice};
use tenure_core::primitives::format_minor;

/// Where somebody goes on after a call: the next renewal of the walk, the team, else the renewal.
fn onward(at: &At, typed: &Typed) -> String {
    match typed.get("walk") {
        "" => format!("{}#forecast-h", renewal_url(at.reference())),
        "team" => "/forecast/team#lines-h".into(),
        next => url("/forecast", &[("at", next.into()), ("of", typed.get("of").into())]),
    }
}

async fn callable(at: &At) -> Result<RenewalForecastView, AppError> {
    let view = at.app.renewal_forecast(&at.actor, at.reference()).await?;
    let none = || AppError::NotFound(format!("{} is in no forecast: it is a yearly review, or nobody owned it here.", at.reference()));
    let view = view.ok_or_else(none)?;
    if view.may.is_none() {
        return Err(AppError::Forbidden(format!("{} is decided, or you neither own it commercially nor lead who does.", at.reference())));
    }
    Ok(view)
}

fn places(at: &At) -> Vec<(String, String)> {
    vec![("Forecast".into(), "/forecast".into()), (at.reference().into(), renewal_url(at.reference()))]
}

fn amount_of(typed: &Typed) -> StatedAmount {
    match typed.get("amount") {
        "" => StatedAmount::All,
        text => StatedAmount::Text(text.into()),
    }
}

/// Says what a renewal will bring.
pub(crate) struct Call;

impl Action for Call {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = callable(at).await?;
        let categories =
            Category::CALLED.iter().map(|word| (word.code().to_string(), format!("{}: {}", word.label(), word.meaning()))).collect();
        let due = view.due;
        let fields = vec![
            Field::new("category", "Category", Kind::Choice(categories)),
            Field::new("amount", &format!("Expected to renew, {}", due.currency.code()), Kind::Number)
                .hint(format!("At most what is up, {due}. Growth is an expansion of its own. Empty is all of it."))
                .optional(),
            Field::new("reason", "Why", Kind::Long),
            Field::new("walk", "", Kind::Hidden),
            Field::new("of", "", Kind::Hidden),
        ];
        let said = view.line.category.filter(|category| *category != Category::Closed);
        let amount = if said.is_some() { view.line.expected.minor } else { due.minor };
        let values = Typed::of([
            ("category", said.map(|category| category.code().to_string()).unwrap_or_default()),
            ("amount", format_minor(amount, due.currency)),
            ("walk", at.query.get("walk").to_string()),
            ("of", at.query.get("of").to_string()),
        ]);
        let lede = match view.may {
            Some(Voice::Manager) => {
                html! { p { "You lead who owns it: your word is kept beside theirs and counts in the forecast of your team." } }
            }
            _ => html! { p { "It counts until the next word. What was said before stays in the record." } },
        };
        let title = format!("Forecast {}", at.reference());
        Ok(FormPage::new(Nav::Forecast, places(at), &title, "Save the call").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let category = reader.required_word("category", Category::Omitted);
        reader.done()?;
        let amount = if category == Category::Omitted && typed.get("amount").is_empty() { StatedAmount::All } else { amount_of(typed) };
        let new =
            NewCall { renewal: at.reference().into(), category: Some(category), amount, reason: typed.get("reason").into(), speaks: None };
        let reference = at.app.call_renewal(&at.actor, new).await?;
        Ok(Done::at(onward(at, typed), format!("{reference} is called {}.", category.label().to_lowercase())))
    }
}

/// Takes back what one said of a renewal.
pub(crate) struct TakeBack;

impl Action for TakeBack {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        callable(at).await?;
        let fields = vec![reason_field("Why", true)];
        let lede = html! { p { "What was said stays in the record; it counts no more until somebody says something new." } };
        let title = format!("Take back the call on {}", at.reference());
        Ok(FormPage::new(Nav::Forecast, places(at), &title, "Take it back").lede(lede).fields(fields, Typed::default()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let reason = typed.get("reason").to_string();
        let new = NewCall { renewal: at.reference().into(), category: None, amount: StatedAmount::All, reason, speaks: None };
        let reference = at.app.call_renewal(&at.actor, new).await?;
        Ok(Done::at(onward(at, typed), format!("What was said of {reference} is taken back.")))
    }
}

/// Adds to or takes from what somebody forecasts this week.
pub(crate) struct Adjust;

impl Action for Adjust {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = at.app.my_forecast(&at.actor, Some(at.reference())).await?;
        let view = view.ok_or_else(|| AppError::NotFound(format!("There is no teammate {}.", at.reference())))?;
        let show = &view.show;
        let fields = vec![
            Field::new("amount", &format!("Add to the commit, {}", show.currency.code()), Kind::Number)
                .hint("A minus in front takes away; 0 takes the adjustment of this week back."),
            Field::new("reason", "Why", Kind::Long),
            Field::new("of", "", Kind::Hidden),
        ];
        let lede = html! { p { (show.person.name) " commits " (format_minor(show.totals.closed + show.totals.commit, show.currency)) " of " (format_minor(show.totals.due, show.currency)) " " (show.currency.code()) " this week. Your word is kept beside it and never replaces it." } };
        let places = vec![("Forecast".into(), "/forecast".into()), ("Team".into(), "/forecast/team".into())];
        let title = format!("Adjust the forecast of {}", show.person.name);
        let values = Typed::of([("of", at.query.get("of").to_string())]);
        Ok(FormPage::new(Nav::Forecast, places, &title, "Save the adjustment").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let delta = StatedAmount::Text(typed.get("amount").into());
        at.app.adjust_forecast(&at.actor, at.reference(), (delta, typed.get("reason"))).await?;
        Ok(Done::at(url("/forecast/team", &[("of", typed.get("of").into())]), "The adjustment is saved."))
    }
}

async fn asked(at: &At, title: &str, team: &str) -> Result<FormPage, AppError> {
    let view = at.app.my_forecast(&at.actor, Some(at.query.get("of")).filter(|of| !of.is_empty())).await?;
    if view.is_none() {
        return Err(AppError::NotFound("You are no teammate: say whose forecast it is.".into()));
    }
    let lede = html! { p { "A copy of every line is kept as it stands. Submitting again this week puts another one beside it." } };
    let places = vec![("Forecast".into(), team.into())];
    let values = Typed::of([("of", at.query.get("of").to_string())]);
    Ok(FormPage::new(Nav::Forecast, places, title, "Submit").lede(lede).fields(vec![Field::new("of", "", Kind::Hidden)], values))
}

async fn submitted(at: &At, typed: &Typed, (kind, page): (Submission, &str)) -> Result<Done, AppError> {
    let of = Some(typed.get("of")).filter(|of| !of.is_empty());
    at.app.submit_forecast(&at.actor, of, kind).await?;
    let to = url(page, &[("at", if kind == Submission::Own { "summary".into() } else { String::new() }), ("of", typed.get("of").into())]);
    Ok(Done::at(to, "The forecast of this week is submitted."))
}

/// Submits one's own renewals.
pub(crate) struct Submit;

impl Action for Submit {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        asked(at, "Submit the forecast", "/forecast").await
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        submitted(at, typed, (Submission::Own, "/forecast")).await
    }
}

/// Submits the renewals of one's team.
pub(crate) struct SubmitTeam;

impl Action for SubmitTeam {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        asked(at, "Submit the forecast of the team", "/forecast/team").await
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        submitted(at, typed, (Submission::Team, "/forecast/team")).await
    }
}
