//! `tenure sim`: simulated books for measuring, and scenarios to look at.

use super::Call;
use crate::output::{FOUND, Failure, print};
use clap::Args;
use std::process::ExitCode;
use tenure_sim::large::{MONTHS_MAX, Size, make};
use tenure_sim::scenario::{SCENARIOS, Scenario, keep};

/// Make a simulated book of any size in an empty data directory, or play a named scenario into it.
///
/// The same seed makes the same book. A simulated company keeps a day of its own, as the sample company does.
#[derive(Args)]
#[group(required = true, multiple = true)]
pub(crate) struct SimArgs {
    /// How many customers
    #[arg(long, value_name = "N", conflicts_with_all = ["scenario", "list"])]
    accounts: Option<u32>,
    /// How many months they live, 1 to 36
    #[arg(long, value_name = "M", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=i64::from(MONTHS_MAX)))]
    months: u16,
    /// Seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Play a scenario
    #[arg(long, value_name = "NAME", conflicts_with = "list")]
    scenario: Option<String>,
    /// List the scenarios
    #[arg(long)]
    list: bool,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: SimArgs) -> Result<ExitCode, Failure> {
    match (args.accounts, &args.scenario) {
        (Some(accounts), _) => crowd(call, Size { accounts, months: args.months }, args.seed).await,
        (None, Some(name)) => scenario(call, name, args.seed).await,
        (None, None) => list(),
    }
}

fn list() -> Result<ExitCode, Failure> {
    for (name, _) in SCENARIOS {
        let scenario = Scenario::named(name).map_err(|refusal| Failure::refused(refusal.to_string()))?;
        print(&format!("{name:32} {}", scenario.says));
    }
    Ok(ExitCode::SUCCESS)
}

async fn crowd(call: &Call, size: Size, seed: u64) -> Result<ExitCode, Failure> {
    let location = call.data.location()?;
    call.data.create_directory(&location)?;
    let made = make(&location, size, seed, |saved| {
        if saved > 0 && saved % 5_000 == 0 {
            print(&format!("{saved} accounts are saved."));
        }
    });
    let made = made.await?;
    print(&format!("{} accounts with {} renewals, made by {} verbs.", made.accounts, made.renewals, made.verbs));
    Ok(ExitCode::SUCCESS)
}

async fn scenario(call: &Call, name: &str, seed: u64) -> Result<ExitCode, Failure> {
    let scenario = Scenario::named(name).map_err(|refusal| Failure::refused(refusal.to_string()))?;
    let location = call.data.location()?;
    call.data.create_directory(&location)?;
    let played = keep(&location, &scenario, seed).await?;
    print(&scenario.says);
    print(&format!("{} acts, {} expectations.", played.acts, played.expectations));
    for difference in &played.differences {
        print(difference);
    }
    if played.differences.is_empty() {
        print("All as expected. Look at it with: tenure serve");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::from(FOUND))
}
