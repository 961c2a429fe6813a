//! Files with their names, from a folder or sent by a browser.

use crate::records::refusal;
use std::fs;
use std::path::{Path, PathBuf};
use tenure_core::refusal::Refusal;

/// Largest file that is read, in bytes.
pub const FILE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Endings of files that are meant for an import, so that one with a wrong name is refused and not passed over.
const MEANT: [&str; 8] = [".csv", ".toml", ".tsv", ".txt", ".tab", ".xlsx", ".xls", ".ods"];

/// One file as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFile {
    /// Name without a folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Whether a file was meant for an import by its ending.
pub(crate) fn is_meant(name: &str, endings: &[&str]) -> bool {
    let lower = name.to_lowercase();
    !lower.starts_with('.') && endings.iter().any(|ending| lower.ends_with(ending))
}

/// Names in a folder that are meant for an import.
///
/// # Errors
/// A path that is no folder, or a folder without such a file.
pub fn names_in(dir: &Path) -> Result<Vec<String>, Refusal> {
    Ok(list(dir)?.into_iter().map(|(name, _)| name).collect())
}

/// Reads the files of a folder that are meant for an import; those that `wanted` does not name come without what they hold.
///
/// # Errors
/// A path that is no folder, a folder without such a file, a file that cannot be read or is too large.
pub fn read_folder(dir: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<NamedFile>, Vec<Refusal>> {
    let mut files = Vec::new();
    let mut refusals = Vec::new();
    for (name, path) in list(dir).map_err(|refusal| vec![refusal])? {
        if !wanted(&name) {
            files.push(NamedFile { name, bytes: Vec::new() });
            continue;
        }
        match read_file(&name, &path) {
            Ok(bytes) => files.push(NamedFile { name, bytes }),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() { Ok(files) } else { Err(refusals) }
}

/// Names and paths in the folder, by name.
fn list(dir: &Path) -> Result<Vec<(String, PathBuf)>, Refusal> {
    let shown = dir.display().to_string();
    let remedy = "Give the folder that holds the CSV files.";
    if dir.is_file() {
        return Err(refusal(&shown, "is a file, not a folder", remedy));
    }
    let entries = fs::read_dir(dir).map_err(|error| refusal(&shown, format!("cannot be opened as a folder: {error}"), remedy))?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| refusal(&shown, format!("cannot be listed: {error}"), ""))?;
        files.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
    }
    files.retain(|(name, _)| is_meant(name, &MEANT));
    files.sort();
    if files.is_empty() { Err(refusal(&shown, "holds no CSV file", remedy)) } else { Ok(files) }
}

fn read_file(name: &str, path: &Path) -> Result<Vec<u8>, Refusal> {
    let metadata = fs::metadata(path).map_err(|error| refusal(name, format!("cannot be read: {error}"), ""))?;
    if !metadata.is_file() {
        return Err(refusal(name, "is not a file", "Take it out of the folder."));
    }
    check_size(name, metadata.len())?;
    fs::read(path).map_err(|error| refusal(name, format!("cannot be read: {error}"), ""))
}

/// Refuses a file that is too large.
pub(crate) fn check_size(name: &str, bytes: u64) -> Result<(), Refusal> {
    if bytes > FILE_BYTES_MAX {
        return Err(refusal(name, format!("is larger than {} MiB", FILE_BYTES_MAX / 1024 / 1024), "Split the import into several."));
    }
    Ok(())
}
