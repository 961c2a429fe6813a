//! `tenure renewal`: lost, reopened as a correction, reassigned by name.

use super::Call;
use super::contract::Why;
use super::outcomes::Learnt;
use super::word::{after_last_day, day, done, per_cent, word};
use crate::output::Failure;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{NewClosing, NewDecision, NewOverride};
use tenure_core::deal::Way;
use tenure_core::ownership::Responsibility;
use tenure_core::renewal::OutcomeReason;

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
    /// Close a renewal with everything that belongs to it, in one go
    Close(Box<CloseArgs>),
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

#[derive(Args)]
struct CloseArgs {
    /// Such as R-1042
    reference: String,
    /// accepted, renewed, lost or cancelled
    #[arg(value_parser = word::<Way>)]
    way: Way,
    /// The version of the proposal that was accepted
    #[arg(long, required_if_eq("way", "accepted"))]
    version: Option<u32>,
    /// The option of it
    #[arg(long, required_if_eq("way", "accepted"))]
    option: Option<u32>,
    /// Last day of the next term, or of the cancelled one
    #[arg(long, value_name = "DAY", value_parser = after_last_day, required_if_eq_any([("way", "renewed"), ("way", "cancelled")]))]
    last_day: Option<Date>,
    /// Price rise on every line, per cent
    #[arg(long, value_name = "PERCENT", value_parser = per_cent, default_value = "0")]
    uplift: u32,
    /// Day of the signature; today where it is left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    signed: Option<Date>,
    /// Why, such as value_proven; a loss needs one
    #[arg(long, value_parser = word::<OutcomeReason>, required_if_eq_any([("way", "lost"), ("way", "cancelled")]))]
    reason: Option<OutcomeReason>,
    /// Why, in the customer's own words
    #[arg(long, default_value = "")]
    words: String,
    #[command(flatten)]
    learnt: Learnt,
    /// A promise as WHAT;PERSON;DAY; once for each
    #[arg(long = "promise", value_name = "PROMISE", value_parser = promise)]
    promises: Vec<(String, String, Date)>,
}

/// `Connect their archive;priya;2027-03-01`.
fn promise(text: &str) -> Result<(String, String, Date), String> {
    let parts: Vec<&str> = text.rsplitn(3, ';').map(str::trim).collect();
    match parts[..] {
        [due_on, owner, what] => Ok((what.into(), owner.into(), day(due_on)?)),
        _ => Err("is not WHAT;PERSON;DAY, such as \"Connect their archive;priya;2027-03-01\"".into()),
    }
}

impl CloseArgs {
    fn closing(self) -> (String, NewClosing) {
        let last_day = self.last_day.unwrap_or(Date::MIN);
        let decision = match self.way {
            Way::Accepted => {
                NewDecision::Accepted { version: self.version.unwrap_or(0), option: self.option.unwrap_or(0), signed_on: self.signed }
            }
            Way::Renewed => NewDecision::Renewed { end_on: last_day, uplift_bps: self.uplift, signed_on: self.signed },
            Way::Lost => NewDecision::Lost,
            Way::Cancelled => NewDecision::Cancelled { end_on: last_day },
        };
        let review = self.learnt.review();
        (self.reference, NewClosing { decision, reason: self.reason, words: self.words, review, promises: self.promises })
    }
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
        RenewalCommand::Close(args) => {
            let (reference, closing) = args.closing();
            app.close_renewal(&actor, &reference, closing).await?;
            done(call, &reference, &format!("{reference} was closed."))
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
