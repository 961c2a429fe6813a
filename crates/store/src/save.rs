//! Saves what a verb decided: its writes and its events, in the caller's transaction.

use crate::connection::Tx;
use crate::error::StoreError;
use crate::expansions;
use crate::history::{Stated, put_kept};
use crate::listed;
use crate::memory::Recorded;
use crate::proposals;
use crate::record::{Record, Row, day, get, instant, put};
use crate::records::{
    DatedRate, EntryRow, HolderRow, HolidayRow, OrganisationRow, OursRow, PlanRate, PlaybookRow, PolicyRow, TermRow, TheirsRow,
};
use crate::revision;
use jiff::Timestamp;
use jiff::civil::Date;
use sea_orm::Value;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::Activity;
use tenure_core::facts::{Moment, Write};
use tenure_core::ledger::{KnownMove, LineVersion};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{OwnershipEntry, Stream};
use tenure_core::primitives::{EventId, SubjectId};

/// One accepted write, as the log keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Identity.
    pub id: EventId,
    /// What happened, in the past tense: `task_completed`.
    pub kind: String,
    /// Reference of what it happened to: `R-1042`.
    pub subject: String,
    /// One sentence for people.
    pub summary: String,
    /// Who did it.
    pub actor: String,
    /// The civil day.
    pub occurred_on: Date,
    /// The instant.
    pub recorded_at: Timestamp,
}

impl Tx {
    /// Saves writes and events, and returns the number of the first event. Order among facts follows what refers to what; the
    /// last write of a key wins. Accounts that the writes touch get that number as their revision.
    ///
    /// # Errors
    /// [`StoreError::Database`]; the transaction is then of no more use.
    pub async fn save(&self, writes: &[Write], moment: Moment, events: &[Event]) -> Result<Option<u64>, StoreError> {
        if self.memory().is_some() {
            self.keep(Recorded { writes: writes.to_vec(), moment, events: events.to_vec() });
            return Ok(None);
        }
        self.save_verbs(&[(writes, moment, events)]).await
    }

    /// Saves what several verbs recorded, oldest first: each line and event with the moment of its own verb. Accounts get the
    /// number of the last event as their revision.
    ///
    /// # Errors
    /// As [`Tx::save`].
    pub async fn save_all(&self, recorded: &[Recorded]) -> Result<Option<u64>, StoreError> {
        if self.memory().is_some() {
            recorded.iter().cloned().for_each(|entry| self.keep(entry));
            return Ok(None);
        }
        let verbs: Vec<Verb<'_>> = recorded.iter().map(|entry| (&entry.writes[..], entry.moment, &entry.events[..])).collect();
        self.save_verbs(&verbs).await
    }

