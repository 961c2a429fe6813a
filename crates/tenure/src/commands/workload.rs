//! `tenure workload`: who carries how much, and whether everything is carried.

use super::Call;
use crate::output::{FOUND, Failure, json, print, table};
use std::process::ExitCode;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::Money;
use tenure_web::api::body::WorkloadBody;

/// Runs the command. Ends with 1 where a responsibility has no active holder.
pub(crate) async fn run(call: &Call) -> Result<ExitCode, Failure> {
    let view = call.data.open_existing().await?.workload().await?;
    let code = if view.uncovered.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) };
    if call.json {
        json(&WorkloadBody::from(&view))?;
        return Ok(code);
    }
    let rows = view.people.iter().map(|item| {
        let held = Responsibility::ALL.iter().map(|responsibility| item.held.get(responsibility).copied().unwrap_or(0).to_string());
        let median = item.of_median.map_or_else(String::new, |share| format!("{share}%"));
        let first = [item.person.name.clone(), item.person.role.label().into(), item.renewals.to_string(), median, item.near.to_string()];
        first.into_iter().chain(held).chain([Money::new(item.commercial_minor, view.reporting).to_string()]).collect::<Vec<_>>()
    });
    let heads = ["Person", "Role", "Renewals", "Of median", "In 90 days", "V", "C", "E", "O", "X", "Commercial ATR"];
    let right = [false, false, true, true, true, true, true, true, true, true, true];
    print(&table(&heads, &right, &rows.collect::<Vec<_>>()));
    for missing in &view.uncovered {
        print(&format!("Nobody holds {} of {}.", missing.responsibility, missing.renewal));
    }
    print(&format!(
        "{} uncovered of {} responsibilities on {} open renewals; {} held by a stand-in.",
        view.uncovered.len(),
        view.responsibilities,
        view.renewals,
        view.stand_ins
    ));
    Ok(code)
}
