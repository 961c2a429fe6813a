//! What was learnt from a decided renewal: written down, and counted over a window with the four cases of retention and renewal.

use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::identity::teammate;
use crate::permission::require_account_people;
use crate::views::{Named, Person, number_of, people};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tenure_connect::tables::{Cell, Column, Table};
use tenure_core::commands::{self, Learnt};
use tenure_core::deal::{Ending, Judged, Quadrant, Told, judged, told_apart};
use tenure_core::facts::Facts;
use tenure_core::primitives::Money;
use tenure_core::renewal::{Outcome, OutcomeReason, OutcomeReview, Plan, Renewal, State, Strength, Theme};
use tenure_store::Scope;

/// Longest window, in months.
const MONTHS_MAX: u16 = 60;

/// What somebody learnt, as it is told.
#[derive(Clone, Debug, Default)]
pub struct NewReview {
    /// Themes.
    pub themes: BTreeSet<Theme>,
    /// What to do otherwise next time.
    pub lessons: String,
    /// How firmly the customer is held, as a person judges.
    pub strength: Option<Strength>,
    /// The plan into the next term: what, by whom (reference or e-mail), by when.
    pub plan: Option<(String, String, Date)>,
}

/// Which outcomes to count. A filter that is `None` takes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutcomeQuery {
    /// Months back from today, 1 to 60; 12 where it is `None`.
    pub months: Option<u16>,
    /// One of the four cases, or that the facts do not tell.
    pub quadrant: Option<Quadrant>,
    /// What the outcome was, among others.
    pub ending: Option<Ending>,
    /// A reason.
    pub reason: Option<OutcomeReason>,
    /// A theme.
    pub theme: Option<Theme>,
    /// A segment.
    pub segment: Option<String>,
}

/// One outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeItem {
    /// `R-1042`.
    pub renewal: String,
    /// The customer.
    pub account: Named,
    /// Its segment.
    pub segment: String,
    /// How it ended.
    pub outcome: Outcome,
    /// When.
    pub closed_on: Date,
    /// Why, as we class it.
    pub reason: Option<OutcomeReason>,
    /// Why, in the customer's own words.
    pub words: String,
    /// What was up, in the reporting currency.
    pub atr: Money,
    /// What it was, told apart, with the facts that say so.
    pub told: Told,
    /// How firmly the customer was held, with what that is made of.
    pub judged: Judged,
    /// What was learnt, if anybody wrote it.
    pub review: Option<OutcomeReview>,
    /// Who carries the plan.
    pub plan_owner: Option<Person>,
}

/// How many outcomes share something, and what was up in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The code by which the list is narrowed.
    pub code: String,
    /// What people read.
    pub label: String,
    /// How many.
    pub count: usize,
    /// What was up in them, in the reporting currency.
    pub atr: Money,
}

/// Outcomes of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomesView {
    /// Today.
    pub today: Date,
    /// First day of the window.
    pub from_on: Date,
    /// What was asked.
    pub query: OutcomeQuery,
    /// All decided in the window.
    pub total: usize,
    /// By case.
    pub quadrants: Vec<Counted>,
    /// By what they were; one outcome may be several.
    pub endings: Vec<Counted>,
    /// Signed on time, of those that were signed.
    pub on_time: (usize, usize),
    /// By reason; those without one under an empty code.
    pub reasons: Vec<Counted>,
    /// By theme.
    pub themes: Vec<Counted>,
    /// By segment.
    pub segments: Vec<Counted>,
    /// Those that the filters leave, the latest first.
    pub items: Vec<OutcomeItem>,
}

