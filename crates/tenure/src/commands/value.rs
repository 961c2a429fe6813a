//! `tenure value`: what customers got and were promised to get.

use super::Call;
use super::word::{day, done};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{NewMatter, NewReading, NewValue, ValueItem};
use tenure_core::primitives::{Currency, Decimal6, ValueId, display_date, parse_currency};
use tenure_core::room::{Factor, Matter, Measure};
use tenure_web::api::body::ValueList;

/// The value record of customers.
#[derive(Args)]
pub(crate) struct ValueArgs {
    #[command(subcommand)]
    command: ValueCommand,
}

#[derive(Subcommand)]
enum ValueCommand {
    /// List what is written down of a customer, with the id of each entry
    List {
        /// Reference of the account
        account: String,
    },
    /// Agree an outcome with a customer
    Outcome {
        #[command(flatten)]
        what: What,
        /// What the numbers count, such as "days per claim"
        #[arg(long)]
        unit: String,
        /// Where the customer began; left out where nobody measured it
        #[arg(long, value_name = "NUMBER")]
        baseline: Option<Decimal6>,
        /// What was agreed
        #[arg(long, value_name = "NUMBER")]
        target: Decimal6,
    },
    /// Note something that went well
    Win {
        #[command(flatten)]
        what: What,
    },
    /// Claim a return: factors that are multiplied
    Roi {
        #[command(flatten)]
        what: What,
        /// A factor as "Hours saved: 10 a week"; once for each
        #[arg(long = "factor", value_name = "FACTOR", required = true)]
        factors: Vec<Factor>,
        /// Currency of the product; the reporting currency where it is left out
        #[arg(long, value_parser = parse_currency)]
        currency: Option<Currency>,
    },
    /// Note value that has no number, in the customer's words
    Quality {
        #[command(flatten)]
        what: What,
    },
    /// Write down what was measured of an outcome
    Read {
        /// Reference of the account
        account: String,
        /// Id of the outcome
        id: ValueId,
        /// What was measured
        actual: Decimal6,
        /// The day; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<Date>,
        /// Where the number is from
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Write down that the customer confirmed an entry
    Confirm {
        /// Reference of the account
        account: String,
        /// Id of the entry
        id: ValueId,
        /// Reference of the stakeholder who confirmed it
        #[arg(long, value_name = "STAKEHOLDER")]
        by: String,
        /// The day; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<Date>,
    },
    /// Take an entry back; it stays in the record
    Withdraw {
        /// Reference of the account
        account: String,
        /// Id of the entry
        id: ValueId,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

#[derive(Args)]
struct What {
    /// Reference of the account
    account: String,
    /// One line
    #[arg(long)]
    title: String,
    /// How it was measured or came about, or what they said
    #[arg(long, default_value = "")]
    told: String,
    /// Where that can be seen: an https:// address or words
    #[arg(long, default_value = "")]
    evidence: String,
    /// The day on which it was agreed, happened or was said; today where it is left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<Date>,
    /// Reference of the stakeholder with whom it was agreed, or who said it
    #[arg(long, value_name = "STAKEHOLDER")]
    with: Option<String>,
}

impl What {
    fn entry(self, matter: NewMatter) -> NewValue {
        let Self { account, title, told, evidence, on, with } = self;
        NewValue { account, matter, title, told, evidence, happened_on: on, with }
    }
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ValueArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    let new = match args.command {
        ValueCommand::List { account } => return list(call, &account).await,
        ValueCommand::Outcome { what, unit, baseline, target } => what.entry(NewMatter::Outcome(Measure { unit, baseline, target })),
        ValueCommand::Win { what } => what.entry(NewMatter::Win),
        ValueCommand::Roi { what, factors, currency } => what.entry(NewMatter::Roi(factors, currency)),
        ValueCommand::Quality { what } => what.entry(NewMatter::Quality),
        ValueCommand::Read { account, id, actual, on, note } => {
            app.read_outcome(&actor, (&account, id), NewReading { actual, read_on: on, note }).await?;
            return done(call, &id.to_string(), &format!("{actual} was written down."));
        }
        ValueCommand::Confirm { account, id, by, on } => {
            app.confirm_value(&actor, (&account, id), (&by, on)).await?;
            return done(call, &id.to_string(), &format!("{by} confirmed it."));
        }
        ValueCommand::Withdraw { account, id, reason } => {
            app.withdraw_value(&actor, (&account, id), &reason).await?;
            return done(call, &id.to_string(), "The entry was withdrawn.");
        }
    };
    let id = app.note_value(&actor, new).await?;
    done(call, &id, &format!("Written down as {id}."))
}

async fn list(call: &Call, account: &str) -> Result<ExitCode, Failure> {
    let view = call.data.open_existing().await?.account(&call.actor(), account).await?;
    if call.json {
        json(&ValueList::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let live = view.room.value.items.iter().filter(|item| item.entry.withdrawn.is_none());
    let rows: Vec<Vec<String>> = live.map(row).collect();
    let right = [false, false, false, true, false, false];
    print(&table(&["Id", "Kind", "Title", "Number", "Day", "Confirmed"], &right, &rows));
    Ok(ExitCode::SUCCESS)
}

fn row(item: &ValueItem) -> Vec<String> {
    let entry = &item.entry;
    let number = match (&entry.matter, item.readings.last()) {
        (Matter::Outcome(measure), Some(reading)) => format!("{} of {} {}", reading.actual, measure.target, measure.unit),
        (Matter::Outcome(measure), None) => format!("not measured, {} {} agreed", measure.target, measure.unit),
        (Matter::Roi(claim), _) => claim.amount.to_string(),
        (Matter::Win | Matter::Quality, _) => String::new(),
    };
    let word = entry.confirmed.as_ref().map(|word| format!("{}, {}", item.confirmed_by.as_deref().unwrap_or(""), display_date(word.on)));
    vec![
        entry.id.to_string(),
        entry.matter.kind().label().into(),
        entry.title.clone(),
        number,
        display_date(entry.happened_on),
        word.unwrap_or_else(|| "not confirmed".into()),
    ]
}
