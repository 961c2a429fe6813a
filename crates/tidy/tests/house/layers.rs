//! Dependencies between our crates point downward only (architecture section 2).

use tenure_tidy::{crates, none_of, read};

/// What each crate may use. A new crate is one line here.
const MAY_USE: &[(&str, &[&str])] = &[
    ("core", &[]),
    ("store", &["core"]),
    ("connect", &["core"]),
    ("app", &["core", "store", "connect"]),
    ("sim", &["core", "store", "app"]),
    ("web", &["core", "app"]),
    ("tenure", &["core", "store", "connect", "app", "sim", "web"]),
    ("powercut", &[]),
    ("tidy", &[]),
];

/// Tests may lean on anything below, and on the simulator and what it stands on.
const TESTS_MAY_ALSO_USE: &str = "sim";

#[derive(Clone, Copy, PartialEq)]
enum Section {
    Normal,
    Tests,
    Other,
}

#[test]
fn dependencies_between_crates_point_downward() {
    let mut faults = Vec::new();
    for krate in crates() {
        let path = format!("crates/{krate}/Cargo.toml");
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == krate) else {
            faults.push(format!("{path}: crate `{krate}` is new; add it to MAY_USE in crates/tidy/tests/house/layers.rs"));
            continue;
        };
        let mut section = Section::Other;
        for (number, line) in read(&path).expect("a manifest").lines().enumerate() {
            if let Some(header) = line.trim().strip_prefix('[') {
                section = section_of(header.trim_end_matches(']'));
            }
            let Some(used) = ours(line).filter(|_| section != Section::Other) else { continue };
            let fine = allowed.contains(&used)
                || section == Section::Tests && (used == TESTS_MAY_ALSO_USE || below(&krate, used) || below(TESTS_MAY_ALSO_USE, used));
            if !fine {
                faults.push(format!("{path}:{}: `{krate}` may not use `{used}`; move the code down or pass a value in", number + 1));
            }
        }
    }
    none_of("dependency direction", &faults);
}

fn section_of(header: &str) -> Section {
    if header.ends_with("dev-dependencies") {
        Section::Tests
    } else if header.ends_with("dependencies") {
        Section::Normal
    } else {
        Section::Other
    }
}

/// The crate of ours that a manifest line names, without the `tenure-` prefix.
fn ours(line: &str) -> Option<&str> {
    let key = line.trim().split(['.', '=', ' ']).next()?;
    key.strip_prefix("tenure-").or_else(|| (key == "tenure").then_some(key))
}

/// Whether `used` stands below `krate` in the table: everything it may use, and what those may use.
fn below(krate: &str, used: &str) -> bool {
    let direct = MAY_USE.iter().find(|(name, _)| *name == krate).map_or(&[][..], |(_, uses)| uses);
    direct.contains(&used) || direct.iter().any(|next| below(next, used))
}
