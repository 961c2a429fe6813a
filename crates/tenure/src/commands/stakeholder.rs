//! `tenure stakeholder set`: who is who at a customer.

use super::Call;
use super::word::{after_last_day, done, word};
use crate::output::Failure;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::NewStakeholder;
use tenure_core::account::StakeholderRole;

/// Write down who is who at a customer.
#[derive(Args)]
pub(crate) struct StakeholderArgs {
    #[command(subcommand)]
    command: StakeholderCommand,
}

#[derive(Subcommand)]
enum StakeholderCommand {
    /// Add a stakeholder, or change the one with the reference; what is left out stays
    Set {
        /// Reference of the account
        account: String,
        /// Reference of the stakeholder; a new one gets the next of the account
        #[arg(long, default_value = "")]
        reference: String,
        /// Full name
        #[arg(long)]
        name: Option<String>,
        /// Job title
        #[arg(long)]
        title: Option<String>,
        /// E-mail
        #[arg(long)]
        email: Option<String>,
        /// Business unit
        #[arg(long)]
        unit: Option<String>,
        /// champion, economic_buyer, decision_maker and others; once for each
        #[arg(long = "role", value_parser = word::<StakeholderRole>)]
        roles: Vec<StakeholderRole>,
        /// Last day there
        #[arg(long, value_name = "DAY", value_parser = after_last_day)]
        last_day: Option<Date>,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: StakeholderArgs) -> Result<ExitCode, Failure> {
    let StakeholderCommand::Set { account, reference, name, title, email, unit, roles, last_day } = args.command;
    let app = call.data.open_existing().await?;
    let view = app.account(&call.actor(), &account).await?;
    let known = view.stakeholders.iter().find(|person| person.reference == reference);
    let kept = |given: Option<String>, before: Option<&String>| given.or_else(|| before.cloned()).unwrap_or_default();
    let new = NewStakeholder {
        account: account.clone(),
        name: kept(name, known.map(|person| &person.name)),
        title: kept(title, known.map(|person| &person.title)),
        email: kept(email, known.map(|person| &person.email)),
        business_unit: kept(unit, known.map(|person| &person.business_unit)),
        roles: if roles.is_empty() { known.map(|person| person.roles.clone()).unwrap_or_default() } else { roles.into_iter().collect() },
        left_on: last_day.or_else(|| known.and_then(|person| person.left_on)),
        reference,
    };
    let name = new.name.clone();
    app.set_stakeholder(&call.actor(), new).await?;
    done(call, &account, &format!("{name} was saved at {account}."))
}
