//! Verbs on expansions: raise, answer, close, correct. Who may what follows from who owns it.

use crate::App;
use crate::access::Actor;
use crate::account::by_reference;
use crate::change::{Context, Decided, carry_out};
use crate::error::AppError;
use crate::identity::teammate;
use crate::money::{LedgerFilter, MoneyQuery, MovementItem};
use crate::permission::{leads, may_act, require_account_people};
use jiff::ToSpan;
use jiff::civil::Date;
use tenure_core::commands::{self, Correction, Said};
use tenure_core::expansion::{Credit, Expansion};
use tenure_core::facts::{Facts, Write};
use tenure_core::ledger::Class;
use tenure_core::ownership::Responsibility;
use tenure_core::primitives::{Currency, TeammateId};
use tenure_core::refusal::Refusal;
use tenure_store::Scope;

/// Days ahead in which a movement that is signed already may close an expansion.
const AHEAD_DAYS: i64 = 366;
/// Movements that are offered and looked through at most.
const MOVEMENTS_MAX: u16 = 1_000;

/// What a customer may buy more of, as somebody tells it.
#[derive(Clone, Debug)]
pub struct NewExpansion {
    /// One of the six types.
    pub kind: Class,
    /// Expected annual recurring revenue in minor units.
    pub expected_minor: i64,
    /// Its currency; `None` is that of the contract that ends next.
    pub currency: Option<Currency>,
    /// What it is and how we know, in a sentence.
    pub what: String,
    /// Reference or e-mail of who found it; `None` is whoever raises it.
    pub found_by: Option<String>,
    /// The day on which it was found; `None` is today.
    pub found_on: Option<Date>,
}

impl App {
    /// Writes an expansion of an account down. Its owners follow from the policy, and the clock for an answer begins. For whoever works on the
    /// account.
    ///
    /// # Errors
    /// See [`commands::raise_expansion`].
    pub async fn raise_expansion(&self, actor: &Actor, account: &str, new: NewExpansion) -> Result<String, AppError> {
        carry_out(self, actor, Scope::Account(account.into()), |context| {
            let facts = context.facts;
            let account = by_reference(facts, account)?;
            require_account_people(actor, account.id, context)?;
            let finder = match (&new.found_by, actor.teammate()) {
                (Some(reference), _) => teammate(facts.teammates.values(), reference)?.id,
                (None, Some(me)) => me,
                (None, None) => return Err(AppError::field("found_by", "", "is not named")),
            };
            let told = commands::NewExpansion {
                account: account.id,
                kind: new.kind,
                expected_minor: new.expected_minor,
                currency: new.currency,
                what: new.what.clone(),
                found_by: finder,
                found_on: new.found_on,
            };
            let writes = commands::raise_expansion(facts, &told, (&actor.name(), context.moment), context.ids)?;
            let subject = format!("E-{}", facts.next_expansion_number);
            let what = told.what.trim();
            let summary = format!("{subject} of {} was raised by {}: {what}", account.name, facts.name_of(finder));
            Ok(Decided { writes, kind: "expansion_raised", subject, summary })
        })
        .await
    }

    /// Takes an expansion that waits for an answer. For who has the responsibility for it, who stands in for them, those above them, the
    /// desk lead and administrators.
    ///
    /// # Errors
    /// See [`commands::accept_expansion`].
    pub async fn accept_expansion(&self, actor: &Actor, reference: &str, note: &str) -> Result<String, AppError> {
        self.on_expansion(actor, reference, |context, expansion| {
            as_closer(context, actor, expansion, "answer it")?;
            let writes = commands::accept_expansion(context.facts, expansion.id, &said(context, actor, note))?;
            Ok(("expansion_accepted", writes, with("was accepted", note)))
        })
        .await
    }

    /// Does not take an expansion, for a reason. For whoever may accept it.
    ///
    /// # Errors
    /// See [`commands::reject_expansion`].
    pub async fn reject_expansion(&self, actor: &Actor, reference: &str, reason: &str) -> Result<String, AppError> {
        self.on_expansion(actor, reference, |context, expansion| {
            as_closer(context, actor, expansion, "answer it")?;
            let writes = commands::reject_expansion(context.facts, expansion.id, &said(context, actor, reason))?;
            Ok(("expansion_rejected", writes, with("was rejected", reason)))
        })
        .await
    }

