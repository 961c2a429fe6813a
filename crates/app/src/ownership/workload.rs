//! Who carries how much, and whether everything is carried: load per person beside others of the role, and coverage.

use super::teams::{TeamLoad, TeamSum, team_sums, teams};
use crate::App;
use crate::error::AppError;
use crate::views::Person;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::facts::Facts;
use tenure_core::identity::{Role, Teammate, brings_on};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::designation::NEAR_DAYS;
use tenure_core::ownership::ledger::{Stream, in_force};
use tenure_core::primitives::{Currency, TeammateId, days_between, last_day_of_service};
use tenure_core::renewal::{Renewal, RenewalKind};

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
    /// Everybody who carries something or could, the most loaded of each role first; of one team where it was asked for.
    pub people: Vec<LoadItem>,
    /// What teams carry, each below the team that it belongs to.
    pub teams: Vec<TeamLoad>,
    /// The team whose people are shown: its place in `teams`.
    pub team: Option<usize>,
}

impl App {
    /// Who carries how much, and whether everything is carried; people of all teams, or of the one that somebody leads.
    ///
    /// # Errors
    /// Nobody of that reference leads a team; [`AppError::Fault`]; an instance that is empty.
    pub async fn workload(&self, team: Option<&str>) -> Result<WorkloadView, AppError> {
        let book = self.whole().await?;
        let whole = workload(&book.general, book.carried(), book.today);
        let Some(lead) = team else { return Ok(whole) };
        let found = whole.teams.iter().position(|team| team.lead.reference == lead);
        let place = found.ok_or_else(|| AppError::NotFound(format!("Nobody called {lead} leads a team.")))?;
        let members = &whole.teams[place].members;
        let people = whole.people.iter().filter(|item| members.contains(&item.person.reference)).cloned().collect();
        Ok(WorkloadView { people, team: Some(place), ..whole })
    }
}

/// What one person carries in some accounts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    /// Open renewals on which the person holds anything.
    pub(crate) renewals: u64,
    near: u64,
    expansions: u64,
    /// Responsibilities of open renewals, by kind.
    pub(crate) held: BTreeMap<Responsibility, u64>,
    commercial_minor: i64,
    /// What is up in those renewals, in minor units of the reporting currency; yearly reviews left out.
    pub(crate) atr_minor: i64,
    /// Steps that are overdue.
    pub(crate) overdue: u64,
}

/// What is carried in some accounts, by person and by team.
#[derive(Clone, Debug, Default)]
pub(crate) struct Carried {
    renewals: u64,
    expansions: u64,
    uncovered: Vec<Uncovered>,
    stand_ins: u64,
    pub(crate) people: BTreeMap<TeammateId, Held>,
    teams: BTreeMap<TeammateId, TeamSum>,
}

impl Carried {
    /// Adds up what everybody carries in the accounts of the facts.
    pub(crate) fn of(facts: &Facts, today: Date) -> Self {
        let mut carried = Self { teams: team_sums(facts, today), ..Self::default() };
        let active = |holder: &TeammateId| facts.teammates.get(holder).is_some_and(|person| person.is_active_on(today));
        for renewal in facts.renewals.values().filter(|renewal| renewal.is_open()) {
            carried.renewals += 1;
            let mut mine: BTreeMap<TeammateId, Vec<Responsibility>> = BTreeMap::new();
            for responsibility in Responsibility::ALL {
                match facts.holder(renewal.id, *responsibility).filter(active) {
                    Some(holder) => mine.entry(holder).or_default().push(*responsibility),
                    None => carried.uncovered.push(Uncovered { subject: renewal.reference(), responsibility: *responsibility }),
                }
                let designated = in_force(facts.entries(renewal.id), *responsibility, Stream::Designated, today);
                carried.stand_ins += u64::from(designated.is_some_and(|entry| entry.because.person.is_last_resort()));
            }
            for (holder, responsibilities) in mine {
                carried.people.entry(holder).or_default().carry(renewal, &responsibilities, today);
            }
        }
        for expansion in facts.expansions.values().filter(|expansion| expansion.is_open()) {
            carried.expansions += 1;
            let mut holders = BTreeSet::new();
            for responsibility in Responsibility::ALL {
                match facts.holder(expansion.id, *responsibility).filter(active) {
                    Some(holder) => drop(holders.insert(holder)),
                    None => carried.uncovered.push(Uncovered { subject: expansion.reference(), responsibility: *responsibility }),
                }
            }
            for holder in holders {
                carried.people.entry(holder).or_default().expansions += 1;
            }
        }
        for task in facts.tasks.values().filter(|task| task.is_overdue(today)) {
            if let Some(holder) = facts.holder(task.renewal, task.lead) {
                carried.people.entry(holder).or_default().overdue += 1;
            }
        }
        carried
    }

