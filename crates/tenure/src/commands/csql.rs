//! `tenure csql`: expansions that somebody finds and somebody closes.

use super::Call;
use super::word::{day, done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{ExpansionItem, ExpansionQuery, ExpansionView, NewExpansion, NewOverride};
use tenure_core::commands::Correction;
use tenure_core::expansion::{ExpansionState, Source};
use tenure_core::ledger::Class;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{Currency, display_date, parse_currency, parse_minor, weekday_date};
use tenure_core::refusal::Refusal;
use tenure_web::api::body::{ExpansionDetailBody, ExpansionList};

/// Expansions and CSQLs.
#[derive(Args)]
pub(crate) struct CsqlArgs {
    #[command(subcommand)]
    command: CsqlCommand,
}

#[derive(Subcommand)]
enum CsqlCommand {
    /// List expansions, the latest first
    List(ListArgs),
    /// Show one with its owners, the movements that may close it, and what happened
    Show {
        /// Such as E-12
        reference: String,
    },
    /// Raise one; whoever has the responsibility for expansion answers within two working days
    Raise(RaiseArgs),
    /// Accept one
    Accept {
        /// Such as E-12
        reference: String,
        /// A note
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Reject one
    Reject(Why),
    /// Take one back that nobody answered
    Withdraw(Why),
    /// Close one as won, credited with movements of the ledger (`tenure ledger`, `tenure csql show`)
    Won {
        /// Such as E-12
        reference: String,
        /// Id of a movement; once for each
        #[arg(long = "movement", value_name = "ID", required = true)]
        movements: Vec<String>,
        /// A note
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Close one as lost
    Lost(Why),
    /// Open a settled one again
    Reopen(Why),
    /// Put type, expected ARR or sentence of an open one right
    Correct {
        /// Such as E-12
        reference: String,
        /// Type of expansion
        #[arg(long = "type", value_name = "TYPE", value_parser = word::<Class>)]
        kind: Option<Class>,
        /// Expected ARR for a year in its currency, such as 64000
        #[arg(long, value_name = "AMOUNT")]
        expected: Option<String>,
        /// What it is and how you know, in a sentence
        #[arg(long)]
        what: Option<String>,
    },
    /// Give a responsibility of one to a person by name until a day
    Reassign {
        /// Such as E-12
        reference: String,
        /// value, commercial, expansion, operations or executive
        #[arg(long, value_parser = word::<Responsibility>)]
        responsibility: Responsibility,
        /// Reference or e-mail of who gets it
        #[arg(long, value_name = "PERSON")]
        to: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// First day on which the policy decides again
        #[arg(long, value_name = "DAY", value_parser = day)]
        until: Date,
    },
}

#[derive(Args)]
struct Why {
    /// Such as E-12
    reference: String,
    /// Why
    #[arg(long)]
    reason: String,
}

#[derive(Args)]
struct ListArgs {
    /// open, raised, accepted, won, lost, rejected or withdrawn
    #[arg(long)]
    state: Option<String>,
    /// Only those whose answer is overdue
    #[arg(long)]
    overdue: bool,
    /// Only those that this person closes: reference or e-mail
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Only those that this person found: reference or e-mail
    #[arg(long, value_name = "PERSON")]
    finder: Option<String>,
    /// csql or sales
    #[arg(long, value_parser = word::<Source>)]
    source: Option<Source>,
    /// Type of expansion
    #[arg(long = "type", value_name = "TYPE", value_parser = word::<Class>)]
    kind: Option<Class>,
    /// Only those of this account: reference
    #[arg(long)]
    account: Option<String>,
    /// Only those with at least so much expected ARR, in minor units of the reporting currency
    #[arg(long, value_name = "MINOR")]
    expected_from: Option<i64>,
    /// Where to continue, as the page before said
    #[arg(long, value_name = "PLACE")]
    after: Option<String>,
}

#[derive(Args)]
struct RaiseArgs {
    /// Reference of the account
    account: String,
    /// price_increase, small_upsell, big_upsell, cross_sell, cross_stakeholder or cross_division
    #[arg(long = "type", value_name = "TYPE", value_parser = word::<Class>)]
    kind: Class,
    /// Expected ARR for a year, such as 64000
    #[arg(long, value_name = "AMOUNT")]
    expected: String,
    /// Its currency; that of the contract that ends next where it is left out
    #[arg(long, value_parser = parse_currency)]
    currency: Option<Currency>,
    /// What it is and how you know, in a sentence
    #[arg(long)]
    what: String,
    /// Reference or e-mail of who found it
    #[arg(long, value_name = "PERSON")]
    found_by: String,
    /// The day on which it was found; today where it is left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    found_on: Option<Date>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: CsqlArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    let (reference, told) = match args.command {
        CsqlCommand::List(args) => return list(call, args).await,
        CsqlCommand::Show { reference } => return show(call, &app.expansion(&actor, &reference).await?),
        CsqlCommand::Raise(args) => {
            let reference = raise(call, args).await?;
            (reference.clone(), format!("{reference} was raised."))
        }
        CsqlCommand::Accept { reference, note } => {
            (app.accept_expansion(&actor, &reference, &note).await?, format!("{reference} was accepted."))
        }
        CsqlCommand::Reject(Why { reference, reason }) => {
            (app.reject_expansion(&actor, &reference, &reason).await?, format!("{reference} was rejected."))
        }
        CsqlCommand::Withdraw(Why { reference, reason }) => {
            (app.withdraw_expansion(&actor, &reference, &reason).await?, format!("{reference} was withdrawn."))
        }
        CsqlCommand::Won { reference, movements, note } => {
            (app.win_expansion(&actor, &reference, (&movements, &note)).await?, format!("{reference} was won."))
        }
        CsqlCommand::Lost(Why { reference, reason }) => {
            (app.lose_expansion(&actor, &reference, &reason).await?, format!("{reference} was closed as lost."))
        }
        CsqlCommand::Reopen(Why { reference, reason }) => {
            (app.reopen_expansion(&actor, &reference, &reason).await?, format!("{reference} is open again."))
        }
        CsqlCommand::Correct { reference, kind, expected, what } => {
            let currency = app.expansion(&actor, &reference).await?.item.expansion.expected.currency;
            let expected_minor = expected.map(|text| amount(&text, currency)).transpose()?;
            let correction = Correction { kind, expected_minor, what };
            (app.correct_expansion(&actor, &reference, &correction).await?, format!("{reference} was put right."))
        }
        CsqlCommand::Reassign { reference, responsibility, to, reason, until } => {
            let new = NewOverride { responsibility, teammate: to, reason, until_on: until };
            (app.reassign(&actor, &reference, new).await?, format!("{} of {reference} was reassigned.", responsibility.label()))
        }
    };
    done(call, &reference, &told)
}

fn amount(text: &str, currency: Currency) -> Result<i64, Failure> {
    parse_minor(&text.replace(',', ""), currency).map_err(|problem| {
        let refusal = Refusal { column: Some("expected".into()), value: Some(text.into()), problem, ..Refusal::default() };
        tenure_app::AppError::from(refusal).into()
    })
}

async fn raise(call: &Call, args: RaiseArgs) -> Result<String, Failure> {
    let app = call.data.open_existing().await?;
    let currency = match args.currency {
        Some(currency) => currency,
        None => {
            let view = app.account(&call.actor(), &args.account).await?;
            let open = view.renewals.iter().filter(|renewal| renewal.state == tenure_core::renewal::State::Open);
            open.min_by_key(|renewal| renewal.item.end_on).map_or(view.atr_reporting.currency, |renewal| renewal.item.atr.currency)
        }
    };
    let new = NewExpansion {
        kind: args.kind,
        expected_minor: amount(&args.expected, currency)?,
        currency: Some(currency),
        what: args.what,
        found_by: Some(args.found_by),
        found_on: args.found_on,
    };
    Ok(app.raise_expansion(&call.actor(), &args.account, new).await?)
}

async fn list(call: &Call, args: ListArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let query = ExpansionQuery {
        state: args.state,
        overdue: args.overdue,
        person: args.person,
        finder: args.finder,
        source: args.source,
        kind: args.kind,
        account: args.account,
        expected_from_minor: args.expected_from,
        after: args.after,
        limit: Some(200),
    };
    let page = app.expansions(&query).await?;
    if call.json {
        json(&ExpansionList::from(&page))?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = page.items.iter().map(row).collect();
    let right = [false, false, false, true, false, false, false, false];
    print(&table(&["CSQL", "Account", "Type", "Expected", "Found by", "Closes", "Stands", "Answer by"], &right, &rows));
    print(&format!(
        "{} expansions, {} expected. {} wait for an answer, {} overdue.",
        page.total, page.expected, page.waiting, page.overdue
    ));
    if let Some(next) = page.next {
        print(&format!("More: --after {next}"));
    }
    Ok(ExitCode::SUCCESS)
}

fn row(item: &ExpansionItem) -> Vec<String> {
    let expansion = &item.expansion;
    let answer = match expansion.state {
        ExpansionState::Raised if item.overdue => format!("{}, overdue", weekday_date(expansion.answer_by)),
        ExpansionState::Raised => weekday_date(expansion.answer_by),
        _ => String::new(),
    };
    vec![
        item.reference.clone(),
        item.account.name.clone(),
        expansion.kind.label().into(),
        expansion.expected.to_string(),
        item.finder.name.clone(),
        item.closer.as_ref().map(|closer| closer.name.clone()).unwrap_or_default(),
        expansion.state.label().into(),
        answer,
    ]
}

fn show(call: &Call, view: &ExpansionView) -> Result<ExitCode, Failure> {
    if call.json {
        json(&ExpansionDetailBody::from(view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let (item, expansion) = (&view.item, &view.item.expansion);
    print(&format!("{}, {}: {} of {}", item.reference, item.account.name, expansion.kind.label(), expansion.expected));
    print(&expansion.what);
    print(&format!("{}; found by {} on {}", expansion.state.label(), item.finder.name, display_date(expansion.found_on)));
    for owner in &view.owners {
        print(&owner.why);
    }
    for credit in expansion.state.credits() {
        print(&format!("Credited with {}: {}", credit.movement, credit.amount));
    }
    for movement in &view.movements {
        print(&format!("May be closed by {}: {} {}", movement.id, movement.amount, movement.class.label()));
    }
    for event in &view.events {
        print(&format!("{}  {}: {}", event.on, event.actor, event.summary));
    }
    Ok(ExitCode::SUCCESS)
}
