//! Random acts on expansions: raised, answered, closed, corrected, opened again, reassigned by name.

use super::History;
use jiff::ToSpan;
use tenure_core::commands::{self, Correction, NewExpansion, Said};
use tenure_core::expansion::{Credit, Expansion};
use tenure_core::ledger::Class;
use tenure_core::ownership::Responsibility;
use tenure_core::ownership::reassignment::Override;
use tenure_core::primitives::{ExpansionId, Money, OverrideId, TeammateId};

impl History {
    /// One of the acts of this file; says what it was.
    pub fn expand(&mut self) -> String {
        match self.random.below(12) {
            0..=3 => self.raise(),
            4 | 5 => self.answer(),
            6 => self.win(),
            7 => self.lose(),
            8 => self.take_back(),
            9 => self.open_again(),
            10 => self.correct(),
            _ => self.reassign_expansion(),
        }
    }

    fn some_kind(&mut self) -> Class {
        let kinds: Vec<Class> = Class::ALL.iter().copied().filter(|class| class.is_expansion()).collect();
        *self.random.pick(&kinds).unwrap()
    }

    fn some_expansion(&mut self, fits: impl Fn(&Expansion) -> bool) -> Option<Expansion> {
        let found: Vec<ExpansionId> =
            self.company.facts.expansions.values().filter(|expansion| fits(expansion)).map(|expansion| expansion.id).collect();
        let id = self.random.pick(&found)?;
        Some(self.company.facts.expansions[id].clone())
    }

    fn speaks(&self, reason: &str) -> Said {
        Said { by: "Mara Lind".into(), reason: reason.into(), moment: self.company.moment() }
    }

    fn raise(&mut self) -> String {
        let Some(account) = self.some_account() else { return "no account".into() };
        let people: Vec<TeammateId> = self.company.facts.teammates.keys().copied().collect();
        let found_on = self.company.today.checked_sub(i64::from(self.random.below(10)).days()).unwrap();
        let new = NewExpansion {
            account,
            kind: self.some_kind(),
            expected_minor: i64::from(1 + self.random.below(5_000_000)),
            currency: None,
            what: "They open an office.".into(),
            found_by: *self.random.pick(&people).unwrap(),
            found_on: Some(found_on),
        };
        let company = &self.company;
        let writes = commands::raise_expansion(&company.facts, &new, ("Mara Lind", company.moment()), &company.ids);
        self.take(format!("a {} is raised", new.kind), writes, &[account].into())
    }

    fn answer(&mut self) -> String {
        let Some(raised) = self.some_expansion(|expansion| expansion.state.code() == "raised") else { return "nothing raised".into() };
        let accepts = self.random.below(3) > 0;
        let (facts, said) = (&self.company.facts, self.speaks("as agreed"));
        let writes =
            if accepts { commands::accept_expansion(facts, raised.id, &said) } else { commands::reject_expansion(facts, raised.id, &said) };
        self.take(format!("{} is answered, accepted: {accepts}", raised.reference()), writes, &[raised.account].into())
    }

    fn win(&mut self) -> String {
        let Some(accepted) = self.some_expansion(Expansion::is_open) else { return "nothing to win".into() };
        // Few movements, so that two expansions ask for one.
        let movement = format!("HS-1-t1-1.v{}@{}/whole", self.random.below(3), self.company.today);
        let amount = Money::new(100, accepted.expected.currency);
        let credit = Credit { movement, moved_on: self.company.today, class: accepted.kind, amount };
        let writes = commands::win_expansion(&self.company.facts, accepted.id, vec![credit], &self.speaks(""));
        self.take(format!("{} is won", accepted.reference()), writes, &[accepted.account].into())
    }

    fn lose(&mut self) -> String {
        let Some(accepted) = self.some_expansion(Expansion::is_open) else { return "nothing to lose".into() };
        let writes = commands::lose_expansion(&self.company.facts, accepted.id, &self.speaks("no budget"));
        self.take(format!("{} is lost", accepted.reference()), writes, &[accepted.account].into())
    }

    fn take_back(&mut self) -> String {
        let Some(raised) = self.some_expansion(Expansion::is_open) else { return "nothing to withdraw".into() };
        let writes = commands::withdraw_expansion(&self.company.facts, raised.id, &self.speaks("raised twice"));
        self.take(format!("{} is withdrawn", raised.reference()), writes, &[raised.account].into())
    }

    fn open_again(&mut self) -> String {
        let Some(settled) = self.some_expansion(|expansion| !expansion.is_open()) else { return "nothing settled".into() };
        let writes = commands::reopen_expansion(&self.company.facts, settled.id, &self.speaks("they asked again"));
        self.take(format!("{} is opened again", settled.reference()), writes, &[settled.account].into())
    }

    fn correct(&mut self) -> String {
        let Some(open) = self.some_expansion(Expansion::is_open) else { return "nothing to correct".into() };
        let correction = Correction { kind: Some(self.some_kind()), ..Correction::default() };
        let writes = commands::correct_expansion(&self.company.facts, open.id, &correction);
        self.take(format!("{} is put right", open.reference()), writes, &[open.account].into())
    }

    fn reassign_expansion(&mut self) -> String {
        let Some(open) = self.some_expansion(|_| true) else { return "nothing to reassign".into() };
        let people: Vec<TeammateId> = self.company.facts.teammates.keys().copied().collect();
        let (moment, teammate) = (self.company.moment(), *self.random.pick(&people).unwrap());
        let named = Override {
            id: OverrideId::new(&self.company.ids),
            subject: open.id.into(),
            responsibility: *self.random.pick(Responsibility::ALL).unwrap(),
            teammate,
            reason: "knows them".into(),
            author: "Mara Lind".into(),
            from_on: moment.today,
            until_on: moment.today.checked_add(i64::from(1 + self.random.below(90)).days()).unwrap(),
            recorded_at: moment.recorded_at,
        };
        let told = format!("{} goes to {}", open.reference(), self.company.facts.name_of(teammate));
        self.take(told, commands::reassign(&self.company.facts, named, moment), &[open.account].into())
    }
}
