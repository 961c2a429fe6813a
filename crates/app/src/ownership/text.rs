//! Policies as texts: TOML, DMN, and the shipped ones.

use crate::App;
use crate::error::AppError;
use tenure_core::catalog;
use tenure_core::ownership::policy::Policy;
use tenure_core::primitives::Currency;

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
        let reporting = self.reporting().await?;
        Ok(Policy::parse(file, text, reporting, &self.playbook_codes())?)
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
        let reporting = self.reporting().await?;
        Ok(tenure_connect::dmn::to_dmn(&Policy::parse(file, text, reporting, &self.playbook_codes())?, reporting))
    }

    /// A shipped policy by its name in the catalog; amounts as the reporting currency of the shipped texts reads them.
    pub fn shipped_policy(&self, name: &str) -> Option<Policy> {
        Policy::parse(name, catalog::policy(name)?, Currency::USD, &self.playbook_codes()).ok()
    }

    /// Code and name of each playbook.
    pub fn playbook_names(&self) -> Vec<(String, String)> {
        self.playbooks.iter().map(|playbook| (playbook.code.clone(), playbook.name.clone())).collect()
    }

    fn playbook_codes(&self) -> Vec<&str> {
        self.playbooks.iter().map(|playbook| playbook.code.as_str()).collect()
    }

    async fn reporting(&self) -> Result<Currency, AppError> {
        let organisation = self.store.read().await?.organisation().await?.ok_or(tenure_store::StoreError::Empty)?;
        Ok(organisation.currency)
    }
}
