//! Files whose rows refer to renewals, or whose owners follow from them: read with the others, placed once renewals are planned.

use super::import::Work;
use super::sheet::Sheet;
use super::{activities, expansions, lessons, outcomes, progress, promises, proposals, reassignments, talk, values};
use crate::facts::Facts;
use crate::planner::follow;
use crate::refusal::Refusal;

/// The files.
pub(super) const FILES: [&str; 19] = [
    outcomes::FILE,
    progress::FILE,
    reassignments::FILE,
    expansions::FILE,
    expansions::CREDITS_FILE,
    activities::FILE,
    values::FILE,
    values::READINGS_FILE,
    promises::STANDPOINTS_FILE,
    promises::OBJECTIONS_FILE,
    promises::COMMITMENTS_FILE,
    lessons::FILE,
    proposals::FILE,
    proposals::OPTIONS_FILE,
    proposals::TRADES_FILE,
    proposals::LINES_FILE,
    proposals::STEPS_FILE,
    talk::COMMENTS_FILE,
    talk::DOCUMENTS_FILE,
];

/// Their sound rows.
pub(super) struct Later {
    outcomes: Vec<outcomes::Told>,
    completed: Vec<progress::Completed>,
    reassigned: Vec<reassignments::Named>,
    expansions: Vec<expansions::Told>,
    credits: Vec<expansions::ToldCredit>,
    contacts: Vec<activities::Contact>,
    values: values::Told,
    promises: promises::Told,
    lessons: Vec<lessons::Told>,
    proposals: proposals::Told,
    talk: talk::Told,
}

/// Reads the files that are there.
pub(super) fn read(sheets: &[Sheet<'_>], work: &mut Work<'_>) -> Later {
    let find = |file: &str| sheets.iter().filter(|sheet| sheet.readable).find(|sheet| sheet.schema.file == file);
    Later {
        outcomes: find(outcomes::FILE).map_or_else(Vec::new, |sheet| outcomes::read(sheet, work)),
        completed: find(progress::FILE).map_or_else(Vec::new, |sheet| progress::read(sheet, work)),
        reassigned: find(reassignments::FILE).map_or_else(Vec::new, |sheet| reassignments::read(sheet, work)),
        expansions: find(expansions::FILE).map_or_else(Vec::new, |sheet| expansions::read(sheet, work)),
        credits: find(expansions::CREDITS_FILE).map_or_else(Vec::new, |sheet| expansions::read_credits(sheet, work)),
        contacts: find(activities::FILE).map_or_else(Vec::new, |sheet| activities::read(sheet, work)),
        values: values::read((find(values::FILE), find(values::READINGS_FILE)), work),
        promises: promises::read(
            (find(promises::STANDPOINTS_FILE), find(promises::OBJECTIONS_FILE), find(promises::COMMITMENTS_FILE)),
            work,
        ),
        lessons: find(lessons::FILE).map_or_else(Vec::new, |sheet| lessons::read(sheet, work)),
        proposals: proposals::read(find, work),
        talk: talk::read((find(talk::COMMENTS_FILE), find(talk::DOCUMENTS_FILE)), work),
    }
}

/// Places the rows: outcomes first, since only what is left open has tasks and is reassigned. Owners follow from what was reassigned.
///
/// # Errors
/// As [`follow`]; what is refused of the rows themselves gathers in `work`.
pub(super) fn place(after: &mut Facts, later: Later, work: &mut Work<'_>) -> Result<(), Vec<Refusal>> {
    outcomes::place(after, later.outcomes, work);
    progress::place(after, later.completed, work);
    let mut reassigned = reassignments::place(after, later.reassigned, work);
    reassigned.extend(expansions::place(after, (later.expansions, later.credits), work));
    if !reassigned.is_empty() {
        let writes = follow(after, &reassigned, work.planning)?;
        work.changes.writes.extend(writes);
    }
    activities::place(after, later.contacts, work);
    values::place(after, later.values, work);
    promises::place(after, later.promises, work);
    lessons::place(after, later.lessons, work);
    proposals::place(after, later.proposals, work);
    talk::place(after, later.talk, work);
    Ok(())
}
