//! Verbs on proposals: make a version, have it approved, send it, settle it. A signature follows from an acceptance.

use super::contract::{check_term, last_term, renew_contract};
use super::{check_note, check_text, field};
use crate::account::EvidenceGate;
use crate::contract::{Line, Signature, Term};
use crate::deal::{Basis, approval, authority_of, basis, changes, covers, evidence_lacking, over_cap, signed_lines};
use crate::facts::{Facts, Moment, Write};
use crate::primitives::{IdSource, RenewalId, TeammateId};
use crate::proposal::{Choice, DiscountLimit, OPTION_LINES_MAX, OPTIONS_MAX, Proposal, ProposalState, Step, StepKind, figures};
use crate::refusal::Refusal;
use jiff::civil::Date;

/// A version of a proposal as somebody makes it.
#[derive(Clone, Debug)]
pub struct NewProposal {
    /// The renewal.
    pub renewal: RenewalId,
    /// Whose offer it is.
    pub made_by: TeammateId,
    /// For us alone.
    pub note: String,
    /// The options; their numbers are given here.
    pub options: Vec<Choice>,
}

/// Who says something about a proposal, when, and with which remark.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    /// The name of whoever says it.
    pub by: &'a str,
    /// When.
    pub moment: Moment,
    /// Why, or a remark.
    pub note: &'a str,
}

/// Makes a version of a proposal. An open version before it is replaced.
///
/// # Errors
/// A renewal that is decided, no option or too many, an option without a name or lines or with a term that does not fit, a price above the
/// contract's cap without a reason, somebody who is not here.
pub fn make_proposal(facts: &Facts, new: NewProposal, by: &str, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let now = open_basis(facts, new.renewal)?;
    if !facts.people().is_available(new.made_by, moment.today) {
        return Err(field("made_by", facts.name_of(new.made_by), "is not here to make it".into()));
    }
    if new.options.is_empty() || new.options.len() > OPTIONS_MAX {
        return Err(field("options", &new.options.len().to_string(), format!("is not 1 to {OPTIONS_MAX} options")));
    }
    let note = check_note("note", &new.note)?;
    let options: Vec<Choice> = new.options.into_iter().zip(1..).map(|(option, number)| Choice { number, ..option }).collect();
    options.iter().try_for_each(|option| check_option(&now, option))?;
    let before = versions_of(facts, new.renewal);
    let version = before.last().map_or(0, |last| last.version) + 1;
    let replaced = before.into_iter().filter(|earlier| earlier.state().is_open());
    let word = Word { by, moment, note: &format!("Version {version} was made.") };
    let mut writes: Vec<Write> = replaced.map(|earlier| step(earlier, StepKind::Superseded, &word)).collect::<Result<_, _>>()?;
    writes.push(Write::Proposal(Proposal {
        renewal: new.renewal,
        version,
        made_by: new.made_by,
        made_on: moment.today,
        written_by: by.into(),
        recorded_at: moment.recorded_at,
        note,
        start_on: now.term.end_on,
        basis: now.lines,
        options,
        steps: Vec::new(),
    }));
    Ok(writes)
}

fn check_option(now: &Basis<'_>, option: &Choice) -> Result<(), Refusal> {
    check_text("name", &option.name)?;
    if option.lines.is_empty() || option.lines.len() > OPTION_LINES_MAX {
        return Err(field("lines", &option.name, format!("has not 1 to {OPTION_LINES_MAX} lines")));
    }
    for trade in &option.trades {
        check_text("give", &trade.give)?;
        check_text("get", &trade.get)?;
    }
    let next = Term {
        contract: now.contract.id,
        number: now.term.number + 1,
        start_on: now.term.end_on,
        end_on: option.end_on,
        opt_out_received_on: None,
        cancelled_on: None,
        signature: None,
    };
    let named: Vec<Line> = option.lines.iter().zip(1..).map(|(line, at)| Line { reference: format!("{at}"), ..line.clone() }).collect();
    check_term(now.contract, &next, &named)?;
    if let Some(line) = option.lines.iter().find(|line| line.follows.is_some_and(|id| !now.lines.iter().any(|was| was.id == id))) {
        return Err(field("follows", &line.product, "continues a line that is not up for renewal".into()));
    }
    figures(&now.lines, option, now.contract.currency).map_err(|problem| field("option", &option.name, problem))?;
    let above = over_cap(now.contract, &now.lines, option)?;
    match above.first().and_then(|row| Some((row.is?, row.price_change_bps?))) {
        Some((line, change)) if option.over_cap_reason.trim().is_empty() => {
            let cap = now.contract.uplift_cap_bps.unwrap_or(0);
            let problem = format!("rises by {}, more than the contract's cap of {}", per_cent(change), per_cent(i64::from(cap)));
            let remedy = "Lower the price, or say why the cap does not hold.".into();
            Err(Refusal { remedy, ..field("over_cap_reason", &line.product, problem) })
        }
        Some(_) => check_text("over_cap_reason", option.over_cap_reason.trim()),
        None => Ok(()),
    }
}

