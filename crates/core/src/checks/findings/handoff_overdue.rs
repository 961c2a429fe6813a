//! A handoff is in limbo: the receiver has not accepted in time, declined and nobody else was named, or took over by a waiver and was
//! never introduced (OWN-10).

use super::{Finding, Severity, Words};
use crate::facts::Facts;
use crate::ownership::handoff::{Handoff, HandoffState};
use crate::ownership::ledger::{Stream, in_force};
use crate::primitives::{TeammateId, display_date};
use crate::renewal::Renewal;
use jiff::civil::Date;

/// Handoffs of open renewals whose clock has run out, or that were declined and still stand in the way.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let of_open = facts.handoffs.values().filter_map(|handoff| {
        let renewal = facts.renewals.get(&handoff.renewal).filter(|renewal| renewal.is_open())?;
        Some((handoff, renewal))
    });
    of_open.filter_map(|(handoff, renewal)| on(facts, (handoff, renewal), today)).collect()
}

fn on(facts: &Facts, (handoff, renewal): (&Handoff, &Renewal), today: Date) -> Option<Finding> {
    let (giver, receiver) = (facts.name_of(handoff.giver), facts.name_of(handoff.receiver));
    let what = handoff.responsibilities.iter().map(|r| r.code()).collect::<Vec<_>>().join(", ");
    let clock = display_date(handoff.clock().unwrap_or(handoff.due_on));
    let (title, evidence, remedy, owner) = match &handoff.state {
        HandoffState::Opened if handoff.is_overdue(today) => (
            format!("{giver} and {receiver} have not met the customer together"),
            format!(
                "The handoff of {what} opened on {} and was due on {clock}; {giver} is still accountable.",
                display_date(handoff.opened_on)
            ),
            format!("Hold the joint meeting and log it, or let a lead waive it. {receiver} then accepts."),
            handoff.giver,
        ),
        HandoffState::Met { .. } if handoff.is_overdue(today) => (
            format!("{receiver} has not accepted the handoff from {giver}"),
            format!("Both met with the customer; acceptance of {what} was due on {clock}, and {giver} is still accountable."),
            "Accept it, or decline it with a reason.".to_string(),
            handoff.receiver,
        ),
        HandoffState::Waived { introduced: None, .. } if handoff.is_overdue(today) => (
            format!("{receiver} was never introduced to the customer"),
            format!("{what} went from {giver} to {receiver} without a meeting; the introduction was due on {clock}."),
            format!("Take {receiver} along to the customer once, and log who was present."),
            introducer(facts, handoff, today),
        ),
        HandoffState::Declined { word } if stands_in_the_way(facts, handoff) => (
            format!("{receiver} declined the handoff from {giver}"),
            format!("{} said on {}: {}. {giver} is still accountable for {what}.", word.by, display_date(word.on), word.reason),
            "Name somebody else for a while, change the account team, or change the policy.".to_string(),
            facts.organisation.desk_lead,
        ),
        _ => return None,
    };
    let words = Words { code: "handoff-overdue", severity: Severity::Medium, title, evidence, remedy };
    Some(words.on(renewal, owner))
}

/// Who brings the receiver to the customer: the giver; once that person is gone or away for long, the giver's manager, else the desk lead.
pub fn introducer(facts: &Facts, handoff: &Handoff, today: Date) -> TeammateId {
    let away = |id: &TeammateId| {
        facts.absences.values().any(|absence| absence.teammate == *id && absence.covers(today) && absence.moves(&facts.organisation))
    };
    let active = |id: &TeammateId| facts.teammates.get(id).is_some_and(|person| person.is_active_on(today));
    let here = |id: &TeammateId| active(id) && !away(id) && *id != handoff.receiver;
    let manager = facts.teammates.get(&handoff.giver).and_then(|giver| giver.manager);
    [Some(handoff.giver), manager].into_iter().flatten().find(here).unwrap_or(facts.organisation.desk_lead)
}

/// Whether the one who declined is still designated and the giver still accountable.
fn stands_in_the_way(facts: &Facts, handoff: &Handoff) -> bool {
    let entries = facts.entries(handoff.renewal);
    handoff.responsibilities.iter().any(|responsibility| {
        let last = |stream| in_force(entries, *responsibility, stream, Date::MAX).map(|entry| entry.holder);
        last(Stream::Designated) == Some(handoff.receiver) && last(Stream::Accountable) == Some(handoff.giver)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::commands::{self, Said};
    use crate::identity::Role;
    use jiff::civil::date;

    fn handed_over() -> Company {
        let mut company = Company::with_one_contract();
        let account = company.renewal().account;
        company.put_on_team(account, Role::AccountExecutive, "tomas");
        company
    }

    fn titles(company: &Company, day: Date) -> Vec<(String, TeammateId)> {
        find(&company.facts, day).into_iter().map(|finding| (finding.title, finding.owner)).collect()
    }

    #[test]
    fn a_missing_meeting_is_the_givers_to_hold_and_a_missing_acceptance_the_receivers() {
        let mut company = handed_over();
        assert_eq!(find(&company.facts, date(2026, 11, 30)), [], "five working days from Monday 23 Nov");
        let missing = ("Rafael Costa and Tomas Berg have not met the customer together".to_string(), company.teammate("rafael"));
        assert_eq!(titles(&company, date(2026, 12, 1)), [missing]);
        company.meet("rafael", "tomas");
        let unanswered = ("Tomas Berg has not accepted the handoff from Rafael Costa".to_string(), company.teammate("tomas"));
        assert_eq!(titles(&company, date(2026, 12, 1)), [unanswered]);
        company.accept_handoffs("tomas");
        assert_eq!(titles(&company, date(2026, 12, 1)), []);
    }

    #[test]
    fn a_refusal_goes_to_the_desk_lead_until_somebody_else_is_designated() {
        let mut company = handed_over();
        let ids: Vec<_> = company.facts.handoffs.keys().copied().collect();
        let said = Said { by: "Tomas Berg".into(), reason: "no room this quarter".into(), moment: company.moment() };
        company.accept(commands::decline_handoffs(&company.facts, &ids, &said));
        let found = find(&company.facts, company.today);
        assert_eq!(
            found[0].evidence,
            "Tomas Berg said on 23 Nov 2026: no room this quarter. Rafael Costa is still accountable for commercial, expansion."
        );
        assert_eq!(found[0].owner, company.facts.organisation.desk_lead);
        let account = company.renewal().account;
        company.put_on_team(account, Role::AccountExecutive, "rafael");
        assert_eq!(find(&company.facts, company.today), []);
    }

    #[test]
    fn a_waiver_owes_an_introduction_and_a_lead_holds_it_where_the_giver_is_gone() {
        let mut company = Company::with_one_contract();
        let (rafael, mara) = (company.teammate("rafael"), company.teammate("mara"));
        company.accept(commands::mark_left(&company.facts, rafael, company.today));
        assert_eq!(find(&company.facts, date(2026, 11, 30)), []);
        let owed = |name: &str| (format!("{name} was never introduced to the customer"), mara);
        assert_eq!(titles(&company, date(2026, 12, 1)), [owed("Tomas Berg"), owed("Noor Haddad")]);
        company.meet("mara", "tomas");
        assert_eq!(titles(&company, date(2026, 12, 1)), [owed("Noor Haddad")]);
    }
}
