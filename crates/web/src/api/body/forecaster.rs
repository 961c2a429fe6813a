//! Bodies about how well people forecast.

use super::{MoneyBody, PersonBody};
use serde::Serialize;
use tenure_app::{AccuracyView, ForecasterItem};
use tenure_core::forecast::week_name;
use tenure_core::metrics::{Accuracy, Ratio};
use tenure_core::primitives::Money;
use utoipa::ToSchema;

/// Commits against what came.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccuracyFiguresBody {
    /// How many renewals that were open then are decided by now.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub decided: u64,
    /// How many were open then.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub open_then: u64,
    /// What was committed of the decided ones.
    pub committed: MoneyBody,
    /// What came of them.
    pub came: MoneyBody,
    /// The distance, as a share of what came, such as `11.1%`; absent where nothing came.
    pub error: Option<String>,
    /// Committed less came, as a share of what came; positive is too much.
    pub bias: Option<String>,
    /// The distances of single renewals, as a share of what came.
    pub weighted_error: Option<String>,
}

/// How one person forecasts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecasterBody {
    /// Who.
    pub person: PersonBody,
    /// All weeks together.
    pub all: AccuracyFiguresBody,
    /// Week by week, the last first.
    pub weeks: Vec<AccuracyWeekBody>,
}

/// One week's submission against what came.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccuracyWeekBody {
    /// The ISO week.
    pub week: String,
    /// The figures.
    pub figures: AccuracyFiguresBody,
}

/// How well people forecast.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastAccuracyBody {
    /// The first week that is measured.
    pub since_week: String,
    /// Everybody who submitted.
    pub people: Vec<ForecasterBody>,
}

impl From<&AccuracyView> for ForecastAccuracyBody {
    fn from(view: &AccuracyView) -> Self {
        let share = |ratio: Option<Ratio>| ratio.map(|ratio| ratio.percent(1));
        let figures = |of: &Accuracy| AccuracyFiguresBody {
            decided: of.decided,
            open_then: of.open_then,
            committed: Money::new(of.forecast, view.currency).into(),
            came: Money::new(of.actual, view.currency).into(),
            error: share(of.error()),
            bias: share(of.bias()),
            weighted_error: share(of.weighted_error()),
        };
        let person = |item: &ForecasterItem| ForecasterBody {
            person: (&item.person).into(),
            all: figures(&item.accuracy),
            weeks: item
                .weeks
                .iter()
                .map(|one| AccuracyWeekBody { week: week_name(one.week_on), figures: figures(&one.accuracy) })
                .collect(),
        };
        Self { since_week: week_name(view.since_on), people: view.people.iter().map(person).collect() }
    }
}
