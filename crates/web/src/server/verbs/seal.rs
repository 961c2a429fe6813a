//! Sealing what a page shows.

use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use maud::html;
use tenure_app::{AppError, MONEY_PARAMETERS, MoneyQuery};

/// Seals the figures of a question about retention.
pub(crate) struct Retention;

impl Action for Retention {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let title = Field::new("title", "Title", Kind::Text).hint("As people will look for it: Retention for the board, Q3.");
        let carried = MONEY_PARAMETERS.iter().map(|name| Field::new(*name, "", Kind::Hidden).optional());
        let lede = html! {
            p { "The figures, every class with its sum, the question and the day of knowledge are kept as they are now, with a fingerprint over them and over the seal before." }
            p { "A seal stays. Nobody can change or remove it, you included; " code { "tenure check" } " finds any other change." }
        };
        let places = vec![("Retention".to_string(), "/retention".to_string())];
        let asked = FormPage::new(Nav::Retention, places, "Seal this report", "Seal report").lede(lede);
        Ok(asked.fields(std::iter::once(title).chain(carried).collect(), at.query.clone()).danger())
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let query = MoneyQuery::read(typed.0.iter().map(|(name, value)| (name.as_str(), value.as_str())))?;
        let reference = at.app.seal_retention(&at.actor, typed.get("title"), &query).await?;
        Ok(Done::at(format!("/reports/{reference}"), format!("Sealed as {reference}.")))
    }
}
