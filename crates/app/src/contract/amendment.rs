//! Verbs on amendments: the running term changes, and its renewal follows.

use super::line::{NewLine, first_version};
use super::{contract, last_term};
use crate::App;
use crate::access::Actor;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_account_people;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::contract::{Contract, Line, LineOrigin, Term};
use tenure_core::facts::Write;
use tenure_core::primitives::{display_date, last_day_of_service};
use tenure_store::Scope;

/// What an amendment changes of the running term; `None` leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct Amendment {
    /// New end.
    pub end_on: Option<Date>,
    /// New notice period; `Some(None)` makes it unknown.
    pub notice_days: Option<Option<u16>>,
    /// New auto-renewal.
    pub auto_renew: Option<bool>,
    /// New price cap; `Some(None)` is no cap.
    pub uplift_cap_bps: Option<Option<u32>>,
    /// New price rise of an automatic renewal.
    pub uplift_bps: Option<u32>,
    /// New length of a successor term.
    pub renewal_months: Option<u16>,
    /// Lines that change or come. One with a known reference changes that line from its `start_on` on, or from the beginning.
    pub lines: Vec<NewLine>,
}

impl App {
    /// Amends the running term; its renewal follows in the same transaction. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::amend_contract`].
    pub async fn amend_contract(&self, actor: &Actor, reference: &str, amendment: Amendment) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Contract(reference.into()), |context| {
            let found = contract(context.facts, reference)?;
            require_account_people(actor, found.account, context)?;
            let last = last_term(context.facts, found)?;
            let amended = Contract {
                notice_days: amendment.notice_days.unwrap_or(found.notice_days),
                auto_renew: amendment.auto_renew.unwrap_or(found.auto_renew),
                uplift_cap_bps: amendment.uplift_cap_bps.unwrap_or(found.uplift_cap_bps),
                uplift_bps: amendment.uplift_bps.unwrap_or(found.uplift_bps),
                renewal_months: amendment.renewal_months.unwrap_or(found.renewal_months),
                ..found.clone()
            };
            let end_on = amendment.end_on.unwrap_or(last.end_on);
            let term = Term { end_on, ..last.clone() };
            let lines = amended_lines(context, (found, &term), &amendment.lines);
            if amended == *found && term == *last && lines.is_empty() {
                return Ok(Decided { writes: Vec::new(), kind: "contract_amended", subject: reference.into(), summary: String::new() });
            }
            let summary = format!("Contract {reference} was amended{}", changes((found, last), (&amended, &term), &lines));
            let fitted = commands::fitted_lines(context.facts, last, end_on);
            let voided =
                fitted.into_iter().filter(|write| matches!(write, Write::VoidLine(line) if !lines.iter().any(|l| l.id == line.id)));
            let voided: Vec<Write> = voided.collect();
            let mut facts = context.facts.clone();
            facts.apply_all(&voided);
            let writes = commands::amend_contract(&facts, amended, end_on, lines)?;
            Ok(Decided { writes: voided.into_iter().chain(writes).collect(), kind: "contract_amended", subject: reference.into(), summary })
        })
        .await
    }
}

/// What changed, in a few words: `: notice 60 days, 2 lines`.
fn changes((found, last): (&Contract, &Term), (amended, term): (&Contract, &Term), lines: &[Line]) -> String {
    let mut parts = Vec::new();
    if amended.notice_days != found.notice_days {
        parts.push(amended.notice_days.map_or_else(|| "notice unknown".into(), |days| format!("notice {days} days")));
    }
    if amended.auto_renew != found.auto_renew {
        parts.push(if amended.auto_renew { "renews by itself".into() } else { "no longer renews by itself".to_string() });
    }
    if term.end_on != last.end_on {
        parts.push(format!("last day {}", display_date(last_day_of_service(term.end_on))));
    }
    if !lines.is_empty() {
        parts.push(format!("{} line{}", lines.len(), if lines.len() == 1 { "" } else { "s" }));
    }
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

/// The versions that an amendment brings: a line that changes later than it began ends there and goes on as a new one;
/// a line that the amendment does not name is fitted to the term's new end.
fn amended_lines(context: &Context<'_>, (contract, term): (&Contract, &Term), given: &[NewLine]) -> Vec<Line> {
    let existing = context.facts.lines_of(term.contract, term.number);
    let before_end = commands::last_term(context.facts, contract.id).map_or(term.end_on, |last| last.end_on);
    let mut lines: Vec<Line> = Vec::new();
    for line in &existing {
        match given.iter().find(|new| new.reference == line.reference) {
            Some(new) => lines.extend(changed(context, (contract, term), line, new)),
            None if line.end_on > term.end_on && line.start_on < term.end_on => lines.push(line.ending(term.end_on)),
            None if line.end_on == before_end && line.end_on < term.end_on => lines.push(line.ending(term.end_on)),
            None => {}
        }
    }
    let added = given.iter().filter(|new| !existing.iter().any(|line| line.reference == new.reference));
    lines.extend(
        added.enumerate().map(|(index, new)| Line { origin: LineOrigin::Amended, ..first_version(context, (contract, term), new, index) }),
    );
    lines
}

fn changed(context: &Context<'_>, of: (&Contract, &Term), line: &Line, new: &NewLine) -> Vec<Line> {
    let (_, term) = of;
    let fresh = first_version(context, of, new, 0);
    let end_on = new.end_on.unwrap_or(if line.end_on > term.end_on { term.end_on } else { line.end_on });
    match new.start_on.filter(|start_on| *start_on > line.start_on && *start_on < line.end_on) {
        Some(from_on) => {
            let continued = Line {
                reference: format!("{}-v{}", line.reference, line.version + 1),
                start_on: from_on,
                end_on,
                origin: LineOrigin::Amended,
                follows: Some(line.id),
                ..fresh
            };
            vec![line.ending(from_on), continued]
        }
        None => {
            let start_on = new.start_on.unwrap_or(line.start_on);
            let next =
                Line { id: line.id, version: line.version + 1, start_on, end_on, origin: line.origin, follows: line.follows, ..fresh };
            let same = Line { version: line.version, ..next.clone() } == *line;
            if same { Vec::new() } else { vec![next] }
        }
    }
}
