//! Sealed reports: what was shown once, kept as it was. Each seal has a fingerprint over everything in it and over the seal before,
//! so that none can be changed, put in or taken away unnoticed.

use crate::commands::TEXT_MAX;
use crate::facts::Moment;
use crate::primitives::{IdSource, SealId};
use crate::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// Largest content, in bytes.
pub const CONTENT_MAX: usize = 8 * 1024 * 1024;
/// Largest parameters, in bytes.
pub const PARAMETERS_MAX: usize = 10_000;
/// What stands where a fingerprint of the seal before stands, in the first one.
pub const NO_SEAL: &str = "";

/// What somebody puts a seal on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What people call it: `ARR for the board, Q3`.
    pub title: String,
    /// Which report: `arr`.
    pub kind: String,
    /// What was asked, as JSON.
    pub parameters: String,
    /// The day that the figures are of.
    pub as_of: Date,
    /// What was known at this instant went into them.
    pub known_at: Timestamp,
    /// The answer, as JSON; kept byte for byte.
    pub content: String,
}

/// A seal without the content that it is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Identity.
    pub id: SealId,
    /// 1 for the first, then one more each.
    pub number: u32,
    /// What people call the report.
    pub title: String,
    /// Which report it is.
    pub kind: String,
    /// What was asked, as JSON.
    pub parameters: String,
    /// The day that the figures are of.
    pub as_of: Date,
    /// What was known at this instant went into them.
    pub known_at: Timestamp,
    /// SHA-256 of the content, in hexadecimal digits.
    pub content_sha256: String,
    /// Fingerprint of the seal before; [`NO_SEAL`] in the first.
    pub previous_sha256: String,
    /// Fingerprint of this seal: SHA-256 over all of the above and the two below.
    pub seal_sha256: String,
    /// Who put it there.
    pub sealed_by: String,
    /// When.
    pub sealed_at: Timestamp,
}

impl Seal {
    /// Puts a seal on a report, after the last seal there is.
    ///
    /// # Errors
    /// A title or kind that is not one line of words; parameters or content that are empty, too large, or hold a NUL.
    pub fn put(report: &Report, last: Option<&Self>, (by, moment): (&str, Moment), ids: &dyn IdSource) -> Result<Self, Refusal> {
        check_line("title", &report.title)?;
        check_line("kind", &report.kind)?;
        check_kept("parameters", &report.parameters, PARAMETERS_MAX)?;
        check_kept("content", &report.content, CONTENT_MAX)?;
        let mut seal = Self {
            id: SealId::new(ids),
            number: last.map_or(1, |last| last.number + 1),
            title: report.title.clone(),
            kind: report.kind.clone(),
            parameters: report.parameters.clone(),
            as_of: report.as_of,
            known_at: report.known_at,
            content_sha256: sha256(report.content.as_bytes()),
            previous_sha256: last.map_or_else(|| NO_SEAL.into(), |last| last.seal_sha256.clone()),
            seal_sha256: String::new(),
            sealed_by: by.into(),
            sealed_at: moment.recorded_at,
        };
        seal.seal_sha256 = seal.fingerprint();
        Ok(seal)
    }

    /// Whether a content is the one that the seal was put on, and nothing of the seal was changed.
    pub fn holds(&self, content: &str) -> bool {
        self.content_sha256 == sha256(content.as_bytes()) && self.seal_sha256 == self.fingerprint()
    }

    /// The fingerprint that the seal must have: each part on a line of its own after its length in bytes, so that no two seals read
    /// alike.
    pub fn fingerprint(&self) -> String {
        let parts = [
            self.previous_sha256.clone(),
            self.number.to_string(),
            self.id.to_string(),
            self.kind.clone(),
            self.title.clone(),
            self.parameters.clone(),
            self.as_of.to_string(),
            instant(self.known_at),
            self.content_sha256.clone(),
            self.sealed_by.clone(),
            instant(self.sealed_at),
        ];
        let lines: String = parts.iter().map(|part| format!("{} {part}\n", part.len())).collect();
        sha256(lines.as_bytes())
    }
}

/// A seal as it was found, with the SHA-256 of the content that was found with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSeal {
    /// The seal.
    pub seal: Seal,
    /// SHA-256 of the content beside it.
    pub content_is: String,
    /// The number of the event that tells of it.
    pub event: u64,
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As finely as instants are stored.
fn instant(at: Timestamp) -> String {
    format!("{at:.6}")
}

fn check_line(column: &str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() || text.chars().count() > TEXT_MAX || text.chars().any(char::is_control) {
        let problem = format!("must be 1 to {TEXT_MAX} characters without line breaks");
        return Err(Refusal { column: Some(column.into()), value: Some(text.into()), problem, ..Refusal::default() });
    }
    Ok(())
}

fn check_kept(column: &str, text: &str, longest: usize) -> Result<(), Refusal> {
    let problem = if text.trim().is_empty() {
        "is empty".to_string()
    } else if text.len() > longest {
        format!("has {} bytes, and at most {longest} are kept", text.len())
    } else if text.contains('\0') {
        "holds a NUL, which no database keeps".to_string()
    } else {
        return Ok(());
    };
    Err(Refusal { column: Some(column.into()), problem, ..Refusal::default() })
}
