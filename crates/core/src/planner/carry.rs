//! What goes on into the next term of a contract, whether it renews by itself or somebody signs.

use crate::contract::{Contract, Line, LineKind, LineOrigin, Term, raised};
use crate::facts::Facts;
use crate::primitives::{IdSource, LineId, last_day_of_service};

/// The recurring lines live on the last day of a term and of the terms in its co-term group that end with it.
pub fn lines_at_the_end(facts: &Facts, contract: &Contract, term: &Term) -> Vec<Line> {
    let last_day = last_day_of_service(term.end_on);
    let in_group = |line: &&Line| {
        let follows = facts.contracts.get(&line.contract).is_some_and(|other| other.co_term_lead == Some(contract.id));
        let ends_with_it = facts.terms.get(&(line.contract, line.term_number)).is_some_and(|other| other.end_on == term.end_on);
        (line.contract == contract.id && line.term_number == term.number) || (follows && ends_with_it)
    };
    let live = facts.lines.values().filter(in_group).filter(|line| line.covers(last_day) && line.kind == LineKind::Recurring);
    live.cloned().collect()
}

/// The lines as they stand in the next term: the price raised by basis points, a temporary discount gone.
pub fn carried_over(
    facts: &Facts,
    (contract, next): (&Contract, &Term),
    lines: &[Line],
    (uplift_bps, origin): (u32, LineOrigin),
    ids: &dyn IdSource,
) -> Vec<Line> {
    let carried = lines.iter().enumerate().map(|(index, line)| Line {
        id: LineId::new(ids),
        reference: facts.line_reference(contract, next.number, index),
        version: 1,
        contract: contract.id,
        term_number: next.number,
        unit_price: raised(line.unit_price, uplift_bps),
        discount_bps: line.lasting_discount_bps(),
        discount_span: None,
        start_on: next.start_on,
        end_on: next.end_on,
        origin,
        follows: Some(line.id),
        ..line.clone()
    });
    carried.collect()
}
