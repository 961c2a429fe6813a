//! Accounts and what was judged of their risk: read, written, and held against one another.

use super::fields;
use super::import::{Work, each_row};
use super::people::month;
use super::sheet::{Cells, Sheet, at, one_line, whole};
use crate::account::{Account, Risk, RiskCall, risk_on};
use crate::commands::TEXT_MAX;
use crate::facts::{Facts, Write};
use crate::identity::{self, skills};
use crate::primitives::{AccountId, Country, RiskCallId, parse_date};
use crate::refusal::Refusal;
use jiff::civil::Date;
use std::collections::BTreeSet;

const FILE: &str = "accounts.csv";

/// Reads accounts.csv. A judgement of risk that is not recorded yet is written down.
pub(super) fn read_accounts(sheet: &Sheet<'_>, work: &mut Work<'_>) {
    for (row, (account, call)) in each_row(sheet, work, account) {
        work.places.accounts.insert(account.id, row);
        work.touched.insert(account.id);
        let before = work.before.accounts.get(&account.id).map(|before| (before.clone(), false));
        let judged = call.is_some();
        work.changes.writes.extend(call.map(Write::RiskCall));
        let reference = account.reference.clone();
        work.changes.record(sheet.schema, reference, (before.as_ref(), (account, judged)), |(account, _)| Write::Account(account));
    }
}

fn account(cells: &mut Cells<'_, '_>, work: &Work<'_>) -> Option<(Account, Option<RiskCall>)> {
    let reference = cells.text("id");
    let id = work.names.accounts.get(cells.raw("id"));
    let before = id.and_then(|id| work.before.accounts.get(&id));
    let name = cells.text("name");
    let tier = cells.read("tier", whole(1, 3));
    let segment = cells.optional("segment", (before.map(|a| a.segment.clone()), String::new()), one_line);
    let region = cells.optional("region", (before.map(|a| a.region.clone()), String::new()), one_line);
    let country = cells.optional("country", (before.map(|a| a.country), None), |text| text.parse().map(Some));
    let parent = cells.known_or_none("parent", before.map(|a| a.parent), &work.names.accounts);
    let begins = |text: &str| month(text).map(Some);
    let fiscal_year_start = cells.optional("fiscal_year_start", (before.map(|a| a.fiscal_year_start), None), begins);
    let merged_into = cells.known_or_none("merged_into", before.map(|a| a.merged_into), &work.names.accounts);
    let calls = id.and_then(|id| work.before.risk_calls.get(&id)).map_or(&[][..], Vec::as_slice);
    let stated = stated(cells, calls.last());
    let call = new_call(cells, work, (id?, calls.last()), stated?);
    let risk = match &call {
        Some(call) => risk_on(std::slice::from_ref(call), work.planning.moment.today),
        None => before.map_or(Risk::Unknown, |before| before.risk),
    };
    let needs =
        cells.optional("needs", (before.map(|a| a.needs.clone()), BTreeSet::new()), |text| one_line(text).map(|text| skills(&text)));
    let fields = fields::values(cells, before.map(|a| &a.fields), work);
    let account = Account {
        id: id?,
        reference: reference?,
        name: name?,
        tier: u8::try_from(tier?).ok()?,
        segment: segment?,
        region: region?,
        country: country?,
        risk,
        parent: parent?,
        fiscal_year_start: fiscal_year_start?,
        merged_into: merged_into?,
        needs: needs?,
        fields: fields?,
    };
    Some((account, call))
}

/// What a row says of the latest judgement; `None` where it says nothing.
struct Stated {
    risk: Option<Risk>,
    reason: Option<String>,
    author: Option<String>,
    set_on: Option<Date>,
    /// The inner `None` is a judgement that does not expire.
    expires_on: Option<Option<Date>>,
}

impl Stated {
    /// Whether the recorded judgement is the one that the row means. A row that names no last day means one that is in force.
    fn is(&self, call: &RiskCall, today: Date) -> bool {
        let in_force = call.expires_on.is_none_or(|expires_on| today < expires_on);
        self.risk.is_none_or(|risk| risk == call.risk)
            && self.reason.as_ref().is_none_or(|reason| *reason == call.reason)
            && self.author.as_ref().is_none_or(|author| *author == call.author)
            && self.set_on.is_none_or(|set_on| set_on == call.set_on)
            && self.expires_on.is_none_or(|expires_on| expires_on == call.expires_on)
            && (in_force || self.risk.is_none() || self.expires_on.flatten().is_some())
    }

    /// Whether the row says no more than that nobody judged.
    fn is_nothing(&self) -> bool {
        let details = self.reason.is_some() || self.author.is_some() || self.set_on.is_some() || self.expires_on.flatten().is_some();
        self.risk.is_none_or(|risk| risk == Risk::Unknown) && !details
    }
}

/// Reads the columns of risk; the outer `None` means refused.
fn stated(cells: &mut Cells<'_, '_>, last: Option<&RiskCall>) -> Option<Stated> {
    let risk = cells.optional("risk", (Some(None), Some(Risk::Unknown)), |text| text.parse().map(Some));
    let reason = cells.optional("risk_reason", (None, None), |text| one_line(text).map(Some));
    let author = cells.optional("risk_by", (None, None), |text| one_line(text).map(Some));
    let set_on = cells.optional("risk_set_on", (None, None), |text| parse_date(text).map(Some));
    let expires_on = cells.optional("risk_expires_on", (Some(None), Some(None)), |text| parse_date(text).map(|day| Some(Some(day))));
    let stated = Stated { risk: risk?, reason: reason?, author: author?, set_on: set_on?, expires_on: expires_on? };
    // Where the file has no column of risk, details are those of the judgement that is recorded.
    let kept = last.map(|call| call.risk).filter(|_| stated.risk.is_none() && !stated.is_nothing());
    Some(Stated { risk: stated.risk.or(kept), ..stated })
}

