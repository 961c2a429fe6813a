//! The policy replayed over its reign by hand: on each day from its activation to the next one, what is recorded as designated is what the
//! policy's table gives on that day, less the reassignments that are listed.

use super::{FLAT_POLICY, History};
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::account::Risk;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::designation::PersonReason;
use tenure_core::ownership::ledger::{Stream, in_force};
use tenure_core::primitives::{PolicyId, RenewalId};
use tenure_core::renewal::Renewal;

/// What was to be recorded of each open renewal at the end of each day: the policy in force and its rule, worked out from the table.
#[derive(Default)]
pub struct Reigns(BTreeMap<(Date, RenewalId), (PolicyId, &'static str)>);

impl Reigns {
    pub fn days(&self) -> usize {
        self.0.len()
    }
}

impl History {
    /// Notes what the policies give today. Of several notes of a day the last one stands.
    pub fn note_reigns(&mut self) {
        let (facts, today) = (&self.company.facts, self.company.today);
        let Some(version) = facts.policy_on(today) else { return };
        let flat = version.policy.name == "Flat";
        let open = facts.renewals.values().filter(|renewal| renewal.is_open());
        let notes = open.map(|renewal| ((today, renewal.id), (version.id, if flat { self.flat(renewal) } else { self.starter(renewal) })));
        let notes: Vec<_> = notes.collect();
        // One that was decided on the day is not open at its end.
        self.reigns.0.retain(|(day, id), _| *day != today || facts.renewals[id].is_open());
        self.reigns.0.extend(notes);
    }

    /// [`FLAT_POLICY`], read by a person.
    fn flat(&self, renewal: &Renewal) -> &'static str {
        debug_assert!(FLAT_POLICY.contains("renews-itself"));
        let facts = &self.company.facts;
        let tier = renewal.frozen_tier.unwrap_or(facts.accounts[&renewal.account].tier);
        // A contract whose customer gave notice does not renew by itself any more.
        if renewal.target.auto_renew && (2..=3).contains(&tier) { "renews-itself" } else { "everything" }
    }

    /// The policy that a company starts with, read by a person.
    fn starter(&self, renewal: &Renewal) -> &'static str {
        let red = self.company.facts.accounts[&renewal.account].risk == Risk::Red;
        match renewal.target.atr_reporting.minor {
            minor if minor < 2_500_000 && !red => "small-steady",
            minor if minor >= 10_000_000 => "large-or-strategic",
            _ if red => "red",
            _ => "middle",
        }
    }

    /// What is recorded of every day that was noted.
    pub fn check_reigns(&self, told: &str) {
        let facts = &self.company.facts;
        for ((day, id), (policy, rule)) in &self.reigns.0 {
            let place = format!("{told}\n{} on {day}", facts.renewals[id].reference());
            for responsibility in Responsibility::ALL {
                let entry = in_force(facts.entries(*id), *responsibility, Stream::Designated, *day);
                let entry = entry.unwrap_or_else(|| panic!("{place}: nobody is designated for {responsibility}"));
                if entry.because.person == PersonReason::Reassigned {
                    let listed = facts.overrides.values().any(|named| {
                        let same =
                            named.subject == (*id).into() && named.responsibility == *responsibility && named.teammate == entry.holder;
                        same && named.from_on <= *day
                    });
                    assert!(listed, "{place}: {responsibility} was reassigned and nobody did it");
                } else {
                    assert_eq!((entry.because.policy, entry.because.rule.as_str()), (*policy, *rule), "{place}: {responsibility}");
                }
            }
        }
    }
}
