//! The one path of every verb that writes: load, decide, plan, save with its event, commit.

use crate::App;
use crate::access::Actor;
use crate::error::AppError;
use crate::request::{self, Receipt};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use tenure_core::facts::{Facts, Moment, Write};
use tenure_core::ownership::designation::Load;
use tenure_core::planner::{Cause, Planning, carried, follow, weighed_in_plan};
use tenure_core::primitives::{AccountId, EventId, IdSource, TeammateId};
use tenure_core::refusal::Refusal;
use tenure_store::{Event, Scope, Tx};

/// What a decision sees.
pub(crate) struct Context<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) moment: Moment,
    pub(crate) ids: &'a dyn IdSource,
}

/// What a verb decided: facts that change, and the event that tells of it.
pub(crate) struct Decided {
    pub(crate) writes: Vec<Write>,
    /// Past tense: `task_completed`.
    pub(crate) kind: &'static str,
    /// Reference of what it happened to.
    pub(crate) subject: String,
    /// One sentence; also the reason written on ledger entries that follow from it.
    pub(crate) summary: String,
}

/// What a verb decides of what it sees. Boxed, as is the work it is handed to: else the whole path were compiled once for every verb, in
/// every program that calls one.
type Decide<'a, T> = Box<dyn FnOnce(&Context<'_>) -> Result<T, AppError> + Send + 'a>;

/// Work that is compiled once, here.
type Work<'a, T> = Pin<Box<dyn Future<Output = Result<T, AppError>> + Send + 'a>>;

/// Carries out a verb in one transaction, or finds that the same request was carried out before.
/// The planner runs over every account in scope, so renewals, owners and tasks follow.
pub(crate) fn carry_out<'a, D>(app: &'a App, actor: &'a Actor, scope: Scope, decide: D) -> Work<'a, String>
where
    D: FnOnce(&Context<'_>) -> Result<Decided, AppError> + Send + 'a,
{
    carry_out_together(app, actor, scope, |context| Ok((decide(context)?, Vec::new())))
}

/// What is told of each of several things that one verb changed together: its reference, and one sentence.
pub(crate) type Told = Vec<(String, String)>;

/// As [`carry_out`], for a verb on several things: each has an event of its own, where anything is told of them.
pub(crate) fn carry_out_together<'a, D>(app: &'a App, actor: &'a Actor, scope: Scope, decide: D) -> Work<'a, String>
where
    D: FnOnce(&Context<'_>) -> Result<(Decided, Told), AppError> + Send + 'a,
{
    within_one_transaction(app, actor, scope, Box::new(decide))
}

fn within_one_transaction<'a>(app: &'a App, actor: &'a Actor, scope: Scope, decide: Decide<'a, (Decided, Told)>) -> Work<'a, String> {
    Box::pin(async move {
        let tx = if scope.is_small() { app.store.write_shared().await? } else { app.store.write().await? };
        match save(app, actor, (&tx, &scope), decide).await {
            Ok(Outcome::New(receipt, at)) => request::commit(tx, actor, receipt, at).await,
            Ok(Outcome::Before(subject)) => {
                tx.leave().await?;
                Ok(subject)
            }
            Err(fault @ AppError::Fault(_)) => Err(fault),
            Err(refusal) => {
                tx.leave().await?;
                Err(refusal)
            }
        }
    })
}

/// What became of a verb, before the commit.
enum Outcome {
    /// It was carried out at an instant.
    New(Receipt, Timestamp),
    /// The same request was carried out before, on this subject.
    Before(String),
}

/// Decides, and saves what was decided and what follows.
async fn save(app: &App, actor: &Actor, (tx, scope): (&Tx, &Scope), decide: Decide<'_, (Decided, Told)>) -> Result<Outcome, AppError> {
    if let Some(subject) = request::carried_out_before(tx, actor).await? {
        return Ok(Outcome::Before(subject));
    }
    let mut facts = tx.facts(scope, app.playbooks.clone()).await?;
    request::check_seen(tx, actor, &facts).await?;
    let mut told = Vec::new();
    let deciding = |context: &Context<'_>| {
        let (decided, each) = decide(context)?;
        told = each;
        Ok(decided)
    };
    let (decided, moment) = decide_and_plan(app, actor, (tx, scope, &mut facts), Box::new(deciding)).await?;
    if told.is_empty() {
        told.push((decided.subject.clone(), decided.summary.clone()));
    }
    let mut number = None;
    if !decided.writes.is_empty() {
        refuse_taken(tx, &decided.writes).await?;
        let events: Vec<Event> =
            told.iter().map(|(subject, summary)| event(app, actor, moment, (decided.kind, subject, summary))).collect();
        number = tx.save(&decided.writes, moment, &events).await?;
        app.tell_at_once(tx, &facts, (&actor.name(), &decided.writes)).await?;
    }
    Ok(Outcome::New(receipt(tx, &facts, &decided, number).await?, moment.recorded_at))
}

