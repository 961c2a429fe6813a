//! Bodies about the weekly forecast.

use super::{MoneyBody, NamedBody, PersonBody};
use serde::Serialize;
use tenure_app::{BridgeRow, CallItem, ForecastItem, ForecastPerson, ForecastShow, RenewalForecastView, TeamForecastView, WalkView};
use tenure_core::deal::Suggestion;
use tenure_core::forecast::{Forecast, Level, Totals, due_on, week_name};
use tenure_core::metrics::Ratio;
use tenure_core::primitives::{Currency, Money};
use utoipa::ToSchema;

/// Sums in the reporting currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastTotalsBody {
    /// Up for renewal.
    pub due: MoneyBody,
    /// Renewed already.
    pub closed: MoneyBody,
    /// Committed, without what is closed.
    pub commit: MoneyBody,
    /// Best case, without the commit.
    pub best_case: MoneyBody,
    /// Pipeline, without the best case.
    pub pipeline: MoneyBody,
    /// Omitted; counted nowhere.
    pub omitted: MoneyBody,
    /// Up for renewal without a call.
    pub uncalled_due: MoneyBody,
    /// How many renewals have no call.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub uncalled: u64,
    /// How many renewals there are.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub renewals: u64,
    /// What the manager's adjustments of persons add to the commit.
    pub adjusted: MoneyBody,
    /// The roll-up: closed, committed and adjusted.
    pub commit_rollup: MoneyBody,
    /// The roll-up with the best case.
    pub best_case_rollup: MoneyBody,
}

/// One call.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastCallBody {
    /// 1 for the first on the renewal.
    #[schema(minimum = 1, maximum = 4_294_967_295_u32)]
    pub number: u32,
    /// `owner` or `manager`.
    pub voice: String,
    /// Name of who speaks.
    pub person: String,
    /// The category; absent where the call takes back what was said.
    pub category: Option<String>,
    /// What is expected, in the contract's currency.
    pub expected: Option<MoneyBody>,
    /// What was due then.
    pub due: MoneyBody,
    /// Why.
    pub reason: String,
    /// Name of who wrote it down.
    pub author: String,
    /// The civil day.
    #[schema(format = Date)]
    pub called_on: String,
    /// The instant.
    #[schema(format = DateTime)]
    pub recorded_at: String,
}

/// What the facts alone suggest; nobody's call, and counted nowhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestionBody {
    /// The category.
    pub category: String,
    /// The amount, in the contract's currency.
    pub expected: MoneyBody,
    /// Why, fact by fact.
    pub because: Vec<String>,
}

/// Why something changed since the last submission.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastChangeBody {
    /// The cause, such as `amended` or `changed_mind`.
    pub cause: String,
    /// By how much the commit changed, in the reporting currency.
    pub commit: MoneyBody,
    /// By how much the best case changed.
    pub best_case: MoneyBody,
    /// By how much the pipeline changed.
    pub pipeline: MoneyBody,
    /// The renewals, where it is told of several.
    pub renewals: Vec<String>,
}

/// One renewal of a forecast.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastLineBody {
    /// Such as `R-1042`.
    pub renewal: String,
    /// The customer.
    pub account: NamedBody,
    /// Who owns it commercially.
    pub owner: PersonBody,
    /// T-0.
    #[schema(format = Date)]
    pub end_on: String,
    /// The day that drives the work.
    #[schema(format = Date)]
    pub decision_on: String,
    /// What is due, in the contract's currency.
    pub due: MoneyBody,
    /// The category; absent where nobody called it.
    pub category: Option<String>,
    /// What is expected, in the contract's currency; nothing where nobody called it.
    pub expected: MoneyBody,
    /// The same in the reporting currency.
    pub expected_reporting: MoneyBody,
    /// Name of who called it.
    pub called_by: Option<String>,
    /// Outcome code, where it is decided.
    pub outcome: Option<String>,
    /// Whether its owner said or kept something this week.
    pub reviewed: bool,
    /// What changed since the last submission.
    pub changes: Vec<ForecastChangeBody>,
    /// What the facts suggest; on a person's own forecast.
    pub suggestion: Option<SuggestionBody>,
}

