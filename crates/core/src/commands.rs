//! The verbs of the spine as decisions: what must hold, and which facts change. The planner then does the rest.

use crate::account::{Account, Risk, TeamMember};
use crate::contract::{Contract, Line, Term};
use crate::facts::{Facts, Moment, PolicyVersion, Write};
use crate::identity::{Role, Teammate};
use crate::ownership::Responsibility;
use crate::ownership::ledger::{Stream, holdings};
use crate::ownership::policy::Policy;
use crate::primitives::{AccountId, ContractId, IdSource, PolicyId, TaskId, TeammateId};
use crate::refusal::Refusal;
use crate::renewal::{State, Task, TaskState};
use jiff::civil::Date;

/// Longest name, title or other one-line text.
pub const TEXT_MAX: usize = 200;
/// Longest evidence or note.
pub const NOTE_MAX: usize = 10_000;

/// Adds a teammate.
///
/// # Errors
/// A reference or e-mail that somebody already has, an unknown manager, an empty name.
pub fn add_teammate(facts: &Facts, teammate: Teammate) -> Result<Vec<Write>, Refusal> {
    check_text("name", &teammate.name)?;
    check_text("reference", &teammate.reference)?;
    let taken = |t: &&Teammate| t.reference == teammate.reference || t.email.eq_ignore_ascii_case(&teammate.email);
    if let Some(other) = facts.teammates.values().find(taken) {
        return Err(field("reference", &teammate.reference, format!("or the e-mail already belongs to {}", other.name)));
    }
    if teammate.manager.is_some_and(|manager| !facts.teammates.contains_key(&manager)) {
        return Err(field("manager", "", "is not a teammate".into()));
    }
    Ok(vec![Write::Teammate(teammate)])
}

/// Marks a teammate as gone from a day on and ends their team entries. The planner moves all they hold in the same transaction.
///
/// # Errors
/// The desk lead cannot leave before another is named; nobody leaves twice, before the first day, or before what the person
/// handed over or saw decided: the ledger is append-only, and later days have somebody already.
pub fn mark_left(facts: &Facts, teammate: TeammateId, left_on: Date) -> Result<Vec<Write>, Refusal> {
    let person = facts.teammates.get(&teammate).ok_or_else(|| Refusal::general("that teammate does not exist", ""))?;
    if facts.organisation.desk_lead == teammate {
        return Err(Refusal::general(format!("{} is the desk lead", person.name), "Name another desk lead first."));
    }
    if person.left_on.is_some() || left_on <= person.active_from {
        return Err(field(
            "left_on",
            &left_on.to_string(),
            format!("does not fit: {} started on {} and may leave once", person.name, person.active_from),
        ));
    }
    if let Some((until_on, held)) = was_accountable_until(facts, teammate).filter(|(until_on, _)| left_on < *until_on) {
        return Err(field(
            "left_on",
            &left_on.to_string(),
            format!("does not fit: {} was accountable for {held} until {until_on}", person.name),
        ));
    }
    let mut writes = vec![Write::Teammate(Teammate { left_on: Some(left_on), ..person.clone() })];
    let held = facts.team.iter().filter(|m| m.teammate == teammate && m.to_on.is_none_or(|to| to > left_on));
    writes.extend(held.map(|m| Write::TeamMember(TeamMember { to_on: Some(left_on.max(m.from_on)), ..m.clone() })));
    Ok(writes)
}

/// The last day, exclusive, until which a person was accountable for something that others hold by now or that is decided, and what it was.
/// What the person still holds does not count: the planner finds a successor for it, also for days that have passed.
pub fn was_accountable_until(facts: &Facts, teammate: TeammateId) -> Option<(Date, String)> {
    let mut latest = None;
    for (id, entries) in &facts.ledger {
        let Some(renewal) = facts.renewals.get(id) else { continue };
        let closed_on = if let State::Closed { closed_on, .. } = renewal.state { Some(closed_on) } else { None };
        for responsibility in Responsibility::ALL {
            let held =
                holdings(entries, *responsibility, Stream::Accountable).into_iter().filter(|holding| holding.entry.holder == teammate);
            let ended =
                held.filter_map(|holding| holding.to_on.into_iter().chain(closed_on).min().filter(|until_on| *until_on > holding.from_on));
            let named = ended.max().map(|until_on| (until_on, format!("{responsibility} of {}", renewal.reference())));
            latest = latest.max(named);
        }
    }
    latest
}

/// Adds an account.
///
/// # Errors
/// A reference that another account has, an empty name, a tier outside 1 to 3.
pub fn add_account(facts: &Facts, account: Account) -> Result<Vec<Write>, Refusal> {
    check_text("name", &account.name)?;
    check_text("reference", &account.reference)?;
    if facts.accounts.values().any(|other| other.reference == account.reference) {
        return Err(field("reference", &account.reference, "is already an account".into()));
    }
    if !(1..=3).contains(&account.tier) {
        return Err(field("tier", &account.tier.to_string(), "is not a tier from 1 to 3".into()));
    }
    Ok(vec![Write::Account(account)])
}

