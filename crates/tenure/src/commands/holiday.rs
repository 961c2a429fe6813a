//! `tenure holiday`: days on which nobody works.

use super::Call;
use super::word::{day, done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_core::commands::{PublicHolidays, Within};
use tenure_core::facts::{ListKey, Listed};
use tenure_core::primitives::Country;
use tenure_web::api::body::HolidayList;

/// Holidays: days on which nobody works.
#[derive(Args)]
pub(crate) struct HolidayArgs {
    #[command(subcommand)]
    command: HolidayCommand,
}

#[derive(Subcommand)]
enum HolidayCommand {
    /// List them by day
    List,
    /// Add a holiday, or rename the one of that day; steps move off it
    Set {
        /// The day
        #[arg(value_parser = day)]
        day: Date,
        /// Its name
        name: String,
        /// ISO 3166 code of the country in which it is one; everywhere where it is left out
        #[arg(long, value_parser = word::<Country>)]
        country: Option<Country>,
    },
    /// Add the public holidays of a country and year that are still to come
    Public {
        /// US, GB, DE, FR or NL
        #[arg(value_parser = word::<Country>)]
        country: Country,
        /// The year, 2023 to 2028
        year: i16,
        /// organisation or country: whether they count for everybody, or for those who work there and customers there
        #[arg(long, value_parser = word::<Within>, default_value = "organisation")]
        within: Within,
    },
    /// Take one off that is still to come
    Remove {
        /// The day
        #[arg(value_parser = day)]
        day: Date,
        /// ISO 3166 code of the country in which it is one
        #[arg(long, value_parser = word::<Country>)]
        country: Option<Country>,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: HolidayArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        HolidayCommand::List => {
            let view = app.lists().await?;
            if call.json {
                json(&HolidayList::from(&view))?;
                return Ok(ExitCode::SUCCESS);
            }
            let rows: Vec<Vec<String>> = view
                .holidays
                .iter()
                .map(|(country, day, name)| vec![day.to_string(), name.clone(), country.map_or("", Country::code).into()])
                .collect();
            print(&table(&["Day", "Holiday", "Country"], &[false, false, false], &rows));
            Ok(ExitCode::SUCCESS)
        }
        HolidayCommand::Set { day, name, country } => {
            app.set_listed(&call.actor(), Listed::Holiday(country, day, name.clone())).await?;
            done(call, &day.to_string(), &format!("{day} is a holiday{}: {name}.", within_country(country)))
        }
        HolidayCommand::Public { country, year, within } => {
            app.take_public_holidays(&call.actor(), PublicHolidays { country, year, within }).await?;
            done(call, country.code(), &format!("The public holidays of {} in {year} are holidays here.", country.holidays_label()))
        }
        HolidayCommand::Remove { day, country } => {
            app.remove_listed(&call.actor(), ListKey::Holiday(country, day)).await?;
            done(call, &day.to_string(), &format!("{day} is a holiday{} no more.", within_country(country)))
        }
    }
}

fn within_country(country: Option<Country>) -> String {
    country.map(|country| format!(" in {}", country.label())).unwrap_or_default()
}