fn per_cent(bps: i64) -> String {
    format!("{}.{:02}%", bps / 100, (bps % 100).abs())
}

/// Asks a named person for approval. Another one may be asked while the first has not answered.
///
/// # Errors
/// A proposal that needs none or stands elsewhere, its maker, somebody who is not here or whose authority does not cover it.
pub fn ask_approval(facts: &Facts, of: (RenewalId, u32), approver: TeammateId, word: &Word<'_>) -> Result<Vec<Write>, Refusal> {
    let proposal = current(facts, of)?;
    require(proposal, &[ProposalState::Draft, ProposalState::Refused, ProposalState::Waiting], "put to approval")?;
    if !approval(facts, proposal, word.moment.today)?.needed {
        let maker = facts.name_of(proposal.made_by);
        return Err(Refusal::general(format!("it needs no approval: {maker} may give this alone"), "Send it."));
    }
    if !facts.people().is_available(approver, word.moment.today) {
        return Err(field("approver", facts.name_of(approver), "is not here to approve it".into()));
    }
    check_approver(facts, proposal, approver, word.moment.today)?;
    Ok(vec![with(proposal, StepKind::Asked, word, |step| step.approver = Some(approver))?])
}

fn check_approver(facts: &Facts, proposal: &Proposal, approver: TeammateId, today: Date) -> Result<(), Refusal> {
    if approver == proposal.made_by {
        return Err(field("approver", facts.name_of(approver), "made it and cannot approve it".into()));
    }
    if !covers(facts, approver, proposal, today)? {
        let most = per_cent(i64::from(authority_of(facts, approver, today).share_bps));
        let remedy = "Ask somebody whose limit covers it: Settings, Discount authority.".into();
        let problem = format!("may give {most} at most, which does not cover it");
        return Err(Refusal { remedy, ..field("approver", facts.name_of(approver), problem) });
    }
    Ok(())
}

/// The person who was asked approves.
///
/// # Errors
/// A proposal that does not wait for approval, or an approver whose authority no longer covers it.
pub fn approve_proposal(facts: &Facts, of: (RenewalId, u32), word: &Word<'_>) -> Result<Vec<Write>, Refusal> {
    let (proposal, approver) = waiting(facts, of)?;
    check_approver(facts, proposal, approver, word.moment.today)?;
    Ok(vec![with(proposal, StepKind::Approved, word, |step| step.approver = Some(approver))?])
}

/// The person who was asked does not approve, for a reason.
///
/// # Errors
/// A proposal that does not wait for approval, no reason.
pub fn refuse_proposal(facts: &Facts, of: (RenewalId, u32), word: &Word<'_>) -> Result<Vec<Write>, Refusal> {
    let (proposal, approver) = waiting(facts, of)?;
    check_text("reason", word.note)?;
    Ok(vec![with(proposal, StepKind::Refused, word, |step| step.approver = Some(approver))?])
}

fn waiting(facts: &Facts, of: (RenewalId, u32)) -> Result<(&Proposal, TeammateId), Refusal> {
    let proposal = current(facts, of)?;
    require(proposal, &[ProposalState::Waiting], "answered")?;
    let approver = proposal.waits_for().ok_or_else(|| Refusal::general("nobody was asked for approval", "Ask somebody."))?;
    Ok((proposal, approver))
}

