//! `tenure playbook`: the timelines that renewals follow; a text is tried on the open renewals before it is published.

use super::Call;
use super::word::done;
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tenure_app::App;
use tenure_core::commands::Publication;
use tenure_web::api::body::{PlaybookDetailBody, PlaybookList, PlaybookPlanBody};

/// Work with playbooks.
#[derive(Args)]
pub(crate) struct PlaybookArgs {
    #[command(subcommand)]
    command: PlaybookCommand,
}

#[derive(Subcommand)]
enum PlaybookCommand {
    /// List the playbooks, with who follows them
    List,
    /// Show the steps of a playbook on a renewal, by default the next that follows it
    Show {
        /// Its code, such as joint-120
        code: String,
        /// Reference of a renewal
        #[arg(long, value_name = "R-1042")]
        renewal: Option<String>,
    },
    /// Print the text of a playbook
    Export {
        /// Its code
        code: String,
    },
    /// Show what publishing a file would do to open renewals; writes nothing
    Plan {
        /// The playbook as TOML; docs/playbooks.md describes it
        file: PathBuf,
    },
    /// Publish a file as the next version of its playbook; open renewals follow it and keep what was done
    Publish {
        /// The playbook as TOML
        file: PathBuf,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: PlaybookArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        PlaybookCommand::List => list(call, &app).await,
        PlaybookCommand::Show { code, renewal } => show(call, &app, &code, renewal.as_deref()).await,
        PlaybookCommand::Export { code } => {
            print(app.playbook(&code, None).await?.text.trim_end());
            Ok(ExitCode::SUCCESS)
        }
        PlaybookCommand::Plan { file } => plan(call, &app, &publication(&file, "")?).await,
        PlaybookCommand::Publish { file, reason } => {
            let code = app.publish_playbook(&call.actor(), &publication(&file, &reason)?).await?;
            done(call, &code, &format!("{code} is published; open renewals follow it."))
        }
    }
}

fn publication(file: &Path, reason: &str) -> Result<Publication, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::refused(format!("{} cannot be read: {error}.", file.display())))?;
    Ok(Publication { file: file.display().to_string(), text, reason: reason.into(), author: String::new() })
}

async fn list(call: &Call, app: &App) -> Result<ExitCode, Failure> {
    let items = app.playbooks().await?;
    if call.json {
        json(&PlaybookList { playbooks: items.iter().map(Into::into).collect() })?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows = items.iter().map(|item| {
        let version = item.version.map_or_else(|| "shipped".to_string(), |version| version.to_string());
        vec![
            item.playbook.code.clone(),
            item.playbook.name.clone(),
            item.playbook.steps.len().to_string(),
            item.renewals.to_string(),
            version,
            item.rules.join(", "),
        ]
    });
    print(&table(
        &["CODE", "NAME", "STEPS", "RENEWALS", "VERSION", "RULES"],
        &[false, false, true, true, false, false],
        &rows.collect::<Vec<_>>(),
    ));
    Ok(ExitCode::SUCCESS)
}

async fn show(call: &Call, app: &App, code: &str, renewal: Option<&str>) -> Result<ExitCode, Failure> {
    let view = app.playbook(code, renewal).await?;
    if call.json {
        json(&PlaybookDetailBody::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let playbook = &view.item.playbook;
    print(&format!("{}: {}", playbook.name, playbook.summary));
    let Some(on) = &view.on else {
        let rows = playbook.steps.iter().map(|step| vec![step.offset(playbook.anchor), step.title.clone(), step.lead.label().into()]);
        print(&table(&["WHEN", "STEP", "LEADS"], &[false; 3], &rows.collect::<Vec<_>>()));
        return Ok(ExitCode::SUCCESS);
    };
    let follows = if on.follows { "follows it" } else { "does not follow it" };
    print(&format!("{}, {} {follows}; counted from {}.", on.renewal, on.account, on.anchor_on));
    let rows = on.steps.iter().map(|step| {
        let state = step.state.map_or_else(String::new, |state| state.label().to_string());
        vec![step.due_on.to_string(), step.title.clone(), step.holder.clone(), state]
    });
    print(&table(&["DUE", "STEP", "WHO", "STANDS"], &[false; 4], &rows.collect::<Vec<_>>()));
    on.left_out.iter().for_each(|(title, only)| print(&format!("Not on it: {title} (only {only}).")));
    Ok(ExitCode::SUCCESS)
}

async fn plan(call: &Call, app: &App, publication: &Publication) -> Result<ExitCode, Failure> {
    let plan = app.plan_playbook(&call.actor(), publication).await?;
    if call.json {
        json(&PlaybookPlanBody::from(&plan))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{} would be version {}: {} of {} open renewals change.", plan.name, plan.version, plan.touched, plan.renewals));
    print(&format!(
        "Steps: {} new, {} moved, {} taken away, {} reworded; {} settled and kept.",
        plan.added, plan.moved, plan.withdrawn, plan.reworded, plan.kept
    ));
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(|| "-".to_string(), |day| day.to_string());
    let rows = plan.moves.iter().map(|moved| {
        vec![moved.renewal.clone(), moved.account.clone(), moved.title.clone(), day(moved.from), day(moved.to), moved.holder.clone()]
    });
    print(&table(&["RENEWAL", "ACCOUNT", "STEP", "FROM", "TO", "WHO"], &[false; 6], &rows.collect::<Vec<_>>()));
    print("Nothing is published yet.");
    Ok(ExitCode::SUCCESS)
}
