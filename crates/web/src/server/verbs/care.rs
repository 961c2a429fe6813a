//! Setting what customers of a tier are owed.

use super::reading::{Reader, words};
use super::{Action, At, Done, require_administrator};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use maud::html;
use tenure_app::AppError;
use tenure_core::account::{EvidenceGate, Owed};

/// Sets what a tier is owed.
pub(crate) struct Set;

/// Where it is to be seen.
const PAGE: &str = "/settings/care";

impl Action for Set {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = at.app.care().await?;
        let tiers = (1..=3).map(|tier| (tier.to_string(), format!("Tier {tier}"))).collect();
        let fields = vec![
            Field::new("tier", "Tier", Kind::Choice(tiers)),
            Field::new("review_days", "A business review every, days", Kind::Number),
            Field::new("contacts_least", "Contacts in 90 days at the least", Kind::Number).hint("Fewer are too few for a customer in red."),
            Field::new("contacts_most", "Contacts in 90 days at the most", Kind::Number).hint("More are too many for a customer in green."),
            Field::new("evidence", "A proposal without value that the customer confirmed", Kind::Choice(words!(EvidenceGate))),
            Field::new("from_on", "From", Kind::Day).hint("Today or later: what was owed before stays as it was."),
        ];
        let lede = html! { p { "It counts for every customer of the tier from that day on, until the next word." } };
        let places = vec![("Settings".to_string(), "/settings".to_string()), ("What each tier is owed".to_string(), PAGE.to_string())];
        let first = view.tiers.first().map(|item| item.owed);
        let number = |of: fn(&Owed) -> u16| first.as_ref().map(|owed| of(owed).to_string()).unwrap_or_default();
        let values = Typed::of([
            ("tier", "1".into()),
            ("review_days", number(|owed| owed.review_days)),
            ("contacts_least", number(|owed| owed.contacts_least)),
            ("contacts_most", number(|owed| owed.contacts_most)),
            ("evidence", first.map(|owed| owed.evidence.code().to_string()).unwrap_or_default()),
            ("from_on", view.today.to_string()),
        ]);
        Ok(FormPage::new(Nav::Settings, places, "Change what a tier is owed", "Save").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let tier = reader.required_number("tier");
        let owed = Owed {
            review_days: reader.required_number("review_days"),
            contacts_least: reader.required_number("contacts_least"),
            contacts_most: reader.required_number("contacts_most"),
            evidence: reader.required_word("evidence", EvidenceGate::Off),
        };
        let from_on = reader.day("from_on");
        reader.done()?;
        at.app.set_care(&at.actor, tier, (owed, from_on)).await?;
        Ok(Done::at(PAGE.into(), format!("What tier {tier} is owed is saved.")))
    }
}
