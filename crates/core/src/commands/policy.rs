//! Activating an ownership policy.

use crate::facts::{Facts, Moment, PolicyVersion, Standing, Write};
use crate::ownership::analysis::analyse;
use crate::ownership::policy::Policy;
use crate::primitives::{IdSource, PolicyId, add_months};
use crate::refusal::Refusal;
use jiff::civil::Date;

/// What is activated, from when, and on whose word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activation {
    /// Where the text comes from, for refusals.
    pub file: String,
    /// The policy as TOML.
    pub text: String,
    /// In force from this day; today where it is absent. A later version takes its place whatever its day.
    pub effective_on: Option<Date>,
    /// Who, why, and when it is looked at again. Without a day for that, it is six months after it comes into force.
    pub standing: Standing,
}

impl Activation {
    /// A text from today on, by somebody, without more words.
    pub fn of(file: &str, text: &str, author: &str) -> Self {
        let standing = Standing { author: author.into(), ..Standing::default() };
        Self { file: file.into(), text: text.into(), effective_on: None, standing }
    }
}

/// Activates a policy text as the next version.
///
/// # Errors
/// Every refusal of the text, a policy that leaves possible renewals without a rule, and days that do not follow one another: in force
/// today or later, reviewed after that and within twelve months.
pub fn activate_policy(facts: &Facts, activation: &Activation, moment: Moment, ids: &dyn IdSource) -> Result<Vec<Write>, Vec<Refusal>> {
    let Activation { file, text, effective_on, standing } = activation;
    let codes: Vec<&str> = facts.playbooks.iter().map(|playbook| playbook.code.as_str()).collect();
    let policy = Policy::parse(file, text, facts.reporting(), &codes)?;
    policy.refuse_foreign_fields(file, &facts.fields)?;
    refuse_gaps(file, &policy, facts)?;
    let effective_on = effective_on.unwrap_or(moment.today);
    let review_on = standing.review_on.unwrap_or_else(|| add_months(effective_on, REVIEW_MONTHS, effective_on));
    refuse_days(effective_on, review_on, moment.today)?;
    let version = facts.policies.iter().map(|version| version.version).max().unwrap_or(0) + 1;
    let standing = Standing { review_on: Some(review_on), ..standing.clone() };
    Ok(vec![Write::Policy(PolicyVersion { id: PolicyId::new(ids), version, text: text.clone(), policy, effective_on, standing })])
}

/// Months after which a policy is looked at again, where nobody says otherwise.
const REVIEW_MONTHS: u16 = 6;
/// Months after which it is looked at again at the latest (OWN-15).
const REVIEW_MONTHS_MAX: u16 = 12;

fn refuse_days(effective_on: Date, review_on: Date, today: Date) -> Result<(), Vec<Refusal>> {
    let refusal = |column: &str, day: Date, problem: &str, remedy: String| Refusal {
        column: Some(column.into()),
        value: Some(day.to_string()),
        problem: problem.into(),
        remedy,
        ..Refusal::default()
    };
    let latest = add_months(effective_on, REVIEW_MONTHS_MAX, effective_on);
    let mut refusals = Vec::new();
    if effective_on < today {
        let remedy = format!("Choose {today} or a later day: what was decided under the version before stays decided.");
        refusals.push(refusal("effective_on", effective_on, "has passed", remedy));
    }
    if review_on <= effective_on || review_on > latest {
        let remedy = format!("Choose a day after {effective_on} and not after {latest}.");
        refusals.push(refusal("review_on", review_on, "is no day on which to look at the policy again", remedy));
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

fn refuse_gaps(file: &str, policy: &Policy, facts: &Facts) -> Result<(), Vec<Refusal>> {
    let refusal = |problem: String, remedy: &str| Refusal { file: file.into(), problem, remedy: remedy.into(), ..Refusal::default() };
    let analysis = analyse(policy).map_err(|too_complex| vec![refusal(too_complex.problem(), "Ask for less in those rules.")])?;
    let reporting = facts.reporting();
    let last_row = policy.rules.last().map(|rule| rule.row);
    // Where a gap lies is the problem and not a value: values are cut short where they are told.
    let at_end = |problem: String, remedy: &str| Refusal { row: last_row, column: Some("when".into()), ..refusal(problem, remedy) };
    let gaps = analysis.gaps.iter().map(|gap| {
        let problem = format!("no rule down to this one fits: {}", gap.words(reporting));
        at_end(problem, "Add a rule for it, or a last rule that matches everything.")
    });
    let overlaps = analysis.faulty_overlaps().map(|overlap| {
        at_end(format!("matches must be unique: {}", overlap.words(reporting)), "Narrow one of them, or write hit_policy = \"first\".")
    });
    let found: Vec<Refusal> = gaps.chain(overlaps).collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}
