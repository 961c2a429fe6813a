//! `tenure today`: what one person must do.

use super::Call;
use super::word::word;
use crate::output::{Failure, json, print, table};
use clap::Args;
use std::process::ExitCode;
use tenure_app::{Grouping, TaskItem, grouped};
use tenure_core::primitives::{display_date_long, weekday_date};
use tenure_web::api::body::TodayBody;

/// Show what one person must do today, most urgent first.
#[derive(Args)]
pub(crate) struct TodayArgs {
    /// Whose queue: a teammate's reference or e-mail
    #[arg(long = "as", value_name = "PERSON")]
    person: String,
    /// What stands together: urgency, account, day, step
    #[arg(long, value_name = "WORD", default_value = "urgency", value_parser = word::<Grouping>)]
    group: Grouping,
    /// The steps of the people who report to the person, instead of the person's own
    #[arg(long)]
    team: bool,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: TodayArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let mut view = app.today_of(&args.person).await?;
    if args.team {
        view.buckets = app.queue_of_team(&args.person).await?;
        view.escalated.clear();
    }
    if call.json {
        json(&TodayBody::from(&view).in_groups(&view, args.group))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{}, {}", view.person.name, display_date_long(view.today)));
    print(&format!("{} open renewals, {} up for renewal.", view.open_renewals, view.atr_total));
    if view.buckets.is_empty() {
        print("\nNothing is due in the next 30 days.");
    }
    for group in grouped(&view.buckets, args.group, view.atr_total.currency) {
        print(&format!("\n{} ({}), {}", group.title, group.tasks.len(), group.atr));
        print(&tasks(&group.tasks));
    }
    if !view.escalated.is_empty() {
        print(&format!("\nOverdue with people who report to {} ({})", view.person.name, view.escalated.len()));
        print(&tasks(&view.escalated));
    }
    Ok(ExitCode::SUCCESS)
}

fn tasks(tasks: &[TaskItem]) -> String {
    let row = |task: &TaskItem| {
        vec![
            weekday_date(task.due_on),
            task.title.clone(),
            task.renewal.clone(),
            task.account.clone(),
            task.t_minus.clone(),
            task.atr.to_string(),
            task.risk.label().to_string(),
            task.holder.name.clone(),
        ]
    };
    let rows: Vec<Vec<String>> = tasks.iter().map(row).collect();
    let right = [false, false, false, false, true, true, false, false];
    table(&["Due", "Step", "Renewal", "Account", "Term end", "ATR", "Risk", "Holder"], &right, &rows)
}
