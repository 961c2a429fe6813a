//! Why a renewal is owned as it is, and what would change it.

use super::renewal::{find, number_of};
use super::{Person, people};
use crate::App;
use crate::error::AppError;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::facts::Facts;
use tenure_core::identity::Role;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::counterfactual::counterfactuals;
use tenure_core::ownership::input::{Input, Seen, reading};
use tenure_core::ownership::ledger::{Stream, in_force};
use tenure_core::ownership::policy::{Outcome, Policy, Skipped};
use tenure_core::planner;
use tenure_core::primitives::{Currency, TeammateId};
use tenure_core::renewal::Renewal;
use tenure_store::Scope;

/// One rule as tried on a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTrace {
    /// Rule id.
    pub rule: String,
    /// Whether it decided.
    pub matched: bool,
    /// Why it did or did not: the first input that failed, or every condition that held.
    pub why: String,
}

/// A change of one input that would give the renewal to other roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// What would have to be: `ATR 100,000.00 USD or more`.
    pub words: String,
    /// The rule that would decide; `None` where none would.
    pub rule: Option<String>,
    /// Responsibilities that would have another role, with that role.
    pub roles: Vec<(Responsibility, &'static str)>,
}

/// Why each responsibility of a renewal is where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// `R-1042`.
    pub renewal: String,
    /// Account name.
    pub account: String,
    /// Policy name and version.
    pub policy: String,
    /// What the policy saw, in words.
    pub seen: Vec<String>,
    /// Rules down to the one that decided.
    pub rules: Vec<RuleTrace>,
    /// What would change who owns it, nearest first.
    pub otherwise: Vec<Otherwise>,
    /// Who takes part without answering for anything: how, and which roles.
    pub support: Vec<(&'static str, String)>,
    /// Types of expansion that go to other roles than the one for expansion.
    pub expansion: Vec<(&'static str, String)>,
    /// Responsibility, person, designated person where another, sentence.
    pub owners: Vec<(Responsibility, Person, Option<Person>, String)>,
}

impl App {
    /// Why a renewal's responsibilities are where they are.
    ///
    /// # Errors
    /// A renewal that does not exist, or whose outcome was inferred and that nobody owned.
    pub async fn explain(&self, reference: &str) -> Result<Explanation, AppError> {
        let number = number_of(reference)?;
        let facts = self.store.read().await?.facts(&Scope::Renewal(number), self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        let renewal = find(&facts, number, reference)?;
        let unowned = || AppError::NotFound(format!("{reference} was closed with an inferred outcome; nobody owned it here."));
        let decided = renewal.decided.as_ref().ok_or_else(unowned)?;
        let version = facts.policy(decided.policy).ok_or_else(unowned)?;
        let contract = facts.contracts.get(&renewal.contract).ok_or_else(unowned)?;
        let seen = planner::Inputs::complete(&facts, today).seen(contract, renewal.term_number, &renewal.target, renewal.frozen_tier)?;
        let phrase = |input: Input| seen.phrase(input, facts.reporting());
        let skipped = |skip: &Skipped<'_>| RuleTrace {
            rule: skip.rule.into(),
            matched: false,
            why: format!("{} does not fit {}", phrase(skip.input), skip.cell),
        };
        let rules = match version.policy.decide(&seen) {
            Ok(matched) => {
                let held: Vec<String> =
                    matched.rule.when.iter().map(|(input, cell)| reading(&seen, *input, cell, facts.reporting())).collect();
                let why = if held.is_empty() { "takes every renewal".into() } else { held.join(", ") };
                let decisive = RuleTrace { rule: matched.rule.id.clone(), matched: true, why };
                matched.skipped.iter().map(skipped).chain([decisive]).collect()
            }
            Err(all) => all.iter().map(skipped).collect(),
        };
        let then = version.policy.rules.iter().find(|rule| rule.id == decided.rule).map(|rule| &rule.then);
        let persons = people(&facts, today);
        let account = facts.accounts.get(&renewal.account).map(|a| a.name.clone()).unwrap_or_default();
        let owners = Responsibility::ALL.iter().filter_map(|responsibility| owner(&facts, renewal, *responsibility, &persons, today));
        Ok(Explanation {
            renewal: renewal.reference(),
            account,
            policy: version.title(),
            seen: version.policy.inputs().into_iter().map(phrase).collect(),
            otherwise: otherwise(&version.policy, &seen, facts.reporting()),
            support: then.map(|then| role_lists(then.support.iter().map(|(manner, roles)| (manner.label(), roles)))).unwrap_or_default(),
            expansion: then
                .map(|then| role_lists(then.expansion_types.iter().map(|(class, roles)| (class.label(), roles))))
                .unwrap_or_default(),
            rules,
            owners: owners.collect(),
        })
    }
}

/// Changes of one input told at most; more are noise.
const OTHERWISE_MAX: usize = 6;

/// What would change who owns it, nearest first.
fn otherwise(policy: &Policy, seen: &Seen, reporting: Currency) -> Vec<Otherwise> {
    let then = |rule: Option<&str>| policy.rules.iter().find(|known| Some(known.id.as_str()) == rule).map(|rule| &rule.then);
    let now = policy.decide(seen).ok().map(|matched| &matched.rule.then);
    let told = counterfactuals(policy, seen, reporting).into_iter().take(OTHERWISE_MAX).map(|other| {
        let would = then(other.rule.as_deref());
        let first = |outcome: Option<&Outcome>, responsibility: Responsibility| {
            outcome.and_then(|then| then.roles(responsibility, 0).first().copied())
        };
        let changed = Responsibility::ALL.iter().filter(|responsibility| first(would, **responsibility) != first(now, **responsibility));
        Otherwise {
            roles: changed.filter_map(|responsibility| Some((*responsibility, first(would, *responsibility)?.label()))).collect(),
            words: other.words(),
            rule: other.rule,
        }
    });
    told.collect()
}

fn role_lists<'a>(lists: impl Iterator<Item = (&'static str, &'a Vec<Role>)>) -> Vec<(&'static str, String)> {
    lists.map(|(label, roles)| (label, roles.iter().map(|role| role.label()).collect::<Vec<_>>().join(", else "))).collect()
}

fn owner(
    facts: &Facts,
    renewal: &Renewal,
    responsibility: Responsibility,
    people: &BTreeMap<TeammateId, Person>,
    today: Date,
) -> Option<(Responsibility, Person, Option<Person>, String)> {
    let entries = facts.entries(renewal.id);
    let accountable = in_force(entries, responsibility, Stream::Accountable, today)?;
    let designated = in_force(entries, responsibility, Stream::Designated, today)?;
    let other = (designated.holder != accountable.holder).then(|| people.get(&designated.holder).cloned()).flatten();
    Some((responsibility, people.get(&accountable.holder)?.clone(), other, designated.because.sentence.clone()))
}
