//! The rules that the ledger of revenue is read under where a question states none: those in force, who set which when, and setting them.

use crate::App;
use crate::access::Actor;
use crate::change::{Decided, carry_out};
use crate::error::AppError;
use crate::permission::require_administrator;
use jiff::Timestamp;
use jiff::civil::Date;
use tenure_core::commands;
use tenure_core::ledger::Rules;
use tenure_store::Scope;

/// Rules that somebody set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesItem {
    /// The rules.
    pub rules: Rules,
    /// Who set them.
    pub set_by: String,
    /// When.
    pub recorded_at: Timestamp,
    /// The day of it, in the organisation's time zone.
    pub recorded_on: Date,
}

/// The rules of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRulesView {
    /// Those in force.
    pub rules: Rules,
    /// Whether an administrator set them; else they are the shipped ones.
    pub confirmed: bool,
    /// Every set that was in force, the present one first; none where nobody set any.
    pub history: Vec<RulesItem>,
}

impl App {
    /// The rules that questions without parameters are answered under, and what they were before.
    ///
    /// # Errors
    /// An instance without an organisation.
    pub async fn ledger_rules(&self) -> Result<LedgerRulesView, AppError> {
        let tx = self.store.read().await?;
        let zone = crate::zone(&tx.organisation().await?.ok_or_else(AppError::empty)?);
        let history: Vec<RulesItem> = tx
            .ledger_rules_set()
            .await?
            .into_iter()
            .map(|found| RulesItem {
                rules: found.set.rules,
                set_by: found.set.set_by,
                recorded_on: found.recorded_at.to_zoned(zone.clone()).date(),
                recorded_at: found.recorded_at,
            })
            .collect();
        let rules = history.first().map(|last| last.rules.clone());
        Ok(LedgerRulesView { confirmed: rules.is_some(), rules: rules.unwrap_or_default(), history })
    }

    /// Sets the rules, or confirms the shipped ones. What was known on a day before stays under the rules of that day. For administrators.
    ///
    /// # Errors
    /// Anybody but an administrator; an instance without an organisation.
    pub async fn set_ledger_rules(&self, actor: &Actor, rules: Rules) -> Result<String, AppError> {
        require_administrator(actor)?;
        carry_out(self, actor, Scope::People, |context| {
            let before = context.facts.ledger_rules.as_ref().map(|known| known.rules.clone());
            let summary = told(before.as_ref(), &rules);
            let writes = commands::set_ledger_rules(context.facts, rules, &actor.name());
            Ok(Decided { writes, kind: "ledger_rules_set", subject: SUBJECT.into(), summary })
        })
        .await
    }
}

/// What its events are about.
const SUBJECT: &str = "ledger rules";

fn told(before: Option<&Rules>, rules: &Rules) -> String {
    let shipped = Rules::default();
    let old = before.unwrap_or(&shipped).values();
    let changed: Vec<String> = old
        .iter()
        .zip(rules.values())
        .filter(|(old, new)| old.1 != new.1)
        .map(|(old, new)| format!("{} from {} to {}", old.0, old.1, new.1))
        .collect();
    match (changed.is_empty(), before) {
        (true, _) => "The rules of the ledger were confirmed as shipped".into(),
        (false, _) => format!("The rules of the ledger were set: {}", changed.join("; ")),
    }
}
