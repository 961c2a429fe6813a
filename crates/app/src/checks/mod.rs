//! Running the invariants and the findings over live data.

mod dismissal;
mod page;

pub use page::{FindingPage, FindingsView};

use crate::App;
use crate::error::AppError;
use crate::views::{Person, people};
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::checks::{
    Beside, Counts, Dismissal, EventLog, Evidence, Finding, Severity, check_all, findings, findings_of_accounts, findings_of_book,
};
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
        Ok(self.all_findings().await?.into_iter().filter(|item| item.dismissed.is_none()).collect())
    }
}

/// A finding with what orders it among others.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// When the renewal that it is about is decided; the last day there is where it is about none.
    pub(crate) decision_on: Date,
    /// Number of that renewal.
    pub(crate) number: u32,
    pub(crate) item: FindingItem,
}

impl Placed {
    /// The most severe first, then by decision day, then by reference; of those alike, always in the same order.
    pub(crate) fn rank(&self) -> (Severity, Date, u32, &str, &str, &str) {
        (self.item.severity, self.decision_on, self.number, self.item.code, &self.item.title, &self.item.id)
    }
}

/// What the accounts in the facts show each by itself, in no order.
pub(crate) fn items_of_accounts(facts: &Facts, today: Date) -> Vec<Placed> {
    placed(facts, findings_of_accounts(facts, today), today)
}

/// What the whole book shows, from what was counted in it.
pub(crate) fn book_items(general: &Facts, counts: &Counts, today: Date) -> Vec<Placed> {
    placed(general, findings_of_book(general, counts, today), today)
}

/// The findings of a day that nobody set aside, worst first.
pub(crate) fn finding_items(facts: &Facts, today: Date) -> Vec<FindingItem> {
    let found = placed(facts, findings(facts, today), today);
    found.into_iter().map(|placed| placed.item).filter(|item| item.dismissed.is_none()).collect()
}

fn placed(facts: &Facts, found: Vec<Finding>, today: Date) -> Vec<Placed> {
    let persons: BTreeMap<TeammateId, Person> = people(facts, today);
    let found = found.into_iter().filter_map(|finding| {
        let renewal = finding.renewal.and_then(|id| facts.renewals.get(&id));
        let account = finding.account.or(renewal.map(|r| r.account)).and_then(|id| facts.accounts.get(&id));
        let expansion = finding.expansion.and_then(|id| facts.expansions.get(&id)).map(|expansion| expansion.reference());
        let references = [
            renewal.map(|r| r.reference()).unwrap_or_default(),
            expansion.clone().unwrap_or_default(),
            account.map(|a| a.reference.clone()).unwrap_or_default(),
        ];
        let id = dismissal::fingerprint(finding.code, &references, &finding.title);
        let (decision_on, number) = renewal.map_or((Date::MAX, u32::MAX), |r| (r.target.decision_on, r.number));
        let item = FindingItem {
            dismissed: facts.dismissals.get(&id).filter(|said| said.holds(today)).cloned(),
            id,
            code: finding.code,
            severity: finding.severity,
            title: finding.title,
            evidence: finding.evidence,
            remedy: finding.remedy,
            renewal: renewal.map(|r| r.reference()),
            expansion,
            account: account.map(|a| (a.name.clone(), a.reference.clone())),
            owner: persons.get(&finding.owner)?.clone(),
            owner_id: finding.owner,
        };
        Some(Placed { decision_on, number, item })
    });
    found.collect()
}
