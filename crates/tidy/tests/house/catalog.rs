//! Shipped playbooks, policies and mappings are listed in the core's registry, where a test loads each.

use tenure_tidy::{files, none_of, read};

const REGISTRY: &str = "crates/core/src/catalog.rs";

#[test]
fn every_shipped_file_is_in_the_registry() {
    let registry = read(REGISTRY).expect("the registry");
    let shipped = ["catalog/playbooks", "catalog/policies", "catalog/mappings"].iter().flat_map(|folder| files(folder, "toml"));
    let faults: Vec<String> = shipped
        .filter(|path| !registry.contains(path.as_str()))
        .map(|path| format!("{path}:1: not shipped; name it in {REGISTRY}"))
        .collect();
    none_of("shipped files", &faults);
}
