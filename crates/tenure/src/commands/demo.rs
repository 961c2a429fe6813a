//! `tenure demo`: the sample company, loaded once and served.

use super::Call;
use super::serve::{ServeArgs, serve};
use crate::output::{Failure, print};
use clap::Args;
use std::process::ExitCode;
use tenure_app::{Access, Actor, App, NewUser};

/// Load the sample company into the data directory, if it is empty, and serve it.
#[derive(Args)]
pub(crate) struct DemoArgs {
    /// Only load it
    #[arg(long)]
    no_serve: bool,
    /// Seed of the sample company; the same seed gives the same company
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    serve: ServeArgs,
}

/// The administrator of a served sample company, printed with the address.
const DEMO_EMAIL: &str = "priya.raman@halden.example";
const DEMO_PASSWORD: &str = "sample company only";

/// Runs the command.
pub(crate) async fn run(call: &Call, args: DemoArgs) -> Result<ExitCode, Failure> {
    let location = call.data.location()?;
    call.data.create_directory(&location)?;
    let app = call.data.open().await?;
    match app.organisation().await? {
        None => {
            let summary = tenure_sim::load_sample(&location, args.seed).await?;
            print(&format!("{} is loaded: {} accounts, {} open renewals.", summary.organisation, summary.accounts, summary.open_renewals));
        }
        Some(organisation) if organisation.sample_today.is_some() => print(&format!("{} is already here.", organisation.name)),
        Some(organisation) => {
            let sentence = format!(
                "This data directory belongs to {}; the sample company needs one of its own: tenure demo --data DIR",
                organisation.name
            );
            return Err(Failure::refused(sentence));
        }
    }
    if args.no_serve {
        return Ok(ExitCode::SUCCESS);
    }
    add_demo_user(call, &app).await?;
    serve(call, app, args.serve).await
}

/// The sample company can be looked at right away, as its CSM Priya Raman.
async fn add_demo_user(call: &Call, app: &App) -> Result<(), Failure> {
    if app.users().await?.is_empty() {
        let new = NewUser { email: DEMO_EMAIL.into(), name: String::new(), access: Access::Administrator, password: DEMO_PASSWORD.into() };
        let by: Actor = call.actor();
        app.add_user(&by, new).await?;
    }
    if app.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?.is_some() {
        print(&format!("Sign in as {DEMO_EMAIL} with the password: {DEMO_PASSWORD}"));
    }
    Ok(())
}
