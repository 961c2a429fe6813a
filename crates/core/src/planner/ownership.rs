//! Plans ledger entries: the first owners of a new renewal or expansion, and what changes for one that is already owned.

use super::choosing::Remembered;
use super::handoffs::{Change, Handoffs, Passages, Waivers};
use super::{Index, Planning};
use crate::account::Account;
use crate::facts::{Facts, PolicyVersion, Write};
use crate::ledger::Class;
use crate::ownership::Responsibility;
use crate::ownership::designation::{Person, PersonReason, Wanted, designate};
use crate::ownership::input::{Seen, reading};
use crate::ownership::ledger::{Because, OwnershipEntry, Passage, Stream, in_force, stream_of};
use crate::ownership::policy::Rule;
use crate::primitives::{AccountId, EntryId, SubjectId, TeammateId, days_between, display_date, last_day_of_service};
use crate::refusal::Refusal;
use crate::renewal::Renewal;
use jiff::Timestamp;
use jiff::civil::Date;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) type Decision<'a> = (&'a PolicyVersion, &'a Rule);

/// What is owned, and what the policy decided for it.
pub(super) struct Subject<'a> {
    pub id: SubjectId,
    pub account: AccountId,
    pub decision: Decision<'a>,
    /// The day that the playbook counts from; phases of the rule count from it too.
    pub anchor_on: Date,
    /// What the policy saw; nothing where no renewal says which rule matches.
    pub seen: Option<Seen>,
    /// The renewal itself, where it is one.
    pub renewal: Option<&'a Renewal>,
    /// The type of an expansion, and the renewal whose rule it goes by.
    pub expansion: Option<(Class, Option<String>)>,
    /// Its number: takes turns among those who fit alike.
    pub turn: u32,
}

impl<'a> Subject<'a> {
    /// A renewal.
    pub fn renewal(index: &Index<'a>, renewal: &'a Renewal, decision: Decision<'a>) -> Result<Self, Refusal> {
        let facts = index.facts;
        let contract = facts.contracts.get(&renewal.contract).ok_or_else(|| Refusal::general("a renewal has no contract", ""))?;
        let seen = index.inputs.seen(contract, renewal.term_number, &renewal.target, renewal.frozen_tier)?;
        let anchor_on = anchor_of(facts, renewal, decision.1);
        let (id, account, turn) = (renewal.id.into(), renewal.account, renewal.number);
        Ok(Self { id, account, decision, anchor_on, seen: Some(seen), renewal: Some(renewal), expansion: None, turn })
    }
}

/// The day that phases of a rule count from on a renewal.
pub(super) fn anchor_of(facts: &Facts, renewal: &Renewal, rule: &Rule) -> Date {
    facts.playbook(&rule.then.playbook).map_or(renewal.target.end_on, |book| book.anchor_on(&renewal.target))
}

/// The designated and accountable entry of each responsibility of what nobody owned before.
pub(super) fn first_entries(index: &Index<'_>, subject: Subject<'_>, planning: Planning<'_>) -> Result<Vec<Write>, Refusal> {
    let scribe = Scribe::new(index, subject, planning)?;
    let mut writes = Vec::new();
    for responsibility in Responsibility::ALL {
        let person = scribe.person(*responsibility, planning.moment.today);
        let chosen = scribe.chosen(*responsibility, person);
        for stream in Stream::ALL {
            let draft = Draft { stream: *stream, effective_on: planning.moment.today, sequence: 0, passage: Passage::Initial };
            writes.push(Write::Ownership(scribe.entry(*responsibility, &chosen, draft)));
        }
    }
    Ok(writes)
}

/// New entries of a renewal where the designation or its rule changed, and where a handoff is done or cannot be waited for; with the
/// handoffs that follow.
pub(super) fn changes(index: &Index<'_>, renewal: &Renewal, decision: Decision<'_>, planning: Planning<'_>) -> Result<Vec<Write>, Refusal> {
    let scribe = Scribe::new(index, Subject::renewal(index, renewal, decision)?, planning)?;
    let mut handoffs = Handoffs::new(index, renewal, planning);
    let mut writes = scribe.changes(&mut handoffs)?;
    writes.extend(handoffs.settle());
    Ok(writes)
}

/// New entries of an expansion where the designation or its rule changed. It changes hands at once, waived by whoever caused it.
pub(super) fn changes_at_once(index: &Index<'_>, subject: Subject<'_>, planning: Planning<'_>) -> Result<Vec<Write>, Refusal> {
    Scribe::new(index, subject, planning)?.changes(&mut Waivers(planning))
}

/// A responsibility that would change its designated person: from whom, to whom.
pub type Move = (Responsibility, TeammateId, TeammateId);

