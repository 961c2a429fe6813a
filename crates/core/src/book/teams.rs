//! Account teams: who serves an account in which role, from when to when.

use super::export::{account_reference, teammate_reference, text};
use super::import::{MemberKey, Work, each_row};
use super::names::twice;
use super::sheet::{Cells, Sheet};
use crate::account::TeamMember;
use crate::facts::{Facts, Write};
use crate::primitives::parse_date;
use std::collections::BTreeMap;

/// Reads account_team.csv.
pub(super) fn read_account_team(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let key = |m: &TeamMember| (m.account, m.role, m.teammate, m.from_on);
    let before: BTreeMap<MemberKey, &TeamMember> = work.before.team.iter().map(|m| (key(m), m)).collect();
    for (row, (member, reference)) in each_row(sheet, work, |cells, work| member(cells, work, &before)) {
        if let Some(first) = work.places.members.insert(key(&member), row) {
            work.refusals.push(twice(sheet, row, ("from_on", &member.from_on.to_string()), first));
            continue;
        }
        work.touched.insert(member.account);
        let known = before.get(&key(&member)).copied();
        work.changes.record(sheet.schema, reference, (known, member), Write::TeamMember);
    }
}

fn member(cells: &mut Cells<'_, '_>, work: &Work<'_>, before: &BTreeMap<MemberKey, &TeamMember>) -> Option<(TeamMember, String)> {
    let account = cells.known("account", &work.names.accounts);
    let role = cells.word("role");
    let teammate = cells.known("teammate", &work.names.teammates);
    let from_on = cells.read("from_on", parse_date);
    let key = (account?, role?, teammate?, from_on?);
    let kept = before.get(&key).map(|m| m.to_on);
    let to_on = cells.optional("to_on", (kept, None), |text| parse_date(text).map(Some))?;
    let (account, role, teammate, from_on) = key;
    if to_on.is_some_and(|to_on| to_on <= from_on) {
        cells.refuse("to_on", format!("is not after the first day, {from_on}"), "");
    }
    let reference = format!("{} {} {} from {from_on}", cells.raw("account"), role, cells.raw("teammate"));
    Some((TeamMember { account, role, teammate, from_on, to_on }, reference))
}

/// Rows of account_team.csv. Entries that end on the day they begin cover no day and are left out.
pub(super) fn account_team(facts: &Facts) -> Vec<Vec<String>> {
    let covering = facts.team.iter().filter(|m| m.to_on.is_none_or(|to| to > m.from_on));
    let row = |m: &TeamMember| {
        let teammate = teammate_reference(facts, m.teammate);
        vec![account_reference(facts, m.account), m.role.to_string(), teammate, m.from_on.to_string(), text(m.to_on)]
    };
    let mut rows: Vec<Vec<String>> = covering.map(row).collect();
    rows.sort();
    rows
}
