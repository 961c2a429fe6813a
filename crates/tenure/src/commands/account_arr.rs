//! `tenure account arr`: the ARR of one account through the months, with every movement.

use super::Call;
use super::ledger::movements;
use super::money::{FileArgs, MoneyArgs, plain};
use crate::output::{Failure, json, print, table};
use clap::Args;
use std::process::ExitCode;
use tenure_app::App;
use tenure_core::primitives::display_date;
use tenure_web::api::body::AccountArrBody;

/// Which account, and which period.
#[derive(Args)]
pub(crate) struct ArrArgs {
    /// Reference of the account
    reference: String,
    #[command(flatten)]
    question: MoneyArgs,
    #[command(flatten)]
    file: FileArgs,
}

/// Runs the command.
pub(super) async fn run(call: &Call, app: &App, args: ArrArgs) -> Result<ExitCode, Failure> {
    let query = args.question.query(None)?;
    let view = app.account_history(&args.reference, &query).await?;
    if args.file.format().is_some() {
        return args.file.write(call, view.table(&query)).await;
    }
    if call.json {
        json(&AccountArrBody::of(&view, &query))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{} {}, amounts in {}", view.reference, view.name, view.currency.code()));
    let months: Vec<Vec<String>> =
        view.months.iter().map(|month| vec![display_date(month.day), plain(month.arr_minor, view.currency)]).collect();
    print(&table(&["Day", "ARR"], &[false, true], &months));
    print(&format!("\n{}", movements(&view.movements)));
    print(&format!("{} movements from {} to {}.", view.movements.len(), display_date(view.opening_on), display_date(view.closing_on)));
    Ok(ExitCode::SUCCESS)
}
