//! What an outcome was, told apart from the facts: flat, up or down, early or late, co-termed, moved, lost or cancelled (REN-8). Nothing
//! of it is stored.

use crate::contract::{Line, LineKind, LineOrigin};
use crate::facts::Facts;
use crate::metrics::is_backdated;
use crate::planner::lines_at_the_end;
use crate::primitives::{Money, closed_words, days_between, display_date};
use crate::renewal::{Outcome, Renewal, State};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A signature so many days ahead of the end is early where the day on which the work was to begin is not known.
const EARLY_DAYS: i64 = 120;

closed_words! {
    /// What an outcome was. One outcome may be several.
    Ending {
        RenewedUp = "renewed_up", "Renewed up";
        RenewedFlat = "renewed_flat", "Renewed flat";
        RenewedDown = "renewed_down", "Renewed down";
        Early = "early", "Early";
        Late = "late", "Late";
        ByItself = "by_itself", "Renewed by itself";
        CoTermed = "co_termed", "Co-termed";
        NewProduct = "new_product", "Moved to another product";
        NewAccount = "new_account", "Moved to another account";
        Churned = "churned", "Churned";
        Cancelled = "cancelled", "Cancelled";
    }
}

/// What an outcome was, and the facts that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it was, each with the fact behind it in a sentence, in the order of the list.
    pub endings: Vec<(Ending, String)>,
    /// The day of the signature; `None` for a loss, and where nobody said.
    pub signed_on: Option<Date>,
    /// Whether it was signed on or before the end of the term; `None` where there was no signature to judge.
    pub on_time: Option<bool>,
    /// Whether it is on time only because an earlier day was written down after the end.
    pub backdated: bool,
    /// Yearly revenue before, in the contract's currency.
    pub before: Money,
    /// Yearly revenue with which the next term began, in the contract's currency; nothing after a loss.
    pub after: Money,
}

impl Told {
    /// Whether it was that, among others.
    pub fn is(&self, ending: Ending) -> bool {
        self.endings.iter().any(|(word, _)| *word == ending)
    }
}

/// Tells what a decided renewal was; `None` for one that is open, or that nobody decided.
pub fn told_apart(facts: &Facts, renewal: &Renewal) -> Option<Told> {
    let State::Closed { outcome, closed_on, inferred: false, .. } = renewal.state else { return None };
    let of = Decided { facts, renewal, closed_on, next: next_lines(facts, renewal) };
    let before = renewal.target.atr;
    let after = Money::new(of.next.iter().filter_map(|line| line.arr_minor(before.currency).ok()).sum(), before.currency);
    let mut endings = Vec::new();
    match outcome {
        Outcome::RenewedUp => endings.push((Ending::RenewedUp, format!("{before} became {after}."))),
        Outcome::RenewedFlat => endings.push((Ending::RenewedFlat, format!("{before} stayed {after}."))),
        Outcome::RenewedDown => endings.push((Ending::RenewedDown, format!("{before} became {after}."))),
        Outcome::Churned => endings.push((Ending::Churned, format!("{before} left."))),
        Outcome::Merged | Outcome::Voided => return None,
    }
    let signed_on = if outcome == Outcome::Churned { None } else { of.signed_on() };
    endings.extend(signed_on.and_then(|day| of.timing(day)));
    endings.extend([of.co_termed(), of.new_product(), of.new_account(), of.cancelled()].into_iter().flatten());
    endings.sort_by_key(|(word, _)| *word);
    let end_on = renewal.target.end_on;
    Some(Told {
        endings,
        signed_on,
        on_time: signed_on.map(|day| day <= end_on),
        backdated: signed_on.is_some_and(|day| is_backdated(end_on, day, closed_on)),
        before,
        after,
    })
}

/// The recurring lines with which the next term began.
fn next_lines<'a>(facts: &'a Facts, renewal: &Renewal) -> Vec<&'a Line> {
    let Some(next) = facts.terms.get(&(renewal.contract, renewal.term_number + 1)) else { return Vec::new() };
    let mut lines = facts.lines_of(next.contract, next.number);
    lines.retain(|line| line.kind == LineKind::Recurring && line.covers(next.start_on));
    lines
}