/// What a verb would do by a day: everything it would write, and the facts before and afterwards. A fact dated ahead is followed to
/// its day, as it will be when that day comes. Nothing is saved.
pub(crate) fn preview<'a, D>(app: &'a App, actor: &'a Actor, scope: Scope, (by, decide): (Option<Date>, D)) -> Work<'a, Previewed>
where
    D: FnOnce(&Context<'_>) -> Result<Decided, AppError> + Send + 'a,
{
    previewed(app, actor, scope, (by, Box::new(decide)))
}

fn previewed<'a>(app: &'a App, actor: &'a Actor, scope: Scope, (by, decide): (Option<Date>, Decide<'a, Decided>)) -> Work<'a, Previewed> {
    Box::pin(async move {
        let tx = app.store.read().await?;
        let before = tx.facts(&scope, app.playbooks.clone()).await?;
        let mut after = before.clone();
        let (decided, moment) = decide_and_plan(app, actor, (&tx, &scope, &mut after), decide).await?;
        let mut writes = decided.writes;
        if let Some(today) = by.filter(|day| *day > moment.today) {
            let accounts: BTreeSet<AccountId> = after.accounts.keys().copied().collect();
            let cause = Cause { author: actor.name(), reason: decided.summary };
            let moment = Moment { today, ..moment };
            writes.extend(follow(&mut after, &accounts, Planning { moment, cause: &cause, ids: app.ids.as_ref() })?);
        }
        Ok(Previewed { writes, before, after })
    })
}

/// What [`preview`] saw.
pub(crate) struct Previewed {
    pub(crate) writes: Vec<Write>,
    pub(crate) before: Facts,
    pub(crate) after: Facts,
}

/// Decides, applies the decision to the facts, and adds what follows from it.
async fn decide_and_plan(
    app: &App,
    actor: &Actor,
    (tx, scope, facts): (&Tx, &Scope, &mut Facts),
    decide: Decide<'_, Decided>,
) -> Result<(Decided, Moment), AppError> {
    let moment = app.moment(&facts.organisation);
    let here = carried(facts, moment.today);
    let mut decided = decide(&Context { facts, moment, ids: app.ids.as_ref() })?;
    if decided.writes.is_empty() {
        return Ok((decided, moment));
    }
    facts.apply_all(&decided.writes);
    // A verb may have set the sample's day: what follows from it belongs to that day.
    let moment = app.moment(&facts.organisation);
    let accounts: BTreeSet<AccountId> = facts.accounts.keys().copied().collect();
    let cause = Cause { author: actor.name(), reason: decided.summary.clone() };
    let planning = Planning { moment, cause: &cause, ids: app.ids.as_ref() };
    if !matches!(scope, Scope::All) {
        weigh(tx, facts, (&accounts, &here), planning).await?;
    }
    decided.writes.extend(follow(facts, &accounts, planning)?);
    Ok((decided, moment))
}

/// Adds what those carry elsewhere whom a plan of a part of the book chooses among: all they carry, less what they carried `here`, in the
/// accounts of the facts as they were recorded.
async fn weigh(
    tx: &Tx,
    facts: &mut Facts,
    (accounts, here): (&BTreeSet<AccountId>, &BTreeMap<TeammateId, Load>),
    planning: Planning<'_>,
) -> Result<(), AppError> {
    let mut asked = BTreeSet::new();
    loop {
        let before = asked.len();
        asked.extend(weighed_in_plan(facts, accounts, planning));
        if asked.len() == before {
            return Ok(());
        }
        let all = tx.carried(&asked, planning.moment.today).await?;
        let part = |id: &TeammateId| here.get(id).copied().unwrap_or_default();
        facts.loads_elsewhere = all.into_iter().map(|(id, load)| (id, load.without(part(&id)))).collect();
    }
}

/// A verb sees the accounts in its scope; whether a reference is free is a question to all of them.
async fn refuse_taken(tx: &Tx, writes: &[Write]) -> Result<(), AppError> {
    let Some((column, value)) = tx.taken_reference(writes).await? else { return Ok(()) };
    let problem = format!("already names another {column}");
    let (column, value, remedy) = (Some(column.into()), Some(value), "Choose another one.".into());
    Err(Refusal { column, value, problem, remedy, ..Refusal::default() }.into())
}

/// What came of the change. A revision is told where the change is about one account.
async fn receipt(tx: &Tx, facts: &Facts, decided: &Decided, event: Option<u64>) -> Result<Receipt, AppError> {
    let revision = match facts.accounts.keys().collect::<Vec<_>>()[..] {
        [account] => Some(tx.revision(*account).await?),
        _ => None,
    };
    Ok(Receipt { subject: decided.subject.clone(), event, revision, import: None })
}

/// An event of the log.
pub(crate) fn event(app: &App, actor: &Actor, moment: Moment, (kind, subject, summary): (&str, &str, &str)) -> Event {
    Event {
        id: EventId::new(app.ids.as_ref()),
        kind: kind.into(),
        subject: subject.into(),
        summary: summary.into(),
        actor: actor.name(),
        occurred_on: moment.today,
        recorded_at: moment.recorded_at,
    }
}
