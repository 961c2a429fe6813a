//! `tenure policy`: check whether a text is readable, complete, and what it would do to the book as it is; compare, export and activate it.

use super::Call;
use super::word::done;
use crate::output::{FOUND, Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tenure_app::{Activation, App, PolicyCheck, PolicyItem, RuleUse};
use tenure_core::ownership::policy::{Policy, Rule};
use tenure_core::primitives::{Money, parse_date};
use tenure_web::api::body::{PolicyBody, PolicyCheckBody, PolicyPlanBody};

/// Work with ownership policies.
#[derive(Args)]
pub(crate) struct PolicyArgs {
    #[command(subcommand)]
    command: PolicyCommand,
}

#[derive(Subcommand)]
enum PolicyCommand {
    /// Check a policy file: read it, prove it complete, and try it on the open renewals; writes nothing
    ///
    /// Ends with 1 where a possible renewal has no rule.
    Check {
        /// The policy as TOML or DMN; docs/policy.md describes it
        file: PathBuf,
    },
    /// Compare a policy file with the policy in force: rules, and the renewals that would be decided differently; writes nothing
    Diff {
        /// The policy as TOML or DMN
        file: PathBuf,
    },
    /// Show what activating a policy file would do: who gains and loses what; writes nothing
    Plan {
        /// The policy as TOML or DMN
        file: PathBuf,
        #[command(flatten)]
        terms: Terms,
    },
    /// Activate a policy file as the next version; every open renewal is decided again in one step
    Activate {
        /// The policy as TOML or DMN
        file: PathBuf,
        #[command(flatten)]
        terms: Terms,
    },
    /// Print a version of the policy, the one in force where none is named
    Export {
        /// Number of the version
        #[arg(long)]
        version: Option<u32>,
        /// As DMN 1.5 XML instead of TOML
        #[arg(long)]
        dmn: bool,
    },
    /// List the versions and open drafts
    Versions,
    /// Begin a draft from a policy file, for a second person to read
    Draft {
        /// The policy as TOML or DMN; it need not be complete yet
        file: PathBuf,
        /// What it is for
        #[arg(long, default_value = "")]
        note: String,
    },
}

/// From when, and on whose word.
#[derive(Args)]
struct Terms {
    /// In force from this day; today where it is absent
    #[arg(long, value_name = "DAY", value_parser = parse_date)]
    from: Option<Date>,
    /// Looked at again on this day; six months later where it is absent, twelve at the latest
    #[arg(long, value_name = "DAY", value_parser = parse_date)]
    review_on: Option<Date>,
    /// Why
    #[arg(long, default_value = "")]
    reason: String,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: PolicyArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    match args.command {
        PolicyCommand::Check { file } => check(call, &app, &file).await,
        PolicyCommand::Diff { file } => diff(call, &app, &file).await,
        PolicyCommand::Plan { file, terms } => plan(call, &app, &activation(&app, &file, terms)?).await,
        PolicyCommand::Activate { file, terms } => {
            let activation = activation(&app, &file, terms)?;
            app.activate_policy(&call.actor(), &activation).await?;
            let versions = app.policy(&call.actor()).await?.versions;
            let title = versions.first().map_or_else(String::new, |item| {
                format!("{}, version {}, is in force from {} on", item.name, item.version, item.effective_on)
            });
            done(call, "policy", &format!("{title}; open renewals are decided by it."))
        }
        PolicyCommand::Export { version, dmn } => export(call, &app, version, dmn).await,
        PolicyCommand::Versions => versions(call, &app).await,
        PolicyCommand::Draft { file, note } => {
            let reference = app.begin_draft(&call.actor(), read(&app, &file)?, note).await?;
            done(call, &reference, &format!("{reference} was begun."))
        }
    }
}

fn read(app: &App, file: &Path) -> Result<String, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| Failure::refused(format!("{} cannot be read: {error}.", file.display())))?;
    Ok(app.policy_text(&text)?)
}

fn activation(app: &App, file: &Path, terms: Terms) -> Result<Activation, Failure> {
    let mut activation = Activation::of(&file.display().to_string(), &read(app, file)?, "");
    activation.effective_on = terms.from;
    activation.standing.review_on = terms.review_on;
    activation.standing.reason = terms.reason;
    Ok(activation)
}

async fn check(call: &Call, app: &App, file: &Path) -> Result<ExitCode, Failure> {
    let check = app.check_policy(&file.display().to_string(), &read(app, file)?).await?;
    let code = if check.complete { ExitCode::SUCCESS } else { ExitCode::from(FOUND) };
    if call.json {
        json(&PolicyCheckBody::from(&check))?;
        return Ok(code);
    }
    let use_of = |rule: &RuleUse| {
        let atr = Money::new(rule.atr_minor, check.reporting).to_string();
        vec![rule.rule.clone(), rule.renewals.to_string(), atr, word(rule)]
    };
    print(&table(&["Rule", "Open renewals", "ATR", ""], &[false, true, true, false], &check.rules.iter().map(use_of).collect::<Vec<_>>()));
    told(&check);
    let verdict = if check.complete { "is complete: every possible renewal has a rule" } else { "cannot be activated" };
    print(&format!(
        "{} {verdict} ({} steps; {} of {} open renewals decided differently from now).",
        check.name(),
        check.steps,
        check.effect.changed,
        check.effect.renewals
    ));
    Ok(code)
}

fn word(rule: &RuleUse) -> String {
    match (rule.unreachable, rule.redundant, rule.taken_by.is_empty()) {
        (true, _, true) => "never: no renewal fits its conditions".into(),
        (true, _, false) => format!("never: taken by {}", rule.taken_by.join(", ")),
        (false, true, _) => "changes nothing".into(),
        (false, false, _) => String::new(),
    }
}

