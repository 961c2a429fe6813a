//! `tenure forecast`: the weekly forecast of a person or a team, calls on renewals, adjustments, submissions, accuracy.

use super::Call;
use super::word::{done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use std::process::ExitCode;
use tenure_app::{AccuracyView, App, ForecastItem, ForecastShow, NewCall, StatedAmount, TeamForecastView, WalkView};
use tenure_core::forecast::{Category, Kind, Level, due_on, week_name};
use tenure_core::metrics::{NOT_DEFINED, Ratio};
use tenure_core::primitives::{Money, weekday_date};
use tenure_core::refusal::Refusal;
use tenure_web::api::body::{ForecastAccuracyBody, ForecastBody, TeamForecastBody};

/// The weekly forecast.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ForecastArgs {
    #[command(subcommand)]
    command: Option<ForecastCommand>,
    #[command(flatten)]
    show: ShowArgs,
}

#[derive(Args)]
struct ShowArgs {
    /// Whose forecast: a teammate's reference or e-mail
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
    /// Of everybody who reports to the person
    #[arg(long)]
    team: bool,
}

#[derive(Subcommand)]
enum ForecastCommand {
    /// Say what a renewal will bring, or take that back
    Call(CallArgs),
    /// Add to or take from what somebody forecasts this week, as their manager
    Adjust(AdjustArgs),
    /// Submit the forecast of this week
    Submit(SubmitArgs),
    /// Show what was submitted against what came
    Accuracy(AccuracyArgs),
}

#[derive(Args)]
struct CallArgs {
    /// Such as R-1042
    renewal: String,
    /// commit, best_case, pipeline or omitted
    #[arg(long, value_parser = word::<Category>, required_unless_present = "take_back", conflicts_with = "take_back")]
    category: Option<Category>,
    /// What is expected to renew, in the contract's currency; everything that is due where it is left out
    #[arg(long, value_name = "AMOUNT", conflicts_with = "take_back")]
    amount: Option<String>,
    /// Take back what was said
    #[arg(long)]
    take_back: bool,
    /// Why
    #[arg(long)]
    reason: String,
    /// Whose word it is: the owner, or somebody above them; the owner's where it is left out
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
}

#[derive(Args)]
struct AdjustArgs {
    /// Whose forecast: a teammate's reference or e-mail
    person: String,
    /// Added to the commit, in the reporting currency; a minus takes away, 0 takes the adjustment back
    #[arg(long, value_name = "AMOUNT", allow_hyphen_values = true)]
    amount: String,
    /// Why
    #[arg(long)]
    reason: String,
}

#[derive(Args)]
struct SubmitArgs {
    /// Whose forecast: a teammate's reference or e-mail
    #[arg(long = "as", value_name = "PERSON")]
    person: String,
    /// Of everybody who reports to the person
    #[arg(long)]
    team: bool,
}

