//! The figures beside the navigation of every page. They follow from facts alone, so what was counted at one event number is right for as
//! long as no other event happens, and is kept until then.

use super::Person;
use super::today::QUEUE_MAX;
use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::notice::UNSEEN_MAX;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tenure_core::facts::Facts;
use tenure_core::identity::Organisation;
use tenure_core::primitives::TeammateId;
use tenure_store::{ExpansionFilter, HandoffFilter, Scope, StoreError, Tx};

/// The navigation counts open renewals up to here.
const NAV_CAP: u32 = 10_000;
/// People whose figures are kept.
const KEPT: usize = 64;

/// The figures beside the navigation, and who is looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavFigures {
    /// The organisation.
    pub organisation: Organisation,
    /// Today.
    pub today: Date,
    /// The teammate who is signed in, if the user is one.
    pub person: Option<Person>,
    /// Tasks of theirs that are due today or overdue.
    pub due: u64,
    /// Open renewals of the whole book, counted up to 10,000.
    pub open_renewals: u64,
    /// Handoffs that the person gives or receives and that wait.
    pub handoffs: u64,
    /// Expansions that wait for their answer.
    pub expansions: u64,
    /// Notices that the person has not seen, counted up to 100. No event tells of them, so they are counted each time.
    pub notices: u64,
}

/// What figures were counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    event: u64,
    today: Date,
    teammate: Option<TeammateId>,
}

/// The figures that were counted last, those of the last event only.
#[derive(Clone, Debug, Default)]
pub(crate) struct NavKept(Arc<Mutex<VecDeque<(Key, NavFigures)>>>);

impl NavKept {
    fn kept(&self, key: &Key) -> Option<NavFigures> {
        self.lock().iter().find(|(of, _)| of == key).map(|(_, figures)| figures.clone())
    }

    fn keep(&self, key: Key, figures: &NavFigures) {
        let mut kept = self.lock();
        kept.retain(|(of, _)| of.event == key.event && *of != key);
        kept.push_front((key, figures.clone()));
        kept.truncate(KEPT);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(Key, NavFigures)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts the figures.
async fn figures((tx, facts): (&Tx, &Facts), today: Date, teammate: Option<TeammateId>) -> Result<NavFigures, AppError> {
    let open_renewals = tx.open_renewals(NAV_CAP).await?;
    let nobody = NavFigures {
        organisation: facts.organisation.clone(),
        today,
        person: None,
        due: 0,
        open_renewals,
        handoffs: 0,
        expansions: 0,
        notices: 0,
    };
    let Some(me) = teammate else { return Ok(nobody) };
    let mine = HandoffFilter { giver: Some(me), receiver: Some(me), ..HandoffFilter::default() };
    let raised = ExpansionFilter { states: vec!["raised"], holder: Some(me), ..ExpansionFilter::default() };
    Ok(NavFigures {
        person: facts.teammates.get(&me).map(|teammate| Person::of(teammate, today)),
        due: tx.queue_length(me, today.saturating_add(1.day()), QUEUE_MAX).await?,
        handoffs: tx.waiting_handoffs(&mine, QUEUE_MAX).await?,
        expansions: tx.expansion_totals(&raised).await?.count,
        ..nobody
    })
}

impl App {
    /// The figures beside the navigation; `None` while the instance is empty.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn nav_figures(&self, actor: &Actor) -> Result<Option<NavFigures>, AppError> {
        let tx = self.store.read().await?;
        let facts = match tx.facts(&Scope::People, self.playbooks.clone()).await {
            Err(StoreError::Empty) => return Ok(None),
            found => found?,
        };
        let today = self.today(&facts.organisation);
        let notices = match actor.teammate() {
            Some(me) => tx.unseen_notices(me, UNSEEN_MAX).await?,
            None => 0,
        };
        let key = tx.last_event().await?.map(|event| Key { event, today, teammate: actor.teammate() });
        if let Some(figures) = key.as_ref().and_then(|key| self.nav.kept(key)) {
            return Ok(Some(NavFigures { notices, ..figures }));
        }
        let figures = figures((&tx, &facts), today, actor.teammate()).await?;
        if let Some(key) = key {
            self.nav.keep(key, &figures);
        }
        Ok(Some(NavFigures { notices, ..figures }))
    }

    /// The reference of the teammate who is signed in, if the user is one.
    ///
    /// # Errors
    /// [`AppError::Fault`].
    pub async fn my_reference(&self, actor: &Actor) -> Result<Option<String>, AppError> {
        match actor.teammate() {
            Some(id) => Ok(self.store.read().await?.teammate(id).await?.map(|teammate| teammate.reference)),
            None => Ok(None),
        }
    }
}
