//! What was learnt from decided renewals: the last word of each.

use super::contracts::TERMS_MAX;
use super::export::{contract_reference, teammate_reference, text};
use super::import::{Work, each_row};
use super::sheet::{Cells, Sheet, at, whole, words};
use super::values::written;
use crate::commands::THEMES_MAX;
use crate::facts::{Facts, Write};
use crate::primitives::{ContractId, RenewalId, parse_date};
use crate::refusal::Refusal;
use crate::renewal::{OutcomeReview, Plan, State, Theme};
use std::collections::BTreeSet;

/// The file.
pub(super) const FILE: &str = "outcome_reviews.csv";

/// A sound row: the term whose renewal it is about, and what it says.
pub(super) type Told = (usize, ((ContractId, u32), OutcomeReview));

/// Reads the rows.
pub(super) fn read(sheet: &Sheet<'_>, work: &mut Work<'_>) -> Vec<Told> {
    let mut seen = BTreeSet::new();
    let mut sound = Vec::new();
    for (row, told) in each_row(sheet, work, review) {
        if seen.insert(told.0) {
            sound.push((row, told));
        } else {
            let problem = "is told twice".to_string();
            work.refusals.push(Refusal { problem, ..at(FILE, row, "term", &told.0.1.to_string()) });
        }
    }
    sound
}

fn review(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<((ContractId, u32), OutcomeReview)> {
    let contract = cells.known("contract", &work.names.contracts);
    let term = cells.read("term", whole(1, TERMS_MAX));
    let themes = cells.optional("themes", (None, BTreeSet::new()), themes);
    let lessons = cells.optional("lessons", (None, String::new()), words);
    let strength = cells.optional("strength", (None, None), |text| text.parse().map(Some));
    let plan = cells.optional("plan", (None, String::new()), words);
    let owner = cells.known_or_none("plan_owner", None, &work.names.teammates);
    let due_on = cells.optional("plan_due_on", (None, None), |text| parse_date(text).map(Some));
    let on = cells.read("written_on", parse_date);
    let (by, recorded_at) = written(cells, work)?;
    let (text, owner, due_on) = (plan?, owner?, due_on?);
    let plan = match (text.is_empty(), owner, due_on) {
        (true, None, None) => None,
        (false, Some(owner), Some(due_on)) => Some(Plan { text, owner, due_on }),
        _ => {
            cells.refuse("plan", "does not go with plan_owner and plan_due_on", "A plan has a text, one who carries it and a day.");
            return None;
        }
    };
    let renewal = RenewalId(uuid::Uuid::nil());
    let review =
        OutcomeReview { renewal, number: 1, themes: themes?, lessons: lessons?, strength: strength?, plan, by, on: on?, recorded_at };
    Some(((contract?, term?), review))
}

fn themes(text: &str) -> Result<BTreeSet<Theme>, String> {
    let themes: BTreeSet<Theme> =
        text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).map(str::parse).collect::<Result<_, _>>()?;
    if themes.len() > THEMES_MAX { Err(format!("has more than {THEMES_MAX} themes")) } else { Ok(themes) }
}

/// Writes down what is new or said otherwise; what was said before stays as history.
pub(super) fn place(after: &mut Facts, told: Vec<Told>, work: &mut Work<'_>) {
    let Some(schema) = super::file_schema(FILE) else { return };
    // Where an outcome was refused it is not known what was decided.
    if work.refusals.iter().any(|refusal| refusal.file == super::outcomes::FILE) {
        return;
    }
    for (row, ((contract, term), said)) in told {
        let decided = |state: &State| matches!(state, State::Closed { inferred: false, outcome, .. } if outcome.is_decision());
        let known = after.terms.contains_key(&(contract, term));
        let Some(renewal) = after.renewal_of(contract, term).filter(|renewal| known && decided(&renewal.state)) else {
            let problem = "is no term whose renewal somebody decided".to_string();
            let remedy = "Tell its outcome in outcomes.csv, or take the row out.".to_string();
            work.refusals.push(Refusal { problem, remedy, ..at(FILE, row, "term", &term.to_string()) });
            continue;
        };
        let before = after.reviews.get(&renewal.id).cloned();
        let number = before.as_ref().map_or(1, |before| before.number);
        let mut said = OutcomeReview { renewal: renewal.id, number, ..said };
        if before.as_ref().is_some_and(|before| *before != said) {
            said.number += 1;
        }
        let reference = format!("{} term {term}", contract_reference(after, contract));
        after.apply(&Write::OutcomeReview(said.clone()));
        work.changes.record(schema, reference, (before.as_ref(), said), Write::OutcomeReview);
    }
}

/// Rows of outcome_reviews.csv: those of renewals that somebody decided and whose term stands.
pub(super) fn rows(facts: &Facts) -> Vec<Vec<String>> {
    let row = |review: &OutcomeReview| {
        let renewal = facts.renewals.get(&review.renewal)?;
        let told = matches!(renewal.state, State::Closed { inferred: false, .. });
        if !told || !facts.terms.contains_key(&(renewal.contract, renewal.term_number)) {
            return None;
        }
        let themes: Vec<String> = review.themes.iter().map(ToString::to_string).collect();
        let plan = review.plan.as_ref();
        Some(vec![
            contract_reference(facts, renewal.contract),
            renewal.term_number.to_string(),
            themes.join("; "),
            review.lessons.clone(),
            text(review.strength),
            plan.map(|plan| plan.text.clone()).unwrap_or_default(),
            plan.map(|plan| teammate_reference(facts, plan.owner)).unwrap_or_default(),
            text(plan.map(|plan| plan.due_on)),
            review.on.to_string(),
            review.by.clone(),
            review.recorded_at.to_string(),
        ])
    };
    let mut rows: Vec<Vec<String>> = facts.reviews.values().filter_map(row).collect();
    rows.sort();
    rows
}
