//! Setting how long handoffs may take.

use super::reading::Reader;
use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use maud::html;
use tenure_app::AppError;
use tenure_core::ownership::handoff::{Clocks, MOST_DAYS};

/// Sets the days.
pub(crate) struct Set;

/// Where they are to be seen.
const PAGE: &str = "/settings/handoff-clocks";

impl Action for Set {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let clocks = at.app.handoff_clocks().await?.clocks;
        let range = format!("1 to {MOST_DAYS}. Shipped: 5.");
        let fields = vec![
            Field::new("accept_days", "Business days from the opening of a handoff to its acceptance", Kind::Number).hint(range.clone()),
            Field::new("introduce_days", "Business days from a waiver to the introduction that it owes", Kind::Number).hint(range),
            Field::new("protected_days", "Protected days before a decision", Kind::Number)
                .hint("So close to the decision nothing moves by itself: neither a policy nor a team takes it from who holds it, only leaving, a long absence or a name does. 0 protects nothing."),
        ];
        let values = Typed::of([
            ("accept_days", clocks.accept_days.to_string()),
            ("introduce_days", clocks.introduce_days.to_string()),
            ("protected_days", clocks.protected_days.to_string()),
        ]);
        let lede =
            html! { p { "Handoffs that open, and waivers that are given, from now on count by these. What runs already keeps its day." } };
        let places = vec![("Settings".to_string(), "/settings".to_string()), ("Handoff clocks".to_string(), PAGE.to_string())];
        Ok(FormPage::new(Nav::Settings, places, "Change the handoff clocks", "Save").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let clocks = Clocks {
            accept_days: reader.number("accept_days").unwrap_or_default(),
            introduce_days: reader.number("introduce_days").unwrap_or_default(),
            protected_days: reader.number("protected_days").unwrap_or_default(),
        };
        reader.done()?;
        at.app.set_handoff_clocks(&at.actor, clocks).await?;
        Ok(Done::at(PAGE.into(), "The handoff clocks are saved."))
    }
}