/// The responsibilities that a decision gives to somebody else than who is designated today.
pub(super) fn moves(index: &Index<'_>, subject: Subject<'_>, planning: Planning<'_>) -> Result<Vec<Move>, Refusal> {
    let (today, entries) = (planning.moment.today, index.facts.entries(subject.id));
    let scribe = Scribe::new(index, subject, planning)?;
    let moved = Responsibility::ALL.iter().filter_map(|responsibility| {
        let from = in_force(entries, *responsibility, Stream::Designated, today)?.holder;
        let to = scribe.person(*responsibility, today).teammate;
        (from != to).then_some((*responsibility, from, to))
    });
    Ok(moved.collect())
}

/// What is still owed to the days before a renewal is decided: owners for those on which its holder was gone and we did not know.
/// Its open handoffs fall away.
pub(super) fn late_successors(
    index: &Index<'_>,
    renewal: &Renewal,
    decision: Decision<'_>,
    planning: Planning<'_>,
) -> Result<Vec<Write>, Refusal> {
    let scribe = Scribe::new(index, Subject::renewal(index, renewal, decision)?, planning)?;
    let mut handoffs = Handoffs::new(index, renewal, planning);
    let mut writes = scribe.late_successors(&mut handoffs);
    writes.extend(handoffs.close());
    Ok(writes)
}

/// As [`late_successors`], for an expansion that is settled today.
pub(super) fn late_successors_at_once(index: &Index<'_>, subject: Subject<'_>, planning: Planning<'_>) -> Result<Vec<Write>, Refusal> {
    Ok(Scribe::new(index, subject, planning)?.late_successors(&mut Waivers(planning)))
}

struct Draft {
    stream: Stream,
    effective_on: Date,
    sequence: u32,
    passage: Passage,
}

/// Who holds a responsibility, and why; the designated and the accountable entry share it.
struct Chosen {
    holder: TeammateId,
    because: Arc<Because>,
}

/// Writes the entries of one subject: holds what they have in common.
struct Scribe<'a> {
    index: &'a Index<'a>,
    subject: Subject<'a>,
    planning: Planning<'a>,
    account: &'a Account,
    /// Who was found for a responsibility on a day: both streams ask, and get one answer.
    found: RefCell<BTreeMap<(Responsibility, Date), Person>>,
    /// What made the rule match, in words; written once where it is needed at all.
    conditions: OnceCell<String>,
}

impl<'a> Scribe<'a> {
    fn new(index: &'a Index<'a>, subject: Subject<'a>, planning: Planning<'a>) -> Result<Self, Refusal> {
        let account = index.facts.accounts.get(&subject.account).ok_or_else(|| Refusal::general("what is owned has no account", ""))?;
        Ok(Self { index, subject, planning, account, found: RefCell::default(), conditions: OnceCell::new() })
    }

    fn late_successors(&self, passages: &mut dyn Passages) -> Vec<Write> {
        let mut writes = Vec::new();
        for responsibility in Responsibility::ALL {
            for stream in Stream::ALL {
                let ordered = stream_of(self.index.facts.entries(self.subject.id), *responsibility, *stream);
                if let Some(recorded) = ordered.last() {
                    writes.extend(self.successors(*responsibility, recorded, Some(&mut *passages)).into_iter().map(Write::Ownership));
                }
            }
        }
        writes
    }

    fn changes(&self, passages: &mut dyn Passages) -> Result<Vec<Write>, Refusal> {
        let mut writes = Vec::new();
        for responsibility in Responsibility::ALL {
            let designated = self.designated(*responsibility)?;
            let since = designated.last().map(|entry| entry.recorded_at);
            writes.extend(designated.into_iter().map(Write::Ownership));
            let accountable = self.accountable(*responsibility, since, passages)?;
            writes.extend(accountable.into_iter().map(Write::Ownership));
        }
        Ok(writes)
    }

    fn person(&self, responsibility: Responsibility, day: Date) -> Person {
        if let Some(known) = self.found.borrow().get(&(responsibility, day)) {
            return known.clone();
        }
        let person = self.find(responsibility, day);
        self.found.borrow_mut().insert((responsibility, day), person.clone());
        person
    }

    fn find(&self, responsibility: Responsibility, day: Date) -> Person {
        if let Some(person) = self.named(responsibility, day).or_else(|| self.protected(responsibility, day)) {
            return person;
        }
        let (then, days) = (&self.subject.decision.1.then, days_between(day, self.subject.anchor_on));
        let roles = match &self.subject.expansion {
            Some((kind, _)) if responsibility == Responsibility::Expansion => then.expansion(*kind, days),
            _ => then.roles(responsibility, days),
        };
        let wanted = Wanted { account: self.account, roles, skills: &then.skills, day, turn: self.subject.turn };
        let memory = Remembered { index: self.index, subject: &self.subject, responsibility, today: self.planning.moment.today };
        let person = designate(&self.index.inputs.people, &wanted, &memory);
        memory.note(&person);
        person
    }

