//! Every repository path written in the top documents exists.

use tenure_tidy::{none_of, read, root};

const DOCUMENTS: [&str; 3] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"];
const TOPS: [&str; 6] = ["crates/", "catalog/", "docs/", "bench/", "e2e/", ".ci/"];

#[test]
fn paths_in_the_documents_exist() {
    let mut faults = Vec::new();
    for document in DOCUMENTS {
        let Ok(text) = read(document) else {
            faults.push(format!("{document}: missing; write it"));
            continue;
        };
        for (number, line) in text.lines().enumerate() {
            for path in paths(line) {
                if !root().join(path).exists() {
                    faults.push(format!("{document}:{}: `{path}` does not exist; correct the path or add the file", number + 1));
                }
            }
        }
    }
    none_of("paths in documents", &faults);
}

/// The words in backticks on a line that name a place in the repository. A `<name>` or a `*` stands for many.
fn paths(line: &str) -> Vec<&str> {
    line.split('`')
        .skip(1)
        .step_by(2)
        .flat_map(str::split_whitespace)
        .filter(|word| TOPS.iter().any(|top| word.starts_with(top)) && !word.contains(['<', '*', '{', '$']))
        .map(|word| word.split(':').next().unwrap_or(word).trim_end_matches([',', '.', ';', ')']))
        .collect()
}

#[test]
fn paths_are_the_backticked_words_under_known_folders() {
    assert_eq!(paths("see `crates/core/src/lib.rs:12` and `sh e2e/run`, not crates/x"), ["crates/core/src/lib.rs", "e2e/run"]);
    assert_eq!(paths("`crates/<noun>/src` `catalog/*.toml` `cargo test`"), Vec::<&str>::new());
}
