//! Rows of proposals: those of renewals whose term stands.

use super::super::export::{contract_reference, teammate_reference, text};
use crate::contract::Line;
use crate::facts::Facts;
use crate::proposal::Proposal;

/// The rows of one version, by file.
#[derive(PartialEq, Eq)]
pub(super) struct Told {
    pub(super) head: Vec<Vec<String>>,
    pub(super) options: Vec<Vec<String>>,
    pub(super) trades: Vec<Vec<String>>,
    pub(super) lines: Vec<Vec<String>>,
    pub(super) steps: Vec<Vec<String>>,
}

impl Told {
    /// Whether another telling says the same of what is written once, and adds at most steps.
    pub(super) fn is_continued_by(&self, other: &Self) -> bool {
        (&self.head, &self.options, &self.trades, &self.lines) == (&other.head, &other.options, &other.trades, &other.lines)
            && other.steps.starts_with(&self.steps)
    }
}

/// The rows of a version.
pub(super) fn told(facts: &Facts, proposal: &Proposal) -> Told {
    let renewal = facts.renewals.get(&proposal.renewal);
    let contract = renewal.map(|renewal| contract_reference(facts, renewal.contract)).unwrap_or_default();
    let term = text(renewal.map(|renewal| renewal.term_number));
    let key = [contract, term, proposal.version.to_string()];
    let row = |cells: Vec<String>| key.iter().cloned().chain(cells).collect::<Vec<String>>();
    let head = vec![
        teammate_reference(facts, proposal.made_by),
        proposal.made_on.to_string(),
        proposal.note.clone(),
        proposal.start_on.to_string(),
        proposal.written_by.clone(),
        proposal.recorded_at.to_string(),
    ];
    let options = proposal
        .options
        .iter()
        .map(|option| row(vec![option.number.to_string(), option.name.clone(), option.end_on.to_string(), option.over_cap_reason.clone()]));
    let trades = proposal.options.iter().flat_map(|option| {
        option
            .trades
            .iter()
            .map(|trade| row(vec![option.number.to_string(), trade.lever.to_string(), trade.give.clone(), trade.get.clone()]))
    });
    let basis =
        proposal.basis.iter().map(|line| (0, line, facts.lines.get(&line.follows.unwrap_or(line.id)).filter(|_| line.follows.is_some())));
    let offered = proposal.options.iter().flat_map(|option| {
        let follows = |line: &Line| proposal.basis.iter().find(|was| Some(was.id) == line.follows);
        option.lines.iter().map(move |line| (option.number, line, follows(line)))
    });
    let lines = basis.chain(offered).map(|(option, line, follows)| row(line_cells(facts, option, line, follows)));
    let steps = proposal.steps.iter().map(|step| {
        row(vec![
            step.kind.to_string(),
            step.on.to_string(),
            step.note.clone(),
            step.approver.map(|id| teammate_reference(facts, id)).unwrap_or_default(),
            step.sent_to.clone(),
            text(step.option),
            step.by.clone(),
            step.recorded_at.to_string(),
        ])
    });
    Told { options: options.collect(), trades: trades.collect(), lines: lines.collect(), steps: steps.collect(), head: vec![row(head)] }
}

fn line_cells(facts: &Facts, option: u32, line: &Line, follows: Option<&Line>) -> Vec<String> {
    let (from_on, to_on) = line.discount_span.unzip();
    vec![
        option.to_string(),
        line.reference.clone(),
        line.version.to_string(),
        contract_reference(facts, line.contract),
        line.term_number.to_string(),
        line.product.clone(),
        line.business_unit.clone(),
        line.kind.to_string(),
        line.quantity.to_string(),
        line.unit_price.to_string(),
        line.price_period.to_string(),
        line.discount_bps.to_string(),
        text(from_on),
        text(to_on),
        line.start_on.to_string(),
        line.end_on.to_string(),
        line.economic_buyer.clone(),
        line.origin.to_string(),
        text(follows.map(|line| &line.reference)),
    ]
}

/// Every version of a renewal whose term stands, by contract, term and version.
fn all(facts: &Facts) -> Vec<Told> {
    let stands = |proposal: &&Proposal| {
        facts.renewals.get(&proposal.renewal).is_some_and(|renewal| {
            let own = facts.renewal_of(renewal.contract, renewal.term_number).is_some_and(|found| found.id == renewal.id);
            own && facts.terms.contains_key(&(renewal.contract, renewal.term_number))
        })
    };
    let mut found: Vec<&Proposal> = facts.proposals.values().filter(stands).collect();
    let key = |proposal: &Proposal| {
        let renewal = facts.renewals.get(&proposal.renewal);
        (renewal.map(|renewal| (contract_reference(facts, renewal.contract), renewal.term_number)), proposal.version)
    };
    found.sort_by_cached_key(|proposal| key(proposal));
    found.into_iter().map(|proposal| told(facts, proposal)).collect()
}

/// Rows of proposals.csv.
pub(in super::super) fn proposals(facts: &Facts) -> Vec<Vec<String>> {
    all(facts).into_iter().flat_map(|told| told.head).collect()
}

/// Rows of proposal_options.csv.
pub(in super::super) fn options(facts: &Facts) -> Vec<Vec<String>> {
    all(facts).into_iter().flat_map(|told| told.options).collect()
}

/// Rows of proposal_trades.csv.
pub(in super::super) fn trades(facts: &Facts) -> Vec<Vec<String>> {
    all(facts).into_iter().flat_map(|told| told.trades).collect()
}

/// Rows of proposal_lines.csv; option 0 are the lines that were up for renewal.
pub(in super::super) fn lines(facts: &Facts) -> Vec<Vec<String>> {
    all(facts).into_iter().flat_map(|told| told.lines).collect()
}

/// Rows of proposal_steps.csv.
pub(in super::super) fn steps(facts: &Facts) -> Vec<Vec<String>> {
    all(facts).into_iter().flat_map(|told| told.steps).collect()
}
