//! Verbs on teammates: they join, change place, are away, leave.

use super::{check_text, check_words, field};
use crate::account::TeamMember;
use crate::facts::{Facts, Moment, Write};
use crate::identity::{Absence, Brings, CAPACITY_MAX, Position, Profile, Teammate, brings_on};
use crate::ownership::Responsibility;
use crate::ownership::ledger::{Stream, holdings};
use crate::primitives::{AbsenceId, SubjectId, TeammateId, days_between};
use crate::refusal::Refusal;
use crate::renewal::{Outcome, State};
use jiff::civil::Date;

/// Longest absence, in days.
pub const ABSENCE_MAX_DAYS: i64 = 1_100;

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
    let fits = teammate.email.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty());
    if !fits || teammate.email.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(field("email", &teammate.email, "is not an e-mail address".into()));
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
        let Some((reference, closed_on)) = owned(facts, *id) else { continue };
        for responsibility in Responsibility::ALL {
            let held =
                holdings(entries, *responsibility, Stream::Accountable).into_iter().filter(|holding| holding.entry.holder == teammate);
            let ended =
                held.filter_map(|holding| holding.to_on.into_iter().chain(closed_on).min().filter(|until_on| *until_on > holding.from_on));
            let named = ended.max().map(|until_on| (until_on, format!("{responsibility} of {reference}")));
            latest = latest.max(named);
        }
    }
    latest
}

/// What a renewal or an expansion is called, and the day it was settled, where it was.
fn owned(facts: &Facts, subject: SubjectId) -> Option<(String, Option<Date>)> {
    if let Some(renewal) = facts.renewals.get(&subject.as_renewal()) {
        let closed_on = match renewal.state {
            // Decided in another renewal: nobody answers for it until an end that may lie ahead.
            State::Open | State::Closed { outcome: Outcome::Merged, .. } => None,
            State::Closed { closed_on, .. } => Some(closed_on),
        };
        return Some((renewal.reference(), closed_on));
    }
    let expansion = facts.expansions.get(&subject.as_expansion())?;
    Some((expansion.reference(), expansion.state.settled().map(|word| word.on)))
}

/// A reorganisation puts a teammate elsewhere from today on: another role, manager, region or country. Another country
/// alone is no new place in the hierarchy.
///
/// # Errors
/// Somebody who left, a manager who is unknown, gone, or reports to the person.
pub fn move_teammate(facts: &Facts, moved: Teammate, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let before = known(facts, moved.id)?;
    if !before.is_active_on(moment.today) {
        return Err(field("teammate", &before.name, format!("is not with us on {}", moment.today)));
    }
    if let Some(manager) = moved.manager {
        let above = |id: &TeammateId| facts.teammates.get(id).and_then(|t| t.manager);
        if !known(facts, manager)?.is_active_on(moment.today) {
            return Err(field("manager", facts.name_of(manager), "is not with us".into()));
        }
        // A chain of managers is finite even if somebody entered a circle.
        if std::iter::successors(Some(manager), above).take(50).any(|id| id == moved.id) {
            return Err(field("manager", facts.name_of(manager), format!("reports to {}", before.name)));
        }
    }
    if moved == *before {
        return Ok(Vec::new());
    }
    if (moved.role, moved.manager, &moved.region) == (before.role, before.manager, &before.region) {
        return Ok(vec![Write::Teammate(moved)]);
    }
    let position = |t: &Teammate, from_on: Date| {
        let recorded_at = moment.recorded_at;
        Write::Position(Position { teammate: t.id, from_on, role: t.role, manager: t.manager, region: t.region.clone(), recorded_at })
    };
    // The first move also writes down where the person was until now.
    let first = (!facts.positions.iter().any(|p| p.teammate == moved.id)).then(|| position(before, before.active_from));
    Ok(first.into_iter().chain([position(&moved, moment.today), Write::Teammate(moved)]).collect())
}

