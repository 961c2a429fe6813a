//! What every view of a forecast stands on: the renewals of some people, what is said of them, and what changed since the last submission.

use crate::App;
use crate::error::AppError;
use crate::views::{Person, people};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_core::account::Risk;
use tenure_core::deal::{Suggestion, expect, forecast_lines, range_of, up_for_forecast};
use tenure_core::facts::Facts;
use tenure_core::forecast::{
    Cause, Change, Due, Forecast, ForecastCall, ForecastLine, Kind, Seen, Totals, Voice, Window, adjustments_in, changes, in_force,
    week_of, window_on,
};
use tenure_core::metrics::ForecastRange;
use tenure_core::primitives::{Currency, Money, RenewalId, TeammateId, days_between};
use tenure_core::renewal::{Outcome, State};
use tenure_store::{Scope, Tx};

/// A call as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallItem {
    /// The call.
    pub call: ForecastCall,
    /// Name of who spoke.
    pub person: String,
    /// What was expected when it was said; `None` where the call takes something back.
    pub expected: Option<Money>,
}

/// One renewal of a forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastItem {
    /// `R-1042`.
    pub renewal: String,
    /// Account name.
    pub account: String,
    /// Account reference.
    pub account_reference: String,
    /// Risk category of the account.
    pub risk: Risk,
    /// Who owns it commercially.
    pub owner: Person,
    /// T-0.
    pub end_on: Date,
    /// Last day on which notice can be given.
    pub notice_on: Date,
    /// The day that drives the work.
    pub decision_on: Date,
    /// Whether it renews by itself.
    pub auto_renew: bool,
    /// What is up for renewal, in the contract's currency.
    pub atr: Money,
    /// The line as the forecast has it.
    pub line: ForecastLine,
    /// Name of who said what the line has.
    pub called_by: Option<String>,
    /// How it ended; `None` while it is open.
    pub outcome: Option<Outcome>,
    /// The owner's last call, whatever stands in the line.
    pub own: Option<CallItem>,
    /// The last calls of managers that stand, one each, the highest first.
    pub managers: Vec<CallItem>,
    /// What the facts alone suggest; asked for on the walk.
    pub suggestion: Option<Suggestion>,
    /// Whether its owner said or kept something this week.
    pub reviewed: bool,
    /// What changed since the last submission.
    pub changes: Vec<Change>,
    /// What was due when the last submission was made, in the contract's currency; `None` where it was not in it.
    pub was: Option<ForecastLine>,
}

/// A cause of the way from the last submission to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BridgeRow {
    /// Why.
    pub cause: Cause,
    /// What each roll-up changed by, in minor units of the reporting currency.
    pub minor: [i64; 3],
    /// Its renewals: reference and account.
    pub renewals: Vec<(String, String)>,
}

/// The submission that a forecast is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningItem {
    /// Monday of its week.
    pub week_on: Date,
    /// The day it was made.
    pub submitted_on: Date,
    /// Its sums.
    pub totals: Totals,
}

/// What every view of a forecast shows.
#[derive(Clone, Debug)]
pub struct ForecastShow {
    /// Today.
    pub today: Date,
    /// Monday of this week.
    pub week_on: Date,
    /// Whose forecast.
    pub person: Person,
    /// The terms looked at.
    pub window: Window,
    /// The reporting currency.
    pub currency: Currency,
    /// Sums as they stand.
    pub totals: Totals,
    /// From worst to best.
    pub range: ForecastRange,
    /// What it is compared with: the last submission of an earlier week.
    pub opening: Option<OpeningItem>,
    /// Why it differs, in a fixed order; opening and these always come to what stands now.
    pub bridge: Vec<BridgeRow>,
    /// What was submitted this week, first to last: the last one counts.
    pub submitted: Vec<Forecast>,
    /// Whether the reader may submit it.
    pub may_submit: bool,
}

/// The facts behind a view.
pub(super) struct Ground {
    pub(super) facts: Facts,
    pub(super) me: TeammateId,
    pub(super) people: BTreeSet<TeammateId>,
    pub(super) persons: BTreeMap<TeammateId, Person>,
    pub(super) today: Date,
    pub(super) week_on: Date,
    pub(super) window: Window,
    pub(super) dues: Vec<Due>,
    pub(super) lines: Vec<ForecastLine>,
    pub(super) adjusted: i64,
    opening: Option<Forecast>,
    changes: Vec<Change>,
    /// Reference and account of the renewals that are no longer in it.
    gone: BTreeMap<RenewalId, (String, String)>,
    submitted: Vec<Forecast>,
}

