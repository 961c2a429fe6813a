//! Several customers said the same within a quarter: something for product, service or pricing (REN-8).

use super::{Counts, Finding, Severity};
use crate::facts::Facts;
use crate::primitives::days_between;
use crate::renewal::{Area, State, Theme};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days that are looked at.
const DAYS: i64 = 90;
/// Alike outcomes that make a theme.
const ALIKE: usize = 3;

/// Renewals of the last quarter by the themes of product, service and pricing that came up, by number.
pub(super) fn count(facts: &Facts, today: Date) -> BTreeMap<Theme, Vec<u32>> {
    let mut themes: BTreeMap<Theme, Vec<u32>> = BTreeMap::new();
    for (id, review) in &facts.reviews {
        let Some(renewal) = facts.renewals.get(id) else { continue };
        let State::Closed { closed_on, .. } = &renewal.state else { continue };
        if !(0..=DAYS).contains(&days_between(*closed_on, today)) {
            continue;
        }
        for theme in review.themes.iter().filter(|theme| matches!(theme.area, Area::Product | Area::Service | Area::Pricing)) {
            themes.entry(theme.clone()).or_default().push(renewal.number);
        }
    }
    themes
}

/// Themes that came up often enough.
pub(super) fn find(facts: &Facts, counts: &Counts, _today: Date) -> Vec<Finding> {
    counts.themes.iter().filter(|(_, renewals)| renewals.len() >= ALIKE).map(|(theme, renewals)| on(facts, theme, renewals)).collect()
}

fn on(facts: &Facts, theme: &Theme, renewals: &[u32]) -> Finding {
    let mut numbers = renewals.to_vec();
    numbers.sort_unstable();
    let references: Vec<String> = numbers.into_iter().map(|number| format!("R-{number}")).collect();
    Finding {
        code: "theme-repeated",
        severity: Severity::Medium,
        title: format!("{} customers within {DAYS} days: {theme}", renewals.len()),
        evidence: format!("{}.", references.join(", ")),
        remedy: format!("Take it to whoever answers for {}, with what the customers said.", theme.area.label().to_lowercase()),
        renewal: None,
        expansion: None,
        account: None,
        owner: facts.organisation.desk_lead,
    }
}
