//! Running the invariants and the findings over live data.

mod dismissal;
mod page;

pub use page::FindingPage;

use crate::App;
use crate::error::AppError;
use crate::views::{Person, people};
use std::collections::BTreeMap;
use tenure_core::checks::{Beside, Dismissal, EventLog, Evidence, Severity, check_all, findings};
use tenure_core::facts::Facts;
use tenure_core::primitives::TeammateId;
use tenure_store::{Scope, Tx};

/// One invariant and what was found against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvariantResult {
    /// Code.
    pub code: &'static str,
    /// What must hold.
    pub states: &'static str,
    /// How many subjects were looked at.
    pub looked_at: usize,
    /// Subject and detail of each violation.
    pub violations: Vec<(String, String)>,
}

/// What `tenure check` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckReport {
    /// Every invariant.
    pub invariants: Vec<InvariantResult>,
}

impl CheckReport {
    /// Whether every invariant holds.
    pub fn is_clean(&self) -> bool {
        self.invariants.iter().all(|invariant| invariant.violations.is_empty())
    }
}

/// A finding with its references, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingItem {
    /// Fingerprint of what it says and of whom: the same as long as it says the same.
    pub id: String,
    /// Who set it aside, where somebody did.
    pub dismissed: Option<Dismissal>,
    /// Code of the finding's kind.
    pub code: &'static str,
    /// Severity.
    pub severity: Severity,
    /// What is wrong.
    pub title: String,
    /// The numbers and dates that show it.
    pub evidence: String,
    /// What to do.
    pub remedy: String,
    /// `R-1042`, where it is about a renewal.
    pub renewal: Option<String>,
    /// `E-12`, where it is about an expansion.
    pub expansion: Option<String>,
    /// Account name and reference, where it is about an account.
    pub account: Option<(String, String)>,
    /// Who should act.
    pub owner: Person,
    /// Identity of the owner.
    pub owner_id: TeammateId,
}

impl App {
    /// Proves the invariants on the whole database.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn check(&self) -> Result<CheckReport, AppError> {
        self.check_in(&self.store.read().await?).await
    }

    /// Proves the invariants on what a transaction sees.
    pub(crate) async fn check_in(&self, tx: &Tx) -> Result<CheckReport, AppError> {
        let facts = tx.facts(&Scope::All, self.playbooks.clone()).await?;
        let (last_sequence, events, lowest, highest) = tx.log_figures().await?;
        let log = EventLog { last_sequence, events, lowest, highest, sealed: tx.sealing_events().await? };
        let (listing, seals, told) = (tx.listing().await?, tx.found_seals().await?, tx.told().await?);
        let beside = Beside { log: &log, listing: &listing, seals: &seals, told: &told };
        let evidence = Evidence::gather(&facts, beside, self.today(&facts.organisation));
        let invariants = check_all(&evidence).into_iter().map(|checked| InvariantResult {
            code: checked.code,
            states: checked.states,
            looked_at: checked.looked_at,
            violations: checked.violations.into_iter().map(|violation| (violation.subject, violation.detail)).collect(),
        });
        Ok(CheckReport { invariants: invariants.collect() })
    }

    /// The mistakes that the facts show, worst first.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn findings(&self) -> Result<Vec<FindingItem>, AppError> {
        let facts = self.store.read().await?.facts(&Scope::All, self.playbooks.clone()).await?;
        Ok(finding_items(&facts, self.today(&facts.organisation)))
    }
}

/// The findings of a day that nobody set aside, worst first.
pub(crate) fn finding_items(facts: &Facts, today: jiff::civil::Date) -> Vec<FindingItem> {
    all_items(facts, today).into_iter().filter(|item| item.dismissed.is_none()).collect()
}

/// The findings of a day, worst first, those that were set aside too.
fn all_items(facts: &Facts, today: jiff::civil::Date) -> Vec<FindingItem> {
    let persons: BTreeMap<TeammateId, Person> = people(facts, today);
    let found = findings(facts, today).into_iter().filter_map(|finding| {
        let renewal = finding.renewal.and_then(|id| facts.renewals.get(&id));
        let account = finding.account.or(renewal.map(|r| r.account)).and_then(|id| facts.accounts.get(&id));
        let references = [
            renewal.map(|r| r.reference()).unwrap_or_default(),
            finding.expansion.and_then(|id| facts.expansions.get(&id)).map(|expansion| expansion.reference()).unwrap_or_default(),
            account.map(|a| a.reference.clone()).unwrap_or_default(),
        ];
        let id = dismissal::fingerprint(finding.code, &references, &finding.title);
        Some(FindingItem {
            dismissed: facts.dismissals.get(&id).filter(|said| said.holds(today)).cloned(),
            id,
            code: finding.code,
            severity: finding.severity,
            title: finding.title,
            evidence: finding.evidence,
            remedy: finding.remedy,
            renewal: renewal.map(|r| r.reference()),
            expansion: finding.expansion.and_then(|id| facts.expansions.get(&id)).map(|expansion| expansion.reference()),
            account: account.map(|a| (a.name.clone(), a.reference.clone())),
            owner: persons.get(&finding.owner)?.clone(),
            owner_id: finding.owner,
        })
    });
    found.collect()
}
