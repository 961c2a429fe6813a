//! `tenure jobs`: what is done beside requests, doing it now, and trying again what failed.

use super::Call;
use super::outside::OutsideArgs;
use super::word::{done, word};
use crate::output::{FOUND, Failure, json, print, table};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use tenure_core::job::{Job, JobState};
use tenure_core::primitives::JobId;
use tenure_web::api::body::JobList;

/// List jobs: those that failed first, then those that run, wait, and were done.
#[derive(Args)]
pub(crate) struct JobsArgs {
    /// waiting, running, done or dead
    #[arg(long, value_parser = word::<JobState>)]
    state: Option<JobState>,
    #[command(subcommand)]
    command: Option<JobsCommand>,
}

#[derive(Subcommand)]
enum JobsCommand {
    /// Write down the work of today and do every job that is due, then end; for a timer where no server runs
    Run(OutsideArgs),
    /// Try a job again that failed
    Retry {
        /// Id of the job
        job: JobId,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: JobsArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        None => {
            let page = app.jobs(&call.actor(), args.state, 200).await?;
            if call.json {
                json(&JobList::from(&page))?;
                return Ok(ExitCode::SUCCESS);
            }
            print(&listed(&page.items));
            let counts: Vec<String> =
                page.counts.iter().map(|(state, count)| format!("{count} {}", state.label().to_lowercase())).collect();
            print(&if counts.is_empty() { "No jobs yet.".to_string() } else { format!("{}.", counts.join(", ")) });
            Ok(ExitCode::SUCCESS)
        }
        Some(JobsCommand::Run(outside)) => {
            let app = app.with_outside(outside.outside(&call.data.file()?)?);
            app.schedule_daily().await?;
            let jobs = app.run_jobs(&format!("command line {}", std::process::id())).await?;
            let failed = jobs.iter().filter(|job| !job.error.is_empty()).count();
            if call.json {
                json(&JobList::from(&app.jobs(&call.actor(), args.state, 200).await?))?;
            } else {
                print(&listed(&jobs));
                print(&format!("{} jobs were begun, {failed} failed.", jobs.len()));
            }
            Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
        }
        Some(JobsCommand::Retry { job }) => {
            app.retry_job(&call.actor(), job).await?;
            done(call, &job.to_string(), "The job is tried again by the server, or by: tenure jobs run")
        }
    }
}

fn listed(jobs: &[Job]) -> String {
    let row = |job: &Job| {
        vec![
            job.id.to_string(),
            job.kind.label().into(),
            job.state.label().into(),
            job.due_at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
            job.attempts.to_string(),
            job.error.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = jobs.iter().map(row).collect();
    table(&["Job", "What", "State", "Due", "Tries", "Error"], &[false, false, false, false, true, false], &rows)
}
