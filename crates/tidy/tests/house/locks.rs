//! Lock files pin content, not places: no addresses in the npm ones, one registry in cargo's.

use std::collections::BTreeSet;

use tenure_tidy::{files, none_of, read};

#[test]
fn npm_locks_hold_hashes_and_no_addresses() {
    let mut faults = Vec::new();
    for path in files("", "json").iter().filter(|path| path.ends_with("package-lock.json")) {
        let text = read(path).expect("a lock file");
        for (number, line) in text.lines().enumerate().filter(|(_, line)| line.contains("\"resolved\"")) {
            faults.push(format!("{path}:{}: {}; remove it, .npmrc beside it keeps npm from writing it", number + 1, line.trim()));
        }
        let (packages, hashes) = (text.matches("\"node_modules/").count(), text.matches("\"integrity\": \"sha512-").count());
        if packages != hashes {
            faults.push(format!("{path}:1: {packages} packages, {hashes} hashes; write the lock file anew with npm install"));
        }
    }
    none_of("npm locks", &faults);
}

#[test]
fn cargo_takes_every_crate_from_one_registry() {
    let lock = read("Cargo.lock").expect("the lock file");
    let sources: BTreeSet<&str> = lock.lines().filter(|line| line.starts_with("source = ")).collect();
    let faults: Vec<String> = sources
        .iter()
        .filter(|source| !source.starts_with("source = \"registry+") || !source.ends_with("-index\"") || sources.len() > 1)
        .map(|source| format!("Cargo.lock: {source}; use a published version from the crates registry"))
        .collect();
    none_of("cargo lock", &faults);
}
