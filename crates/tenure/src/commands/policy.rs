//! `tenure policy check`: is a policy readable, complete, and what would it do to the book as it is?

use super::Call;
use crate::output::{FOUND, Failure, json, print, table};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use tenure_web::api::body::PolicyCheckBody;

/// Work with ownership policies.
#[derive(Args)]
pub(crate) struct PolicyArgs {
    #[command(subcommand)]
    command: PolicyCommand,
}

#[derive(Subcommand)]
enum PolicyCommand {
    /// Check a policy file: read it, prove it complete, and try it on the open renewals; writes nothing
    ///
    /// Ends with 1 where a possible renewal has no rule.
    Check {
        /// The policy as TOML; docs/policy.md describes it
        file: PathBuf,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: PolicyArgs) -> Result<ExitCode, Failure> {
    let PolicyCommand::Check { file } = args.command;
    let shown = file.display().to_string();
    let text = std::fs::read_to_string(&file).map_err(|error| Failure::refused(format!("{shown} cannot be read: {error}.")))?;
    let check = call.data.open_existing().await?.check_policy(&shown, &text).await?;
    let code = if check.gaps.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) };
    if call.json {
        json(&PolicyCheckBody::from(&check))?;
        return Ok(code);
    }
    let use_of = |rule: &tenure_app::RuleUse| {
        vec![rule.rule.clone(), rule.renewals.to_string(), (if rule.unreachable { "never reached" } else { "" }).to_string()]
    };
    print(&table(&["Rule", "Open renewals", ""], &[false, true, false], &check.rules.iter().map(use_of).collect::<Vec<_>>()));
    for role in &check.roles_without_holder {
        print(&format!("Nobody active is {}; the fallback would hold for that role.", role.label()));
    }
    for gap in &check.gaps {
        print(&format!("No rule for: {gap}"));
    }
    let verdict = if check.gaps.is_empty() { "is complete: every possible renewal has a rule" } else { "has gaps and cannot be activated" };
    print(&format!("{} {verdict} ({} cases looked at).", check.name, check.cells));
    Ok(code)
}
