//! Nobody fits a role, so a leader or the desk lead stands in; that is an answer, and not for long (domain ruling 3).

use super::{Finding, Severity, Words};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::ownership::ledger::{Stream, in_force};
use crate::renewal::Renewal;
use jiff::civil::Date;

/// Open renewals with a responsibility that is held as a last resort.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    facts.renewals.values().filter(|renewal| renewal.is_open()).filter_map(|renewal| on(facts, renewal, today)).collect()
}

fn on(facts: &Facts, renewal: &Renewal, today: Date) -> Option<Finding> {
    let entries = facts.entries(renewal.id);
    // The designation tells the present reason: an accountable entry is only written when the holder changes.
    let designated = Responsibility::ALL.iter().filter_map(|r| in_force(entries, *r, Stream::Designated, today));
    let stand_ins: Vec<_> = designated.filter(|entry| entry.because.person.is_last_resort()).collect();
    if stand_ins.is_empty() {
        return None;
    }
    let line = |entry: &&crate::ownership::ledger::OwnershipEntry| {
        let (responsibility, name) = (entry.responsibility.label(), facts.name_of(entry.holder));
        format!(
            "{responsibility}: {name} {} since {}, for want of the role {}",
            entry.because.person.label(),
            entry.effective_on,
            entry.because.role.label()
        )
    };
    let evidence = stand_ins.iter().map(line).collect::<Vec<_>>().join("; ");
    let words = Words {
        code: "desk-lead-holds",
        severity: Severity::Medium,
        title: format!("{} of {} responsibilities are held by a stand-in", stand_ins.len(), Responsibility::ALL.len()),
        evidence: format!("{evidence}."),
        remedy: "Put somebody with the role on the account team, or name another role in the policy.".into(),
    };
    Some(words.on(renewal, facts.organisation.desk_lead))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn a_missing_role_is_found_until_somebody_has_it() {
        let mut company = Company::with_one_contract();
        assert_eq!(find(&company.facts, company.today), []);
        let olga = company.teammate("olga");
        company.accept(crate::commands::mark_left(&company.facts, olga, company.today));
        let found = find(&company.facts, company.today);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].evidence,
            "Operations: Lena Brandt leads those who have the role since 2026-11-23, for want of the role Deal desk."
        );
        assert_eq!(found[0].owner, company.facts.organisation.desk_lead);
        let id = crate::primitives::TeammateId::new(&company.ids);
        let hired = crate::checks::fixture::teammate(id, ("nils", "Nils Dahl"), crate::identity::Role::Ops, company.today);
        company.accept(crate::commands::add_teammate(&company.facts, hired));
        assert_eq!(find(&company.facts, company.today), []);
    }
}
