//! `tenure reviews`: business reviews within the rhythm of each tier, and who is due.

use super::Call;
use crate::output::{Failure, json, print, table};
use clap::Args;
use std::process::ExitCode;
use tenure_web::api::body::ReviewsBody;

/// Show which customers had their business review in time, and who is due.
#[derive(Args)]
pub(crate) struct ReviewsArgs {
    /// Only customers that this person is accountable for: reference or e-mail
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ReviewsArgs) -> Result<ExitCode, Failure> {
    let view = call.data.open_existing().await?.reviews(args.person.as_deref()).await?;
    if call.json {
        json(&ReviewsBody::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows = view.tiers.iter().map(|(tier, days, reviewed)| {
        [tier.to_string(), days.to_string(), reviewed.accounts.to_string(), reviewed.reviewed.to_string(), reviewed.never.to_string()]
            .to_vec()
    });
    print(&table(&["Tier", "Every days", "Customers", "Reviewed", "Never"], &[false, true, true, true, true], &rows.collect::<Vec<_>>()));
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "never".to_string(), |day| day.to_string());
    let due = view.due.iter().map(|item| {
        let holder = item.holder.as_ref().map_or_else(String::new, |person| person.name.clone());
        vec![item.account.reference.clone(), item.account.name.clone(), item.tier.to_string(), day(item.last_on), holder]
    });
    print(&table(&["Due", "Customer", "Tier", "Last", "Value"], &[false, false, true, false, false], &due.collect::<Vec<_>>()));
    Ok(ExitCode::SUCCESS)
}
