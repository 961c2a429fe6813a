//! `tenure outcomes`: how renewals ended in a window and what they teach.

use super::Call;
use super::money::FileArgs;
use super::word::{day, done, word};
use crate::output::{Failure, json, print, table};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{Counted, NewReview, OutcomeItem, OutcomeQuery};
use tenure_core::deal::{Ending, Quadrant};
use tenure_core::renewal::{OutcomeReason, Strength, Theme};
use tenure_web::api::body::OutcomeList;

/// Outcomes.
#[derive(Args)]
pub(crate) struct OutcomesArgs {
    #[command(subcommand)]
    command: OutcomesCommand,
}

#[derive(Subcommand)]
enum OutcomesCommand {
    /// Count outcomes by case, reason, theme and segment, and list them
    List(ListArgs),
    /// Write down what a decided renewal teaches
    Learn(LearnArgs),
}

#[derive(Args)]
struct ListArgs {
    /// Months back from today
    #[arg(long, default_value_t = 12)]
    months: u16,
    /// strong_renewed, strong_lost, fragile, weak_lost or cannot_tell
    #[arg(long, value_parser = word::<Quadrant>)]
    case: Option<Quadrant>,
    /// renewed_up, renewed_flat, renewed_down, early, late, by_itself, co_termed, new_product, new_account, churned or cancelled
    #[arg(long, value_parser = word::<Ending>)]
    ending: Option<Ending>,
    /// A reason
    #[arg(long, value_parser = word::<OutcomeReason>)]
    reason: Option<OutcomeReason>,
    /// A theme, such as "product: reporting"
    #[arg(long, value_parser = word::<Theme>)]
    theme: Option<Theme>,
    /// A segment
    #[arg(long)]
    segment: Option<String>,
    #[command(flatten)]
    file: FileArgs,
}

#[derive(Args)]
struct LearnArgs {
    /// Such as R-1042
    renewal: String,
    #[command(flatten)]
    learnt: Learnt,
}

/// What a renewal teaches.
#[derive(Args)]
pub(super) struct Learnt {
    /// A theme, such as "product: reporting"; once for each
    #[arg(long = "theme", value_parser = word::<Theme>)]
    themes: Vec<Theme>,
    /// What to do otherwise next time
    #[arg(long, default_value = "")]
    lessons: String,
    /// strong, weak or unknown: how firmly the customer is held, as a person judges
    #[arg(long, value_parser = word::<Strength>)]
    strength: Option<Strength>,
    /// The plan into the next term
    #[arg(long, requires = "plan_owner", requires = "plan_due")]
    plan: Option<String>,
    /// Reference or e-mail of who carries the plan
    #[arg(long, value_name = "PERSON", requires = "plan")]
    plan_owner: Option<String>,
    /// By when
    #[arg(long, value_name = "DAY", value_parser = day, requires = "plan")]
    plan_due: Option<Date>,
}

impl Learnt {
    /// What was said; `None` where nothing was.
    pub(super) fn review(self) -> Option<NewReview> {
        let plan = self.plan.zip(self.plan_owner).zip(self.plan_due).map(|((text, owner), due_on)| (text, owner, due_on));
        let said = !self.themes.is_empty() || !self.lessons.is_empty() || self.strength.is_some() || plan.is_some();
        said.then(|| NewReview { themes: self.themes.into_iter().collect(), lessons: self.lessons, strength: self.strength, plan })
    }
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: OutcomesArgs) -> Result<ExitCode, Failure> {
    match args.command {
        OutcomesCommand::List(args) => list(call, args).await,
        OutcomesCommand::Learn(args) => learn(call, args).await,
    }
}

async fn learn(call: &Call, args: LearnArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let new = args.learnt.review().unwrap_or_default();
    let reference = app.review_outcome(&call.actor(), &args.renewal, new).await?;
    done(call, &reference, &format!("What {reference} teaches is written down."))
}

async fn list(call: &Call, args: ListArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let query = OutcomeQuery {
        months: Some(args.months),
        quadrant: args.case,
        ending: args.ending,
        reason: args.reason,
        theme: args.theme,
        segment: args.segment,
    };
    let view = app.outcomes(&query).await?;
    if args.file.format().is_some() {
        return args.file.write(call, view.table()).await;
    }
    if call.json {
        json(&OutcomeList::from(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    let counts = |title: &str, counted: &[Counted]| {
        let rows: Vec<Vec<String>> =
            counted.iter().map(|item| vec![item.label.clone(), item.count.to_string(), item.atr.to_string()]).collect();
        print(&table(&[title, "Renewals", "Was up"], &[false, true, true], &rows));
    };
    counts("Case", &view.quadrants);
    counts("What they were", &view.endings);
    counts("Reason", &view.reasons);
    counts("Theme", &view.themes);
    counts("Segment", &view.segments);
    let row = |item: &OutcomeItem| {
        let reason = item.reason.map(|reason| reason.label().to_string()).unwrap_or_default();
        let outcome = item.told.endings.iter().map(|(word, _)| word.label()).collect::<Vec<_>>().join(", ");
        let (outcome, case) = (outcome, item.judged.quadrant.label().to_string());
        vec![item.renewal.clone(), item.account.name.clone(), item.closed_on.to_string(), outcome, case, reason, item.atr.to_string()]
    };
    let rows: Vec<Vec<String>> = view.items.iter().map(row).collect();
    let right = [false, false, false, false, false, false, true];
    print(&table(&["Renewal", "Account", "On", "Outcome", "Case", "Reason", "Was up"], &right, &rows));
    Ok(ExitCode::SUCCESS)
}
