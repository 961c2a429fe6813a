//! The company is no longer the one that the policy was made for: a reason to look at it sooner than it is due (OWN-15).

use super::{Counts, Finding, Severity};
use crate::facts::{Facts, PolicyVersion};
use crate::ownership::advisor::{Answer, Factor, Figures, Known, arr_on, due_within_a_year, known};
use crate::primitives::{Currency, display_date, format_minor};
use jiff::civil::Date;

/// The code of the finding. It is told of a whole book alone: a part of it has another stage and volume.
pub const POLICY_OUTGROWN: &str = "policy-outgrown";

/// What the policy in force was made for and what is there today.
pub fn find(facts: &Facts, counts: &Counts, today: Date) -> Vec<Finding> {
    let Some(version) = facts.policy_on(today) else { return Vec::new() };
    let reasons = [stage(facts, version, counts.growth), volume(version, counts.growth), skill(facts, version, today)];
    let finding = |(what, evidence): (&str, String)| Finding {
        code: POLICY_OUTGROWN,
        severity: Severity::Medium,
        title: format!("{}: {what} since it came into force", version.title()),
        evidence,
        remedy: "Ask the advisor what fits now, and look at the policy before its review is due.".into(),
        renewal: None,
        expansion: None,
        account: None,
        owner: facts.organisation.desk_lead,
    };
    reasons.into_iter().flatten().map(finding).collect()
}

/// The book when the policy of the day came into force, and today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Growth {
    /// ARR in minor units of the reporting currency; `None` where a rate is missing.
    arr_minor: Option<(i64, i64)>,
    /// Renewals that end within a year.
    due: (u64, u64),
}

impl Default for Growth {
    fn default() -> Self {
        Self { arr_minor: Some((0, 0)), due: (0, 0) }
    }
}

impl Growth {
    /// With that of another part of the book.
    pub(super) fn add(&mut self, other: &Self) {
        let sum =
            |((then, now), (also_then, also_now)): ((i64, i64), (i64, i64))| (then.saturating_add(also_then), now.saturating_add(also_now));
        self.arr_minor = self.arr_minor.zip(other.arr_minor).map(sum);
        self.due = (self.due.0 + other.due.0, self.due.1 + other.due.1);
    }
}

/// How the book grew since; nothing without a policy.
pub(super) fn count(facts: &Facts, today: Date) -> Growth {
    let Some(version) = facts.policy_on(today) else { return Growth::default() };
    let since = version.effective_on;
    Growth {
        arr_minor: arr_on(facts, since).ok().zip(arr_on(facts, today).ok()),
        due: (due_within_a_year(facts, since), due_within_a_year(facts, today)),
    }
}

