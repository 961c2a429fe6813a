//! Policies as texts: TOML, DMN, and the shipped ones.

use crate::App;
use crate::error::AppError;
use std::sync::Arc;
use tenure_core::catalog;
use tenure_core::ownership::policy::Policy;
use tenure_core::playbook::Playbook;
use tenure_core::primitives::Currency;
use tenure_store::Scope;

impl App {
    /// A policy text as it is kept: TOML stays as it is, a DMN document becomes TOML.
    ///
    /// # Errors
    /// A DMN document that is no policy.
    pub fn policy_text(&self, text: &str) -> Result<String, AppError> {
        if text.trim_start().starts_with('<') { Ok(tenure_connect::dmn::from_dmn("the DMN document", text)?) } else { Ok(text.to_string()) }
    }

    /// Reads a policy text without proving it.
    ///
    /// # Errors
    /// Every refusal of the text.
    pub async fn read_policy(&self, file: &str, text: &str) -> Result<Policy, AppError> {
        let (reporting, playbooks) = self.read_under().await?;
        Ok(Policy::parse(file, text, reporting, &codes(&playbooks))?)
    }

    /// A policy as a text, written over the text it was edited from: what did not change stays as it stood, with its comments.
    ///
    /// # Errors
    /// Every refusal of the earlier text.
    pub async fn policy_over(&self, file: &str, earlier: &str, policy: &Policy) -> Result<String, AppError> {
        let written = policy.to_toml_over(&self.read_policy(file, earlier).await?, earlier);
        let (plain, read) = (policy.to_toml(), self.read_policy(file, &written).await);
        Ok(if read.is_ok_and(|read| read.to_toml() == plain) { written } else { plain })
    }

    /// A policy text as a DMN 1.5 document.
    ///
    /// # Errors
    /// Every refusal of the text.
    pub async fn policy_as_dmn(&self, file: &str, text: &str) -> Result<String, AppError> {
        let (reporting, playbooks) = self.read_under().await?;
        Ok(tenure_connect::dmn::to_dmn(&Policy::parse(file, text, reporting, &codes(&playbooks))?, reporting))
    }

    /// A shipped policy by its name in the catalog; amounts as the reporting currency of the shipped texts reads them.
    pub fn shipped_policy(&self, name: &str) -> Option<Policy> {
        Policy::parse(name, catalog::policy(name)?, Currency::USD, &codes(&self.playbooks)).ok()
    }

    /// What a policy text is read under: the reporting currency, and the playbooks in use.
    async fn read_under(&self) -> Result<(Currency, Arc<Vec<Playbook>>), AppError> {
        let facts = self.store.read().await?.facts(&Scope::People, self.playbooks.clone()).await?;
        Ok((facts.reporting(), facts.playbooks))
    }
}

fn codes(playbooks: &[Playbook]) -> Vec<&str> {
    playbooks.iter().map(|playbook| playbook.code.as_str()).collect()
}