/// A submission, without its lines.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubmissionBody {
    /// Identity.
    pub id: String,
    /// The ISO week, such as `2026-W48`.
    pub week: String,
    /// The civil day.
    #[schema(format = Date)]
    pub submitted_on: String,
    /// Name of who submitted it.
    pub author: String,
}

/// A forecast of this week.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastBody {
    /// The ISO week, such as `2026-W48`.
    pub week: String,
    /// The day on which it is due.
    #[schema(format = Date)]
    pub due_on: String,
    /// Whose it is.
    pub person: PersonBody,
    /// First day of the terms' ends that are looked at; open ones that ended before are too.
    #[schema(format = Date)]
    pub from_on: String,
    /// First day no longer.
    #[schema(format = Date)]
    pub until_on: String,
    /// Sums.
    pub totals: ForecastTotalsBody,
    /// At worst, as a share of what is due; absent where nothing is.
    pub worst: Option<String>,
    /// At best.
    pub best: Option<String>,
    /// What was submitted this week; the last one counts.
    pub submitted: Vec<SubmissionBody>,
    /// The week that it is compared with.
    pub opening_week: Option<String>,
    /// Sums of that week.
    pub opening: Option<ForecastTotalsBody>,
    /// Why it differs: opening and these come to the sums above.
    pub changes: Vec<ForecastChangeBody>,
    /// The renewals, in the order of a walk.
    pub lines: Vec<ForecastLineBody>,
}

/// One person of a team.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForecastPersonBody {
    /// Who.
    pub person: PersonBody,
    /// What they say themselves.
    pub own: ForecastTotalsBody,
    /// With the word of those above them.
    pub adjusted: ForecastTotalsBody,
    /// Why the whole is adjusted.
    pub adjusted_because: Option<String>,
    /// The day of their last submission of this week.
    #[schema(format = Date)]
    pub submitted_on: Option<String>,
    /// How many open renewals they looked at this week.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub reviewed: u64,
    /// How many open renewals they have.
    #[schema(minimum = 0, maximum = 2_000_000_000)]
    pub open: u64,
}

/// The forecast of a team.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamForecastBody {
    /// The forecast of all of them.
    pub forecast: ForecastBody,
    /// By person, those who have not submitted first.
    pub people: Vec<ForecastPersonBody>,
}

/// The forecast of one renewal.
#[derive(Debug, Serialize, ToSchema)]
pub struct RenewalForecastBody {
    /// Such as `R-1042`.
    pub renewal: String,
    /// What is due, in the contract's currency.
    pub due: MoneyBody,
    /// The category in the owner's forecast; absent where nobody called it.
    pub category: Option<String>,
    /// What is expected.
    pub expected: MoneyBody,
    /// Every call, first to last.
    pub calls: Vec<ForecastCallBody>,
    /// What the facts suggest; absent for one that is decided.
    pub suggestion: Option<SuggestionBody>,
}

fn totals(of: &Totals, currency: Currency) -> ForecastTotalsBody {
    let money = |minor| MoneyBody::from(Money::new(minor, currency));
    ForecastTotalsBody {
        due: money(of.due),
        closed: money(of.closed),
        commit: money(of.commit),
        best_case: money(of.best_case),
        pipeline: money(of.pipeline),
        omitted: money(of.omitted),
        uncalled_due: money(of.uncalled_due),
        uncalled: of.uncalled,
        renewals: of.lines,
        adjusted: money(of.adjusted),
        commit_rollup: money(of.at(Level::Commit)),
        best_case_rollup: money(of.at(Level::BestCase)),
    }
}

fn change((cause, minor): (&str, [i64; 3]), renewals: Vec<String>, currency: Currency) -> ForecastChangeBody {
    let [commit, best_case, pipeline] = minor.map(|minor| MoneyBody::from(Money::new(minor, currency)));
    ForecastChangeBody { cause: cause.into(), commit, best_case, pipeline, renewals }
}

fn suggestion(of: &Suggestion, currency: Currency) -> SuggestionBody {
    let expected = Money::new(of.expected_minor, currency).into();
    SuggestionBody { category: of.category.code().into(), expected, because: of.because.clone() }
}

