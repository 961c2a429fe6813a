//! Expansions: raised, answered, closed, corrected, reassigned by name.

use super::reading::{Reader, accounts, or_none, people};
use super::{Action, At, Done, require_work};
use crate::pages::form::{Field, FormPage, Kind, Places, Typed};
use crate::pages::shell::Nav;
use crate::pages::words::{account_url, expansion_url};
use maud::{Markup, html};
use std::collections::BTreeSet;
use tenure_app::{AccountView, AppError, ExpansionView, MovementItem, NewExpansion, NewOverride};
use tenure_core::commands::Correction;
use tenure_core::ledger::Class;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{Currency, Decimal6, OverrideId, display_date, parse_currency, parse_minor};

fn kinds() -> Kind {
    let kinds = Class::ALL.iter().filter(|class| class.is_expansion());
    Kind::Choice(kinds.map(|class| (class.code().to_string(), class.label().to_string())).collect())
}

/// What is asked of every expansion, the same for a new one and a correction.
fn fields() -> Vec<Field> {
    vec![
        Field::new("expansion_type", "Type", kinds())
            .hint("The policy gives each type to a role. What the ledger later makes of it must be the same type."),
        Field::new("expected_arr", "Expected ARR", Kind::Number).hint("For a year, such as 64000 or 64,000.00."),
        Field::new("what", "What, and how you know", Kind::Text)
            .hint("One sentence with the evidence: who said it, when, and what they want."),
    ]
}

fn plain(text: &str) -> String {
    text.replace([',', ' '], "")
}

/// Raises an expansion, on the page of an account or with the account asked for.
pub(crate) struct Raise;

