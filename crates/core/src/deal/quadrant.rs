//! Retention is not renewal (REN-9): how firmly a customer was held, told from facts that are named, beside whether it renewed.

use crate::account::{Risk, risk_on};
use crate::contract::LineOrigin;
use crate::facts::Facts;
use crate::primitives::{closed_words, days_between};
use crate::renewal::{Outcome, OutcomeReason, Renewal, State, Strength};
use crate::room::{Sentiment, ValueEntry};
use jiff::ToSpan;
use jiff::civil::Date;

/// Days before the decision in which contacts count.
const CONTACT_DAYS: i64 = 90;
/// Live contacts in these days that speak for a customer who is held.
const CONTACTS_STRONG: usize = 2;

closed_words! {
    /// The four cases, and the one in which the facts do not tell.
    Quadrant {
        StrongRenewed = "strong_renewed", "Strong and renewed";
        StrongLost = "strong_lost", "Strong but lost";
        Fragile = "fragile", "Fragile: weak but renewed";
        WeakLost = "weak_lost", "Weak and lost";
        CannotTell = "cannot_tell", "Cannot tell";
    }
}

/// One fact that speaks for or against, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What was looked at and what it said.
    pub says: String,
    /// Which way it points.
    pub points: Strength,
}

/// How firmly a customer was held when a renewal was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The facts that were looked at, also those that did not tell.
    pub marks: Vec<Mark>,
    /// What they say together: more for than against, or more against than for.
    pub by_facts: Strength,
    /// What a person judged, where anybody did; it is the final word.
    pub by_person: Option<Strength>,
    /// The case.
    pub quadrant: Quadrant,
}

/// Judges a decided renewal; `None` for one that is open, that nobody decided, or whose outcome was read from imported terms.
pub fn judged(facts: &Facts, renewal: &Renewal) -> Option<Judged> {
    let State::Closed { outcome, closed_on, inferred: false, reason, .. } = &renewal.state else { return None };
    if !outcome.is_decision() {
        return None;
    }
    let marks = vec![
        risk(facts, renewal, *closed_on),
        contacts(facts, renewal, *closed_on),
        why(*reason),
        unnoticed(facts, renewal, *closed_on),
        value(facts, renewal, *closed_on),
        sentiment(facts, renewal, *closed_on),
    ];
    let count = |strength: Strength| marks.iter().filter(|mark| mark.points == strength).count();
    let by_facts = match count(Strength::Strong).cmp(&count(Strength::Weak)) {
        std::cmp::Ordering::Greater => Strength::Strong,
        std::cmp::Ordering::Less => Strength::Weak,
        std::cmp::Ordering::Equal => Strength::Unknown,
    };
    let by_person = facts.reviews.get(&renewal.id).and_then(|review| review.strength);
    let quadrant = match (by_person.unwrap_or(by_facts), *outcome == Outcome::Churned) {
        (Strength::Strong, false) => Quadrant::StrongRenewed,
        (Strength::Strong, true) => Quadrant::StrongLost,
        (Strength::Weak, false) => Quadrant::Fragile,
        (Strength::Weak, true) => Quadrant::WeakLost,
        (Strength::Unknown, _) => Quadrant::CannotTell,
    };
    Some(Judged { marks, by_facts, by_person, quadrant })
}

fn mark(says: impl Into<String>, points: Strength) -> Mark {
    Mark { says: says.into(), points }
}

fn risk(facts: &Facts, renewal: &Renewal, closed_on: Date) -> Mark {
    let calls = facts.risk_calls.get(&renewal.account).map_or(&[][..], Vec::as_slice);
    let before = risk_on(calls, closed_on.saturating_sub(1.day()));
    let points = match before {
        Risk::Green | Risk::Expansion => Strength::Strong,
        Risk::Red => Strength::Weak,
        Risk::Yellow | Risk::Unknown => Strength::Unknown,
    };
    mark(format!("Risk on the day before: {}", before.label().to_lowercase()), points)
}

/// Live contacts with the account in the days before the decision.
fn live(facts: &Facts, renewal: &Renewal, closed_on: Date) -> usize {
    let near = |day: Date| (0..=CONTACT_DAYS).contains(&days_between(day, closed_on));
    let of_account = facts.activities.values().filter(|activity| activity.account == renewal.account && !activity.withdrawn);
    of_account.filter(|activity| activity.kind.is_live() && near(activity.held_on)).count()
}

fn contacts(facts: &Facts, renewal: &Renewal, closed_on: Date) -> Mark {
    let count = live(facts, renewal, closed_on);
    let points = match count {
        0 => Strength::Weak,
        _ if count >= CONTACTS_STRONG => Strength::Strong,
        _ => Strength::Unknown,
    };
    mark(format!("Meetings, calls and reviews in the {CONTACT_DAYS} days before: {count}"), points)
}