#[derive(Args)]
struct AccuracyArgs {
    /// Of this person and those who report to them; everybody where it is left out
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ForecastArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        None => show(call, &app, &args.show).await,
        Some(ForecastCommand::Call(args)) => {
            let amount = args.amount.map_or(StatedAmount::All, StatedAmount::Text);
            let new = NewCall { renewal: args.renewal, category: args.category, amount, reason: args.reason, speaks: args.person };
            let reference = app.call_renewal(&call.actor(), new).await?;
            let says = args.category.map_or("taken back".to_string(), |category| format!("called {}", category.label().to_lowercase()));
            done(call, &reference, &format!("{reference} is {says}."))
        }
        Some(ForecastCommand::Adjust(args)) => {
            let delta = StatedAmount::Text(args.amount);
            let person = app.adjust_forecast(&call.actor(), &args.person, (delta, &args.reason)).await?;
            done(call, &person, &format!("The forecast of {person} is adjusted."))
        }
        Some(ForecastCommand::Submit(args)) => {
            let kind = if args.team { Kind::Team } else { Kind::Own };
            let person = app.submit_forecast(&call.actor(), Some(&args.person), kind).await?;
            done(call, &person, &format!("The forecast of {person} is submitted."))
        }
        Some(ForecastCommand::Accuracy(args)) => {
            let view = app.forecast_accuracy(&call.actor(), args.person.as_deref()).await?;
            if call.json {
                json(&ForecastAccuracyBody::from(&view))?;
            } else {
                print(&accuracy(&view));
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn show(call: &Call, app: &App, args: &ShowArgs) -> Result<ExitCode, Failure> {
    let Some(person) = args.person.as_deref() else {
        let remedy = "Name one with --as, by reference or e-mail.";
        return Err(tenure_app::AppError::from(Refusal::general("a person is missing", remedy)).into());
    };
    if args.team {
        let nobody = || Failure::refused(format!("Nobody reports to {person}."));
        let view = app.team_forecast(&call.actor(), Some(person)).await?.ok_or_else(nobody)?;
        if call.json {
            json(&TeamForecastBody::from(&view))?;
        } else {
            print_team(&view);
        }
    } else {
        let missing = || Failure::refused(format!("There is no teammate {person}."));
        let view = app.my_forecast(&call.actor(), Some(person)).await?.ok_or_else(missing)?;
        if call.json {
            json(&ForecastBody::from(&view))?;
        } else {
            print_walk(&view);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn share(ratio: Option<Ratio>) -> String {
    ratio.map_or_else(|| NOT_DEFINED.to_string(), |ratio| ratio.percent(1))
}

fn print_head(show: &ForecastShow) {
    let money = |minor| Money::new(minor, show.currency);
    let totals = &show.totals;
    let when = show.submitted.last().map_or("not submitted".to_string(), |one| format!("submitted on {}", weekday_date(one.submitted_on)));
    print(&format!("{}, {}, due {}; {when}.", show.person.name, week_name(show.week_on), weekday_date(due_on(show.week_on))));
    print(&format!(
        "Commit {}, best case {}, of {} up for renewal: {} to {}; {} of {} renewals not called.",
        money(totals.at(Level::Commit)),
        money(totals.at(Level::BestCase)),
        money(totals.due),
        share(show.range.worst),
        share(show.range.best),
        totals.uncalled,
        totals.lines
    ));
    let Some(opening) = &show.opening else { return };
    let from = opening.totals.at(Level::Commit);
    print(&format!("\nSince {}, commit {}", week_name(opening.week_on), money(from)));
    let row = |row: &tenure_app::BridgeRow| {
        let renewals: Vec<&str> = row.renewals.iter().map(|(reference, _)| reference.as_str()).collect();
        vec![row.cause.label().to_string(), money(row.minor[0]).to_string(), money(row.minor[1]).to_string(), renewals.join(", ")]
    };
    let rows: Vec<Vec<String>> = show.bridge.iter().map(row).collect();
    print(&table(&["Why", "Commit", "Best case", "Renewals"], &[false, true, true, false], &rows));
    let left = totals.at(Level::Commit) - from - show.bridge.iter().map(|row| row.minor[0]).sum::<i64>();
    print(&format!("Not explained: {}", money(left)));
}

fn line(item: &ForecastItem) -> Vec<String> {
    vec![
        item.renewal.clone(),
        item.account.clone(),
        item.owner.name.clone(),
        item.end_on.to_string(),
        item.atr.to_string(),
        item.line.category.map_or("not called", Category::label).to_string(),
        item.line.expected.to_string(),
        item.suggestion.as_ref().map_or(String::new(), |suggestion| suggestion.category.label().to_string()),
    ]
}

fn lines<'a>(items: impl Iterator<Item = &'a ForecastItem>) -> String {
    let rows: Vec<Vec<String>> = items.map(line).collect();
    let right = [false, false, false, false, true, false, true, false];
    table(&["Renewal", "Account", "Owner", "Term end", "Due", "Called", "Expected", "Facts suggest"], &right, &rows)
}

fn print_walk(view: &WalkView) {
    print_head(&view.show);
    print("");
    print(&lines(view.open.iter().chain(&view.closed)));
}

fn print_team(view: &TeamForecastView) {
    print_head(&view.show);
    let money = |minor| Money::new(minor, view.show.currency).to_string();
    let row = |row: &tenure_app::ForecastPerson| {
        vec![
            row.person.name.clone(),
            row.submitted.as_ref().map_or("not yet".to_string(), |one| weekday_date(one.submitted_on)),
            money(row.own.due),
            money(row.own.at(Level::Commit)),
            money(row.adjusted.at(Level::Commit)),
            row.own.uncalled.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = view.people.iter().map(row).collect();
    let right = [false, false, true, true, true, true];
    print(&format!("\n{}", table(&["Person", "Submitted", "Due", "They commit", "You have", "Not called"], &right, &rows)));
    print(&format!("\n{}", lines(view.items.iter())));
}

fn accuracy(view: &AccuracyView) -> String {
    let row = |item: &tenure_app::ForecasterItem| {
        let found = &item.accuracy;
        let money = |minor| Money::new(minor, view.currency).to_string();
        let decided = format!("{} of {}", found.decided, found.open_then);
        if found.decided == 0 {
            return vec![item.person.name.clone(), decided, String::new(), String::new(), "cannot tell yet".into(), String::new()];
        }
        vec![item.person.name.clone(), decided, money(found.forecast), money(found.actual), share(found.error()), share(found.bias())]
    };
    let rows: Vec<Vec<String>> = view.people.iter().map(row).collect();
    table(&["Person", "Decided", "Committed", "Came", "Error", "Bias"], &[false, true, true, true, true, true], &rows)
}
