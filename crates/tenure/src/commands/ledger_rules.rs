//! `tenure ledger-rules`: the rules that questions about money are answered under.

use super::Call;
use super::word::done;
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use tenure_app::App;
use tenure_core::ledger::RULES;
use tenure_core::refusal::Refusal;
use tenure_web::api::body::LedgerRulesBody;

/// Rules of the ledger: what counts as new, as a big upsell, as renewed.
#[derive(Args)]
pub(crate) struct LedgerRulesArgs {
    #[command(subcommand)]
    command: LedgerRulesCommand,
}

#[derive(Subcommand)]
enum LedgerRulesCommand {
    /// Show the rules in force and who set which when
    Show,
    /// Set some rules and keep the others; without any, confirm those in force
    Set {
        /// A rule, such as upsell_units=40; may be given several times
        #[arg(value_name = "NAME=VALUE")]
        rules: Vec<String>,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: LedgerRulesArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        LedgerRulesCommand::Show => show(call, &app).await,
        LedgerRulesCommand::Set { rules } => {
            let mut all = app.ledger_rules().await?.rules;
            for rule in &rules {
                let (name, value) = named(rule).map_err(Failure::refused)?;
                all.set(name, value).map_err(|problem| {
                    let (column, value) = (Some(name.to_string()), Some(value.to_string()));
                    Failure::refusals(&[Refusal { column, value, problem, ..Refusal::default() }])
                })?;
            }
            app.set_ledger_rules(&call.actor(), all).await?;
            done(call, "ledger rules", "The rules of the ledger are set.")
        }
    }
}

/// The two sides of `NAME=VALUE`, where the name is that of a rule.
pub(super) fn named(rule: &str) -> Result<(&str, &str), String> {
    let known = rule.split_once('=').filter(|(name, _)| RULES.contains(name));
    known.ok_or_else(|| format!("{rule:?} is not NAME=VALUE with one of: {}.", RULES.join(", ")))
}

async fn show(call: &Call, app: &App) -> Result<ExitCode, Failure> {
    let view = app.ledger_rules().await?;
    if call.json {
        json(&LedgerRulesBody::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = view.rules.values().into_iter().map(|(name, value)| vec![name.to_string(), value]).collect();
    print(&table(&["Rule", "Value"], &[false, false], &rows));
    if !view.confirmed {
        print("Nobody has confirmed these shipped rules: tenure ledger-rules set");
    }
    for item in &view.history {
        print(&format!("Set by {} on {}.", item.set_by, item.recorded_on));
    }
    Ok(ExitCode::SUCCESS)
}
