//! `tenure contract`: sign, renew, amend, notice, cancel, co-term, move, show.

use super::Call;
use super::contract_show::show;
use super::line::line;
use super::word::{after_last_day, day, done, per_cent, word, yes_no};
use crate::output::Failure;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{Amendment, App, NewContract, NewLine, NewTerm};
use tenure_core::commands::Indexation;
use tenure_core::contract::ContractKind;
use tenure_core::primitives::{Currency, add_months, display_date, last_day_of_service, parse_currency};
use tenure_core::renewal::OutcomeReason;

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
    /// Raise the prices of the running term as a published index says, between a floor and a cap
    Index {
        /// Contract number
        reference: String,
        /// Name and month of the index
        #[arg(long, value_name = "NAME")]
        index: String,
        /// How much the index rose, per cent; 0 where it fell
        #[arg(long, value_name = "PERCENT", value_parser = per_cent)]
        change: u32,
        /// The least that prices rise, per cent
        #[arg(long, value_name = "PERCENT", value_parser = per_cent, default_value = "0")]
        floor: u32,
        /// The most that prices rise, per cent; the contract's cap where it is left out
        #[arg(long, value_name = "PERCENT", value_parser = per_cent)]
        cap: Option<u32>,
        /// First day of the new prices
        #[arg(long, value_name = "DAY", value_parser = day)]
        from: Date,
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
        ContractCommand::Index { reference, index, change, floor, cap, from } => {
            let change = i32::try_from(change).unwrap_or(i32::MAX);
            let indexation = Indexation { index, index_bps: change, floor_bps: floor, cap_bps: cap, from_on: from };
            app.index_contract(&actor, &reference, indexation).await?;
            done(call, &reference, &format!("Prices of {reference} follow the index from {}.", display_date(from)))
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
