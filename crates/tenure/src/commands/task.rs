//! `tenure task`: steps of renewals, named by the id that `tenure today --json` and `GET /renewals/R-1042` give.

use super::Call;
use super::word::done;
use crate::output::Failure;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{Actor, App, StepsDeed};
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
    /// Complete steps with what they ask to be written down; several all together or not at all
    Complete {
        /// Their ids
        #[arg(required = true)]
        ids: Vec<TaskId>,
        /// What happened
        #[arg(long)]
        evidence: String,
        /// An optional step that this renewal did not need; one id
        #[arg(long)]
        not_needed: bool,
    },
    /// Open a completed step again
    Reopen {
        /// Its id
        id: TaskId,
    },
    /// Put steps out of the way until a day, all of them or none; their due days stay
    PutOff {
        /// Their ids
        #[arg(required = true)]
        ids: Vec<TaskId>,
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
    /// Give steps to somebody who does them for their holders, all of them or none
    Give {
        /// Their ids
        #[arg(required = true)]
        ids: Vec<TaskId>,
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
        TaskCommand::Complete { ids, evidence, not_needed } => match (ids.as_slice(), not_needed) {
            ([id], true) => (app.complete_task(&by, *id, Completion::NotNeeded, &evidence).await?, "The step is completed."),
            (_, true) => return Err(Failure::refused("--not-needed is about one step: give one id.".into())),
            (_, false) => (
                together(&app, &by, (&ids, StepsDeed::Complete(evidence))).await?,
                said(&ids, "The step is completed.", "The steps are completed."),
            ),
        },
        TaskCommand::Reopen { id } => (app.reopen_task(&by, id).await?, "The step is open again."),
        TaskCommand::PutOff { ids, until, reason } => (
            together(&app, &by, (&ids, StepsDeed::PutOff(until, reason))).await?,
            said(&ids, "The step is put off.", "The steps are put off."),
        ),
        TaskCommand::BringBack { id } => (app.bring_back_task(&by, id).await?, "The step is in the queue again."),
        TaskCommand::Give { ids, to, reason } => {
            (together(&app, &by, (&ids, StepsDeed::Give(to, reason))).await?, said(&ids, "The step is given.", "The steps are given."))
        }
        TaskCommand::TakeBack { id } => (app.take_back_task(&by, id).await?, "The step is the holder's again."),
    };
    done(call, &renewal, says)
}

async fn together(app: &App, by: &Actor, (ids, deed): (&[TaskId], StepsDeed)) -> Result<String, Failure> {
    Ok(app.steps_together(by, ids, &deed).await?.renewals)
}

const fn said(ids: &[TaskId], one: &'static str, several: &'static str) -> &'static str {
    if ids.len() == 1 { one } else { several }
}
