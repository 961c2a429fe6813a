//! Proposals as they are shown: every version of a renewal, one of them against the contract, and what waits for somebody's approval.

use super::{found, may_approve, renewal};
use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::permission::Rights;
use crate::views::{Named, Person, number_of, people};
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_core::commands::versions_of;
use tenure_core::contract::Line;
use tenure_core::deal::{Approval, Change, Delta, Lacking, approval, changes, covers, deltas, evidence_lacking};
use tenure_core::facts::{Facts, Moment};
use tenure_core::primitives::{Currency, TeammateId};
use tenure_core::proposal::{Choice, Figures, Given, Proposal, ProposalState, compare, figures, given};
use tenure_core::refusal::Refusal;
use tenure_store::{Scope, WaitingApproval};

/// A version in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalItem {
    /// The version.
    pub version: u32,
    /// Where it stands.
    pub state: ProposalState,
    /// Whose offer it is.
    pub maker: Person,
    /// When it was made.
    pub made_on: Date,
    /// Names of its options.
    pub options: Vec<String>,
}

/// The proposals of a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalsView {
    /// `R-1042`.
    pub renewal: String,
    /// The customer.
    pub account: Named,
    /// Contract number.
    pub contract: String,
    /// Currency of the contract.
    pub currency: Currency,
    /// The cap on price rises, in basis points.
    pub cap_bps: Option<u32>,
    /// First day of the next term.
    pub start_on: Date,
    /// Months of a successor term, as the contract has them.
    pub renewal_months: u16,
    /// Whether the renewal is open.
    pub open: bool,
    /// Lines up for renewal now.
    pub lines: Vec<Line>,
    /// Every version, the last first.
    pub versions: Vec<ProposalItem>,
    /// What the viewer may do.
    pub rights: Rights,
    /// Revision of the account.
    pub revision: u64,
    /// Today.
    pub today: Date,
}

/// One line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineCompared {
    /// As the contract has it.
    pub was: Option<Line>,
    /// As it is offered.
    pub is: Option<Line>,
    /// ARR now, in minor units.
    pub arr_was: i64,
    /// ARR offered.
    pub arr_is: i64,
    /// What is paid for a unit, more or less than now, in basis points.
    pub price_change_bps: Option<i64>,
    /// Whether that is above the contract's cap.
    pub over_cap: bool,
}

/// One option with its money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionView {
    /// As it was made.
    pub option: Choice,
    /// Its money.
    pub figures: Figures,
    /// Line by line.
    pub rows: Vec<LineCompared>,
    /// What the ledger would make of it; empty once it is settled.
    pub deltas: Vec<Delta>,
    /// What it gives away in price.
    pub given: Given,
}

/// One version against the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalView {
    /// The renewal with all versions.
    pub of: ProposalsView,
    /// As it was made, with what happened.
    pub proposal: Proposal,
    /// Where it stands.
    pub state: ProposalState,
    /// Whose offer it is.
    pub maker: Person,
    /// Its options.
    pub options: Vec<OptionView>,
    /// What changed about the contract since; nothing for one that is settled.
    pub changes: Vec<Change>,
    /// The approval it needs.
    pub approval: Approval,
    /// What lacks of confirmed value, where the customer's tier is owed it and it is not sent yet.
    pub lacking: Option<Lacking>,
    /// Whose answer is waited for.
    pub waits_for: Option<Person>,
    /// Who could approve it.
    pub approvers: Vec<Person>,
    /// Whether the viewer may answer the question for approval.
    pub may_approve: bool,
    /// Names of people in its steps.
    pub people: BTreeMap<TeammateId, String>,
}

/// A proposal that waits for somebody's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// `R-1042`.
    pub renewal: String,
    /// The version.
    pub version: u32,
    /// The customer.
    pub account: Named,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_on: Date,
    /// What was said with the question.
    pub note: String,
}

impl From<WaitingApproval> for Waiting {
    fn from(row: WaitingApproval) -> Self {
        Self {
            renewal: format!("R-{}", row.renewal),
            version: row.version,
            account: Named { reference: row.account, name: row.account_name },
            asked_by: row.asked_by,
            asked_on: row.asked_on,
            note: row.note,
        }
    }
}

