//! Saying anew what the organisation is.

use super::listed::would_follow;
use super::reading::{Reader, months, or_none, words};
use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use maud::html;
use tenure_app::AppError;
use tenure_core::identity::{OrganisationSettings, Stage};

/// Sets what the organisation says of itself.
pub(crate) struct Set;

/// Where it is to be seen.
const PAGE: &str = "/settings/organisation";

fn fields() -> Vec<Field> {
    vec![
        Field::new("name", "Name", Kind::Text),
        Field::new("stage", "Stage", Kind::Choice(or_none("Not stated", words!(Stage))))
            .optional()
            .hint("How large the company is by ARR. Policies may ask for it; what fits one stage is out of step in the next."),
        Field::new("fiscal_year_start", "The fiscal year begins in", Kind::Choice(months())),
        Field::new("absence_moves_after_days", "Days of absence from which work moves", Kind::Number)
            .hint("1 to 366. A longer absence moves what the person holds, a shorter one lets the delegate act."),
    ]
}

fn read(typed: &Typed) -> Result<OrganisationSettings, AppError> {
    let mut reader = Reader::new(typed);
    let settings = OrganisationSettings {
        name: reader.text("name"),
        stage: reader.word("stage"),
        fiscal_year_start: reader.required_number("fiscal_year_start"),
        absence_moves_after_days: reader.required_number("absence_moves_after_days"),
    };
    reader.done()?;
    Ok(settings)
}

impl Action for Set {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let places = vec![("Settings".to_string(), "/settings".to_string()), ("Organisation".to_string(), PAGE.to_string())];
        let asked = FormPage::new(Nav::Settings, places, "Change the organisation", "Save").preview("Show what would change");
        let lede = html! { p { "The policy decides every open renewal again with what you save, and long absences are counted anew. Look first at what would change." } };
        if !at.query.get("preview").is_empty() {
            let seen = match read(&at.query) {
                Ok(settings) => at.app.preview_organisation(&at.actor, settings).await,
                Err(error) => Err(error),
            };
            return Ok(asked.lede(html! { (lede) (would_follow(seen)?) }).fields(fields(), at.query.clone()));
        }
        let settings = at.app.organisation_settings().await?.settings;
        let values = Typed::of([
            ("name", settings.name),
            ("stage", settings.stage.map(|stage| stage.code().to_string()).unwrap_or_default()),
            ("fiscal_year_start", settings.fiscal_year_start.to_string()),
            ("absence_moves_after_days", settings.absence_moves_after_days.to_string()),
        ]);
        Ok(asked.lede(lede).fields(fields(), values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.set_organisation(&at.actor, read(typed)?).await?;
        Ok(Done::at(PAGE.into(), "The organisation is saved."))
    }
}