    /// Whoever was designated stays so close to the decision of a renewal, where the organisation says so: only somebody who was there for
    /// good, and who is still there.
    fn protected(&self, responsibility: Responsibility, day: Date) -> Option<Person> {
        let window = i64::from(self.index.facts.organisation.handoff_clocks.protected_days);
        let decision_on = self.subject.renewal?.target.decision_on;
        if window == 0 || days_between(day, decision_on) > window {
            return None;
        }
        let row = stream_of(self.index.facts.entries(self.subject.id), responsibility, Stream::Designated);
        let last = row.last()?;
        let for_good = last.because.person == PersonReason::AccountTeam || last.because.person.is_choice();
        let stays = for_good && last.effective_on < day && self.index.inputs.people.is_available(last.holder, day);
        stays.then(|| {
            let decision_on = display_date(decision_on);
            let because = format!("holds it already, and within {window} days of the decision on {decision_on} nothing moves by itself");
            Person { teammate: last.holder, role: last.because.role, reason: last.because.person, because }
        })
    }

    /// Whom a reassignment in force names; the latest one where there are several. Somebody who left or is away for long holds nothing by name.
    fn named(&self, responsibility: Responsibility, day: Date) -> Option<Person> {
        let facts = self.index.facts;
        let of_subject = self.index.overrides.get(&self.subject.id).into_iter().flatten();
        let in_force = of_subject.filter(|named| named.responsibility == responsibility && named.covers(day));
        let named = in_force
            .filter(|named| self.index.inputs.people.is_available(named.teammate, day))
            .max_by_key(|named| (named.recorded_at, named.id))?;
        let role = facts.teammates.get(&named.teammate)?.role;
        let last_day = display_date(last_day_of_service(named.until_on));
        let because = format!("was named by {} until {last_day}: {}", named.author, named.reason);
        Some(Person { teammate: named.teammate, role, reason: PersonReason::Reassigned, because })
    }

    fn row(&self, responsibility: Responsibility, stream: Stream) -> Result<Vec<&OwnershipEntry>, Refusal> {
        let row = stream_of(self.index.facts.entries(self.subject.id), responsibility, stream);
        if row.is_empty() {
            let reference = self.index.facts.reference_of(self.subject.id).unwrap_or_default();
            let problem = format!("{reference} has no owner of {responsibility} to begin with");
            return Err(Refusal::general(problem, "Run tenure check."));
        }
        Ok(row)
    }

    /// The designation follows the policy at once.
    fn designated(&self, responsibility: Responsibility) -> Result<Vec<OwnershipEntry>, Refusal> {
        let (row, today) = (self.row(responsibility, Stream::Designated)?, self.planning.moment.today);
        let Some(recorded) = row.last() else { return Ok(Vec::new()) };
        let mut written = self.successors(responsibility, recorded, None);
        let last = written.last().unwrap_or(recorded);
        let person = self.person(responsibility, today);
        let (version, rule) = self.subject.decision;
        let decided_anew = (last.because.policy, &last.because.rule, last.because.role, last.because.person)
            != (version.id, &rule.id, person.role, person.reason);
        if last.holder != person.teammate || decided_anew {
            let draft = Draft { stream: Stream::Designated, effective_on: today, sequence: last.sequence + 1, passage: Passage::Initial };
            written.push(self.entry(responsibility, &self.chosen(responsibility, person), draft));
        }
        Ok(written)
    }

    /// The accountable person follows when a handoff is done, or cannot be waited for. `designated_now` is when this plan designated.
    fn accountable(
        &self,
        responsibility: Responsibility,
        designated_now: Option<Timestamp>,
        passages: &mut dyn Passages,
    ) -> Result<Vec<OwnershipEntry>, Refusal> {
        let (recorded, today) = (self.row(responsibility, Stream::Accountable)?, self.planning.moment.today);
        let Some(latest) = recorded.last() else { return Ok(Vec::new()) };
        let mut written = self.successors(responsibility, latest, Some(passages));
        let row: Vec<&OwnershipEntry> = recorded.iter().copied().chain(&written).collect();
        let person = self.person(responsibility, today);
        let Some(last) = row.last().filter(|last| last.holder != person.teammate) else { return Ok(written) };
        let designated = self.row(responsibility, Stream::Designated)?;
        let designated_at = designated_now.or(designated.last().map(|entry| entry.recorded_at)).unwrap_or_default();
        let change = Change { responsibility, receiver: person.teammate, row: &row, designated_at };
        let sequence = last.sequence + 1;
        if let Some(passage) = passages.passage(&change) {
            let draft = Draft { stream: Stream::Accountable, effective_on: today, sequence, passage };
            written.push(self.entry(responsibility, &self.chosen(responsibility, person), draft));
        }
        Ok(written)
    }