/// Marks a proposal as sent.
///
/// # Errors
/// One that needs an approval or confirmed value that it does not have, that the contract has left behind, or that stands elsewhere.
pub fn send_proposal(facts: &Facts, of: (RenewalId, u32), sent_to: &str, word: &Word<'_>) -> Result<Vec<Write>, Refusal> {
    let proposal = current(facts, of)?;
    check_text("sent_to", sent_to)?;
    require(proposal, &[ProposalState::Draft, ProposalState::Approved], "sent")?;
    check_fresh(facts, proposal, "sent")?;
    check_authority(facts, proposal, "sent", word.moment.today)?;
    check_evidence(facts, proposal, word.moment.today)?;
    Ok(vec![with(proposal, StepKind::Sent, word, |step| step.sent_to = sent_to.trim().into())?])
}

fn check_authority(facts: &Facts, proposal: &Proposal, what: &str, today: Date) -> Result<(), Refusal> {
    let needs = approval(facts, proposal, today)?;
    if !needs.needed || proposal.is_approved() {
        return Ok(());
    }
    let maker = facts.name_of(proposal.made_by);
    let (gives, most) = (per_cent(i64::from(needs.given.share_bps)), per_cent(i64::from(needs.authority.share_bps)));
    Err(Refusal::general(
        format!(
            "it cannot be {what}: it gives up to {gives} ({} a year), {maker} may give {most} alone, and nobody approved it",
            needs.reporting
        ),
        "Ask somebody for approval whose limit covers it.",
    ))
}

fn check_evidence(facts: &Facts, proposal: &Proposal, today: Date) -> Result<(), Refusal> {
    match evidence_lacking(facts, proposal, today) {
        Some(lacking) if lacking.gate == EvidenceGate::Block => {
            Err(Refusal::general(format!("it cannot be sent: {}", lacking.says), lacking.remedy))
        }
        _ => Ok(()),
    }
}

fn check_fresh(facts: &Facts, proposal: &Proposal, what: &str) -> Result<(), Refusal> {
    let changes = changes(facts, proposal)?;
    let Some(first) = changes.first() else { return Ok(()) };
    let now = if first.is.is_empty() { "is gone".to_string() } else { format!("is now {}", first.is) };
    let more = if changes.len() > 1 { format!(", and {} more changed", changes.len() - 1) } else { String::new() };
    Err(Refusal::general(
        format!("it cannot be {what}: the contract changed since it was made. {} {now}{more}", first.what),
        "Refresh it from the contract: that makes a new version.",
    ))
}