impl Action for Raise {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let (view, mut asked) = (account(at).await?, fields());
        let finder = at.app.my_reference(&at.actor).await?.unwrap_or_default();
        let people = or_none("Choose who", people(&at.app.people_choices().await?));
        asked.extend([
            Field::new("found_by", "Found by", Kind::Choice(people)),
            Field::new("found_on", "Found on", Kind::Day).optional().hint("Today where it is empty."),
        ]);
        let lede = html! { p { "It is owned from today by the rule that the customer's next renewal matches. Whoever has the responsibility for expansion accepts or rejects it within two working days." } };
        let values = Typed::of([("found_by", finder)]);
        let page = match &view {
            Some(view) => {
                require_work(view.rights, &view.account.name)?;
                asked.insert(2, Field::new("currency", "Currency", Kind::Choice(currencies(view))));
                FormPage::new(Nav::Expansions, super::account::places(view), format!("Raise a CSQL at {}", view.account.name), "Raise it")
            }
            None => {
                let choices = accounts(&at.app.account_choices().await?);
                asked.insert(
                    0,
                    Field::new("account", "Customer", Kind::Suggested(choices))
                        .hint("Reference, such as A-17. You work on it: you are on its team or hold something there."),
                );
                FormPage::new(Nav::Expansions, vec![("CSQLs".to_string(), "/expansions".to_string())], "Raise a CSQL", "Raise it")
            }
        };
        Ok(page.lede(lede).fields(asked, values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let kind = reader.required_word("expansion_type", Class::CrossSell);
        let account = if at.reference().is_empty() { reader.text("account") } else { at.reference().to_string() };
        let currency = match reader.some("currency") {
            Some(_) => reader.required_parsed("currency", parse_currency, Currency::USD),
            None => next_currency(at, &account).await?,
        };
        let new = NewExpansion {
            kind,
            expected_minor: reader.required_parsed("expected_arr", |text| parse_minor(&plain(text), currency), 1),
            currency: Some(currency),
            what: reader.text("what"),
            found_by: reader.some("found_by"),
            found_on: reader.day("found_on"),
        };
        reader.done()?;
        let reference = at.app.raise_expansion(&at.actor, &account, new).await?;
        let url = expansion_url(&reference);
        Ok(Done::at(url.clone(), format!("{reference} was raised.")).undo(format!("{url}/withdrawal")))
    }
}

async fn account(at: &At) -> Result<Option<AccountView>, AppError> {
    if at.reference().is_empty() { Ok(None) } else { at.app.account(&at.actor, at.reference()).await.map(Some) }
}

/// The currencies of an account's contracts, that of the contract that ends next first.
fn currencies(view: &AccountView) -> Vec<(String, String)> {
    let open = view.renewals.iter().filter(|renewal| renewal.state == tenure_core::renewal::State::Open);
    let next = open.min_by_key(|renewal| renewal.item.end_on).map(|renewal| renewal.item.atr.currency);
    let all: Vec<Currency> =
        next.into_iter().chain(view.contracts.iter().map(|item| item.contract.currency)).chain([view.atr_reporting.currency]).collect();
    let mut seen = BTreeSet::new();
    all.iter()
        .filter(|currency| seen.insert(currency.code()))
        .map(|currency| (currency.code().to_string(), currency.code().to_string()))
        .collect()
}

/// The currency in which an amount is meant where none was asked for.
async fn next_currency(at: &At, account: &str) -> Result<Currency, AppError> {
    let view = at.app.account(&at.actor, account).await?;
    let first = currencies(&view).into_iter().next().and_then(|(code, _)| parse_currency(&code).ok());
    Ok(first.unwrap_or(view.atr_reporting.currency))
}

async fn view(at: &At) -> Result<ExpansionView, AppError> {
    at.app.expansion(&at.actor, at.reference()).await
}

fn places(view: &ExpansionView) -> Places {
    let item = &view.item;
    let names = vec![
        ("CSQLs".to_string(), "/expansions".to_string()),
        (item.account.name.clone(), account_url(&item.account.reference)),
        (item.reference.clone(), expansion_url(&item.reference)),
    ];
    Places::of_account(names, &item.account.reference, view.revision)
}

fn asked(view: &ExpansionView, (title, button): (String, &str), fields: Vec<Field>) -> FormPage {
    FormPage::new(Nav::Expansions, places(view), title, button).lede(lede(view)).fields(fields, Typed::default())
}

fn lede(view: &ExpansionView) -> Markup {
    let (item, expansion) = (&view.item, &view.item.expansion);
    html! { p { b { (expansion.kind.label()) " of " (expansion.expected) " at " (item.account.name) } ", found by " (item.finder.name) ": " (expansion.what) } }
}

fn done(at: &At, text: &str) -> Done {
    Done::at(expansion_url(at.reference()), format!("{} {text}", at.reference()))
}

fn allowed(may: bool, says: &str) -> Result<(), AppError> {
    if may { Ok(()) } else { Err(AppError::Forbidden(says.into())) }
}

const FOR_CLOSERS: &str = "Only who has the responsibility for expansion here, who stands in for them, their managers and the desk lead may do this, and only where it stands so.";
const FOR_FINDERS: &str = "Only who found it, those above them, the desk lead and administrators may do this, and only where it stands so.";

/// Whoever closes it takes it.
pub(crate) struct Accept;

impl Action for Accept {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        allowed(view.rights.answer, FOR_CLOSERS)?;
        Ok(asked(&view, (format!("Accept {}", at.reference()), "Accept"), vec![Field::new("reason", "Note", Kind::Text).optional()]))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.accept_expansion(&at.actor, at.reference(), typed.get("reason")).await?;
        Ok(done(at, "was accepted."))
    }
}

/// Whoever should close it does not take it.
pub(crate) struct Reject;

impl Action for Reject {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        allowed(view.rights.answer, FOR_CLOSERS)?;
        let why = Field::new("reason", "Why", Kind::Text).hint("Who found it reads this and learns what to look for.");
        Ok(asked(&view, (format!("Reject {}", at.reference()), "Reject"), vec![why]))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.reject_expansion(&at.actor, at.reference(), typed.get("reason")).await?;
        Ok(done(at, "was rejected.").undo(format!("{}/reopening", expansion_url(at.reference()))))
    }
}