impl App {
    /// Loads what a forecast of a person looks at.
    pub(super) async fn forecast_ground(&self, tx: &Tx, (general, me): (Facts, TeammateId), kind: Kind) -> Result<Ground, AppError> {
        let today = self.today(&general.organisation);
        let week_on = week_of(today);
        let window = window_on(today, general.organisation.fiscal_year_start);
        let people_in = super::people_of(&general, me, kind);
        let named: Vec<TeammateId> = people_in.iter().copied().collect();
        let facts = tx.facts(&Scope::Forecast(named, window), self.playbooks.clone()).await?;
        let dues = up_for_forecast(&facts, &people_in, &window);
        let lines = forecast_lines(&facts, &dues, (kind == Kind::Team).then_some(me));
        let adjusted = match kind {
            Kind::Own => 0,
            Kind::Team => adjustments_in(&facts.adjustments, me, week_on).iter().map(|said| said.delta_minor).sum(),
        };
        let opening = tx.forecast_before(me, kind, week_on).await?;
        let (seen, gone) = self.gone_since(tx, opening.as_ref(), &dues).await?;
        let now: Vec<(ForecastLine, &Due)> = lines.iter().cloned().zip(&dues).collect();
        let changes = opening.as_ref().map(|opening| changes(opening, &now, (window, adjusted), &seen)).unwrap_or_default();
        let submitted = tx.forecasts_since(&[me], kind, week_on).await?;
        let persons = people(&facts, today);
        Ok(Ground {
            me,
            people: people_in,
            persons,
            today,
            week_on,
            window,
            lines,
            adjusted,
            opening,
            changes,
            gone,
            submitted,
            dues,
            facts,
        })
    }

    /// Where the renewals stand that were in a submission and are not looked at any more, and what people call them.
    async fn gone_since(&self, tx: &Tx, opening: Option<&Forecast>, dues: &[Due]) -> Result<(BTreeMap<RenewalId, Seen>, Named), AppError> {
        let here: BTreeSet<RenewalId> = dues.iter().map(|due| due.renewal).collect();
        let lines = opening.map(|opening| opening.lines.as_slice()).unwrap_or_default();
        let gone: Vec<RenewalId> = lines.iter().map(|line| line.renewal).filter(|id| !here.contains(id)).collect();
        if gone.is_empty() {
            return Ok(Default::default());
        }
        let accounts = tx.accounts_of_renewals(&gone).await?;
        let facts = tx.facts(&Scope::Accounts(accounts), self.playbooks.clone()).await?;
        let found: Vec<_> = gone.iter().filter_map(|id| facts.renewals.get(id)).collect();
        let seen = found.iter().map(|renewal| {
            let outcome = match &renewal.state {
                State::Open => None,
                State::Closed { outcome, .. } => Some(*outcome),
            };
            (renewal.id, Seen { end_on: renewal.target.end_on, outcome })
        });
        let name = |id| facts.accounts.get(id).map(|account| account.name.clone()).unwrap_or_default();
        let named = found.iter().map(|renewal| (renewal.id, (renewal.reference(), name(&renewal.account))));
        Ok((seen.collect(), named.collect()))
    }
}

/// Reference and account of renewals.
type Named = BTreeMap<RenewalId, (String, String)>;

impl Ground {
    /// What every view shows.
    pub(super) fn show(&self, may_submit: bool) -> Option<ForecastShow> {
        let totals = Totals::of(&self.lines, self.adjusted);
        let opening = self.opening.as_ref().map(|opening| OpeningItem {
            week_on: opening.week_on,
            submitted_on: opening.submitted_on,
            totals: Totals::of(&opening.lines, opening.adjusted_minor),
        });
        Some(ForecastShow {
            today: self.today,
            week_on: self.week_on,
            person: self.persons.get(&self.me)?.clone(),
            window: self.window,
            currency: self.facts.reporting(),
            range: range_of(&totals),
            totals,
            opening,
            bridge: self.bridge(),
            submitted: self.submitted.clone(),
            may_submit,
        })
    }

    fn bridge(&self) -> Vec<BridgeRow> {
        let named: Named = self.dues.iter().map(|due| (due.renewal, (format!("R-{}", due.number), self.account_of(due).0))).collect();
        let mut rows: Vec<BridgeRow> = Vec::new();
        for change in &self.changes {
            let renewal = change.renewal.and_then(|id| named.get(&id).or_else(|| self.gone.get(&id))).cloned();
            match rows.iter_mut().find(|row| row.cause == change.cause) {
                Some(row) => {
                    for (sum, minor) in row.minor.iter_mut().zip(change.minor) {
                        *sum += minor;
                    }
                    row.renewals.extend(renewal);
                }
                None => rows.push(BridgeRow { cause: change.cause, minor: change.minor, renewals: renewal.into_iter().collect() }),
            }
        }
        rows
    }

