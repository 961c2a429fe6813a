//! The ownership policy in force, as it was written, and the versions before it.

use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::ownership::DraftItem;
use jiff::civil::Date;
use tenure_core::facts::{PolicyVersion, Standing};
use tenure_store::Scope;

/// One version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyItem {
    /// 1 for the first.
    pub version: u32,
    /// Its name.
    pub name: String,
    /// In force from this day until the next version's.
    pub effective_on: Date,
    /// How many rules it has.
    pub rules: usize,
    /// The TOML as it was given.
    pub text: String,
    /// Who activated it, on whose approval, and when it is looked at again.
    pub standing: Standing,
}

/// The policy in force and every version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyView {
    /// Today.
    pub today: Date,
    /// Versions, newest first.
    pub versions: Vec<PolicyItem>,
    /// The version in force today.
    pub active: Option<PolicyItem>,
    /// Drafts that are being written, newest first.
    pub drafts: Vec<DraftItem>,
    /// Whether the viewer may activate another one.
    pub may_activate: bool,
}

impl App {
    /// The policy in force and the versions before it.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn policy(&self, actor: &Actor) -> Result<PolicyView, AppError> {
        let facts = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        Ok(PolicyView {
            today,
            versions: facts.policies.iter().rev().map(item).collect(),
            active: facts.policy_on(today).map(item),
            drafts: self.drafts().await?.into_iter().filter(DraftItem::is_open).collect(),
            may_activate: actor.is_administrator(),
        })
    }
}

fn item(version: &PolicyVersion) -> PolicyItem {
    PolicyItem {
        version: version.version,
        name: version.policy.name.clone(),
        effective_on: version.effective_on,
        rules: version.policy.rules.len(),
        text: version.text.clone(),
        standing: version.standing.clone(),
    }
}