/// A decided renewal with the lines that its next term began with.
struct Decided<'a> {
    facts: &'a Facts,
    renewal: &'a Renewal,
    closed_on: Date,
    next: Vec<&'a Line>,
}

impl Decided<'_> {
    fn signed_on(&self) -> Option<Date> {
        let next = self.facts.terms.get(&(self.renewal.contract, self.renewal.term_number + 1))?;
        next.signature.as_ref().map(|signature| signature.signed_on)
    }

    /// Early is before the work on it was to begin; late is after the end. What renewed by itself was signed by nobody.
    fn timing(&self, signed_on: Date) -> Option<(Ending, String)> {
        if self.next.iter().any(|line| line.origin == LineOrigin::AutoRenewed) {
            return Some((Ending::ByItself, "Nobody signed: the contract renews unless notice is given.".into()));
        }
        let end_on = self.renewal.target.end_on;
        let days = days_between(signed_on, end_on);
        if days < 0 {
            return Some((Ending::Late, format!("Signed on {}, {} after the end.", display_date(signed_on), counted(-days))));
        }
        let early = self.renewal.decided.as_ref().map_or(days > EARLY_DAYS, |decided| signed_on < decided.opens_on);
        early.then(|| (Ending::Early, format!("Signed on {}, {} before the end.", display_date(signed_on), counted(days))))
    }

    /// The next term goes on with lines of another contract, or one that was lost took others with it.
    fn co_termed(&self) -> Option<(Ending, String)> {
        let own = self.renewal.contract;
        let of = |line: &&Line| line.follows.and_then(|id| self.facts.lines.get(&id)).map(|was| was.contract);
        let joined: BTreeSet<_> = self.next.iter().filter_map(of).filter(|contract| *contract != own).collect();
        let names: Vec<&str> =
            joined.iter().filter_map(|id| self.facts.contracts.get(id)).map(|contract| contract.reference.as_str()).collect();
        (!names.is_empty()).then(|| (Ending::CoTermed, format!("Decided together with {}.", names.join(", "))))
    }

    /// Nothing that ended goes on; other products take its place.
    fn new_product(&self) -> Option<(Ending, String)> {
        let key = (self.renewal.contract, self.renewal.term_number);
        let (contract, term) = (self.facts.contracts.get(&key.0)?, self.facts.terms.get(&key)?);
        let ended = lines_at_the_end(self.facts, contract, term);
        let was: BTreeSet<&str> = ended.iter().map(|line| line.product.as_str()).collect();
        let is: BTreeSet<&str> = self.next.iter().map(|line| line.product.as_str()).collect();
        let moved = !was.is_empty() && !is.is_empty() && was.is_disjoint(&is);
        let list = |names: BTreeSet<&str>| names.into_iter().collect::<Vec<_>>().join(", ");
        moved.then(|| (Ending::NewProduct, format!("From {} to {}.", list(was), list(is))))
    }

    /// The contract went to another account within the term that ended, or as it was decided.
    fn new_account(&self) -> Option<(Ending, String)> {
        let key = (self.renewal.contract, self.renewal.term_number);
        let term = self.facts.terms.get(&key)?;
        let last = self.closed_on.max(self.renewal.target.end_on);
        let within = |day: Date| term.start_on < day && day <= last;
        let moved = self.facts.contract_moves.iter().rfind(|moved| moved.contract == key.0 && within(moved.moved_on))?;
        let name = |id| self.facts.accounts.get(&id).map(|account| account.name.clone());
        let to = name(moved.to).unwrap_or_else(|| "another account".into());
        Some((Ending::NewAccount, format!("To {to} on {}.", display_date(moved.moved_on))))
    }

    fn cancelled(&self) -> Option<(Ending, String)> {
        let day = self.facts.terms.get(&(self.renewal.contract, self.renewal.term_number))?.cancelled_on?;
        Some((Ending::Cancelled, format!("Both sides agreed on {} to end it before its time.", display_date(day))))
    }
}