/// Sets the risk category of an account.
///
/// # Errors
/// An account that does not exist.
pub fn set_risk(facts: &Facts, account: AccountId, risk: Risk) -> Result<Vec<Write>, Refusal> {
    let found = facts.accounts.get(&account).ok_or_else(|| Refusal::general("that account does not exist", ""))?;
    Ok(if found.risk == risk { Vec::new() } else { vec![Write::Account(Account { risk, ..found.clone() })] })
}

/// Puts a person on an account's team in a role from a day on; whoever had the role there until then leaves it that day.
///
/// # Errors
/// Somebody who is not with us on that day.
pub fn set_team(facts: &Facts, account: AccountId, role: Role, teammate: TeammateId, from_on: Date) -> Result<Vec<Write>, Refusal> {
    let person = facts.teammates.get(&teammate).ok_or_else(|| Refusal::general("that teammate does not exist", ""))?;
    if !person.is_active_on(from_on) {
        return Err(field("teammate", &person.name, format!("is not with us on {from_on}")));
    }
    let before = facts.team.iter().filter(|m| m.account == account && m.role == role && m.covers(from_on));
    let already = before.clone().any(|m| m.teammate == teammate);
    let mut writes: Vec<Write> =
        before.filter(|m| m.teammate != teammate).map(|m| Write::TeamMember(TeamMember { to_on: Some(from_on), ..m.clone() })).collect();
    if !already {
        writes.push(Write::TeamMember(TeamMember { account, role, teammate, from_on, to_on: None }));
    }
    Ok(writes)
}

/// Signs a new contract with its first term and lines.
///
/// # Errors
/// A contract number in use, an unknown account, dates the wrong way round, a line outside its term or too large.
pub fn sign_contract(facts: &Facts, contract: Contract, term: Term, lines: Vec<Line>) -> Result<Vec<Write>, Refusal> {
    check_text("contract", &contract.reference)?;
    if facts.contracts.values().any(|other| other.reference == contract.reference) {
        return Err(field("contract", &contract.reference, "is already a contract".into()));
    }
    if !facts.accounts.contains_key(&contract.account) {
        return Err(Refusal::general("that account does not exist", ""));
    }
    check_term(&contract, &term, &lines)?;
    let head = [Write::Contract(contract), Write::Term(term)];
    Ok(head.into_iter().chain(lines.into_iter().map(Write::Line)).collect())
}

/// Signs the successor term of a contract; its renewal is thereby decided.
///
/// # Errors
/// A term that does not follow the last one without a gap, a line outside it or too large.
pub fn renew_contract(facts: &Facts, contract: ContractId, end_on: Date, lines: Vec<Line>) -> Result<Vec<Write>, Refusal> {
    let found = facts.contracts.get(&contract).ok_or_else(|| Refusal::general("that contract does not exist", ""))?;
    let last = last_term(facts, contract).ok_or_else(|| Refusal::general("that contract has no term", ""))?;
    let term = Term { contract, number: last.number + 1, start_on: last.end_on, end_on };
    check_term(found, &term, &lines)?;
    Ok([Write::Term(term)].into_iter().chain(lines.into_iter().map(Write::Line)).collect())
}

/// Amends the running term: a new end, notice period or auto-renewal, and new versions of lines. The renewal follows.
///
/// # Errors
/// An end that does not lie after the start, a line outside the term or too large.
pub fn amend_contract(facts: &Facts, amended: Contract, end_on: Date, lines: Vec<Line>) -> Result<Vec<Write>, Refusal> {
    let last = last_term(facts, amended.id).ok_or_else(|| Refusal::general("that contract has no term", ""))?;
    let term = Term { end_on, ..last.clone() };
    check_term(&amended, &term, &lines)?;
    let head = [Write::Contract(amended), Write::Term(term)];
    Ok(head.into_iter().chain(lines.into_iter().map(Write::Line)).collect())
}

/// Activates a policy text as the next version, in force from today.
///
/// # Errors
/// Every refusal of the text, and a policy that leaves possible renewals without a rule.
pub fn activate_policy(facts: &Facts, file: &str, text: &str, moment: Moment, ids: &dyn IdSource) -> Result<Vec<Write>, Vec<Refusal>> {
    let codes: Vec<&str> = facts.playbooks.iter().map(|playbook| playbook.code.as_str()).collect();
    let policy = Policy::parse(file, text, facts.reporting(), &codes)?;
    refuse_gaps(file, &policy, facts)?;
    let version = facts.policies.iter().map(|version| version.version).max().unwrap_or(0) + 1;
    Ok(vec![Write::Policy(PolicyVersion { id: PolicyId::new(ids), version, text: text.into(), policy, effective_on: moment.today })])
}

