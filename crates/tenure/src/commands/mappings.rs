//! `tenure mappings`: the mappings that come with Tenure.

use super::Call;
use crate::output::{Failure, json, print, table};
use serde::Serialize;
use std::process::ExitCode;
use tenure_app::shipped_mappings;
use tenure_core::mapping::Mapping;

#[derive(Serialize)]
struct MappingBody {
    mapping: &'static str,
    about: String,
    files: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(call: &Call) -> Result<ExitCode, Failure> {
    let shipped = shipped_mappings().map_err(|refusals| Failure::refusals(&refusals))?;
    let body = |(name, mapping): (&'static str, Mapping)| {
        let files = mapping.sources.into_iter().map(|source| source.file).collect();
        MappingBody { mapping: name, about: mapping.about, files }
    };
    let bodies: Vec<MappingBody> = shipped.into_iter().map(body).collect();
    if call.json {
        json(&bodies)?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> =
        bodies.iter().map(|body| vec![body.mapping.to_string(), body.files.join(", "), body.about.clone()]).collect();
    print(&table(&["Mapping", "Files", "About"], &[false, false, false], &rows));
    print("A mapping of your own is a TOML file, as docs/mapping.md describes: tenure import FOLDER --mapping FILE.toml");
    Ok(ExitCode::SUCCESS)
}