    /// Entries for the days before today on which the last holder was gone already and we did not know: a leaver told late.
    /// They take effect on the day of leaving and are recorded now, so no day is without an active owner (domain ruling 10).
    fn successors(
        &self,
        responsibility: Responsibility,
        recorded: &OwnershipEntry,
        mut passages: Option<&mut dyn Passages>,
    ) -> Vec<OwnershipEntry> {
        let mut written: Vec<OwnershipEntry> = Vec::new();
        loop {
            let last = written.last().unwrap_or(recorded);
            let left_on = self.index.facts.teammates.get(&last.holder).and_then(|holder| holder.left_on);
            let Some(vacant_on) = left_on.map(|left_on| left_on.max(last.effective_on)).filter(|day| *day < self.planning.moment.today)
            else {
                break;
            };
            let person = self.person(responsibility, vacant_on);
            if person.teammate == last.holder {
                break;
            }
            let passage = match passages.as_deref_mut().filter(|_| last.stream == Stream::Accountable) {
                Some(passages) => passages.passage_from_the_gone(responsibility, (last.holder, person.teammate)),
                None => Passage::Initial,
            };
            let draft = Draft { stream: last.stream, effective_on: vacant_on, sequence: last.sequence + 1, passage };
            written.push(self.entry(responsibility, &self.chosen(responsibility, person), draft));
        }
        written
    }

    fn entry(&self, responsibility: Responsibility, chosen: &Chosen, draft: Draft) -> OwnershipEntry {
        OwnershipEntry {
            id: EntryId::new(self.planning.ids),
            subject: self.subject.id,
            responsibility,
            stream: draft.stream,
            effective_on: draft.effective_on,
            sequence: draft.sequence,
            holder: chosen.holder,
            passage: draft.passage,
            because: Arc::clone(&chosen.because),
            author: Arc::clone(&self.index.author),
            recorded_at: self.planning.moment.recorded_at,
        }
    }

    /// The person with the reason in words, which is worth its making only where an entry is written.
    fn chosen(&self, responsibility: Responsibility, person: Person) -> Chosen {
        let (facts, (version, rule)) = (self.index.facts, self.subject.decision);
        let name = facts.name_of(person.teammate);
        let matched = self.conditions.get_or_init(|| matched(&self.subject, facts));
        let routed = match &self.subject.expansion {
            Some((kind, _)) if responsibility == Responsibility::Expansion => routed(rule, *kind),
            _ => String::new(),
        };
        let sentence = format!(
            "{name} holds {responsibility} because rule {} of {} {matched}.{routed} {} {}.",
            rule.id,
            version.title(),
            first_name(name),
            person.because
        );
        let because = Because { policy: version.id, rule: rule.id.clone(), role: person.role, person: person.reason, sentence };
        Chosen { holder: person.teammate, because: Arc::new(because) }
    }
}

/// How the rule came to count: `matched: ATR 412,500.00 USD fits >= 100000`.
fn matched(subject: &Subject<'_>, facts: &Facts) -> String {
    let rule = subject.decision.1;
    match (&subject.seen, &subject.expansion) {
        (Some(seen), Some((_, Some(renewal)))) => format!("matched the next renewal, {renewal}: {}", conditions(rule, seen, facts)),
        (Some(seen), _) => format!("matched: {}", conditions(rule, seen, facts)),
        (None, _) => "is the last one, and no renewal of the account says which rule matches".into(),
    }
}

/// What the rule says of a type of expansion: ` A cross-sell goes to AE.`
fn routed(rule: &Rule, kind: Class) -> String {
    let Some(roles) = rule.then.expansion_types.get(&kind) else { return String::new() };
    let roles: Vec<&str> = roles.iter().map(|role| role.label()).collect();
    format!(" It gives {} to {}.", kind.label(), roles.join(" or "))
}

/// What of the renewal made the rule match, with its numbers: `ATR 412,500.00 USD fits >= 100000`.
fn conditions(rule: &Rule, seen: &Seen, facts: &Facts) -> String {
    let parts: Vec<String> = rule.when.iter().map(|(input, cell)| reading(seen, *input, cell, facts.reporting())).collect();
    if parts.is_empty() { "it takes every renewal that no rule above it took".into() } else { parts.join(" and ") }
}

fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}