/// The judgement to write down, where the row's is not the recorded one.
fn new_call(
    cells: &mut Cells<'_, '_>,
    work: &Work<'_>,
    (account, last): (AccountId, Option<&RiskCall>),
    stated: Stated,
) -> Option<RiskCall> {
    let planning = work.planning;
    let today = planning.moment.today;
    if last.map_or_else(|| stated.is_nothing(), |last| stated.is(last, today)) {
        return None;
    }
    let set_on = stated.set_on.unwrap_or(today);
    if set_on > today {
        cells.refuse("risk_set_on", format!("lies after today, {today}"), "");
    } else if let Some(last) = last.filter(|last| set_on < last.set_on) {
        let problem = format!("is before {}, the day of the judgement that is recorded", last.set_on);
        cells.refuse("risk_set_on", problem, "Leave it empty to judge anew today, or take the columns of risk out.");
    }
    let expires_on = stated.expires_on.flatten();
    if expires_on.is_some_and(|day| day <= set_on) {
        cells.refuse("risk_expires_on", format!("is not after the day it was judged, {set_on}"), "");
    }
    let risk = stated.risk.unwrap_or(Risk::Unknown);
    let explained = risk == Risk::Unknown && stated.set_on.is_some();
    let default = if explained { String::new() } else { planning.cause.reason.chars().take(TEXT_MAX).collect() };
    Some(RiskCall {
        id: RiskCallId::new(planning.ids),
        account,
        risk,
        reason: stated.reason.unwrap_or(default),
        author: stated.author.unwrap_or_else(|| planning.cause.author.clone()),
        set_on,
        expires_on,
        recorded_at: planning.moment.recorded_at,
    })
}

/// Rows of accounts.csv, each with the latest judgement of risk.
pub(super) fn accounts(facts: &Facts) -> Vec<Vec<String>> {
    let reference = |id: Option<AccountId>| id.map_or("", |id| reference(facts, id)).to_string();
    let mut accounts: Vec<&Account> = facts.accounts.values().collect();
    accounts.sort_by_key(|a| &a.reference);
    let row = |a: &Account| {
        let call = facts.risk_calls.get(&a.id).and_then(|calls| calls.last());
        let text = |pick: fn(&RiskCall) -> String| call.map_or_else(String::new, pick);
        vec![
            a.reference.clone(),
            a.name.clone(),
            a.tier.to_string(),
            a.segment.clone(),
            a.region.clone(),
            a.country.map_or("", Country::code).into(),
            call.map_or(a.risk, |call| call.risk).to_string(),
            reference(a.parent),
            a.fiscal_year_start.map_or_else(String::new, |month| month.to_string()),
            reference(a.merged_into),
            text(|call| call.reason.clone()),
            text(|call| call.author.clone()),
            text(|call| call.set_on.to_string()),
            text(|call| call.expires_on.map_or_else(String::new, |day| day.to_string())),
            identity::joined(&a.needs),
            fields::cell(&a.fields),
        ]
    };
    accounts.into_iter().map(row).collect()
}

/// No account belongs to itself or is merged into itself, directly or through others; one that was merged has no contract.
pub(super) fn check(after: &Facts, work: &Work<'_>, found: &mut Vec<Refusal>) {
    found.extend(circles(after, work, ("parent", "belongs in the end to the account of this row"), |a| a.parent));
    found.extend(circles(after, work, ("merged_into", "was merged in the end into the account of this row"), |a| a.merged_into));
    found.extend(contracts_of_merged(after, work));
}

fn reference(facts: &Facts, id: AccountId) -> &str {
    facts.accounts.get(&id).map_or("", |account| account.reference.as_str())
}

/// Rows whose account is reached again by going from one account to the next.
fn circles(after: &Facts, work: &Work<'_>, (column, problem): (&str, &str), step: fn(&Account) -> Option<AccountId>) -> Vec<Refusal> {
    let next = |id: &AccountId| after.accounts.get(id).and_then(step);
    let in_circle = |id: &AccountId| std::iter::successors(next(id), next).take(after.accounts.len()).any(|above| above == *id);
    let refused = work.places.accounts.iter().filter(|(id, _)| in_circle(id)).map(|(id, row)| {
        let value = next(id).map_or("", |above| reference(after, above));
        Refusal { problem: problem.into(), remedy: format!("Leave {column} of one of them empty."), ..at(FILE, *row, column, value) }
    });
    refused.collect()
}

fn contracts_of_merged(after: &Facts, work: &Work<'_>) -> Vec<Refusal> {
    let mut found = Vec::new();
    for contract in after.contracts.values() {
        let Some(account) = after.accounts.get(&contract.account) else { continue };
        let Some(into) = account.merged_into.map(|into| reference(after, into)) else { continue };
        if let Some(row) = work.places.contracts.get(&contract.id) {
            let problem = format!("was merged into {into}");
            found.push(Refusal {
                problem,
                remedy: format!("Write {into} here."),
                ..at("contracts.csv", *row, "account", &account.reference)
            });
        } else if let Some(row) = work.places.accounts.get(&account.id) {
            let problem = format!("cannot be: {} still has contract {}", account.reference, contract.reference);
            let remedy = "Move its contracts in contracts.csv as well.".to_string();
            found.push(Refusal { problem, remedy, ..at(FILE, *row, "merged_into", into) });
        }
    }
    found
}