    /// Takes an expansion back that nobody answered yet, for a reason. For who found it, those above them, the desk lead and administrators.
    ///
    /// # Errors
    /// See [`commands::withdraw_expansion`].
    pub async fn withdraw_expansion(&self, actor: &Actor, reference: &str, reason: &str) -> Result<String, AppError> {
        self.on_expansion(actor, reference, |context, expansion| {
            as_finder(context, actor, expansion, "withdraw it")?;
            let writes = commands::withdraw_expansion(context.facts, expansion.id, &said(context, actor, reason))?;
            Ok(("expansion_withdrawn", writes, with("was withdrawn", reason)))
        })
        .await
    }

    /// Says that an expansion was sold, with the movements of the account's ledger that it is credited with. For whoever may accept it.
    ///
    /// # Errors
    /// A movement that the ledger of the account does not have; and see [`commands::win_expansion`].
    pub async fn win_expansion(&self, actor: &Actor, reference: &str, (movements, note): (&[String], &str)) -> Result<String, AppError> {
        let number = number(reference)?;
        let known = self.movements_for(reference).await?;
        let elsewhere = self.store().read().await?.credited_elsewhere(number, movements).await?;
        self.on_expansion(actor, reference, |context, expansion| {
            as_closer(context, actor, expansion, "close it")?;
            if let Some((movement, other)) = elsewhere {
                let problem = format!("is credited to E-{other} already");
                let remedy = "One movement closes one expansion.".into();
                let column = Some("movement".into());
                return Err(Refusal { column, value: Some(movement), problem, remedy, ..Refusal::default() }.into());
            }
            let credits = movements.iter().map(|id| credit(&known, id)).collect::<Result<Vec<_>, _>>()?;
            let writes = commands::win_expansion(context.facts, expansion.id, credits, &said(context, actor, note))?;
            Ok(("expansion_won", writes, with(&format!("was won, credited with {}", movements.join(", ")), note)))
        })
        .await
    }

    /// Says that an expansion was not sold, and why. For whoever may accept it.
    ///
    /// # Errors
    /// See [`commands::lose_expansion`].
    pub async fn lose_expansion(&self, actor: &Actor, reference: &str, reason: &str) -> Result<String, AppError> {
        self.on_expansion(actor, reference, |context, expansion| {
            as_closer(context, actor, expansion, "close it")?;
            let writes = commands::lose_expansion(context.facts, expansion.id, &said(context, actor, reason))?;
            Ok(("expansion_lost", writes, with("was lost", reason)))
        })
        .await
    }

    /// Opens a settled expansion again as a correction, for a reason; what it was credited with is free again. For who found it and whoever may
    /// accept it.
    ///
    /// # Errors
    /// See [`commands::reopen_expansion`].
    pub async fn reopen_expansion(&self, actor: &Actor, reference: &str, reason: &str) -> Result<String, AppError> {
        self.on_expansion(actor, reference, |context, expansion| {
            as_finder(context, actor, expansion, "open it again").or_else(|_| as_closer(context, actor, expansion, "open it again"))?;
            let writes = commands::reopen_expansion(context.facts, expansion.id, &said(context, actor, reason))?;
            Ok(("expansion_reopened", writes, with("was opened again", reason)))
        })
        .await
    }

    /// Puts the type, the expected ARR or the sentence of an open expansion right. For who found it and whoever may accept it.
    ///
    /// # Errors
    /// See [`commands::correct_expansion`].
    pub async fn correct_expansion(&self, actor: &Actor, reference: &str, correction: &Correction) -> Result<String, AppError> {
        self.on_expansion(actor, reference, |context, expansion| {
            as_finder(context, actor, expansion, "correct it").or_else(|_| as_closer(context, actor, expansion, "correct it"))?;
            let writes = commands::correct_expansion(context.facts, expansion.id, correction)?;
            Ok(("expansion_corrected", writes, "was put right".into()))
        })
        .await
    }

    /// The movements that may close an accepted expansion: of its type, from its acceptance on, latest first. Nothing for another one.
    pub(crate) async fn movements_for(&self, reference: &str) -> Result<Vec<MovementItem>, AppError> {
        let facts = self.store().read().await?.facts(&scope_of(reference)?, self.playbooks.clone()).await?;
        let expansion = found(&facts, reference)?;
        let Some(accepted) = expansion.state.accepted() else { return Ok(Vec::new()) };
        let account = facts.accounts.get(&expansion.account).map(|account| account.reference.clone());
        let today = self.today(&facts.organisation);
        let since = accepted.on.min(today).saturating_sub(1.day());
        let query =
            MoneyQuery { account, since: Some(since), as_of: Some(today.saturating_add(AHEAD_DAYS.days())), ..MoneyQuery::default() };
        let filter = LedgerFilter { limit: Some(MOVEMENTS_MAX), ..LedgerFilter::default() };
        let page = self.ledger(&query, &filter).await?;
        Ok(page.items.into_iter().filter(|movement| movement.class.is_expansion() && movement.day >= accepted.on).collect())
    }

