//! `tenure care`: what customers of each tier are owed.

use super::Call;
use super::word::{day, done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::CareItem;
use tenure_core::account::{EvidenceGate, Owed};
use tenure_core::refusal::Refusal;
use tenure_web::api::body::CaresBody;

/// What customers of each tier are owed.
#[derive(Args)]
pub(crate) struct CareArgs {
    #[command(subcommand)]
    command: CareCommand,
}

#[derive(Subcommand)]
enum CareCommand {
    /// Show what each tier is owed today
    Show,
    /// Set what a tier is owed from a day on; what is not given stays
    Set(SetArgs),
}

#[derive(Args)]
struct SetArgs {
    /// 1 to 3
    tier: u8,
    /// Days from one business review to the next
    #[arg(long, value_name = "DAYS")]
    review_days: Option<u16>,
    /// Contacts in 90 days below which a customer in red has too few
    #[arg(long, value_name = "CONTACTS")]
    least: Option<u16>,
    /// Contacts in 90 days above which a customer in green has too many
    #[arg(long, value_name = "CONTACTS")]
    most: Option<u16>,
    /// off, warn or block: what happens to a proposal without confirmed value
    #[arg(long, value_parser = word::<EvidenceGate>)]
    evidence: Option<EvidenceGate>,
    /// First day; today where it is left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: CareArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let view = app.care().await?;
    match args.command {
        CareCommand::Set(args) => {
            let known = view.tiers.iter().find(|item| item.tier == args.tier);
            let known = known.ok_or_else(|| tenure_app::AppError::from(Refusal::general("there is no such tier", "Name 1, 2 or 3.")))?;
            let owed = Owed {
                review_days: args.review_days.unwrap_or(known.owed.review_days),
                contacts_least: args.least.unwrap_or(known.owed.contacts_least),
                contacts_most: args.most.unwrap_or(known.owed.contacts_most),
                evidence: args.evidence.unwrap_or(known.owed.evidence),
            };
            let subject = app.set_care(&call.actor(), args.tier, (owed, args.from)).await?;
            done(call, &subject, &format!("What tier {} is owed is set.", args.tier))
        }
        CareCommand::Show if call.json => {
            json(&CaresBody::from(&view))?;
            Ok(ExitCode::SUCCESS)
        }
        CareCommand::Show => {
            let rows: Vec<Vec<String>> = view.tiers.iter().map(row).collect();
            print(&table(&["Tier", "A review every", "Contacts", "Without confirmed value", "Said by"], &[false; 5], &rows));
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn row(item: &CareItem) -> Vec<String> {
    let owed = item.owed;
    vec![
        item.tier.to_string(),
        format!("{} days", owed.review_days),
        format!("{} to {}", owed.contacts_least, owed.contacts_most),
        owed.evidence.label().into(),
        item.said.as_ref().map_or_else(|| "as shipped".into(), |(by, from_on)| format!("{by}, from {from_on}")),
    ]
}
