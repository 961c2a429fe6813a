//! Setting findings aside for a while.

use super::FindingItem;
use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::may_act;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use tenure_core::commands;
use tenure_store::Scope;

/// What names a finding: its kind, whom it is about and what it says. Its evidence may change from day to day.
pub(super) fn fingerprint(code: &str, references: &[String; 3], title: &str) -> String {
    let [renewal, expansion, account] = references;
    let words = [code, renewal, expansion, account, title].join("\u{1f}");
    Sha256::digest(words.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

impl App {
    /// Every finding, those that were set aside too.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn all_findings(&self) -> Result<Vec<FindingItem>, AppError> {
        Ok(self.whole().await?.findings().into_iter().map(|placed| placed.item).collect())
    }

    /// Sets a finding aside until a day. Whoever should act on it may, those above them, the desk lead and administrators.
    ///
    /// # Errors
    /// A finding that is not there; see [`commands::dismiss_finding`].
    pub async fn dismiss_finding(&self, actor: &Actor, finding: &str, (until, reason): (Date, &str)) -> Result<String, AppError> {
        let item = self.finding(actor, finding).await?;
        carry_out(self, actor, Scope::People, |context| {
            let writes =
                commands::dismiss_finding(context.facts, (&item.id, &item.title), (until, reason), (&actor.name(), context.moment))?;
            let summary = format!("{} was set aside until {until}: {}", item.title, reason.trim());
            Ok(Decided { writes, kind: "finding_dismissed", subject: item.id.clone(), summary })
        })
        .await
    }

    /// Brings a finding back before its day.
    ///
    /// # Errors
    /// As [`App::dismiss_finding`]; a finding that is not set aside.
    pub async fn bring_back_finding(&self, actor: &Actor, finding: &str) -> Result<String, AppError> {
        let item = self.finding(actor, finding).await?;
        carry_out(self, actor, Scope::People, |context| {
            let writes = commands::bring_back_finding(context.facts, &item.id, (&actor.name(), context.moment))?;
            let summary = format!("{} is to be seen again", item.title);
            Ok(Decided { writes, kind: "finding_brought_back", subject: item.id.clone(), summary })
        })
        .await
    }

    /// A finding that the actor may set aside.
    ///
    /// # Errors
    /// A finding that is not there, or is somebody else's.
    pub async fn finding(&self, actor: &Actor, finding: &str) -> Result<FindingItem, AppError> {
        let whole = self.whole().await?;
        let item = whole.findings().into_iter().map(|placed| placed.item).find(|item| item.id == finding);
        let item = item.ok_or_else(|| AppError::NotFound(format!("There is no finding {finding}.")))?;
        if may_act(actor, item.owner_id, &whole.general, whole.today) {
            return Ok(item);
        }
        Err(AppError::Forbidden(format!("{} should act on this; only they and those above them may set it aside.", item.owner.name)))
    }
}
