//! Contacts with customers: log one, take one back.

use super::account::places;
use super::reading::{Reader, or_none, people, words};
use super::{Action, At, Done, require_work};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, renewal_url};
use maud::html;
use std::collections::BTreeSet;
use tenure_app::{AccountView, AppError, NewActivity, Person};
use tenure_core::account::ActivityKind;
use tenure_core::primitives::display_date;
use tenure_core::renewal::State;

/// Writes down a contact.
pub(crate) struct Log;

/// Who of ours may have been there: the team and the owners first, else everybody.
async fn ours(at: &At, view: &AccountView) -> Result<Vec<Person>, AppError> {
    let near = view.team.iter().map(|(_, person, _)| person).chain(view.renewals.iter().flat_map(|r| r.item.owners.iter().map(|(p, _)| p)));
    let near: BTreeSet<&str> = near.map(|person| person.reference.as_str()).collect();
    let me = at.app.my_reference(&at.actor).await?;
    let all = at.app.people_choices().await?;
    Ok(all.into_iter().filter(|person| near.contains(person.reference.as_str()) || Some(&person.reference) == me.as_ref()).collect())
}

impl Action for Log {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = at.app.account(&at.actor, at.reference()).await?;
        require_work(view.rights, &view.account.name)?;
        let open = view.renewals.iter().filter(|renewal| renewal.state == State::Open);
        let open = open.map(|renewal| {
            (renewal.item.reference.clone(), format!("{}, ends {}", renewal.item.reference, display_date(renewal.item.end_on)))
        });
        let there = view.stakeholders.iter().filter(|person| person.is_there_on(view.today));
        let theirs: Vec<(String, String)> = there
            .map(|person| {
                (
                    person.reference.clone(),
                    if person.title.is_empty() { person.name.clone() } else { format!("{}, {}", person.name, person.title) },
                )
            })
            .collect();
        let me = at.app.my_reference(&at.actor).await?;
        let nobody = theirs.is_empty();
        let mut fields = vec![
            Field::new("kind", "Kind", Kind::Choice(words!(ActivityKind))),
            Field::new("held_on", "Day", Kind::Day),
            Field::new("subject", "Subject", Kind::Text).hint("One line that says what came of it."),
            Field::new("ours", "Who of ours was there", Kind::Checks(people(&ours(at, &view).await?))).hint("Nobody ticked means you."),
            Field::new("renewal", "About", Kind::Choice(or_none("No renewal in particular", open.collect()))).optional(),
            Field::new("notes", "Notes", Kind::Long).optional(),
        ];
        if !nobody {
            fields.insert(4, Field::new("theirs", "Who was there at the customer", Kind::Checks(theirs)));
        }
        let mut values = Typed::of([("held_on", view.today.to_string()), ("renewal", at.query.get("renewal").into())]);
        values.push("ours", me.unwrap_or_default());
        let asked = FormPage::new(Nav::Accounts, places(&view), "Log an activity", "Log activity");
        let lede = html! {
            @if nobody { p { "Nobody at " (view.account.name) " is known yet. " a href={ (account_url(&view.account.reference)) "/stakeholders/new" } { "Add a stakeholder" } " to say who was there." } }
        };
        Ok(asked.lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = NewActivity {
            account: at.reference().into(),
            renewal: reader.some("renewal"),
            kind: reader.required_word("kind", ActivityKind::Note),
            held_on: Some(reader.required_day("held_on")),
            subject: reader.text("subject"),
            notes: reader.text("notes"),
            ours: typed.all("ours").map(str::to_string).collect(),
            theirs: typed.all("theirs").map(str::to_string).collect(),
        };
        reader.done()?;
        let to = new.renewal.as_deref().map_or_else(|| account_url(at.reference()), renewal_url);
        let text = format!("{} was logged.", new.kind.label());
        let id = at.app.log_activity(&at.actor, new).await?;
        Ok(Done::at(to, text).undo(format!("{}/activities/{id}/withdrawal", account_url(at.reference()))))
    }
}

/// Takes a contact back that was written down by mistake.
pub(crate) struct Withdraw;

impl Action for Withdraw {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = at.app.account(&at.actor, at.reference()).await?;
        require_work(view.rights, &view.account.name)?;
        let found = view.activities.iter().find(|item| item.activity.id.to_string() == at.part("id") && !item.activity.withdrawn);
        let found = found.ok_or_else(|| AppError::NotFound("That activity does not exist or was withdrawn.".into()))?;
        let asked = FormPage::new(Nav::Accounts, places(&view), "Withdraw an activity", "Withdraw activity");
        let lede = html! {
            p { b { (found.activity.subject) } ", " (found.activity.kind.label()) " on " (display_date(found.activity.held_on)) "." }
            p { "It stays in the record, struck out, and counts for nothing." }
        };
        Ok(asked.lede(lede).danger())
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.withdraw_activity(&at.actor, at.reference(), at.id("activity")?).await?;
        Ok(Done::at(account_url(at.reference()), "The activity was withdrawn."))
    }
}
