//! Random acts on expansions, through the verbs: raised, answered, closed, corrected, opened again, reassigned by name.

use super::{History, Told};
use jiff::ToSpan;
use rand::Rng;
use rand::seq::IndexedRandom;
use tenure_app::{NewExpansion, NewOverride};
use tenure_core::commands::Correction;
use tenure_core::ledger::Class;
use tenure_core::ownership::Responsibility;

impl History {
    /// One of the acts of this file; says what it was.
    pub async fn expand(&mut self) -> Told {
        let act = self.chance.random_range(0..12);
        if act < 4 {
            return self.raise().await;
        }
        let facts = self.facts().await;
        let known: Vec<String> = facts.expansions.values().map(|expansion| expansion.reference()).collect();
        let Some(reference) = known.choose(&mut self.chance).cloned() else { return ("nothing raised".into(), Ok(())) };
        let (app, by) = (self.at.app.clone(), self.by.clone());
        let outcome = match act {
            4 | 5 => app.accept_expansion(&by, &reference, "").await,
            6 => app.reject_expansion(&by, &reference, "no budget").await,
            7 => app.lose_expansion(&by, &reference, "no budget").await,
            8 => app.reopen_expansion(&by, &reference, "they asked again").await,
            9 => {
                let correction = Correction { kind: Some(self.some_kind()), ..Correction::default() };
                app.correct_expansion(&by, &reference, &correction).await
            }
            10 => {
                let view = app.expansion(&by, &reference).await.unwrap();
                let movements: Vec<String> = view.movements.into_iter().map(|movement| movement.id).take(1).collect();
                app.win_expansion(&by, &reference, (&movements, "")).await
            }
            _ => self.reassign_expansion(&reference).await,
        };
        (format!("act {act} on {reference}"), outcome.map(drop))
    }

    fn some_kind(&mut self) -> Class {
        let kinds: Vec<Class> = Class::ALL.iter().copied().filter(|class| class.is_expansion()).collect();
        self.pick(&kinds)
    }

    async fn raise(&mut self) -> Told {
        let facts = self.facts().await;
        let account = self.pick(&facts.accounts.values().map(|account| account.reference.clone()).collect::<Vec<_>>());
        let found_by = self.pick(&facts.teammates.values().map(|t| t.reference.clone()).collect::<Vec<_>>());
        let new = NewExpansion {
            kind: self.some_kind(),
            expected_minor: self.chance.random_range(1..5_000_000),
            currency: None,
            what: "They open an office.".into(),
            found_by: Some(found_by),
            found_on: None,
        };
        let outcome = self.at.app.raise_expansion(&self.by, &account, new).await.map(drop);
        (format!("an expansion of {account} is raised"), outcome)
    }

    async fn reassign_expansion(&mut self, reference: &str) -> Result<String, tenure_app::AppError> {
        let facts = self.facts().await;
        let teammate = self.pick(&facts.teammates.values().map(|t| t.reference.clone()).collect::<Vec<_>>());
        let until_on = self.today.checked_add(self.chance.random_range(1..90_i64).days()).unwrap();
        self.starts.push(until_on);
        let new = NewOverride { responsibility: self.pick(Responsibility::ALL), teammate, reason: "knows them".into(), until_on };
        self.at.app.reassign(&self.by, reference, new).await
    }
}
