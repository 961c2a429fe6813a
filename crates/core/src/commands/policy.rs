//! Activating an ownership policy.

use crate::facts::{Facts, Moment, PolicyVersion, Write};
use crate::ownership::analysis::analyse;
use crate::ownership::policy::Policy;
use crate::primitives::{IdSource, PolicyId};
use crate::refusal::Refusal;

/// Activates a policy text as the next version, in force from today.
///
/// # Errors
/// Every refusal of the text, and a policy that leaves possible renewals without a rule.
pub fn activate_policy(facts: &Facts, file: &str, text: &str, moment: Moment, ids: &dyn IdSource) -> Result<Vec<Write>, Vec<Refusal>> {
    let codes: Vec<&str> = facts.playbooks.iter().map(|playbook| playbook.code.as_str()).collect();
    let policy = Policy::parse(file, text, facts.reporting(), &codes)?;
    refuse_gaps(file, &policy, facts)?;
    let version = facts.policies.iter().map(|version| version.version).max().unwrap_or(0) + 1;
    Ok(vec![Write::Policy(PolicyVersion { id: PolicyId::new(ids), version, text: text.into(), policy, effective_on: moment.today })])
}

fn refuse_gaps(file: &str, policy: &Policy, facts: &Facts) -> Result<(), Vec<Refusal>> {
    let refusal = |problem: String, remedy: &str| Refusal { file: file.into(), problem, remedy: remedy.into(), ..Refusal::default() };
    let analysis = analyse(policy).map_err(|too_complex| vec![refusal(too_complex.problem(), "Ask for less in those rules.")])?;
    let reporting = facts.reporting();
    let last_row = policy.rules.last().map(|rule| rule.row);
    let at_end = |value: String, problem: &str, remedy: &str| Refusal {
        row: last_row,
        column: Some("when".into()),
        value: Some(value),
        ..refusal(problem.into(), remedy)
    };
    let gaps = analysis.gaps.iter().map(|gap| {
        at_end(gap.words(reporting), "fits no rule down to this one", "Add a rule for it, or a last rule that matches everything.")
    });
    let overlaps = analysis.faulty_overlaps().map(|overlap| {
        at_end(overlap.words(reporting), "is decided by two rules, and matches must be unique", "Narrow one of them, or write hit_policy = \"first\".")
    });
    let found: Vec<Refusal> = gaps.chain(overlaps).collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}
