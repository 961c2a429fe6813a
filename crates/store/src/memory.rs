//! Facts in memory, for a company that is lived before it is saved: the verbs load from here and record here, and the whole record
//! is written to a database afterwards, each write with the moment and the event of its verb.

mod copy;
mod held;

use crate::load::Scope;
use crate::save::Event;
use crate::taken::reference;
use copy::{copy, copy_expansions, forecast_accounts, promised_by, said_of};
use held::{Held, hand_over, index};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tenure_core::facts::{Facts, Moment, Write};
use tenure_core::ledger::{Known, Rules};
use tenure_core::ownership::handoff::Handoff;
use tenure_core::playbook::{Playbook, in_use};
use tenure_core::primitives::{AccountId, ContractId};
use tenure_core::renewal::TaskState;

/// What one verb saved: its writes, its moment and its events.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Facts that changed, in order.
    pub writes: Vec<Write>,
    /// When.
    pub moment: Moment,
    /// What the log says of it.
    pub events: Vec<Event>,
}

/// A company in memory, shared by the transactions on it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Arc<Mutex<Desk>>);

impl Memory {
    /// A company whose people are known.
    pub(crate) fn after(facts: Facts) -> Self {
        let days = facts.teammates.values().flat_map(|person| [Some(person.active_from), person.left_on]).flatten().collect();
        let (plan_rates, dated_rates) = (facts.plan_rates.clone(), facts.dated_rates.clone());
        let known_before = Some(Known { plan_rates, dated_rates, ..Known::nothing(facts.reporting()) });
        Self(Arc::new(Mutex::new(Desk { facts: Some(facts), days, known_before, ..Desk::default() })))
    }

    /// The company. A writer that panicked leaves it as it was, since writes are applied whole.
    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The facts, where to find those of an account, and what was recorded since somebody took the record away.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    facts: Option<Facts>,
    accounts: BTreeMap<AccountId, Held>,
    /// What a reference names: by kind and reference, the id.
    references: BTreeMap<(&'static str, String), String>,
    /// Days on which something about a person takes effect, and so may concern every account.
    days: BTreeSet<Date>,
    /// The last day that was asked about, and the answer: asking twice must not differ.
    asked: Option<(Date, Option<BTreeSet<AccountId>>)>,
    record: Vec<Recorded>,
    /// What was known of money before anything was recorded here.
    known_before: Option<Known>,
    /// Every write about money, with the instant and the event that recorded it; taking the record away leaves them.
    about_money: Vec<(Write, Timestamp, Option<u64>)>,
    /// How many events were recorded here.
    events: u64,
}

impl Desk {
    /// All facts, or `None` while there is no organisation.
    pub(crate) fn facts(&self) -> Option<&Facts> {
        self.facts.as_ref()
    }

    /// What was recorded since the last time.
    pub(crate) fn take_record(&mut self) -> Vec<Recorded> {
        std::mem::take(&mut self.record)
    }

    /// What was recorded since somebody took the record away.
    pub(crate) fn record(&self) -> &[Recorded] {
        &self.record
    }