    async fn save_verbs(&self, verbs: &[Verb<'_>]) -> Result<Option<u64>, StoreError> {
        let events: Vec<&Event> = verbs.iter().flat_map(|(_, _, events)| *events).collect();
        let numbers = take_numbers(self, events.len()).await?;
        let writes: Vec<&Write> = verbs.iter().flat_map(|(writes, ..)| *writes).collect();
        let stamps = stamps(verbs, numbers.start);
        save_facts(self, &writes, &stamps).await?;
        save_ledger(self, &writes).await?;
        save_renewals(self, &writes, &stamps).await?;
        self.save_projections(&writes).await?;
        self.save_arr(&writes).await?;
        append_events(self, &events, &numbers).await?;
        self.seen.saved(&writes, numbers.end - 1);
        let number = |number: i64| u64::try_from(number).ok();
        let first = if events.is_empty() { None } else { number(numbers.start) };
        let revision = if verbs.len() == 1 { first } else { number(numbers.end - 1) };
        if let Some(revision) = revision {
            revision::renew(self, &writes, revision).await?;
        }
        Ok(first)
    }
}

/// What one verb writes, when, and what it tells.
type Verb<'a> = (&'a [Write], Moment, &'a [Event]);

/// When a write was recorded, and the number of the first event of its verb.
#[derive(Clone, Copy)]
struct Stamp {
    at: Timestamp,
    event: Option<u64>,
}

/// The stamp of each write of several verbs; `first` is the number that the first event gets.
fn stamps(verbs: &[Verb<'_>], first: i64) -> Vec<Stamp> {
    let mut next = first;
    let mut stamps = Vec::new();
    for (writes, moment, events) in verbs {
        let event = if events.is_empty() { None } else { u64::try_from(next).ok() };
        stamps.extend(std::iter::repeat_n(Stamp { at: moment.recorded_at, event }, writes.len()));
        next += i64::try_from(events.len()).unwrap_or(i64::MAX);
    }
    stamps
}

/// The last write of each key, in the order of the keys.
pub(crate) fn last<K: Ord, R>(writes: &[&Write], pick: impl Fn(&Write) -> Option<(K, R)>) -> Vec<R> {
    writes.iter().copied().filter_map(pick).collect::<BTreeMap<K, R>>().into_values().collect()
}

/// Everything but the ownership ledger and what refers to a renewal.
async fn save_facts(tx: &Tx, writes: &[&Write], stamps: &[Stamp]) -> Result<(), StoreError> {
    for (write, stamp) in writes.iter().zip(stamps) {
        if let Write::Unlisted(key) = write {
            listed::remove(tx, key, stamp.at).await?;
        }
    }
    save_people(tx, writes).await?;
    save_rates(tx, writes, stamps).await?;
    save_customers(tx, writes, stamps).await?;
    put_kept(tx, states(writes, stamps, |w| if let Write::Contract(c) = w { Some(c.clone()) } else { None })).await?;
    let moved = |w: &Write, stamp: Stamp| match w {
        Write::ContractMove(moved) => Some(KnownMove { moved: moved.clone(), event: stamp.event }),
        _ => None,
    };
    put(tx, &stamped(writes, stamps, moved)).await?;
    let term = |w: &Write| match w {
        Write::Term(term) => Some(TermRow { term: term.clone(), voided: false }),
        Write::VoidTerm(term) => Some(TermRow { term: term.clone(), voided: true }),
        _ => None,
    };
    put_kept(tx, states(writes, stamps, term)).await?;
    let line = |w: &Write, stamp: Stamp| match w {
        Write::Line(line) => Some(LineVersion { line: line.clone(), voided: false, recorded_at: stamp.at, event: stamp.event }),
        Write::VoidLine(line) => Some(LineVersion { line: line.clone(), voided: true, recorded_at: stamp.at, event: stamp.event }),
        _ => None,
    };
    put(tx, &stamped(writes, stamps, line)).await?;
    put(tx, &all(writes, playbook_row)).await?;
    put(tx, &all(writes, |w| if let Write::Dismissal(said) = w { Some(said.clone()) } else { None })).await?;
    put(tx, &stamped(writes, stamps, policy_row)).await
}

/// The states that writes give to rows of a kind, in order.
fn states<R>(writes: &[&Write], stamps: &[Stamp], pick: impl Fn(&Write) -> Option<R>) -> Vec<Stated<R>> {
    stamped(writes, stamps, |write, stamp| Some(Stated { since: stamp.at, record: pick(write)? }))
}

/// Every write of a kind with its stamp, in order.
fn stamped<R>(writes: &[&Write], stamps: &[Stamp], pick: impl Fn(&Write, Stamp) -> Option<R>) -> Vec<R> {
    writes.iter().zip(stamps).filter_map(|(write, stamp)| pick(write, *stamp)).collect()
}

async fn save_people(tx: &Tx, writes: &[&Write]) -> Result<(), StoreError> {
    put(tx, &last(writes, |w| if let Write::Teammate(t) = w { Some((t.id, t.clone())) } else { None })).await?;
    put(tx, &last(writes, |w| if let Write::Organisation(o) = w { Some(((), OrganisationRow(o.clone()))) } else { None })).await?;
    put(tx, &last(writes, |w| if let Write::Absence(a) = w { Some((a.id, a.clone())) } else { None })).await?;
    put(tx, &all(writes, |w| if let Write::Answer(answer) = w { Some(answer.clone()) } else { None })).await?;
    put(tx, &all(writes, |w| if let Write::Position(position) = w { Some(position.clone()) } else { None })).await?;
    put(tx, &all(writes, |w| if let Write::Profile(profile) = w { Some(profile.clone()) } else { None })).await?;
    put(tx, &all(writes, |w| if let Write::Care(care) = w { Some(care.clone()) } else { None })).await?;
    put(tx, &all(writes, |w| if let Write::DiscountLimit(limit) = w { Some(limit.clone()) } else { None })).await?;
    put(tx, &last(writes, |w| if let Write::Field(field) = w { Some((field.name, field.clone())) } else { None })).await?;
    let holiday = |w: &Write| match w {
        Write::Holiday(country, day, name) => Some(((*country, *day), HolidayRow { country: *country, held_on: *day, name: name.clone() })),
        _ => None,
    };
    put(tx, &last(writes, holiday)).await?;
    put(tx, &last(writes, |w| if let Write::Product(p) = w { Some((p.name.clone(), p.clone())) } else { None })).await
}

async fn save_rates(tx: &Tx, writes: &[&Write], stamps: &[Stamp]) -> Result<(), StoreError> {
    let plan_rate = |w: &Write| match w {
        Write::PlanRate(year, currency, rate) => Some(PlanRate { year: *year, currency: currency.clone(), rate: *rate }),
        _ => None,
    };
    put_kept(tx, states(writes, stamps, plan_rate)).await?;
    put_kept(tx, states(writes, stamps, |w| if let Write::LedgerRules(rules) = w { Some(rules.clone()) } else { None })).await?;
    let dated_rate = |w: &Write| match w {
        Write::DatedRate(day, currency, rate) => Some(DatedRate { rated_on: *day, currency: currency.clone(), rate: *rate }),
        _ => None,
    };
    put_kept(tx, states(writes, stamps, dated_rate)).await
}

async fn save_customers(tx: &Tx, writes: &[&Write], stamps: &[Stamp]) -> Result<(), StoreError> {
    put_kept(tx, states(writes, stamps, |w| if let Write::Account(a) = w { Some(a.clone()) } else { None })).await?;
    put(tx, &all(writes, |w| if let Write::RiskCall(call) = w { Some(call.clone()) } else { None })).await?;
    put(tx, &last(writes, |w| if let Write::Stakeholder(s) = w { Some((s.id, s.clone())) } else { None })).await?;
    let member = |w: &Write| match w {
        Write::TeamMember(m) => Some(((m.account, m.role, m.teammate, m.from_on), m.clone())),
        _ => None,
    };
    put(tx, &last(writes, member)).await
}

/// Renewals, expansions and what refers to them.
async fn save_renewals(tx: &Tx, writes: &[&Write], stamps: &[Stamp]) -> Result<(), StoreError> {
    put_kept(tx, states(writes, stamps, |w| if let Write::Renewal(renewal) = w { Some(renewal.clone()) } else { None })).await?;
    put(tx, &last(writes, |w| if let Write::Task(task) = w { Some((task.id, task.clone())) } else { None })).await?;
    let expanded = states(writes, stamps, |w| if let Write::Expansion(expansion) = w { Some(expansion.clone()) } else { None });
    expansions::save(tx, writes, expanded).await?;
    crate::rooms::save(tx, writes).await?;
    proposals::save(tx, writes).await?;
    crate::forecasts::save(tx, writes).await?;
    let activities = last(writes, |w| if let Write::Activity(activity) = w { Some((activity.id, activity.clone())) } else { None });
    put(tx, &activities).await?;
    let ours = |a: &Activity| a.ours.iter().map(|teammate| OursRow { activity: a.id, teammate: *teammate }).collect::<Vec<_>>();
    put(tx, &activities.iter().flat_map(ours).collect::<Vec<_>>()).await?;
    let theirs =
        |a: &Activity| a.theirs.iter().map(|stakeholder| TheirsRow { activity: a.id, stakeholder: *stakeholder }).collect::<Vec<_>>();
    put(tx, &activities.iter().flat_map(theirs).collect::<Vec<_>>()).await?;
    put(tx, &last(writes, |w| if let Write::Handoff(handoff) = w { Some((handoff.id, handoff.clone())) } else { None })).await
}

/// Every write of a kind, in order: for tables that only grow.
fn all<R>(writes: &[&Write], pick: impl Fn(&Write) -> Option<R>) -> Vec<R> {
    writes.iter().copied().filter_map(pick).collect()
}

fn policy_row(write: &Write, stamp: Stamp) -> Option<PolicyRow> {
    let Write::Policy(version) = write else { return None };
    Some(PolicyRow {
        id: version.id,
        version: version.version,
        name: version.policy.name.clone(),
        text: version.text.clone(),
        effective_on: version.effective_on,
        recorded_at: stamp.at,
        standing: version.standing.clone(),
    })
}

fn playbook_row(write: &Write) -> Option<PlaybookRow> {
    let Write::Playbook(version) = write else { return None };
    Some(PlaybookRow {
        code: version.playbook.code.clone(),
        version: version.version,
        text: version.text.clone(),
        reason: version.reason.clone(),
        author: version.author.clone(),
        recorded_at: version.recorded_at,
    })
}

type StreamKey = (SubjectId, Responsibility, Stream);

/// Appends entries, each naming the one before it, and renews the projection of holders.
async fn save_ledger(tx: &Tx, writes: &[&Write]) -> Result<(), StoreError> {
    let entries: Vec<&OwnershipEntry> =
        writes.iter().filter_map(|w| if let Write::Ownership(entry) = w { Some(entry) } else { None }).collect();
    let mut latest: BTreeMap<StreamKey, Date> = BTreeMap::new();
    let begun: BTreeSet<StreamKey> = entries.iter().filter(|entry| entry.sequence == 0).map(|entry| key(entry)).collect();
    let continued: Vec<_> = entries.iter().filter(|entry| entry.sequence > 0 && !begun.contains(&key(entry))).collect();
    for chunk in continued.chunks(200) {
        let ids: BTreeSet<String> = chunk.iter().map(|entry| entry.subject.to_string()).collect();
        let rest = format!("WHERE t.subject_id IN ({}) ORDER BY t.sequence", crate::sql::marks(ids.len()));
        for row in get::<EntryRow>(tx, &rest, ids.into_iter().map(Value::from).collect()).await? {
            latest.insert(key(&row.entry), row.entry.effective_on);
        }
    }
    let mut rows = Vec::with_capacity(entries.len());
    for entry in &entries {
        let previous_on = latest.insert(key(entry), entry.effective_on).filter(|_| entry.sequence > 0);
        rows.push(EntryRow { entry: (*entry).clone(), previous_on });
    }
    // One level of sequence at a time: an entry may refer to one written just before it.
    rows.sort_by_key(|row| row.entry.sequence);
    put(tx, &rows).await?;
    let accountable = entries.iter().filter(|entry| entry.stream == Stream::Accountable);
    let holders: BTreeMap<_, _> = accountable.map(|entry| ((entry.subject, entry.responsibility), entry.holder)).collect();
    let rows: Vec<HolderRow> =
        holders.into_iter().map(|((subject, responsibility), teammate)| HolderRow { subject, responsibility, teammate }).collect();
    put(tx, &rows).await
}

fn key(entry: &OwnershipEntry) -> StreamKey {
    (entry.subject, entry.responsibility, entry.stream)
}

struct EventRow<'a> {
    sequence: i64,
    event: &'a Event,
}

impl Record for EventRow<'_> {
    const TABLE: &'static str = "event";
    const COLUMNS: &'static [&'static str] = &["sequence", "id", "kind", "subject", "summary", "actor", "occurred_on", "recorded_at"];
    const KEY: &'static [&'static str] = &[];

    fn values(&self) -> Vec<Value> {
        let event = self.event;
        vec![
            self.sequence.into(),
            event.id.to_string().into(),
            event.kind.clone().into(),
            event.subject.clone().into(),
            event.summary.clone().into(),
            event.actor.clone().into(),
            day(event.occurred_on),
            instant(event.recorded_at),
        ]
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Err(row.unreadable("sequence", "", "is read as a timeline, not as a record"))
    }
}

/// Takes the next numbers for so many events. No other writer takes any meanwhile, so the last number that was seen is the last.
async fn take_numbers(tx: &Tx, count: usize) -> Result<std::ops::Range<i64>, StoreError> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    if let Some(last) = tx.seen.last_event() {
        tx.execute_later("UPDATE event_counter SET last_sequence = ? WHERE id = 1", vec![(last + count).into()]).await?;
        return Ok(last + 1..last + count + 1);
    }
    let sql = "UPDATE event_counter SET last_sequence = last_sequence + ? WHERE id = 1 RETURNING last_sequence";
    let counter = tx.row(sql, vec![count.into()]).await?.ok_or(StoreError::Empty)?;
    let last: i64 = Row { row: &counter, table: "event_counter" }.get("last_sequence")?;
    Ok(last - count + 1..last + 1)
}

async fn append_events(tx: &Tx, events: &[&Event], numbers: &std::ops::Range<i64>) -> Result<(), StoreError> {
    let rows: Vec<EventRow<'_>> = events.iter().zip(numbers.clone()).map(|(event, sequence)| EventRow { sequence, event }).collect();
    put(tx, &rows).await
}
