//! Coverage through time: month by month whether everything was carried, by whom as a last resort, and how it passed from one to another.

use crate::App;
use crate::error::AppError;
use crate::money::off_the_way;
use crate::views::{Moments, Person, Stood};
use jiff::civil::Date;
use std::collections::BTreeMap;
use tenure_connect::tables::{Cell, Column, Table};
use tenure_core::facts::Facts;
use tenure_core::identity::Teammate;
use tenure_core::ownership::coverage::{Coverage, Month};
use tenure_core::primitives::{SubjectId, TeammateId, last_day_of_service};
use tenure_store::{Scope, Tx};

/// One month of coverage. Days are days of single responsibilities: one renewal or expansion demands five a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageMonth {
    /// First day.
    pub from_on: Date,
    /// Last day, or the day that was asked about.
    pub last_on: Date,
    /// Renewals open at the end of the last day.
    pub open: u64,
    /// Expansions open at the end of the last day.
    pub open_expansions: u64,
    /// Days on which somebody had to be accountable.
    pub demanded: u64,
    /// Those on which nobody active was.
    pub uncovered: u64,
    /// Those on which a leader or the desk lead was, since nobody had the role.
    pub last_resort: u64,
    /// Who that was, the longest first.
    pub stood_in: Vec<(Person, u64)>,
    /// Handoffs done after both had met.
    pub joint: u64,
    /// Handoffs whose meeting a named person let pass.
    pub waived: u64,
    /// Handoffs that the receiver declined.
    pub declined: u64,
}

/// Coverage of two years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageView {
    /// The day that it ends with.
    pub through: Date,
    /// How it stood, where it was asked for another moment than now.
    pub stood: Option<Stood>,
    /// The months, oldest first; the last one is the month of the day.
    pub months: Vec<CoverageMonth>,
}

impl CoverageView {
    /// Days that were uncovered in all.
    pub fn uncovered(&self) -> u64 {
        self.months.iter().map(|month| month.uncovered).sum()
    }

    /// The months as a table that leaves.
    pub fn table(&self) -> Table {
        let columns = vec![
            Column::of("from_on", "First day"),
            Column::of("last_on", "Last day"),
            Column::of("open_renewals", "Open renewals at its end"),
            Column::of("open_expansions", "Open expansions at its end"),
            Column::of("responsibility_days", "Days of responsibilities"),
            Column::of("uncovered_days", "Uncovered"),
            Column::of("last_resort_days", "Held as a last resort"),
            Column::of("last_resort_by", "By whom"),
            Column::of("joint_handoffs", "Handoffs after a meeting of both"),
            Column::of("waived_handoffs", "Handoffs waived"),
            Column::of("declined_handoffs", "Handoffs declined"),
        ];
        let row = |month: &CoverageMonth| {
            let by: Vec<String> = month.stood_in.iter().map(|(person, days)| format!("{}: {days}", person.reference)).collect();
            let [open, expansions] = [month.open, month.open_expansions].map(number);
            let [demanded, uncovered, last_resort] = [month.demanded, month.uncovered, month.last_resort].map(number);
            let [joint, waived, declined] = [month.joint, month.waived, month.declined].map(number);
            let by = Cell::text(by.join("; "));
            let days = [Cell::Day(month.from_on), Cell::Day(month.last_on)];
            let counts = [open, expansions, demanded, uncovered, last_resort, by, joint, waived, declined];
            days.into_iter().chain(counts).collect()
        };
        let known_on = self.stood.as_ref().and_then(|stood| stood.known_on);
        let about = vec![
            ("as_of".to_string(), self.through.to_string()),
            ("known_on".to_string(), known_on.map_or_else(|| "now".into(), |day| day.to_string())),
        ];
        Table { name: "Coverage".into(), day: self.through, about, rows: self.months.iter().map(row).collect(), columns }
    }
}

