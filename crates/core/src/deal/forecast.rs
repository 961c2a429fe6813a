//! What a forecast looks at, taken from the facts; and what the facts alone suggest of a renewal, with reasons. A suggestion is never
//! counted as somebody's call.

use super::stale::changes;
use super::told_apart;
use crate::account::Risk;
use crate::commands::versions_of;
use crate::facts::Facts;
use crate::forecast::{Category, Due, Ending, ForecastLine, Totals, Window, line_of};
use crate::metrics::{ForecastRange, RenewalForecast};
use crate::ownership::Responsibility;
use crate::ownership::ledger::Stream;
use crate::primitives::{RenewalId, TeammateId, days_between, display_date};
use crate::proposal::{Proposal, ProposalState, figures};
use crate::renewal::{Outcome, Renewal, RenewalKind, State, TaskState, renews_by_itself};
use crate::room::{MET_DAYS, touches};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Days before the day of decision within which an offer should be with the customer.
const OFFERED_DAYS: i64 = 30;

/// The people whose renewals a manager answers for: the manager, and whoever reports to them, directly or through others.
pub fn team_of(facts: &Facts, manager: TeammateId) -> BTreeSet<TeammateId> {
    let mut team: BTreeSet<TeammateId> = [manager].into();
    loop {
        let below = facts.teammates.values().filter(|person| person.manager.is_some_and(|above| team.contains(&above)));
        let more: Vec<TeammateId> = below.map(|person| person.id).filter(|id| !team.contains(id)).collect();
        if more.is_empty() {
            return team;
        }
        team.extend(more);
    }
}

/// Those between a person and somebody above them, from the top down; empty where the one is not above the other.
pub fn managers_up_to(facts: &Facts, person: TeammateId, top: TeammateId) -> Vec<TeammateId> {
    let above = |id: &TeammateId| facts.teammates.get(id).and_then(|person| person.manager);
    // A chain of managers is finite even if somebody entered a circle.
    let chain: Vec<TeammateId> = std::iter::successors(above(&person), above).take(20).collect();
    let Some(place) = chain.iter().position(|id| *id == top) else { return Vec::new() };
    chain.into_iter().take(place + 1).rev().collect()
}

/// A renewal as a forecast looks at it; `None` for a yearly review, and for one that nobody owned here.
pub fn due_of(facts: &Facts, renewal: &Renewal) -> Option<Due> {
    if renewal.kind != RenewalKind::Renewal {
        return None;
    }
    let ending = match &renewal.state {
        State::Open => None,
        State::Closed { outcome, .. } if !outcome.is_decision() => return None,
        State::Closed { outcome, closed_on, .. } => {
            let kept = if *outcome == Outcome::Churned { 0 } else { renewal.target.atr.minor };
            let renewed_minor = told_apart(facts, renewal).map_or(kept, |told| told.after.minor.min(kept));
            Some(Ending { outcome: *outcome, closed_on: *closed_on, renewed_minor })
        }
    };
    let holder = facts.holder(renewal.id, Responsibility::Commercial)?;
    let entries = facts.entries(renewal.id).iter();
    let held = entries.filter(|entry| entry.stream == Stream::Accountable && entry.responsibility == Responsibility::Commercial);
    // The last of several entries that name the same person in a row began when the first of them did.
    let since = held.rev().take_while(|entry| entry.holder == holder).last();
    Some(Due {
        renewal: renewal.id,
        number: renewal.number,
        account: renewal.account,
        holder,
        held_since: since.map_or(renewal.scheduled_on, |entry| entry.effective_on),
        atr: renewal.target.atr,
        atr_reporting: renewal.target.atr_reporting,
        end_on: renewal.target.end_on,
        scheduled_on: renewal.scheduled_on,
        ending,
        calls: facts.forecast_calls.get(&renewal.id).cloned().unwrap_or_default(),
    })
}

/// The renewals of some people that a forecast looks at: open ones that end before the window does, and decided ones that end in it.
pub fn up_for_forecast(facts: &Facts, people: &BTreeSet<TeammateId>, window: &Window) -> Vec<Due> {
    let looked_at = |renewal: &&Renewal| {
        let end_on = renewal.target.end_on;
        if renewal.is_open() { end_on < window.until_on } else { window.covers(end_on) }
    };
    let mut found: Vec<Due> = facts.renewals.values().filter(looked_at).filter_map(|renewal| due_of(facts, renewal)).collect();
    found.retain(|due| people.contains(&due.holder));
    found.sort_by_key(|due| due.number);
    found
}

