//! Bodies about sealed reports.

use serde::Serialize;
use tenure_app::{Recomputed, SealView};
use tenure_core::seal::Seal;
use utoipa::ToSchema;

/// A seal, without what is sealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SealBody {
    /// Reference.
    #[schema(example = "S-3")]
    pub reference: String,
    /// What people call the report.
    pub title: String,
    /// Which report it is: `retention`.
    pub kind: String,
    /// What was asked, as JSON.
    pub parameters: String,
    /// The day that the figures are of.
    #[schema(format = Date)]
    pub as_of: String,
    /// What was known at this instant went into them.
    #[schema(format = DateTime)]
    pub known_at: String,
    /// Who sealed it.
    pub sealed_by: String,
    /// When.
    #[schema(format = DateTime)]
    pub sealed_at: String,
    /// SHA-256 of the content.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub content_sha256: String,
    /// Fingerprint of the seal before; empty in the first.
    #[schema(pattern = "^([0-9a-f]{64})?$")]
    pub previous_sha256: String,
    /// Fingerprint of the seal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    pub seal_sha256: String,
}

impl From<&Seal> for SealBody {
    fn from(seal: &Seal) -> Self {
        Self {
            reference: format!("S-{}", seal.number),
            title: seal.title.clone(),
            kind: seal.kind.clone(),
            parameters: seal.parameters.clone(),
            as_of: seal.as_of.to_string(),
            known_at: seal.known_at.to_string(),
            sealed_by: seal.sealed_by.clone(),
            sealed_at: seal.sealed_at.to_string(),
            content_sha256: seal.content_sha256.clone(),
            previous_sha256: seal.previous_sha256.clone(),
            seal_sha256: seal.seal_sha256.clone(),
        }
    }
}

/// A page of seals.
#[derive(Debug, Serialize, ToSchema)]
pub struct SealList {
    /// Newest first.
    pub items: Vec<SealBody>,
    /// `before` of the next page; null on the last.
    #[schema(minimum = 1, maximum = 4_294_967_295_u32)]
    pub next: Option<u32>,
}

impl SealList {
    /// The seals of a page; one more than its rows says that there are more.
    pub fn of(seals: &[Seal], rows: usize) -> Self {
        let shown = &seals[..rows.min(seals.len())];
        Self {
            items: shown.iter().map(SealBody::from).collect(),
            next: shown.last().filter(|_| seals.len() > rows).map(|seal| seal.number),
        }
    }
}

/// A sealed report with its proofs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportBody {
    /// The seal.
    pub seal: SealBody,
    /// Whether content and seal still have their fingerprints.
    pub holds: bool,
    /// `same` where the question gives the same again from what was known by the end of that day, `otherwise` where more was recorded on
    /// it after the seal, `not` where it cannot be asked any more.
    pub recomputed: String,
    /// The content, byte for byte.
    pub content: String,
}

impl From<&SealView> for ReportBody {
    fn from(view: &SealView) -> Self {
        let recomputed = match view.recomputed {
            Recomputed::Same => "same",
            Recomputed::Otherwise => "otherwise",
            Recomputed::Not => "not",
        };
        Self { seal: (&view.seal).into(), holds: view.holds, recomputed: recomputed.into(), content: view.content.clone() }
    }
}
