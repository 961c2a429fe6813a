//! `tenure handoff`: the joint meeting, acceptance, refusal, waiver.

use super::Call;
use super::word::{day, done, word};
use crate::output::Failure;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::NewMeeting;
use tenure_core::account::ActivityKind;

/// Hand over.
#[derive(Args)]
pub(crate) struct HandoffArgs {
    #[command(subcommand)]
    command: HandoffCommand,
}

/// Handoffs of one account between the same two people.
#[derive(Args)]
struct Which {
    /// Such as R-1042-H1; several of one account between the same two people go together
    #[arg(required = true, num_args = 1..=50)]
    references: Vec<String>,
}

#[derive(Subcommand)]
enum HandoffCommand {
    /// Record the meeting at which giver and receiver were both present; after a waiver, the introduction
    Meet {
        #[command(flatten)]
        which: Which,
        /// meeting, call or business_review with the customer; a note is an internal step of both
        #[arg(long, value_parser = word::<ActivityKind>)]
        kind: ActivityKind,
        /// One line that says what came of it
        #[arg(long)]
        subject: String,
        /// What was said and promised
        #[arg(long, default_value = "")]
        notes: String,
        /// The day; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<Date>,
        /// Reference of a stakeholder who was there; once for each
        #[arg(long = "theirs", value_name = "STAKEHOLDER")]
        theirs: Vec<String>,
        /// Reference or e-mail of somebody else of ours who was there; once for each
        #[arg(long = "ours", value_name = "PERSON")]
        ours: Vec<String>,
    },
    /// Accept: the receiver is accountable from today
    Accept {
        #[command(flatten)]
        which: Which,
        /// A note of the receiver
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Decline: the giver stays accountable and the desk lead hears of it
    Decline {
        #[command(flatten)]
        which: Which,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Let the joint meeting pass; an introduction is owed
    Waive {
        #[command(flatten)]
        which: Which,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: HandoffArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    match args.command {
        HandoffCommand::Meet { which, kind, subject, notes, on, theirs, ours } => {
            let meeting = NewMeeting { kind, held_on: on, subject, notes, ours, theirs };
            let reference = app.meet_handoffs(&actor, &which.references, meeting).await?;
            done(call, &reference, &format!("The meeting of {} was recorded.", which.references.join(", ")))
        }
        HandoffCommand::Accept { which, note } => {
            let reference = app.accept_handoffs(&actor, &which.references, &note).await?;
            done(call, &reference, &format!("{} accepted: the receiver is accountable from today.", which.references.join(", ")))
        }
        HandoffCommand::Decline { which, reason } => {
            let reference = app.decline_handoffs(&actor, &which.references, &reason).await?;
            done(call, &reference, &format!("{} declined: the giver stays accountable.", which.references.join(", ")))
        }
        HandoffCommand::Waive { which, reason } => {
            let reference = app.waive_handoffs(&actor, &which.references, &reason).await?;
            done(
                call,
                &reference,
                &format!("{} waived: the receiver is accountable, and an introduction is owed.", which.references.join(", ")),
            )
        }
    }
}
