//! What the ledger of revenue would make of an option: the same facts, the same rules and the same walk as after a signature, so that a
//! proposal has no taxonomy of its own (OWN-8).

use super::{basis, signed_lines};
use crate::contract::Term;
use crate::facts::{Facts, Moment, Write};
use crate::ledger::{Book, Class, Conversion, Filter, Known, Level, Prices, Question, day_of, walk};
use crate::primitives::{ContractId, IdSource, RenewalId};
use crate::proposal::Choice;
use crate::refusal::Refusal;

/// What moves, of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delta {
    /// The class of the ledger: one of the six types of expansion, contraction or churn.
    pub class: Class,
    /// Its ARR in minor units of the contract's currency.
    pub amount_minor: i64,
    /// The same in the reporting currency, at the plan rates of the year in which the next term begins.
    pub reporting_minor: i64,
}

/// The movements on the first day of the next term if an option were signed, by class in the order of the list.
///
/// # Errors
/// An option that could not be signed, or a missing plan rate.
pub fn deltas(facts: &Facts, renewal: RenewalId, option: &Choice, (moment, ids): (Moment, &dyn IdSource)) -> Result<Vec<Delta>, Refusal> {
    let now = basis(facts, renewal)?;
    let mut known = Known::of(facts);
    let term = Term { number: now.term.number + 1, start_on: now.term.end_on, end_on: option.end_on, ..now.term.clone() };
    known.apply(&Write::Term(term), moment.recorded_at, None);
    for line in signed_lines(facts, &now, option, ids) {
        known.apply(&Write::Line(line), moment.recorded_at, None);
    }
    known.arrange();
    let rules = facts.ledger_rules.as_ref().map(|set| set.rules.clone()).unwrap_or_default();
    let book = Book::build(&known, &rules)?;
    let starts = day_of(now.term.end_on);
    let prices = Prices::new(Conversion::Plan(now.term.end_on.year()), &book)?;
    let question = Question { level: Level::Account, prices: &prices, after: starts - 1, through: starts, filter: Filter::default() };
    let contract = book.names.contract(now.contract.id);
    let account = book.names.account(now.contract.account);
    let mut found: Vec<Delta> = Vec::new();
    walk(&book, &question, &mut |customer| {
        let own = customer.movements.iter().filter(|movement| Some(movement.account) == account);
        for movement in
            own.filter(|movement| Some(movement.contract) == contract || of_group(facts, &book, movement.contract, now.contract.id))
        {
            match found.iter_mut().find(|delta| delta.class == movement.class) {
                Some(delta) => {
                    delta.amount_minor += movement.amount_minor;
                    delta.reporting_minor += movement.reporting_minor;
                }
                None => found.push(Delta {
                    class: movement.class,
                    amount_minor: movement.amount_minor,
                    reporting_minor: movement.reporting_minor,
                }),
            }
        }
        Ok(())
    })?;
    found.sort_by_key(|delta| Class::ALL.iter().position(|class| *class == delta.class));
    Ok(found)
}

/// Whether a contract of the book is decided together with the one that is renewed.
fn of_group(facts: &Facts, book: &Book, contract: u32, lead: ContractId) -> bool {
    let id = book.names.contracts.get(contract as usize).map(|name| name.id);
    id.and_then(|id| facts.contracts.get(&id)).is_some_and(|contract| contract.co_term_lead == Some(lead))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::deal::offered;
    use crate::primitives::Decimal6;
    use jiff::civil::date;

    fn option(company: &Company, change: impl Fn(&mut crate::contract::Line)) -> (RenewalId, Choice) {
        let renewal = company.facts.renewals.values().find(|renewal| renewal.is_open()).unwrap().id;
        let now = basis(&company.facts, renewal).unwrap();
        let end_on = date(2028, 1, 9);
        let mut lines: Vec<_> = now.lines.iter().map(|line| offered(&now, line, end_on, &company.ids)).collect();
        lines.iter_mut().for_each(change);
        let (name, over_cap_reason) = ("One".to_string(), String::new());
        (renewal, Choice { number: 1, name, end_on, trades: Vec::new(), over_cap_reason, lines })
    }

    fn told(company: &Company, change: impl Fn(&mut crate::contract::Line)) -> Vec<(Class, i64)> {
        let (renewal, option) = option(company, change);
        let deltas = deltas(&company.facts, renewal, &option, (company.moment(), &company.ids)).unwrap();
        deltas.iter().map(|delta| (delta.class, delta.amount_minor)).collect()
    }

    #[test]
    fn the_same_again_moves_nothing_and_a_higher_price_is_a_price_increase() {
        let company = Company::with_one_contract();
        assert_eq!(told(&company, |_| {}), []);
        let dearer = |line: &mut crate::contract::Line| line.unit_price = crate::contract::raised(line.unit_price, 400);
        assert_eq!(told(&company, dearer), [(Class::PriceIncrease, 1_650_000)], "4% of 412,500.00");
    }

    #[test]
    fn more_units_are_an_upsell_small_or_big_by_the_line_of_the_ledgers_rules() {
        let company = Company::with_one_contract();
        let twice = |line: &mut crate::contract::Line| line.quantity = Decimal6::from_millionths(line.quantity.millionths() * 2);
        assert_eq!(told(&company, twice), [(Class::BigUpsell, 41_250_000)]);
        let half = |line: &mut crate::contract::Line| line.unit_price = Decimal6::from_millionths(line.unit_price.millionths() / 2);
        assert_eq!(told(&company, half), [(Class::Contraction, -20_625_000)]);
    }
}
