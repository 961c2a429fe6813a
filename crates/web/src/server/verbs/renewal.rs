//! Renewals: lost, reopened as a correction, reassigned by name.

use super::reading::{Reader, people, reason_field, words_field};
use super::{Action, At, Done, require_administrator, require_work};
use crate::pages::form::{Field, FormPage, Kind, Places, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, renewal_url};
use maud::html;
use tenure_app::{AppError, NewOverride, RenewalView};
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{OverrideId, display_date, last_day_of_service};
use tenure_core::renewal::{OutcomeReason, State};

fn places(view: &RenewalView) -> Places {
    let item = &view.item;
    let names = vec![
        ("Renewals".into(), "/renewals".into()),
        (item.account.clone(), account_url(&item.account_reference)),
        (item.reference.clone(), renewal_url(&item.reference)),
    ];
    Places::of_account(names, &item.account_reference, item.revision)
}

async fn view(at: &At) -> Result<RenewalView, AppError> {
    at.app.renewal(&at.actor, at.reference()).await
}

/// Closes a renewal as lost.
pub(crate) struct Lost;

impl Action for Lost {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        require_work(view.standing.rights, &view.item.account)?;
        let lede = html! {
            p { (view.item.account) " leaves after " (display_date(last_day_of_service(view.item.end_on))) " with " b { (view.item.atr) } ". Open steps fall away." }
            @if view.item.auto_renew { p { "This contract renews by itself, so it is not lost before the customer gave notice: record the notice or cancel the contract first." } }
        };
        let fields = vec![reason_field("Why they leave", true), words_field()];
        let title = format!("Close {} as lost", view.item.reference);
        Ok(FormPage::new(Nav::Renewals, places(&view), title, "Close as lost").lede(lede).fields(fields, Typed::default()).danger())
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let reason = reader.required_word("reason", OutcomeReason::Other);
        reader.done()?;
        at.app.close_lost(&at.actor, at.reference(), reason, typed.get("words")).await?;
        let url = renewal_url(at.reference());
        let done = Done::at(url.clone(), format!("{} was closed as lost.", at.reference()));
        Ok(if at.actor.is_administrator() { done.undo(format!("{url}/reopening")) } else { done })
    }
}

/// Opens a decided renewal again as a correction.
pub(crate) struct Reopen;

impl Action for Reopen {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        require_administrator(&at.actor)?;
        let view = view(at).await?;
        let fields = vec![Field::new("reason", "What was wrong", Kind::Text).optional()];
        let lede = html! {
            @if let State::Closed { outcome, closed_on, .. } = &view.item.state { p { "It was closed as " b { (outcome.label()) } " on " (display_date(*closed_on)) "." } }
            p { "It becomes open and owned again. A term that it was renewed with is taken back, with its lines, as long as nobody worked on its renewal." }
        };
        let title = format!("Reopen {}", view.item.reference);
        Ok(FormPage::new(Nav::Renewals, places(&view), title, "Reopen as a correction").lede(lede).fields(fields, Typed::default()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.reopen_renewal(&at.actor, at.reference(), typed.get("reason")).await?;
        Ok(Done::at(renewal_url(at.reference()), format!("{} is open again.", at.reference())))
    }
}

/// Gives a responsibility to a person by name.
pub(crate) struct Reassign;

impl Action for Reassign {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        if view.standing.may_reassign.is_empty() {
            return Err(AppError::Forbidden("You hold nothing here; only a holder, their managers and the desk lead may reassign.".into()));
        }
        let lanes = view.responsibilities.iter().filter(|lane| view.standing.may_reassign.contains(&lane.responsibility));
        let lanes = lanes
            .map(|lane| (lane.responsibility.code().to_string(), format!("{}, now {}", lane.responsibility.label(), lane.holder.name)));
        let fields = vec![
            Field::new("responsibility", "What", Kind::Choice(lanes.collect())),
            Field::new("teammate", "To", Kind::Choice(people(&at.app.people_choices().await?))),
            Field::new("reason", "Why", Kind::Text).hint("It stands beside the person on every page that says why."),
            Field::new("last_day", "Last day", Kind::Day)
                .about("until_on")
                .hint("A year from today at most. What lasts longer belongs into the account team or the policy."),
        ];
        let lede = html! { p { "From today the person named is designated, whatever the policy says; while the renewal runs, whoever holds it stays accountable until the handoff is accepted. After the last day the policy decides again." } };
        let values = Typed::of([("responsibility", at.query.get("responsibility").into())]);
        Ok(FormPage::new(Nav::Renewals, places(&view), format!("Reassign {}", view.item.reference), "Reassign")
            .lede(lede)
            .fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let responsibility = reader.required_word("responsibility", Responsibility::Value);
        let new = NewOverride {
            responsibility,
            teammate: reader.text("teammate"),
            reason: reader.text("reason"),
            until_on: reader.required_after_last_day("last_day"),
        };
        reader.done()?;
        at.app.reassign(&at.actor, at.reference(), new).await?;
        let url = renewal_url(at.reference());
        let named = view(at).await?.standing.overrides.into_iter().find(|named| named.responsibility == responsibility);
        let done = Done::at(url.clone(), format!("{} was reassigned.", responsibility.label()));
        Ok(match named {
            Some(named) => done.undo(format!("{url}/reassignments/{}/ending", named.id)),
            None => done,
        })
    }
}

/// Ends a reassignment today.
pub(crate) struct EndReassignment;

impl Action for EndReassignment {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let id: OverrideId = at.id("reassignment")?;
        let named = view.standing.overrides.iter().find(|named| named.id == id);
        let named = named.ok_or_else(|| AppError::NotFound("That reassignment does not exist or is over.".into()))?;
        let lede = html! { p { (named.person.name) " is named for " (named.responsibility.label().to_lowercase()) " since " (display_date(named.from_on)) ": " (named.reason) ". From today the policy decides again." } };
        let title = format!("End the reassignment of {}", named.responsibility.label().to_lowercase());
        Ok(FormPage::new(Nav::Renewals, places(&view), title, "End reassignment").lede(lede))
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.end_reassignment(&at.actor, at.reference(), at.id("reassignment")?).await?;
        Ok(Done::at(renewal_url(at.reference()), "The reassignment ended; the policy decides again."))
    }
}
