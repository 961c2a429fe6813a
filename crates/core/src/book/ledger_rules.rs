//! The rules that the ledger of revenue is read under: one row, or none where nobody has confirmed any.

use super::import::{Work, each_row};
use super::sheet::{Cells, Sheet, whole_file};
use crate::facts::{Facts, LedgerRules, Write};
use crate::ledger::{RULES, Rules};
use crate::refusal::Refusal;

/// The file.
pub(super) const FILE: &str = "ledger_rules.csv";

/// Reads the file, which has at most one row.
pub(super) fn read(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    let count = sheet.rows().count();
    if count > 1 && !sheet.ragged {
        let row = sheet.rows().nth(1).map(|row| row.line);
        let problem = format!("has {count} rows below the header; one is the most");
        work.refusals.push(Refusal { row, ..whole_file(sheet.schema.file, &problem, "One organisation has one set of rules.") });
        return;
    }
    for (_, rules) in each_row(sheet, work, |cells, _| rules(cells)) {
        let before = work.before.ledger_rules.as_ref().map(|known| &known.rules);
        let set_by = work.planning.cause.author.clone();
        work.changes
            .record(sheet.schema, "rules of the ledger".into(), (before, rules), |rules| Write::LedgerRules(LedgerRules { rules, set_by }));
    }
}

fn rules(cells: &mut Cells<'_, '_>) -> Option<Rules> {
    let mut rules = Rules::default();
    let read = RULES.map(|name| cells.read(name, |text| rules.set(name, text)));
    read.iter().all(Option::is_some).then_some(rules)
}

/// The row.
pub(super) fn rows(facts: &Facts) -> Vec<Vec<String>> {
    facts.ledger_rules.iter().map(|known| known.rules.values().map(|(_, value)| value).to_vec()).collect()
}