/// The customer accepts an option: the next term is signed with its lines, and the renewal is thereby decided.
///
/// # Errors
/// One that was not sent, that the contract has left behind, whose approval is missing, an option it does not have; and as
/// [`super::renew_contract`].
pub fn accept_proposal(
    facts: &Facts,
    of: (RenewalId, u32),
    (option, signature): (u32, Signature),
    (word, ids): (&Word<'_>, &dyn IdSource),
) -> Result<Vec<Write>, Refusal> {
    let proposal = current(facts, of)?;
    require(proposal, &[ProposalState::Sent], "accepted")?;
    check_fresh(facts, proposal, "accepted")?;
    check_authority(facts, proposal, "accepted", word.moment.today)?;
    let chosen = proposal.option(option).ok_or_else(|| field("option", &option.to_string(), "is no option of it".into()))?;
    let now = open_basis(facts, proposal.renewal)?;
    let lines = signed_lines(facts, &now, chosen, ids);
    let accepted = with(proposal, StepKind::Accepted, word, |step| step.option = Some(option))?;
    let signed = renew_contract(facts, now.contract.id, chosen.end_on, lines, signature)?;
    Ok([accepted].into_iter().chain(signed).collect())
}

/// The customer declines; the renewal stays open.
///
/// # Errors
/// One that was not sent, no reason.
pub fn decline_proposal(facts: &Facts, of: (RenewalId, u32), word: &Word<'_>) -> Result<Vec<Write>, Refusal> {
    let proposal = current(facts, of)?;
    require(proposal, &[ProposalState::Sent], "declined")?;
    check_text("reason", word.note)?;
    Ok(vec![step(proposal, StepKind::Declined, word)?])
}

/// We take it back, for a reason.
///
/// # Errors
/// One that is settled, no reason.
pub fn withdraw_proposal(facts: &Facts, of: (RenewalId, u32), word: &Word<'_>) -> Result<Vec<Write>, Refusal> {
    let proposal = current(facts, of)?;
    let open: Vec<ProposalState> = ProposalState::ALL.iter().copied().filter(|state| state.is_open()).collect();
    require(proposal, &open, "withdrawn")?;
    check_text("reason", word.note)?;
    Ok(vec![step(proposal, StepKind::Withdrawn, word)?])
}

/// Sets what a role may give away alone from a day on; the same again is nothing.
///
/// # Errors
/// A share above the whole price, an amount below nothing, a day before today: what was decided then stays as it was.
pub fn set_discount_limit(facts: &Facts, limit: DiscountLimit, today: Date) -> Result<Vec<Write>, Refusal> {
    if limit.authority.share_bps > 10_000 {
        return Err(field("share", &limit.authority.share_bps.to_string(), "is more than the whole price".into()));
    }
    if limit.authority.amount_minor.is_some_and(|amount| amount < 0) {
        return Err(field("amount", "", "is below nothing".into()));
    }
    if limit.from_on < today {
        return Err(field("from_on", &limit.from_on.to_string(), format!("lies before today, {today}")));
    }
    let known = crate::proposal::authority_on(&facts.discount_limits, limit.role, limit.from_on);
    let same = known.1.is_some_and(|said| (said.from_on, said.authority) == (limit.from_on, limit.authority));
    Ok(if same { Vec::new() } else { vec![Write::DiscountLimit(limit)] })
}

/// Every version of a renewal's proposal, first to last.
pub fn versions_of(facts: &Facts, renewal: RenewalId) -> Vec<&Proposal> {
    facts.proposals.range((renewal, 0)..=(renewal, u32::MAX)).map(|(_, proposal)| proposal).collect()
}

fn current(facts: &Facts, (renewal, version): (RenewalId, u32)) -> Result<&Proposal, Refusal> {
    facts.proposals.get(&(renewal, version)).ok_or_else(|| Refusal::general("that proposal does not exist", ""))
}

fn open_basis(facts: &Facts, renewal: RenewalId) -> Result<Basis<'_>, Refusal> {
    let now = basis(facts, renewal)?;
    if !now.renewal.is_open() {
        return Err(Refusal::general(format!("{} is decided", now.renewal.reference()), "Reopen it as a correction first."));
    }
    if last_term(facts, now.contract.id).is_some_and(|last| last.number != now.term.number) {
        return Err(Refusal::general("the next term is signed already", "Reload to see it."));
    }
    Ok(now)
}

fn require(proposal: &Proposal, states: &[ProposalState], what: &str) -> Result<(), Refusal> {
    let state = proposal.state();
    if states.contains(&state) {
        return Ok(());
    }
    let problem = format!("a proposal that stands as \"{}\" cannot be {what}", state.label());
    let remedy = match state {
        ProposalState::Waiting => "Wait for the answer, or withdraw it.",
        ProposalState::Draft | ProposalState::Approved => "Send it first.",
        _ => "Reload to see where it stands, or make a new version.",
    };
    Err(Refusal::general(problem, remedy))
}

fn step(proposal: &Proposal, kind: StepKind, word: &Word<'_>) -> Result<Write, Refusal> {
    with(proposal, kind, word, |_| {})
}

fn with(proposal: &Proposal, kind: StepKind, word: &Word<'_>, more: impl FnOnce(&mut Step)) -> Result<Write, Refusal> {
    let mut step = Step {
        renewal: proposal.renewal,
        version: proposal.version,
        number: proposal.steps.last().map_or(0, |step| step.number) + 1,
        kind,
        by: word.by.into(),
        on: word.moment.today,
        recorded_at: word.moment.recorded_at,
        note: check_note("note", word.note)?,
        approver: None,
        sent_to: String::new(),
        option: None,
    };
    more(&mut step);
    Ok(Write::ProposalStep(step))
}
