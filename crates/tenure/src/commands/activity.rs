//! `tenure activity log`: a contact with a customer, and who was present on both sides.

use super::Call;
use super::word::{day, done, word};
use crate::output::Failure;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::NewActivity;
use tenure_core::account::ActivityKind;

/// Log contacts with customers.
#[derive(Args)]
pub(crate) struct ActivityArgs {
    #[command(subcommand)]
    command: ActivityCommand,
}

#[derive(Subcommand)]
enum ActivityCommand {
    /// Write a contact down
    Log {
        /// Reference of the account
        account: String,
        /// meeting, call, business_review, email or note
        #[arg(long, value_parser = word::<ActivityKind>)]
        kind: ActivityKind,
        /// One line that says what came of it
        #[arg(long)]
        subject: String,
        /// What was said
        #[arg(long, default_value = "")]
        notes: String,
        /// The day; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<Date>,
        /// Reference or e-mail of somebody of ours who was there; once for each
        #[arg(long = "ours", value_name = "PERSON", required = true)]
        ours: Vec<String>,
        /// Reference of a stakeholder who was there; once for each
        #[arg(long = "theirs", value_name = "STAKEHOLDER")]
        theirs: Vec<String>,
        /// The renewal it was about
        #[arg(long, value_name = "RENEWAL")]
        about: Option<String>,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ActivityArgs) -> Result<ExitCode, Failure> {
    let ActivityCommand::Log { account, kind, subject, notes, on, ours, theirs, about } = args.command;
    let app = call.data.open_existing().await?;
    let new = NewActivity { account: account.clone(), renewal: about, kind, held_on: on, subject, notes, ours, theirs };
    let id = app.log_activity(&call.actor(), new).await?;
    done(call, &id, &format!("{} with {account} was logged.", kind.label()))
}
