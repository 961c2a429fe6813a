//! Who carries how much, and whether everything is carried: load per person beside others of the role, and coverage.

use crate::App;
use crate::error::AppError;
use crate::views::Person;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::facts::Facts;
use tenure_core::identity::{Role, brings_on};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::designation::NEAR_DAYS;
use tenure_core::ownership::ledger::{Stream, in_force};
use tenure_core::primitives::{Currency, TeammateId, days_between, last_day_of_service};
use tenure_core::renewal::Renewal;

/// What one person carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadItem {
    /// Who.
    pub person: Person,
    /// Open renewals on which the person holds anything.
    pub renewals: u64,
    /// Those that are decided within 90 days.
    pub near: u64,
    /// Open expansions on which the person holds anything.
    pub expansions: u64,
    /// Responsibilities held, by kind; of renewals.
    pub held: BTreeMap<Responsibility, u64>,
    /// ATR of the renewals whose commercial part the person holds, in minor units of the reporting currency.
    pub commercial_minor: i64,
    /// Renewals in per cent of the median of those who have the same role; `None` where nobody else has it.
    pub of_median: Option<u64>,
    /// Those that are decided within 90 days and that the person can carry at once; `None` where nobody said.
    pub capacity: Option<u16>,
    /// Last day of an absence that is under way.
    pub away_until: Option<Date>,
}

/// A responsibility that nobody active holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncovered {
    /// The renewal or the expansion.
    pub subject: String,
    /// What nobody holds.
    pub responsibility: Responsibility,
}

/// Load and coverage of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkloadView {
    /// Today.
    pub today: Date,
    /// The reporting currency.
    pub reporting: Currency,
    /// Open renewals.
    pub renewals: u64,
    /// Open expansions.
    pub expansions: u64,
    /// Responsibilities on both: five each.
    pub responsibilities: u64,
    /// Responsibilities without an active holder; none, unless something is broken.
    pub uncovered: Vec<Uncovered>,
    /// Responsibilities held by a leader or the desk lead, since nobody has the role.
    pub stand_ins: u64,
    /// Everybody who carries something or could, the most loaded of each role first.
    pub people: Vec<LoadItem>,
}

impl App {
    /// Who carries how much, and whether everything is carried.
    ///
    /// # Errors
    /// [`AppError::Fault`]; an instance that is empty.
    pub async fn workload(&self) -> Result<WorkloadView, AppError> {
        Ok(self.counted().await?.workload.clone())
    }
}

/// Adds up what everybody carries.
pub(super) fn workload(facts: &Facts, today: Date) -> WorkloadView {
    let open: Vec<&Renewal> = facts.renewals.values().filter(|renewal| renewal.is_open()).collect();
    let mut people: BTreeMap<TeammateId, LoadItem> = facts
        .teammates
        .values()
        .filter(|teammate| teammate.is_active_on(today))
        .map(|teammate| (teammate.id, idle(facts, teammate.id, today)))
        .collect();
    let (mut uncovered, mut stand_ins) = (Vec::new(), 0);
    for renewal in &open {
        let mut mine: BTreeMap<TeammateId, Vec<Responsibility>> = BTreeMap::new();
        for responsibility in Responsibility::ALL {
            match facts.holder(renewal.id, *responsibility).filter(|holder| people.contains_key(holder)) {
                Some(holder) => mine.entry(holder).or_default().push(*responsibility),
                None => uncovered.push(Uncovered { subject: renewal.reference(), responsibility: *responsibility }),
            }
            let designated = in_force(facts.entries(renewal.id), *responsibility, Stream::Designated, today);
            stand_ins += u64::from(designated.is_some_and(|entry| entry.because.person.is_last_resort()));
        }
        for (holder, responsibilities) in mine {
            if let Some(item) = people.get_mut(&holder) {
                carry(item, renewal, &responsibilities, today);
            }
        }
    }
    let mut expansions = 0;
    for expansion in facts.expansions.values().filter(|expansion| expansion.is_open()) {
        expansions += 1;
        let mut holders = BTreeSet::new();
        for responsibility in Responsibility::ALL {
            match facts.holder(expansion.id, *responsibility).filter(|holder| people.contains_key(holder)) {
                Some(holder) => drop(holders.insert(holder)),
                None => uncovered.push(Uncovered { subject: expansion.reference(), responsibility: *responsibility }),
            }
        }
        for holder in holders {
            people.entry(holder).and_modify(|item| item.expansions += 1);
        }
    }
    WorkloadView {
        today,
        reporting: facts.reporting(),
        renewals: open.len() as u64,
        expansions,
        responsibilities: (open.len() as u64 + expansions) * Responsibility::ALL.len() as u64,
        uncovered,
        stand_ins,
        people: beside_others(people.into_values().collect()),
    }
}

fn idle(facts: &Facts, id: TeammateId, today: Date) -> LoadItem {
    let away = facts.absences.values().find(|absence| absence.teammate == id && absence.covers(today));
    let teammate = &facts.teammates[&id];
    LoadItem {
        person: Person::of(teammate, today),
        renewals: 0,
        near: 0,
        expansions: 0,
        held: BTreeMap::new(),
        commercial_minor: 0,
        of_median: None,
        capacity: brings_on(facts.profiles.iter().filter(|profile| profile.teammate == id), today).and_then(|brings| brings.capacity),
        away_until: away.map(|absence| last_day_of_service(absence.to_on)),
    }
}

fn carry(item: &mut LoadItem, renewal: &Renewal, responsibilities: &[Responsibility], today: Date) {
    item.renewals += 1;
    item.near += u64::from(days_between(today, renewal.target.decision_on) <= NEAR_DAYS);
    for responsibility in responsibilities {
        *item.held.entry(*responsibility).or_default() += 1;
        if *responsibility == Responsibility::Commercial {
            item.commercial_minor = item.commercial_minor.saturating_add(renewal.target.atr_reporting.minor);
        }
    }
}

/// Load beside the median of the role, then by role and load.
fn beside_others(mut people: Vec<LoadItem>) -> Vec<LoadItem> {
    let mut loads: BTreeMap<Role, Vec<u64>> = BTreeMap::new();
    people.iter().for_each(|item| loads.entry(item.person.role).or_default().push(item.renewals));
    loads.values_mut().for_each(|loads| loads.sort_unstable());
    for item in &mut people {
        let of_role = loads.get(&item.person.role).filter(|loads| loads.len() > 1);
        // The lower of the two in the middle, so that the figure is somebody's.
        let median = of_role.and_then(|loads| loads.get((loads.len() - 1) / 2)).filter(|median| **median > 0);
        item.of_median = median.map(|median| item.renewals * 100 / median);
    }
    people.sort_by(|a, b| (a.person.role, b.renewals, &a.person.name).cmp(&(b.person.role, a.renewals, &b.person.name)));
    people
}
