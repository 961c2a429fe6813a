//! `tenure metrics`: figures with named definitions, and one of them open to its customers.

use super::Call;
use super::money::{FileArgs, MoneyArgs, plain, rules_said};
use super::word::word;
use crate::output::{Failure, json, print, table};
use clap::Args;
use std::process::ExitCode;
use tenure_app::{App, FigureItem, MetricQuery, MetricView, MoneyQuery};
use tenure_core::ledger::Slice;
use tenure_core::metrics::{Share, Unit};
use tenure_core::primitives::{Currency, display_date};
use tenure_web::api::body::{FigureBody, MetricBody, MetricList};

/// Show every figure with its definition, or one figure with the customers that make it up.
#[derive(Args)]
pub(crate) struct MetricsArgs {
    /// Code of a definition, such as cohort_nrr or "quick_ratio(reactivation=counted)"
    definition: Option<String>,
    #[command(flatten)]
    question: MoneyArgs,
    /// One account
    #[arg(long, value_name = "REFERENCE")]
    account: Option<String>,
    /// Cut into slices by segment, region, tier, unit or product
    #[arg(long, value_parser = word::<Slice>, requires = "definition")]
    by: Option<Slice>,
    /// Another definition to compare with, customer by customer
    #[arg(long, value_name = "DEFINITION", requires = "definition")]
    versus: Option<String>,
    /// Customers shown, 1 to 1000
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Where the page before ended
    #[arg(long, value_name = "NEXT", default_value_t = 0)]
    after: usize,
    #[command(flatten)]
    file: FileArgs,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: MetricsArgs) -> Result<ExitCode, Failure> {
    let query = args.question.query(args.account.as_deref())?;
    let Some(measure) = args.definition.clone() else {
        if args.file.format().is_some() {
            return Err(Failure::refused("--format writes the customers of one figure: name its definition, such as cohort_nrr.".into()));
        }
        return every(call, &call.data.open_existing().await?, &query).await;
    };
    let app = call.data.open_existing().await?;
    let view = app.metric(&query, &MetricQuery { measure, versus: args.versus, by: args.by }).await?;
    if args.file.format().is_some() {
        return args.file.write(call, view.table(&query)).await;
    }
    let page = (args.after, usize::from(args.limit));
    if call.json {
        json(&MetricBody::of(&view, &query, page))?;
    } else {
        show(&view, page);
    }
    Ok(ExitCode::SUCCESS)
}

async fn every(call: &Call, app: &App, query: &MoneyQuery) -> Result<ExitCode, Failure> {
    let view = app.metrics(query).await?;
    if call.json {
        json(&MetricList::of(&view, query))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("{} to {}, amounts in {}", display_date(view.opening_on), display_date(view.closing_on), view.currency.code()));
    print(&rules_said(&view.rules));
    let row = |item: &FigureItem| {
        vec![
            item.measure.to_string(),
            item.measure.definition.name.to_string(),
            FigureBody::of(item, view.currency).text,
            sums(item, view.currency),
        ]
    };
    let rows: Vec<Vec<String>> = view.figures.iter().map(row).collect();
    print(&table(&["Definition", "Name", "Figure", "Made of"], &[false, false, true, false], &rows));
    Ok(ExitCode::SUCCESS)
}

/// `1,234.00 / 2,000.00`, or nothing where the figure is itself a sum.
fn sums(item: &FigureItem, currency: Currency) -> String {
    let definition = item.measure.definition;
    if definition.denominator.is_empty() {
        return String::new();
    }
    let sums = item.figure.sums;
    let side = |sum: i128| match (definition.unit, i64::try_from(sum)) {
        (Unit::Money, Ok(minor)) => plain(minor, currency),
        _ => sum.to_string(),
    };
    format!("{} / {}", side(sums.numerator), side(sums.denominator))
}

fn show(view: &MetricView, (from, limit): (usize, usize)) {
    let currency = view.currency;
    for item in std::iter::once(&view.item).chain(&view.versus) {
        let definition = item.measure.definition;
        print(&format!("{}: {}", definition.name, FigureBody::of(item, currency).text));
        print(&format!("  {}", definition.formula));
        print(&format!("  {} {}", item.measure, sums(item, currency)));
    }
    print(&format!("  {} to {}, amounts in {}", display_date(view.opening_on), display_date(view.closing_on), currency.code()));
    if !view.slices.is_empty() {
        let row = |slice: &tenure_app::MetricSlice| {
            let item = FigureItem { measure: view.item.measure, figure: slice.figure };
            vec![slice.name.clone(), FigureBody::of(&item, currency).text, sums(&item, currency)]
        };
        let rows: Vec<Vec<String>> = view.slices.iter().map(row).collect();
        print(&format!("\n{}", table(&["Slice", "Figure", "Made of"], &[false, true, false], &rows)));
    }
    let shown: Vec<_> = view.shares.iter().skip(from).take(limit).collect();
    let mut head = vec!["Account", "Name", "Part", "Opening", "Closing"];
    let items: Vec<&FigureItem> = std::iter::once(&view.item).chain(&view.versus).collect();
    for item in &items {
        head.push(item.measure.definition.numerator);
        head.extend(Some(item.measure.definition.denominator).filter(|side| !side.is_empty()));
    }
    let rows: Vec<Vec<String>> = shown
        .iter()
        .map(|share| {
            let mut row = vec![share.account_reference.clone(), share.account.clone(), share.part.clone().unwrap_or_default()];
            row.extend([plain(share.opening_minor, currency), plain(share.closing_minor, currency)]);
            for (item, added) in items.iter().zip(std::iter::once(share.share).chain(share.other)) {
                row.extend(sides(item, currency, added));
            }
            row
        })
        .collect();
    let right: Vec<bool> = (0..head.len()).map(|at| at >= 3).collect();
    print(&format!("\n{}", table(&head, &right, &rows)));
    print(&format!("{} of {} customers.", shown.len(), view.shares.len()));
    if from.saturating_add(limit) < view.shares.len() {
        print(&format!("More: --after {}", from + limit));
    }
}

/// What one customer adds to both sums, as far as the figure has two.
fn sides(item: &FigureItem, currency: Currency, added: Share) -> Vec<String> {
    let side = |sum: i64| match item.measure.definition.unit {
        Unit::Money => plain(sum, currency),
        Unit::Things => sum.to_string(),
    };
    let mut sides = vec![side(added.numerator)];
    if !item.measure.definition.denominator.is_empty() {
        sides.push(side(added.denominator));
    }
    sides
}
