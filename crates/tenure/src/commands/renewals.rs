//! `tenure renewals`: the grid on the command line.

use super::Call;
use super::word::day;
use crate::output::{Failure, json, print, table};
use clap::Args;
use jiff::civil::Date;
use std::process::ExitCode;
use tenure_app::{Moments, RenewalItem, RenewalQuery};
use tenure_core::account::Risk;
use tenure_core::primitives::display_date;
use tenure_web::api::body::RenewalList;

/// List renewals by term end.
#[derive(Args)]
pub(crate) struct RenewalsArgs {
    /// Part of the account's name or reference
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Only where this person holds something: reference or e-mail
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// green, yellow, red, expansion or unknown
    #[arg(long)]
    risk: Option<String>,
    /// Term ends within this many days
    #[arg(long, value_name = "DAYS")]
    ends_within: Option<u16>,
    /// Notice deadline or end lies within this many days
    #[arg(long, value_name = "DAYS")]
    decides_within: Option<u16>,
    /// Closed renewals too
    #[arg(long)]
    all: bool,
    /// The list as it stood on this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    as_of: Option<Date>,
    /// By what was recorded by the end of this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    known_on: Option<Date>,
    /// Rows, 1 to 200
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=200))]
    limit: u16,
    /// Where the page before ended
    #[arg(long, value_name = "NEXT")]
    after: Option<String>,
}

/// Runs the command.
pub(crate) async fn run(call: &Call, args: RenewalsArgs) -> Result<ExitCode, Failure> {
    let risk = match args.risk.as_deref() {
        Some(word) => Some(word.parse::<Risk>().map_err(|problem| Failure::refused(format!("--risk {word:?} {problem}.")))?),
        None => None,
    };
    let query = RenewalQuery {
        search: args.search,
        person: args.person,
        risk,
        ends_within_days: args.ends_within,
        decides_within_days: args.decides_within,
        auto_renew: None,
        include_closed: args.all,
        moments: Moments { as_of: args.as_of, known_on: args.known_on },
        after: args.after,
        limit: Some(args.limit),
    };
    let page = call.data.open_existing().await?.renewals(&query).await?;
    if call.json {
        json(&RenewalList::from(&page))?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(stood) = &page.stood {
        let known = stood.known_on.map_or_else(String::new, |day| format!(", as known on {}", display_date(day)));
        print(&format!("As it stood on {}{known}.", display_date(stood.as_of)));
    }
    let rows: Vec<Vec<String>> = page.items.iter().map(row).collect();
    let right = [false, false, true, false, false, true, false, false];
    print(&table(&["Renewal", "Account", "Term end", "Date", "Notice by", "ATR", "Risk", "Owners"], &right, &rows));
    let total = if page.total_is_capped { format!("over {}", page.total) } else { page.total.to_string() };
    print(&format!("{} shown of {total}; {} up for renewal at plan rates.", page.items.len(), page.atr_total));
    if let Some(next) = &page.next {
        print(&format!("More: --after {next}"));
    }
    Ok(ExitCode::SUCCESS)
}

fn row(item: &RenewalItem) -> Vec<String> {
    let letters = |held: &[tenure_core::ownership::Responsibility]| held.iter().map(|r| r.letter()).collect::<String>();
    let owners: Vec<String> = item.owners.iter().map(|(person, held)| format!("{} {}", person.initials, letters(held))).collect();
    let assumed = if item.notice_assumed { " (assumed)" } else { "" };
    vec![
        item.reference.clone(),
        item.account.clone(),
        item.t_minus.clone(),
        display_date(item.end_on),
        format!("{}{assumed}", display_date(item.notice_on)),
        item.atr.to_string(),
        item.risk.label().to_string(),
        owners.join(", "),
    ]
}
