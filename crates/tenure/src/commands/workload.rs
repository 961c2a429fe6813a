//! `tenure workload`: who carries how much, and whether everything is carried and was.

use super::Call;
use super::money::FileArgs;
use super::word::day;
use crate::output::{FOUND, Failure, json, print, table};
use clap::Args;
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{App, Moments, WorkloadView};
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::Money;
use tenure_web::api::body::{CoverageBody, WorkloadBody};

/// Who carries how much, and whether every responsibility has an active holder.
#[derive(Args)]
pub(crate) struct WorkloadArgs {
    /// Show the people of the team that somebody leads, by reference
    #[arg(long, value_name = "PERSON", conflicts_with = "history")]
    team: Option<String>,
    /// Show coverage of the last 24 months instead
    #[arg(long)]
    history: bool,
    /// The day that the 24 months end with; today if left out
    #[arg(long, value_name = "DAY", value_parser = day, requires = "history")]
    as_of: Option<Date>,
    /// Count what was recorded by the end of this day
    #[arg(long, value_name = "DAY", value_parser = day, requires = "history")]
    known_on: Option<Date>,
    #[command(flatten)]
    file: FileArgs,
}

/// Runs the command. Ends with 1 where a responsibility has no active holder.
pub(crate) async fn run(call: &Call, args: WorkloadArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    if args.history {
        return history(call, &app, &args).await;
    }
    let view = app.workload(args.team.as_deref()).await?;
    let code = if view.uncovered.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) };
    if call.json {
        json(&WorkloadBody::from(&view))?;
        return Ok(code);
    }
    let rows = view.people.iter().map(|item| {
        let held = Responsibility::ALL.iter().map(|responsibility| item.held.get(responsibility).copied().unwrap_or(0).to_string());
        let median = item.of_median.map_or_else(String::new, |share| format!("{share}%"));
        let near = item.capacity.map_or_else(|| item.near.to_string(), |capacity| format!("{} of {capacity}", item.near));
        let first = [item.person.name.clone(), item.person.role.label().into(), item.renewals.to_string(), median, near];
        first
            .into_iter()
            .chain(held)
            .chain([item.expansions.to_string(), Money::new(item.commercial_minor, view.reporting).to_string()])
            .collect::<Vec<_>>()
    });
    let heads = ["Person", "Role", "Renewals", "Of median", "In 90 days", "V", "C", "E", "O", "X", "Expansions", "Commercial ATR"];
    let right = [false, false, true, true, true, true, true, true, true, true, true, true];
    print(&table(&heads, &right, &rows.collect::<Vec<_>>()));
    print(&teams(&view));
    for missing in &view.uncovered {
        print(&format!("Nobody holds {} of {}.", missing.responsibility, missing.subject));
    }
    print(&format!(
        "{} uncovered of {} responsibilities on {} open renewals and {} open expansions; {} held by a stand-in.",
        view.uncovered.len(),
        view.responsibilities,
        view.renewals,
        view.expansions,
        view.stand_ins
    ));
    Ok(code)
}

/// What teams carry, indented below the team that they belong to.
fn teams(view: &WorkloadView) -> String {
    let rows = view.teams.iter().map(|team| {
        let near = team.capacity.map_or_else(String::new, |capacity| format!("{} of {capacity}", team.near));
        vec![
            format!("{}{}", "  ".repeat(team.depth), team.lead.name),
            team.members.len().to_string(),
            team.renewals.to_string(),
            near,
            team.over.to_string(),
            team.unstated.to_string(),
            team.expansions.to_string(),
            Money::new(team.commercial_minor, view.reporting).to_string(),
        ]
    });
    let heads = ["Team of", "People", "Renewals", "In 90 days", "Over", "Not stated", "Expansions", "Commercial ATR"];
    table(&heads, &[false, true, true, true, true, true, true, true], &rows.collect::<Vec<_>>())
}

/// Prints coverage month by month. Ends with 1 where a day was uncovered.
async fn history(call: &Call, app: &App, args: &WorkloadArgs) -> Result<ExitCode, Failure> {
    let view = app.coverage(Moments { as_of: args.as_of, known_on: args.known_on }).await?;
    if args.file.format().is_some() {
        return args.file.write(call, view.table()).await;
    }
    let code = if view.uncovered() == 0 { ExitCode::SUCCESS } else { ExitCode::from(FOUND) };
    if call.json {
        json(&CoverageBody::from(&view))?;
        return Ok(code);
    }
    let rows = view.months.iter().map(|month| {
        let by: Vec<String> = month.stood_in.iter().map(|(person, days)| format!("{} {days}", person.name)).collect();
        let counts = [month.open, month.open_expansions, month.demanded, month.uncovered, month.last_resort].map(|count| count.to_string());
        let passed = [month.joint, month.waived, month.declined].map(|count| count.to_string());
        let first = [month.from_on.strftime("%Y-%m").to_string()];
        first.into_iter().chain(counts).chain([by.join(", ")]).chain(passed).collect::<Vec<_>>()
    });
    let heads = ["Month", "Open", "Expansions", "Days", "Uncovered", "Last resort", "By whom", "Met", "Waived", "Declined"];
    let right = [false, true, true, true, true, true, false, true, true, true];
    print(&table(&heads, &right, &rows.collect::<Vec<_>>()));
    print(&format!("{} days uncovered in the two years until {}.", view.uncovered(), view.through));
    Ok(code)
}