fn told(check: &PolicyCheck) {
    for (index, gap) in check.gaps.iter().enumerate() {
        print(&format!("No rule for: {}", gap.words));
        for repair in check.repairs.iter().filter(|repair| repair.gap == Some(index)) {
            print(&format!("  would close it: {}", repair.title));
        }
    }
    if check.more_gaps {
        print("There are more gaps.");
    }
    for overlap in &check.overlaps {
        print(&format!("Both {} and {} fit: {}", overlap.earlier, overlap.later, overlap.words));
    }
    for (input, rules) in &check.unknown {
        print(&format!("{input} not known or not judged goes to: {}", rules.join(", ")));
    }
    for role in &check.roles_without_holder {
        print(&format!("Nobody active is {}; the fallback would hold for that role.", role.label()));
    }
}

async fn diff(call: &Call, app: &App, file: &Path) -> Result<ExitCode, Failure> {
    let shown = file.display().to_string();
    let text = read(app, file)?;
    let check = app.check_policy(&shown, &text).await?;
    if call.json {
        json(&PolicyCheckBody::from(&check))?;
        return Ok(ExitCode::SUCCESS);
    }
    let before = match app.policy(&call.actor()).await?.active {
        Some(active) => app.read_policy("the policy in force", &active.text).await?.rules,
        None => Vec::new(),
    };
    let differences = differences(&before, &check.policy);
    differences.iter().for_each(|line| print(line));
    if differences.is_empty() {
        print("The rules are the same.");
    }
    let decided = check.effect.told.iter().map(|decision| {
        let rule = |id: &Option<String>| id.clone().unwrap_or_else(|| "no rule".into());
        vec![decision.renewal.clone(), decision.account.clone(), rule(&decision.before), rule(&decision.after)]
    });
    print(&table(&["Renewal", "Account", "Rule now", "Rule then"], &[false; 4], &decided.collect::<Vec<_>>()));
    print(&format!("{} of {} open renewals are decided differently.", check.effect.changed, check.effect.renewals));
    Ok(ExitCode::SUCCESS)
}

/// Rules that are new, gone, changed, or in another place.
fn differences(before: &[Rule], after: &Policy) -> Vec<String> {
    let known: BTreeMap<&str, (usize, &Rule)> = before.iter().enumerate().map(|(place, rule)| (rule.id.as_str(), (place, rule))).collect();
    let told = after.rules.iter().enumerate().filter_map(|(place, rule)| match known.get(rule.id.as_str()) {
        None => Some(format!("+ {}", rule.id)),
        Some((_, old)) if (&old.when, &old.then) != (&rule.when, &rule.then) => Some(format!("~ {}", rule.id)),
        Some((was, _)) if *was != place => Some(format!("> {} moves from place {} to {}", rule.id, was + 1, place + 1)),
        Some(_) => None,
    });
    let gone = before.iter().filter(|old| !after.rules.iter().any(|rule| rule.id == old.id)).map(|old| format!("- {}", old.id));
    told.chain(gone).collect()
}

async fn plan(call: &Call, app: &App, activation: &Activation) -> Result<ExitCode, Failure> {
    let plan = app.plan_policy(&call.actor(), activation).await?;
    if call.json {
        json(&PolicyPlanBody::from(&plan))?;
        return Ok(ExitCode::SUCCESS);
    }
    let people = plan.people.iter().map(|person| vec![person.name.clone(), person.gains.to_string(), person.loses.to_string()]);
    print(&table(&["Who", "Gains", "Loses"], &[false, true, true], &people.collect::<Vec<_>>()));
    print(&format!(
        "{} from {}: {} responsibilities on {} renewals would go to somebody else; {} of {} open renewals decided anew. Nothing was written.",
        plan.title, plan.effective_on, plan.handovers, plan.renewals_changing_hands, plan.redecided, plan.renewals
    ));
    Ok(ExitCode::SUCCESS)
}

async fn export(call: &Call, app: &App, version: Option<u32>, dmn: bool) -> Result<ExitCode, Failure> {
    let view = app.policy(&call.actor()).await?;
    let found: Option<&PolicyItem> = match version {
        None => view.active.as_ref(),
        Some(number) => view.versions.iter().find(|item| item.version == number),
    };
    let item = found.ok_or_else(|| Failure::refused("There is no such version of the policy.".into()))?;
    let text = if dmn { app.policy_as_dmn("the policy", &item.text).await? } else { item.text.clone() };
    print(text.trim_end());
    Ok(ExitCode::SUCCESS)
}

async fn versions(call: &Call, app: &App) -> Result<ExitCode, Failure> {
    let view = app.policy(&call.actor()).await?;
    if call.json {
        json(&PolicyBody::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows = view.versions.iter().map(|item| {
        let standing = &item.standing;
        let review = standing.review_on.map_or_else(String::new, |day| day.to_string());
        vec![
            item.version.to_string(),
            item.name.clone(),
            item.effective_on.to_string(),
            standing.author.clone(),
            standing.approved_by.clone().unwrap_or_default(),
            review,
        ]
    });
    print(&table(
        &["Version", "Name", "In force from", "Activated by", "Read by", "Review on"],
        &[true, false, false, false, false, false],
        &rows.collect::<Vec<_>>(),
    ));
    for draft in &view.drafts {
        print(&format!("Draft {} by {}: {}", draft.reference(), draft.draft.author, draft.draft.note));
    }
    Ok(ExitCode::SUCCESS)
}
