//! The document of mappings must say what the code does, and what is shipped must be sound.

use crate::catalog;
use crate::mapping::{Mapping, Reading, SECTIONS};

const DOCUMENT: &str = include_str!("../../../../../docs/mapping.md");

#[test]
fn every_key_has_its_row_in_the_document() {
    for section in SECTIONS {
        let (_, rest) =
            DOCUMENT.split_once(&format!("## {}\n", section.title)).unwrap_or_else(|| panic!("{} has no section", section.title));
        let part = rest.split("\n#").next().unwrap_or("");
        for key in section.keys {
            let needed = if key.required { "yes" } else { "no" };
            let row = format!("| `{}` | {} | {needed} | `{}` |", key.name, key.meaning, key.example);
            assert!(part.contains(&row), "section {} lacks: {row}", section.title);
        }
        let rows = part.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows, section.keys.len(), "section {} has a key that mappings lack", section.title);
    }
}

#[test]
fn every_way_to_read_a_cell_is_in_the_document() {
    for reading in Reading::ALL {
        let row = format!("| `{reading}` | {} |", reading.label());
        assert!(DOCUMENT.contains(&row), "{row}");
    }
}

#[test]
fn the_example_of_the_document_is_a_mapping() {
    let example = DOCUMENT.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    Mapping::parse("docs/mapping.md", example).unwrap_or_else(|refusals| panic!("{refusals:#?}"));
}

#[test]
fn every_shipped_mapping_is_sound_and_says_what_it_reads() {
    for (file, text) in catalog::MAPPING_FILES {
        let mapping = Mapping::parse(file, text).unwrap_or_else(|refusals| panic!("{refusals:#?}"));
        assert!(!mapping.about.is_empty(), "{file} says nothing about itself");
        assert_eq!(catalog::mapping(catalog::stem(file)), Some((*file, *text)));
    }
}