fn line(item: &ForecastItem, currency: Currency) -> ForecastLineBody {
    let changes = item.changes.iter().map(|one| change((one.cause.code(), one.minor), Vec::new(), currency)).collect();
    ForecastLineBody {
        renewal: item.renewal.clone(),
        account: NamedBody { reference: item.account_reference.clone(), name: item.account.clone() },
        owner: (&item.owner).into(),
        end_on: item.end_on.to_string(),
        decision_on: item.decision_on.to_string(),
        due: item.atr.into(),
        category: item.line.category.map(|category| category.code().into()),
        expected: item.line.expected.into(),
        expected_reporting: Money::new(item.line.expected_reporting_minor, currency).into(),
        called_by: item.called_by.clone(),
        outcome: item.outcome.map(|outcome| outcome.code().into()),
        reviewed: item.reviewed,
        changes,
        suggestion: item.suggestion.as_ref().map(|of| suggestion(of, item.atr.currency)),
    }
}

fn forecast<'a>(show: &ForecastShow, items: impl Iterator<Item = &'a ForecastItem>) -> ForecastBody {
    let share = |ratio: Option<Ratio>| ratio.map(|ratio| ratio.percent(1));
    let row = |row: &BridgeRow| {
        let renewals = row.renewals.iter().map(|(reference, _)| reference.clone()).collect();
        change((row.cause.code(), row.minor), renewals, show.currency)
    };
    let submission = |one: &Forecast| SubmissionBody {
        id: one.id.to_string(),
        week: week_name(one.week_on),
        submitted_on: one.submitted_on.to_string(),
        author: one.author.clone(),
    };
    ForecastBody {
        week: week_name(show.week_on),
        due_on: due_on(show.week_on).to_string(),
        person: (&show.person).into(),
        from_on: show.window.from_on.to_string(),
        until_on: show.window.until_on.to_string(),
        totals: totals(&show.totals, show.currency),
        worst: share(show.range.worst),
        best: share(show.range.best),
        submitted: show.submitted.iter().map(submission).collect(),
        opening_week: show.opening.as_ref().map(|opening| week_name(opening.week_on)),
        opening: show.opening.as_ref().map(|opening| totals(&opening.totals, show.currency)),
        changes: show.bridge.iter().map(row).collect(),
        lines: items.map(|item| line(item, show.currency)).collect(),
    }
}

impl From<&WalkView> for ForecastBody {
    fn from(view: &WalkView) -> Self {
        forecast(&view.show, view.open.iter().chain(&view.closed))
    }
}

impl From<&TeamForecastView> for TeamForecastBody {
    fn from(view: &TeamForecastView) -> Self {
        let currency = view.show.currency;
        let person = |row: &ForecastPerson| ForecastPersonBody {
            person: (&row.person).into(),
            own: totals(&row.own, currency),
            adjusted: totals(&row.adjusted, currency),
            adjusted_because: row.adjustment.as_ref().map(|item| item.said.reason.clone()),
            submitted_on: row.submitted.as_ref().map(|one| one.submitted_on.to_string()),
            reviewed: row.reviewed,
            open: row.open,
        };
        Self { forecast: forecast(&view.show, view.items.iter()), people: view.people.iter().map(person).collect() }
    }
}

impl From<&RenewalForecastView> for RenewalForecastBody {
    fn from(view: &RenewalForecastView) -> Self {
        let call = |item: &CallItem| ForecastCallBody {
            number: item.call.number,
            voice: item.call.voice.code().into(),
            person: item.person.clone(),
            category: item.call.said.map(|said| said.category.code().into()),
            expected: item.expected.map(MoneyBody::from),
            due: item.call.due.into(),
            reason: item.call.reason.clone(),
            author: item.call.author.clone(),
            called_on: item.call.called_on.to_string(),
            recorded_at: item.call.recorded_at.to_string(),
        };
        Self {
            renewal: view.renewal.clone(),
            due: view.due.into(),
            category: view.line.category.map(|category| category.code().into()),
            expected: view.line.expected.into(),
            calls: view.calls.iter().map(call).collect(),
            suggestion: view.suggestion.as_ref().map(|of| suggestion(of, view.due.currency)),
        }
    }
}
