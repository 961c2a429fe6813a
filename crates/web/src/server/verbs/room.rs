//! What is written down in the room of a customer: where people stand, objections, commitments.

use super::account::places;
use super::reading::{Reader, or_none, people, words};
use super::{Action, At, Done, require_work};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, renewal_url};
use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use tenure_app::{AccountView, AppError, CommitmentItem, NewCommitment, NewObjection, NewStandpoint, ObjectionItem};
use tenure_core::primitives::{CommitmentId, ObjectionId, display_date};
use tenure_core::renewal::State;
use tenure_core::room::{CommitmentEnd, Influence, ObjectionKind, Sentiment};

/// The account, for whoever works on it.
pub(super) async fn view(at: &At) -> Result<AccountView, AppError> {
    let view = at.app.account(&at.actor, at.reference()).await?;
    require_work(view.rights, &view.account.name)?;
    Ok(view)
}

pub(super) fn nothing(what: &str) -> AppError {
    AppError::NotFound(format!("That {what} does not exist or was withdrawn."))
}

/// The people of the customer who are there, as choices.
pub(crate) fn theirs(view: &AccountView) -> Vec<(String, String)> {
    let there = view.stakeholders.iter().filter(|person| person.is_there_on(view.today));
    let named = |name: &str, title: &str| if title.is_empty() { name.to_string() } else { format!("{name}, {title}") };
    there.map(|person| (person.reference.clone(), named(&person.name, &person.title))).collect()
}

/// The renewals that are open, as choices.
pub(super) fn open(view: &AccountView) -> Vec<(String, String)> {
    let open = view.renewals.iter().filter(|renewal| renewal.state == State::Open).map(|renewal| &renewal.item);
    let choices = open.map(|item| (item.reference.clone(), format!("{}, ends {}", item.reference, display_date(item.end_on))));
    or_none("No renewal in particular", choices.collect())
}

fn done(at: &At, (renewal, section): (Option<&str>, &str), text: &str) -> Done {
    let page = renewal.map_or_else(|| account_url(at.reference()), renewal_url);
    Done::at(format!("{page}#{section}"), text)
}

/// A page that asks for words and a day.
fn said(view: &AccountView, (title, label): (&'static str, &'static str), lede: Markup) -> FormPage {
    let fields = vec![Field::new("words", label, Kind::Text), Field::new("on", "On", Kind::Day)];
    let values = Typed::of([("on", view.today.to_string())]);
    FormPage::new(Nav::Accounts, places(view), title, title).lede(lede).fields(fields, values)
}

fn words_and_day(typed: &Typed) -> Result<(String, Date), AppError> {
    let mut reader = Reader::new(typed);
    let answer = (reader.text("words"), reader.required_day("on"));
    reader.done()?;
    Ok(answer)
}

/// A page that asks why something is taken back.
pub(super) fn withdrawal(view: &AccountView, what: &str) -> FormPage {
    let lede = html! { p { b { (what) } } p { "It stays in the record and counts for nothing." } };
    let asked = FormPage::new(Nav::Accounts, places(view), "Withdraw what was written down", "Withdraw");
    asked.lede(lede).danger().fields(vec![Field::new("reason", "Why", Kind::Text)], Typed::default())
}

/// Says where somebody stands.
pub(crate) struct Judge;

