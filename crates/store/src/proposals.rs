//! Proposals, and what was learnt from outcomes: how their parts are saved and come together again. Nothing here decides.

use crate::bulk::{Answers, Asked, Questions};
use crate::connection::Tx;
use crate::error::StoreError;
use crate::load::OF_RENEWALS;
use crate::record::{Row, put};
use crate::records::{OfferedRow, OptionRow};
use jiff::civil::Date;
use sea_orm::QueryResult;
use std::collections::BTreeMap;
use tenure_core::facts::{Facts, Write};
use tenure_core::primitives::{RenewalId, TeammateId};
use tenure_core::proposal::{Proposal, Step};
use tenure_core::renewal::OutcomeReview;

/// What is asked of the proposals of some renewals.
pub(crate) struct Proposals {
    versions: Asked<Proposal>,
    options: Asked<OptionRow>,
    lines: Asked<OfferedRow>,
    steps: Asked<Step>,
    reviews: Asked<OutcomeReview>,
}

impl Proposals {
    /// Asks for those of the renewals of accounts.
    pub(crate) fn ask(questions: &mut Questions) -> Self {
        Self {
            versions: questions.ask(OF_RENEWALS, "ORDER BY t.version"),
            options: questions.ask(OF_RENEWALS, "ORDER BY t.version, t.number"),
            lines: questions.ask(OF_RENEWALS, "ORDER BY t.version, t.option_number, t.position"),
            steps: questions.ask(OF_RENEWALS, "ORDER BY t.version, t.number"),
            reviews: questions.ask(OF_RENEWALS, "ORDER BY t.number"),
        }
    }

    /// Adds them to the facts.
    pub(crate) async fn add(self, answers: &Answers<'_>, facts: &mut Facts) -> Result<(), StoreError> {
        let versions = answers.to(self.versions).await?;
        let mut found: BTreeMap<(RenewalId, u32), Proposal> =
            versions.into_iter().map(|proposal| ((proposal.renewal, proposal.version), proposal)).collect();
        for row in answers.to(self.options).await? {
            found.entry(row.of).and_modify(|proposal| proposal.options.push(row.option));
        }
        for row in answers.to(self.lines).await? {
            let Some(proposal) = found.get_mut(&row.of) else { continue };
            match proposal.options.iter_mut().find(|option| option.number == row.option) {
                Some(option) => option.lines.push(row.line),
                None => proposal.basis.push(row.line),
            }
        }
        for step in answers.to(self.steps).await? {
            found.entry((step.renewal, step.version)).and_modify(|proposal| proposal.steps.push(step));
        }
        facts.proposals.extend(found);
        facts.reviews.extend(answers.to(self.reviews).await?.into_iter().map(|review| (review.renewal, review)));
        Ok(())
    }
}

/// Appends versions with their parts, and what happened to them.
pub(crate) async fn save(tx: &Tx, writes: &[&Write]) -> Result<(), StoreError> {
    let versions: Vec<&Proposal> =
        writes.iter().filter_map(|w| if let Write::Proposal(proposal) = w { Some(proposal) } else { None }).collect();
    put(tx, versions.iter().copied()).await?;
    let options = versions.iter().flat_map(|proposal| {
        let of = (proposal.renewal, proposal.version);
        proposal.options.iter().map(move |option| OptionRow { of, option: option.clone() })
    });
    put(tx, &options.collect::<Vec<_>>()).await?;
    let lines: Vec<OfferedRow> = versions.iter().flat_map(|proposal| offered(proposal)).collect();
    put(tx, &lines).await?;
    // A version that came with steps, as an import or a copy of another instance brings it, keeps them.
    let brought = versions.iter().flat_map(|proposal| &proposal.steps);
    let learnt: Vec<&OutcomeReview> =
        writes.iter().filter_map(|w| if let Write::OutcomeReview(review) = w { Some(review) } else { None }).collect();
    put(tx, learnt).await?;
    let said = writes.iter().filter_map(|w| if let Write::ProposalStep(step) = w { Some(step) } else { None });
    put(tx, brought.chain(said)).await
}

/// The lines of a version: those of the contract as it was, then those of each option.
fn offered(proposal: &Proposal) -> Vec<OfferedRow> {
    let of = (proposal.renewal, proposal.version);
    let basis = std::iter::once((0, &proposal.basis));
    let parts = basis.chain(proposal.options.iter().map(|option| (option.number, &option.lines)));
    let rows = parts.flat_map(|(option, lines)| {
        lines.iter().zip(1..).map(move |(line, position)| OfferedRow { of, option, position, line: line.clone() })
    });
    rows.collect()
}

/// A proposal that waits for somebody's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingApproval {
    /// Number of the renewal.
    pub renewal: u32,
    /// The version.
    pub version: u32,
    /// Reference of the account.
    pub account: String,
    /// Its name.
    pub account_name: String,
    /// Who asked.
    pub asked_by: String,
    /// The civil day of the question.
    pub asked_on: Date,
    /// What was said with it.
    pub note: String,
}

impl Tx {
    /// Proposals whose last step asks a person for approval, the oldest question first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn approvals_waiting(&self, person: TeammateId) -> Result<Vec<WaitingApproval>, StoreError> {
        let sql = "SELECT r.number AS renewal, s.version, a.reference AS account, a.name AS account_name, s.said_by, s.said_on, s.note
                   FROM proposal_step s JOIN renewal r ON r.id = s.renewal_id JOIN contract c ON c.id = r.contract_id
                   JOIN account a ON a.id = c.account_id
                   WHERE s.approver_id = ? AND s.kind = 'asked' AND NOT EXISTS (SELECT 1 FROM proposal_step later
                       WHERE later.renewal_id = s.renewal_id AND later.version = s.version AND later.number > s.number)
                   ORDER BY s.recorded_at, r.number LIMIT 200";
        let read = |row: &QueryResult| {
            let row = Row { row, table: "proposal_step" };
            Ok(WaitingApproval {
                renewal: row.number("renewal")?,
                version: row.number("version")?,
                account: row.text("account")?,
                account_name: row.text("account_name")?,
                asked_by: row.text("said_by")?,
                asked_on: row.parsed("said_on")?,
                note: row.text("note")?,
            })
        };
        self.rows(sql, vec![person.to_string().into()]).await?.iter().map(read).collect()
    }
}
