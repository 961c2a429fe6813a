//! Findings of high severity: whoever should act is told once.

use super::{Days, Notice, NoticeKind, Told, renewal_path};
use crate::checks::{Finding, POLICY_OUTGROWN, Severity, findings};
use crate::facts::Facts;

/// Notices about findings. Whether a policy was outgrown is a question to the whole book; the advisor answers it.
pub(super) fn find(facts: &Facts, days: Days) -> Vec<Notice> {
    let high = findings(facts, days.today).into_iter().filter(|f| f.severity == Severity::High && f.code != POLICY_OUTGROWN);
    high.map(|finding| on(facts, &finding, days)).collect()
}

fn on(facts: &Facts, finding: &Finding, days: Days) -> Notice {
    let renewal = finding.renewal.and_then(|id| facts.renewals.get(&id));
    let account = finding.account.and_then(|id| facts.accounts.get(&id));
    let expansion = finding.expansion.and_then(|id| facts.expansions.get(&id));
    let (subject, path) = match (renewal, expansion, account) {
        (Some(renewal), ..) => (renewal.reference(), renewal_path(renewal)),
        (_, Some(expansion), _) => (expansion.reference(), format!("/expansions/{}", expansion.reference())),
        (.., Some(account)) => (account.reference.clone(), format!("/accounts/{}", account.reference)),
        _ => (String::new(), "/findings".into()),
    };
    let name = account.map_or(String::new(), |account| format!("{} ({subject}): ", account.name));
    let text = format!("{name}{}. {}", finding.title, finding.remedy);
    Told { kind: NoticeKind::Finding, identity: format!("{}:{subject}", finding.code), subject, due_on: days.today, text, path }
        .to(finding.owner, days)
}
