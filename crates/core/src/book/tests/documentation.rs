//! The two documents of the book must say what the code does.

use crate::account::{ActivityKind, FieldKind, StakeholderRole};
use crate::book::FILES;
use crate::catalog;
use crate::contract::LineOrigin;
use crate::identity::{Role, Stage};
use crate::ledger::Class;
use crate::ownership::analysis::analyse;
use crate::ownership::input::Input;
use crate::ownership::policy::{HitPolicy, Policy, Support};
use crate::ownership::{Model, Motion, Responsibility};
use crate::primitives::Currency;
use crate::renewal::{Outcome, OutcomeReason};

const BOOK: &str = include_str!("../../../../../docs/book-format.md");
const POLICY: &str = include_str!("../../../../../docs/policy.md");

#[test]
fn every_column_of_the_schema_has_its_row_in_the_document() {
    for schema in FILES {
        let (_, rest) = BOOK.split_once(&format!("### `{}`", schema.file)).unwrap_or_else(|| panic!("{} has no section", schema.file));
        let section = rest.split("\n#").next().unwrap_or("");
        for column in schema.columns {
            let needed = if column.required { "yes" } else { "no" };
            let row = format!("| `{}` | {} | {needed} | `{}` |", column.name, column.meaning, column.example);
            assert!(section.contains(&row), "section {} lacks: {row}", schema.file);
        }
        let rows = section.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(rows, schema.columns.len(), "section {} has a column that the format lacks", schema.file);
    }
}

#[test]
fn every_word_of_a_closed_list_is_in_the_document() {
    let roles = Role::ALL.iter().map(|w| w.code()).chain(StakeholderRole::ALL.iter().map(|w| w.code()));
    let lines = LineOrigin::ALL.iter().map(|w| w.code()).chain(OutcomeReason::ALL.iter().map(|w| w.code()));
    let contacts = ActivityKind::ALL.iter().map(|w| w.code()).chain(Responsibility::ALL.iter().map(|w| w.code()));
    let outcomes = Outcome::ALL.iter().filter(|w| w.is_decision()).map(|w| w.code());
    let settings = Stage::ALL.iter().map(|w| w.code()).chain(FieldKind::ALL.iter().map(|w| w.code()));
    for word in roles.chain(lines).chain(contacts).chain(outcomes).chain(settings) {
        assert!(BOOK.contains(&format!("`{word}`")), "{word} is not explained");
    }
}

#[test]
fn every_word_of_a_policy_is_in_its_document() {
    let inputs: Vec<String> = Input::ALL.iter().map(ToString::to_string).collect();
    let words = inputs.iter().map(String::as_str).chain(Model::ALL.iter().map(|w| w.code())).chain(Motion::ALL.iter().map(|w| w.code()));
    let all = words.chain(Responsibility::ALL.iter().map(|w| w.code())).chain(Role::ALL.iter().map(|w| w.code()));
    let all = all.chain(HitPolicy::ALL.iter().map(|w| w.code())).chain(Support::ALL.iter().map(|w| w.code()));
    let all = all.chain(Stage::ALL.iter().map(|w| w.code())).chain(FieldKind::ALL.iter().map(|w| w.code()));
    let all = all.chain(Class::ALL.iter().filter(|class| class.is_expansion()).map(|w| w.code()));
    for word in all {
        assert!(POLICY.contains(&format!("`{word}`")), "{word} is not explained");
    }
    for input in Input::ALL {
        assert!(POLICY.contains(input.meaning()), "{input} has another meaning in the document");
    }
    for playbook in catalog::playbooks().unwrap() {
        assert!(POLICY.contains(&format!("`{}`", playbook.code)), "{} is not named", playbook.code);
    }
}

#[test]
fn the_worked_example_of_a_policy_parses_and_is_complete() {
    let example = POLICY.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let playbooks = catalog::playbooks().unwrap();
    let codes: Vec<&str> = playbooks.iter().map(|playbook| playbook.code.as_str()).collect();
    let policy = Policy::parse("docs/policy.md", example, Currency::USD, &codes).unwrap();
    let analysis = analyse(&policy).unwrap();
    assert!(analysis.is_complete(), "{:?}", analysis.gaps);
    assert_eq!(analysis.unreachable, []);
    assert_eq!(analysis.redundant, Vec::<String>::new());
}