/// Writes down what a teammate brings from a day on: skills, pod, territories, capacity. Who was chosen by it may change.
///
/// # Errors
/// Somebody who left, a day before the first, words that are too long or hold a line break, a capacity of nothing or too much.
pub fn set_profile(facts: &Facts, (teammate, from_on): (TeammateId, Date), brings: Brings, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let person = known(facts, teammate)?;
    if person.left_on.is_some_and(|left_on| left_on <= moment.today) {
        return Err(field("teammate", &person.name, "has left".into()));
    }
    if from_on < person.active_from {
        return Err(field("from_on", &from_on.to_string(), format!("is before the first day, {}", person.active_from)));
    }
    for (column, words) in [("skills", &brings.skills), ("territories", &brings.territories)] {
        check_words(column, words)?;
    }
    if brings.pod.chars().count() > super::TEXT_MAX || brings.pod.chars().any(char::is_control) {
        return Err(field("pod", "", format!("has more than {} characters or a line break", super::TEXT_MAX)));
    }
    if brings.capacity.is_some_and(|capacity| !(1..=CAPACITY_MAX).contains(&capacity)) {
        return Err(field("capacity", "", format!("is not 1 to {CAPACITY_MAX} renewals")));
    }
    let mine = || facts.profiles.iter().filter(|profile| profile.teammate == teammate);
    let latest_says_so = brings_on(mine(), from_on) == Some(&brings);
    let nothing_new = latest_says_so || (mine().next().is_none() && brings == Brings::default());
    let profile = Profile { teammate, from_on, brings, recorded_at: moment.recorded_at };
    Ok(if nothing_new { Vec::new() } else { vec![Write::Profile(profile)] })
}

/// Writes down that a teammate is away. A short absence adds a delegate who may act; a long one moves what the person holds.
///
/// # Errors
/// Days the wrong way round or of several years, another absence on the same days, a delegate who is the person or gone.
pub fn set_absence(facts: &Facts, absence: Absence) -> Result<Vec<Write>, Refusal> {
    let person = known(facts, absence.teammate)?;
    let days = days_between(absence.from_on, absence.to_on);
    if days <= 0 || days > ABSENCE_MAX_DAYS {
        return Err(field("to_on", &absence.to_on.to_string(), format!("is not 1 to {ABSENCE_MAX_DAYS} days after {}", absence.from_on)));
    }
    if absence.note.chars().count() > super::TEXT_MAX || absence.note.chars().any(char::is_control) {
        return Err(field("note", "", format!("has more than {} characters or a line break", super::TEXT_MAX)));
    }
    let mut others = facts.absences.values().filter(|other| other.teammate == absence.teammate && other.id != absence.id);
    if let Some(other) = others.find(|other| other.from_on < absence.to_on && absence.from_on < other.to_on) {
        return Err(field("from_on", &absence.from_on.to_string(), format!("overlaps the absence {} to {}", other.from_on, other.to_on)));
    }
    if let Some(delegate) = absence.delegate {
        let stand_in = known(facts, delegate)?;
        if delegate == absence.teammate || !stand_in.is_active_on(absence.from_on) {
            return Err(field("delegate", &stand_in.name, format!("cannot stand in for {} from {}", person.name, absence.from_on)));
        }
    }
    Ok(vec![Write::Absence(absence)])
}

/// Ends an absence early, or takes one back that has not begun: from that day on the person is there.
///
/// # Errors
/// An absence that does not exist or is over.
pub fn end_absence(facts: &Facts, absence: AbsenceId, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let found = facts.absences.get(&absence).ok_or_else(|| Refusal::general("that absence does not exist", ""))?;
    if found.to_on <= moment.today {
        return Err(Refusal::general(format!("that absence ended on {}", found.to_on), ""));
    }
    Ok(vec![Write::Absence(Absence { to_on: moment.today.max(found.from_on), ..found.clone() })])
}

fn known(facts: &Facts, teammate: TeammateId) -> Result<&Teammate, Refusal> {
    facts.teammates.get(&teammate).ok_or_else(|| Refusal::general("that teammate does not exist", ""))
}
