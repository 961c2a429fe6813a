//! The value record of a customer: write down, measure, confirm, withdraw.

use super::account::places;
use super::reading::{Reader, or_none};
use super::room::theirs;
use super::{Action, At, Done, require_work};
use crate::pages::form::{Field, FormPage, Kind, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::account_url;
use maud::html;
use tenure_app::{AccountView, AppError, NewMatter, NewReading, NewValue, ValueItem};
use tenure_core::primitives::{Decimal6, ValueId, display_date, parse_currency};
use tenure_core::room::{Measure, ValueKind, factors};

/// The account, for whoever works on it.
async fn view(at: &At) -> Result<AccountView, AppError> {
    let view = at.app.account(&at.actor, at.reference()).await?;
    require_work(view.rights, &view.account.name)?;
    Ok(view)
}

fn kind(at: &At) -> Result<ValueKind, AppError> {
    at.part("kind").parse().map_err(|_| AppError::NotFound("There is no such kind of entry.".into()))
}

fn found<'a>(at: &At, view: &'a AccountView) -> Result<&'a ValueItem, AppError> {
    let mut items = view.room.value.items.iter().filter(|item| item.entry.withdrawn.is_none());
    let found = items.find(|item| item.entry.id.to_string() == at.part("id"));
    found.ok_or_else(|| AppError::NotFound("That entry does not exist or was withdrawn.".into()))
}

fn done(at: &At, text: impl Into<String>) -> Done {
    Done::at(format!("{}/value", account_url(at.reference())), text)
}

/// Writes an entry down.
pub(crate) struct Note;

fn words_of(kind: ValueKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        ValueKind::Outcome => ("Agree an outcome", "Agreed on", "Agreed with"),
        ValueKind::Win => ("Add a win", "Happened on", "Who of them took part"),
        ValueKind::Roi => ("Claim a return", "Reckoned on", "Whose numbers they are"),
        ValueKind::Quality => ("Add what they said", "Said on", "Who said it"),
    }
}

fn fields(kind: ValueKind, view: &AccountView) -> Vec<Field> {
    let (_, on, with) = words_of(kind);
    let mut fields = vec![Field::new("title", "In one line", Kind::Text).hint("As the customer would say it.")];
    match kind {
        ValueKind::Outcome => fields.extend([
            Field::new("unit", "What the numbers count", Kind::Text).hint("Such as: days per claim."),
            Field::new("baseline", "Where they began", Kind::Number).optional().hint("Leave it empty where nobody measured it."),
            Field::new("target", "What was agreed", Kind::Number),
        ]),
        ValueKind::Roi => fields.extend([
            Field::new("factors", "Factors, one on each line", Kind::Long)
                .hint("Name, number, unit. Such as: Hours saved: 10 a week. They are multiplied."),
            Field::new("currency", "Currency", Kind::Text),
        ]),
        ValueKind::Win | ValueKind::Quality => {}
    }
    let how = if kind == ValueKind::Quality { "In their own words" } else { "How it was measured or came about" };
    fields.extend([
        Field::new("happened_on", on, Kind::Day),
        Field::new("with", with, Kind::Choice(or_none("Nobody in particular", theirs(view)))).optional(),
        Field::new("told", how, Kind::Long).optional(),
        Field::new("evidence", "Evidence", Kind::Text).optional().hint("An https:// address, or where it can be found."),
    ]);
    fields
}