    /// The facts in scope, as a database would load them.
    pub(crate) fn load(&mut self, scope: &Scope) -> Option<Facts> {
        let due = if let Scope::Due(today) = scope { self.due(*today) } else { None };
        let all = self.facts.as_ref()?;
        let ids: BTreeSet<AccountId> = match scope {
            Scope::All => return Some(all.clone()),
            Scope::Due(_) => match due {
                Some(ids) => ids,
                None => return Some(all.clone()),
            },
            Scope::People => BTreeSet::new(),
            Scope::Rates => return Some(Facts { dated_rates: all.dated_rates.clone(), ..self.narrowed(all, &BTreeSet::new()) }),
            Scope::Account(wanted) => self.account(wanted).into_iter().collect(),
            Scope::Accounts(wanted) => wanted.iter().filter_map(|wanted| self.account(wanted)).collect(),
            Scope::These(wanted) => wanted.iter().copied().filter(|id| all.accounts.contains_key(id)).collect(),
            Scope::Contract(wanted) => {
                let id = self.references.get(&("contract", wanted.clone())).and_then(|id| id.parse::<ContractId>().ok());
                id.and_then(|id| all.contracts.get(&id)).map(|contract| contract.account).into_iter().collect()
            }
            Scope::Renewal(number) => {
                let renewal = all.renewals.values().find(|renewal| renewal.number == *number);
                renewal.and_then(|renewal| all.account_of_contract(renewal.contract)).into_iter().collect()
            }
            Scope::Expansion(number) => {
                all.expansions.values().filter(|expansion| expansion.number == *number).map(|expansion| expansion.account).collect()
            }
            Scope::Task(id) => all.tasks.get(id).and_then(|task| all.account_of_renewal(task.renewal)).into_iter().collect(),
            Scope::Tasks(wanted) => {
                let tasks = wanted.iter().filter_map(|id| all.tasks.get(id));
                tasks.filter_map(|task| all.account_of_renewal(task.renewal)).collect()
            }
            Scope::Forecast(people, window) => {
                let facts = Facts { adjustments: said_of(all, people), ..self.narrowed(all, &forecast_accounts(all, people, window)) };
                return Some(facts);
            }
            Scope::HeldBy(person) => {
                let on_team = all.team.iter().filter(|member| member.teammate == *person).map(|member| member.account);
                let subjects = || all.holders.iter().filter(|(_, holder)| *holder == person).map(|((subject, _), _)| *subject);
                let held = subjects().filter_map(|subject| all.renewals.get(&subject.as_renewal()));
                let expansions = subjects().filter_map(|subject| all.expansions.get(&subject.as_expansion()));
                let expansions = expansions.filter(|expansion| expansion.is_open()).map(|expansion| expansion.account);
                let waits = |handoff: &&Handoff| handoff.receiver == *person && !handoff.state.transfers();
                let given = all.handoffs.values().filter(waits).filter_map(|handoff| all.renewals.get(&handoff.renewal));
                let renewals = held.chain(given).filter(|renewal| renewal.is_open()).map(|renewal| renewal.account);
                let done_for_others = all
                    .tasks
                    .values()
                    .filter(|task| task.given.as_ref().is_some_and(|given| given.to == *person && task.state == TaskState::Open));
                let helped = done_for_others.filter_map(|task| all.renewals.get(&task.renewal)).filter(|renewal| renewal.is_open());
                on_team
                    .chain(expansions)
                    .chain(renewals)
                    .chain(helped.map(|renewal| renewal.account))
                    .chain(promised_by(all, *person))
                    .collect()
            }
        };
        Some(self.narrowed(all, &ids))
    }

    fn account(&self, wanted: &str) -> Option<AccountId> {
        self.references.get(&("account", wanted.to_string())).and_then(|id| id.parse().ok())
    }

    /// The accounts for which a dated fact took effect by a day; `None` is all of them. Each is told again on its next such day.
    fn due(&mut self, today: Date) -> Option<BTreeSet<AccountId>> {
        if let Some((_, answer)) = self.asked.as_ref().filter(|(day, _)| *day == today) {
            return answer.clone();
        }
        let later = self.days.split_off(&today.tomorrow().unwrap_or(today));
        let everybody = !std::mem::replace(&mut self.days, later).is_empty();
        let all = self.facts.as_ref()?;
        let mut due = BTreeSet::new();
        for (id, held) in &mut self.accounts {
            if held.wakes_on.is_some_and(|day| day <= today) {
                due.insert(*id);
                held.wakes_on = next_day(all, *id, held, today);
            }
        }
        let answer = if everybody { None } else { Some(due) };
        self.asked = Some((today, answer.clone()));
        answer
    }

