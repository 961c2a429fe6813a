//! `tenure contract show`.

use super::Call;
use crate::output::{Failure, json, print, table};
use jiff::civil::Date;
use serde::Serialize;
use std::process::ExitCode;
use tenure_app::{App, ContractView};
use tenure_core::primitives::{display_date, last_day_of_service};
use tenure_core::renewal::State;

#[derive(Serialize)]
struct Shown {
    reference: String,
    account: String,
    end_on: Option<Date>,
    last_day_of_service: Option<Date>,
    notice_on: Option<Date>,
    notice_assumed: bool,
    renews_by_itself: bool,
    up_for_renewal: Option<String>,
    renewal: Option<String>,
    group: Vec<String>,
    lines: Vec<ShownLine>,
}

#[derive(Serialize)]
struct ShownLine {
    reference: String,
    version: u32,
    product: String,
    business_unit: String,
    quantity: String,
    unit_price: String,
    period: String,
    start_on: Date,
    end_on: Date,
    origin: String,
    arr: String,
}

fn shown(view: &ContractView) -> Shown {
    let clock = view.clock.as_ref();
    let line = |item: &tenure_app::LineHistory| ShownLine {
        reference: item.line.reference.clone(),
        version: item.line.version,
        product: item.line.product.clone(),
        business_unit: item.line.business_unit.clone(),
        quantity: item.line.quantity.to_string(),
        unit_price: item.line.unit_price.to_string(),
        period: item.line.price_period.code().into(),
        start_on: item.line.start_on,
        end_on: item.line.end_on,
        origin: item.line.origin.code().into(),
        arr: item.arr.to_string(),
    };
    Shown {
        reference: view.contract.reference.clone(),
        account: view.account.reference.clone(),
        end_on: clock.map(|clock| clock.end_on),
        last_day_of_service: clock.map(|clock| last_day_of_service(clock.end_on)),
        notice_on: clock.map(|clock| clock.notice_on),
        notice_assumed: clock.is_some_and(|clock| clock.notice_assumed),
        renews_by_itself: clock.is_some_and(|clock| clock.renews_by_itself),
        up_for_renewal: clock.map(|clock| clock.atr.to_string()),
        renewal: view.running().and_then(|item| item.renewal.as_ref()).map(|(reference, _, _)| reference.clone()),
        group: view.group.iter().map(|member| member.reference.clone()).collect(),
        lines: view.lines.iter().map(line).collect(),
    }
}

pub(super) async fn show(call: &Call, app: &App, reference: &str) -> Result<ExitCode, Failure> {
    let view = app.contract(&call.actor(), reference).await?;
    if call.json {
        json(&shown(&view))?;
        return Ok(ExitCode::SUCCESS);
    }
    print(&format!("Contract {} with {} ({}).", view.contract.reference, view.account.name, view.account.reference));
    if let Some(clock) = &view.clock {
        let assumed = if clock.notice_assumed { " (assumed: notice period unknown)" } else { "" };
        let end = display_date(last_day_of_service(clock.end_on));
        print(&match clock.renews_by_itself {
            true => format!(
                "Renews by itself after {end} unless notice comes by {}{assumed}; {} up for renewal.",
                display_date(clock.notice_on),
                clock.atr
            ),
            false => format!("Ends after {end} unless renewed; {} up for renewal.", clock.atr),
        });
    }
    for item in &view.terms {
        let renewal = item.renewal.as_ref().map_or_else(String::new, |(reference, _, state)| match state {
            State::Open => format!("; {reference} open"),
            State::Closed { outcome, .. } => format!("; {reference} {}", outcome.label().to_lowercase()),
        });
        print(&format!(
            "Term {}: {} to {}{renewal}",
            item.term.number,
            display_date(item.term.start_on),
            display_date(last_day_of_service(item.term.end_on))
        ));
    }
    let rows: Vec<Vec<String>> = view.lines.iter().map(row).collect();
    if !rows.is_empty() {
        let right = [false, false, false, true, true, false, true];
        print(&format!("\n{}", table(&["Line", "Product", "Unit", "Qty", "Price", "Last day", "ARR"], &right, &rows)));
    }
    Ok(ExitCode::SUCCESS)
}

fn row(item: &tenure_app::LineHistory) -> Vec<String> {
    let line = &item.line;
    vec![
        line.reference.clone(),
        line.product.clone(),
        line.business_unit.clone(),
        line.quantity.to_string(),
        format!("{} {}", line.unit_price.grouped(2), line.price_period.label()),
        display_date(last_day_of_service(line.end_on)),
        item.arr.to_string(),
    ]
}