/// Whoever raised it takes it back.
pub(crate) struct Withdraw;

impl Action for Withdraw {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        allowed(view.rights.withdraw, FOR_FINDERS)?;
        Ok(asked(&view, (format!("Withdraw {}", at.reference()), "Withdraw"), vec![Field::new("reason", "Why", Kind::Text)]))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.withdraw_expansion(&at.actor, at.reference(), typed.get("reason")).await?;
        Ok(done(at, "was withdrawn.").undo(format!("{}/reopening", expansion_url(at.reference()))))
    }
}

/// It was sold.
pub(crate) struct Win;

impl Action for Win {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        allowed(view.rights.close, FOR_CLOSERS)?;
        let (fitting, others): (Vec<&MovementItem>, Vec<&MovementItem>) =
            view.movements.iter().partition(|movement| movement.class == view.item.expansion.kind);
        let choices = fitting.iter().map(|movement| (movement.id.clone(), told(movement))).collect();
        let lede = html! {
            (lede(&view))
            @if fitting.is_empty() { p { "The ledger of this customer has no such movement since the acceptance. Amend or renew the contract first; then it can be chosen here." } }
            @if let Some(other) = others.first() { p { (others.len()) " of another type, such as " (told(other)) ". If that is what was sold, correct the type first." } }
        };
        let fields = vec![
            Field::new("movement", "What closed it", Kind::Checks(choices))
                .hint("Movements of the ledger. Each can be credited to one expansion."),
            Field::new("reason", "Note", Kind::Text).optional(),
        ];
        Ok(asked(&view, (format!("{} was won", at.reference()), "Close as won"), fields).lede(lede))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let movements: Vec<String> = typed.all("movement").map(str::to_string).collect();
        at.app.win_expansion(&at.actor, at.reference(), (&movements, typed.get("reason"))).await?;
        Ok(done(at, "was won."))
    }
}

fn told(movement: &MovementItem) -> String {
    format!("{} {}, {}, {}, {}", movement.amount, movement.class.label(), display_date(movement.day), movement.contract, movement.product)
}

/// It was not sold.
pub(crate) struct Lose;

impl Action for Lose {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        allowed(view.rights.close, FOR_CLOSERS)?;
        Ok(asked(&view, (format!("{} was lost", at.reference()), "Close as lost"), vec![Field::new("reason", "Why", Kind::Text)]))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.lose_expansion(&at.actor, at.reference(), typed.get("reason")).await?;
        Ok(done(at, "was closed as lost.").undo(format!("{}/reopening", expansion_url(at.reference()))))
    }
}

/// Opens a settled one again.
pub(crate) struct Reopen;

impl Action for Reopen {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        allowed(
            view.rights.reopen,
            "Only who found it or closes it, those above them, the desk lead and administrators may do this, and only once it is settled.",
        )?;
        let lede = html! {
            (lede(&view))
            p { "It stands again as it did before. One that was rejected or withdrawn waits for an answer anew." }
            @if !view.item.expansion.state.credits().is_empty() { p { "What it is credited with is free for another expansion." } }
        };
        Ok(asked(&view, (format!("Open {} again", at.reference()), "Open again"), vec![Field::new("reason", "Why", Kind::Text)]).lede(lede))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        at.app.reopen_expansion(&at.actor, at.reference(), typed.get("reason")).await?;
        Ok(done(at, "is open again."))
    }
}

/// Puts type, amount or sentence right.
pub(crate) struct Correct;

