//! `tenure report`: what was shown once, kept as it was.

use super::Call;
use super::money::MoneyArgs;
use super::word::done;
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use tenure_app::{Recomputed, SealView};
use tenure_web::api::body::{ReportBody, SealList};

/// Seal reports, list them, show one.
#[derive(Args)]
pub(crate) struct ReportArgs {
    #[command(subcommand)]
    command: ReportCommand,
}

#[derive(Subcommand)]
enum ReportCommand {
    /// Seal what retention shows for a question; it stays for ever
    Seal {
        /// What people will look for it by
        title: String,
        #[command(flatten)]
        question: Box<MoneyArgs>,
    },
    /// List seals, newest first
    List {
        /// Seals before this number
        #[arg(long, value_name = "NEXT")]
        before: Option<u32>,
        /// Rows, 1 to 199
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=199))]
        limit: u16,
    },
    /// Show a sealed report, whether its seal holds, and whether the same still comes out
    Show {
        /// Such as S-3
        reference: String,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ReportArgs) -> Result<ExitCode, Failure> {
    match args.command {
        ReportCommand::Seal { title, question } => {
            let query = question.query(None)?;
            let reference = call.data.open_existing().await?.seal_retention(&call.actor(), &title, &query).await?;
            done(call, &reference, &format!("Sealed as {reference}."))
        }
        ReportCommand::List { before, limit } => list(call, before, limit).await,
        ReportCommand::Show { reference } => {
            let view = call.data.open_existing().await?.read_seal(&reference).await?;
            if call.json {
                json(&ReportBody::from(&view))?;
            } else {
                show(&view);
            }
            // A broken seal is a check that found something.
            Ok(if view.holds { ExitCode::SUCCESS } else { ExitCode::from(1) })
        }
    }
}

async fn list(call: &Call, before: Option<u32>, limit: u16) -> Result<ExitCode, Failure> {
    let seals = call.data.open_existing().await?.seals(before, limit + 1).await?;
    let page = SealList::of(&seals, usize::from(limit));
    if call.json {
        json(&page)?;
        return Ok(ExitCode::SUCCESS);
    }
    let row = |seal: &tenure_web::api::body::SealBody| {
        [&seal.reference, &seal.title, &seal.as_of, &seal.sealed_by, &seal.sealed_at].map(String::clone).to_vec()
    };
    let rows: Vec<Vec<String>> = page.items.iter().map(row).collect();
    print(&table(&["Seal", "Title", "As of", "Sealed by", "Sealed at"], &[false; 5], &rows));
    if let Some(next) = page.next {
        print(&format!("More: --before {next}"));
    }
    Ok(ExitCode::SUCCESS)
}

fn show(view: &SealView) {
    let seal = &view.seal;
    print(&format!("S-{}: {}\nSealed by {} at {}, as of {}", seal.number, seal.title, seal.sealed_by, seal.sealed_at, seal.as_of));
    print(match (view.holds, view.recomputed) {
        (false, _) => "The seal is broken: what stands here is not what was sealed.",
        (true, Recomputed::Same) => "The seal holds, and the same comes out again from what was known then.",
        (true, Recomputed::Otherwise) => "The seal holds. More was recorded after it on that day, so that something else comes out now.",
        (true, Recomputed::Not) => "The seal holds.",
    });
    print(&format!("Content {}\nSeal    {}", seal.content_sha256, seal.seal_sha256));
    let Some(sealed) = &view.retention else { return print(&view.content) };
    let figures: Vec<Vec<String>> =
        sealed.figures.iter().map(|figure| vec![figure.measure.clone(), figure.name.clone(), figure.shown.clone()]).collect();
    print(&format!("\n{}", table(&["Definition", "Name", "Figure"], &[false, false, true], &figures)));
}
