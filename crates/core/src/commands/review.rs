//! The verb on what was learnt from a decided renewal.

use super::{check_note, field};
use crate::facts::{Facts, Moment, Write};
use crate::primitives::RenewalId;
use crate::refusal::Refusal;
use crate::renewal::{OutcomeReview, Plan, State, Strength, Theme};
use std::collections::BTreeSet;

/// Most themes of one outcome.
pub const THEMES_MAX: usize = 10;

/// What somebody learnt.
#[derive(Clone, Debug, Default)]
pub struct Learnt {
    /// Themes.
    pub themes: BTreeSet<Theme>,
    /// What to do otherwise next time.
    pub lessons: String,
    /// How firmly the customer is held, as a person judges.
    pub strength: Option<Strength>,
    /// The plan into the next term.
    pub plan: Option<Plan>,
}

/// Writes down what was learnt from a decided renewal; what was written before stays and no longer counts.
///
/// # Errors
/// A renewal that nobody decided, too many themes, a plan without text, a day that has passed or somebody who is not here.
pub fn review_outcome(facts: &Facts, renewal: RenewalId, learnt: Learnt, (by, moment): (&str, Moment)) -> Result<Vec<Write>, Refusal> {
    let found = facts.renewals.get(&renewal).ok_or_else(|| Refusal::general("that renewal does not exist", ""))?;
    match &found.state {
        State::Closed { inferred: false, outcome, .. } if outcome.is_decision() => {}
        _ => return Err(Refusal::general(format!("nobody has decided {} yet", found.reference()), "Close it first.")),
    }
    Ok(vec![written(facts, renewal, learnt, (by, moment))?])
}

/// What was learnt, as it is written down: also with the close itself.
pub(super) fn written(facts: &Facts, renewal: RenewalId, learnt: Learnt, (by, moment): (&str, Moment)) -> Result<Write, Refusal> {
    if learnt.themes.len() > THEMES_MAX {
        return Err(field("themes", &learnt.themes.len().to_string(), format!("are more than {THEMES_MAX}")));
    }
    let lessons = check_note("lessons", &learnt.lessons)?;
    let before = facts.reviews.get(&renewal);
    let plan = match learnt.plan {
        None => None,
        Some(plan) => Some(checked(facts, plan, before.and_then(|review| review.plan.as_ref()), moment)?),
    };
    let review = OutcomeReview {
        renewal,
        number: before.map_or(0, |review| review.number) + 1,
        themes: learnt.themes,
        lessons,
        strength: learnt.strength,
        plan,
        by: by.into(),
        on: moment.today,
        recorded_at: moment.recorded_at,
    };
    Ok(Write::OutcomeReview(review))
}

fn checked(facts: &Facts, plan: Plan, before: Option<&Plan>, moment: Moment) -> Result<Plan, Refusal> {
    let plan = Plan { text: check_note("plan", &plan.text)?, ..plan };
    if plan.text.is_empty() {
        return Err(field("plan", "", "says nothing".into()));
    }
    if before == Some(&plan) {
        return Ok(plan);
    }
    if plan.due_on < moment.today {
        return Err(field("plan_due_on", &plan.due_on.to_string(), format!("lies before today, {}", moment.today)));
    }
    if !facts.people().is_available(plan.owner, moment.today) {
        return Err(field("plan_owner", facts.name_of(plan.owner), "is not here to carry it".into()));
    }
    Ok(plan)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::renewal::Renewal;
    use jiff::civil::date;

    fn first(company: &Company) -> Renewal {
        company.facts.renewals.values().find(|renewal| renewal.term_number == 1).unwrap().clone()
    }

    #[test]
    fn only_a_decided_renewal_teaches_and_the_last_word_counts() {
        let mut company = Company::with_one_contract();
        let learnt =
            || Learnt { themes: [" Product : Reporting".parse().unwrap()].into(), lessons: " Ask earlier. ".into(), ..Learnt::default() };
        let open = first(&company);
        assert!(review_outcome(&company.facts, open.id, learnt(), ("Mara Lind", company.moment())).is_err());
        let contract = *company.facts.contracts.keys().next().unwrap();
        company.renew(contract, date(2028, 1, 9), "412500");
        for _ in 0..2 {
            let writes = review_outcome(&company.facts, open.id, learnt(), ("Mara Lind", company.moment()));
            company.accept(writes);
        }
        let review = &company.facts.reviews[&open.id];
        assert_eq!((review.number, review.lessons.as_str()), (2, "Ask earlier."));
        assert_eq!(review.themes.iter().map(ToString::to_string).collect::<Vec<_>>(), ["product: reporting"]);
        let late = Plan { text: "Meet their new chief.".into(), owner: company.teammate("priya"), due_on: date(2026, 11, 1) };
        let learnt = Learnt { plan: Some(late), ..learnt() };
        assert!(review_outcome(&company.facts, open.id, learnt, ("Mara Lind", company.moment())).is_err());
    }

    #[test]
    fn a_theme_is_an_area_and_a_word() {
        for bad in ["reporting", "product:", "luck: none", "product: a, b"] {
            assert!(bad.parse::<Theme>().is_err(), "{bad}");
        }
    }
}