type Reason = Option<(&'static str, String)>;

fn stage(facts: &Facts, version: &PolicyVersion, growth: Growth) -> Reason {
    let (then, now) = growth.arr_minor?;
    let of = |arr_minor| of_figures(&Figures { arr_minor: Some(arr_minor), ..Figures::default() }, facts.reporting(), Factor::Stage);
    if of(then)? == of(now)? || then == 0 {
        return None;
    }
    let amount = |minor| format!("{} {}", format_minor(minor, facts.reporting()), facts.reporting().code());
    Some((
        "the stage was crossed",
        format!("ARR was {} on {} and is {} today.", amount(then), display_date(version.effective_on), amount(now)),
    ))
}

fn of_figures(figures: &Figures, currency: Currency, factor: Factor) -> Option<Known> {
    known(figures, &[], currency).remove(&factor).map(|known| Known { evidence: String::new(), ..known })
}

fn volume(version: &PolicyVersion, growth: Growth) -> Reason {
    let (then, now) = growth.due;
    let evidence =
        format!("{then} renewals ended within a year of {}; {now} end within a year of today.", display_date(version.effective_on));
    (then > 0 && now >= then * 2).then_some(("volume doubled", evidence))
}

/// Commercial skill of the CSMs by the book, then and now; what people said of it where the book says nothing.
fn skill(facts: &Facts, version: &PolicyVersion, today: Date) -> Reason {
    let of = |day| of_figures(&Figures::of_csms(facts, day), facts.reporting(), Factor::Skill);
    let (Some(then), Some(now)) = (of(version.effective_on), of(today)) else { return skill_as_told(facts, version) };
    let evidence = format!(
        "Of the CSMs {} on {}; {} today.",
        Factor::Skill.says(then.level),
        display_date(version.effective_on),
        Factor::Skill.says(now.level)
    );
    (then.level != now.level).then_some(("skill changed", evidence))
}

/// What was last answered by the end of the day on which the policy came into force, beside what is answered now.
fn skill_as_told(facts: &Facts, version: &PolicyVersion) -> Reason {
    let of_skill = || facts.answers.iter().filter(|answer| answer.factor == Factor::Skill);
    let then = of_skill().rfind(|answer| answer.answered_on <= version.effective_on)?;
    let now = of_skill().next_back()?;
    let says = |answer: &Answer| answer.level.map(|level| Factor::Skill.says(level));
    let (was, is) = (says(then)?, says(now)?);
    let evidence = format!(
        "Of the CSMs {was}, it was said on {}; {is}, it was said on {}.",
        display_date(then.answered_on),
        display_date(now.answered_on)
    );
    (was != is).then_some(("skill changed", evidence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Risk;
    use crate::checks::fixture::Company;
    use jiff::Timestamp;
    use jiff::civil::date;

    fn titles(company: &Company) -> Vec<String> {
        found(&company.facts, company.today).into_iter().map(|finding| finding.title).collect()
    }

    fn answer(code: &str, answered_on: Date) -> Answer {
        let (note, author) = (String::new(), "Mara Lind".into());
        Answer {
            number: 1,
            factor: Factor::Skill,
            level: Factor::Skill.level(code),
            note,
            author,
            answered_on,
            recorded_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn found(facts: &Facts, day: Date) -> Vec<Finding> {
        find(facts, &Counts::of(facts, day), day)
    }

    #[test]
    fn a_company_that_stayed_as_it_was_has_no_reason() {
        assert_eq!(titles(&Company::with_one_contract()), [] as [String; 0]);
    }

    #[test]
    fn a_stage_that_was_crossed_and_a_volume_that_doubled_are_named() {
        let mut company = Company::new(date(2026, 1, 5));
        let account = company.add_account("A-1", 1, Risk::Green);
        company.sign(account, None, date(2026, 12, 1), "4000000");
        company.activate(crate::catalog::STARTER_POLICY.1);
        company.today = date(2026, 2, 1);
        assert_eq!(titles(&company), [] as [String; 0]);
        company.sign(account, None, date(2027, 1, 20), "1500000");
        let told = found(&company.facts, company.today);
        assert_eq!(
            told.iter().map(|finding| finding.title.as_str()).collect::<Vec<_>>(),
            [
                "Hybrid, version 2: the stage was crossed since it came into force",
                "Hybrid, version 2: volume doubled since it came into force"
            ]
        );
        assert_eq!(told[0].evidence, "ARR was 4,000,000.00 USD on 5 Jan 2026 and is 5,500,000.00 USD today.");
        assert_eq!(told[1].evidence, "1 renewals ended within a year of 5 Jan 2026; 2 end within a year of today.");
    }

    #[test]
    fn skill_that_was_answered_otherwise_before_the_policy_is_named() {
        let mut company = Company::with_one_contract();
        let since = company.facts.policies[0].effective_on;
        company.facts.answers = vec![answer("some", since), answer("some", company.today)];
        assert_eq!(titles(&company), [] as [String; 0]);
        company.facts.answers.push(answer("most", company.today));
        assert_eq!(titles(&company), ["Hybrid, version 1: skill changed since it came into force"]);
        company.facts.answers.remove(0);
        assert_eq!(titles(&company), [] as [String; 0], "nobody knew when it came into force");
    }
}
