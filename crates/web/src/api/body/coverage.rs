//! Bodies about coverage through time.

use super::{PersonBody, StoodBody};
use serde::Serialize;
use tenure_app::{CoverageMonth, CoverageView};
use utoipa::ToSchema;

/// Coverage of two years, month by month.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageBody {
    /// The day that it ends with.
    #[schema(format = Date)]
    pub through: String,
    /// How it stood, where it was asked for an earlier moment; null for coverage as it is.
    pub stood: Option<StoodBody>,
    /// Days uncovered in all.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub uncovered_days: u64,
    /// The months, oldest first; the last one is the month of the day.
    pub months: Vec<CoverageMonthBody>,
}

/// One month. Days are days of single responsibilities: one renewal or expansion needs five a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageMonthBody {
    /// First day.
    #[schema(format = Date)]
    pub from_on: String,
    /// Last day, or the day that was asked about.
    #[schema(format = Date)]
    pub last_on: String,
    /// Renewals open at the end of the last day.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub open_renewals: u64,
    /// Expansions open at the end of the last day.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub open_expansions: u64,
    /// Days on which somebody had to be accountable.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub responsibility_days: u64,
    /// Those on which nobody active was.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub uncovered_days: u64,
    /// Those on which a leader or the desk lead was, since nobody had the role.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub last_resort_days: u64,
    /// Who that was, the longest first.
    pub last_resort_by: Vec<StoodInBody>,
    /// Handoffs done after both had met.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub joint_handoffs: u64,
    /// Handoffs whose meeting a named person let pass.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub waived_handoffs: u64,
    /// Handoffs that the receiver declined.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub declined_handoffs: u64,
}

/// Somebody who held responsibilities as a last resort.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoodInBody {
    /// Who.
    pub person: PersonBody,
    /// Days of single responsibilities.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub days: u64,
}

impl From<&CoverageView> for CoverageBody {
    fn from(view: &CoverageView) -> Self {
        let month = |month: &CoverageMonth| CoverageMonthBody {
            from_on: month.from_on.to_string(),
            last_on: month.last_on.to_string(),
            open_renewals: month.open,
            open_expansions: month.open_expansions,
            responsibility_days: month.demanded,
            uncovered_days: month.uncovered,
            last_resort_days: month.last_resort,
            last_resort_by: month.stood_in.iter().map(|(person, days)| StoodInBody { person: person.into(), days: *days }).collect(),
            joint_handoffs: month.joint,
            waived_handoffs: month.waived,
            declined_handoffs: month.declined,
        };
        Self {
            through: view.through.to_string(),
            stood: view.stood.as_ref().map(StoodBody::from),
            uncovered_days: view.uncovered(),
            months: view.months.iter().map(month).collect(),
        }
    }
}
