//! Sealing a report, and reading what was sealed.

use crate::App;
use crate::access::Actor;
use crate::change::event;
use crate::error::AppError;
use crate::permission::require_administrator;
use crate::request::{self, Receipt};
use tenure_core::seal::{Report, Seal};
use tenure_store::StoreError;

/// Most seals in one answer.
const SEALS_MAX: u16 = 200;

/// A sealed report as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedReport {
    /// What the seal says.
    pub seal: Seal,
    /// The content, byte for byte.
    pub content: String,
}

impl App {
    /// Puts a seal on a report and gives its reference, `S-3`. What is sealed stays as it is: there is no verb that changes or removes
    /// it, and `tenure check` finds any other change. Administrators only, since it stays for ever.
    ///
    /// # Errors
    /// Anybody but an administrator; a report without title or content, one that is too large, or one that holds a NUL.
    pub async fn seal_report(&self, actor: &Actor, report: Report) -> Result<String, AppError> {
        require_administrator(actor)?;
        let tx = self.store.write().await?;
        if let Some(subject) = request::carried_out_before(&tx, actor).await? {
            return Ok(subject);
        }
        let organisation = tx.organisation().await?.ok_or(StoreError::Empty)?;
        let moment = self.moment(&organisation);
        let last = tx.seals(None, 1).await?.pop();
        let seal = Seal::put(&report, last.as_ref(), (&actor.name(), moment), self.ids.as_ref())?;
        let subject = reference(&seal);
        let summary = format!("{} was sealed as {subject}", seal.title);
        let number = tx.save(&[], moment, &[event(self, actor, moment, ("report_sealed", &subject, &summary))]).await?;
        tx.put_seal(&seal, &report.content, number.unwrap_or_default()).await?;
        request::commit(tx, actor, Receipt { subject: subject.clone(), event: number, revision: None, import: None }, moment.recorded_at)
            .await?;
        Ok(subject)
    }

    /// Sealed reports before a number, or the last ones; newest first, at most 200, without their contents.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn seals(&self, before: Option<u32>, limit: u16) -> Result<Vec<Seal>, AppError> {
        Ok(self.store.read().await?.seals(before, limit.clamp(1, SEALS_MAX)).await?)
    }

    /// One sealed report by its reference, `S-3`.
    ///
    /// # Errors
    /// A reference that names none.
    pub async fn sealed_report(&self, reference: &str) -> Result<SealedReport, AppError> {
        let number = reference.strip_prefix("S-").and_then(|number| number.parse::<u32>().ok());
        let found = match number {
            Some(number) => self.store.read().await?.sealed(number).await?,
            None => None,
        };
        let (seal, content) = found.ok_or_else(|| AppError::not_found("sealed report", reference))?;
        Ok(SealedReport { seal, content })
    }
}

/// `S-3`.
fn reference(seal: &Seal) -> String {
    format!("S-{}", seal.number)
}
