//! `tenure contract`: sign, renew, amend, notice, cancel, co-term, move, show.

use super::Call;
use super::line::line;
use super::word::{after_last_day, day, done, per_cent, word, yes_no};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde::Serialize;
use std::process::ExitCode;
use tenure_app::{Amendment, App, ContractView, NewContract, NewLine, NewTerm};
use tenure_core::contract::ContractKind;
use tenure_core::primitives::{Currency, add_months, display_date, last_day_of_service, parse_currency};
use tenure_core::renewal::{OutcomeReason, State};

/// Work with contracts. Days of service are named by the last day that counts.
#[derive(Args)]
pub(crate) struct ContractArgs {
    #[command(subcommand)]
    command: ContractCommand,
}

#[derive(Subcommand)]
enum ContractCommand {
    /// Sign a contract; its renewal is owned at once
    Sign(Box<SignArgs>),
    /// Sign the successor term; without lines those live at the end are carried over
    Renew(RenewArgs),
    /// Amend the running term; what is left out stays
    Amend(AmendArgs),
    /// Record the customer's notice not to renew, or withdraw it
    Notice {
        /// Contract number
        reference: String,
        /// The day it was received; today where it is left out
        #[arg(long, value_name = "DAY", value_parser = day)]
        received: Option<Date>,
        /// Take the notice back
        #[arg(long, conflicts_with = "received")]
        withdraw: bool,
    },
    /// Cancel the running term: the customer leaves after a day
    Cancel {
        /// Contract number
        reference: String,
        /// Last day of service
        #[arg(long, value_name = "DAY", value_parser = after_last_day)]
        last_day: Date,
        #[command(flatten)]
        why: Why,
    },
    /// Let a contract end with another one, or leave its group
    CoTerm {
        /// Contract number
        reference: String,
        /// The contract that leads
        #[arg(long, required_unless_present = "leave")]
        with: Option<String>,
        /// Leave the group
        #[arg(long, conflicts_with = "with")]
        leave: bool,
    },
    /// Move a contract to another account, from today
    Move {
        /// Contract number
        reference: String,
        /// Reference of the account that gets it
        #[arg(long)]
        to: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Show a contract
    Show {
        /// Contract number
        reference: String,
    },
}

#[derive(Args)]
struct SignArgs {
    /// Contract number
    reference: String,
    /// Reference of the account
    #[arg(long)]
    account: String,
    /// Three letters
    #[arg(long, default_value = "USD", value_parser = parse_currency)]
    currency: Currency,
    /// fixed or open_ended
    #[arg(long, default_value = "fixed", value_parser = word::<ContractKind>)]
    kind: ContractKind,
    /// First day of service
    #[arg(long, value_name = "DAY", value_parser = day)]
    start: Date,
    /// Last day of service; a successor term's length from the start where it is left out
    #[arg(long, value_name = "DAY", value_parser = after_last_day)]
    last_day: Option<Date>,
    /// Length of a successor term
    #[arg(long, value_name = "MONTHS", default_value_t = 12)]
    renewal_months: u16,
    /// It renews by itself unless notice is given
    #[arg(long)]
    auto_renew: bool,
    /// Notice period in days; unknown where it is left out
    #[arg(long, value_name = "DAYS")]
    notice_days: Option<u16>,
    /// Price cap at renewal, per cent
    #[arg(long, value_name = "PERCENT", value_parser = per_cent)]
    cap: Option<u32>,
    /// Price rise of an automatic renewal, per cent
    #[arg(long, value_name = "PERCENT", value_parser = per_cent, default_value = "0")]
    uplift: u32,
    /// Day of the signature; today where it is left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    signed: Option<Date>,
    /// product=Platform,quantity=40,price=1200,period=year,discount_bps=500; once for each line
    #[arg(long = "line", value_name = "LINE", value_parser = line)]
    lines: Vec<NewLine>,
}

#[derive(Args)]
struct RenewArgs {
    /// Contract number
    reference: String,
    /// Last day of the new term; its agreed length where it is left out
    #[arg(long, value_name = "DAY", value_parser = after_last_day)]
    last_day: Option<Date>,
    /// Price rise on lines that are carried over, per cent
    #[arg(long, value_name = "PERCENT", value_parser = per_cent, default_value = "0")]
    uplift: u32,
    /// Day of the signature; today where it is left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    signed: Option<Date>,
    /// Why they stay, such as value_proven
    #[arg(long, value_parser = word::<OutcomeReason>)]
    reason: Option<OutcomeReason>,
    /// Why, in the customer's own words
    #[arg(long, default_value = "")]
    words: String,
    /// A line of the new term; once for each
    #[arg(long = "line", value_name = "LINE", value_parser = line)]
    lines: Vec<NewLine>,
}

#[derive(Args)]
struct AmendArgs {
    /// Contract number
    reference: String,
    /// Last day of service
    #[arg(long, value_name = "DAY", value_parser = after_last_day)]
    last_day: Option<Date>,
    /// Notice period in days, or unknown
    #[arg(long, value_name = "DAYS", value_parser = notice)]
    notice_days: Option<Notice>,
    /// yes or no
    #[arg(long, value_name = "YES_OR_NO", value_parser = yes_no)]
    auto_renew: Option<bool>,
    /// Price cap at renewal, per cent
    #[arg(long, value_name = "PERCENT", value_parser = per_cent)]
    cap: Option<u32>,
    /// Price rise of an automatic renewal, per cent
    #[arg(long, value_name = "PERCENT", value_parser = per_cent)]
    uplift: Option<u32>,
    /// Length of a successor term
    #[arg(long, value_name = "MONTHS")]
    renewal_months: Option<u16>,
    /// A line that changes (reference=...,from=...) or comes; once for each
    #[arg(long = "line", value_name = "LINE", value_parser = line)]
    lines: Vec<NewLine>,
}

/// Why a customer leaves.
#[derive(Args)]
pub(crate) struct Why {
    /// Such as price, competitor or low_adoption
    #[arg(long, value_parser = word::<OutcomeReason>)]
    pub(crate) reason: OutcomeReason,
    /// Why, in the customer's own words
    #[arg(long, default_value = "")]
    pub(crate) words: String,
}

/// A notice period, or that it is unknown.
#[derive(Clone, Copy)]
struct Notice(Option<u16>);

fn notice(text: &str) -> Result<Notice, String> {
    match text {
        "unknown" => Ok(Notice(None)),
        days => days.parse().map(|days| Notice(Some(days))).map_err(|_| format!("{text:?} is neither a number of days nor unknown")),
    }
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ContractArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    match args.command {
        ContractCommand::Sign(args) => sign(call, &app, *args).await,
        ContractCommand::Renew(args) => renew(call, &app, args).await,
        ContractCommand::Amend(args) => amend(call, &app, args).await,
        ContractCommand::Notice { reference, withdraw: true, .. } => {
            app.withdraw_notice(&actor, &reference).await?;
            done(call, &reference, &format!("The notice on {reference} was withdrawn."))
        }
        ContractCommand::Notice { reference, received, .. } => {
            app.give_notice(&actor, &reference, received).await?;
            done(call, &reference, &format!("Notice on {reference} was recorded: it no longer renews by itself."))
        }
        ContractCommand::Cancel { reference, last_day, why } => {
            app.cancel_contract(&actor, &reference, last_day, (why.reason, &why.words)).await?;
            done(call, &reference, &format!("{reference} was cancelled, last day {}.", display_date(last_day_of_service(last_day))))
        }
        ContractCommand::CoTerm { reference, with: Some(lead), .. } => {
            app.co_term(&actor, &reference, &lead).await?;
            done(call, &reference, &format!("{reference} now ends with {lead} and is decided with it."))
        }
        ContractCommand::CoTerm { reference, with: None, .. } => {
            app.leave_co_term(&actor, &reference).await?;
            done(call, &reference, &format!("{reference} has a renewal of its own again."))
        }
        ContractCommand::Move { reference, to, reason } => {
            app.move_contract(&actor, &reference, &to, &reason).await?;
            done(call, &reference, &format!("{reference} moved to {to}."))
        }
        ContractCommand::Show { reference } => show(call, &app, &reference).await,
    }
}

async fn sign(call: &Call, app: &App, args: SignArgs) -> Result<ExitCode, Failure> {
    let end_on = args.last_day.unwrap_or_else(|| add_months(args.start, args.renewal_months, args.start));
    let new = NewContract {
        reference: args.reference,
        account: args.account,
        currency: args.currency,
        kind: args.kind,
        auto_renew: args.auto_renew,
        notice_days: args.notice_days,
        renewal_months: args.renewal_months,
        uplift_cap_bps: args.cap,
        uplift_bps: args.uplift,
        start_on: args.start,
        end_on,
        signed_on: args.signed,
        lines: args.lines,
    };
    let reference = app.sign_contract(&call.actor(), new).await?;
    done(call, &reference, &format!("{reference} was signed until {}; its renewal has owners.", display_date(last_day_of_service(end_on))))
}

async fn renew(call: &Call, app: &App, args: RenewArgs) -> Result<ExitCode, Failure> {
    let end_on = match args.last_day {
        Some(end_on) => end_on,
        None => {
            let view = app.contract(&call.actor(), &args.reference).await?;
            let last = view.running().map(|item| (item.term.end_on, item.term.start_on));
            let (end_on, start_on) = last.ok_or_else(|| Failure::refused(format!("Contract {} has no term.", args.reference)))?;
            add_months(end_on, view.contract.renewal_months, start_on)
        }
    };
    let term =
        NewTerm { end_on, lines: args.lines, uplift_bps: args.uplift, signed_on: args.signed, reason: args.reason, words: args.words };
    app.renew_contract(&call.actor(), &args.reference, term).await?;
    done(call, &args.reference, &format!("{} was renewed until {}.", args.reference, display_date(last_day_of_service(end_on))))
}

async fn amend(call: &Call, app: &App, args: AmendArgs) -> Result<ExitCode, Failure> {
    let amendment = Amendment {
        end_on: args.last_day,
        notice_days: args.notice_days.map(|notice| notice.0),
        auto_renew: args.auto_renew,
        uplift_cap_bps: args.cap.map(Some),
        uplift_bps: args.uplift,
        renewal_months: args.renewal_months,
        lines: args.lines,
    };
    app.amend_contract(&call.actor(), &args.reference, amendment).await?;
    done(call, &args.reference, &format!("{} was amended; its renewal followed.", args.reference))
}

#[derive(Serialize)]
struct Shown {
    reference: String,
    account: String,
    end_on: Option<Date>,
    last_day_of_service: Option<Date>,
    notice_on: Option<Date>,
    notice_assumed: bool,
    renews_by_itself: bool,
    up_for_renewal: Option<String>,
    renewal: Option<String>,
    group: Vec<String>,
    lines: Vec<ShownLine>,
}

#[derive(Serialize)]
struct ShownLine {
    reference: String,
    version: u32,
    product: String,
    business_unit: String,
    quantity: String,
    unit_price: String,
    period: String,
    start_on: Date,
    end_on: Date,
    origin: String,
    arr: String,
}

fn shown(view: &ContractView) -> Shown {
    let clock = view.clock.as_ref();
    let line = |item: &tenure_app::LineHistory| ShownLine {
        reference: item.line.reference.clone(),
        version: item.line.version,
        product: item.line.product.clone(),
        business_unit: item.line.business_unit.clone(),
        quantity: item.line.quantity.to_string(),
        unit_price: item.line.unit_price.to_string(),
        period: item.line.price_period.code().into(),
        start_on: item.line.start_on,
        end_on: item.line.end_on,
        origin: item.line.origin.code().into(),
        arr: item.arr.to_string(),
    };
    Shown {
        reference: view.contract.reference.clone(),
        account: view.account.reference.clone(),
        end_on: clock.map(|clock| clock.end_on),
        last_day_of_service: clock.map(|clock| last_day_of_service(clock.end_on)),
        notice_on: clock.map(|clock| clock.notice_on),
        notice_assumed: clock.is_some_and(|clock| clock.notice_assumed),
        renews_by_itself: clock.is_some_and(|clock| clock.renews_by_itself),
        up_for_renewal: clock.map(|clock| clock.atr.to_string()),
        renewal: view.running().and_then(|item| item.renewal.as_ref()).map(|(reference, _, _)| reference.clone()),
        group: view.group.iter().map(|member| member.reference.clone()).collect(),
        lines: view.lines.iter().map(line).collect(),
    }
}

async fn show(call: &Call, app: &App, reference: &str) -> Result<ExitCode, Failure> {
    let view = app.contract(&call.actor(), reference).await?;
    if call.json {
        json(&shown(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("Contract {} with {} ({}).", view.contract.reference, view.account.name, view.account.reference));
    if let Some(clock) = &view.clock {
        let assumed = if clock.notice_assumed { " (assumed: notice period unknown)" } else { "" };
        let end = display_date(last_day_of_service(clock.end_on));
        print(&match clock.renews_by_itself {
            true => format!(
                "Renews by itself after {end} unless notice comes by {}{assumed}; {} up for renewal.",
                display_date(clock.notice_on),
                clock.atr
            ),
            false => format!("Ends after {end} unless renewed; {} up for renewal.", clock.atr),
        });
    }
    for item in &view.terms {
        let renewal = item.renewal.as_ref().map_or_else(String::new, |(reference, _, state)| match state {
            State::Open => format!("; {reference} open"),
            State::Closed { outcome, .. } => format!("; {reference} {}", outcome.label().to_lowercase()),
        });
        print(&format!(
            "Term {}: {} to {}{renewal}",
            item.term.number,
            display_date(item.term.start_on),
            display_date(last_day_of_service(item.term.end_on))
        ));
    }
    let rows: Vec<Vec<String>> = view.lines.iter().map(row).collect();
    if !rows.is_empty() {
        let right = [false, false, false, true, true, false, true];
        print(&format!("\n{}", table(&["Line", "Product", "Unit", "Qty", "Price", "Last day", "ARR"], &right, &rows)));
    }
    Ok(ExitCode::SUCCESS)
}

fn row(item: &tenure_app::LineHistory) -> Vec<String> {
    let line = &item.line;
    vec![
        line.reference.clone(),
        line.product.clone(),
        line.business_unit.clone(),
        line.quantity.to_string(),
        format!("{} {}", line.unit_price.grouped(2), line.price_period.label()),
        display_date(last_day_of_service(line.end_on)),
        item.arr.to_string(),
    ]
}
