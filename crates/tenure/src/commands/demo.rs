//! `tenure demo`: the sample company, loaded once and served.

use super::Call;
use super::serve::{ServeArgs, serve};
use crate::output::{Failure, print};
use crate::system::SystemClock;
use clap::Args;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::process::ExitCode;
use tenure_app::{Access, Actor, App, Clock, NewUser};

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
/// How long loading may say nothing.
const SILENCE: SignedDuration = SignedDuration::from_secs(2);
const DEMO_PASSWORD: &str = "sample company only";

/// Runs the command.
pub(crate) async fn run(call: &Call, args: DemoArgs) -> Result<ExitCode, Failure> {
    let location = call.data.location()?;
    call.data.create_directory(&location)?;
    let app = call.data.open().await?;
    match app.organisation().await? {
        None => {
            let mut waited = Waiting::new(&SystemClock);
            let summary = tenure_sim::load_sample_telling(&location, args.seed, |day| waited.tell(day)).await?;
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

/// Says how far the life is, month by month, once it takes longer than people wait in silence.
struct Waiting<'a> {
    clock: &'a SystemClock,
    since: Timestamp,
    told: Option<(i16, i8)>,
}

impl<'a> Waiting<'a> {
    fn new(clock: &'a SystemClock) -> Self {
        Self { clock, since: clock.now(), told: None }
    }

    fn tell(&mut self, day: Date) {
        let month = (day.year(), day.month());
        if self.told != Some(month) && self.clock.now().duration_since(self.since) > SILENCE {
            print(&format!("Living 36 months: {}-{:02}", month.0, month.1));
            self.told = Some(month);
        }
    }
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