impl Action for Note {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let (view, kind) = (view(at).await?, kind(at)?);
        let values = Typed::of([("happened_on", view.today.to_string()), ("currency", view.atr_reporting.currency.code().into())]);
        let (title, ..) = words_of(kind);
        let lede = html! { p { "It is shown as our word alone until somebody at " (view.account.name) " confirms it." } };
        Ok(FormPage::new(Nav::Accounts, places(&view), title, title).lede(lede).fields(fields(kind, &view), values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let kind = kind(at)?;
        let mut reader = Reader::new(typed);
        let matter = match kind {
            ValueKind::Win => NewMatter::Win,
            ValueKind::Quality => NewMatter::Quality,
            ValueKind::Outcome => NewMatter::Outcome(Measure {
                unit: reader.text("unit"),
                baseline: reader.some("baseline").is_some().then(|| reader.decimal("baseline", "baseline", "The beginning")),
                target: reader.decimal("target", "target", "What was agreed"),
            }),
            ValueKind::Roi => {
                let factors = reader.required_parsed("factors", factors, Vec::new());
                let currency = reader.some("currency").is_some();
                let currency = currency.then(|| reader.required_parsed("currency", parse_currency, tenure_core::primitives::Currency::USD));
                NewMatter::Roi(factors, currency)
            }
        };
        let new = NewValue {
            account: at.reference().into(),
            matter,
            title: reader.text("title"),
            told: reader.text("told"),
            evidence: reader.text("evidence"),
            happened_on: Some(reader.required_day("happened_on")),
            with: reader.some("with"),
        };
        reader.done()?;
        at.app.note_value(&at.actor, new).await?;
        Ok(done(at, format!("{} was written down.", kind.label())))
    }
}

/// Writes a reading of an outcome down.
pub(crate) struct Read;

impl Action for Read {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let item = found(at, &view)?;
        let tenure_core::room::Matter::Outcome(measure) = &item.entry.matter else {
            return Err(AppError::NotFound("That entry is not an agreed outcome.".into()));
        };
        let fields = vec![
            Field::new("actual", "Measured", Kind::Number).hint(format!("In {}. Agreed: {}.", measure.unit, measure.target)),
            Field::new("read_on", "On", Kind::Day).hint("Another number of a day that is recorded puts it right."),
            Field::new("note", "Where the number is from", Kind::Text).optional(),
        ];
        let values = Typed::of([("read_on", view.today.to_string())]);
        let lede = html! { p { b { (item.entry.title) } ", agreed on " (display_date(item.entry.happened_on)) "." } };
        Ok(FormPage::new(Nav::Accounts, places(&view), "Add a reading", "Add reading").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = NewReading {
            actual: reader.required_parsed("actual", str::parse, Decimal6::ONE),
            read_on: Some(reader.required_day("read_on")),
            note: reader.text("note"),
        };
        reader.done()?;
        at.app.read_outcome(&at.actor, (at.reference(), at.id::<ValueId>("entry")?), new).await?;
        Ok(done(at, "The reading was written down."))
    }
}

/// Writes down that the customer confirmed an entry.
pub(crate) struct Confirm;

impl Action for Confirm {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let item = found(at, &view)?;
        let people = theirs(&view);
        let nobody = people.is_empty();
        let fields =
            vec![Field::new("by", "Who confirmed it", Kind::Choice(or_none("Choose one", people))), Field::new("on", "On", Kind::Day)];
        let values = Typed::of([("on", view.today.to_string())]);
        let lede = html! {
            p { b { (item.entry.title) } "." }
            @if nobody { p { "Nobody at " (view.account.name) " is known yet. " a href={ (account_url(&view.account.reference)) "/stakeholders/new" } { "Add a stakeholder" } " first." } }
        };
        Ok(FormPage::new(Nav::Accounts, places(&view), "They confirmed it", "Write confirmation down").lede(lede).fields(fields, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let (by, on) = (reader.text("by"), reader.required_day("on"));
        reader.done()?;
        at.app.confirm_value(&at.actor, (at.reference(), at.id::<ValueId>("entry")?), (&by, Some(on))).await?;
        Ok(done(at, "The confirmation was written down."))
    }
}

/// Takes an entry back.
pub(crate) struct Withdraw;

impl Action for Withdraw {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let item = found(at, &view)?;
        let fields = vec![Field::new("reason", "Why", Kind::Text)];
        let lede = html! {
            p { b { (item.entry.title) } ", " (item.entry.matter.kind().label().to_lowercase()) " of " (display_date(item.entry.happened_on)) "." }
            p { "It stays in the record, struck out with the reason, and counts for nothing." }
        };
        let asked = FormPage::new(Nav::Accounts, places(&view), "Withdraw an entry", "Withdraw entry");
        Ok(asked.lede(lede).danger().fields(fields, Typed::default()))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.withdraw_value(&at.actor, (at.reference(), at.id::<ValueId>("entry")?), typed.get("reason")).await?;
        Ok(done(at, "The entry was withdrawn."))
    }
}