    /// With what is carried in other accounts.
    pub(crate) fn add(&mut self, other: &Self) {
        self.renewals += other.renewals;
        self.expansions += other.expansions;
        self.uncovered.extend(other.uncovered.iter().cloned());
        self.stand_ins += other.stand_ins;
        other.people.iter().for_each(|(person, held)| self.people.entry(*person).or_default().add(held));
        other.teams.iter().for_each(|(lead, sum)| self.teams.entry(*lead).or_default().add(sum));
    }
}

impl Held {
    fn carry(&mut self, renewal: &Renewal, responsibilities: &[Responsibility], today: Date) {
        self.renewals += 1;
        self.near += u64::from(days_between(today, renewal.target.decision_on) <= NEAR_DAYS);
        if renewal.kind == RenewalKind::Renewal {
            self.atr_minor = self.atr_minor.saturating_add(renewal.target.atr_reporting.minor);
        }
        for responsibility in responsibilities {
            *self.held.entry(*responsibility).or_default() += 1;
            if *responsibility == Responsibility::Commercial {
                self.commercial_minor = self.commercial_minor.saturating_add(renewal.target.atr_reporting.minor);
            }
        }
    }

    fn add(&mut self, other: &Self) {
        self.renewals += other.renewals;
        self.near += other.near;
        self.expansions += other.expansions;
        other.held.iter().for_each(|(responsibility, count)| *self.held.entry(*responsibility).or_default() += count);
        self.commercial_minor = self.commercial_minor.saturating_add(other.commercial_minor);
        self.atr_minor = self.atr_minor.saturating_add(other.atr_minor);
        self.overdue += other.overdue;
    }
}

/// Load and coverage of a day from what is carried; `general` are people.
fn workload(general: &Facts, carried: Carried, today: Date) -> WorkloadView {
    let Carried { renewals, expansions, uncovered, stand_ins, people: mut held, teams: sums } = carried;
    let active = general.teammates.values().filter(|teammate| teammate.is_active_on(today));
    let people = beside_others(active.map(|person| load(general, person, held.remove(&person.id).unwrap_or_default(), today)).collect());
    WorkloadView {
        today,
        reporting: general.reporting(),
        renewals,
        expansions,
        responsibilities: (renewals + expansions) * Responsibility::ALL.len() as u64,
        uncovered,
        stand_ins,
        teams: teams(general, (&people, &sums), today),
        people,
        team: None,
    }
}

fn load(general: &Facts, teammate: &Teammate, held: Held, today: Date) -> LoadItem {
    let id = teammate.id;
    let away = general.absences.values().find(|absence| absence.teammate == id && absence.covers(today));
    LoadItem {
        person: Person::of(teammate, today),
        renewals: held.renewals,
        near: held.near,
        expansions: held.expansions,
        held: held.held,
        commercial_minor: held.commercial_minor,
        of_median: None,
        capacity: brings_on(general.profiles.iter().filter(|profile| profile.teammate == id), today).and_then(|brings| brings.capacity),
        away_until: away.map(|absence| last_day_of_service(absence.to_on)),
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