impl OutcomesView {
    /// The outcomes that the filters leave, as a table that leaves.
    pub fn table(&self) -> Table {
        let columns = vec![
            Column::of("renewal", "Renewal"),
            Column::of("account", "Account"),
            Column::of("account_name", "Name of the account"),
            Column::of("segment", "Segment"),
            Column::of("closed_on", "Decided on"),
            Column::of("outcome", "Outcome"),
            Column::of("endings", "What it was"),
            Column::of("on_time", "Signed by the end of the term"),
            Column::of("up_for_renewal", "Up for renewal"),
            Column::of("currency", "Currency"),
            Column::of("case", "Retention against renewal"),
            Column::of("reason", "Reason"),
            Column::of("words", "In their words"),
            Column::of("themes", "Themes"),
            Column::of("lessons", "Lessons"),
            Column::of("plan", "Plan into the next term"),
            Column::of("plan_owner", "Who carries it"),
        ];
        let row = |item: &OutcomeItem| {
            let review = item.review.as_ref();
            let endings: Vec<&str> = Ending::ALL.iter().filter(|ending| item.told.is(**ending)).map(|ending| ending.code()).collect();
            let themes: Vec<String> = review.map(|review| review.themes.iter().map(ToString::to_string).collect()).unwrap_or_default();
            let plan = review.and_then(|review| review.plan.as_ref()).map(|plan| plan.text.clone());
            let on_time = item.told.on_time.map(|on_time| if on_time { "yes" } else { "no" });
            vec![
                Cell::text(item.renewal.clone()),
                Cell::text(item.account.reference.clone()),
                Cell::text(item.account.name.clone()),
                Cell::text(item.segment.clone()),
                Cell::Day(item.closed_on),
                Cell::text(item.outcome.code()),
                Cell::text(endings.join("; ")),
                Cell::text(on_time.unwrap_or_default()),
                Cell::Amount(item.atr),
                Cell::text(item.atr.currency.code()),
                Cell::text(item.judged.quadrant.code()),
                Cell::text(item.reason.map(|reason| reason.code()).unwrap_or_default()),
                Cell::text(item.words.clone()),
                Cell::text(themes.join("; ")),
                Cell::text(review.map(|review| review.lessons.clone()).unwrap_or_default()),
                Cell::text(plan.unwrap_or_default()),
                Cell::text(item.plan_owner.as_ref().map(|person| person.reference.clone()).unwrap_or_default()),
            ]
        };
        let about = vec![("from_on".to_string(), self.from_on.to_string()), ("to_on".to_string(), self.today.to_string())];
        Table { name: "Outcomes".into(), day: self.today, about, rows: self.items.iter().map(row).collect(), columns }
    }
}

impl App {
    /// Writes down what was learnt from a decided renewal. Whoever works on the account may.
    ///
    /// # Errors
    /// See [`commands::review_outcome`].
    pub async fn review_outcome(&self, actor: &Actor, reference: &str, new: NewReview) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Renewal(number_of(reference)?), |context| {
            let facts = context.facts;
            let renewal = found(facts, reference)?;
            require_account_people(actor, renewal.account, context)?;
            let writes = commands::review_outcome(facts, renewal.id, learnt(facts, &new)?, (&actor.name(), context.moment))?;
            let subject = renewal.reference();
            let summary = format!("What {subject} teaches was written down");
            Ok(Decided { writes, kind: "outcome_reviewed", subject, summary })
        })
        .await
    }

    /// The outcome of one decided renewal; `None` for one that nobody decided.
    ///
    /// # Errors
    /// A renewal that does not exist.
    pub async fn outcome(&self, reference: &str) -> Result<Option<OutcomeItem>, AppError> {
        let facts = self.store.read().await?.facts(&Scope::Renewal(number_of(reference)?), self.playbooks.clone()).await?;
        let today = self.today(&facts.organisation);
        Ok(item(&facts, found(&facts, reference)?, today))
    }

    /// Outcomes of a window, counted by case, reason, theme and segment.
    ///
    /// # Errors
    /// A window of no or too many months.
    pub async fn outcomes(&self, query: &OutcomeQuery) -> Result<OutcomesView, AppError> {
        let months = query.months.unwrap_or(12);
        if !(1..=MONTHS_MAX).contains(&months) {
            return Err(AppError::field("months", &months.to_string(), &format!("is not 1 to {MONTHS_MAX} months")));
        }
        let whole = self.whole().await?;
        let today = whole.today;
        let from_on = today.saturating_sub(i64::from(months).months());
        let inside = |item: &&OutcomeItem| from_on < item.closed_on && item.closed_on <= today;
        let mut items: Vec<OutcomeItem> = whole.decided().filter(inside).cloned().collect();
        items.sort_by(|a, b| (b.closed_on, &b.renewal).cmp(&(a.closed_on, &a.renewal)));
        let zero = Money::new(0, whole.general.reporting());
        let quadrants =
            Quadrant::ALL.iter().map(|case| count(&items, (case.code(), case.label(), zero), |item| item.judged.quadrant == *case));
        let endings = Ending::ALL.iter().map(|word| count(&items, (word.code(), word.label(), zero), |item| item.told.is(*word)));
        let on_time = items.iter().filter(|item| item.told.on_time == Some(true)).count();
        let signed = items.iter().filter(|item| item.told.on_time.is_some()).count();
        let reasons = OutcomeReason::ALL
            .iter()
            .map(|reason| count(&items, (reason.code(), reason.label(), zero), |item| item.reason == Some(*reason)));
        let untold = count(&items, ("", "No reason told", zero), |item| item.reason.is_none());
        let themes: BTreeSet<&Theme> = items.iter().filter_map(|item| item.review.as_ref()).flat_map(|review| &review.themes).collect();
        let themes = themes.into_iter().map(|theme| {
            let name = theme.to_string();
            count(&items, (&name, &name, zero), |item| item.review.as_ref().is_some_and(|review| review.themes.contains(theme)))
        });
        let segments: BTreeSet<&str> = items.iter().map(|item| item.segment.as_str()).collect();
        let segments = segments.into_iter().map(|segment| count(&items, (segment, segment, zero), |item| item.segment == segment));
        Ok(OutcomesView {
            today,
            from_on,
            query: query.clone(),
            total: items.len(),
            quadrants: quadrants.collect(),
            endings: endings.filter(|counted| counted.count > 0).collect(),
            on_time: (on_time, signed),
            reasons: most_first(reasons.chain([untold]).collect()),
            themes: most_first(themes.collect()),
            segments: most_first(segments.collect()),
            items: items.iter().filter(|item| query.takes(item)).cloned().collect(),
        })
    }
}

