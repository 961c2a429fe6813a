//! `tenure retention`: headline figures, the way from opening to closing, cohorts.

use super::Call;
use super::ledger::waterfall;
use super::money::{FileArgs, MoneyArgs, rules_said};
use crate::output::{Failure, json, print, table};
use clap::Args;
use std::process::ExitCode;
use tenure_app::RetentionView;
use tenure_core::metrics::{DASH, Measured};
use tenure_core::primitives::display_date;
use tenure_web::api::body::{FigureBody, RetentionBody};

/// Show retention: headline figures, the way from opening to closing ARR, cohorts by quarter. As a file: the cohorts.
#[derive(Args)]
pub(crate) struct RetentionArgs {
    #[command(flatten)]
    question: MoneyArgs,
    #[command(flatten)]
    file: FileArgs,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: RetentionArgs) -> Result<ExitCode, Failure> {
    let query = args.question.query(None)?;
    let view = call.data.open_existing().await?.retention(&query).await?;
    if args.file.format().is_some() {
        return args.file.write(call, view.cohorts_table()).await;
    }
    if call.json {
        json(&RetentionBody::of(&view, &query))?;
        return Ok(ExitCode::SUCCESS);
    }
    for code in ["cohort_nrr", "cohort_grr", "logo_retention", "renewal_rate_gross"] {
        if let Some(item) = view.figure(code) {
            print(&format!("{}: {} ({code})", item.measure.definition.name, FigureBody::of(item, view.currency).text));
        }
    }
    print(&rules_said(&view.rules));
    print("");
    let balances = [view.opening_minor, view.closing_minor, view.residual_minor];
    waterfall((view.opening_on, view.closing_on), balances, (&view.sums, view.currency));
    print(&format!("\nNet retention by the quarter in which customers came\n{}", cohorts(&view)));
    Ok(ExitCode::SUCCESS)
}

/// One row for each cohort, one column for each quarter of its age.
fn cohorts(view: &RetentionView) -> String {
    let rows = &view.cohorts.triangle.rows;
    let oldest = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let ages: Vec<String> = (0..oldest).map(|age| format!("+{age}")).collect();
    let head: Vec<&str> = ["Quarter to", "Customers"].into_iter().chain(ages.iter().map(String::as_str)).collect();
    let right: Vec<bool> = (0..head.len()).map(|at| at > 0).collect();
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let came_in = view.cohorts.ends.get(row.period).map(|end| display_date(*end)).unwrap_or_default();
            let customers = row.cells.first().map_or(0, |cell| cell.customers).to_string();
            let rates = (0..row.cells.len()).map(|age| row.rate(age, Measured::Net).map_or(DASH.into(), |rate| rate.percent(0)));
            [came_in, customers].into_iter().chain(rates).collect()
        })
        .collect();
    table(&head, &right, &lines)
}
