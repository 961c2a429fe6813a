//! The command line: one file per command, listed once here.

mod account;
mod account_arr;
mod activity;
mod advise;
mod backup;
mod care;
mod channel;
mod check;
mod comment;
mod commitment;
mod contract;
mod contract_show;
mod csql;
mod demo;
mod document;
mod explain;
mod export;
mod field;
mod findings;
mod forecast;
mod handoff;
mod handoff_clocks;
mod handoffs;
mod holiday;
mod import;
mod import_archive;
mod jobs;
mod ledger;
mod ledger_rules;
mod line;
mod mappings;
mod metrics;
mod money;
mod months;
mod move_to;
mod notices;
mod objection;
mod organisation;
mod outcomes;
mod outside;
mod person;
mod playbook;
mod policy;
mod product;
mod proposal;
mod rate;
mod renewal;
mod renewals;
mod report;
mod restatement;
mod restore;
mod retention;
mod reviews;
mod serve;
mod sim;
mod stakeholder;
mod task;
mod today;
mod user;
mod value;
mod word;
mod workload;

use crate::config::DataArgs;
use crate::output::Failure;
use clap::{Parser, Subcommand};
use std::process::ExitCode;
use tenure_app::Actor;

/// Who owns every renewal and every expansion.
///
/// The data directory holds everything; name it with --data or TENURE_DATA. Every command that prints also prints --json.
/// Exit codes: 0 done, 1 a check found something, 2 the call or its input was refused, 3 the machine or the database failed.
#[derive(Parser)]
#[command(name = "tenure", version, max_term_width = 110, subcommand_required = true, arg_required_else_help = true)]
#[command(
    after_help = "Begin with the sample company:\n  tenure demo\n\nOr with your own book:\n  tenure import my-book/    (docs/book-format.md describes the folder)\n  tenure user add --email you@company.example --administrator\n  tenure serve"
)]
pub(crate) struct Cli {
    #[command(flatten)]
    data: DataArgs,
    /// Print JSON, the same as the API sends
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Load the sample company and serve it
    Demo(demo::DemoArgs),
    /// Serve the web application and the API
    Serve(serve::ServeArgs),
    /// Import a book, exports of another system by a mapping, or an archive
    Import(import::ImportArgs),
    /// List the shipped mappings
    Mappings,
    /// Export the whole book, or with --archive all data with its history, into a new folder
    Export(export::ExportArgs),
    /// Back up the instance into one file, while others work
    Backup(backup::BackupArgs),
    /// List the backups of the data directory
    Backups(backup::BackupsArgs),
    /// Restore a backup into an empty instance, or in place of one
    Restore(restore::RestoreArgs),
    /// Copy the instance into an empty database of the other engine
    Move(move_to::MoveArgs),
    /// Show what one person must do today
    Today(today::TodayArgs),
    /// Show the weekly forecast, say what renewals will bring, submit
    Forecast(forecast::ForecastArgs),
    /// Show which customers had their business review in time, and who is due
    Reviews(reviews::ReviewsArgs),
    /// Complete a step of a renewal, put it off, give it to somebody
    Task(task::TaskArgs),
    /// List renewals by term end
    Renewals(renewals::RenewalsArgs),
    /// Close a renewal as lost, reopen it, reassign it
    Renewal(renewal::RenewalArgs),
    /// Show who carries how much, and whether every responsibility has an active holder
    Workload(workload::WorkloadArgs),
    /// List handoffs, with how well the company hands over
    Handoffs(handoffs::HandoffsArgs),
    /// Record the joint meeting of a handoff, accept, decline or waive it
    Handoff(handoff::HandoffArgs),
    /// Show and set what the organisation says of itself: name, stage, fiscal year
    Organisation(organisation::OrganisationArgs),
    /// Show and set how long handoffs may take
    HandoffClocks(handoff_clocks::HandoffClocksArgs),
    /// Show and set what customers of each tier are owed
    Care(care::CareArgs),
    /// Raise CSQLs, answer and close them, list and show them
    Csql(csql::CsqlArgs),
    /// Make proposals, have them approved, send, settle and show them; set what each role may give away alone
    Proposal(proposal::ProposalArgs),
    /// Show how renewals ended and what they teach; write down what one teaches
    Outcomes(outcomes::OutcomesArgs),
    /// Add, edit, judge, merge and show accounts
    Account(account::AccountArgs),
    /// Sign, renew, amend, end and show contracts
    Contract(contract::ContractArgs),
    /// Add and move people, write down absences, plan and record leaving
    Person(person::PersonArgs),
    /// Write down who is who at a customer
    Stakeholder(stakeholder::StakeholderArgs),
    /// Log contacts with customers
    Activity(activity::ActivityArgs),
    /// Write down what customers got, measure and confirm it, list it
    Value(value::ValueArgs),
    /// Write down what customers object to, answer it, list it
    Objection(objection::ObjectionArgs),
    /// Write down what we promised customers and how it ended, list it
    Commitment(commitment::CommitmentArgs),
    /// Comment on customers and their renewals, and mention people
    Comment(comment::CommentArgs),
    /// Link documents of customers that lie elsewhere
    Document(document::DocumentArgs),
    /// List, set and remove products
    Product(product::ProductArgs),
    /// List, set and remove fields of accounts of your own
    Field(field::FieldArgs),
    /// List, set and remove holidays
    Holiday(holiday::HolidayArgs),
    /// List, set and remove plan rates and rates of single days
    Rate(rate::RateArgs),
    /// Show every figure about money with its definition, or one with its customers
    Metrics(metrics::MetricsArgs),
    /// Show the ledger of recurring revenue
    Ledger(ledger::LedgerArgs),
    /// Show and set the rules that figures about money are read under
    LedgerRules(ledger_rules::LedgerRulesArgs),
    /// Seal reports, list them, show one
    Report(report::ReportArgs),
    /// Show retention, the way from opening to closing ARR, and cohorts
    Retention(retention::RetentionArgs),
    /// Show ARR month by month: what came, what went, retention of the twelve months before
    Months(months::MonthsArgs),
    /// Show what was reported then beside what is known now
    Restatement(restatement::RestatementArgs),
    /// Explain who owns a renewal, and why
    Explain(explain::ExplainArgs),
    /// Recommend an ownership model, with reasons, and answer what it asks
    Advise(advise::AdviseArgs),
    /// Show playbooks, try a text of one on the open renewals, publish it
    Playbook(playbook::PlaybookArgs),
    /// Check and activate an ownership policy
    Policy(policy::PolicyArgs),
    /// Prove the invariants on the whole database
    Check,
    /// List the mistakes that the facts show
    Findings(findings::FindingsArgs),
    /// Make a simulated book of any size, or play a named scenario
    Sim(sim::SimArgs),
    /// Show what a person was told
    Notices(notices::NoticesArgs),
    /// List jobs, do those that are due, retry one that failed
    Jobs(jobs::JobsArgs),
    /// List, add and remove chat channels that hear of notices
    Channel(channel::ChannelArgs),
    /// Add people who may sign in
    User(user::UserArgs),
}