impl App {
    /// Coverage month by month, as it is or as it stood.
    ///
    /// # Errors
    /// A day that is still to come or on which nothing was known; an instance that is empty.
    pub async fn coverage(&self, moments: Moments) -> Result<CoverageView, AppError> {
        if moments.is_now() {
            let whole = self.whole().await?;
            let months = told(whole.coverage(), &whole.general.teammates, whole.today);
            return Ok(CoverageView { through: whole.today, stood: None, months });
        }
        let tx = self.store.read().await?;
        let (then, stood) = moments.then(self, &tx, &[]).await?;
        let people = people_then(self, &tx, then.known_at).await?;
        let renewals = tx.renewals_then(then, true).await?;
        let expansions = tx.expansions_then(then).await?;
        let subjects = renewals.iter().map(|renewal| renewal.id.into()).chain(expansions.iter().map(|expansion| expansion.id.into()));
        let entries: BTreeMap<SubjectId, _> = tx.entries_then(then, &subjects.collect::<Vec<SubjectId>>()).await?;
        let declined = tx.declined_then(then).await?;
        let count = move || {
            let mut coverage = Coverage::until(then.as_of, &people);
            let of = |subject: SubjectId| entries.get(&subject).map_or(&[][..], Vec::as_slice);
            renewals.iter().for_each(|renewal| coverage.add(renewal, of(renewal.id.into())));
            expansions.iter().for_each(|expansion| coverage.add_expansion(expansion, of(expansion.id.into())));
            declined.iter().for_each(|handoff| coverage.add_handoff(handoff));
            Ok::<_, AppError>(told(coverage.months(), &people, then.as_of))
        };
        let months = off_the_way(count).await?;
        Ok(CoverageView { through: then.as_of, stood: Some(stood), months })
    }
}

/// The months until a day of the accounts in the facts.
pub(crate) fn coverage_months(facts: &Facts, today: Date) -> Vec<Month> {
    let mut coverage = Coverage::until(today, &facts.teammates);
    facts.renewals.values().for_each(|renewal| coverage.add(renewal, facts.entries(renewal.id)));
    facts.expansions.values().for_each(|expansion| coverage.add_expansion(expansion, facts.entries(expansion.id)));
    facts.handoffs.values().for_each(|handoff| coverage.add_handoff(handoff));
    coverage.months()
}

/// Everybody, and who had left as far as anybody had written it down.
async fn people_then(app: &App, tx: &Tx, known_at: Option<jiff::Timestamp>) -> Result<BTreeMap<TeammateId, Teammate>, AppError> {
    let mut people = tx.facts(&Scope::People, app.playbooks.clone()).await?.teammates;
    if let Some(at) = known_at {
        let later = tx.subjects_after("teammate_left", at).await?;
        people.values_mut().filter(|person| later.contains(&person.reference)).for_each(|person| person.left_on = None);
    }
    Ok(people)
}

fn told(months: Vec<Month>, people: &BTreeMap<TeammateId, Teammate>, day: Date) -> Vec<CoverageMonth> {
    let month = |month: Month| {
        let mut stood_in: Vec<(Person, u64)> =
            month.last_resort.iter().filter_map(|(who, days)| Some((Person::of(people.get(who)?, day), *days))).collect();
        stood_in.sort_by(|a, b| (b.1, &a.0.name).cmp(&(a.1, &b.0.name)));
        CoverageMonth {
            from_on: month.from_on,
            last_on: last_day_of_service(month.to_on),
            open: month.open,
            open_expansions: month.open_expansions,
            demanded: month.demanded,
            uncovered: month.uncovered,
            last_resort: month.last_resort_days(),
            stood_in,
            joint: month.joint,
            waived: month.waived,
            declined: month.declined,
        }
    };
    months.into_iter().map(month).collect()
}

fn number(count: u64) -> Cell {
    Cell::Count(i64::try_from(count).unwrap_or(i64::MAX))
}
