//! `tenure person`: add, move, absence, leave.

use super::Call;
use super::word::{after_last_day, day, done, word, yes_no};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::Serialize;
use std::process::ExitCode;
use tenure_app::{App, LeavingPlan, NewAbsence, NewPlace, NewProfile, NewTeammate};
use tenure_core::identity::{self, Brings, Role};
use tenure_core::primitives::{Country, display_date, last_day_of_service};

/// Work with people of ours.
#[derive(Args)]
pub(crate) struct PersonArgs {
    #[command(subcommand)]
    command: PersonCommand,
}

#[derive(Subcommand)]
enum PersonCommand {
    /// Add a teammate
    Add {
        /// Short and unique, such as priya
        reference: String,
        /// Full name
        #[arg(long)]
        name: String,
        /// Work e-mail
        #[arg(long)]
        email: String,
        /// Role, such as csm
        #[arg(long, value_parser = word::<Role>)]
        role: Role,
        /// Reference of the manager
        #[arg(long)]
        manager: Option<String>,
        /// Region
        #[arg(long)]
        region: String,
        /// ISO 3166 code of the country whose business days count; the organisation's where it is left out
        #[arg(long, value_parser = word::<Country>)]
        country: Option<Country>,
        /// First day
        #[arg(long, value_name = "DAY", value_parser = day)]
        from: Date,
    },
    /// Put a teammate elsewhere from today; what is left out stays
    Move {
        /// Reference or e-mail
        reference: String,
        /// New role
        #[arg(long, value_parser = word::<Role>)]
        role: Option<Role>,
        /// Reference of the new manager; empty for nobody
        #[arg(long)]
        manager: Option<String>,
        /// New region
        #[arg(long)]
        region: Option<String>,
        /// New country whose business days count
        #[arg(long, value_parser = word::<Country>, conflicts_with = "no_country")]
        country: Option<Country>,
        /// The organisation's business days count from now on
        #[arg(long)]
        no_country: bool,
        /// Show what would change; writes nothing
        #[arg(long)]
        plan: bool,
    },
    /// Say what somebody brings from a day on; what is left out stays
    Brings {
        /// Reference or e-mail
        reference: String,
        /// The day from which it counts; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = day)]
        from: Option<Date>,
        /// Skills between commas; empty for none
        #[arg(long)]
        skills: Option<String>,
        /// Whether the person leads negotiations: yes or no
        #[arg(long, value_name = "YES|NO", value_parser = yes_no, action = clap::ArgAction::Set)]
        commercial: Option<bool>,
        /// Pod; empty for none
        #[arg(long)]
        pod: Option<String>,
        /// Regions covered besides the own one, between commas; empty for none
        #[arg(long)]
        territories: Option<String>,
        /// Renewals decided within 90 days that the person can carry at once
        #[arg(long)]
        capacity: Option<u16>,
    },
    /// Write down that somebody is away, or end their absence today
    Absence {
        /// Reference or e-mail
        reference: String,
        /// First day away
        #[arg(long, value_name = "DAY", value_parser = day, required_unless_present = "end")]
        from: Option<Date>,
        /// Last day away
        #[arg(long, value_name = "DAY", value_parser = after_last_day, required_unless_present = "end")]
        until: Option<Date>,
        /// Reference or e-mail of who may act meanwhile
        #[arg(long)]
        delegate: Option<String>,
        /// Why, in a few words
        #[arg(long, default_value = "")]
        note: String,
        /// End the absence that is on, or take back the next one
        #[arg(long, conflicts_with_all = ["from", "until", "delegate"])]
        end: bool,
    },
    /// Record that somebody leaves; all they hold moves in one step
    Leave {
        /// Reference or e-mail
        reference: String,
        /// Last day with us; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = after_last_day)]
        last_day: Option<Date>,
        /// Show who would get what and why; writes nothing
        #[arg(long)]
        plan: bool,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: PersonArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    match args.command {
        PersonCommand::Add { reference, name, email, role, manager, region, country, from } => {
            let new = NewTeammate { reference, name: name.clone(), email, role, manager, region, country, active_from: from };
            let reference = app.add_teammate(&actor, new).await?;
            done(call, &reference, &format!("{name} was added."))
        }
        PersonCommand::Move { reference, role, manager, region, country, no_country, plan } => {
            let country = if no_country { Some(None) } else { country.map(Some) };
            let to = NewPlace { role, manager, region, country };
            if plan {
                let seen = app.preview_move(&actor, &reference, to).await?;
                let told = format!("Steps that would move: {}. Renewals that would have another holder: {}.", seen.steps, seen.owners);
                return done(call, &reference, &told);
            }
            let moved = app.move_teammate(&actor, &reference, to).await?;
            done(call, &moved, &format!("{moved} moved; what it changes has moved."))
        }
        PersonCommand::Brings { reference, from, skills, commercial, pod, territories, capacity } => {
            let before = app.person(&actor, &reference).await?.brings.unwrap_or_default();
            let brings = Brings {
                skills: skills.map_or(before.skills, |text| identity::skills(&text)),
                commercial: commercial.or(before.commercial),
                pod: pod.map_or(before.pod, |pod| pod.trim().to_string()),
                territories: territories.map_or(before.territories, |text| identity::listed(&text)),
                capacity: capacity.or(before.capacity),
            };
            let person = app.set_profile(&actor, NewProfile { teammate: reference, from_on: from, brings }).await?;
            done(call, &person, &format!("What {person} brings is saved; who it chooses has moved."))
        }
        PersonCommand::Absence { reference, from: Some(from_on), until: Some(to_on), delegate, note, .. } => {
            let person = app.set_absence(&actor, NewAbsence { teammate: reference, from_on, to_on, delegate, note }).await?;
            done(call, &person, &format!("{person} is away until {}.", display_date(last_day_of_service(to_on))))
        }
        PersonCommand::Absence { reference, .. } => end_absence(call, &app, &reference).await,
        PersonCommand::Leave { reference, last_day, plan } => leave(call, &app, (&reference, last_day), plan).await,
    }
}

async fn end_absence(call: &Call, app: &App, reference: &str) -> Result<ExitCode, Failure> {
    let view = app.person(&call.actor(), reference).await?;
    let next = view.absences.iter().filter(|absence| !absence.over).min_by_key(|absence| absence.from_on);
    let next = next.ok_or_else(|| Failure::refused(format!("{} has no absence that could end.", view.person.name)))?;
    app.end_absence(&call.actor(), next.id).await?;
    done(call, &view.person.reference, &format!("The absence of {} ended.", view.person.name))
}

async fn leave(call: &Call, app: &App, (reference, last_day): (&str, Option<Date>), only_plan: bool) -> Result<ExitCode, Failure> {
    let view = app.person(&call.actor(), reference).await?;
    let left_on = last_day.unwrap_or_else(|| view.today.tomorrow().unwrap_or(view.today));
    if only_plan {
        return show(call, &app.plan_leaving(&call.actor(), reference, Some(left_on)).await?);
    }
    app.mark_left(&call.actor(), reference, Some(left_on)).await?;
    let last = display_date(last_day_of_service(left_on));
    done(
        call,
        &view.person.reference,
        &format!("{} leaves, last day {last}. What they held has other owners from then on.", view.person.name),
    )
}

#[derive(Serialize)]
struct Plan {
    person: String,
    last_day: Date,
    open_tasks: u64,
    team_places: u64,
    moves: Vec<Moved>,
    expansions: Vec<MovedOwner>,
}

#[derive(Serialize)]
struct MovedOwner {
    expansion: String,
    account: String,
    responsibility: &'static str,
    to: String,
    because: String,
    expected: String,
}

#[derive(Serialize)]
struct Moved {
    renewal: String,
    account: String,
    responsibility: &'static str,
    to: String,
    because: String,
    up_for_renewal: String,
}

fn show(call: &Call, plan: &LeavingPlan) -> Result<ExitCode, Failure> {
    let last_day = last_day_of_service(plan.left_on);
    if call.json {
        let moves = plan.moves.iter().map(|moved| Moved {
            renewal: moved.renewal.clone(),
            account: moved.account.clone(),
            responsibility: moved.responsibility.code(),
            to: moved.to.reference.clone(),
            because: moved.because.clone(),
            up_for_renewal: moved.atr_reporting.to_string(),
        });
        let person = plan.person.reference.clone();
        let expansions = plan.expansions.iter().map(|moved| MovedOwner {
            expansion: moved.expansion.clone(),
            account: moved.account.clone(),
            responsibility: moved.responsibility.code(),
            to: moved.to.reference.clone(),
            because: moved.because.clone(),
            expected: moved.expected_reporting.to_string(),
        });
        let (open_tasks, team_places) = (plan.open_tasks, plan.team_places);
        json(&Plan { person, last_day, open_tasks, team_places, moves: moves.collect(), expansions: expansions.collect() })?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = plan
        .moves
        .iter()
        .map(|moved| {
            vec![
                moved.renewal.clone(),
                moved.account.clone(),
                moved.responsibility.label().into(),
                moved.to.name.clone(),
                moved.atr_reporting.to_string(),
            ]
        })
        .collect();
    let owned = plan.expansions.iter().map(|moved| {
        let what = moved.responsibility.label().to_string();
        vec![moved.expansion.clone(), moved.account.clone(), what, moved.to.name.clone(), moved.expected_reporting.to_string()]
    });
    let rows: Vec<Vec<String>> = rows.into_iter().chain(owned).collect();
    if !rows.is_empty() {
        print(&table(&["Subject", "Account", "What", "Goes to", "Amount"], &[false, false, false, false, true], &rows));
    }
    print(&format!(
        "{} leaves after {}: {} responsibilities of renewals, {} open steps and {} responsibilities of expansions move, {} places on account teams end. Nothing was written.",
        plan.person.name,
        display_date(last_day),
        plan.moves.len(),
        plan.open_tasks,
        plan.expansions.len(),
        plan.team_places
    ));
    Ok(ExitCode::SUCCESS)
}
