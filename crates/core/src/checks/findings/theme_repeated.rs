//! Several customers said the same within a quarter: something for product, service or pricing (REN-8).

use super::{Finding, Severity};
use crate::facts::Facts;
use crate::primitives::days_between;
use crate::renewal::{Area, Renewal, State, Theme};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Days that are looked at.
const DAYS: i64 = 90;
/// Alike outcomes that make a theme.
const ALIKE: usize = 3;

/// Themes of product, service and pricing that came up often enough.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let mut themes: BTreeMap<&Theme, Vec<&Renewal>> = BTreeMap::new();
    for (id, review) in &facts.reviews {
        let Some(renewal) = facts.renewals.get(id) else { continue };
        let State::Closed { closed_on, .. } = &renewal.state else { continue };
        if !(0..=DAYS).contains(&days_between(*closed_on, today)) {
            continue;
        }
        for theme in review.themes.iter().filter(|theme| matches!(theme.area, Area::Product | Area::Service | Area::Pricing)) {
            themes.entry(theme).or_default().push(renewal);
        }
    }
    themes.into_iter().filter(|(_, renewals)| renewals.len() >= ALIKE).map(|(theme, renewals)| on(facts, theme, &renewals)).collect()
}

fn on(facts: &Facts, theme: &Theme, renewals: &[&Renewal]) -> Finding {
    let mut references: Vec<(u32, String)> = renewals.iter().map(|renewal| (renewal.number, renewal.reference())).collect();
    references.sort_unstable();
    let references: Vec<String> = references.into_iter().map(|(_, reference)| reference).collect();
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