fn counted(days: i64) -> String {
    if days == 1 { "1 day".into() } else { format!("{days} days") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::commands;
    use crate::contract::{Contract, Signature};
    use crate::primitives::ContractId;
    use crate::renewal::OutcomeReason;
    use jiff::civil::date;

    fn only(company: &Company) -> ContractId {
        *company.facts.contracts.keys().next().unwrap()
    }

    fn words(company: &Company) -> Vec<Ending> {
        told(company).endings.into_iter().map(|(word, _)| word).collect()
    }

    fn told(company: &Company) -> Told {
        let renewal = company.facts.renewals.values().find(|renewal| renewal.term_number == 1).unwrap();
        told_apart(&company.facts, renewal).unwrap()
    }

    #[test]
    fn an_open_renewal_is_nothing_yet() {
        let company = Company::with_one_contract();
        assert_eq!(told_apart(&company.facts, company.renewal()), None);
    }

    #[test]
    fn the_amounts_tell_up_from_flat_and_down_and_the_signature_tells_that_it_was_on_time() {
        let mut company = Company::with_one_contract();
        let was = company.renewal().target.atr;
        company.renew(only(&company), date(2028, 1, 9), "999999");
        let told = told(&company);
        assert_eq!(told.endings.first().map(|(word, _)| *word), Some(Ending::RenewedUp));
        assert_eq!((told.before, told.after.minor), (was, 99_999_900));
        assert_eq!((told.on_time, told.backdated), (Some(true), false));
    }

    #[test]
    fn what_is_signed_before_its_work_was_to_begin_is_early() {
        let mut company = Company::with_one_contract();
        let opens_on = company.renewal().decided.as_ref().unwrap().opens_on;
        company.renewal_mut().decided.as_mut().unwrap().opens_on = company.today.tomorrow().unwrap().max(opens_on);
        company.renew(only(&company), date(2028, 1, 9), "412500");
        assert!(words(&company).contains(&Ending::Early), "{:?}", told(&company));
    }

    #[test]
    fn what_is_signed_after_the_end_is_late_and_one_that_renews_by_itself_was_signed_by_nobody() {
        let mut company = Company::with_one_contract();
        let contract = only(&company);
        let end_on = company.renewal().target.end_on;
        company.amend(contract, end_on, |contract: &mut Contract| contract.auto_renew = false);
        company.wait_until(date(2027, 1, 12));
        company.renew(contract, date(2028, 1, 9), "412500");
        let late = told(&company);
        assert!(late.is(Ending::Late), "{late:?}");
        assert_eq!(late.on_time, Some(false));

        let mut silent = Company::with_one_contract();
        silent.wait_until(date(2027, 1, 10));
        let by_itself = told(&silent);
        assert!(by_itself.is(Ending::ByItself) && !by_itself.is(Ending::Late), "{by_itself:?}");
    }

    #[test]
    fn a_contract_that_goes_on_with_nothing_of_what_it_had_moved_to_another_product() {
        let mut company = Company::with_one_contract();
        let contract = only(&company);
        let last = commands::last_term(&company.facts, contract).unwrap().clone();
        let next = crate::contract::Term { number: 2, start_on: last.end_on, end_on: date(2028, 1, 9), ..last };
        let line = Line { product: "Suite".into(), ..company.line(&next, "412500") };
        let signature = Signature { signed_on: company.today, reason: None, words: String::new() };
        company.accept(commands::renew_contract(&company.facts, contract, next.end_on, vec![line], signature));
        assert!(words(&company).contains(&Ending::NewProduct), "{:?}", told(&company));
    }

    #[test]
    fn a_cancelled_contract_is_told_apart_from_one_that_was_not_renewed_until_it_is_reopened() {
        let mut company = Company::with_one_contract();
        let contract = only(&company);
        let why = (OutcomeReason::Budget, "They closed the plant.");
        company.accept(commands::cancel_contract(&company.facts, contract, date(2026, 12, 1), why, company.moment()));
        assert_eq!(words(&company), [Ending::Churned, Ending::Cancelled]);
        assert_eq!(told(&company).on_time, None, "nobody signs a loss");
        let renewal = company.renewal().id;
        company.accept(commands::reopen_renewal(&company.facts, renewal, company.moment()));
        assert_eq!(company.facts.terms[&(contract, 1)].cancelled_on, None);
    }
}