/// What every command gets.
pub(crate) struct Call {
    pub(crate) data: DataArgs,
    pub(crate) json: bool,
}

impl Call {
    /// Whoever runs the program.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Operator("command line".into())
    }
}

/// Runs a command.
pub(crate) async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let call = Call { data: cli.data, json: cli.json };
    match cli.command {
        Command::Demo(args) => demo::run(&call, args).await,
        Command::Serve(args) => serve::run(&call, args).await,
        Command::Import(args) => import::run(&call, args).await,
        Command::Mappings => mappings::run(&call),
        Command::Export(args) => export::run(&call, args).await,
        Command::Backup(args) => backup::run(&call, args).await,
        Command::Backups(args) => backup::list(&call, &args),
        Command::Restore(args) => restore::run(&call, args).await,
        Command::Move(args) => move_to::run(&call, args).await,
        Command::Today(args) => today::run(&call, args).await,
        Command::Forecast(args) => forecast::run(&call, args).await,
        Command::Reviews(args) => reviews::run(&call, args).await,
        Command::Task(args) => task::run(&call, args).await,
        Command::Renewals(args) => renewals::run(&call, args).await,
        Command::Renewal(args) => renewal::run(&call, args).await,
        Command::Workload(args) => workload::run(&call, args).await,
        Command::Handoffs(args) => handoffs::run(&call, args).await,
        Command::Handoff(args) => handoff::run(&call, args).await,
        Command::HandoffClocks(args) => handoff_clocks::run(&call, args).await,
        Command::Care(args) => care::run(&call, args).await,
        Command::Csql(args) => csql::run(&call, args).await,
        Command::Organisation(args) => organisation::run(&call, args).await,
        Command::Outcomes(args) => outcomes::run(&call, args).await,
        Command::Proposal(args) => proposal::run(&call, args).await,
        Command::Account(args) => account::run(&call, args).await,
        Command::Contract(args) => contract::run(&call, args).await,
        Command::Person(args) => person::run(&call, args).await,
        Command::Stakeholder(args) => stakeholder::run(&call, args).await,
        Command::Activity(args) => activity::run(&call, args).await,
        Command::Objection(args) => objection::run(&call, args).await,
        Command::Commitment(args) => commitment::run(&call, args).await,
        Command::Value(args) => value::run(&call, args).await,
        Command::Comment(args) => comment::run(&call, args).await,
        Command::Document(args) => document::run(&call, args).await,
        Command::Product(args) => product::run(&call, args).await,
        Command::Field(args) => field::run(&call, args).await,
        Command::Holiday(args) => holiday::run(&call, args).await,
        Command::Rate(args) => rate::run(&call, args).await,
        Command::Metrics(args) => metrics::run(&call, args).await,
        Command::Ledger(args) => ledger::run(&call, args).await,
        Command::LedgerRules(args) => ledger_rules::run(&call, args).await,
        Command::Report(args) => report::run(&call, args).await,
        Command::Retention(args) => retention::run(&call, args).await,
        Command::Months(args) => months::run(&call, args).await,
        Command::Restatement(args) => restatement::run(&call, args).await,
        Command::Explain(args) => explain::run(&call, args).await,
        Command::Advise(args) => advise::run(&call, args).await,
        Command::Playbook(args) => playbook::run(&call, args).await,
        Command::Policy(args) => policy::run(&call, args).await,
        Command::Check => check::run(&call).await,
        Command::Findings(args) => findings::run(&call, args).await,
        Command::Sim(args) => sim::run(&call, args).await,
        Command::Notices(args) => notices::run(&call, args).await,
        Command::Jobs(args) => jobs::run(&call, args).await,
        Command::Channel(args) => channel::run(&call, args).await,
        Command::User(args) => user::run(&call, args).await,
    }
}
