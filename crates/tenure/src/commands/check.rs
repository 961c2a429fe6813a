//! `tenure check`: the invariants, proven on the whole database.

use super::Call;
use crate::output::{FOUND, Failure, json, print};
use std::process::ExitCode;
use tenure_web::api::body::CheckBody;

/// Runs the command. Ends with 1 where an invariant does not hold.
pub(crate) async fn run(call: &Call) -> Result<ExitCode, Failure> {
    let report = call.data.open_existing().await?.check().await?;
    let code = if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) };
    if call.json {
        json(&CheckBody::from(&report))?;
        return Ok(code);
    }
    for invariant in &report.invariants {
        let verdict = if invariant.violations.is_empty() { "holds" } else { "FAILS" };
        print(&format!("{verdict}  {}: {} ({} looked at)", invariant.code, invariant.states, invariant.looked_at));
        for (subject, detail) in &invariant.violations {
            print(&format!("       {subject}: {detail}"));
        }
    }
    let failed = report.invariants.iter().filter(|invariant| !invariant.violations.is_empty()).count();
    print(&match failed {
        0 => format!("Clean: {} invariants hold.", report.invariants.len()),
        _ => format!("{failed} of {} invariants do not hold.", report.invariants.len()),
    });
    Ok(code)
}