impl Action for Judge {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let found = view.room.people.items.iter().find(|item| item.person.reference == at.part("id"));
        let item = found.ok_or_else(|| AppError::NotFound("That stakeholder is not there.".into()))?;
        let fields = vec![
            Field::new("influence", "Influence on the decision", Kind::Choice(words!(Influence))),
            Field::new("sentiment", "Speaks for us", Kind::Choice(words!(Sentiment))),
            Field::new("reason", "What was seen or heard", Kind::Text),
            Field::new("known_by", "Who of ours knows them", Kind::Checks(people(&at.app.people_choices().await?)))
                .optional()
                .hint("Whoever met them is counted without this."),
            Field::new("judged_on", "As of", Kind::Day),
        ];
        let mut values = Typed::of([("judged_on", view.today.to_string())]);
        if let Some(said) = &item.standpoint {
            values.push("influence", said.influence.code());
            values.push("sentiment", said.sentiment.code());
            for person in &item.known_by {
                values.push("known_by", person.reference.clone());
            }
        }
        let lede = html! { p { b { (item.person.name) } @if !item.person.title.is_empty() { ", " (item.person.title) } ". Judgements before this one stay." } };
        Ok(FormPage::new(Nav::Accounts, places(&view), "Say where they stand", "Write judgement down").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = NewStandpoint {
            influence: reader.required_word("influence", Influence::Low),
            sentiment: reader.required_word("sentiment", Sentiment::Unknown),
            known_by: typed.all("known_by").map(str::to_string).collect(),
            reason: reader.text("reason"),
            judged_on: Some(reader.required_day("judged_on")),
        };
        reader.done()?;
        at.app.judge_stakeholder(&at.actor, (at.reference(), at.part("id")), new).await?;
        Ok(Done::at(format!("{}/stakeholders", account_url(at.reference())), "The judgement was written down."))
    }
}

fn objection<'a>(at: &At, view: &'a AccountView) -> Result<&'a ObjectionItem, AppError> {
    let mut items = view.room.objections.iter();
    items.find(|item| item.objection.id.to_string() == at.part("id")).ok_or_else(|| nothing("objection"))
}

/// Writes an objection down.
pub(crate) struct Object;

impl Action for Object {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let fields = vec![
            Field::new("text", "What they say", Kind::Text).hint("In their words, in one line."),
            Field::new("kind", "About", Kind::Choice(words!(ObjectionKind))),
            Field::new("raised_by", "Raised by", Kind::Choice(or_none("Nobody in particular", theirs(&view)))).optional(),
            Field::new("raised_on", "On", Kind::Day),
            Field::new("renewal", "Stands in the way of", Kind::Choice(open(&view))).optional(),
        ];
        let values = Typed::of([("raised_on", view.today.to_string()), ("renewal", at.query.get("renewal").into())]);
        Ok(FormPage::new(Nav::Accounts, places(&view), "Add an objection", "Add objection").fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = NewObjection {
            account: at.reference().into(),
            renewal: reader.some("renewal"),
            kind: reader.required_word("kind", ObjectionKind::Price),
            text: reader.text("text"),
            raised_by: reader.some("raised_by"),
            raised_on: Some(reader.required_day("raised_on")),
        };
        reader.done()?;
        let renewal = new.renewal.clone();
        at.app.raise_objection(&at.actor, new).await?;
        Ok(done(at, (renewal.as_deref(), "objections-h"), "The objection was written down."))
    }
}

/// Answers an objection.
pub(crate) struct Answer;

impl Action for Answer {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let item = objection(at, &view)?;
        Ok(said(&view, ("Answer an objection", "What we answered"), html! { p { b { (item.objection.text) } } }))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let (words, on) = words_and_day(typed)?;
        at.app.answer_objection(&at.actor, (at.reference(), at.id::<ObjectionId>("objection")?), (&words, Some(on))).await?;
        Ok(done(at, (None, "objections-h"), "The answer was written down."))
    }
}

/// Says that an objection is out of the way.
pub(crate) struct Resolve;

impl Action for Resolve {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let item = objection(at, &view)?;
        Ok(said(&view, ("Out of the way", "What made it go away"), html! { p { b { (item.objection.text) } } }))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let (words, on) = words_and_day(typed)?;
        at.app.resolve_objection(&at.actor, (at.reference(), at.id::<ObjectionId>("objection")?), (&words, Some(on))).await?;
        Ok(done(at, (None, "objections-h"), "The objection is out of the way."))
    }
}

/// Takes an objection back.
pub(crate) struct WithdrawObjection;

