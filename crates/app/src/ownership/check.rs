//! Checks a policy text: reads it, proves it complete, tries it on the open renewals.

use super::book::{Desk, Open, decided_by};
use crate::App;
use crate::error::AppError;
use crate::money::off_the_way;
use std::sync::Arc;
use tenure_core::identity::Role;
use tenure_core::ownership::analysis::{Analysis, Change, Region, analyse};
use tenure_core::ownership::policy::{Policy, Rule};
use tenure_core::primitives::Currency;
use tenure_core::refusal::Refusal;

/// Renewals told by name.
const TOLD_MAX: usize = 12;

/// How many open renewals a rule takes, and what the proof says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleUse {
    /// Rule id.
    pub rule: String,
    /// Open renewals it decides.
    pub renewals: u64,
    /// What they are worth, in minor units of the reporting currency.
    pub atr_minor: i64,
    /// Whether no renewal whatever can reach it.
    pub unreachable: bool,
    /// The rules before it that take what it would; empty where its own conditions leave nothing.
    pub taken_by: Vec<String>,
    /// Whether every renewal would be decided the same without it.
    pub redundant: bool,
}

/// Renewals that no rule takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapItem {
    /// Where the gap lies: `ATR exactly 100,000.00 USD, risk not Red`.
    pub words: String,
    /// One renewal of it, with the smallest values.
    pub example: String,
    /// Open renewals that lie in it today.
    pub renewals: u64,
    /// Some of them by name.
    pub named: Vec<String>,
}

/// Two rules that fit the same renewals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlapItem {
    /// The rule that decides.
    pub earlier: String,
    /// The rule that would.
    pub later: String,
    /// What both fit.
    pub words: String,
    /// Open renewals that both fit today.
    pub renewals: u64,
}

/// A change that closes a gap or takes out an idle rule, ready to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepairItem {
    /// The gap it closes, by its place in the list.
    pub gap: Option<usize>,
    /// The idle rule it takes out. One that names neither a gap nor a rule closes every gap at once.
    pub removes: Option<String>,
    /// What it does.
    pub title: String,
    /// The text with the change made.
    pub text: String,
}

/// One open renewal that the text decides differently from the policy in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its reference.
    pub renewal: String,
    /// The customer.
    pub account: String,
    /// The rule of the policy in force; `None` where none fits.
    pub before: Option<String>,
    /// The rule of the text; `None` where none fits.
    pub after: Option<String>,
}

/// What the text would do to the open renewals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Open renewals.
    pub renewals: u64,
    /// Those without a rule.
    pub without_rule: u64,
    /// Those that get another model, motion, playbook or other roles than under the policy in force.
    pub changed: u64,
    /// Some of them.
    pub told: Vec<Decision>,
}

/// What a check of a policy text found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyCheck {
    /// The policy as it was read.
    pub policy: Policy,
    /// The reporting currency, which amounts in cells are in.
    pub reporting: Currency,
    /// Whether it can be activated: every possible renewal has a rule, and only one where the policy says so.
    pub complete: bool,
    /// Renewals without a rule, smallest first.
    pub gaps: Vec<GapItem>,
    /// Whether there are more gaps than are told.
    pub more_gaps: bool,
    /// Each rule, in order.
    pub rules: Vec<RuleUse>,
    /// Rules that fit the same renewals.
    pub overlaps: Vec<OverlapItem>,
    /// Where renewals go of which an input is not known, or was not judged: the input's label and the rules.
    pub unknown: Vec<(String, Vec<String>)>,
    /// Changes that can be made as they stand.
    pub repairs: Vec<RepairItem>,
    /// Roles that the policy names and nobody active has; the fallback would hold for them.
    pub roles_without_holder: Vec<Role>,
    /// What it would do.
    pub effect: Effect,
    /// Steps that the proof took.
    pub steps: usize,
}

impl PolicyCheck {
    /// The name of the policy.
    pub fn name(&self) -> &str {
        &self.policy.name
    }
}

impl App {
    /// Checks a policy text: reads it, proves it complete, and tries it on the open renewals. Writes nothing.
    ///
    /// # Errors
    /// Every refusal of the text, each with line, column and value; or too complex to prove.
    pub async fn check_policy(&self, file: &str, text: &str) -> Result<PolicyCheck, AppError> {
        let desk = self.desk().await?;
        let codes: Vec<&str> = desk.playbooks.iter().map(String::as_str).collect();
        let policy = Policy::parse(file, text, desk.reporting, &codes)?;
        policy.refuse_foreign_fields(file, &desk.fields)?;
        let file = file.to_string();
        let check = move || check(&file, policy, &desk);
        off_the_way(check).await
    }
}

