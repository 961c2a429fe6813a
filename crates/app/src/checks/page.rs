//! Findings by the page. They are computed, not stored, so a place in the list is named by what orders it, never by a count.

use super::{FindingItem, Placed};
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tenure_core::checks::Severity;
use tenure_core::refusal::Refusal;

/// A page of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingPage {
    /// Findings, worst first.
    pub items: Vec<FindingItem>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What the page of findings shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingsView {
    /// How many there are of each severity.
    pub counts: BTreeMap<Severity, usize>,
    /// Some of them, worst first.
    pub page: FindingPage,
    /// Whether others stand before those.
    pub continued: bool,
    /// Those that somebody set aside.
    pub aside: Vec<FindingItem>,
}

/// Findings on one page.
const ON_A_PAGE: u16 = 100;

/// Where a finding stands: severity, decision day, renewal number, and a fingerprint of the rest.
type Place = (Severity, Date, u32, String);

impl App {
    /// One page of findings, 1 to 200 of them, worst first. A finding that is mended meanwhile leaves no gap.
    ///
    /// # Errors
    /// A cursor that no page gave; an instance that is empty.
    pub async fn findings_page(&self, after: Option<&str>, limit: u16) -> Result<FindingPage, AppError> {
        let after = after.map(|text| read(text).ok_or_else(|| refuse(text))).transpose()?;
        let found = self.whole().await?.findings().into_iter().filter(|placed| placed.item.dismissed.is_none());
        Ok(page(found, after.as_ref(), limit))
    }

    /// The findings with how many there are, worst first, from a place that a page gave.
    ///
    /// # Errors
    /// As [`App::findings_page`].
    pub async fn findings_from(&self, after: Option<&str>) -> Result<FindingsView, AppError> {
        let after = after.map(|text| read(text).ok_or_else(|| refuse(text))).transpose()?;
        let (aside, open): (Vec<Placed>, Vec<Placed>) =
            self.whole().await?.findings().into_iter().partition(|placed| placed.item.dismissed.is_some());
        let mut counts = BTreeMap::new();
        open.iter().for_each(|placed| *counts.entry(placed.item.severity).or_default() += 1);
        let aside = aside.into_iter().map(|placed| placed.item).collect();
        Ok(FindingsView { counts, page: page(open.into_iter(), after.as_ref(), ON_A_PAGE), continued: after.is_some(), aside })
    }
}

fn page(found: impl Iterator<Item = Placed>, after: Option<&Place>, limit: u16) -> FindingPage {
    let placed = found.map(|Placed { decision_on, number, item }| ((item.severity, decision_on, number, fingerprint(&item)), item));
    let mut rest: Vec<(Place, FindingItem)> = placed.filter(|(place, _)| after.is_none_or(|after| place > after)).collect();
    rest.sort_by(|(one, _), (other, _)| one.cmp(other));
    let limit = usize::from(limit.clamp(1, 200));
    let more = rest.len() > limit;
    rest.truncate(limit);
    let next = rest.last().filter(|_| more).map(|(place, _)| text(place));
    FindingPage { items: rest.into_iter().map(|(_, item)| item).collect(), next }
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