/// What the reason says of the customer, not of the deal: one who left for its budget may have been held well.
fn why(reason: Option<OutcomeReason>) -> Mark {
    let Some(reason) = reason else { return mark("Reason: nobody told one", Strength::Unknown) };
    let points = match reason {
        OutcomeReason::ValueProven | OutcomeReason::Relationship | OutcomeReason::NewNeeds => Strength::Strong,
        OutcomeReason::Budget | OutcomeReason::LeadershipChange | OutcomeReason::Competitor | OutcomeReason::BusinessClosed => {
            Strength::Strong
        }
        OutcomeReason::SwitchingCost | OutcomeReason::ProductGap | OutcomeReason::Service | OutcomeReason::LowAdoption => Strength::Weak,
        OutcomeReason::Price | OutcomeReason::Other => Strength::Unknown,
    };
    mark(format!("Reason: {}", reason.label().to_lowercase()), points)
}

/// Whether it renewed by itself while nobody spoke with the customer.
fn unnoticed(facts: &Facts, renewal: &Renewal, closed_on: Date) -> Mark {
    let next = (renewal.contract, renewal.term_number + 1);
    let by_itself =
        facts.terms.contains_key(&next) && facts.lines_of(next.0, next.1).iter().any(|line| line.origin == LineOrigin::AutoRenewed);
    match (by_itself, live(facts, renewal, closed_on)) {
        (true, 0) => mark("It renewed by itself and nobody had spoken with the customer", Strength::Weak),
        (true, _) => mark("It renewed by itself; we had spoken with the customer", Strength::Unknown),
        (false, _) => mark("It did not renew by itself", Strength::Unknown),
    }
}

/// What the customer confirmed of the value record until the decision. Our word alone speaks neither for nor against.
fn value(facts: &Facts, renewal: &Renewal, closed_on: Date) -> Mark {
    let entries = facts.rooms.get(&renewal.account).into_iter().flat_map(|room| room.values.values());
    let known: Vec<&ValueEntry> = entries.filter(|entry| entry.withdrawn.is_none() && entry.happened_on <= closed_on).collect();
    let confirmed = known.iter().filter(|entry| entry.confirmed.as_ref().is_some_and(|word| word.on <= closed_on)).count();
    match (known.len(), confirmed) {
        (0, _) => mark("Value: nothing was written down", Strength::Unknown),
        (written, 0) => mark(format!("Value: {written} written down, none confirmed by the customer"), Strength::Unknown),
        (written, confirmed) => mark(format!("Value: {confirmed} of {written} confirmed by the customer"), Strength::Strong),
    }
}

/// Whether more of the people there spoke for us than against us, by the last judgement of each until the decision.
fn sentiment(facts: &Facts, renewal: &Renewal, closed_on: Date) -> Mark {
    let judged = facts.rooms.get(&renewal.account).into_iter().flat_map(|room| room.standpoints.values());
    let last = judged.filter_map(|said| {
        said.iter()
            .filter(|said| said.judged_on <= closed_on)
            .max_by_key(|said| (said.judged_on, said.recorded_at))
            .map(|said| said.sentiment)
    });
    let (mut supporters, mut critics) = (0_u32, 0_u32);
    for sentiment in last {
        supporters += u32::from(sentiment == Sentiment::Supporter);
        critics += u32::from(sentiment == Sentiment::Critic);
    }
    let points = match supporters.cmp(&critics) {
        std::cmp::Ordering::Greater => Strength::Strong,
        std::cmp::Ordering::Less => Strength::Weak,
        std::cmp::Ordering::Equal => Strength::Unknown,
    };
    mark(format!("People there: {supporters} spoke for us, {critics} against us"), points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::primitives::ContractId;
    use jiff::civil::date;

    fn only(company: &Company) -> ContractId {
        *company.facts.contracts.keys().next().unwrap()
    }

    fn first(company: &Company) -> Judged {
        let renewal = company.facts.renewals.values().find(|renewal| renewal.term_number == 1).unwrap();
        judged(&company.facts, renewal).unwrap()
    }

    #[test]
    fn an_open_renewal_is_not_judged() {
        let company = Company::with_one_contract();
        assert!(company.facts.renewals.values().all(|renewal| judged(&company.facts, renewal).is_none()));
    }

    #[test]
    fn a_green_customer_who_stays_for_the_value_is_strong_and_renewed() {
        let mut company = Company::with_one_contract();
        let contract = only(&company);
        company.renew(contract, date(2028, 1, 9), "412500");
        let judged = first(&company);
        assert_eq!((judged.by_facts, judged.quadrant), (Strength::Strong, Quadrant::StrongRenewed), "{judged:?}");
    }

    #[test]
    fn one_that_renews_by_itself_unnoticed_is_fragile_whatever_its_colour() {
        let mut company = Company::with_one_contract();
        company.wait_until(date(2027, 1, 10));
        let judged = first(&company);
        assert_eq!((judged.by_facts, judged.quadrant), (Strength::Weak, Quadrant::Fragile), "{judged:?}");
    }
}
