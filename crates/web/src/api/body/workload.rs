//! Bodies about who carries how much, and whether everything is carried.

use super::{HeldBody, MoneyBody, PersonBody};
use serde::Serialize;
use tenure_app::{LoadItem, TeamLoad, WorkloadView};
use tenure_core::primitives::{Currency, Money};
use utoipa::ToSchema;

/// Load and coverage of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkloadBody {
    /// The day.
    #[schema(format = Date)]
    pub today: String,
    /// Open renewals.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// Open expansions.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub expansions: u64,
    /// Responsibilities on both: five each.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub responsibilities: u64,
    /// Responsibilities without an active holder; none, unless something is broken.
    pub uncovered: Vec<UncoveredBody>,
    /// Responsibilities held by a leader or the desk lead, since nobody has the role.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub stand_ins: u64,
    /// Everybody active, or active in the team that was asked for, the most loaded of each role first.
    pub people: Vec<LoadBody>,
    /// What teams carry, each below the team that it belongs to.
    pub teams: Vec<TeamLoadBody>,
}

/// What a team carries: whoever leads it, and everybody who reports there, directly or through others.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamLoadBody {
    /// Who leads it.
    pub lead: PersonBody,
    /// How many leads stand above this one.
    #[schema(minimum = 0, maximum = 10_000)]
    pub depth: u64,
    /// References of its active people.
    pub members: Vec<String>,
    /// Open renewals on which anybody in it holds anything, each once.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// Open expansions alike.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub expansions: u64,
    /// ATR of the renewals whose commercial part is held in it, in the reporting currency.
    pub commercial_atr: MoneyBody,
    /// Renewals decided within 90 days, person by person, of those whose capacity is stated.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub near: u64,
    /// What those can carry at once; null where nobody stated it.
    #[schema(minimum = 1, maximum = 2_000_000_000)]
    pub capacity: Option<u64>,
    /// People who carry renewals and whose capacity nobody stated.
    #[schema(minimum = 0, maximum = 10_000)]
    pub unstated: u64,
    /// People who carry more than they can.
    #[schema(minimum = 0, maximum = 10_000)]
    pub over: u64,
}

/// A responsibility that nobody active holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct UncoveredBody {
    /// The renewal or the expansion.
    #[schema(example = "R-1042")]
    pub subject: String,
    /// What nobody holds.
    pub responsibility: String,
}

/// What one person carries.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadBody {
    /// Who.
    pub person: PersonBody,
    /// Open renewals on which the person holds anything.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// Those that are decided within 90 days.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub near: u64,
    /// Open expansions on which the person holds anything.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub expansions: u64,
    /// Responsibilities held on renewals.
    pub held: Vec<HeldBody>,
    /// ATR of the renewals whose commercial part the person holds, in the reporting currency.
    pub commercial_atr: MoneyBody,
    /// Renewals in per cent of the median of those who have the same role; null where nobody else has it.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub of_median: Option<u64>,
    /// Renewals decided within 90 days that the person can carry at once; null where nobody said.
    #[schema(minimum = 1, maximum = 10_000)]
    pub capacity: Option<u16>,
    /// Last day of an absence that is under way.
    #[schema(format = Date)]
    pub away_until: Option<String>,
}

impl From<&WorkloadView> for WorkloadBody {
    fn from(view: &WorkloadView) -> Self {
        let uncovered = view
            .uncovered
            .iter()
            .map(|missing| UncoveredBody { subject: missing.subject.clone(), responsibility: missing.responsibility.code().into() });
        let load = |item: &LoadItem| LoadBody {
            person: (&item.person).into(),
            renewals: item.renewals,
            near: item.near,
            expansions: item.expansions,
            held: item
                .held
                .iter()
                .map(|(responsibility, count)| HeldBody { responsibility: responsibility.code().into(), renewals: *count })
                .collect(),
            commercial_atr: Money::new(item.commercial_minor, view.reporting).into(),
            of_median: item.of_median,
            capacity: item.capacity,
            away_until: item.away_until.map(|day| day.to_string()),
        };
        Self {
            today: view.today.to_string(),
            renewals: view.renewals,
            expansions: view.expansions,
            responsibilities: view.responsibilities,
            uncovered: uncovered.collect(),
            stand_ins: view.stand_ins,
            people: view.people.iter().map(load).collect(),
            teams: view.teams.iter().map(|team| team_body(team, view.reporting)).collect(),
        }
    }
}

fn team_body(team: &TeamLoad, reporting: Currency) -> TeamLoadBody {
    TeamLoadBody {
        lead: (&team.lead).into(),
        depth: team.depth as u64,
        members: team.members.clone(),
        renewals: team.renewals,
        expansions: team.expansions,
        commercial_atr: Money::new(team.commercial_minor, reporting).into(),
        near: team.near,
        capacity: team.capacity,
        unstated: team.unstated,
        over: team.over,
    }
}
