//! `tenure findings`: the mistakes that the facts show.

use super::Call;
use crate::output::{Failure, json, print};
use clap::Args;
use std::process::ExitCode;
use tenure_web::api::body::{FindingBody, FindingList};

/// List the mistakes that the facts show, worst first. Ends with 0: findings are people's, not the program's.
#[derive(Args)]
pub(crate) struct FindingsArgs {
    /// Only those that this person should act on: reference
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: FindingsArgs) -> Result<ExitCode, Failure> {
    let mut findings = call.data.open_existing().await?.findings().await?;
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
