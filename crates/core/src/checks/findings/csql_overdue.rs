//! An expansion waits longer for its answer than the two working days that whoever closes it has.

use super::{Finding, Severity};
use crate::expansion::{Expansion, Source};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::display_date;
use jiff::civil::Date;

/// Raised expansions whose clock has run out.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    facts.expansions.values().filter(|expansion| expansion.is_overdue(today)).map(|expansion| on(facts, expansion)).collect()
}

fn on(facts: &Facts, expansion: &Expansion) -> Finding {
    let owner = facts.holder(expansion.id, Responsibility::Expansion).unwrap_or(facts.organisation.desk_lead);
    let finder = facts.name_of(expansion.found_by);
    let found = if expansion.source == Source::Csql { "raised" } else { "found" };
    Finding {
        code: "csql-overdue",
        severity: Severity::Medium,
        title: format!("{} has no answer", expansion.reference()),
        evidence: format!(
            "{finder} {found} a {} of {} on {}; {} should have accepted or rejected it by {}.",
            expansion.kind.label().to_lowercase(),
            expansion.expected,
            display_date(expansion.raised_on),
            facts.name_of(owner),
            display_date(expansion.answer_by)
        ),
        remedy: "Accept it, or reject it with the reason.".into(),
        renewal: None,
        expansion: Some(expansion.id),
        account: Some(expansion.account),
        owner,
    }
}
