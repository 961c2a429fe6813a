//! `tenure account`: add, edit, judge the risk, change the team, merge, show.

use super::Call;
use super::account_arr::{self, ArrArgs};
use super::word::{after_last_day, done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{AccountDetails, AccountView, App, NewAccount};
use tenure_core::account::{FieldName, Risk};
use tenure_core::commands::Judgement;
use tenure_core::identity::{Role, skills};
use tenure_core::primitives::{Country, display_date, last_day_of_service};
use tenure_core::renewal::State;
use tenure_web::api::body::AccountDetailBody;

/// Work with accounts.
#[derive(Args)]
pub(crate) struct AccountArgs {
    #[command(subcommand)]
    command: AccountCommand,
}

#[derive(Subcommand)]
enum AccountCommand {
    /// Add an account; its risk is unknown until somebody judges it
    Add {
        /// Short and unique, such as A-31
        reference: String,
        #[command(flatten)]
        what: What,
    },
    /// Change what an account is; what is left out stays
    Edit {
        /// Reference of the account
        reference: String,
        #[command(flatten)]
        what: What,
    },
    /// Judge the risk of an account
    Risk {
        /// Reference of the account
        reference: String,
        /// green, yellow, red, expansion or unknown
        #[arg(value_parser = word::<Risk>)]
        risk: Risk,
        /// What was seen or heard; only unknown needs none
        #[arg(long, default_value = "")]
        reason: String,
        /// Last day on which it counts
        #[arg(long, value_name = "DAY", value_parser = after_last_day)]
        until: Option<Date>,
    },
    /// Put a person on the team of an account in a role, from today
    Team {
        /// Reference of the account
        reference: String,
        /// Role on the account, such as csm
        #[arg(value_parser = word::<Role>)]
        role: Role,
        /// Reference or e-mail of the person
        person: String,
    },
    /// Say which skills an account needs and what your own fields say of it; what is left out stays
    Describe {
        /// Reference of the account
        reference: String,
        /// Skills between commas; empty for none
        #[arg(long)]
        needs: Option<String>,
        /// A value: industry=Health; without a value it is taken away
        #[arg(long = "field", value_name = "NAME=VALUE")]
        fields: Vec<String>,
    },
    /// Merge an account into another one, from today; it cannot be taken back
    Merge {
        /// The account that goes
        reference: String,
        /// The account that stays
        #[arg(long)]
        into: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Show the ARR of an account month by month, with every movement
    Arr(Box<ArrArgs>),
    /// Show an account
    Show {
        /// Reference of the account
        reference: String,
    },
}

#[derive(Args)]
struct What {
    /// Name
    #[arg(long)]
    name: Option<String>,
    /// 1 (largest) to 3
    #[arg(long)]
    tier: Option<u8>,
    /// Segment
    #[arg(long)]
    segment: Option<String>,
    /// Region
    #[arg(long)]
    region: Option<String>,
    /// ISO 3166 code of its country, whose business days count for steps that it takes part in
    #[arg(long, value_parser = word::<Country>)]
    country: Option<Country>,
    /// Reference of the company it belongs to; empty for none
    #[arg(long)]
    parent: Option<String>,
    /// First month of their fiscal year, 1 to 12
    #[arg(long, value_name = "MONTH")]
    fiscal_year_start: Option<u8>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: AccountArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    match args.command {
        AccountCommand::Add { reference, what } => {
            let judgement = Judgement { risk: Risk::Unknown, reason: String::new(), expires_on: None };
            app.add_account(&actor, fresh(reference.clone(), what), judgement).await?;
            done(call, &reference, &format!("{reference} was added."))
        }
        AccountCommand::Edit { reference, what } => {
            let new = changed(&app.account(&actor, &reference).await?, what);
            app.edit_account(&actor, new).await?;
            done(call, &reference, &format!("{reference} was saved."))
        }
        AccountCommand::Risk { reference, risk, reason, until } => {
            app.set_risk(&actor, &reference, Judgement { risk, reason, expires_on: until }).await?;
            done(call, &reference, &format!("{reference} is {} from today.", risk.label()))
        }
        AccountCommand::Team { reference, role, person } => {
            app.set_team(&actor, &reference, role, &person).await?;
            done(call, &reference, &format!("{person} is {} of {reference} from today.", role.label()))
        }
        AccountCommand::Describe { reference, needs, fields } => {
            let details = described(&app.account(&actor, &reference).await?, needs, &fields)?;
            app.describe_account(&actor, &reference, details).await?;
            done(call, &reference, &format!("Needs and fields of {reference} are saved."))
        }
        AccountCommand::Merge { reference, into, reason } => {
            app.merge_accounts(&actor, &reference, &into, &reason).await?;
            done(call, &into, &format!("{reference} was merged into {into}."))
        }
        AccountCommand::Arr(args) => account_arr::run(call, &app, *args).await,
        AccountCommand::Show { reference } => show(call, &app, &reference).await,
    }
}

/// What an account asks and says, with what was given in its place.
fn described(view: &AccountView, needs: Option<String>, given: &[String]) -> Result<AccountDetails, Failure> {
    let mut fields = view.account.fields.clone();
    for text in given {
        let (name, value) = text.split_once('=').ok_or_else(|| Failure::refused(format!("{text:?} is not of the form name=value.")))?;
        let name: FieldName = name.trim().parse().map_err(|problem| Failure::refused(format!("{name:?} {problem}.")))?;
        match value.trim() {
            "" => drop(fields.remove(&name)),
            value => drop(fields.insert(name, value.into())),
        }
    }
    Ok(AccountDetails { needs: needs.map_or_else(|| view.account.needs.clone(), |needs| skills(&needs)), fields })
}

fn fresh(reference: String, what: What) -> NewAccount {
    NewAccount {
        name: what.name.unwrap_or_else(|| reference.clone()),
        reference,
        tier: what.tier.unwrap_or(3),
        segment: what.segment.unwrap_or_default(),
        region: what.region.unwrap_or_default(),
        country: what.country,
        parent: what.parent.filter(|parent| !parent.is_empty()),
        fiscal_year_start: what.fiscal_year_start,
    }
}

fn changed(view: &AccountView, what: What) -> NewAccount {
    let account = &view.account;
    NewAccount {
        reference: account.reference.clone(),
        name: what.name.unwrap_or_else(|| account.name.clone()),
        tier: what.tier.unwrap_or(account.tier),
        segment: what.segment.unwrap_or_else(|| account.segment.clone()),
        region: what.region.unwrap_or_else(|| account.region.clone()),
        country: what.country.or(account.country),
        parent: what.parent.or_else(|| view.relations.parent.as_ref().map(|parent| parent.reference.clone())),
        fiscal_year_start: what.fiscal_year_start.or(account.fiscal_year_start),
    }
}

async fn show(call: &Call, app: &App, reference: &str) -> Result<ExitCode, Failure> {
    let view = app.account(&call.actor(), reference).await?;
    if call.json {
        json(&AccountDetailBody::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let account = &view.account;
    print(&format!(
        "{}, {}. Tier {}, {}, {}{}. Risk {}.",
        account.name,
        account.reference,
        account.tier,
        account.segment,
        account.region,
        account.country.map(|country| format!(", {}", country.label())).unwrap_or_default(),
        account.risk.label()
    ));
    print(&format!("{} up for renewal, yearly reviews left out.", view.atr_reporting));
    let open = view.renewals.iter().filter(|renewal| renewal.state == State::Open);
    let rows: Vec<Vec<String>> = open
        .map(|renewal| {
            let item = &renewal.item;
            vec![item.reference.clone(), item.contract.clone(), item.t_minus.clone(), display_date(item.end_on), item.atr.to_string()]
        })
        .collect();
    if !rows.is_empty() {
        print(&format!("\n{}", table(&["Renewal", "Contract", "Term end", "Date", "ATR"], &[false, false, true, false, true], &rows)));
    }
    for (role, person, since) in &view.team {
        print(&format!("{}: {} since {}", role.label(), person.name, display_date(*since)));
    }
    for person in &view.stakeholders {
        let roles: Vec<&str> = person.roles.iter().map(|role| role.label()).collect();
        let left = person.left_on.map(|day| format!(", last day {}", display_date(last_day_of_service(day)))).unwrap_or_default();
        print(&format!("{} {}: {}{left}", person.reference, person.name, roles.join(", ")));
    }
    Ok(ExitCode::SUCCESS)
}
