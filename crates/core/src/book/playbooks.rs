//! Playbooks that were published here, each with its text.

use super::import::{Work, each_row};
use super::names::Seen;
use super::sheet::{Cells, Sheet};
use crate::facts::{Facts, Write};
use crate::playbook::{Playbook, PlaybookVersion};

pub(super) const FILE: &str = "playbooks.csv";

/// Reads playbooks.csv. A text that differs from the one in use becomes the next version.
pub(super) fn read(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let read = |cells: &mut Cells<'_, '_>, _: &Work<'_>| {
        let (code, reason, text) = (cells.text("code")?, cells.text("reason")?, cells.value("text")?);
        match Playbook::parse(FILE, text) {
            Ok(playbook) if playbook.code == code => Some((playbook, reason, text.to_string())),
            Ok(playbook) => {
                cells.refuse("code", format!("is not the code in the text, {}", playbook.code), "Write the same code in both.");
                None
            }
            Err(refusal) => {
                let place = refusal.column.map_or_else(String::new, |column| format!("{column}: "));
                cells.refuse("text", format!("{place}{}", refusal.problem), refusal.remedy);
                None
            }
        }
    };
    let mut seen = Seen::new();
    for (row, (playbook, reason, text)) in each_row(sheet, work, read) {
        let code = playbook.code.clone();
        if !seen.is_first(sheet, work, row, (code.clone(), ("code", &code))) {
            continue;
        }
        let published = work.before.playbook_versions.iter().filter(|version| version.playbook.code == code);
        let number = published.map(|version| version.version).max().unwrap_or(0) + 1;
        let (author, recorded_at) = (work.planning.cause.author.clone(), work.planning.moment.recorded_at);
        let before = work.before.playbook(&code).filter(|known| number > 1 || **known == playbook);
        work.changes.record(sheet.schema, code, (before, playbook), |playbook| {
            Write::Playbook(PlaybookVersion { playbook, version: number, text, reason, author, recorded_at })
        });
    }
}

/// Rows of playbooks.csv: the text in use of every playbook that was published here.
pub(super) fn rows(facts: &Facts) -> Vec<Vec<String>> {
    let in_use = |version: &&PlaybookVersion| {
        !facts.playbook_versions.iter().any(|later| later.playbook.code == version.playbook.code && later.version > version.version)
    };
    let latest = facts.playbook_versions.iter().filter(in_use);
    let mut rows: Vec<Vec<String>> =
        latest.map(|version| vec![version.playbook.code.clone(), version.reason.clone(), version.text.clone()]).collect();
    rows.sort();
    rows
}
