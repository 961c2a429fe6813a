//! `tenure explain`: who owns a renewal, and why.

use super::Call;
use crate::output::{Failure, json, print};
use clap::Args;
use std::process::ExitCode;
use tenure_web::api::body::ExplanationBody;

/// Explain who owns a renewal: what the policy saw, which rule decided, and why each person.
#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// The renewal, such as R-1042
    renewal: String,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ExplainArgs) -> Result<ExitCode, Failure> {
    let explanation = call.data.open_existing().await?.explain(&args.renewal).await?;
    if call.json {
        json(&ExplanationBody::from(&explanation))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{}, {}. {} saw {}.", explanation.renewal, explanation.account, explanation.policy, explanation.seen.join(", ")));
    print("\nRules, first match decides");
    for trace in &explanation.rules {
        let mark = if trace.matched { "matched" } else { "skipped" };
        print(&format!("  {mark}  {}: {}", trace.rule, trace.why));
    }
    for other in &explanation.otherwise {
        let rule = other.rule.as_ref().map_or_else(|| "no rule would fit".to_string(), |rule| format!("{rule} would decide"));
        let roles = other.roles.iter().map(|(responsibility, role)| format!("; {} to the {role}", responsibility.label().to_lowercase()));
        print(&format!("  otherwise  {}: {rule}{}", other.words, roles.collect::<String>()));
    }
    print("\nOwners");
    for (responsibility, _, designated, sentence) in &explanation.owners {
        print(&format!("  {}: {sentence}", responsibility.label()));
        if let Some(person) = designated {
            print(&format!("      The policy designates {}; accountability moves when the handoff is complete.", person.name));
        }
    }
    Ok(ExitCode::SUCCESS)
}