/// The outcomes of the accounts in the facts, as far back as anybody may ask.
pub(crate) fn decided(facts: &Facts, today: Date) -> Vec<OutcomeItem> {
    let since = today.saturating_sub(i64::from(MONTHS_MAX).months());
    let inside = |renewal: &&Renewal| matches!(&renewal.state, State::Closed { closed_on, .. } if *closed_on > since);
    facts.renewals.values().filter(inside).filter_map(|renewal| item(facts, renewal, today)).collect()
}

/// What was learnt, with the person whom it names.
pub(super) fn learnt(facts: &Facts, new: &NewReview) -> Result<Learnt, AppError> {
    let plan = match &new.plan {
        None => None,
        Some((text, owner, due_on)) => {
            Some(Plan { text: text.clone(), owner: teammate(facts.teammates.values(), owner)?.id, due_on: *due_on })
        }
    };
    Ok(Learnt { themes: new.themes.clone(), lessons: new.lessons.clone(), strength: new.strength, plan })
}

impl OutcomeQuery {
    fn takes(&self, item: &OutcomeItem) -> bool {
        let themes = item.review.as_ref().map(|review| &review.themes);
        self.quadrant.is_none_or(|case| item.judged.quadrant == case)
            && self.ending.is_none_or(|ending| item.told.is(ending))
            && self.reason.is_none_or(|reason| item.reason == Some(reason))
            && self.theme.as_ref().is_none_or(|theme| themes.is_some_and(|themes| themes.contains(theme)))
            && self.segment.as_ref().is_none_or(|segment| item.segment == *segment)
    }
}

fn count(items: &[OutcomeItem], (code, label, zero): (&str, &str, Money), of: impl Fn(&OutcomeItem) -> bool) -> Counted {
    let found: Vec<&OutcomeItem> = items.iter().filter(|item| of(item)).collect();
    let minor = found.iter().map(|item| item.atr.minor).sum();
    Counted { code: code.into(), label: label.into(), count: found.len(), atr: Money::new(minor, zero.currency) }
}

fn most_first(mut counted: Vec<Counted>) -> Vec<Counted> {
    counted.retain(|item| item.count > 0);
    counted.sort_by_key(|item| std::cmp::Reverse((item.count, item.atr.minor)));
    counted
}

pub(crate) fn item(facts: &Facts, renewal: &Renewal, today: Date) -> Option<OutcomeItem> {
    let State::Closed { outcome, closed_on, reason, words, .. } = &renewal.state else { return None };
    let judged = judged(facts, renewal)?;
    let account = facts.accounts.get(&renewal.account)?;
    let review = facts.reviews.get(&renewal.id).cloned();
    let persons: BTreeMap<_, Person> = if review.is_some() { people(facts, today) } else { BTreeMap::new() };
    Some(OutcomeItem {
        renewal: renewal.reference(),
        account: Named::of(account),
        segment: account.segment.clone(),
        outcome: *outcome,
        closed_on: *closed_on,
        reason: *reason,
        words: words.clone(),
        atr: renewal.target.atr_reporting,
        told: told_apart(facts, renewal)?,
        judged,
        plan_owner: review.as_ref().and_then(|review| persons.get(&review.plan.as_ref()?.owner).cloned()),
        review,
    })
}

fn found<'a>(facts: &'a Facts, reference: &str) -> Result<&'a Renewal, AppError> {
    let number = number_of(reference)?;
    facts.renewals.values().find(|renewal| renewal.number == number).ok_or_else(|| AppError::not_found("renewal", reference))
}
