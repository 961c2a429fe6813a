//! `tenure proposal`: what is offered for the next term of a contract, and what each role may give away alone.

use super::Call;
use super::word::{day, done, per_cent, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{Acceptance, AppError, LimitsView, NewOption, NewProposal, OptionView, ProposalView, ProposalsView};
use tenure_core::identity::Role;
use tenure_core::primitives::{Money, display_date, last_day_of_service, parse_minor};
use tenure_core::proposal::{Authority, Trade};
use tenure_core::refusal::Refusal;
use tenure_core::renewal::OutcomeReason;
use tenure_web::api::body::{DiscountLimitsBody, ProposalDetailBody, ProposalList};

/// Proposals.
#[derive(Args)]
pub(crate) struct ProposalArgs {
    #[command(subcommand)]
    command: ProposalCommand,
}

#[derive(Subcommand)]
enum ProposalCommand {
    /// List the versions of a renewal's proposal, the last first
    List {
        /// Such as R-1042
        renewal: String,
    },
    /// Show one version against the contract
    Show(Which),
    /// Make a version; an open one before it is replaced
    Make(MakeArgs),
    /// Make a new version of the last one on the contract as it is now
    Refresh {
        /// Such as R-1042
        renewal: String,
    },
    /// Ask a person for approval
    Ask {
        #[command(flatten)]
        which: Which,
        /// Reference or e-mail of who approves
        #[arg(long, value_name = "PERSON")]
        approver: String,
        /// What to know
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Approve, on the word of the person who was asked
    Approve {
        #[command(flatten)]
        which: Which,
        /// A remark
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Refuse approval, on the word of the person who was asked
    Refuse(Why),
    /// Mark as sent
    Send {
        #[command(flatten)]
        which: Which,
        /// Name or e-mail of the person at the customer
        #[arg(long, value_name = "WHOM")]
        to: String,
        /// A remark
        #[arg(long, default_value = "")]
        note: String,
    },
    /// The customer accepts an option: the next term is signed and the renewal decided
    Accept(AcceptArgs),
    /// The customer declines
    Decline(Why),
    /// Take one back
    Withdraw(Why),
    /// What each role may give away in price alone
    Limits,
    /// Set what a role may give away in price alone, from a day on
    Limit(LimitArgs),
}

#[derive(Args)]
struct Which {
    /// Such as R-1042
    renewal: String,
    /// The version, such as 2
    version: u32,
}

#[derive(Args)]
struct Why {
    #[command(flatten)]
    which: Which,
    /// Why
    #[arg(long)]
    reason: String,
}

#[derive(Args)]
struct MakeArgs {
    /// Such as R-1042
    renewal: String,
    /// An option on the lines of the contract, once for each: "NAME; months=24; uplift=3; discount=5; longer_term=5% off > two years"
    #[arg(long = "option", value_name = "OPTION", required = true, value_parser = option)]
    options: Vec<NewOption>,
    /// Reference or e-mail of whose offer it is; the commercial holder where it is left out
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// A note for us alone
    #[arg(long, default_value = "")]
    note: String,
}

#[derive(Args)]
struct AcceptArgs {
    #[command(flatten)]
    which: Which,
    /// The number of the option
    #[arg(long)]
    option: u32,
    /// The day of the signature; today where it is left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    signed_on: Option<Date>,
    /// Why they stay
    #[arg(long, value_parser = word::<OutcomeReason>)]
    reason: Option<OutcomeReason>,
    /// Why, in the customer's own words
    #[arg(long, default_value = "")]
    words: String,
}

#[derive(Args)]
struct LimitArgs {
    /// The role
    #[arg(value_parser = word::<Role>)]
    role: Role,
    /// Largest discount on any line, in per cent
    #[arg(long, value_name = "PERCENT", value_parser = per_cent)]
    share: u32,
    /// Largest discount of an option for a year, in the reporting currency; no limit where it is left out
    #[arg(long)]
    amount: Option<String>,
    /// First day; today where it is left out
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
}

/// Reads an option: its name, then what it changes, between semicolons.
fn option(text: &str) -> Result<NewOption, String> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_string();
    let mut option = NewOption {
        name,
        months: 12,
        lines: Vec::new(),
        uplift_bps: 0,
        discount_bps: None,
        trades: Vec::new(),
        over_cap_reason: String::new(),
    };
    for part in parts.filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=').ok_or_else(|| format!("{part:?} is not a name and a value with = between"))?;
        match (key.trim(), value.trim()) {
            ("months", value) => option.months = value.parse().map_err(|_| format!("{value:?} is not a number of months"))?,
            ("uplift", value) => option.uplift_bps = per_cent(value)?,
            ("discount", value) => option.discount_bps = Some(per_cent(value)?),
            ("over_cap", value) => option.over_cap_reason = value.into(),
            (lever, value) => {
                let (give, get) = value.split_once('>').ok_or_else(|| format!("{value:?} does not say what is given > what is got"))?;
                let lever = lever.parse().map_err(|problem| format!("{lever:?} {problem}"))?;
                option.trades.push(Trade { lever, give: give.trim().into(), get: get.trim().into() });
            }
        }
    }
    Ok(option)
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: ProposalArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let actor = call.actor();
    let of = |which: &Which| format!("Proposal {} of {}", which.version, which.renewal);
    let (reference, told) = match args.command {
        ProposalCommand::List { renewal } => return list(call, &app.proposals(&actor, &renewal).await?),
        ProposalCommand::Show(which) => return show(call, &app.proposal(&actor, (&which.renewal, which.version)).await?),
        ProposalCommand::Limits => return limits(call, &app.discount_limits().await?),
        ProposalCommand::Limit(args) => return limit(call, args).await,
        ProposalCommand::Make(args) => {
            let new = NewProposal { made_by: args.by, note: args.note, options: args.options };
            (app.make_proposal(&actor, &args.renewal, new).await?, format!("{} has a new version of its proposal.", args.renewal))
        }
        ProposalCommand::Refresh { renewal } => {
            (app.refresh_proposal(&actor, &renewal).await?, format!("The proposal of {renewal} was refreshed from the contract."))
        }
        ProposalCommand::Ask { which, approver, note } => {
            let subject = app.ask_approval(&actor, (&which.renewal, which.version), (&approver, &note)).await?;
            (subject, format!("{} waits for approval.", of(&which)))
        }
        ProposalCommand::Approve { which, note } => {
            (app.approve_proposal(&actor, (&which.renewal, which.version), &note).await?, format!("{} was approved.", of(&which)))
        }
        ProposalCommand::Refuse(Why { which, reason }) => {
            (app.refuse_proposal(&actor, (&which.renewal, which.version), &reason).await?, format!("{} was not approved.", of(&which)))
        }
        ProposalCommand::Send { which, to, note } => {
            (app.send_proposal(&actor, (&which.renewal, which.version), (&to, &note)).await?, format!("{} is marked as sent.", of(&which)))
        }
        ProposalCommand::Accept(args) => {
            let accepted = Acceptance { option: args.option, signed_on: args.signed_on, reason: args.reason, words: args.words };
            let subject = app.accept_proposal(&actor, (&args.which.renewal, args.which.version), accepted).await?;
            (subject, format!("{} was accepted: the next term is signed.", of(&args.which)))
        }
        ProposalCommand::Decline(Why { which, reason }) => {
            (app.decline_proposal(&actor, (&which.renewal, which.version), &reason).await?, format!("{} was declined.", of(&which)))
        }
        ProposalCommand::Withdraw(Why { which, reason }) => {
            (app.withdraw_proposal(&actor, (&which.renewal, which.version), &reason).await?, format!("{} was withdrawn.", of(&which)))
        }
    };
    done(call, &reference, &told)
}

fn list(call: &Call, view: &ProposalsView) -> Result<ExitCode, Failure> {
    if call.json {
        json(&ProposalList::from(view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let row = |item: &tenure_app::ProposalItem| {
        let state = item.state.label().to_string();
        vec![item.version.to_string(), state, item.options.join("; "), item.maker.name.clone(), item.made_on.to_string()]
    };
    let rows: Vec<Vec<String>> = view.versions.iter().map(row).collect();
    print(&table(&["Version", "Stands", "Options", "Made by", "On"], &[true, false, false, false, false], &rows));
    Ok(ExitCode::SUCCESS)
}

fn show(call: &Call, view: &ProposalView) -> Result<ExitCode, Failure> {
    if call.json {
        json(&ProposalDetailBody::from(view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let of = &view.of;
    print(&format!("Proposal {} for {}, {}: {}", view.proposal.version, of.account.name, of.renewal, view.state.label()));
    for change in &view.changes {
        print(&format!("Stale: {}: {:?} is now {:?}", change.what, change.was, change.is));
    }
    for option in &view.options {
        show_option(view, option);
    }
    for step in &view.proposal.steps {
        print(&format!("{}  {}: {} {}", step.on, step.by, step.kind.label(), step.note));
    }
    Ok(ExitCode::SUCCESS)
}

fn show_option(view: &ProposalView, option: &OptionView) {
    let money = |minor: i64| Money::new(minor, view.of.currency).to_string();
    let figures = &option.figures;
    print(&format!("{}. {}, until {}", option.option.number, option.option.name, display_date(last_day_of_service(option.option.end_on))));
    print(&format!("   ARR {} now, {} proposed; total {}", money(figures.arr_now), money(figures.arr_first), money(figures.tcv)));
    for trade in &option.option.trades {
        print(&format!("   {}: we give {}, we get {}", trade.lever.label(), trade.give, trade.get));
    }
    for delta in &option.deltas {
        print(&format!("   {}: {}", delta.class.label(), money(delta.amount_minor)));
    }
    let rows: Vec<Vec<String>> = option.rows.iter().map(|row| compared(row, &money)).collect();
    print(&table(&["Line", "ARR now", "ARR proposed", "Price, bps"], &[false, true, true, true], &rows));
}

fn compared(row: &tenure_app::LineCompared, money: &dyn Fn(i64) -> String) -> Vec<String> {
    let name = row.is.as_ref().or(row.was.as_ref()).map(|line| format!("{}, {}", line.product, line.business_unit)).unwrap_or_default();
    let change = row.price_change_bps.map(|change| change.to_string()).unwrap_or_default();
    vec![name, money(row.arr_was), money(row.arr_is), if row.over_cap { format!("{change}, above the cap") } else { change }]
}

fn limits(call: &Call, view: &LimitsView) -> Result<ExitCode, Failure> {
    if call.json {
        json(&DiscountLimitsBody::from(view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let row = |item: &tenure_app::LimitItem| {
        let share = format!("{}.{:02}%", item.authority.share_bps / 100, item.authority.share_bps % 100);
        let amount = item.authority.amount_minor.map_or_else(|| "no limit".into(), |minor| Money::new(minor, view.currency).to_string());
        let said = item.said.as_ref().map_or_else(|| "as shipped".into(), |(by, from_on)| format!("{by}, from {from_on}"));
        vec![item.role.label().to_string(), share, amount, said]
    };
    let rows: Vec<Vec<String>> = view.limits.iter().map(row).collect();
    print(&table(&["Role", "On any line", "A year", "Said by"], &[false, true, true, false], &rows));
    Ok(ExitCode::SUCCESS)
}

async fn limit(call: &Call, args: LimitArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let currency = app.discount_limits().await?.currency;
    let read = |text: String| {
        parse_minor(&text.replace(',', ""), currency).map_err(|problem| {
            AppError::from(Refusal { column: Some("amount".into()), value: Some(text.clone()), problem, ..Refusal::default() })
        })
    };
    let amount_minor = args.amount.map(read).transpose()?;
    let authority = Authority { share_bps: args.share, amount_minor };
    let subject = app.set_discount_limit(&call.actor(), args.role, (authority, args.from)).await?;
    done(call, &subject, &format!("The limit of {} is set.", args.role.label()))
}
