//! `tenure handoff-clocks`: how long handoffs may take.

use super::Call;
use super::word::done;
use crate::output::{Failure, json, print};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use tenure_app::App;
use tenure_core::ownership::handoff::Clocks;
use tenure_web::api::body::HandoffClocksBody;

/// Business days that handoffs may take.
#[derive(Args)]
pub(crate) struct HandoffClocksArgs {
    #[command(subcommand)]
    command: HandoffClocksCommand,
}

#[derive(Subcommand)]
enum HandoffClocksCommand {
    /// Show the days in force and who set which when
    Show,
    /// Set the days for handoffs that open from now on; what is not given stays
    Set {
        /// Business days from the opening of a handoff to its acceptance, 1 to 60
        #[arg(long, value_name = "DAYS", required_unless_present_any = ["introduce", "protect"])]
        accept: Option<u16>,
        /// Business days from a waiver to the introduction that it owes, 1 to 60
        #[arg(long, value_name = "DAYS")]
        introduce: Option<u16>,
        /// Days before the decision date from which nothing moves by itself, 0 to 366
        #[arg(long, value_name = "DAYS")]
        protect: Option<u16>,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: HandoffClocksArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        HandoffClocksCommand::Show => show(call, &app).await,
        HandoffClocksCommand::Set { accept, introduce, protect } => {
            let before = app.handoff_clocks().await?.clocks;
            let accept_days = accept.unwrap_or(before.accept_days);
            let introduce_days = introduce.unwrap_or(before.introduce_days);
            let protected_days = protect.unwrap_or(before.protected_days);
            app.set_handoff_clocks(&call.actor(), Clocks { accept_days, introduce_days, protected_days }).await?;
            done(call, "handoff clocks", "The handoff clocks are set.")
        }
    }
}

async fn show(call: &Call, app: &App) -> Result<ExitCode, Failure> {
    let view = app.handoff_clocks().await?;
    if call.json {
        json(&HandoffClocksBody::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("Business days to the acceptance of a handoff: {}", view.clocks.accept_days));
    print(&format!("Business days from a waiver to the introduction: {}", view.clocks.introduce_days));
    print(&format!("Days before a decision in which nothing moves by itself: {}", view.clocks.protected_days));
    for item in &view.history {
        print(&format!("{} ({}, {})", item.summary, item.by, item.on));
    }
    Ok(ExitCode::SUCCESS)
}
