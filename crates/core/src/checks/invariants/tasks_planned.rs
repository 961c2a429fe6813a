//! Every open renewal carries the steps of its playbook on the days its dates give.

use super::{Evidence, Invariant, Violation};
use crate::facts::Write;
use crate::renewal::Task;

/// The statement and its check.
pub const INVARIANT: Invariant = Invariant {
    code: "tasks-planned",
    states: "Every open renewal carries the steps of its playbook, due on the days that its dates give.",
    subjects: |evidence| evidence.facts.tasks.len(),
    check,
};

fn check(evidence: &Evidence<'_>) -> Vec<Violation> {
    let tasks = evidence.planned().iter().filter_map(|write| if let Write::Task(task) = write { Some(task) } else { None });
    let violation =
        |task: &Task| Violation { invariant: INVARIANT.code, subject: evidence.reference(task.renewal), detail: differs(evidence, task) };
    tasks.map(violation).collect()
}

fn differs(evidence: &Evidence<'_>, planned: &Task) -> String {
    let wording = |task: &Task| format!("{}, due {}", task.state, task.due_on);
    let recorded = evidence.facts.tasks.get(&planned.id).map_or_else(|| "missing".into(), wording);
    format!("step {}: recorded {recorded}; the playbook gives {}", planned.step, wording(planned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use jiff::civil::date;

    #[test]
    fn steps_stand_where_the_dates_put_them() {
        assert_eq!(check(&Company::with_one_contract().evidence()), []);
    }

    #[test]
    fn a_missing_step_and_a_step_on_the_wrong_day_are_named() {
        let mut company = Company::with_one_contract();
        company.task_mut("final-redline").due_on = date(2026, 10, 27);
        let gone = company.task("account-confirmation").id;
        company.facts.tasks.remove(&gone);
        let details: Vec<String> = check(&company.evidence()).into_iter().map(|violation| violation.detail).collect();
        assert_eq!(
            details,
            [
                "step final-redline: recorded open, due 2026-10-27; the playbook gives open, due 2026-10-26",
                "step account-confirmation: recorded missing; the playbook gives open, due 2026-11-18",
            ]
        );
    }
}
