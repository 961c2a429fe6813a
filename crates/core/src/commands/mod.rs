//! The verbs as decisions: what must hold, and which facts change. The planner then does the rest.

mod account;
mod advice;
mod care;
mod close;
mod contract;
mod expansion;
mod finding;
mod forecast;
mod handoff;
mod handoff_clocks;
mod identity;
mod indexation;
mod ledger_rules;
mod listed;
mod organisation;
mod playbook;
mod policy;
mod proposal;
mod renewal;
mod review;
mod room;
mod talk;
mod task;
mod together;
mod value;

pub(crate) use account::went;
pub use account::{
    Judgement, add_account, edit_account, log_activity, merge_accounts, move_contract, set_risk, set_stakeholder, set_team,
    withdraw_activity,
};
pub use advice::{Reply, answer_advisor};
pub use care::{REVIEW_DAYS_MAX, set_care};
pub use close::{Closing, Decision, PROMISES_MAX, close_renewal};
pub use contract::{
    LINES_MAX, amend_contract, cancel_contract, co_term, fitted_lines, give_notice, last_term, leave_co_term, renew_contract,
    sign_contract, withdraw_notice,
};
pub use expansion::{
    CREDITS_MAX, Correction, EXPECTED_MAX, NewExpansion, accept_expansion, correct_expansion, lose_expansion, raise_expansion,
    reject_expansion, reopen_expansion, win_expansion, withdraw_expansion,
};
pub use finding::{DISMISSED_MAX_DAYS, bring_back_finding, dismiss_finding};
pub use forecast::{adjust_forecast, call_renewal, submit_forecast};
pub use handoff::{Said, accept_handoffs, decline_handoffs, meet_handoffs, waive_handoffs};
pub use handoff_clocks::set_handoff_clocks;
pub use identity::{
    ABSENCE_MAX_DAYS, add_teammate, end_absence, mark_left, move_teammate, set_absence, set_profile, was_accountable_until,
};
pub use indexation::{Indexation, index_prices};
pub use ledger_rules::set_ledger_rules;
pub use listed::{PublicHolidays, Within, remove_listed, set_listed, take_public_holidays};
pub use organisation::set_organisation;
pub use playbook::{Publication, publish_playbook};
pub use policy::{Activation, activate_policy};
pub use proposal::{
    NewProposal, Word, accept_proposal, approve_proposal, ask_approval, decline_proposal, make_proposal, refuse_proposal, send_proposal,
    set_discount_limit, versions_of, withdraw_proposal,
};
pub use renewal::{OVERRIDE_MAX_DAYS, close_lost, end_reassignment, reassign, reopen_renewal};
pub use review::{Learnt, THEMES_MAX, review_outcome};
pub use room::{
    answer_objection, end_commitment, judge_stakeholder, make_commitment, raise_objection, record_commitment, resolve_objection,
    withdraw_commitment, withdraw_objection,
};
pub use talk::{add_document, change_document, correct_comment, withdraw_comment, withdraw_document, write_comment};
pub use task::{
    Completion, PUT_OFF_MAX_DAYS, bring_back_task, complete_task, give_task, put_off_task, reopen_task, step_of, take_back_task, waits_for,
};
pub use together::{Deed, STEPS_MAX, steps_together};
pub use value::{confirm_value, note_value, read_outcome, withdraw_value};

use crate::refusal::Refusal;
use std::collections::BTreeSet;

/// Longest name, title or other one-line text.
pub const TEXT_MAX: usize = 200;
/// Longest evidence or note.
pub const NOTE_MAX: usize = 10_000;

fn check_text(column: &str, value: &str) -> Result<(), Refusal> {
    let length = value.chars().count();
    if value.trim().is_empty() || length > TEXT_MAX || value.chars().any(char::is_control) {
        return Err(field(column, value, format!("must be 1 to {TEXT_MAX} characters without line breaks")));
    }
    Ok(())
}

/// A text of several lines, trimmed: what an import of the same text would accept.
fn check_note(column: &str, value: &str) -> Result<String, Refusal> {
    let value = value.trim();
    if value.chars().count() > NOTE_MAX {
        return Err(field(column, "", format!("has more than {NOTE_MAX} characters")));
    }
    if value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(field(column, "", "has a control character".into()));
    }
    Ok(value.into())
}

/// Words that one cell can list: none with a separator in it, all together no longer than a line.
fn check_words(column: &str, words: &BTreeSet<String>) -> Result<(), Refusal> {
    for word in words {
        check_text(column, word)?;
        if word.contains([',', ';']) {
            return Err(field(column, word, "has a comma or a semicolon".into()));
        }
    }
    if crate::identity::joined(words).chars().count() > TEXT_MAX {
        return Err(field(column, "", format!("has more than {TEXT_MAX} characters together")));
    }
    Ok(())
}

fn field(column: &str, value: &str, problem: String) -> Refusal {
    Refusal { column: Some(column.into()), value: (!value.is_empty()).then(|| value.into()), problem, ..Refusal::default() }
}