impl Action for Correct {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        allowed(
            view.rights.correct,
            "Only who found it or closes it, those above them, the desk lead and administrators may do this, and only while it is open.",
        )?;
        let expansion = &view.item.expansion;
        let decimals = expansion.expected.currency.exponent().map_or(0, u32::from);
        let amount = Decimal6::from_millionths(expansion.expected.minor.saturating_mul(10_i64.pow(6_u32.saturating_sub(decimals))));
        let values = Typed::of([
            ("expansion_type", expansion.kind.code().into()),
            ("expected_arr", amount.to_string()),
            ("what", expansion.what.clone()),
        ]);
        let lede = html! { (lede(&view)) p { "Another type may give it to another person at once." } };
        Ok(FormPage::new(Nav::Expansions, places(&view), format!("Correct {}", at.reference()), "Save").lede(lede).fields(fields(), values))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let currency = view(at).await?.item.expansion.expected.currency;
        let mut reader = Reader::new(typed);
        let kind = reader.required_word("expansion_type", Class::CrossSell);
        let expected_minor = reader.required_parsed("expected_arr", |text| parse_minor(&plain(text), currency), 1);
        let correction = Correction { kind: Some(kind), expected_minor: Some(expected_minor), what: Some(reader.text("what")) };
        reader.done()?;
        at.app.correct_expansion(&at.actor, at.reference(), &correction).await?;
        Ok(done(at, "was put right."))
    }
}

/// Gives a responsibility to a person by name.
pub(crate) struct Reassign;

impl Action for Reassign {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        allowed(!view.rights.reassign.is_empty(), "You hold nothing here; only a holder, their managers and the desk lead may reassign.")?;
        let held = view.owners.iter().filter(|owner| view.rights.reassign.contains(&owner.responsibility));
        let held = held
            .map(|owner| (owner.responsibility.code().to_string(), format!("{}, now {}", owner.responsibility.label(), owner.person.name)));
        let fields = vec![
            Field::new("responsibility", "What", Kind::Choice(held.collect())),
            Field::new("teammate", "To", Kind::Choice(people(&at.app.people_choices().await?))),
            Field::new("reason", "Why", Kind::Text).hint("It stands beside the person on every page that says why."),
            Field::new("last_day", "Last day", Kind::Day).about("until_on").hint("A year from today at most."),
        ];
        let lede = html! { (lede(&view)) p { "From today the person named is accountable, whatever the policy says. After the last day the policy decides again." } };
        Ok(asked(&view, (format!("Reassign {}", at.reference()), "Reassign"), fields).lede(lede))
    }

    async fn act(at: &At, typed: &Typed) -> Result<Done, AppError> {
        let mut reader = Reader::new(typed);
        let new = NewOverride {
            responsibility: reader.required_word("responsibility", Responsibility::Expansion),
            teammate: reader.text("teammate"),
            reason: reader.text("reason"),
            until_on: reader.required_after_last_day("last_day"),
        };
        reader.done()?;
        at.app.reassign(&at.actor, at.reference(), new).await?;
        Ok(done(at, "was reassigned."))
    }
}

/// Ends a reassignment today.
pub(crate) struct EndReassignment;

impl Action for EndReassignment {
    async fn page(at: &At) -> Result<FormPage, AppError> {
        let view = view(at).await?;
        let id: OverrideId = at.id("reassignment")?;
        let named = view.overrides.iter().find(|named| named.id == id);
        let named = named.ok_or_else(|| AppError::NotFound("That reassignment does not exist or is over.".into()))?;
        let lede = html! { p { (named.person.name) " is named for " (named.responsibility.label().to_lowercase()) " since " (display_date(named.from_on)) ": " (named.reason) ". From today the policy decides again." } };
        Ok(asked(&view, ("End the reassignment".into(), "End reassignment"), Vec::new()).lede(lede))
    }

    async fn act(at: &At, _: &Typed) -> Result<Done, AppError> {
        at.app.end_reassignment(&at.actor, at.reference(), at.id("reassignment")?).await?;
        Ok(done(at, "is reassigned no longer."))
    }
}