fn refuse_gaps(file: &str, policy: &Policy, facts: &Facts) -> Result<(), Vec<Refusal>> {
    let refusal = |problem: String, remedy: &str| Refusal { file: file.into(), problem, remedy: remedy.into(), ..Refusal::default() };
    let analysis = crate::ownership::analysis::analyse(policy).map_err(|cells| {
        vec![refusal(format!("is too complex to prove complete: {cells} cells"), "Use fewer distinct bounds and words.")]
    })?;
    let gaps = analysis.gaps.iter().map(|seen| {
        let witness = crate::ownership::analysis::witness(policy, seen, facts.reporting());
        Refusal {
            row: policy.rules.last().map(|rule| rule.row),
            column: Some("when".into()),
            value: Some(witness),
            ..refusal("fits no rule down to this one".into(), "Add a rule for it, or a last rule that matches everything.")
        }
    });
    let gaps: Vec<Refusal> = gaps.collect();
    if gaps.is_empty() { Ok(()) } else { Err(gaps) }
}

/// How a task is completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// It took place.
    Done,
    /// An optional step that this renewal did not need.
    NotNeeded,
}

/// Completes a task with what its step asks to be written down.
///
/// # Errors
/// A task that is not open, no evidence, or "not needed" for a step that is not optional.
pub fn complete_task(
    facts: &Facts,
    task: TaskId,
    completion: Completion,
    evidence: &str,
    by: (&str, Moment),
) -> Result<Vec<Write>, Refusal> {
    let found = facts.tasks.get(&task).ok_or_else(|| Refusal::general("that task does not exist", ""))?;
    if found.state != TaskState::Open {
        return Err(Refusal::general(
            format!("this task is not open but {}", found.state.label().to_lowercase()),
            "Reload to see where it stands.",
        ));
    }
    let evidence = evidence.trim();
    if evidence.is_empty() || evidence.chars().count() > NOTE_MAX {
        return Err(field("evidence", "", format!("must say in 1 to {NOTE_MAX} characters what happened")));
    }
    let optional = step_of(facts, found).is_some_and(|step| step.optional);
    if completion == Completion::NotNeeded && !optional {
        return Err(Refusal::general(format!("{} is not an optional step", found.title), "Complete it with what happened."));
    }
    let state = if completion == Completion::Done { TaskState::Done } else { TaskState::NotNeeded };
    let (name, moment) = by;
    let done =
        Task { state, evidence: evidence.into(), completed_by: name.into(), completed_at: Some(moment.recorded_at), ..found.clone() };
    Ok(vec![Write::Task(done)])
}

/// Opens a completed task again: the undo of a completion.
///
/// # Errors
/// A task that was not completed, or whose renewal is decided by now.
pub fn reopen_task(facts: &Facts, task: TaskId) -> Result<Vec<Write>, Refusal> {
    let found = facts.tasks.get(&task).ok_or_else(|| Refusal::general("that task does not exist", ""))?;
    let completed = matches!(found.state, TaskState::Done | TaskState::NotNeeded);
    let open = facts.renewals.get(&found.renewal).is_some_and(crate::renewal::Renewal::is_open);
    if !completed || !open {
        return Err(Refusal::general("only a completed task of an open renewal can be opened again", ""));
    }
    let reopened =
        Task { state: TaskState::Open, evidence: String::new(), completed_by: String::new(), completed_at: None, ..found.clone() };
    Ok(vec![Write::Task(reopened)])
}

/// The playbook step behind a task.
pub fn step_of<'a>(facts: &'a Facts, task: &Task) -> Option<&'a crate::playbook::Step> {
    let decided = facts.renewals.get(&task.renewal)?.decided.as_ref()?;
    facts.playbook(&decided.playbook)?.step(&task.step)
}

/// The latest term of a contract.
pub fn last_term(facts: &Facts, contract: ContractId) -> Option<&Term> {
    facts.terms.range((contract, 0)..=(contract, u32::MAX)).next_back().map(|(_, term)| term)
}

/// What must hold between a contract, a term and its lines.
pub(crate) fn check_term(contract: &Contract, term: &Term, lines: &[Line]) -> Result<(), Refusal> {
    if term.end_on <= term.start_on {
        let problem = format!("is not after the start, {}", term.start_on);
        return Err(field("end_on", &term.end_on.to_string(), problem));
    }
    for line in lines {
        if line.end_on <= line.start_on || line.start_on < term.start_on || line.end_on > term.end_on {
            let problem = format!("does not lie inside the term {} to {}", term.start_on, term.end_on);
            return Err(field("line", &format!("{} {} to {}", line.reference, line.start_on, line.end_on), problem));
        }
        line.arr_minor(contract.currency).map_err(|problem| field("line", &line.reference, problem))?;
    }
    Ok(())
}

fn check_text(column: &str, value: &str) -> Result<(), Refusal> {
    let length = value.chars().count();
    if value.trim().is_empty() || length > TEXT_MAX || value.chars().any(char::is_control) {
        return Err(field(column, value, format!("must be 1 to {TEXT_MAX} characters without line breaks")));
    }
    Ok(())
}

fn field(column: &str, value: &str, problem: String) -> Refusal {
    Refusal { column: Some(column.into()), value: (!value.is_empty()).then(|| value.into()), problem, ..Refusal::default() }
}
