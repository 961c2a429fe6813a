//! Activating an ownership policy.

use crate::facts::{Facts, Moment, PolicyVersion, Write};
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
    let analysis = crate::ownership::analysis::analyse(policy).map_err(|cells| {
        vec![refusal(format!("is too complex to prove complete: {cells} cells"), "Use fewer distinct bounds and words.")]
    })?;
    let gaps = analysis.gaps.iter().map(|seen| {
        let witness = crate::ownership::analysis::witness(policy, seen, facts.reporting());
        Refusal {
            row: policy.rules.last().map(|rule| rule.row),
            column: Some("when".into()),
            value: Some(witness),
            ..refusal("fits no rule down to this one".into(), "Add a rule for it, or a last rule that matches everything.")
        }
    });
    let gaps: Vec<Refusal> = gaps.collect();
    if gaps.is_empty() { Ok(()) } else { Err(gaps) }
}
