//! `tenure ledger`: opening, every movement, closing.

use super::Call;
use super::money::{FileArgs, MoneyArgs, plain};
use super::word::word;
use crate::output::{Failure, json, print, table};
use clap::Args;
use std::process::ExitCode;
use tenure_app::{ClassSum, LedgerFilter, MovementItem};
use tenure_core::ledger::{Cause, Class};
use tenure_core::primitives::{Currency, display_date};
use tenure_web::api::body::LedgerBody;

/// Show the ledger of recurring revenue: opening, movements by class, closing, and the movements one by one.
#[derive(Args)]
pub(crate) struct LedgerArgs {
    #[command(flatten)]
    question: MoneyArgs,
    /// One account
    #[arg(long, value_name = "REFERENCE")]
    account: Option<String>,
    /// Movements of a class, such as churn
    #[arg(long, value_parser = word::<Class>)]
    class: Option<Class>,
    /// Movements of a cause, such as amendment
    #[arg(long, value_parser = word::<Cause>)]
    cause: Option<Cause>,
    /// Movements shown, 1 to 1000
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Where the page before ended
    #[arg(long, value_name = "NEXT")]
    after: Option<String>,
    #[command(flatten)]
    file: FileArgs,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: LedgerArgs) -> Result<ExitCode, Failure> {
    let query = args.question.query(args.account.as_deref())?;
    let filter = LedgerFilter { class: args.class, cause: args.cause, after: args.after, limit: Some(args.limit) };
    let app = call.data.open_existing().await?;
    if args.file.format().is_some() {
        return args.file.write(call, app.ledger_table(&query, &filter).await?).await;
    }
    let page = app.ledger(&query, &filter).await?;
    if call.json {
        json(&LedgerBody::of(&page, &query))?;
        return Ok(ExitCode::SUCCESS);
    }
    waterfall(
        (page.opening_on, page.closing_on),
        [page.opening_minor, page.closing_minor, page.residual_minor],
        (&page.sums, page.currency),
    );
    print(&format!("\n{}", movements(&page.items)));
    print(&format!("{} of {} movements, {} together.", page.items.len(), page.total, plain(page.total_minor, page.currency)));
    if let Some(next) = &page.next {
        print(&format!("More: --after {next}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the way from opening to closing. Classes in which nothing moved are left out.
pub(crate) fn waterfall(
    (opening_on, closing_on): (jiff::civil::Date, jiff::civil::Date),
    [opening, closing, residual]: [i64; 3],
    (sums, currency): (&[ClassSum], Currency),
) {
    let line = |name: String, minor: i64, of: String| vec![name, plain(minor, currency), of];
    let mut rows = vec![line(format!("ARR on {}", display_date(opening_on)), opening, String::new())];
    for sum in sums.iter().filter(|sum| sum.count > 0) {
        rows.push(line(
            sum.class.label().into(),
            sum.minor,
            format!("{} at {}", many(sum.count, "movement"), many(sum.customers, "customer")),
        ));
    }
    rows.push(line(format!("ARR on {}", display_date(closing_on)), closing, String::new()));
    print(&table(&["", currency.code(), ""], &[false, true, false], &rows));
    if residual != 0 {
        print(&format!("{} are not explained: run tenure check.", plain(residual, currency)));
    }
}

fn many(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Movements as a table.
pub(crate) fn movements(items: &[MovementItem]) -> String {
    let row = |item: &MovementItem| {
        vec![
            display_date(item.day),
            format!("{} {}", item.account_reference, item.account),
            item.contract.clone(),
            item.product.clone(),
            item.class.label().into(),
            item.cause.label().into(),
            item.reporting.to_string(),
            if item.amount == item.reporting { String::new() } else { item.amount.to_string() },
        ]
    };
    let rows: Vec<Vec<String>> = items.iter().map(row).collect();
    let right = [false, false, false, false, false, false, true, true];
    table(&["Day", "Account", "Contract", "Product", "Class", "Cause", "Change", "In contract money"], &right, &rows)
}
