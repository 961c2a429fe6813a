//! `tenure objection`: what customers object to.

use super::Call;
use super::word::{day, done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::NewObjection;
use tenure_core::primitives::{ObjectionId, display_date};
use tenure_core::room::ObjectionKind;
use tenure_web::api::body::ObjectionList;

/// What customers object to.
#[derive(Args)]
pub(crate) struct ObjectionArgs {
    #[command(subcommand)]
    command: ObjectionCommand,
}

#[derive(Subcommand)]
enum ObjectionCommand {
    /// List what a customer objects to, with the id of each
    List {
        /// Reference of the account
        account: String,
    },
    /// Write an objection down
    Raise {
        /// Reference of the account
        account: String,
        /// price, value, product, service, relationship, legal or timing
        #[arg(long, value_parser = word::<ObjectionKind>)]
        kind: ObjectionKind,
        /// What they say, in a line
        #[arg(long)]
        text: String,
        /// Reference of the stakeholder who raised it
        #[arg(long, value_name = "STAKEHOLDER")]
        by: Option<String>,
        /// The day; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<Date>,
        /// The renewal that it stands in the way of
        #[arg(long, value_name = "RENEWAL")]
        about: Option<String>,
    },
    /// Write down what we answered
    Answer(Said),
    /// Write down that one is out of the way, and what did it
    Resolve(Said),
    /// Take one back; it stays in the record
    Withdraw {
        /// Reference of the account
        account: String,
        /// Id of the objection
        id: ObjectionId,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

#[derive(Args)]
struct Said {
    /// Reference of the account
    account: String,
    /// Id of the objection
    id: ObjectionId,
    /// The words
    #[arg(long)]
    words: String,
    /// The day; today where it is left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    on: Option<Date>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ObjectionArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    match args.command {
        ObjectionCommand::List { account } => list(call, &account).await,
        ObjectionCommand::Raise { account, kind, text, by, on, about } => {
            let new = NewObjection { account, renewal: about, kind, text, raised_by: by, raised_on: on };
            let id = app.raise_objection(&actor, new).await?;
            done(call, &id, &format!("Written down as {id}."))
        }
        ObjectionCommand::Answer(Said { account, id, words, on }) => {
            app.answer_objection(&actor, (&account, id), (&words, on)).await?;
            done(call, &id.to_string(), "The answer was written down.")
        }
        ObjectionCommand::Resolve(Said { account, id, words, on }) => {
            app.resolve_objection(&actor, (&account, id), (&words, on)).await?;
            done(call, &id.to_string(), "The objection is out of the way.")
        }
        ObjectionCommand::Withdraw { account, id, reason } => {
            app.withdraw_objection(&actor, (&account, id), &reason).await?;
            done(call, &id.to_string(), "The objection was withdrawn.")
        }
    }
}

async fn list(call: &Call, account: &str) -> Result<ExitCode, Failure> {
    let view = call.data.open_existing().await?.account(&call.actor(), account).await?;
    if call.json {
        json(&ObjectionList::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = view
        .room
        .objections
        .iter()
        .map(|item| {
            let known = &item.objection;
            vec![known.id.to_string(), known.kind.label().into(), known.text.clone(), display_date(known.raised_on), known.state().into()]
        })
        .collect();
    print(&table(&["Id", "About", "Objection", "Raised", "Stands"], &[false; 5], &rows));
    Ok(ExitCode::SUCCESS)
}
