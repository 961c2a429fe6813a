//! `tenure organisation`: what the organisation says of itself.

use super::Call;
use super::word::{done, word};
use crate::output::{Failure, json, print};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use tenure_app::App;
use tenure_core::identity::{OrganisationSettings, Stage};
use tenure_core::primitives::month_name;
use tenure_web::api::body::OrganisationBody;

/// What the organisation says of itself.
#[derive(Args)]
pub(crate) struct OrganisationArgs {
    #[command(subcommand)]
    command: OrganisationCommand,
}

#[derive(Subcommand)]
enum OrganisationCommand {
    /// Show it, and who said what when
    Show,
    /// Say it anew; what is not given stays. The policy decides every open renewal again
    Set(SetArgs),
}

#[derive(Args)]
#[group(required = true, multiple = true)]
struct SetArgs {
    /// The name shown in the navigation
    #[arg(long)]
    name: Option<String>,
    /// How large the company is: under_5m, 5m_to_25m, 25m_to_200m or over_200m of ARR
    #[arg(long, value_name = "WORD", value_parser = word::<Stage>, conflicts_with = "no_stage")]
    stage: Option<Stage>,
    /// Take the stage back: not stated
    #[arg(long)]
    no_stage: bool,
    /// First month of the fiscal year, 1 to 12
    #[arg(long, value_name = "MONTH")]
    fiscal_year_start: Option<u8>,
    /// An absence of more days than this moves what the person holds, 1 to 366
    #[arg(long, value_name = "DAYS")]
    absence_moves_after: Option<u16>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: OrganisationArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        OrganisationCommand::Show => show(call, &app).await,
        OrganisationCommand::Set(said) => {
            let before = app.organisation_settings().await?.settings;
            let settings = OrganisationSettings {
                name: said.name.unwrap_or(before.name),
                stage: if said.no_stage { None } else { said.stage.or(before.stage) },
                fiscal_year_start: said.fiscal_year_start.unwrap_or(before.fiscal_year_start),
                absence_moves_after_days: said.absence_moves_after.unwrap_or(before.absence_moves_after_days),
            };
            app.set_organisation(&call.actor(), settings).await?;
            done(call, "organisation", "The organisation is set.")
        }
    }
}

async fn show(call: &Call, app: &App) -> Result<ExitCode, Failure> {
    let view = app.organisation_settings().await?;
    if call.json {
        json(&OrganisationBody::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let settings = &view.settings;
    print(&format!("Name: {}", settings.name));
    print(&format!("Stage: {}", settings.stage.map_or("not stated", Stage::label)));
    print(&format!("Fiscal year: begins in {}", month_name(settings.fiscal_year_start).unwrap_or("no month")));
    print(&format!("Absence: of more than {} days moves what the person holds", settings.absence_moves_after_days));
    print(&format!("Reporting currency: {}", view.currency.code()));
    print(&format!("Time zone: {}", view.time_zone));
    print(&format!("Desk lead: {}", view.desk_lead.name));
    for item in &view.history {
        print(&format!("{} ({}, {})", item.summary, item.by, item.on));
    }
    Ok(ExitCode::SUCCESS)
}
