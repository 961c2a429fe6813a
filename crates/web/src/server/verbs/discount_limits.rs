//! Setting what a role may give away alone.

use super::reading::{Reader, words};
use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use maud::html;
use tenure_app::AppError;
use tenure_core::identity::Role;
use tenure_core::primitives::parse_minor;
use tenure_core::proposal::Authority;

/// Sets the limit of a role.
pub(crate) struct Set;

/// Where they are to be seen.
const PAGE: &str = "/settings/discount-authority";

impl Action for Set {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = at.app.discount_limits().await?;
        let fields = vec![
            Field::new("role", "Role", Kind::Choice(words!(Role))),
            Field::new("share", "Largest discount on any line, %", Kind::Number),
            Field::new("amount", &format!("Largest discount of an option for a year, in {}", view.currency.code()), Kind::Number)
                .optional()
                .hint("Empty is no limit besides the per cent."),
            Field::new("from_on", "From", Kind::Day).hint("Today or later: what was decided before stays as it was."),
        ];
        let lede = html! { p { "From that day on a proposal of this role that gives more needs somebody's approval." } };
        let places = vec![("Settings".to_string(), "/settings".to_string()), ("Discount authority".to_string(), PAGE.to_string())];
        let values = Typed::of([("from_on", view.today.to_string())]);
        Ok(FormPage::new(Nav::Settings, places, "Change a discount limit", "Save").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let currency = at.app.discount_limits().await?.currency;
        let mut reader = Reader::new(typed);
        let role = reader.required_word("role", Role::Csm);
        let amount = reader.some("amount");
        let amount_minor = amount.map(|_| reader.required_parsed("amount", |text| parse_minor(&text.replace([',', ' '], ""), currency), 0));
        let share_bps = reader.per_cent("share").unwrap_or(0);
        let from_on = reader.day("from_on");
        reader.done()?;
        at.app.set_discount_limit(&at.actor, role, (Authority { share_bps, amount_minor }, from_on)).await?;
        Ok(Done::at(PAGE.into(), "The limit is saved."))
    }
}