/// The lines of a forecast. Somebody above the holders whose word comes first is `top`; their own renewals have the owner's call alone.
pub fn forecast_lines(facts: &Facts, dues: &[Due], top: Option<TeammateId>) -> Vec<ForecastLine> {
    let mut above: BTreeMap<TeammateId, Vec<TeammateId>> = BTreeMap::new();
    let line = |due: &Due| {
        let managers = above.entry(due.holder).or_insert_with(|| top.map(|top| managers_up_to(facts, due.holder, top)).unwrap_or_default());
        line_of(due, managers)
    };
    dues.iter().map(line).collect()
}

/// From worst to best, as shares of what is due: at worst what is closed and committed comes, at best the best case comes too. Pipeline,
/// omitted and what nobody called count as lost in both.
pub fn range_of(totals: &Totals) -> ForecastRange {
    let due = totals.due.max(0);
    let won = (totals.closed + totals.commit + totals.adjusted).clamp(0, due);
    let swing = totals.best_case.clamp(0, due - won);
    let forecast = RenewalForecast { atr_minor: due, won_minor: won, swing_minor: swing };
    forecast.range().unwrap_or(ForecastRange { worst: None, best: None })
}

/// What the facts alone suggest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The category.
    pub category: Category,
    /// The amount, in minor units of the contract's currency.
    pub expected_minor: i64,
    /// Why, fact by fact.
    pub because: Vec<String>,
}

/// How far from a commitment the facts seem, and why.
struct Weighing {
    steps: i32,
    because: Vec<String>,
}

impl Weighing {
    fn weigh(&mut self, steps: i32, because: impl Into<String>) {
        self.steps += steps;
        self.because.push(because.into());
    }
}

/// What the facts suggest of an open renewal; `None` for one that is decided. A customer's notice and an accepted proposal settle it. Else
/// the risk category gives the beginning, and each fact moves it by one step between commit, best case and pipeline.
pub fn expect(facts: &Facts, renewal: RenewalId, today: Date) -> Option<Suggestion> {
    let renewal = facts.renewals.get(&renewal).filter(|renewal| renewal.is_open())?;
    let term = facts.terms.get(&(renewal.contract, renewal.term_number))?;
    let contract = facts.contracts.get(&renewal.contract)?;
    let due = renewal.target.atr.minor;
    if let Some(day) = term.opt_out_received_on {
        let because = vec![format!("The customer gave notice on {}.", display_date(day))];
        return Some(Suggestion { category: Category::Omitted, expected_minor: 0, because });
    }
    let versions = versions_of(facts, renewal.id);
    let last = versions.last().copied();
    let offered = last.and_then(|proposal| smallest(proposal, contract.currency)).map(|minor| minor.min(due));
    if let Some(version) = last.filter(|proposal| proposal.state() == ProposalState::Accepted).map(|proposal| proposal.version) {
        let because = vec![format!("The customer accepted proposal {version}.")];
        return Some(Suggestion { category: Category::Commit, expected_minor: offered.unwrap_or(due), because });
    }
    if renews_by_itself(contract, term) && renewal.target.notice_on < today {
        let because = vec![format!("It renews by itself, and the notice deadline passed on {}.", display_date(renewal.target.notice_on))];
        return Some(Suggestion { category: Category::Commit, expected_minor: due, because });
    }
    let mut weighing = by_risk(facts, renewal);
    by_proposal(&mut weighing, (facts, renewal), last, today);
    by_work(&mut weighing, (facts, renewal), today);
    let category = match weighing.steps {
        ..=0 => Category::Commit,
        1 => Category::BestCase,
        _ => Category::Pipeline,
    };
    let with_customer = last.is_some_and(|proposal| proposal.state() == ProposalState::Sent);
    let expected_minor = offered.filter(|_| with_customer).unwrap_or(due);
    Some(Suggestion { category, expected_minor, because: weighing.because })
}

fn by_risk(facts: &Facts, renewal: &Renewal) -> Weighing {
    let risk = facts.accounts.get(&renewal.account).map_or(Risk::Unknown, |account| account.risk);
    let (steps, because) = match risk {
        Risk::Green | Risk::Expansion => (0, format!("Its risk is judged {}.", risk.label().to_lowercase())),
        Risk::Yellow => (1, "Its risk is judged yellow.".to_string()),
        Risk::Red => (2, "Its risk is judged red.".to_string()),
        Risk::Unknown => (1, "Nobody judged its risk.".to_string()),
    };
    Weighing { steps, because: vec![because] }
}

