//! What findings about the whole book stand on: counted in parts of it, which add up.

use super::capacity_exceeded::Carried;
use super::policy_outgrown::Growth;
use super::{capacity_exceeded, forecast_not_submitted, pay_out_of_step, policy_outgrown, policy_vague, theme_repeated};
use crate::facts::Facts;
use crate::ownership::advisor::Figures;
use crate::primitives::TeammateId;
use crate::renewal::Theme;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Counted over some accounts on a day, with the people, policies and rates of that day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// What people carry of the next quarter.
    pub(super) carried: BTreeMap<TeammateId, Carried>,
    /// Renewals by what their customers said.
    pub(super) themes: BTreeMap<Theme, Vec<u32>>,
    /// Renewals that the last forecast of people looks at.
    pub(super) forecasts: BTreeMap<TeammateId, u64>,
    /// The book since the policy came into force.
    pub(super) growth: Growth,
    /// Open renewals that the policy decided, and those that its rule for everything else did.
    pub(super) by_rest: (u64, u64),
    /// Open renewals by the role of whoever answers for price and terms.
    pub(super) held: Figures,
}

impl Counts {
    /// Counts the accounts in the facts.
    pub fn of(facts: &Facts, today: Date) -> Self {
        Self {
            carried: capacity_exceeded::count(facts, today),
            themes: theme_repeated::count(facts, today),
            forecasts: forecast_not_submitted::count(facts, today),
            growth: policy_outgrown::count(facts, today),
            by_rest: policy_vague::count(facts, today),
            held: pay_out_of_step::count(facts),
        }
    }

    /// With those of other accounts, counted on the same day with the same people, policies and rates.
    pub fn add(&mut self, other: &Self) {
        other.carried.iter().for_each(|(person, carried)| self.carried.entry(*person).or_default().add(carried));
        other.themes.iter().for_each(|(theme, renewals)| self.themes.entry(theme.clone()).or_default().extend(renewals));
        other.forecasts.iter().for_each(|(person, renewals)| *self.forecasts.entry(*person).or_default() += renewals);
        self.growth.add(&other.growth);
        self.by_rest = (self.by_rest.0 + other.by_rest.0, self.by_rest.1 + other.by_rest.1);
        self.held.add(&other.held);
    }
}