fn check(file: &str, policy: Policy, desk: &Desk) -> Result<PolicyCheck, AppError> {
    let analysis = analyse(&policy).map_err(|too_complex| Refusal {
        file: file.into(),
        problem: too_complex.problem(),
        remedy: "Ask for less in those rules.".into(),
        ..Refusal::default()
    })?;
    let trial = Trial::new(&policy, desk);
    let in_overlaps = counts_inside(analysis.overlaps.iter().map(|overlap| &overlap.region).collect(), desk);
    Ok(PolicyCheck {
        complete: analysis.is_complete(),
        gaps: analysis.gaps.iter().map(|gap| gap_item(gap, desk)).collect(),
        more_gaps: analysis.more_gaps,
        rules: trial.uses(&analysis),
        overlaps: analysis
            .overlaps
            .iter()
            .zip(in_overlaps)
            .map(|(overlap, renewals)| OverlapItem {
                earlier: overlap.earlier.clone(),
                later: overlap.later.clone(),
                words: overlap.region.words(desk.reporting),
                renewals,
            })
            .collect(),
        unknown: analysis.unknown.iter().map(|unknown| (unknown.input.label().into_owned(), unknown.rules.clone())).collect(),
        repairs: analysis
            .repairs
            .iter()
            .map(|repair| RepairItem {
                gap: repair.gap,
                removes: if let Change::Remove { rule } = &repair.change { Some(rule.clone()) } else { None },
                title: repair.title(&policy, desk.reporting),
                text: repair.applied(&policy, desk.reporting).to_toml(),
            })
            .collect(),
        roles_without_holder: roles_without_holder(&policy, desk),
        effect: trial.effect(),
        steps: analysis.steps,
        reporting: desk.reporting,
        policy,
    })
}

fn roles_without_holder(policy: &Policy, desk: &Desk) -> Vec<Role> {
    let mut missing: Vec<Role> =
        policy.rules.iter().flat_map(|rule| rule.then.named_roles()).filter(|role| !desk.held.contains(role)).collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

fn lies_in(region: &Region, open: &Open) -> bool {
    region.cells.iter().all(|(input, test)| test.passes(open.seen.value(*input)))
}

fn inside<'a>(region: &'a Region, desk: &'a Desk) -> impl Iterator<Item = &'a Open> {
    desk.open.iter().map(Arc::as_ref).filter(|open| lies_in(region, open))
}

/// How many open renewals lie in each of several regions; the book is gone through once.
fn counts_inside(regions: Vec<&Region>, desk: &Desk) -> Vec<u64> {
    let mut counts = vec![0; regions.len()];
    for open in &desk.open {
        counts.iter_mut().zip(&regions).for_each(|(count, region)| *count += u64::from(lies_in(region, open)));
    }
    counts
}

fn gap_item(gap: &Region, desk: &Desk) -> GapItem {
    GapItem {
        words: gap.words(desk.reporting),
        example: gap.example(desk.reporting),
        renewals: inside(gap, desk).count() as u64,
        named: inside(gap, desk).take(3).map(|open| open.account.clone()).collect(),
    }
}

/// A policy tried on every open renewal, beside the one in force.
struct Trial<'a> {
    policy: &'a Policy,
    desk: &'a Desk,
    /// The rule that decides each renewal.
    decided: Vec<Option<usize>>,
}

impl<'a> Trial<'a> {
    fn new(policy: &'a Policy, desk: &'a Desk) -> Self {
        Self { policy, desk, decided: decided_by(policy, &desk.open) }
    }

    fn uses(&self, analysis: &Analysis) -> Vec<RuleUse> {
        let mut sums = vec![(0_u64, 0_i64); self.policy.rules.len()];
        for (open, rule) in self.desk.open.iter().zip(&self.decided) {
            if let Some((renewals, atr_minor)) = rule.and_then(|rule| sums.get_mut(rule)) {
                *renewals += 1;
                *atr_minor = atr_minor.saturating_add(open.seen.atr_minor);
            }
        }
        let uses = self.policy.rules.iter().zip(sums).map(|(rule, (renewals, atr_minor))| {
            let idle = analysis.unreachable.iter().find(|idle| idle.rule == rule.id);
            RuleUse {
                rule: rule.id.clone(),
                renewals,
                atr_minor,
                unreachable: idle.is_some(),
                taken_by: idle.map(|idle| idle.taken_by.clone()).unwrap_or_default(),
                redundant: analysis.redundant.contains(&rule.id),
            }
        });
        uses.collect()
    }

    /// Each open renewal with the rule that decides it under the policy in force, and under the text.
    fn decisions(&self) -> impl Iterator<Item = (&'a Open, Option<&'a Rule>, Option<&'a Rule>)> + '_ {
        let rule = |policy: Option<&'a Policy>, rule: Option<usize>| -> Option<&'a Rule> { policy?.rules.get(rule?) };
        let active = self.desk.active.as_ref();
        let decided = self.desk.open.iter().map(Arc::as_ref).zip(&self.desk.before).zip(&self.decided);
        decided.map(move |((open, before), after)| (open, rule(active, *before), rule(Some(self.policy), *after)))
    }

    fn effect(&self) -> Effect {
        let mut effect = Effect { renewals: self.desk.open.len() as u64, ..Effect::default() };
        for (open, before, after) in self.decisions() {
            effect.without_rule += u64::from(after.is_none());
            if !differs(before, after) {
                continue;
            }
            effect.changed += 1;
            if effect.told.len() < TOLD_MAX {
                effect.told.push(Decision {
                    renewal: format!("R-{}", open.number),
                    account: open.account.clone(),
                    before: before.map(|rule| rule.id.clone()),
                    after: after.map(|rule| rule.id.clone()),
                });
            }
        }
        effect
    }
}

/// Whether two rules give a renewal anything else.
fn differs(before: Option<&Rule>, after: Option<&Rule>) -> bool {
    after.map(|rule| &rule.then) != before.map(|rule| &rule.then)
}
