//! We promised something and its day passed (REN-11).

use super::{Finding, Severity};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{TeammateId, days_between, display_date};
use crate::room::Commitment;
use jiff::civil::Date;

/// Commitments that should have been kept before today.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let all = facts.rooms.values().flat_map(|room| room.commitments.values());
    all.filter(|commitment| commitment.is_overdue(today)).map(|commitment| on(facts, commitment, today)).collect()
}

fn on(facts: &Facts, commitment: &Commitment, today: Date) -> Finding {
    let days = days_between(commitment.due_on, today);
    let late = if days == 1 { "yesterday".to_string() } else { format!("{days} days ago") };
    let to = commitment.to.and_then(|id| facts.stakeholders.get(&id)).map(|person| format!(" to {}", person.name)).unwrap_or_default();
    Finding {
        code: "commitment-overdue",
        severity: Severity::High,
        title: "A commitment is overdue".into(),
        evidence: format!(
            "{}, promised{to} on {}, was due on {}, {late}.",
            commitment.promise.trim_end_matches('.'),
            display_date(commitment.made_on),
            display_date(commitment.due_on)
        ),
        remedy: "Keep it and say so, or tell the customer and agree what happens instead.".into(),
        renewal: None,
        expansion: None,
        account: Some(commitment.account),
        owner: sees_to(facts, commitment, today),
    }
}

/// Who sees to a commitment: its owner, or where that person left, whoever holds the value of the customer's next renewal.
pub fn sees_to(facts: &Facts, commitment: &Commitment, today: Date) -> TeammateId {
    if facts.teammates.get(&commitment.owner).is_some_and(|person| person.is_active_on(today)) {
        return commitment.owner;
    }
    let open = facts.renewals.values().filter(|renewal| renewal.account == commitment.account && renewal.is_open());
    let next = open.min_by_key(|renewal| (renewal.target.end_on, renewal.number));
    next.and_then(|renewal| facts.holder(renewal.id, Responsibility::Value)).unwrap_or(facts.organisation.desk_lead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::commands::{end_commitment, make_commitment};
    use crate::ownership::handoff::Word;
    use crate::primitives::CommitmentId;
    use crate::room::CommitmentEnd;
    use jiff::civil::date;

    #[test]
    fn a_promise_is_found_from_the_day_after_it_was_due_until_it_is_kept() {
        let mut company = Company::with_one_contract();
        let account = company.renewal().account;
        let commitment = Commitment {
            id: CommitmentId::new(&company.ids),
            account,
            renewal: None,
            promise: "A test system for their auditors".into(),
            to: None,
            owner: company.teammate("noor"),
            made_on: date(2026, 11, 2),
            due_on: date(2026, 11, 23),
            ended: None,
            author: "Priya Nair".into(),
            recorded_at: company.moment().recorded_at,
            withdrawn: None,
        };
        let id = commitment.id;
        company.accept(make_commitment(&company.facts, commitment, company.moment()));
        assert_eq!(find(&company.facts, date(2026, 11, 23)), []);
        let found = find(&company.facts, date(2026, 11, 25));
        assert_eq!(found[0].evidence, "A test system for their auditors, promised on 2 Nov 2026, was due on 23 Nov 2026, 2 days ago.");
        assert_eq!(found[0].owner, company.teammate("noor"));
        let noor = company.teammate("noor");
        company.facts.teammates.entry(noor).and_modify(|person| person.left_on = Some(date(2026, 11, 24)));
        assert_eq!(find(&company.facts, date(2026, 11, 25))[0].owner, company.teammate("priya"), "whoever holds the value takes over");
        let word =
            Word { by: "Priya Nair".into(), reason: String::new(), on: date(2026, 11, 25), recorded_at: company.moment().recorded_at };
        company.accept(end_commitment(&company.facts, (account, id), (CommitmentEnd::Kept, word)));
        assert_eq!(find(&company.facts, date(2026, 11, 25)), []);
    }
}
