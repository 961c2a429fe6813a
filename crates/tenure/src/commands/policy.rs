//! `tenure policy`: check whether a text is readable, complete, and what it would do to the book as it is; activate it.

use super::Call;
use super::word::done;
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
    /// Activate a policy file as the next version; every open renewal is decided again in one step
    Activate {
        /// The policy as TOML
        file: PathBuf,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: PolicyArgs) -> Result<ExitCode, Failure> {
    let (file, activate) = match args.command {
        PolicyCommand::Check { file } => (file, false),
        PolicyCommand::Activate { file } => (file, true),
    };
    let shown = file.display().to_string();
    let text = std::fs::read_to_string(&file).map_err(|error| Failure::refused(format!("{shown} cannot be read: {error}.")))?;
    if activate {
        let app = call.data.open_existing().await?;
        app.activate_policy(&call.actor(), &shown, &text).await?;
        let active = app.policy(&call.actor()).await?.active;
        let title = active.map_or_else(String::new, |active| format!("{}, version {}", active.name, active.version));
        return done(call, "policy", &format!("{title} is in force; every open renewal was decided again."));
    }
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