    fn narrowed(&self, all: &Facts, ids: &BTreeSet<AccountId>) -> Facts {
        let mut facts = Facts {
            plan_rates: all.plan_rates.clone(),
            ledger_rules: all.ledger_rules.clone(),
            calendar: all.calendar.clone(),
            products: all.products.clone(),
            teammates: all.teammates.clone(),
            absences: all.absences.clone(),
            positions: all.positions.clone(),
            profiles: all.profiles.clone(),
            fields: all.fields.clone(),
            policies: all.policies.clone(),
            dismissals: all.dismissals.clone(),
            answers: all.answers.clone(),
            playbook_versions: Arc::clone(&all.playbook_versions),
            discount_limits: all.discount_limits.clone(),
            cares: all.cares.clone(),
            forecast_weeks: all.forecast_weeks.clone(),
            voided_lines: all.voided_lines.clone(),
            next_renewal_number: all.next_renewal_number,
            next_expansion_number: all.next_expansion_number,
            ..Facts::empty(all.organisation.clone(), Arc::clone(&all.playbooks))
        };
        facts.contract_moves = all.contract_moves.iter().filter(|moved| ids.contains(&moved.to)).cloned().collect();
        for id in ids {
            facts.accounts.extend(all.accounts.get(id).map(|account| (*id, account.clone())));
            facts.rooms.extend(all.rooms.get(id).map(|room| (*id, room.clone())));
            facts.risk_calls.extend(all.risk_calls.get(id).map(|calls| (*id, calls.clone())));
            if let Some(held) = self.accounts.get(id) {
                copy(all, held, &mut facts);
                copy_expansions(all, (*id, held), &mut facts);
            }
        }
        // A merger takes people along.
        facts.stakeholders.retain(|_, person| ids.contains(&person.account));
        facts
    }

    /// Whether a reference that a write brings belongs to another record already.
    pub(crate) fn taken_reference(&self, writes: &[Write]) -> Option<(&'static str, String)> {
        writes.iter().find_map(|write| {
            let (kind, wanted, id) = reference(write)?;
            self.references.get(&(kind, wanted.clone())).is_some_and(|own| *own != id).then_some((kind, wanted))
        })
    }

    /// Applies and keeps what a verb saved.
    pub(crate) fn keep(&mut self, recorded: Vec<Recorded>) {
        for entry in recorded {
            self.apply(&entry.writes, entry.moment.today);
            let event = Some(self.events + 1).filter(|_| !entry.events.is_empty());
            let about_money = entry.writes.iter().filter(|write| is_about_money(write));
            self.about_money.extend(about_money.map(|write| (write.clone(), entry.moment.recorded_at, event)));
            self.events += entry.events.len() as u64;
            self.record.push(entry);
        }
    }

    /// What was known at an instant, as a database would tell it; events are numbered from the first one recorded here.
    pub(crate) fn known(&self, at: Option<Timestamp>) -> Option<Known> {
        let by_then = |(_, recorded_at, _): &&(Write, Timestamp, Option<u64>)| at.is_none_or(|at| *recorded_at <= at);
        let mut writes = self.about_money.iter().filter(by_then).peekable();
        let before = self.known_before.clone();
        let mut known = before.or_else(|| writes.peek().and(self.facts.as_ref()).map(|facts| Known::nothing(facts.reporting())))?;
        for (write, recorded_at, event) in writes {
            known.apply(write, *recorded_at, *event);
        }
        known.arrange();
        Some(known)
    }

    /// The rules of the ledger in force at an instant.
    pub(crate) fn ledger_rules(&self, at: Option<Timestamp>) -> Option<Rules> {
        let set = self
            .about_money
            .iter()
            .rfind(|(write, recorded_at, _)| matches!(write, Write::LedgerRules(_)) && at.is_none_or(|at| *recorded_at <= at));
        set.and_then(|(write, ..)| if let Write::LedgerRules(set) = write { Some(set.rules.clone()) } else { None })
    }

