//! How contracts end: the customer's notice, its withdrawal, and cancellation.

use super::contract::{places, view};
use super::reading::{Reader, last_day, reason_field, words_field};
use super::{Action, At, Done};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::contract_url;
use maud::html;
use tenure_app::AppError;
use tenure_core::primitives::{display_date, last_day_of_service};
use tenure_core::renewal::OutcomeReason;

/// Writes the customer's notice down.
pub(crate) struct Notice;

impl Action for Notice {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let fields = vec![Field::new("received_on", "Received on", Kind::Day)];
        let lede = html! {
            @if let Some(clock) = &view.clock {
                p { "Notice could be given until " b { (display_date(clock.notice_on)) } @if clock.notice_assumed { " (assumed: the notice period is unknown)" }
                    ". The term then ends after " (display_date(last_day_of_service(clock.end_on))) " and no longer renews by itself." }
            }
            p { "The renewal stays open: somebody decides it as renewed or lost." }
        };
        let title = format!("Record notice on {}", view.contract.reference);
        let values = Typed::of([("received_on", view.today.to_string())]);
        Ok(FormPage::new(Nav::Accounts, places(&view), title, "Record notice").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let received_on = reader.required_day("received_on");
        reader.done()?;
        at.app.give_notice(&at.actor, at.reference(), Some(received_on)).await?;
        let url = contract_url(at.reference());
        Ok(Done::at(url.clone(), "Notice was recorded: it no longer renews by itself.").undo(format!("{url}/notice/withdrawal")))
    }
}

/// Takes a notice back.
pub(crate) struct WithdrawNotice;

impl Action for WithdrawNotice {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let lede = html! { p { "The customer stays, or the notice was entered by mistake. The contract then renews as it did before the notice." } };
        let title = format!("Withdraw the notice on {}", view.contract.reference);
        Ok(FormPage::new(Nav::Accounts, places(&view), title, "Withdraw notice").lede(lede))
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.withdraw_notice(&at.actor, at.reference()).await?;
        Ok(Done::at(contract_url(at.reference()), "The notice was withdrawn."))
    }
}

/// Cancels a contract within its running term.
pub(crate) struct Cancel;

impl Action for Cancel {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let fields = vec![
            Field::new("last_day", "Last day of service", Kind::Day).about("end_on"),
            reason_field("Why they leave", true),
            words_field(),
        ];
        let values = Typed::of([("last_day", view.running().map(|item| last_day(item.term.end_on)).unwrap_or_default())]);
        let lede = html! {
            @if let Some(clock) = &view.clock {
                p { "The customer leaves with " b { (clock.atr) } " up for renewal: the running term and its lines end after the day below, and the renewal is lost." }
            }
            p { "Both sides agreed to end it. If the customer only gave notice, record the notice instead." }
        };
        let title = format!("Cancel {}", view.contract.reference);
        Ok(FormPage::new(Nav::Accounts, places(&view), title, "Cancel contract").lede(lede).fields(fields, values).danger())
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let end_on = reader.required_after_last_day("last_day");
        let reason = reader.required_word("reason", OutcomeReason::Other);
        reader.done()?;
        at.app.cancel_contract(&at.actor, at.reference(), end_on, (reason, typed.get("words"))).await?;
        Ok(Done::at(contract_url(at.reference()), format!("{} was cancelled.", at.reference())))
    }
}
