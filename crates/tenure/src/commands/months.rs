//! `tenure months`: recurring revenue month by month.

use super::Call;
use super::money::{FileArgs, MoneyArgs, plain, rules_said};
use crate::output::{Failure, print, table};
use clap::Args;
use std::process::ExitCode;
use tenure_app::tables::Format;
use tenure_app::{MonthsView, write_table};
use tenure_core::ledger::date_of;
use tenure_core::metrics::{DASH, Month};
use tenure_core::primitives::display_date;

/// Show ARR month by month: what came and went between month ends, and retention of the twelve months before. About the whole book this
/// takes a second at a million customers; see --format for a file.
#[derive(Args)]
pub(crate) struct MonthsArgs {
    #[command(flatten)]
    question: MoneyArgs,
    #[command(flatten)]
    file: FileArgs,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: MonthsArgs) -> Result<ExitCode, Failure> {
    let query = args.question.query(None)?;
    let view = call.data.open_existing().await?.months(&query).await?;
    if args.file.format().is_some() {
        return args.file.write(call, view.table(&query)).await;
    }
    if call.json {
        crate::output::bytes(&write_table(view.table(&query), Format::Json).await?);
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("In {}. {}", view.currency.code(), rules_said(&view.rules)));
    let head = ["Month to", "ARR", "Customers", "New", "Expansion", "Contraction", "Churn", "Back", "NRR", "GRR"];
    let rows: Vec<Vec<String>> = view.months.iter().map(|month| row(&view, month)).collect();
    print(&table(&head, &[false, true, true, true, true, true, true, true, true, true], &rows));
    Ok(ExitCode::SUCCESS)
}

fn row(view: &MonthsView, month: &Month) -> Vec<String> {
    let amount = |minor| plain(minor, view.currency);
    let mut row = vec![display_date(date_of(month.day)), amount(month.closing_minor), month.customers.to_string()];
    let moved = [month.new_minor, month.expansion_minor, month.contraction_minor, month.churn_minor, month.reactivation_minor];
    row.extend(moved.map(amount));
    row.extend(MonthsView::retention(month).map(|rate| rate.map_or(DASH.into(), |rate| rate.percent(1))));
    row
}