    fn apply(&mut self, writes: &[Write], today: Date) {
        let mut touched = BTreeSet::new();
        for write in writes {
            if let Write::Organisation(organisation) = write
                && self.facts.is_none()
            {
                self.facts = Some(Facts::empty(organisation.clone(), Vec::new()));
            }
            if let Some((kind, reference, id)) = reference(write) {
                self.references.insert((kind, reference), id);
            }
        }
        let Some(all) = self.facts.as_mut() else { return };
        for write in writes {
            all.apply(write);
            self.days.extend(days_of(all, write).into_iter().filter(|day| *day > today));
            if let Some(account) = all.account_of(write) {
                touched.insert(account);
                index(self.accounts.entry(account).or_default(), write);
            }
            if let Write::ContractMove(moved) = write {
                hand_over(all, &mut self.accounts, (moved.from, moved.to), moved.contract);
            }
        }
        for account in touched {
            if let Some(held) = self.accounts.get_mut(&account) {
                held.wakes_on = next_day(all, account, held, today);
            }
        }
    }

    /// Shipped playbooks are not stored: whoever loads says which there are.
    pub(crate) fn set_playbooks(&mut self, shipped: &[Playbook]) {
        let missing = |facts: &Facts| shipped.iter().any(|playbook| facts.playbook(&playbook.code).is_none());
        if let Some(facts) = self.facts.as_mut().filter(|facts| missing(facts)) {
            facts.playbooks = in_use(shipped, &facts.playbook_versions).into();
        }
    }
}

/// Whether figures about money may be derived from it.
const fn is_about_money(write: &Write) -> bool {
    matches!(
        write,
        Write::Account(_)
            | Write::Contract(_)
            | Write::ContractMove(_)
            | Write::Term(_)
            | Write::VoidTerm(_)
            | Write::Line(_)
            | Write::VoidLine(_)
            | Write::PlanRate(..)
            | Write::DatedRate(..)
            | Write::LedgerRules(_)
            | Write::Renewal(_)
    )
}

/// Days on which what a write says of people or the calendar takes effect.
fn days_of(all: &Facts, write: &Write) -> Vec<Date> {
    match write {
        Write::Teammate(person) => [Some(person.active_from), person.left_on].into_iter().flatten().collect(),
        Write::Absence(absence) if absence.moves(&all.organisation) => vec![absence.from_on, absence.to_on],
        Write::Profile(profile) => vec![profile.from_on],
        Write::Policy(version) => vec![version.effective_on],
        _ => Vec::new(),
    }
}

/// The next day on which the calendar alone may change something about an account: a term ends, a playbook opens, a judgement
/// expires, a place on the team or a reassignment begins or ends.
fn next_day(all: &Facts, account: AccountId, held: &Held, today: Date) -> Option<Date> {
    let team = held.team.iter().flat_map(|member| [Some(member.from_on), member.to_on]);
    let risk = all.risk_calls.get(&account).into_iter().flatten().map(|call| call.expires_on);
    let renewals = || held.renewals.iter().filter_map(|id| all.renewals.get(id)).filter(|renewal| renewal.is_open());
    let of_renewals =
        renewals().flat_map(|renewal| [Some(renewal.target.end_on), renewal.decided.as_ref().map(|decided| decided.opens_on)]);
    let named = held.overrides.iter().filter_map(|id| all.overrides.get(id)).flat_map(|named| [Some(named.from_on), Some(named.until_on)]);
    let of_expansions = all.overrides.values().filter(|named| held.expansions.contains(&named.subject.as_expansion()));
    let of_expansions = of_expansions.flat_map(|named| [Some(named.from_on), Some(named.until_on)]);
    let terms =
        held.contracts.iter().filter_map(|id| all.terms.range((*id, 0)..=(*id, u32::MAX)).next_back()).map(|(_, term)| Some(term.end_on));
    team.chain(risk).chain(of_renewals).chain(named).chain(of_expansions).chain(terms).flatten().filter(|day| *day > today).min()
}
