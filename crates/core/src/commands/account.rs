//! Verbs on accounts: the customer, its people, its team, its risk, contacts with it, and mergers.

use super::{check_note, check_text, check_words, field};
use crate::account::{Account, Activity, ContractMove, Risk, RiskCall, Stakeholder, TeamMember};
use crate::contract::Contract;
use crate::facts::{Facts, Moment, Write};
use crate::identity::Role;
use crate::primitives::{AccountId, ActivityId, ContractId, IdSource, RiskCallId, TeammateId};
use crate::refusal::Refusal;
use jiff::civil::Date;

/// A judgement of risk to write down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What was judged.
    pub risk: Risk,
    /// Why; may be empty only for unknown.
    pub reason: String,
    /// First day on which it no longer counts.
    pub expires_on: Option<Date>,
}

/// Adds an account.
///
/// # Errors
/// A reference that another account has, an empty name, a tier outside 1 to 3, a parent that is the account itself or below it.
pub fn add_account(
    facts: &Facts,
    account: Account,
    judgement: Judgement,
    by: (&str, Moment),
    ids: &dyn IdSource,
) -> Result<Vec<Write>, Refusal> {
    check_text("name", &account.name)?;
    check_text("reference", &account.reference)?;
    if facts.accounts.values().any(|other| other.reference == account.reference) {
        return Err(field("reference", &account.reference, "is already an account".into()));
    }
    check_account(facts, &account)?;
    let judged = if judgement.risk == Risk::Unknown { Vec::new() } else { judged(&account, judgement, by, ids)? };
    Ok([Write::Account(Account { risk: Risk::Unknown, ..account })].into_iter().chain(judged).collect())
}

/// Changes what an account is: name, tier, segment, region, parent, fiscal year.
///
/// # Errors
/// As [`add_account`].
pub fn edit_account(facts: &Facts, account: Account) -> Result<Vec<Write>, Refusal> {
    check_text("name", &account.name)?;
    let before = known(facts, account.id)?;
    check_account(facts, &account)?;
    Ok(if *before == account { Vec::new() } else { vec![Write::Account(account)] })
}

fn check_account(facts: &Facts, account: &Account) -> Result<(), Refusal> {
    if !(1..=3).contains(&account.tier) {
        return Err(field("tier", &account.tier.to_string(), "is not a tier from 1 to 3".into()));
    }
    if account.fiscal_year_start.is_some_and(|month| !(1..=12).contains(&month)) {
        return Err(field("fiscal_year_start", "", "is not a month from 1 to 12".into()));
    }
    for (column, value) in [("segment", &account.segment), ("region", &account.region)] {
        if !value.is_empty() {
            check_text(column, value)?;
        }
    }
    check_words("needs", &account.needs)?;
    for (name, value) in &account.fields {
        check_text(name, value)?;
        let Some(known) = facts.fields.get(name) else {
            let remedy = "Add the field to the organisation's first.".into();
            return Err(Refusal { remedy, ..field("fields", name, "is not a field of accounts".into()) });
        };
        known.kind.read(value, facts.reporting()).map_err(|problem| field(name, value, problem))?;
    }
    let above = |id: &AccountId| facts.accounts.get(id).and_then(|a| a.parent);
    if std::iter::successors(account.parent, above).take(50).any(|id| id == account.id) {
        return Err(field("parent", "", "is the account itself or belongs to it".into()));
    }
    Ok(())
}

/// Writes down a judgement of an account's risk. It counts from today until the next one, or until it expires.
///
/// # Errors
/// An account that does not exist, a judgement without a reason, an expiry that is not after today.
pub fn set_risk(
    facts: &Facts,
    account: AccountId,
    judgement: Judgement,
    by: (&str, Moment),
    ids: &dyn IdSource,
) -> Result<Vec<Write>, Refusal> {
    let found = known(facts, account)?;
    let last = facts.risk_calls.get(&account).and_then(|calls| calls.last());
    let same = last.is_some_and(|call| {
        (call.risk, call.reason.as_str(), call.expires_on) == (judgement.risk, judgement.reason.trim(), judgement.expires_on)
    });
    if same && found.risk == judgement.risk { Ok(Vec::new()) } else { judged(found, judgement, by, ids) }
}

