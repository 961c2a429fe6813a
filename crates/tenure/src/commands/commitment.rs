//! `tenure commitment`: what we promised customers.

use super::Call;
use super::word::{day, done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::NewCommitment;
use tenure_core::primitives::{CommitmentId, display_date};
use tenure_core::room::CommitmentEnd;
use tenure_web::api::body::CommitmentList;

/// What we promised customers.
#[derive(Args)]
pub(crate) struct CommitmentArgs {
    #[command(subcommand)]
    command: CommitmentCommand,
}

#[derive(Subcommand)]
enum CommitmentCommand {
    /// List what was promised to a customer, with the id of each
    List {
        /// Reference of the account
        account: String,
    },
    /// Write a commitment down
    Make {
        /// Reference of the account
        account: String,
        /// What was promised, in a line
        #[arg(long)]
        promise: String,
        /// Reference of the stakeholder to whom
        #[arg(long, value_name = "STAKEHOLDER")]
        to: Option<String>,
        /// Reference or e-mail of who of ours sees to it
        #[arg(long, value_name = "PERSON")]
        owner: String,
        /// By when
        #[arg(long, value_name = "DAY", value_parser = day)]
        due: Date,
        /// The day of the promise; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<Date>,
        /// The renewal at which it was promised
        #[arg(long, value_name = "RENEWAL")]
        at: Option<String>,
    },
    /// Write down how one ended
    End {
        /// Reference of the account
        account: String,
        /// Id of the commitment
        id: CommitmentId,
        /// kept, broken or released
        #[arg(value_parser = word::<CommitmentEnd>)]
        end: CommitmentEnd,
        /// What is to be said of that; broken and released need it
        #[arg(long, default_value = "")]
        note: String,
        /// The day; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<Date>,
    },
    /// Take one back; it stays in the record
    Withdraw {
        /// Reference of the account
        account: String,
        /// Id of the commitment
        id: CommitmentId,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: CommitmentArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    match args.command {
        CommitmentCommand::List { account } => list(call, &account).await,
        CommitmentCommand::Make { account, promise, to, owner, due, on, at } => {
            let new = NewCommitment { account, renewal: at, promise, to, owner: Some(owner), made_on: on, due_on: due };
            let id = app.make_commitment(&actor, new).await?;
            done(call, &id, &format!("Written down as {id}."))
        }
        CommitmentCommand::End { account, id, end, note, on } => {
            app.end_commitment(&actor, (&account, id), (end, &note, on)).await?;
            done(call, &id.to_string(), &format!("{}.", end.label()))
        }
        CommitmentCommand::Withdraw { account, id, reason } => {
            app.withdraw_commitment(&actor, (&account, id), &reason).await?;
            done(call, &id.to_string(), "The commitment was withdrawn.")
        }
    }
}

async fn list(call: &Call, account: &str) -> Result<ExitCode, Failure> {
    let view = call.data.open_existing().await?.account(&call.actor(), account).await?;
    if call.json {
        json(&CommitmentList::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = view
        .room
        .commitments
        .iter()
        .map(|item| {
            let known = &item.commitment;
            let stands = match &known.ended {
                Some((end, word)) => format!("{}, {}", end.label(), display_date(word.on)),
                None if item.overdue => "overdue".into(),
                None => "to be kept".into(),
            };
            let owner = item.owner.as_ref().map(|owner| owner.name.clone()).unwrap_or_default();
            vec![known.id.to_string(), known.promise.clone(), owner, display_date(known.due_on), stands]
        })
        .collect();
    print(&table(&["Id", "Promise", "Sees to it", "Due", "Stands"], &[false; 5], &rows));
    Ok(ExitCode::SUCCESS)
}