fn by_proposal(weighing: &mut Weighing, (facts, renewal): (&Facts, &Renewal), last: Option<&Proposal>, today: Date) {
    let state = last.map(Proposal::state);
    let stale =
        last.filter(|proposal| proposal.state().is_open()).is_some_and(|proposal| changes(facts, proposal).is_ok_and(|c| !c.is_empty()));
    match (state, last) {
        (_, Some(proposal)) if stale => weighing.weigh(1, format!("Proposal {} is stale: the contract changed since.", proposal.version)),
        (Some(ProposalState::Sent), Some(proposal)) => weighing.weigh(-1, format!("Proposal {} is with the customer.", proposal.version)),
        (Some(ProposalState::Declined), Some(proposal)) => weighing.weigh(1, format!("Proposal {} was declined.", proposal.version)),
        _ => {
            let days = days_between(today, renewal.target.decision_on);
            if days <= OFFERED_DAYS {
                let when = match days {
                    ..-1 => format!("was to be decided {} days ago", -days),
                    -1 => "was to be decided yesterday".into(),
                    0 => "is decided today".into(),
                    1 => "is decided tomorrow".into(),
                    _ => format!("is decided in {days} days"),
                };
                weighing.weigh(1, format!("It {when} and nothing is with the customer."));
            }
        }
    }
}

fn by_work(weighing: &mut Weighing, (facts, renewal): (&Facts, &Renewal), today: Date) {
    let tasks = facts.tasks_of(renewal.id);
    let overdue = tasks.iter().filter(|task| task.state == TaskState::Open && task.due_on < today).count();
    match overdue {
        0 => {}
        1 => weighing.weigh(1, "1 step is overdue."),
        several => weighing.weigh(1, format!("{several} steps are overdue.")),
    }
    if !renewal.is_running(today) {
        return;
    }
    let contacts = facts.activities.values().filter(|activity| activity.account == renewal.account);
    let there = |id| facts.stakeholders.get(id).filter(|person| person.is_there_on(today));
    let touches = touches(contacts, today);
    let lately: Vec<&str> = touches.iter().filter(|(_, t)| t.lately > 0).filter_map(|(id, _)| Some(there(id)?.name.as_str())).collect();
    match lately.as_slice() {
        [] => weighing.weigh(1, format!("Nobody there was met in {MET_DAYS} days.")),
        [one] => weighing.weigh(1, format!("Only {one} was met in {MET_DAYS} days.")),
        _ => {}
    }
}

/// What the smallest option of a proposal begins with.
fn smallest(proposal: &Proposal, currency: crate::primitives::Currency) -> Option<i64> {
    let chosen = proposal.steps.last().and_then(|step| step.option);
    let counts = |number: u32| chosen.is_none_or(|chosen| chosen == number);
    let options = proposal.options.iter().filter(|option| counts(option.number));
    options.filter_map(|option| figures(&proposal.basis, option, currency).ok()).map(|figures| figures.arr_first).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::commands;
    use jiff::civil::date;

    fn suggestion(company: &Company) -> (Category, i64, Vec<String>) {
        let found = expect(&company.facts, company.renewal().id, company.today).unwrap();
        (found.category, found.expected_minor, found.because)
    }

    #[test]
    fn each_fact_moves_the_suggestion_by_a_step_and_is_told() {
        let mut company = Company::with_one_contract();
        let due = company.renewal().target.atr.minor;
        let (category, minor, because) = suggestion(&company);
        assert_eq!((category, minor), (Category::Pipeline, due));
        assert_eq!(because[0], "Its risk is judged green.");
        assert!(because.contains(&"It is decided in 2 days and nothing is with the customer.".to_string()), "{because:?}");
        assert!(because.contains(&"Nobody there was met in 90 days.".to_string()), "{because:?}");
        company.today = date(2026, 11, 26);
        assert_eq!(suggestion(&company).2, ["It renews by itself, and the notice deadline passed on 25 Nov 2026."]);
        assert_eq!(suggestion(&company).0, Category::Commit);
    }

    #[test]
    fn a_notice_settles_it() {
        let mut company = Company::with_one_contract();
        let (contract, today) = (company.renewal().contract, company.today);
        company.accept(commands::give_notice(&company.facts, contract, today, company.moment()));
        assert_eq!(suggestion(&company), (Category::Omitted, 0, vec!["The customer gave notice on 23 Nov 2026.".into()]));
    }

    #[test]
    fn the_range_never_passes_all_that_is_due() {
        let totals = Totals { due: 1_000, closed: 300, commit: 400, best_case: 500, adjusted: 200, ..Totals::default() };
        let percent = |ratio: Option<crate::metrics::Ratio>| ratio.map(|ratio| ratio.percent(0));
        let range = range_of(&totals);
        assert_eq!([percent(range.worst), percent(range.best)], [Some("90%".into()), Some("100%".into())]);
        assert_eq!(range_of(&Totals::default()).worst, None);
    }
}
