//! One person at the customer is all that we speak with: when that person leaves, the renewal begins anew (SIG-3).

use super::{Finding, Severity, Words, holder};
use crate::account::Activity;
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{AccountId, display_date};
use crate::renewal::Renewal;
use crate::room::{MET_DAYS, touches};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Open renewals whose playbook began while contacts of [`MET_DAYS`] were all with one person.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let mut contacts: BTreeMap<AccountId, Vec<&Activity>> = BTreeMap::new();
    for activity in facts.activities.values() {
        contacts.entry(activity.account).or_default().push(activity);
    }
    let began = |renewal: &&Renewal| renewal.is_open() && renewal.decided.as_ref().is_some_and(|decided| decided.opens_on <= today);
    let mut found: Vec<Finding> = Vec::new();
    for renewal in facts.renewals.values().filter(began) {
        // One account with several renewals has one mistake, not several.
        let known = found.iter().any(|finding| finding.account == Some(renewal.account));
        let contacts = contacts.get(&renewal.account).map_or(&[][..], Vec::as_slice);
        found.extend(if known { None } else { on(facts, (renewal, contacts), today) });
    }
    found
}

fn on(facts: &Facts, (renewal, contacts): (&Renewal, &[&Activity]), today: Date) -> Option<Finding> {
    let touches = touches(contacts.iter().copied(), today);
    let there = |id| facts.stakeholders.get(id).filter(|person| person.is_there_on(today));
    let mut lately = touches.iter().filter(|(_, touches)| touches.lately > 0).filter_map(|(id, touches)| Some((there(id)?, touches)));
    let (person, touched) = lately.next()?;
    if lately.next().is_some() {
        return None;
    }
    let times = if touched.lately == 1 { "1 contact".to_string() } else { format!("{} contacts", touched.lately) };
    let last = touched.last_on.map(display_date).unwrap_or_default();
    let words = Words {
        code: "single-threaded",
        severity: Severity::Medium,
        title: "Only one person there is met".into(),
        evidence: format!("{times} in {MET_DAYS} days, all with {}, the last on {last}.", person.name),
        remedy: format!("Ask {} to bring a second person who has a say, and write down who it is.", person.name),
    };
    Some(words.on(renewal, holder(facts, renewal, Responsibility::Value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn one_person_met_is_found_until_a_second_one_is_met() {
        let mut company = Company::with_one_contract();
        assert_eq!(find(&company.facts, company.today), [], "nobody was met: that is silence, not one thread");
        company.meet("priya", "rafael");
        let found = find(&company.facts, company.today);
        assert_eq!(found[0].evidence, "1 contact in 90 days, all with Dana Fox, the last on 23 Nov 2026.");
        assert_eq!(found[0].owner, company.teammate("priya"));
        company.meet("priya", "rafael");
        assert_eq!(find(&company.facts, company.today), [], "a second Dana Fox was met");
    }

    #[test]
    fn a_contact_that_is_ninety_days_old_or_was_withdrawn_does_not_count() {
        let mut company = Company::with_one_contract();
        company.meet("priya", "rafael");
        let later = company.today.saturating_add(jiff::Span::new().days(90));
        assert_eq!(find(&company.facts, later), []);
        company.facts.activities.values_mut().for_each(|activity| activity.withdrawn = true);
        assert_eq!(find(&company.facts, company.today), []);
    }
}
