//! The verb on what customers of a tier are owed.

use super::field;
use crate::account::{Care, owed_on};
use crate::facts::{Facts, Write};
use crate::refusal::Refusal;
use jiff::civil::Date;

/// Longest rhythm of business reviews, in days.
pub const REVIEW_DAYS_MAX: u16 = 1_100;

/// Sets what a tier is owed from a day on; the same again is nothing. The number of the word is given here.
///
/// # Errors
/// A tier that is none, a rhythm of no or too many days, fewer contacts at most than at least, a day before today: what was owed then stays.
pub fn set_care(facts: &Facts, care: Care, today: Date) -> Result<Vec<Write>, Refusal> {
    if !(1..=3).contains(&care.tier) {
        return Err(field("tier", &care.tier.to_string(), "is not 1 to 3".into()));
    }
    if !(1..=REVIEW_DAYS_MAX).contains(&care.owed.review_days) {
        return Err(field("review_days", &care.owed.review_days.to_string(), format!("is not 1 to {REVIEW_DAYS_MAX} days")));
    }
    if care.owed.contacts_most < care.owed.contacts_least {
        let least = care.owed.contacts_least;
        return Err(field("contacts_most", &care.owed.contacts_most.to_string(), format!("is less than the least, {least}")));
    }
    if care.from_on < today {
        return Err(field("from_on", &care.from_on.to_string(), format!("lies before today, {today}")));
    }
    let (owed, said) = owed_on(&facts.cares, care.tier, care.from_on);
    let same = owed == care.owed && said.is_some_and(|said| said.from_on == care.from_on);
    // Two words of one instant are both kept, so they are told apart by their numbers.
    let said = facts.cares.iter().filter(|said| said.tier == care.tier);
    let number = said.map(|said| said.number).max().unwrap_or(0) + 1;
    Ok(if same { Vec::new() } else { vec![Write::Care(Care { number, ..care })] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::EvidenceGate;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn what_a_tier_is_owed_changes_from_today_on_and_never_for_days_that_passed() {
        let mut company = Company::with_one_contract();
        let (shipped, said) = owed_on(&company.facts.cares, 1, company.today);
        assert_eq!((shipped.review_days, shipped.evidence, said), (91, EvidenceGate::Off, None));
        let owed = crate::account::Owed { review_days: 60, evidence: EvidenceGate::Block, ..shipped };
        let recorded_at = company.moment().recorded_at;
        let care = |from_on| Care { tier: 1, number: 0, from_on, owed, set_by: "Mara Lind".into(), recorded_at };
        assert!(set_care(&company.facts, care(date(2026, 1, 1)), company.today).is_err());
        let crossed = Care { owed: crate::account::Owed { contacts_least: 9, contacts_most: 8, ..owed }, ..care(company.today) };
        assert!(set_care(&company.facts, crossed, company.today).is_err());
        company.accept(set_care(&company.facts, care(company.today), company.today));
        assert_eq!(owed_on(&company.facts.cares, 1, company.today).0, owed);
        assert_eq!(set_care(&company.facts, care(company.today), company.today), Ok(vec![]));
    }
}
