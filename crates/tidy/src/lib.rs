//! House rules as tests: this crate holds only what its tests share. The rules are under `tests/house/`, one file each.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The top of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// The text of a file named from the top of the repository.
///
/// # Errors
/// The file cannot be read; the message names it.
pub fn read(path: &str) -> io::Result<String> {
    fs::read_to_string(root().join(path)).map_err(|error| io::Error::new(error.kind(), format!("{path}: {error}")))
}

/// Files with this extension under a folder, at any depth, named from the top of the repository, in order of name.
/// `target` and `node_modules` are passed over; a folder that does not exist has none.
#[must_use]
pub fn files(folder: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.trim_end_matches('/').to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(root().join(&folder)) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if entry.path().is_dir() {
                if !["target", "node_modules", ".git"].contains(&name.as_str()) {
                    open.push(path);
                }
            } else if Path::new(&name).extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The folders directly under `crates/`.
#[must_use]
pub fn crates() -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join("crates")) else { return Vec::new() };
    let mut names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| root().join("crates").join(name).join("Cargo.toml").exists());
    names.sort();
    names
}

/// The `.rs` files of a crate's `src`, without files of tests only.
#[must_use]
pub fn sources(krate: &str) -> Vec<String> {
    let mut found = files(&format!("crates/{krate}/src"), "rs");
    found.retain(|path| !path.ends_with("/tests.rs") && !path.contains("/tests/"));
    found
}

/// The part of a source file before its `#[cfg(test)] mod`.
#[must_use]
pub fn without_tests(text: &str) -> &str {
    let mut at = 0;
    let mut rest = text;
    while let Some(found) = rest.find("#[cfg(test)]") {
        let after = rest[found + "#[cfg(test)]".len()..].trim_start();
        if after.starts_with("mod ") || after.starts_with("#[") {
            return &text[..at + found];
        }
        at += found + 1;
        rest = &text[at..];
    }
    text
}

/// Rust text with comments, strings and characters blanked; line ends stay, so line numbers hold.
#[must_use]
pub fn code_only(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = blank_length(rest, code.chars().next_back());
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            code.extend(rest[..length].chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
            rest = &rest[length..];
        }
    }
    code
}

/// How many bytes at the start of `rest` are a comment, a string or a character; 0 where it is code.
fn blank_length(rest: &str, before: Option<char>) -> usize {
    let in_word = before.is_some_and(|character| character.is_alphanumeric() || character == '_');
    if rest.starts_with("//") {
        rest.find('\n').unwrap_or(rest.len())
    } else if rest.starts_with("/*") {
        rest.find("*/").map_or(rest.len(), |end| end + 2)
    } else if rest.starts_with('"') {
        string_length(rest)
    } else if !in_word && (rest.starts_with("r\"") || rest.starts_with("r#\"") || rest.starts_with("r##\"")) {
        let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
        let close = format!("\"{}", "#".repeat(hashes));
        rest[hashes + 2..].find(&close).map_or(rest.len(), |end| hashes + 2 + end + close.len())
    } else if rest.starts_with('\'') {
        character_length(rest)
    } else {
        0
    }
}

fn string_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A character literal such as `'{'` or `'\n'`; a lifetime is code.
fn character_length(rest: &str) -> usize {
    let inside = &rest[1..];
    if let Some(escape) = inside.strip_prefix('\\') {
        return escape.char_indices().skip(1).find(|(_, character)| *character == '\'').map_or(0, |(at, _)| at + 3);
    }
    let Some(first) = inside.chars().next() else { return 0 };
    if inside[first.len_utf8()..].starts_with('\'') { first.len_utf8() + 2 } else { 0 }
}

/// Whether `code` has `word` with no letter, digit or underscore on either side.
#[must_use]
pub fn has_word(code: &str, word: &str) -> bool {
    let part = |character: Option<char>| character.is_some_and(|character| character.is_alphanumeric() || character == '_');
    code.match_indices(word).any(|(at, _)| !part(code[..at].chars().next_back()) && !part(code[at + word.len()..].chars().next()))
}

/// Stops the test with every fault on a line of its own.
///
/// # Panics
/// When there is a fault.
pub fn none_of(rule: &str, faults: &[String]) {
    let mut lines = String::new();
    for fault in faults {
        let _ = writeln!(lines, "  {fault}");
    }
    assert!(faults.is_empty(), "{rule}: {} to put right\n{lines}", faults.len());
}
