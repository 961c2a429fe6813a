//! `tenure restatement`: what was reported then, and what is known now.

use super::Call;
use super::money::{FileArgs, MoneyArgs, plain};
use super::word::day;
use crate::output::{Failure, json, print, table};
use clap::Args;
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{FigureItem, RestatedItem, RestatementView};
use tenure_core::primitives::display_date;
use tenure_web::api::body::{FigureBody, RestatementBody};

/// Show what was known of a period then and what is known now, contract by contract, with who changed what.
#[derive(Args)]
pub(crate) struct RestatementArgs {
    /// What was known by the end of this day is set against what is known now, or on --known-on
    #[arg(long, value_name = "DAY", value_parser = day)]
    then: Date,
    #[command(flatten)]
    question: MoneyArgs,
    /// Contracts shown, 1 to 1000
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Where the page before ended
    #[arg(long, value_name = "NEXT", default_value_t = 0)]
    after: usize,
    #[command(flatten)]
    file: FileArgs,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: RestatementArgs) -> Result<ExitCode, Failure> {
    let query = args.question.query(None)?;
    let view = call.data.open_existing().await?.restatement(&query, args.then).await?;
    if args.file.format().is_some() {
        return args.file.write(call, view.table(&query)).await;
    }
    let page = (args.after, usize::from(args.limit));
    if call.json {
        json(&RestatementBody::of(&view, &query, page))?;
    } else {
        show(&view, page);
    }
    Ok(ExitCode::SUCCESS)
}

fn show(view: &RestatementView, (from, limit): (usize, usize)) {
    let amount = |minor| plain(minor, view.currency);
    print(&format!("{} to {}, amounts in {}", display_date(view.opening_on), display_date(view.closing_on), view.currency.code()));
    let (then_on, now_on) = (format!("Known {}", display_date(view.then_on)), format!("Known {}", display_date(view.now_on)));
    let figure = |item: &FigureItem| FigureBody::of(item, view.currency).text;
    let mut rows: Vec<Vec<String>> = view
        .figures
        .iter()
        .map(|(then, now)| vec![then.measure.definition.name.into(), figure(then), figure(now), String::new()])
        .collect();
    for (name, then, now) in [
        ("ARR on the opening day", view.then.opening_minor, view.now.opening_minor),
        ("ARR on the closing day", view.then.closing_minor, view.now.closing_minor),
    ] {
        rows.push(vec![name.into(), amount(then), amount(now), amount(now - then)]);
    }
    print(&table(&["", &then_on, &now_on, "Difference"], &[false, true, true, true], &rows));
    let side = |minor: Option<i64>| minor.map_or_else(|| tenure_core::metrics::DASH.to_string(), amount);
    let contract = |item: &RestatedItem| {
        let sums = |of: fn(&tenure_core::ledger::Balances) -> i64| (item.then.as_ref().map(of), item.now.as_ref().map(of));
        let ((opening_then, opening_now), (closing_then, closing_now)) = (sums(|b| b.opening_minor), sums(|b| b.closing_minor));
        let account = format!("{} {}", item.account_reference, item.account);
        vec![item.contract.clone(), account, side(opening_then), side(opening_now), side(closing_then), side(closing_now)]
    };
    let shown: Vec<&RestatedItem> = view.contracts.iter().skip(from).take(limit).collect();
    let lines: Vec<Vec<String>> = shown.iter().map(|item| contract(item)).collect();
    let head = ["Contract", "Account", "Opening then", "Opening now", "Closing then", "Closing now"];
    if !lines.is_empty() {
        print(&format!("\n{}", table(&head, &[false, false, true, true, true, true], &lines)));
    }
    print(&format!("{} of {} contracts that are known otherwise now.", shown.len(), view.contracts.len()));
    if from.saturating_add(limit) < view.contracts.len() {
        print(&format!("More: --after {}", from + limit));
    }
}
