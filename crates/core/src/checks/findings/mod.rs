//! Findings: mistakes that people made or are about to make, each with its numbers, a remedy and a name (domain section 7).
//!
//! Unlike invariants they are no fault of the software, and listing them never fails.

mod attention_dropped;
mod capacity_exceeded;
mod cold_handoff;
mod commitment_overdue;
mod counts;
mod csql_overdue;
mod desk_lead_holds;
mod discount_beyond_authority;
mod economic_buyer_unmet;
mod forecast_not_submitted;
mod fragile_without_plan;
mod green_overserved;
mod handoff_overdue;
mod large_unknown_risk;
mod no_data_before_review;
mod no_review_before_proposal;
mod notice_unknown;
mod one_owner_buyer_unmet;
mod outreach_timing;
mod pay_out_of_step;
mod policy_outgrown;
mod policy_review_due;
mod policy_vague;
mod red_underserved;
mod roi_undocumented;
mod sales_without_value_review;
mod single_threaded;
mod step_overdue;
mod theme_repeated;
mod unsigned_after_end;
mod untouched_before_notice;

pub use attention_dropped::signatures;
pub use commitment_overdue::sees_to;
pub use counts::Counts;
pub use handoff_overdue::introducer;
pub use pay_out_of_step::PAY_OUT_OF_STEP;
pub use policy_outgrown::{POLICY_OUTGROWN, find as policy_outgrown};
pub use step_overdue::{OVERDUE_BUSINESS_DAYS, escalates, escalates_to};

use crate::facts::Facts;
use crate::ownership::Responsibility;
use crate::primitives::{AccountId, ExpansionId, RenewalId, TeammateId, closed_words};
use crate::renewal::{Renewal, Task};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Findings that one account shows by itself. A new one is one file and one line here.
pub const OF_ACCOUNTS: &[fn(&Facts, Date) -> Vec<Finding>] = &[
    untouched_before_notice::find,
    unsigned_after_end::find,
    step_overdue::find,
    no_review_before_proposal::find,
    cold_handoff::find,
    handoff_overdue::find,
    csql_overdue::find,
    commitment_overdue::find,
    economic_buyer_unmet::find,
    one_owner_buyer_unmet::find,
    sales_without_value_review::find,
    no_data_before_review::find,
    roi_undocumented::find,
    red_underserved::find,
    green_overserved::find,
    single_threaded::find,
    attention_dropped::find,
    outreach_timing::find,
    desk_lead_holds::find,
    notice_unknown::find,
    large_unknown_risk::find,
    discount_beyond_authority::find,
    fragile_without_plan::find,
];

/// Shows a mistake of the whole book from what was counted in its parts.
pub type OfBook = fn(&Facts, &Counts, Date) -> Vec<Finding>;

/// Findings about the whole book, from what was counted in its parts. A new one is one file, one line here and its counts in [`Counts`].
pub const OF_BOOK: &[OfBook] = &[
    capacity_exceeded::find,
    forecast_not_submitted::find,
    theme_repeated::find,
    policy_review_due::find,
    policy_outgrown::find,
    policy_vague::find,
    pay_out_of_step::find,
];

closed_words! {
    /// How soon a finding needs somebody.
    Severity {
        High = "high", "High";
        Medium = "medium", "Medium";
        Low = "low", "Low";
    }
}

/// One mistake, on one renewal, expansion or account, with the person who can mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable name, such as `step-overdue`.
    pub code: &'static str,
    /// How soon it needs somebody.
    pub severity: Severity,
    /// What is wrong, in a line.
    pub title: String,
    /// The numbers and dates that show it.
    pub evidence: String,
    /// What to do.
    pub remedy: String,
    /// The renewal it is about.
    pub renewal: Option<RenewalId>,
    /// The expansion it is about.
    pub expansion: Option<ExpansionId>,
    /// The account it is about.
    pub account: Option<AccountId>,
    /// Who should act.
    pub owner: TeammateId,
}

/// Every finding of a day: the most severe first, then by decision day, then by reference.
pub fn findings(facts: &Facts, today: Date) -> Vec<Finding> {
    let mut found = findings_of_accounts(facts, today);
    found.extend(findings_of_book(facts, &Counts::of(facts, today), today));
    let renewal = |finding: &Finding| finding.renewal.and_then(|id| facts.renewals.get(&id));
    found.sort_by_cached_key(|finding| {
        let (decision_on, number) = renewal(finding).map_or((Date::MAX, u32::MAX), |r| (r.target.decision_on, r.number));
        (finding.severity, decision_on, number, finding.code, finding.title.clone())
    });
    found
}

/// What the accounts in the facts show each by itself, in no order.
pub fn findings_of_accounts(facts: &Facts, today: Date) -> Vec<Finding> {
    OF_ACCOUNTS.iter().flat_map(|find| find(facts, today)).collect()
}

/// What the whole book shows; of accounts only what was counted is looked at.
pub fn findings_of_book(facts: &Facts, counts: &Counts, today: Date) -> Vec<Finding> {
    OF_BOOK.iter().flat_map(|find| find(facts, counts, today)).collect()
}

/// Words of a finding before it is tied to a renewal.
struct Words {
    code: &'static str,
    severity: Severity,
    title: String,
    evidence: String,
    remedy: String,
}

impl Words {
    fn on(self, renewal: &Renewal, owner: TeammateId) -> Finding {
        let Self { code, severity, title, evidence, remedy } = self;
        Finding {
            code,
            severity,
            title,
            evidence,
            remedy,
            renewal: Some(renewal.id),
            expansion: None,
            account: Some(renewal.account),
            owner,
        }
    }
}

/// Who is accountable, or the desk lead where the projection has nobody.
fn holder(facts: &Facts, renewal: &Renewal, responsibility: Responsibility) -> TeammateId {
    facts.holder(renewal.id, responsibility).unwrap_or(facts.organisation.desk_lead)
}

/// Tasks by renewal, in one pass.
fn tasks_by_renewal(facts: &Facts) -> BTreeMap<RenewalId, Vec<&Task>> {
    let mut tasks: BTreeMap<RenewalId, Vec<&Task>> = BTreeMap::new();
    for task in facts.tasks.values() {
        tasks.entry(task.renewal).or_default().push(task);
    }
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Risk;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn findings_come_by_severity_then_decision_day_then_reference() {
        let mut company = Company::with_one_contract();
        let account = company.add_account("A-18", 1, Risk::Unknown);
        company.sign(account, None, date(2027, 1, 5), "200000");
        company.sign(account, None, date(2027, 1, 5), "300000");
        let found = findings(&company.facts, company.today);
        let order: Vec<(Severity, &str, u32)> =
            found.iter().filter_map(|f| Some((f.severity, f.code, company.facts.renewals[&f.renewal?].number))).collect();
        let mut sorted = order.clone();
        sorted.sort_by_key(|(severity, code, number)| (*severity, if *number == 1001 { 0 } else { 1 }, *number, *code));
        assert_eq!(order, sorted, "R-1001 is decided on 25 Nov, the other two on 6 Dec");
        assert!(order.len() >= 6, "{order:?}");
        assert_eq!(found, findings(&company.facts, company.today));
    }

    #[test]
    fn an_empty_company_has_no_findings() {
        assert_eq!(findings(&Company::new(date(2026, 6, 1)).facts, date(2026, 6, 1)), []);
    }
}
