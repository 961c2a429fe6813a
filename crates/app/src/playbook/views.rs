//! Playbooks as pages and the API show them.

use crate::App;
use crate::error::AppError;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::facts::Facts;
use tenure_core::planner::{placed_on, variant_of};
use tenure_core::playbook::{Playbook, PlaybookVersion};
use tenure_core::primitives::t_minus;
use tenure_core::renewal::{Renewal, TaskState};
use tenure_store::Scope;

/// One playbook of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaybookItem {
    /// What it says.
    pub playbook: Playbook,
    /// The version in use that was published here; `None` for the shipped text.
    pub version: Option<u32>,
    /// Whether a playbook of this code is shipped.
    pub shipped: bool,
    /// Open renewals that follow it.
    pub renewals: u64,
    /// Rules of the policy in force that name it.
    pub rules: Vec<String>,
}

/// A published text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionItem {
    /// Its number.
    pub version: u32,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
    /// When.
    pub recorded_at: Timestamp,
    /// The text.
    pub text: String,
}

/// A playbook with its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaybookView {
    /// The playbook.
    pub item: PlaybookItem,
    /// Its text in use.
    pub text: String,
    /// The shipped text of its code.
    pub shipped_text: Option<String>,
    /// What was published, newest first.
    pub versions: Vec<VersionItem>,
    /// On the renewal that was asked for, or on the next one that opens with it.
    pub on: Option<PlaybookOn>,
}

/// A playbook laid on one renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaybookOn {
    /// `R-1042`.
    pub renewal: String,
    /// The customer.
    pub account: String,
    /// Whether the renewal follows this playbook.
    pub follows: bool,
    /// The day that the playbook counts from.
    pub anchor_on: Date,
    /// T-0.
    pub end_on: Date,
    /// From which day the customer is approached, where the playbook says so.
    pub outreach_from: Option<Date>,
    /// Every step with its day, in order of days.
    pub steps: Vec<PlacedItem>,
    /// Steps that this renewal does not have, with why.
    pub left_out: Vec<(String, String)>,
}

/// One occurrence of a step on the renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedItem {
    /// Code of the occurrence.
    pub code: String,
    /// What to do.
    pub title: String,
    /// Due day.
    pub due_on: Date,
    /// `T-47`.
    pub t_minus: String,
    /// Who would do it.
    pub holder: String,
    /// Where it stands, if the renewal follows this playbook.
    pub state: Option<TaskState>,
}

impl App {
    /// Every playbook in use, shipped ones first.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn playbooks(&self) -> Result<Vec<PlaybookItem>, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let following = tx.open_by_playbook().await?;
        let today = self.today(&facts.organisation);
        Ok(facts.playbooks.iter().map(|playbook| self.playbook_item(&facts, playbook, (&following, today))).collect())
    }

    /// Code and name of each playbook in use.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn playbook_names(&self) -> Result<Vec<(String, String)>, AppError> {
        let facts = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        Ok(facts.playbooks.iter().map(|playbook| (playbook.code.clone(), playbook.name.clone())).collect())
    }

    /// One playbook with its history, laid on a renewal: the one that is named, or the next one that ends with it.
    ///
    /// # Errors
    /// A playbook or renewal that does not exist.
    pub async fn playbook(&self, code: &str, renewal: Option<&str>) -> Result<PlaybookView, AppError> {
        let tx = self.store.read().await?;
        let people = tx.facts(&Scope::People, self.playbooks.clone()).await?;
        let playbook = people.playbook(code).ok_or_else(|| AppError::not_found("playbook", code))?;
        let number = match renewal.filter(|reference| !reference.trim().is_empty()) {
            Some(reference) => Some(crate::views::number_of(reference)?),
            None => tx.next_with_playbook(code).await?,
        };
        let on = match number {
            Some(number) => {
                let facts = tx.facts(&Scope::Renewal(number), self.playbooks.clone()).await?;
                let reference = renewal.map_or_else(|| format!("R-{number}"), str::to_string);
                let found = crate::views::find(&facts, number, &reference)?;
                Some(on(&facts, playbook, found, self.today(&facts.organisation))?)
            }
            None => None,
        };
        let following = tx.open_by_playbook().await?;
        let mut versions: Vec<VersionItem> =
            people.playbook_versions.iter().filter(|version| version.playbook.code == code).map(version_item).collect();
        versions.reverse();
        let shipped_text = self.playbooks.iter().find(|shipped| shipped.code == code).map(Playbook::to_toml);
        Ok(PlaybookView {
            text: versions.first().map_or_else(|| playbook.to_toml(), |version| version.text.clone()),
            item: self.playbook_item(&people, playbook, (&following, self.today(&people.organisation))),
            shipped_text,
            versions,
            on,
        })
    }

    fn playbook_item(&self, facts: &Facts, playbook: &Playbook, (following, today): (&BTreeMap<String, u64>, Date)) -> PlaybookItem {
        let version = facts.playbook_versions.iter().rfind(|version| version.playbook.code == playbook.code);
        let policy = facts.policy_on(today);
        let rules = policy.into_iter().flat_map(|version| &version.policy.rules).filter(|rule| rule.then.playbook == playbook.code);
        PlaybookItem {
            version: version.map(|version| version.version),
            shipped: self.playbooks.iter().any(|shipped| shipped.code == playbook.code),
            renewals: following.get(&playbook.code).copied().unwrap_or(0),
            rules: rules.map(|rule| rule.id.clone()).collect(),
            playbook: playbook.clone(),
        }
    }
}

fn version_item(version: &PlaybookVersion) -> VersionItem {
    VersionItem {
        version: version.version,
        reason: version.reason.clone(),
        author: version.author.clone(),
        recorded_at: version.recorded_at,
        text: version.text.clone(),
    }
}

fn on(facts: &Facts, playbook: &Playbook, renewal: &Renewal, today: Date) -> Result<PlaybookOn, AppError> {
    let account = facts.accounts.get(&renewal.account).ok_or_else(|| AppError::not_found("account of renewal", &renewal.reference()))?;
    let undecided = || AppError::NotFound(format!("{} was not decided by a policy here.", renewal.reference()));
    let (of, _) = variant_of(facts, (renewal, account), today).ok_or_else(undecided)?;
    let placed = placed_on(facts, playbook, (renewal, account), today).unwrap_or_default();
    let follows = renewal.decided.as_ref().is_some_and(|decided| decided.playbook == playbook.code);
    let tasks = if follows { facts.tasks_of(renewal.id) } else { Vec::new() };
    let placed = placed.into_iter().map(|placed| PlacedItem {
        state: tasks.iter().find(|task| task.step == placed.code).map(|task| task.state),
        holder: facts.holder(renewal.id, placed.step.lead).map(|id| facts.name_of(id).to_string()).unwrap_or_default(),
        title: placed.step.title.clone(),
        t_minus: t_minus(renewal.target.end_on, placed.due_on),
        due_on: placed.due_on,
        code: placed.code,
    });
    let mut steps: Vec<PlacedItem> = placed.collect();
    steps.sort_by_key(|step| step.due_on);
    let left_out = playbook.steps.iter().filter(|step| !step.when.takes(of)).map(|step| (step.title.clone(), step.when.in_words()));
    Ok(PlaybookOn {
        renewal: renewal.reference(),
        account: account.name.clone(),
        follows,
        anchor_on: playbook.anchor_on(&renewal.target),
        end_on: renewal.target.end_on,
        outreach_from: playbook.outreach_from(account.risk, &renewal.target),
        steps,
        left_out: left_out.collect(),
    })
}
