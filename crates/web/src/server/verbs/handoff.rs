//! Handoffs: the joint meeting, acceptance, refusal, waiver; of everything that goes together between two people.

use super::reading::{Reader, words};
use super::{Action, At, Done};
use crate::pages::form::{Field, FormPage, Kind, Places, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, count, handoff_url};
use maud::{Markup, html};
use tenure_app::{AppError, HandoffView, NewMeeting};
use tenure_core::account::ActivityKind;

async fn view(at: &At) -> Result<HandoffView, AppError> {
    at.app.handoff(&at.actor, at.reference()).await
}

/// The handoff of the address and those that go with it.
fn references(at: &At, typed: &Typed) -> Vec<String> {
    [at.reference()].into_iter().chain(typed.get("with").split_whitespace()).map(str::to_string).collect()
}

/// What the question is about, with the others carried along.
fn asked(at: &At, view: &HandoffView, (title, button): (String, &str), fields: Vec<Field>) -> FormPage {
    let item = &view.item;
    let names = vec![
        ("Handoffs".to_string(), "/handoffs".to_string()),
        (item.renewal.account.clone(), account_url(&item.renewal.account_reference)),
        (item.reference.clone(), handoff_url(&item.reference)),
    ];
    let places = Places::of_account(names, &item.renewal.account_reference, item.renewal.revision);
    let values = Typed::of([("with", at.query.get("with").into()), ("held_on", view.today.to_string())]);
    let carried = Field::new("with", "With", Kind::Hidden).optional();
    FormPage::new(Nav::Handoffs, places, title, button).fields(fields.into_iter().chain([carried]).collect(), values).lede(lede(view))
}

fn lede(view: &HandoffView) -> Markup {
    let item = &view.item;
    let what: Vec<&str> = item.handoff.responsibilities.iter().map(|responsibility| responsibility.label()).collect();
    html! {
        p { (what.join(", ")) " of " (item.renewal.account) ", " (item.renewal.reference)
            @for other in &view.with { ", " (other.renewal.reference) }
            ": from " b { (item.giver.name) } " to " b { (item.receiver.name) } "." }
    }
}

fn settled(at: &At, text: String) -> Done {
    Done::at(handoff_url(at.reference()), text)
}

/// Records the joint meeting, or the introduction that a waiver owes.
pub(crate) struct Meet;

impl Action for Meet {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let owed = view.item.handoff.state.owes_introduction();
        let theirs = view.brief.stakeholders.iter().map(|person| (person.reference.clone(), person.name.clone())).collect::<Vec<_>>();
        let nobody = theirs.is_empty();
        let mut fields = vec![
            Field::new("kind", "Kind", Kind::Choice(words!(ActivityKind)))
                .hint("A meeting, call or review with the customer. An internal note is a step that both went through together; an e-mail is no meeting."),
            Field::new("held_on", "Day", Kind::Day),
            Field::new("subject", "Subject", Kind::Text).hint("One line that says what came of it."),
            Field::new("notes", "What was said and promised", Kind::Long).optional(),
        ];
        if !nobody {
            fields.insert(2, Field::new("theirs", "Who was there at the customer", Kind::Checks(theirs)).optional());
        }
        let title = if owed { "Record the introduction" } else { "Record the joint meeting" };
        let page = asked(at, &view, (title.into(), "Record meeting"), fields);
        let present = if owed { &view.introducer.name } else { &view.item.giver.name };
        let lede = html! {
            (lede(&view))
            p { (present) " and " (view.item.receiver.name) " were both there." }
            @if nobody { p { "Nobody at " (view.item.renewal.account) " is known yet. " a href={ (account_url(&view.item.renewal.account_reference)) "/stakeholders/new" } { "Add a stakeholder" } " to say who was there." } }
        };
        Ok(page.lede(lede))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let meeting = NewMeeting {
            kind: reader.required_word("kind", ActivityKind::Meeting),
            held_on: Some(reader.required_day("held_on")),
            subject: reader.text("subject"),
            notes: reader.text("notes"),
            ours: Vec::new(),
            theirs: typed.all("theirs").map(str::to_string).collect(),
        };
        reader.done()?;
        at.app.meet_handoffs(&at.actor, &references(at, typed), meeting).await?;
        Ok(settled(at, "The meeting was recorded.".into()))
    }
}

/// The receiver accepts.
pub(crate) struct Accept;

impl Action for Accept {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let fields = vec![Field::new("reason", "Note", Kind::Text).optional()];
        let title = format!("Accept the handoff from {}", view.item.giver.name);
        let lede = html! { (lede(&view)) p { "From today " (view.item.receiver.name) " is accountable." } };
        Ok(asked(at, &view, (title, "Accept"), fields).lede(lede))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.accept_handoffs(&at.actor, &references(at, typed), typed.get("reason")).await?;
        Ok(settled(at, "Accepted: it is the receiver's from today.".into()))
    }
}

/// The receiver declines.
pub(crate) struct Decline;

impl Action for Decline {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let fields = vec![Field::new("reason", "Why", Kind::Text).hint("The desk lead reads it and names another.")];
        let title = format!("Decline the handoff from {}", view.item.giver.name);
        let lede = html! { (lede(&view)) p { (view.item.giver.name) " stays accountable." } };
        Ok(asked(at, &view, (title, "Decline"), fields).lede(lede).danger())
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.decline_handoffs(&at.actor, &references(at, typed), typed.get("reason")).await?;
        Ok(settled(at, "Declined: the giver stays accountable.".into()))
    }
}

/// A lead lets the joint meeting pass.
pub(crate) struct Waive;

impl Action for Waive {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        if !view.rights.waive {
            let says = "Only those above giver or receiver, the desk lead and administrators may let the joint meeting pass.";
            return Err(AppError::Forbidden(says.into()));
        }
        let days = at.app.handoff_clocks().await?.clocks.introduce_days;
        let fields = vec![Field::new("reason", "Why", Kind::Text).hint("It stands with your name beside the change for ever.")];
        let lede = html! {
            (lede(&view))
            p { "From today " (view.item.receiver.name) " is accountable without a meeting of both. An introduction is owed within " (count(u64::from(days), "working day")) "." }
        };
        Ok(asked(at, &view, ("Waive the joint meeting".into(), "Waive"), fields).lede(lede).danger())
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.waive_handoffs(&at.actor, &references(at, typed), typed.get("reason")).await?;
        Ok(settled(at, "Waived: the receiver is accountable, and an introduction is owed.".into()))
    }
}
