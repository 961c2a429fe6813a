//! What a plan says that a policy would do, beside what activating it does to the facts.

use super::{FLAT_POLICY, History};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;
use tenure_app::{Activation, Actor, PolicyPlan};
use tenure_core::catalog::STARTER_POLICY;
use tenure_core::commands;
use tenure_core::facts::{Facts, Moment};
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::ledger::{Stream, in_force};
use tenure_core::planner::{Cause, Planning, follow};
use tenure_core::primitives::TeammateId;
use tenure_core::renewal::Renewal;
use tenure_sim::{SeededIds, SimClock};

/// Asks for people whom accounts mostly have not on their teams, so that they are chosen by region, load and turn.
const CHOOSING: &str = r#"
name = "Choosing"
hit_policy = "first"
[[rule]]
id = "red"
when = { risk = "\"red\"" }
model = "sales_led"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["ae"]
expansion = ["solutions_engineer"]
operations = ["renewals_coordinator"]
executive = ["executive_sponsor"]
[[rule]]
id = "everything"
when = {}
model = "renewals_manager_sales"
motion = "joint"
playbook = "joint-120"
value = ["csm"]
commercial = ["renewals_manager"]
expansion = ["ae"]
operations = ["renewals_coordinator"]
executive = ["cs_leader"]
"#;

/// Renewal, responsibility, from whom, to whom.
type Moved = (String, Responsibility, String, String);

impl History {
    /// A plan tells what the activation would do: how many renewals are decided otherwise, and each responsibility that changes hands.
    pub(crate) async fn assert_a_plan_is_what_activation_does(&self, turn: u32, place: &str) -> u64 {
        let text = [CHOOSING, FLAT_POLICY, STARTER_POLICY.1][turn as usize % 3];
        let activation = Activation::of("planned.toml", text, "Mara Lind");
        let plan = self.at.app.plan_policy(&Actor::Operator("Mara Lind".into()), &activation).await.unwrap();
        let before = self.facts().await;
        let (redecided, moved) = activated(&before, &activation, self.today);
        assert_eq!(plan.redecided, redecided, "{place}: {}", plan.title);
        assert_eq!(plan.handovers, moved.len() as u64, "{place}: {}", plan.title);
        let told: BTreeSet<Moved> = told(&plan);
        assert!(told.is_subset(&moved), "{place}: {}\n{:#?}", plan.title, told.difference(&moved));
        assert_eq!(told.len(), moved.len().min(200), "{place}: {}", plan.title);
        plan.handovers
    }
}

fn told(plan: &PolicyPlan) -> BTreeSet<Moved> {
    let moves = plan.moves.iter();
    moves.map(|moved| (moved.renewal.clone(), moved.responsibility, moved.from.clone(), moved.to.clone())).collect()
}

/// Activates a policy on the facts as the verb does, and compares what is recorded before and afterwards.
fn activated(before: &Facts, activation: &Activation, today: Date) -> (u64, BTreeSet<Moved>) {
    let clock = Arc::new(SimClock::on(today));
    let moment = Moment { today, recorded_at: before.ledger.values().flatten().map(|entry| entry.recorded_at).max().unwrap_or_default() };
    let ids = SeededIds::new(clock, 99);
    let mut after = before.clone();
    let writes = commands::activate_policy(&after, activation, moment, &ids).unwrap();
    after.apply_all(&writes);
    let cause = Cause { author: "Mara Lind".into(), reason: "planned".into() };
    let accounts = after.accounts.keys().copied().collect();
    follow(&mut after, &accounts, Planning { moment, cause: &cause, ids: &ids }).unwrap();
    let still_open = |renewal: &&Renewal| renewal.is_open() && after.renewals.get(&renewal.id).is_some_and(Renewal::is_open);
    let outcome = |renewal: &Renewal| renewal.decided.as_ref().map(|d| (d.model, d.motion, d.playbook.clone(), d.opens_on));
    let (mut redecided, mut moved) = (0, BTreeSet::new());
    for renewal in before.renewals.values().filter(still_open) {
        redecided += u64::from(outcome(renewal) != after.renewals.get(&renewal.id).and_then(outcome));
        let designated = |facts: &Facts, part| -> Option<TeammateId> {
            in_force(facts.entries(renewal.id), part, Stream::Designated, today).map(|entry| entry.holder)
        };
        for part in Responsibility::ALL {
            let (Some(from), Some(to)) = (designated(before, *part), designated(&after, *part)) else { continue };
            if from != to {
                moved.insert((renewal.reference(), *part, before.name_of(from).into(), before.name_of(to).into()));
            }
        }
    }
    (redecided, moved)
}
