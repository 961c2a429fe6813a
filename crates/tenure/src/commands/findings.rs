//! `tenure findings`: the mistakes that the facts show.

use super::Call;
use super::word::done;
use crate::output::{Failure, json, print};
use clap::Args;
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_core::primitives::parse_date;
use tenure_web::api::body::{FindingBody, FindingList};

/// List the mistakes that the facts show, worst first. Ends with 0: findings are people's, not the program's.
#[derive(Args)]
pub(crate) struct FindingsArgs {
    /// Only those that this person should act on: reference
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Set the finding of this id aside (--json shows ids); together with --until and --reason
    #[arg(long, value_name = "ID", requires_all = ["until", "reason"])]
    dismiss: Option<String>,
    /// First day on which it is there again, at most 90 days ahead
    #[arg(long, value_name = "DAY", value_parser = parse_date, requires = "dismiss")]
    until: Option<Date>,
    /// Why it needs nobody until then
    #[arg(long, requires = "dismiss")]
    reason: Option<String>,
    /// Bring the finding of this id back before its day
    #[arg(long, value_name = "ID", conflicts_with = "dismiss")]
    bring_back: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: FindingsArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    if let (Some(id), Some(until), Some(reason)) = (&args.dismiss, args.until, &args.reason) {
        app.dismiss_finding(&call.actor(), id, (until, reason)).await?;
        return done(call, id, &format!("The finding is set aside until {until}."));
    }
    if let Some(id) = &args.bring_back {
        app.bring_back_finding(&call.actor(), id).await?;
        return done(call, id, "The finding is to be seen again.");
    }
    let mut findings = app.findings().await?;
    if let Some(owner) = &args.owner {
        findings.retain(|finding| finding.owner.reference == *owner);
    }
    if call.json {
        json(&FindingList { items: findings.iter().map(FindingBody::from).collect(), next: None })?;
        return Ok(ExitCode::SUCCESS);
    }
    for finding in &findings {
        let about = match (&finding.renewal, &finding.account) {
            (Some(renewal), Some((name, _))) => format!(" [{renewal}, {name}]"),
            (None, Some((name, _))) => format!(" [{name}]"),
            _ => String::new(),
        };
        print(&format!("{}  {}{about}", finding.severity.label(), finding.title));
        print(&format!("      {}", finding.evidence));
        print(&format!("      {} Owner: {}.", finding.remedy, finding.owner.name));
    }
    print(&match findings.len() {
        0 => "No findings.".to_string(),
        1 => "1 finding.".to_string(),
        count => format!("{count} findings."),
    });
    Ok(ExitCode::SUCCESS)
}
