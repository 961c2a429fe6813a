//! The customer was approached about the renewal before its playbook's gate, or not soon enough after it (REN-3, domain section 7): a green
//! customer is unsettled by early talk of the renewal, a red one lost by late talk.

use super::{Finding, Severity, Words, holder};
use crate::account::{Activity, ActivityKind, Risk, risk_on};
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::playbook::Playbook;
use crate::primitives::{RenewalId, days_between, display_date};
use crate::renewal::Renewal;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days after the gate from which silence is late.
pub const LATE_DAYS: i64 = 10;

/// Running renewals whose playbook has a gate: approached before it, or still not approached a while after it.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let mut approaches: BTreeMap<RenewalId, Vec<&Activity>> = BTreeMap::new();
    for activity in facts.activities.values().filter(|activity| approaches_customer(activity)) {
        if let Some(renewal) = activity.renewal {
            approaches.entry(renewal).or_default().push(activity);
        }
    }
    let running = facts.renewals.values().filter(|renewal| renewal.is_running(today));
    let gated = running.filter_map(|renewal| {
        let playbook = facts.playbook(&renewal.decided.as_ref()?.playbook).filter(|playbook| !playbook.outreach.is_empty())?;
        Some((renewal, playbook))
    });
    gated.filter_map(|of| on(facts, of, approaches.get(&of.0.id).map_or(&[][..], Vec::as_slice), today)).collect()
}

fn approaches_customer(activity: &Activity) -> bool {
    !activity.withdrawn && !activity.theirs.is_empty() && !matches!(activity.kind, ActivityKind::Note | ActivityKind::BusinessReview)
}

fn on(facts: &Facts, (renewal, playbook): (&Renewal, &Playbook), approaches: &[&Activity], today: Date) -> Option<Finding> {
    let calls = facts.risk_calls.get(&renewal.account).map_or(&[][..], Vec::as_slice);
    let gate = |risk: Risk| playbook.outreach_from(risk, &renewal.target);
    let owner = holder(facts, renewal, Responsibility::Commercial);
    let mut early = approaches.iter().filter_map(|activity| {
        let risk = risk_on(calls, activity.held_on);
        gate(risk).filter(|from| activity.held_on < *from).map(|from| (activity.held_on, from, risk))
    });
    if let Some((held_on, from, risk)) = early.next() {
        let words = Words {
            code: "outreach-too-early",
            severity: Severity::Low,
            title: "Approached about the renewal too early".into(),
            evidence: format!(
                "They were approached on {}; playbook {} says from {} on where the account is {}.",
                display_date(held_on),
                playbook.name,
                display_date(from),
                risk.label().to_lowercase()
            ),
            remedy: "Keep to value until the gate; the renewal itself can wait unless the account is red.".into(),
        };
        return Some(words.on(renewal, owner));
    }
    let from = gate(risk_on(calls, today))?;
    let late = days_between(from, today);
    if late < LATE_DAYS || approaches.iter().any(|activity| activity.held_on >= from) {
        return None;
    }
    let words = Words {
        code: "outreach-too-late",
        severity: Severity::Medium,
        title: "Not approached about the renewal yet".into(),
        evidence: format!(
            "Playbook {} opens the way to the customer on {}, {late} days ago; nobody was in touch since.",
            playbook.name,
            display_date(from)
        ),
        remedy: "Send the notice with thanks, or speak with them, and log it on the renewal.".into(),
    };
    Some(words.on(renewal, owner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::primitives::StakeholderId;
    use jiff::civil::date;

    /// The renewal is decided by 25 November; the default gate of Classic 90 is 30 days before, 26 October.
    fn company() -> Company {
        let mut company = Company::with_one_contract();
        let decided = company.renewal_mut().decided.as_mut().unwrap();
        decided.playbook = "classic-90".into();
        company
    }

    fn approached(company: &mut Company, on: Date) {
        let renewal = company.renewal().clone();
        let mut contact = company.contact(renewal.account, [company.teammate("rafael")].into(), [StakeholderId(uuid::Uuid::nil())].into());
        (contact.renewal, contact.held_on, contact.kind) = (Some(renewal.id), on, ActivityKind::Email);
        company.facts.activities.insert(contact.id, contact);
    }

    fn codes(company: &Company, today: Date) -> Vec<&'static str> {
        find(&company.facts, today).into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn silence_is_late_ten_days_after_the_gate_until_somebody_is_in_touch() {
        let mut company = company();
        assert_eq!(codes(&company, date(2026, 11, 4)), [] as [&str; 0]);
        assert_eq!(codes(&company, date(2026, 11, 5)), ["outreach-too-late"]);
        approached(&mut company, date(2026, 10, 26));
        assert_eq!(codes(&company, date(2026, 11, 5)), [] as [&str; 0]);
    }

    #[test]
    fn talk_before_the_gate_is_early_unless_the_account_is_red() {
        let mut company = company();
        approached(&mut company, date(2026, 10, 25));
        assert_eq!(codes(&company, date(2026, 10, 25)), ["outreach-too-early"]);
        let account = company.renewal().account;
        company.wait_until(date(2026, 9, 20));
        company.judge(account, Risk::Red);
        assert_eq!(codes(&company, date(2026, 10, 25)), [] as [&str; 0], "red opens the way 75 days before");
    }

    #[test]
    fn a_playbook_without_a_gate_has_no_early_and_no_late() {
        let mut company = Company::with_one_contract();
        approached(&mut company, date(2026, 8, 1));
        assert_eq!(codes(&company, date(2026, 11, 20)), [] as [&str; 0]);
    }
}
