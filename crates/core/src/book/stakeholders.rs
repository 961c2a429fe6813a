//! People at customers.

use super::export::{account_reference, text};
use super::import::{Work, each_row};
use super::sheet::{Cells, Sheet, one_line};
use crate::account::{Stakeholder, StakeholderRole};
use crate::facts::{Facts, Write};
use crate::primitives::parse_date;
use std::collections::BTreeSet;

/// Reads stakeholders.csv.
pub(super) fn read_stakeholders(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    for (_, stakeholder) in each_row(sheet, work, stakeholder) {
        let before = work.before.stakeholders.get(&stakeholder.id);
        work.changes.record(sheet.schema, stakeholder.reference.clone(), (before, stakeholder), Write::Stakeholder);
    }
}

fn stakeholder(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<Stakeholder> {
    let reference = cells.text("id");
    let id = work.names.stakeholders.get(cells.raw("id"));
    let before = id.and_then(|id| work.before.stakeholders.get(&id));
    let account = cells.known("account", &work.names.accounts);
    let name = cells.text("name");
    let title = cells.optional("title", (before.map(|s| s.title.clone()), String::new()), one_line);
    let email = cells.optional("email", (before.map(|s| s.email.clone()), String::new()), one_line);
    let business_unit = cells.optional("business_unit", (before.map(|s| s.business_unit.clone()), String::new()), one_line);
    let roles = cells.optional("roles", (before.map(|s| s.roles.clone()), BTreeSet::new()), roles);
    let left_on = cells.optional("left_on", (before.map(|s| s.left_on), None), |text| parse_date(text).map(Some));
    Some(Stakeholder {
        id: id?,
        reference: reference?,
        account: account?,
        name: name?,
        title: title?,
        email: email?,
        business_unit: business_unit?,
        roles: roles?,
        left_on: left_on?,
    })
}

/// Role words between spaces or semicolons; the first that is none is named.
fn roles(text: &str) -> Result<BTreeSet<StakeholderRole>, String> {
    let words = text.split([' ', ';']).filter(|word| !word.is_empty());
    words.map(|word| word.parse().map_err(|problem| format!("names {word:?}, which {problem}"))).collect()
}

/// Rows of stakeholders.csv.
pub(super) fn stakeholders(facts: &Facts) -> Vec<Vec<String>> {
    let mut people: Vec<&Stakeholder> = facts.stakeholders.values().collect();
    people.sort_by_key(|s| &s.reference);
    let row = |s: &Stakeholder| {
        vec![
            s.reference.clone(),
            account_reference(facts, s.account),
            s.name.clone(),
            s.title.clone(),
            s.email.clone(),
            s.business_unit.clone(),
            s.roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(" "),
            text(s.left_on),
        ]
    };
    people.into_iter().map(row).collect()
}