impl App {
    /// The proposals of a renewal.
    ///
    /// # Errors
    /// A renewal that does not exist.
    pub async fn proposals(&self, actor: &Actor, reference: &str) -> Result<ProposalsView, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::Renewal(number_of(reference)?), self.playbooks.clone()).await?;
        let revision = tx.revision(renewal(&facts, reference)?.account).await?;
        self.proposals_in(actor, &facts, (reference, revision))
    }

    /// One version of a renewal's proposal against the contract as it is now.
    ///
    /// # Errors
    /// A renewal or a version that does not exist.
    pub async fn proposal(&self, actor: &Actor, (reference, version): (&str, u32)) -> Result<ProposalView, AppError> {
        let tx = self.store.read().await?;
        let facts = tx.facts(&Scope::Renewal(number_of(reference)?), self.playbooks.clone()).await?;
        let found_renewal = renewal(&facts, reference)?;
        let revision = tx.revision(found_renewal.account).await?;
        let of = self.proposals_in(actor, &facts, (reference, revision))?;
        let proposal = found(&facts, (found_renewal.id, version), reference)?;
        let moment = self.moment(&facts.organisation);
        let persons = people(&facts, moment.today);
        let person = |id: TeammateId| persons.get(&id).cloned();
        let changes = if proposal.state().is_open() { changes(&facts, proposal)? } else { Vec::new() };
        let fresh = proposal.state().is_open() && changes.is_empty();
        let option = |option: &Choice| self.option_view(&facts, (proposal, option), (of.currency, of.cap_bps), fresh.then_some(moment));
        let options = proposal.options.iter().map(option).collect::<Result<_, _>>()?;
        let approvers = facts.teammates.values().filter(|teammate| {
            let other = teammate.id != proposal.made_by && facts.people().is_available(teammate.id, moment.today);
            other && covers(&facts, teammate.id, proposal, moment.today).unwrap_or(false)
        });
        Ok(ProposalView {
            state: proposal.state(),
            maker: person(proposal.made_by).ok_or_else(|| AppError::not_found("maker of proposal of", reference))?,
            options,
            approval: approval(&facts, proposal, moment.today)?,
            lacking: evidence_lacking(&facts, proposal, moment.today).filter(|_| sendable(proposal.state())),
            waits_for: proposal.waits_for().and_then(person),
            approvers: approvers.filter_map(|teammate| person(teammate.id)).collect(),
            may_approve: may_approve(actor, proposal),
            people: facts.teammates.values().map(|teammate| (teammate.id, teammate.name.clone())).collect(),
            proposal: proposal.clone(),
            changes,
            of,
        })
    }

    /// Proposals that wait for the approval of whoever asks, the oldest question first.
    ///
    /// # Errors
    /// The database.
    pub async fn approvals_waiting(&self, actor: &Actor) -> Result<Vec<Waiting>, AppError> {
        let Some(me) = actor.teammate() else { return Ok(Vec::new()) };
        Ok(self.store.read().await?.approvals_waiting(me).await?.into_iter().map(Waiting::from).collect())
    }

    fn proposals_in(&self, actor: &Actor, facts: &Facts, (reference, revision): (&str, u64)) -> Result<ProposalsView, AppError> {
        let renewal = renewal(facts, reference)?;
        let now = tenure_core::deal::basis(facts, renewal.id)?;
        let today = self.today(&facts.organisation);
        let persons = people(facts, today);
        let item = |proposal: &&Proposal| {
            Some(ProposalItem {
                version: proposal.version,
                state: proposal.state(),
                maker: persons.get(&proposal.made_by)?.clone(),
                made_on: proposal.made_on,
                options: proposal.options.iter().map(|option| option.name.clone()).collect(),
            })
        };
        let account = facts.accounts.get(&now.contract.account).ok_or_else(|| AppError::not_found("account of", reference))?;
        Ok(ProposalsView {
            renewal: renewal.reference(),
            account: Named::of(account),
            contract: now.contract.reference.clone(),
            currency: now.contract.currency,
            cap_bps: now.contract.uplift_cap_bps,
            start_on: now.term.end_on,
            renewal_months: now.contract.renewal_months,
            open: renewal.is_open(),
            versions: versions_of(facts, renewal.id).iter().rev().filter_map(item).collect(),
            rights: Rights::on(actor, account.id, facts, today),
            lines: now.lines,
            revision,
            today,
        })
    }

    fn option_view(
        &self,
        facts: &Facts,
        (proposal, option): (&Proposal, &Choice),
        (currency, cap_bps): (Currency, Option<u32>),
        class_at: Option<Moment>,
    ) -> Result<OptionView, AppError> {
        let refuse = |problem: String| Refusal::general(format!("option {} {problem}", option.name), "");
        let over_cap = |change: Option<i64>| change.zip(cap_bps).is_some_and(|(change, cap)| change > i64::from(cap));
        let rows = compare(&proposal.basis, option, currency).map_err(refuse)?;
        let rows = rows.into_iter().map(|row| LineCompared {
            was: row.was.cloned(),
            is: row.is.cloned(),
            arr_was: row.arr_was,
            arr_is: row.arr_is,
            price_change_bps: row.price_change_bps,
            over_cap: over_cap(row.price_change_bps),
        });
        Ok(OptionView {
            figures: figures(&proposal.basis, option, currency).map_err(refuse)?,
            rows: rows.collect(),
            deltas: class_at.map_or(Ok(Vec::new()), |moment| deltas(facts, proposal.renewal, option, (moment, self.ids.as_ref())))?,
            given: given(&proposal.basis, option, currency),
            option: option.clone(),
        })
    }
}

/// Whether a version may still be sent.
const fn sendable(state: ProposalState) -> bool {
    matches!(state, ProposalState::Draft | ProposalState::Waiting | ProposalState::Approved | ProposalState::Refused)
}
