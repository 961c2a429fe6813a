//! `tenure rate`: what other currencies are worth, in the plan of a year or on a day.

use super::Call;
use super::word::{day, done};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::App;
use tenure_core::facts::{ListKey, Listed};
use tenure_core::primitives::{Currency, Decimal6, parse_currency};
use tenure_web::api::body::{ExchangeRateList, PlanRateList};

/// Rates: what other currencies are worth, in the plan of a year or on a day.
#[derive(Args)]
pub(crate) struct RateArgs {
    #[command(subcommand)]
    command: RateCommand,
}

#[derive(Subcommand)]
enum RateCommand {
    /// List plan rates, or with --days the newest 500 rates of single days
    List {
        /// Rates of single days
        #[arg(long)]
        days: bool,
    },
    /// Set a rate; the amounts of renewals follow a plan rate at once
    Set {
        /// Code of the currency, such as EUR
        #[arg(value_parser = currency)]
        currency: Currency,
        /// What one of it is worth in the reporting currency
        #[arg(value_parser = rate)]
        rate: Decimal6,
        #[command(flatten)]
        of: RateOf,
    },
    /// Take a rate off that no open renewal needs
    Remove {
        /// Code of the currency
        #[arg(value_parser = currency)]
        currency: Currency,
        #[command(flatten)]
        of: RateOf,
    },
}

/// A year or a day.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct RateOf {
    /// In the plan of this year
    #[arg(long)]
    year: Option<i16>,
    /// On this day
    #[arg(long, value_parser = day)]
    day: Option<Date>,
}

fn currency(text: &str) -> Result<Currency, String> {
    parse_currency(text).map_err(|problem| format!("{text:?} {problem}"))
}

fn rate(text: &str) -> Result<Decimal6, String> {
    text.parse().map_err(|problem| format!("{text:?} {problem}"))
}

impl RateOf {
    fn entry(&self, currency: Currency, rate: Decimal6) -> Listed {
        match self.day {
            Some(day) => Listed::ExchangeRate(day, currency, rate),
            None => Listed::PlanRate(self.year.unwrap_or_default(), currency, rate),
        }
    }

    fn key(&self, currency: Currency) -> ListKey {
        self.entry(currency, Decimal6::ONE).key()
    }
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: RateArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        RateCommand::List { days: true } => list_days(call, &app).await,
        RateCommand::List { days: false } => list_plan(call, &app).await,
        RateCommand::Set { currency, rate, of } => {
            let entry = of.entry(currency, rate);
            let key = entry.key();
            app.set_listed(&call.actor(), entry).await?;
            done(call, &key.reference(), &format!("The {key} is {rate}."))
        }
        RateCommand::Remove { currency, of } => {
            let key = of.key(currency);
            app.remove_listed(&call.actor(), key.clone()).await?;
            done(call, &key.reference(), &format!("The {key} was removed."))
        }
    }
}

async fn list_plan(call: &Call, app: &App) -> Result<ExitCode, Failure> {
    let view = app.lists().await?;
    if call.json {
        json(&PlanRateList::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> =
        view.plan_rates.iter().map(|item| vec![item.year.to_string(), item.currency.clone(), item.rate.to_string()]).collect();
    print(&table(&["Year", "Currency", "Rate"], &[false, false, true], &rows));
    for need in view.needs.iter().filter(|need| need.rate.is_none_or(|(year, _)| year != need.year)) {
        let stands = need.rate.map_or_else(|| "no rate at all".to_string(), |(year, rate)| format!("the rate of {year}, {rate}"));
        print(&format!("{} {}: {} open renewals stand on {stands}.", need.year, need.atr.currency.code(), need.renewals));
    }
    Ok(ExitCode::SUCCESS)
}

async fn list_days(call: &Call, app: &App) -> Result<ExitCode, Failure> {
    let page = app.exchange_rates(None, None, Some(500)).await?;
    if call.json {
        json(&ExchangeRateList::from(&page))?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> =
        page.items.iter().map(|item| vec![item.day.to_string(), item.currency.clone(), item.rate.to_string()]).collect();
    print(&table(&["Day", "Currency", "Rate"], &[false, false, true], &rows));
    Ok(ExitCode::SUCCESS)
}
