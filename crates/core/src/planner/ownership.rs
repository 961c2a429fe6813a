//! Plans ledger entries: the first owners of a new renewal, and what changes for one that is already owned.

use super::Planning;
use crate::facts::{Facts, PolicyVersion, Write};
use crate::ownership::designation::{designate, Person};
use crate::ownership::ledger::{stream_of, Because, Handoff, OwnershipEntry, Stream};
use crate::ownership::policy::{Rule, Seen};
use crate::ownership::Responsibility;
use crate::primitives::EntryId;
use crate::refusal::Refusal;
use crate::renewal::Renewal;

type Decision<'a> = (&'a PolicyVersion, &'a Rule);

/// The designated and accountable entry of each responsibility of a renewal that nobody owned before.
pub(super) fn first_entries(facts: &Facts, renewal: &Renewal, decision: Decision<'_>, planning: Planning<'_>) -> Result<Vec<Write>, Refusal> {
    let mut writes = Vec::new();
    for responsibility in Responsibility::ALL {
        let (person, because) = designated(facts, renewal, decision, *responsibility, planning)?;
        for stream in Stream::ALL {
            let draft = Draft { stream: *stream, sequence: 0, handoff: Handoff::Initial, because: because.clone() };
            writes.push(entry(renewal, *responsibility, &person, draft, planning));
        }
    }
    Ok(writes)
}

/// New entries where the designation or its rule changed, or the accountable person is no longer the designated one.
pub(super) fn changes(facts: &Facts, renewal: &Renewal, decision: Decision<'_>, planning: Planning<'_>) -> Result<Vec<Write>, Refusal> {
    let mut writes = Vec::new();
    let entries = facts.entries(renewal.id);
    for responsibility in Responsibility::ALL {
        let (person, because) = designated(facts, renewal, decision, *responsibility, planning)?;
        for stream in Stream::ALL {
            let ordered = stream_of(entries, *responsibility, *stream);
            let Some(last) = ordered.last() else {
                return Err(Refusal::general(format!("{} has no owner of {responsibility} to begin with", renewal.reference()), "Run tenure check."));
            };
            let decided_anew = (last.because.policy, &last.because.rule, last.because.role, last.because.person)
                != (because.policy, &because.rule, because.role, because.person);
            let moves = last.holder != person.teammate;
            if moves || (decided_anew && *stream == Stream::Designated) {
                let handoff = handoff(*stream, moves, planning);
                let draft = Draft { stream: *stream, sequence: last.sequence + 1, handoff, because: because.clone() };
                writes.push(entry(renewal, *responsibility, &person, draft, planning));
            }
        }
    }
    Ok(writes)
}

fn handoff(stream: Stream, moves: bool, planning: Planning<'_>) -> Handoff {
    if stream == Stream::Accountable && moves {
        Handoff::Waived { by: planning.cause.author.clone(), reason: planning.cause.reason.clone() }
    } else {
        Handoff::Initial
    }
}

struct Draft {
    stream: Stream,
    sequence: u32,
    handoff: Handoff,
    because: Because,
}

fn entry(renewal: &Renewal, responsibility: Responsibility, person: &Person, draft: Draft, planning: Planning<'_>) -> Write {
    Write::Ownership(OwnershipEntry {
        id: EntryId::new(planning.ids),
        renewal: renewal.id,
        responsibility,
        stream: draft.stream,
        effective_on: planning.moment.today,
        sequence: draft.sequence,
        holder: person.teammate,
        handoff: draft.handoff,
        because: draft.because,
        author: planning.cause.author.clone(),
        recorded_at: planning.moment.recorded_at,
    })
}

fn designated(
    facts: &Facts,
    renewal: &Renewal,
    (version, rule): Decision<'_>,
    responsibility: Responsibility,
    planning: Planning<'_>,
) -> Result<(Person, Because), Refusal> {
    let account = facts.accounts.get(&renewal.account).ok_or_else(|| Refusal::general("a renewal has no account", ""))?;
    let contract = facts.contracts.get(&renewal.contract).ok_or_else(|| Refusal::general("a renewal has no contract", ""))?;
    let roles = rule.roles.get(&responsibility).map_or(&[][..], Vec::as_slice);
    let person = designate(&facts.people(), account, roles, planning.moment.today);
    let seen = super::seen(facts, contract, &renewal.target)?;
    let sentence = format!(
        "{} holds {} because rule {} of {} matched: {}. {} {}.",
        facts.name_of(person.teammate),
        responsibility,
        rule.id,
        version.title(),
        conditions(rule, &seen, facts),
        first_name(facts.name_of(person.teammate)),
        person.because
    );
    let because = Because { policy: version.id, rule: rule.id.clone(), role: person.role, person: person.reason, sentence };
    Ok((person, because))
}

/// What of the renewal made the rule match, with its numbers: `ATR 412,500.00 USD is >= 100000`.
fn conditions(rule: &Rule, seen: &Seen, facts: &Facts) -> String {
    let parts: Vec<String> = rule.when.iter().map(|(input, (cell, _))| format!("{} fits {cell}", seen.phrase(*input, facts.reporting()))).collect();
    if parts.is_empty() { "it takes every renewal that no rule above it took".into() } else { parts.join(" and ") }
}

fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