fn judged(found: &Account, judgement: Judgement, (author, moment): (&str, Moment), ids: &dyn IdSource) -> Result<Vec<Write>, Refusal> {
    let Judgement { risk, reason, expires_on } = judgement;
    let reason = reason.trim().to_string();
    if risk != Risk::Unknown || !reason.is_empty() {
        check_text("reason", &reason)?;
    }
    if let Some(day) = expires_on.filter(|day| *day <= moment.today) {
        return Err(field("expires_on", &day.to_string(), format!("is not after today, {}", moment.today)));
    }
    let call = RiskCall {
        id: RiskCallId::new(ids),
        account: found.id,
        risk,
        reason,
        author: author.into(),
        set_on: moment.today,
        expires_on,
        recorded_at: moment.recorded_at,
    };
    Ok(vec![Write::RiskCall(call), Write::Account(Account { risk, ..found.clone() })])
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
        // Where the person comes back to the role later on, the new entry ends there: nobody has a place twice on one day.
        let returns = |m: &&TeamMember| {
            (m.account, m.role, m.teammate) == (account, role, teammate) && m.from_on > from_on && m.to_on.is_none_or(|to| to > m.from_on)
        };
        let to_on = facts.team.iter().filter(returns).map(|m| m.from_on).min();
        writes.push(Write::TeamMember(TeamMember { account, role, teammate, from_on, to_on }));
    }
    Ok(writes)
}

/// Adds a stakeholder, or changes one.
///
/// # Errors
/// A reference that another stakeholder has, an empty name, an account that does not exist.
pub fn set_stakeholder(facts: &Facts, stakeholder: Stakeholder) -> Result<Vec<Write>, Refusal> {
    check_text("name", &stakeholder.name)?;
    check_text("reference", &stakeholder.reference)?;
    for (column, value) in [("title", &stakeholder.title), ("email", &stakeholder.email), ("business_unit", &stakeholder.business_unit)] {
        if !value.is_empty() {
            check_text(column, value)?;
        }
    }
    known(facts, stakeholder.account)?;
    let taken = facts.stakeholders.values().any(|other| other.reference == stakeholder.reference && other.id != stakeholder.id);
    if taken {
        return Err(field("reference", &stakeholder.reference, "already belongs to another stakeholder".into()));
    }
    let unchanged = facts.stakeholders.get(&stakeholder.id) == Some(&stakeholder);
    Ok(if unchanged { Vec::new() } else { vec![Write::Stakeholder(stakeholder)] })
}

/// Writes down a contact with a customer and who was present on both sides.
///
/// # Errors
/// A day ahead, nobody of ours, a stakeholder of another account, a renewal of another account.
pub fn log_activity(facts: &Facts, activity: Activity, moment: Moment) -> Result<Vec<Write>, Refusal> {
    check_text("subject", &activity.subject)?;
    let account = known(facts, activity.account)?;
    check_note("notes", &activity.notes)?;
    if activity.held_on > moment.today {
        return Err(field("held_on", &activity.held_on.to_string(), format!("lies after today, {}", moment.today)));
    }
    if activity.ours.is_empty() {
        return Err(field("ours", "", "names nobody of ours who was present".into()));
    }
    if let Some(unknown) = activity.ours.iter().find(|id| !facts.teammates.contains_key(id)) {
        return Err(field("ours", &unknown.to_string(), "is not a teammate".into()));
    }
    if activity.theirs.iter().any(|id| facts.stakeholders.get(id).is_none_or(|s| s.account != activity.account)) {
        return Err(field("theirs", "", format!("names somebody who is not a stakeholder of {}", account.name)));
    }
    if activity.renewal.is_some_and(|id| facts.renewals.get(&id).is_none_or(|r| r.account != activity.account)) {
        return Err(field("renewal", "", format!("is not a renewal of {}", account.name)));
    }
    let key = |a: &Activity| (a.account, a.held_on, a.kind, a.subject.clone(), a.recorded_at);
    if facts.activities.values().any(|other| !other.withdrawn && key(other) == key(&activity)) {
        return Err(field("subject", &activity.subject, "was written down this instant already".into()));
    }
    Ok(vec![Write::Activity(activity)])
}

