//! A term was signed with a discount that whoever made the deal may not give alone, and nobody approved it.

use super::{Finding, Severity, Words, holder};
use crate::contract::{Line, LineOrigin, Term};
use crate::deal::authority_of;
use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{ContractId, Money, days_between, display_date, last_day_of_service};
use crate::proposal::{Choice, Proposal, ProposalState, exceeds, given};
use crate::renewal::{Renewal, State, to_reporting};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days after the signature in which it is told.
const DAYS: i64 = 365;

/// Signed terms whose new discount exceeds the authority of who made the deal.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let signed = |renewal: &&Renewal| {
        matches!(&renewal.state, State::Closed { inferred: false, .. }) && renewal.decided.is_some() && next(facts, renewal).is_some()
    };
    let lately = |renewal: &&Renewal| {
        let on = next(facts, renewal).and_then(|term| term.signature.as_ref()).map(|signature| signature.signed_on);
        on.is_some_and(|on| (0..=DAYS).contains(&days_between(on, today)))
    };
    let candidates: Vec<&Renewal> = facts.renewals.values().filter(signed).filter(lately).collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut lines: BTreeMap<(ContractId, u32), Vec<&Line>> = BTreeMap::new();
    for line in facts.lines.values() {
        lines.entry((line.contract, line.term_number)).or_default().push(line);
    }
    candidates.into_iter().filter_map(|renewal| on(facts, renewal, &lines)).collect()
}

fn next<'a>(facts: &'a Facts, renewal: &Renewal) -> Option<&'a Term> {
    facts.terms.get(&(renewal.contract, renewal.term_number + 1))
}

fn on(facts: &Facts, renewal: &Renewal, lines: &BTreeMap<(ContractId, u32), Vec<&Line>>) -> Option<Finding> {
    let (term, contract) = (next(facts, renewal)?, facts.contracts.get(&renewal.contract)?);
    let signed_on = term.signature.as_ref()?.signed_on;
    let of = |number: u32| lines.get(&(renewal.contract, number)).map_or(&[][..], Vec::as_slice);
    let last_day = last_day_of_service(term.start_on);
    let basis: Vec<Line> = of(renewal.term_number).iter().filter(|line| line.covers(last_day)).map(|line| (*line).clone()).collect();
    let renewed = of(term.number).iter().filter(|line| line.origin == LineOrigin::Renewed);
    let option = Choice {
        number: 1,
        name: String::new(),
        end_on: term.end_on,
        trades: Vec::new(),
        over_cap_reason: String::new(),
        // The deal is the line as it was signed: a later amendment has an owner of its own.
        lines: renewed.filter(|line| line.version == 1).map(|line| (*line).clone()).collect(),
    };
    let given = given(&basis, &option, contract.currency);
    let accepted = accepted(facts, renewal);
    let maker = accepted.map_or_else(|| holder(facts, renewal, Responsibility::Commercial), |proposal| proposal.made_by);
    let yearly =
        to_reporting(Money::new(given.yearly_minor, contract.currency), signed_on.year(), &facts.plan_rates, facts.reporting()).ok()?;
    let authority = authority_of(facts, maker, signed_on);
    if !exceeds(given, yearly.minor, authority) || accepted.is_some_and(Proposal::is_approved) {
        return None;
    }
    let per_cent = |bps: u32| format!("{}.{:02}%", bps / 100, bps % 100);
    let words = Words {
        code: "discount-beyond-authority",
        severity: Severity::Medium,
        title: "Signed with a discount that nobody approved".into(),
        evidence: format!(
            "Signed on {}: up to {} off, {yearly} a year; {} may give {} alone.",
            display_date(signed_on),
            per_cent(given.share_bps),
            facts.name_of(maker),
            per_cent(authority.share_bps)
        ),
        remedy: "Have somebody whose limit covers it look at the deal, and make the next one as a proposal.".into(),
    };
    Some(words.on(renewal, holder(facts, renewal, Responsibility::Executive)))
}

/// The proposal that the term was signed with.
fn accepted<'a>(facts: &'a Facts, renewal: &Renewal) -> Option<&'a Proposal> {
    let versions = facts.proposals.range((renewal.id, 0)..=(renewal.id, u32::MAX)).map(|(_, proposal)| proposal);
    versions.into_iter().rfind(|proposal| proposal.state() == ProposalState::Accepted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::commands;
    use crate::contract::Signature;
    use crate::deal::{basis, offered};
    use jiff::civil::date;

    fn signed_at(discount_bps: u32) -> Vec<Finding> {
        let mut company = Company::with_one_contract();
        let renewal = company.facts.renewals.values().next().unwrap().id;
        let now = basis(&company.facts, renewal).unwrap();
        let end_on = date(2028, 1, 9);
        let line = offered(&now, &now.lines[0], end_on, &company.ids);
        let line = Line { reference: "HS-1-t2-1".into(), discount_bps, ..line };
        let signature = Signature { signed_on: company.today, reason: None, words: String::new() };
        let writes = commands::renew_contract(&company.facts, now.contract.id, end_on, vec![line], signature);
        company.accept(writes);
        find(&company.facts, company.today)
    }

    #[test]
    fn a_deal_beyond_the_authority_of_its_maker_is_found() {
        assert_eq!(signed_at(1_000), [], "Rafael Costa is an AE");
        let found = signed_at(1_500);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].evidence.contains("up to 15.00% off, 61,875.00 USD a year; Rafael Costa may give 10.00% alone"),
            "{}",
            found[0].evidence
        );
    }
}
