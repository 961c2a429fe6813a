//! `tenure stakeholder`: who is who at a customer, and where they stand.

use super::Call;
use super::word::{after_last_day, day, done, word};
use crate::output::Failure;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{NewStakeholder, NewStandpoint};
use tenure_core::account::StakeholderRole;
use tenure_core::room::{Influence, Sentiment};

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
    /// Say where a stakeholder stands; judgements before it stay
    Judge {
        /// Reference of the account
        account: String,
        /// Reference of the stakeholder
        reference: String,
        /// high, medium or low
        #[arg(long, value_parser = word::<Influence>)]
        influence: Influence,
        /// supporter, neutral, critic or unknown
        #[arg(long, value_parser = word::<Sentiment>)]
        sentiment: Sentiment,
        /// What was seen or heard
        #[arg(long)]
        reason: String,
        /// Reference or e-mail of somebody of ours who knows them; once for each
        #[arg(long = "known-by", value_name = "PERSON")]
        known_by: Vec<String>,
        /// The day of the judgement; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<Date>,
    },
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: StakeholderArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let (account, reference, name, title, email, unit, roles, last_day) = match args.command {
        StakeholderCommand::Set { account, reference, name, title, email, unit, roles, last_day } => {
            (account, reference, name, title, email, unit, roles, last_day)
        }
        StakeholderCommand::Judge { account, reference, influence, sentiment, reason, known_by, on } => {
            let new = NewStandpoint { influence, sentiment, known_by, reason, judged_on: on };
            app.judge_stakeholder(&call.actor(), (&account, &reference), new).await?;
            return done(call, &reference, "The judgement was written down.");
        }
    };
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
