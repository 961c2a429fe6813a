//! Books of any size for measuring and for trials: made customers, lived in portions that fit in memory and saved one after another.

use crate::sample::agenda::Agenda;
use crate::sample::crowd::{self, Span};
use crate::sample::days::TODAY;
use crate::sample::life::Life;
use crate::sample::people::book_of;
use crate::sample::{found, save};
use crate::{SeededIds, SimClock};
use jiff::ToSpan;
use std::sync::Arc;
use tenure_app::{Actor, App, AppError, Clock};
use tenure_core::facts::{Facts, Moment, Write};
use tenure_core::primitives::EventId;
use tenure_core::refusal::Refusal;
use tenure_store::{Event, Location, Scope, Store};

/// Customers lived at a time: what bounds the memory.
const PORTION: u32 = 500;
/// Longest life, in months: the people of the company were all there by then.
pub const MONTHS_MAX: u16 = 36;

/// How large a book.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Customers.
    pub accounts: u32,
    /// Months that they live, 1 to [`MONTHS_MAX`].
    pub months: u16,
}

/// What was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Customers.
    pub accounts: u32,
    /// Renewals, open and decided.
    pub renewals: u32,
    /// Verbs that were carried out.
    pub verbs: usize,
}

/// Makes a book in an empty instance; its today stays the day of the sample company. `tell` hears how many customers are saved.
/// Each portion lives alone, so events of several portions interleave in number and not in time.
///
/// # Errors
/// An instance that is not empty, a size out of range; a fault of the database. Portions that were saved stay.
pub async fn make(location: &Location, size: Size, seed: u64, mut tell: impl FnMut(u32)) -> Result<Made, AppError> {
    if !(1..=MONTHS_MAX).contains(&size.months) {
        return Err(Refusal::general(format!("{} months are not 1 to {MONTHS_MAX}", size.months), "").into());
    }
    let clock = Arc::new(SimClock::on(TODAY));
    let ids = Arc::new(SeededIds::new(Arc::clone(&clock), seed));
    let target = App::open(location, Arc::clone(&clock) as Arc<dyn Clock>, ids.clone()).await?;
    if let Some(organisation) = target.organisation().await? {
        let problem = format!("this instance belongs to {}", organisation.name);
        return Err(Refusal::general(problem, "Make the book in an empty one.").into());
    }
    let span = Span { from_on: TODAY.saturating_sub(i32::from(size.months).months()), until_on: TODAY };
    let founding = App::over(Store::in_memory(), Arc::clone(&clock) as Arc<dyn Clock>, ids.clone())?;
    found(&founding, (&clock, &ids), span.from_on, &book_of(TODAY)).await?;
    let mut facts = crate::deed::facts_of(&founding, &Scope::People).await?;
    save(&target, &founding.store().take_record()).await?;
    let mut made = Made::default();
    let first_number = facts.next_renewal_number;
    let mut saving: Option<tokio::task::JoinHandle<Result<(), AppError>>> = None;
    while made.accounts < size.accounts {
        let until = (made.accounts + PORTION).min(size.accounts);
        let app = App::over(Store::in_memory_after(facts.clone()), Arc::clone(&clock) as Arc<dyn Clock>, ids.clone())?;
        made.verbs += live(&app, &clock, (seed, made.accounts + 1..until + 1), span).await?;
        facts.next_renewal_number = crate::deed::facts_of(&app, &Scope::People).await?.next_renewal_number;
        if let Some(before) = saving.take() {
            before.await.map_err(|fault| Refusal::general(fault.to_string(), ""))??;
        }
        tell(made.accounts);
        let (target, record) = (target.clone(), app.store().take_record());
        saving = Some(tokio::spawn(async move { save(&target, &record).await }));
        made.accounts = until;
    }
    if let Some(last) = saving {
        last.await.map_err(|fault| Refusal::general(fault.to_string(), ""))??;
    }
    tell(made.accounts);
    made.renewals = facts.next_renewal_number - first_number;
    stay(&target, &facts, &ids).await?;
    target.close().await?;
    Ok(made)
}

async fn live(app: &App, clock: &SimClock, (seed, numbers): (u64, std::ops::Range<u32>), span: Span) -> Result<usize, AppError> {
    let mut agenda = Agenda::default();
    let first = u64::from(numbers.start);
    crowd::enter(&mut agenda, seed, numbers, span);
    Life::new(app, clock, seed.wrapping_add(first), agenda, span.until_on).live(span.from_on, |_| {}).await
}

/// Today stays the last day. Every portion was planned for it already, so nothing is planned again.
async fn stay(target: &App, facts: &Facts, ids: &SeededIds) -> Result<(), AppError> {
    let organisation = tenure_core::identity::Organisation { sample_today: Some(TODAY), ..facts.organisation.clone() };
    let moment = Moment { today: TODAY, recorded_at: target.now() };
    let event = Event {
        id: EventId::new(ids),
        kind: "sample_day_set".into(),
        subject: "organisation".into(),
        summary: format!("Today stays {TODAY}"),
        actor: Actor::Operator(crate::sample::AUTHOR.into()).name(),
        occurred_on: TODAY,
        recorded_at: moment.recorded_at,
    };
    let tx = target.store().write().await?;
    tx.save(&[Write::Organisation(organisation)], moment, &[event]).await?;
    Ok(tx.commit().await?)
}
