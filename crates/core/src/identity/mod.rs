//! Who we are: the organisation, its teammates, their roles, what they bring, and who reports to whom.

mod profile;
mod settings;

pub use profile::{Brings, CAPACITY_MAX, Profile, brings_on, joined, listed, skills};
pub use settings::OrganisationSettings;

use crate::ownership::handoff::Clocks;
use crate::primitives::{AbsenceId, Country, Currency, TeammateId, closed_words, days_between};
use jiff::Timestamp;
use jiff::civil::Date;

closed_words! {
    /// What a teammate does on accounts (domain section 0). The closed list that policies may name.
    Role {
        Csm = "csm", "CSM";
        AccountExecutive = "ae", "AE";
        AccountManager = "account_manager", "Account manager";
        RenewalsManager = "renewals_manager", "Renewals manager";
        RenewalsCoordinator = "renewals_coordinator", "Renewals coordinator";
        ExpansionAe = "expansion_ae", "Expansion AE";
        SolutionsEngineer = "solutions_engineer", "Solutions engineer";
        Ops = "ops", "Deal desk";
        Finance = "finance", "Finance";
        CsLeader = "cs_leader", "CS leader";
        SalesLeader = "sales_leader", "Sales leader";
        ExecutiveSponsor = "executive_sponsor", "Executive sponsor";
    }
}

closed_words! {
    /// How large the company is, by its ARR: what fits one stage is out of step in the next (OWN-12).
    Stage {
        Early = "under_5m", "Under 5M ARR";
        Growing = "5m_to_25m", "5M to 25M ARR";
        Scaling = "25m_to_200m", "25M to 200M ARR";
        Specialised = "over_200m", "Over 200M ARR";
    }
}

closed_words! {
    /// The five families that tint an avatar; shown beside a name, never alone.
    Family {
        Cs = "cs", "CS";
        Sales = "sales", "Sales";
        Desk = "desk", "Desk";
        Ops = "ops", "Ops";
        Exec = "exec", "Executive";
    }
}

impl Role {
    /// The family whose tint the role carries.
    pub const fn family(self) -> Family {
        match self {
            Self::Csm => Family::Cs,
            Self::AccountExecutive | Self::ExpansionAe | Self::SolutionsEngineer => Family::Sales,
            Self::AccountManager | Self::RenewalsManager | Self::RenewalsCoordinator => Family::Desk,
            Self::Ops | Self::Finance => Family::Ops,
            Self::CsLeader | Self::SalesLeader | Self::ExecutiveSponsor => Family::Exec,
        }
    }

    /// The leader who holds for the role when nobody fits it (OWN-6).
    pub const fn leader(self) -> Self {
        match self.family() {
            Family::Sales => Self::SalesLeader,
            Family::Cs | Family::Desk | Family::Ops | Family::Exec => Self::CsLeader,
        }
    }
}

/// The company that runs this instance. One per database (domain ruling 14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// The name shown in the navigation.
    pub name: String,
    /// The reporting currency, in which policies state their thresholds (domain ruling 15).
    pub currency: Currency,
    /// IANA time zone in which "today" is reckoned.
    pub time_zone: String,
    /// The last resort of every fallback (domain ruling 3).
    pub desk_lead: TeammateId,
    /// The settable today of a sample or simulated instance; `None` for a real company (domain ruling 10).
    pub sample_today: Option<Date>,
    /// First month of our own fiscal year, 1 to 12.
    pub fiscal_year_start: u8,
    /// An absence of more days than this moves what the person holds; a shorter one leaves it (domain ruling 11).
    pub absence_moves_after_days: u16,
    /// How long handoffs may take.
    pub handoff_clocks: Clocks,
    /// How large the company is, as somebody stated; policies may ask for it.
    pub stage: Option<Stage>,
}

/// Where the choice is not made: two working weeks and the weekends around them.
pub const ABSENCE_MOVES_AFTER_DAYS: u16 = 16;

/// A stretch `[from_on, to_on)` on which a teammate is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Identity.
    pub id: AbsenceId,
    /// Who is away.
    pub teammate: TeammateId,
    /// First day away.
    pub from_on: Date,
    /// First day back.
    pub to_on: Date,
    /// Who may act meanwhile.
    pub delegate: Option<TeammateId>,
    /// Why, in a few words; may be empty.
    pub note: String,
}

impl Absence {
    /// Whether the person is away on the day.
    pub fn covers(&self, day: Date) -> bool {
        self.from_on <= day && day < self.to_on
    }

    /// Whether it is long enough to move what the person holds.
    pub fn moves(&self, organisation: &Organisation) -> bool {
        days_between(self.from_on, self.to_on) > i64::from(organisation.absence_moves_after_days)
    }
}

/// A place in the hierarchy from a day on: what a teammate was before a reorganisation and after it. Append-only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Who.
    pub teammate: TeammateId,
    /// From which day.
    pub from_on: Date,
    /// In which role.
    pub role: Role,
    /// Reporting to whom.
    pub manager: Option<TeammateId>,
    /// In which region.
    pub region: String,
    /// When it was written.
    pub recorded_at: Timestamp,
}

/// A person of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teammate {
    /// Identity.
    pub id: TeammateId,
    /// Short reference for people and files, such as `priya`.
    pub reference: String,
    /// Full name.
    pub name: String,
    /// Work e-mail; signs in with it where the person is a user.
    pub email: String,
    /// What the person does.
    pub role: Role,
    /// Whom the person reports to; overdue steps escalate there.
    pub manager: Option<TeammateId>,
    /// Where the person works, compared with an account's region.
    pub region: String,
    /// The country whose business days count for the person; `None` is the organisation's.
    pub country: Option<Country>,
    /// First day with us.
    pub active_from: Date,
    /// First day no longer with us.
    pub left_on: Option<Date>,
}

impl Teammate {
    /// Whether the person is with us on the day.
    pub fn is_active_on(&self, day: Date) -> bool {
        self.active_from <= day && self.left_on.is_none_or(|left| day < left)
    }

    /// One or two capitals for the avatar.
    pub fn initials(&self) -> String {
        let letters: Vec<char> = self.name.split_whitespace().filter_map(|word| word.chars().next()).collect();
        match letters.as_slice() {
            [] => "?".into(),
            [only] => only.to_uppercase().collect(),
            [first, .., last] => first.to_uppercase().chain(last.to_uppercase()).collect(),
        }
    }
}
