//! Findings set aside with a reason, and brought back.

use super::reading::Reader;
use super::{Action, At, Done};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use maud::html;
use tenure_app::{AppError, FindingItem};
use tenure_core::commands::DISMISSED_MAX_DAYS;
use tenure_core::primitives::display_date;

/// Where findings are listed.
const PAGE: &str = "/findings";

/// Sets a finding aside.
pub(crate) struct Dismiss;
/// Brings it back.
pub(crate) struct BringBack;

fn asked(item: &FindingItem, title: &str, button: &str) -> FormPage {
    let lede = html! { p { b { (item.title) } @if let Some((name, _)) = &item.account { ", " (name) } ". " (item.evidence) } };
    FormPage::new(Nav::Findings, vec![("Findings".to_string(), PAGE.to_string())], title, button).lede(lede)
}

impl Action for Dismiss {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let item = at.app.finding(&at.actor, at.part("id")).await?;
        let until = Field::new("until", "There again on", Kind::Day)
            .hint(format!("At most {DISMISSED_MAX_DAYS} days ahead. It comes back sooner where it says something else."));
        let reason = Field::new("reason", "Why it needs nobody until then", Kind::Text);
        Ok(asked(&item, "Set a finding aside", "Set aside").fields(vec![until, reason], Typed::default()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let until = reader.required_day("until");
        reader.done()?;
        let id = at.app.dismiss_finding(&at.actor, at.part("id"), (until, typed.get("reason"))).await?;
        let done = Done::at(PAGE.into(), format!("The finding is set aside until {}.", display_date(until)));
        Ok(done.undo(format!("{PAGE}/{id}/return")))
    }
}

impl Action for BringBack {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let item = at.app.finding(&at.actor, at.part("id")).await?;
        Ok(asked(&item, "Bring a finding back", "Bring back"))
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.bring_back_finding(&at.actor, at.part("id")).await?;
        Ok(Done::at(PAGE.into(), "The finding is to be seen again."))
    }
}