/// Takes an activity back that was written down by mistake. It stays in the log and counts for nothing.
///
/// # Errors
/// An activity that does not exist or was withdrawn before, or that a handoff rests on.
pub fn withdraw_activity(facts: &Facts, activity: ActivityId) -> Result<Vec<Write>, Refusal> {
    let found = facts.activities.get(&activity).filter(|found| !found.withdrawn);
    let found = found.ok_or_else(|| Refusal::general("that activity does not exist or was withdrawn", ""))?;
    if let Some(handoff) = facts.handoffs.values().find(|handoff| handoff.state.touch() == Some(activity)) {
        let reference = facts.renewals.get(&handoff.renewal).map(|renewal| handoff.reference(renewal)).unwrap_or_default();
        return Err(Refusal::general(
            format!("it is the joint meeting of handoff {reference}"),
            "Log what really took place, and hand over anew if it was not meant.",
        ));
    }
    Ok(vec![Write::Activity(Activity { withdrawn: true, ..found.clone() })])
}

/// Moves a contract to another account from today on: a split, a migration, or one contract of a merger.
/// Its revenue goes along and is neither churn nor growth.
///
/// # Errors
/// An account that is the same, unknown or merged away; a contract of a co-term group that stays behind.
pub fn move_contract(facts: &Facts, contract: ContractId, to: AccountId, reason: &str, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let found = facts.contracts.get(&contract).ok_or_else(|| Refusal::general("that contract does not exist", ""))?;
    let target = known(facts, to)?;
    check_text("reason", reason)?;
    if found.account == to {
        return Err(field("to", &target.name, "has this contract already".into()));
    }
    if target.merged_into.is_some() {
        return Err(field("to", &target.name, "was merged into another account".into()));
    }
    if found.co_term_lead.is_some() || facts.contracts.values().any(|other| other.co_term_lead == Some(contract)) {
        return Err(field("contract", &found.reference, "belongs to a co-term group; take it out of the group first".into()));
    }
    Ok(moved(found, to, reason, moment))
}

/// Merges an account into another one from today on: every contract, stakeholder and open expansion goes along, and the team of the other account holds.
///
/// # Errors
/// The same account, or one that was merged before.
pub fn merge_accounts(facts: &Facts, from: AccountId, into: AccountId, reason: &str, moment: Moment) -> Result<Vec<Write>, Refusal> {
    let (gone, stays) = (known(facts, from)?, known(facts, into)?);
    check_text("reason", reason)?;
    if from == into || gone.merged_into.is_some() || stays.merged_into.is_some() {
        return Err(field(
            "into",
            &stays.name,
            "cannot take this account over: it is the same one, or one of the two is merged already".into(),
        ));
    }
    let parent = stays.parent.filter(|parent| *parent != from);
    let mut writes =
        vec![Write::Account(Account { merged_into: Some(into), ..gone.clone() }), Write::Account(Account { parent, ..stays.clone() })];
    let contracts = facts.contracts.values().filter(|contract| contract.account == from);
    writes.extend(contracts.flat_map(|contract| moved(contract, into, reason, moment)));
    let people = facts.stakeholders.values().filter(|stakeholder| stakeholder.account == from);
    writes.extend(people.map(|stakeholder| Write::Stakeholder(Stakeholder { account: into, ..stakeholder.clone() })));
    writes.extend(super::expansion::taken_along(facts, from, into));
    let team = facts.team.iter().filter(|member| member.account == from && member.to_on.is_none_or(|to| to > moment.today));
    writes.extend(team.map(|member| Write::TeamMember(TeamMember { to_on: Some(moment.today.max(member.from_on)), ..member.clone() })));
    let children = facts.accounts.values().filter(|account| account.parent == Some(from) && account.id != into);
    writes.extend(children.map(|account| Write::Account(Account { parent: Some(into), ..account.clone() })));
    Ok(writes)
}

fn moved(contract: &Contract, to: AccountId, reason: &str, moment: Moment) -> Vec<Write> {
    vec![went(contract, to, reason, moment), Write::Contract(Contract { account: to, ..contract.clone() })]
}

/// That a contract goes to another account today; the contract itself is written beside it.
pub(crate) fn went(contract: &Contract, to: AccountId, reason: &str, moment: Moment) -> Write {
    let (from, moved_on, recorded_at) = (contract.account, moment.today, moment.recorded_at);
    Write::ContractMove(ContractMove { contract: contract.id, from, to, moved_on, reason: reason.into(), recorded_at })
}

fn known(facts: &Facts, account: AccountId) -> Result<&Account, Refusal> {
    facts.accounts.get(&account).ok_or_else(|| Refusal::general("that account does not exist", ""))
}
