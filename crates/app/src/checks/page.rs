//! Findings by the page. They are computed, not stored, so a place in the list is named by what orders it, never by a count.

use super::{FindingItem, finding_items};
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tenure_core::checks::Severity;
use tenure_core::refusal::Refusal;
use tenure_store::Scope;

/// A page of findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingPage {
    /// Findings, worst first.
    pub items: Vec<FindingItem>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Where a finding stands: severity, decision day, renewal number, and a fingerprint of the rest.
type Place = (Severity, Date, u32, String);

impl App {
    /// One page of findings, 1 to 200 of them, worst first. A finding that is mended meanwhile leaves no gap.
    ///
    /// # Errors
    /// A cursor that no page gave; an instance that is empty.
    pub async fn findings_page(&self, after: Option<&str>, limit: u16) -> Result<FindingPage, AppError> {
        let after = after.map(|text| read(text).ok_or_else(|| refuse(text))).transpose()?;
        let facts = self.store.read().await?.facts(&Scope::All, self.playbooks.clone()).await?;
        let decides: BTreeMap<String, (Date, u32)> =
            facts.renewals.values().map(|renewal| (renewal.reference(), (renewal.target.decision_on, renewal.number))).collect();
        let place = |item: FindingItem| {
            let decided = item.renewal.as_ref().and_then(|reference| decides.get(reference));
            let (decision_on, number) = decided.copied().unwrap_or((Date::MAX, u32::MAX));
            ((item.severity, decision_on, number, fingerprint(&item)), item)
        };
        let placed = finding_items(&facts, self.today(&facts.organisation)).into_iter().map(place);
        let mut rest: Vec<(Place, FindingItem)> = placed.filter(|(place, _)| after.as_ref().is_none_or(|after| place > after)).collect();
        rest.sort_by(|(one, _), (other, _)| one.cmp(other));
        let limit = usize::from(limit.clamp(1, 200));
        let more = rest.len() > limit;
        rest.truncate(limit);
        let next = rest.last().filter(|_| more).map(|(place, _)| text(place));
        Ok(FindingPage { items: rest.into_iter().map(|(_, item)| item).collect(), next })
    }
}

fn fingerprint(item: &FindingItem) -> String {
    let account = item.account.as_ref().map_or("", |(_, reference)| reference.as_str());
    let renewal = item.renewal.as_deref().unwrap_or_default();
    let words = [item.code, renewal, account, &item.owner.reference, &item.title, &item.evidence].join("\u{1f}");
    Sha256::digest(words.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn text((severity, decision_on, number, fingerprint): &Place) -> String {
    format!("{}.{decision_on}.{number}.{fingerprint}", severity.code())
}

fn read(text: &str) -> Option<Place> {
    let parts: Vec<&str> = text.split('.').collect();
    let [severity, decision_on, number, fingerprint] = parts[..] else { return None };
    let is_fingerprint = fingerprint.len() == 16 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_fingerprint.then_some(())?;
    Some((severity.parse().ok()?, decision_on.parse().ok()?, number.parse().ok()?, fingerprint.to_lowercase()))
}

fn refuse(text: &str) -> Refusal {
    let problem = "is not a place that a page gave".to_string();
    Refusal { column: Some("after".into()), value: Some(text.into()), problem, ..Refusal::default() }
}
