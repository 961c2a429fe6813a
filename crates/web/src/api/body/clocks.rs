//! Bodies about how long handoffs may take.

use super::DecisionBody;
use serde::Serialize;
use tenure_app::HandoffClocksView;
use tenure_core::ownership::handoff::Clocks;
use utoipa::ToSchema;

/// How long handoffs may take.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandoffClocksBody {
    /// Business days from the opening of a handoff to its acceptance.
    #[schema(minimum = 1, maximum = 60)]
    pub accept_days: u16,
    /// Business days from a waiver to the introduction that it owes.
    #[schema(minimum = 1, maximum = 60)]
    pub introduce_days: u16,
    /// Days before the decision date from which nothing moves by itself; 0 protects nothing.
    #[schema(minimum = 0, maximum = 366)]
    pub protected_days: u16,
    /// Every time they were set, the last one first.
    pub history: Vec<DecisionBody>,
}

impl From<&HandoffClocksView> for HandoffClocksBody {
    fn from(view: &HandoffClocksView) -> Self {
        let history = view.history.iter().map(DecisionBody::from).collect();
        let Clocks { accept_days, introduce_days, protected_days } = view.clocks;
        Self { accept_days, introduce_days, protected_days, history }
    }
}
