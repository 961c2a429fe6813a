//! The verb on the rules that the ledger of revenue is read under.

use crate::facts::{Facts, LedgerRules, Write};
use crate::ledger::Rules;

/// Sets the rules that questions without parameters are answered under. Setting the shipped ones confirms them; the same again is nothing.
pub fn set_ledger_rules(facts: &Facts, rules: Rules, set_by: &str) -> Vec<Write> {
    if facts.ledger_rules.as_ref().is_some_and(|known| known.rules == rules) {
        return Vec::new();
    }
    vec![Write::LedgerRules(LedgerRules { rules, set_by: set_by.into() })]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;

    #[test]
    fn the_shipped_rules_count_as_confirmed_only_once_somebody_set_them() {
        let mut facts = Company::with_one_contract().facts;
        let writes = set_ledger_rules(&facts, Rules::default(), "Ingrid Solberg");
        assert_eq!(writes.len(), 1, "confirming what is shipped is a decision");
        facts.apply_all(&writes);
        assert_eq!(facts.ledger_rules.as_ref().map(|known| known.set_by.as_str()), Some("Ingrid Solberg"));
        assert_eq!(set_ledger_rules(&facts, Rules::default(), "Grace Lin"), []);
        assert_eq!(set_ledger_rules(&facts, Rules { grace_days: 30, ..Rules::default() }, "Grace Lin").len(), 1);
    }
}
