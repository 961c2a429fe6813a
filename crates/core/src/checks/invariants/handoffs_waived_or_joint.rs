//! No responsibility changes hands in silence: each change names a completed handoff with its joint touch, or a waiver with a name and
//! a reason (OWN-10, domain ruling 2).

use super::{Evidence, Invariant, Violation};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::ownership::handoff::{Handoff, HandoffState};
use crate::ownership::ledger::{OwnershipEntry, Passage, Stream, stream_of};
use crate::primitives::HandoffId;

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "handoffs-waived-or-joint",
    states: "No responsibility changed hands without a completed handoff that both attended, or a waiver with a name and a reason.",
    subjects: |evidence| evidence.facts.ledger.values().flatten().filter(|entry| entry.stream == Stream::Accountable).count(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let facts = evidence.facts;
    let mut violations = Vec::new();
    for (subject, entries) in &facts.ledger {
        for responsibility in Responsibility::ALL {
            let row = stream_of(entries, *responsibility, Stream::Accountable);
            let changes = row.iter().zip(row.iter().skip(1)).filter(|(giver, receiver)| giver.holder != receiver.holder);
            violations.extend(changes.filter_map(|(giver, receiver)| {
                let fault = fault(facts, giver, receiver)?;
                let (from, to) = (facts.name_of(giver.holder), facts.name_of(receiver.holder));
                let detail = format!("{responsibility}: passed from {from} to {to} on {} {fault}", receiver.effective_on);
                Some(Violation { invariant: INVARIANT.code, subject: evidence.reference(*subject), detail })
            }));
        }
    }
    let of_nobody = facts.handoffs.values().filter(|handoff| !facts.renewals.contains_key(&handoff.renewal));
    violations.extend(of_nobody.map(|handoff| {
        let detail = "has a handoff and does not exist".to_string();
        Violation { invariant: INVARIANT.code, subject: evidence.reference(handoff.renewal), detail }
    }));
    violations
}

/// Why an entry does not explain how its holder came to it.
fn fault(facts: &Facts, giver: &OwnershipEntry, receiver: &OwnershipEntry) -> Option<&'static str> {
    match &receiver.passage {
        Passage::Initial => Some("without a joint step or a named waiver"),
        Passage::Waived { by, reason, .. } if by.trim().is_empty() || reason.trim().is_empty() => {
            Some("without a joint step or a named waiver")
        }
        Passage::Waived { handoff: None, .. } => None,
        Passage::Waived { handoff: Some(id), .. } => match recorded(facts, *id, giver, receiver).map(|handoff| &handoff.state) {
            Some(HandoffState::Waived { .. }) => None,
            Some(_) => Some("by a handoff that nobody waived"),
            None => Some("by a handoff of others"),
        },
        Passage::Joint { handoff } => match recorded(facts, *handoff, giver, receiver) {
            Some(Handoff { state: HandoffState::Accepted { touch, .. }, .. }) => {
                let both = facts.activities.get(touch).filter(|activity| !activity.withdrawn);
                let both = both.is_some_and(|activity| activity.ours.contains(&giver.holder) && activity.ours.contains(&receiver.holder));
                (!both).then_some("by a handoff whose joint touch is not on record")
            }
            Some(_) => Some("by a handoff that was not completed"),
            None => Some("by a handoff of others"),
        },
    }
}

/// The handoff of an id, if it is one of these two people, this renewal and this responsibility.
fn recorded<'a>(facts: &'a Facts, id: HandoffId, giver: &OwnershipEntry, receiver: &OwnershipEntry) -> Option<&'a Handoff> {
    facts.handoffs.get(&id).filter(|handoff| {
        (handoff.giver, handoff.receiver, handoff.renewal.into()) == (giver.holder, receiver.holder, receiver.subject)
            && handoff.responsibilities.contains(&receiver.responsibility)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::identity::Role;

    fn after_a_leaver() -> Company {
        let mut company = Company::with_one_contract();
        let rafael = company.teammate("rafael");
        company.accept(crate::commands::mark_left(&company.facts, rafael, company.today));
        company
    }

    fn after_a_meeting() -> Company {
        let mut company = Company::with_one_contract();
        let account = company.renewal().account;
        company.put_on_team(account, Role::AccountExecutive, "tomas");
        company.meet("rafael", "tomas");
        company.accept_handoffs("tomas");
        company
    }

    #[test]
    fn a_waiver_with_name_and_reason_explains_a_change() {
        assert_eq!(check(&after_a_leaver().evidence()), []);
    }

    #[test]
    fn a_waiver_without_reason_is_a_silent_handoff() {
        let mut company = after_a_leaver();
        for entry in company.facts.ledger.values_mut().flatten() {
            if let Passage::Waived { reason, .. } = &mut entry.passage {
                *reason = " ".into();
            }
        }
        let violations = check(&company.evidence());
        assert_eq!(violations.len(), 2, "commercial and expansion");
        assert_eq!(
            violations[0].detail,
            "commercial: passed from Rafael Costa to Tomas Berg on 2026-11-23 without a joint step or a named waiver"
        );
    }

    #[test]
    fn a_completed_handoff_explains_a_change_as_long_as_its_meeting_stands() {
        let mut company = after_a_meeting();
        assert_eq!(company.holder(Responsibility::Commercial), "tomas");
        assert_eq!(check(&company.evidence()), []);
        company.facts.activities.values_mut().for_each(|activity| activity.withdrawn = true);
        let violations = check(&company.evidence());
        assert!(violations[0].detail.ends_with("by a handoff whose joint touch is not on record"), "{violations:?}");
    }

    #[test]
    fn a_handoff_of_others_or_one_that_was_not_completed_explains_nothing() {
        let mut company = after_a_meeting();
        let priya = company.teammate("priya");
        company.facts.handoffs.values_mut().for_each(|handoff| handoff.state = HandoffState::Opened);
        assert!(check(&company.evidence())[0].detail.ends_with("by a handoff that was not completed"));
        company.facts.handoffs.values_mut().for_each(|handoff| handoff.giver = priya);
        assert!(check(&company.evidence())[0].detail.ends_with("by a handoff of others"));
    }
}
