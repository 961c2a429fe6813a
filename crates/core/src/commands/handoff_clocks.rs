//! The verb on how long handoffs may take.

use crate::facts::{Facts, Write};
use crate::identity::Organisation;
use crate::ownership::handoff::Clocks;
use crate::refusal::Refusal;

/// Sets how long handoffs that open, and introductions that fall due, from now on may take, and how many days before a decision are
/// protected; the same again is nothing.
///
/// # Errors
/// A number of days out of range.
pub fn set_handoff_clocks(facts: &Facts, clocks: Clocks) -> Result<Vec<Write>, Refusal> {
    clocks.check()?;
    let organisation = Organisation { handoff_clocks: clocks, ..facts.organisation.clone() };
    Ok(if organisation == facts.organisation { Vec::new() } else { vec![Write::Organisation(organisation)] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn days_out_of_range_are_refused_by_name_and_the_same_again_is_nothing() {
        let mut facts = Company::with_one_contract().facts;
        assert_eq!(
            set_handoff_clocks(&facts, Clocks { accept_days: 5, introduce_days: 5, protected_days: 0 }),
            Ok(Vec::new()),
            "as shipped"
        );
        for (clocks, name) in [
            (Clocks { accept_days: 0, ..Clocks::default() }, "accept_days"),
            (Clocks { accept_days: 61, ..Clocks::default() }, "accept_days"),
            (Clocks { introduce_days: 0, ..Clocks::default() }, "introduce_days"),
            (Clocks { protected_days: 367, ..Clocks::default() }, "protected_days"),
        ] {
            assert_eq!(set_handoff_clocks(&facts, clocks).unwrap_err().column.as_deref(), Some(name));
        }
        let longest = Clocks { accept_days: 60, introduce_days: 1, protected_days: 366 };
        facts.apply_all(&set_handoff_clocks(&facts, longest).unwrap());
        assert_eq!(facts.organisation.handoff_clocks, longest);
        assert_eq!(set_handoff_clocks(&facts, longest), Ok(Vec::new()));
    }
}