impl Action for WithdrawObjection {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let item = objection(at, &view)?;
        Ok(withdrawal(&view, &item.objection.text))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.withdraw_objection(&at.actor, (at.reference(), at.id::<ObjectionId>("objection")?), typed.get("reason")).await?;
        Ok(done(at, (None, "objections-h"), "The objection was withdrawn."))
    }
}

fn commitment<'a>(at: &At, view: &'a AccountView) -> Result<&'a CommitmentItem, AppError> {
    let mut items = view.room.commitments.iter();
    items.find(|item| item.commitment.id.to_string() == at.part("id")).ok_or_else(|| nothing("commitment"))
}

/// Writes a commitment down.
pub(crate) struct Promise;

impl Action for Promise {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let ours = people(&at.app.people_choices().await?);
        let fields = vec![
            Field::new("promise", "What was promised", Kind::Text).hint("In one line, so that the customer would agree."),
            Field::new("to", "To whom", Kind::Choice(or_none("Nobody in particular", theirs(&view)))).optional(),
            Field::new("owner", "Who sees to it", Kind::Choice(ours)),
            Field::new("made_on", "Promised on", Kind::Day),
            Field::new("due_on", "By when", Kind::Day).hint("It stands in Today of who sees to it from two weeks ahead."),
            Field::new("renewal", "Promised at", Kind::Choice(open(&view)))
                .optional()
                .hint("It stays with the customer when the term is signed."),
        ];
        let me = at.app.my_reference(&at.actor).await?.unwrap_or_default();
        let due_on = view.today.saturating_add(30.days()).to_string();
        let values = Typed::of([
            ("made_on", view.today.to_string()),
            ("due_on", due_on),
            ("owner", me),
            ("renewal", at.query.get("renewal").into()),
        ]);
        Ok(FormPage::new(Nav::Accounts, places(&view), "Add a commitment", "Add commitment").fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = NewCommitment {
            account: at.reference().into(),
            renewal: reader.some("renewal"),
            promise: reader.text("promise"),
            to: reader.some("to"),
            owner: reader.some("owner"),
            made_on: Some(reader.required_day("made_on")),
            due_on: reader.required_day("due_on"),
        };
        reader.done()?;
        let renewal = new.renewal.clone();
        at.app.make_commitment(&at.actor, new).await?;
        Ok(done(at, (renewal.as_deref(), "commitments-h"), "The commitment was written down."))
    }
}

/// Says how a commitment ended.
pub(crate) struct End;

impl Action for End {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let item = commitment(at, &view)?;
        let fields = vec![
            Field::new("end", "How it ended", Kind::Choice(words!(CommitmentEnd))),
            Field::new("note", "What is to be said of that", Kind::Text).optional().hint("A broken or released one needs it."),
            Field::new("on", "On", Kind::Day),
        ];
        let values = Typed::of([("on", view.today.to_string())]);
        let lede = html! { p { b { (item.commitment.promise) } ", due " (display_date(item.commitment.due_on)) "." } };
        Ok(FormPage::new(Nav::Accounts, places(&view), "How it ended", "Write down").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let end = reader.required_word("end", CommitmentEnd::Kept);
        let (note, on) = (reader.text("note"), reader.required_day("on"));
        reader.done()?;
        at.app.end_commitment(&at.actor, (at.reference(), at.id::<CommitmentId>("commitment")?), (end, &note, Some(on))).await?;
        Ok(done(at, (None, "commitments-h"), "How it ended was written down."))
    }
}

/// Takes a commitment back.
pub(crate) struct WithdrawCommitment;

impl Action for WithdrawCommitment {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let item = commitment(at, &view)?;
        Ok(withdrawal(&view, &item.commitment.promise))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.withdraw_commitment(&at.actor, (at.reference(), at.id::<CommitmentId>("commitment")?), typed.get("reason")).await?;
        Ok(done(at, (None, "commitments-h"), "The commitment was withdrawn."))
    }
}
