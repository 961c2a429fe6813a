//! `tenure renewal`: lost, reopened as a correction, reassigned by name.

use super::Call;
use super::contract::Why;
use super::word::{after_last_day, done, word};
use crate::output::Failure;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::NewOverride;
use tenure_core::ownership::Responsibility;

/// Decide and reassign a renewal.
#[derive(Args)]
pub(crate) struct RenewalArgs {
    #[command(subcommand)]
    command: RenewalCommand,
}

#[derive(Subcommand)]
enum RenewalCommand {
    /// Close a renewal as lost: the customer leaves at the end of the term
    Lost {
        /// Such as R-1042
        reference: String,
        #[command(flatten)]
        why: Why,
    },
    /// Open a decided renewal again as a correction
    Reopen {
        /// Such as R-1042
        reference: String,
        /// What was wrong
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Give a responsibility to a person by name until a day, or end that
    Reassign {
        /// Such as R-1042
        reference: String,
        /// value, commercial, expansion, operations or executive
        #[arg(value_parser = word::<Responsibility>)]
        responsibility: Responsibility,
        /// Reference or e-mail of who gets it
        #[arg(long, required_unless_present = "end")]
        to: Option<String>,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
        /// Last day on which it holds
        #[arg(long, value_name = "DAY", value_parser = after_last_day, required_unless_present = "end")]
        until: Option<Date>,
        /// End the reassignment in force today
        #[arg(long, conflicts_with_all = ["to", "until"])]
        end: bool,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: RenewalArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    match args.command {
        RenewalCommand::Lost { reference, why } => {
            app.close_lost(&actor, &reference, why.reason, &why.words).await?;
            done(call, &reference, &format!("{reference} was closed as lost: {}.", why.reason.label().to_lowercase()))
        }
        RenewalCommand::Reopen { reference, reason } => {
            app.reopen_renewal(&actor, &reference, &reason).await?;
            done(call, &reference, &format!("{reference} is open again."))
        }
        RenewalCommand::Reassign { reference, responsibility, to: Some(teammate), reason, until: Some(until_on), .. } => {
            let new = NewOverride { responsibility, teammate: teammate.clone(), reason, until_on };
            app.reassign(&actor, &reference, new).await?;
            done(call, &reference, &format!("{} of {reference} went to {teammate}.", responsibility.label()))
        }
        RenewalCommand::Reassign { reference, responsibility, .. } => {
            let view = app.renewal(&actor, &reference).await?;
            let named = view.standing.overrides.iter().find(|named| named.responsibility == responsibility);
            let named =
                named.ok_or_else(|| Failure::refused(format!("No reassignment of {responsibility} on {reference} is in force.")))?;
            app.end_reassignment(&actor, &reference, named.id).await?;
            done(call, &reference, &format!("The reassignment of {responsibility} on {reference} ended; the policy decides again."))
        }
    }
}
