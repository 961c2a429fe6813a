//! `tenure task`: steps of renewals, named by the id that `tenure today --json` and `GET /renewals/R-1042` give.

use super::Call;
use super::word::done;
use crate::output::Failure;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_core::commands::Completion;
use tenure_core::primitives::{TaskId, parse_date};

/// Work with steps of renewals.
#[derive(Args)]
pub(crate) struct TaskArgs {
    #[command(subcommand)]
    command: TaskCommand,
}

#[derive(Subcommand)]
enum TaskCommand {
    /// Complete a step with what it asks to be written down
    Complete {
        /// Its id
        id: TaskId,
        /// What happened
        #[arg(long)]
        evidence: String,
        /// An optional step that this renewal did not need
        #[arg(long)]
        not_needed: bool,
    },
    /// Open a completed step again
    Reopen {
        /// Its id
        id: TaskId,
    },
    /// Put a step out of the way until a day; its due day stays
    PutOff {
        /// Its id
        id: TaskId,
        /// First day on which it is there again
        #[arg(long, value_name = "DAY", value_parser = parse_date)]
        until: Date,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Bring a step back that was put off
    BringBack {
        /// Its id
        id: TaskId,
    },
    /// Give a step to somebody who does it for its holder
    Give {
        /// Its id
        id: TaskId,
        /// Reference or e-mail of who does it
        #[arg(long)]
        to: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Take a step back from whoever does it for its holder
    TakeBack {
        /// Its id
        id: TaskId,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: TaskArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let by = call.actor();
    let (renewal, says) = match args.command {
        TaskCommand::Complete { id, evidence, not_needed } => {
            let completion = if not_needed { Completion::NotNeeded } else { Completion::Done };
            (app.complete_task(&by, id, completion, &evidence).await?, "The step is completed.")
        }
        TaskCommand::Reopen { id } => (app.reopen_task(&by, id).await?, "The step is open again."),
        TaskCommand::PutOff { id, until, reason } => (app.put_off_task(&by, id, (until, &reason)).await?, "The step is put off."),
        TaskCommand::BringBack { id } => (app.bring_back_task(&by, id).await?, "The step is in the queue again."),
        TaskCommand::Give { id, to, reason } => (app.give_task(&by, id, (&to, &reason)).await?, "The step is given."),
        TaskCommand::TakeBack { id } => (app.take_back_task(&by, id).await?, "The step is the holder's again."),
    };
    done(call, &renewal, says)
}