    /// Carries out a verb on an expansion; answers with its reference.
    async fn on_expansion<D>(&self, actor: &Actor, reference: &str, decide: D) -> Result<String, AppError>
    where
        D: FnOnce(&Context<'_>, &Expansion) -> Result<(&'static str, Vec<Write>, String), AppError> + Send,
    {
        carry_out(self, actor, scope_of(reference)?, |context| {
            let expansion = found(context.facts, reference)?;
            let (kind, writes, what) = decide(context, expansion)?;
            let subject = expansion.reference();
            Ok(Decided { writes, kind, summary: format!("{subject} {what}"), subject })
        })
        .await
    }
}

/// Whether a reference has the form of an expansion's.
pub(crate) fn is_named_by(reference: &str) -> bool {
    reference.starts_with("E-")
}

/// The number in `E-12`.
fn number(reference: &str) -> Result<u32, AppError> {
    reference.strip_prefix("E-").and_then(|digits| digits.parse().ok()).ok_or_else(|| AppError::not_found("expansion", reference))
}

/// The account of an expansion.
pub(crate) fn scope_of(reference: &str) -> Result<Scope, AppError> {
    Ok(Scope::Expansion(number(reference)?))
}

/// The expansion of a reference.
pub(crate) fn found<'a>(facts: &'a Facts, reference: &str) -> Result<&'a Expansion, AppError> {
    let number = number(reference)?;
    facts.expansions.values().find(|expansion| expansion.number == number).ok_or_else(|| AppError::not_found("expansion", reference))
}

/// Who answers an expansion and closes it: whoever has the responsibility for expansion, else the desk lead.
pub(crate) fn closer(facts: &Facts, expansion: &Expansion) -> TeammateId {
    facts.holder(expansion.id, Responsibility::Expansion).unwrap_or(facts.organisation.desk_lead)
}

/// Whether the actor may do what who found an expansion may.
pub(crate) fn is_finder(actor: &Actor, expansion: &Expansion, facts: &Facts) -> bool {
    actor.teammate() == Some(expansion.found_by) || leads(actor, expansion.found_by, facts)
}

fn as_closer(context: &Context<'_>, actor: &Actor, expansion: &Expansion, what: &str) -> Result<(), AppError> {
    let closer = closer(context.facts, expansion);
    if may_act(actor, closer, context.facts, context.moment.today) {
        return Ok(());
    }
    let name = context.facts.name_of(closer);
    let says = format!("{name} holds this; only they, who stands in for them, their managers and the desk lead may {what}.");
    Err(AppError::Forbidden(says))
}

fn as_finder(context: &Context<'_>, actor: &Actor, expansion: &Expansion, what: &str) -> Result<(), AppError> {
    if is_finder(actor, expansion, context.facts) {
        return Ok(());
    }
    let name = context.facts.name_of(expansion.found_by);
    Err(AppError::Forbidden(format!("{name} found this; only they, those above them and the desk lead may {what}.")))
}

fn said(context: &Context<'_>, actor: &Actor, reason: &str) -> Said {
    Said { by: actor.name(), reason: reason.into(), moment: context.moment }
}

fn with(what: &str, why: &str) -> String {
    let why = why.trim();
    if why.is_empty() { what.into() } else { format!("{what}: {why}") }
}

fn credit(known: &[MovementItem], id: &str) -> Result<Credit, AppError> {
    let movement = known.iter().find(|movement| movement.id == id);
    let movement = movement.ok_or_else(|| {
        let problem = "is no expansion in the ledger of the account since the acceptance".to_string();
        let remedy = "Choose one of the movements that the page of the expansion lists.".into();
        Refusal { column: Some("movement".into()), value: Some(id.into()), problem, remedy, ..Refusal::default() }
    })?;
    Ok(Credit { movement: movement.id.clone(), moved_on: movement.day, class: movement.class, amount: movement.amount })
}
