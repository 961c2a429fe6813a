//! `tenure handoffs`: what is on its way from whom to whom.

use super::Call;
use crate::output::{Failure, json, print, table};
use clap::Args;
use std::process::ExitCode;
use tenure_app::{HandoffItem, HandoffQuery};
use tenure_core::primitives::weekday_date;
use tenure_web::api::body::HandoffList;

/// List handoffs, the latest first; with --open those that wait, by the day they are due.
#[derive(Args)]
pub(crate) struct HandoffsArgs {
    /// Only those that wait for a meeting, an acceptance or an introduction
    #[arg(long)]
    open: bool,
    /// Only those that this person gives or receives: reference or e-mail
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Where to continue, as the page before said
    #[arg(long, value_name = "PLACE")]
    after: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: HandoffsArgs) -> Result<ExitCode, Failure> {
    let app = call.data.open_existing().await?;
    let (giver, receiver) = (args.person.clone(), args.person);
    let page = app.handoffs(&HandoffQuery { waiting: args.open, giver, receiver, after: args.after, limit: Some(200) }).await?;
    if call.json {
        json(&HandoffList::from(&page))?;
        return Ok(ExitCode::SUCCESS);
    }
    let row = |item: &HandoffItem| {
        let what: Vec<&str> = item.handoff.responsibilities.iter().map(|responsibility| responsibility.code()).collect();
        let due = item.handoff.clock().map(weekday_date).unwrap_or_default();
        vec![
            item.reference.clone(),
            item.renewal.account.clone(),
            item.giver.name.clone(),
            item.receiver.name.clone(),
            what.join(", "),
            item.handoff.state.label().to_string(),
            if item.overdue { format!("{due}, overdue") } else { due },
            item.days.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = page.items.iter().map(row).collect();
    let right = [false, false, false, false, false, false, false, true];
    print(&table(&["Handoff", "Account", "Giver", "Receiver", "What", "Stands", "Due", "Days"], &right, &rows));
    let figures = page.figures;
    let limbo = figures.limbo_days.map_or_else(|| "none transferred".into(), |days| format!("{days} days in limbo on average"));
    print(&format!(
        "{} open, {} overdue. Last 90 days: {} of {} without overlap, {limbo}.",
        figures.open, figures.overdue, figures.without_overlap, figures.transferred
    ));
    if let Some(next) = page.next {
        print(&format!("More: --after {next}"));
    }
    Ok(ExitCode::SUCCESS)
}