    fn account_of(&self, due: &Due) -> (String, String, Risk) {
        let account = self.facts.accounts.get(&due.account);
        account.map_or((String::new(), String::new(), Risk::Unknown), |a| (a.name.clone(), a.reference.clone(), a.risk))
    }

    /// The renewals, in the order in which they are looked through: those decided soonest in four bands, within each the most money first,
    /// then the reddest. Decided ones come last.
    pub(super) fn items(&self) -> Vec<ForecastItem> {
        let was: BTreeMap<RenewalId, &ForecastLine> =
            self.opening.iter().flat_map(|opening| &opening.lines).map(|line| (line.renewal, line)).collect();
        let mut changed: BTreeMap<RenewalId, Vec<Change>> = BTreeMap::new();
        for change in &self.changes {
            if let Some(renewal) = change.renewal {
                changed.entry(renewal).or_default().push(change.clone());
            }
        }
        let item =
            |(due, line): (&Due, &ForecastLine)| self.item((due, line), was.get(&due.renewal).copied(), changed.remove(&due.renewal));
        let mut items: Vec<ForecastItem> = self.dues.iter().zip(&self.lines).filter_map(item).collect();
        items.sort_by_cached_key(|item| {
            let amount = std::cmp::Reverse(item.line.due_reporting_minor);
            (item.outcome.is_some(), band(item.decision_on, self.today), amount, urgency(item.risk), item.renewal.clone())
        });
        items
    }

    fn item(&self, (due, line): (&Due, &ForecastLine), was: Option<&ForecastLine>, changes: Option<Vec<Change>>) -> Option<ForecastItem> {
        let renewal = self.facts.renewals.get(&due.renewal)?;
        let (account, account_reference, risk) = self.account_of(due);
        let own = due.calls.iter().rfind(|call| call.voice == Voice::Owner);
        let speakers: BTreeSet<TeammateId> = due.calls.iter().filter(|call| call.voice == Voice::Manager).map(|call| call.person).collect();
        let standing = speakers.into_iter().filter_map(|person| in_force(&due.calls, &[person]).map(|(call, _)| call));
        let mut managers: Vec<CallItem> = standing.filter(|call| call.voice == Voice::Manager).map(|call| self.call_item(call)).collect();
        managers.sort_by_key(|item| std::cmp::Reverse(item.call.recorded_at));
        Some(ForecastItem {
            renewal: renewal.reference(),
            account,
            account_reference,
            risk,
            owner: self.persons.get(&due.holder)?.clone(),
            end_on: due.end_on,
            notice_on: renewal.target.notice_on,
            decision_on: renewal.target.decision_on,
            auto_renew: renewal.target.auto_renew,
            atr: due.atr,
            line: line.clone(),
            called_by: line.called_by.map(|id| self.facts.name_of(id).to_string()),
            outcome: due.ending.map(|ending| ending.outcome),
            reviewed: own.is_some_and(|call| call.called_on >= self.week_on),
            own: own.map(|call| self.call_item(call)),
            managers,
            suggestion: None,
            changes: changes.unwrap_or_default(),
            was: was.cloned(),
        })
    }

    /// With what the facts suggest of one that is open.
    pub(super) fn suggested(&self, item: ForecastItem) -> ForecastItem {
        ForecastItem { suggestion: expect(&self.facts, item.line.renewal, self.today), ..item }
    }

    fn call_item(&self, call: &ForecastCall) -> CallItem {
        CallItem {
            person: self.facts.name_of(call.person).to_string(),
            expected: call.said.map(|said| Money::new(said.expected_minor, call.due.currency)),
            call: call.clone(),
        }
    }
}

/// Decided within a fortnight or overdue, within 30 days, within 60 days, later.
fn band(decision_on: Date, today: Date) -> u8 {
    match days_between(today, decision_on) {
        ..=14 => 0,
        15..=30 => 1,
        31..=60 => 2,
        _ => 3,
    }
}

const fn urgency(risk: Risk) -> u8 {
    match risk {
        Risk::Red => 0,
        Risk::Yellow => 1,
        Risk::Unknown => 2,
        Risk::Expansion => 3,
        Risk::Green => 4,
    }
}
