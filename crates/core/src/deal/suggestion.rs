//! How a renewal seems to be decided, by what is written down: a beginning for whoever closes it, with its reason. A person decides.

use crate::commands::versions_of;
use crate::facts::Facts;
use crate::primitives::{closed_words, display_date};
use crate::proposal::ProposalState;
use crate::renewal::{Renewal, renews_by_itself};

closed_words! {
    /// Ways to close a renewal.
    Way {
        Accepted = "accepted", "Renewed as proposed";
        Renewed = "renewed", "Renewed on other terms";
        Lost = "lost", "Lost at the end of the term";
        Cancelled = "cancelled", "Cancelled before the end of the term";
    }
}

/// What the facts suggest, and why; `None` where they do not tell.
pub fn suggested(facts: &Facts, renewal: &Renewal) -> Option<(Way, String)> {
    let term = facts.terms.get(&(renewal.contract, renewal.term_number))?;
    if let Some(day) = term.opt_out_received_on {
        return Some((Way::Lost, format!("The customer gave notice on {}.", display_date(day))));
    }
    if let Some(last) = versions_of(facts, renewal.id).last() {
        match last.state() {
            ProposalState::Sent => return Some((Way::Accepted, format!("Proposal {} is with the customer.", last.version))),
            ProposalState::Declined => return Some((Way::Lost, format!("Proposal {} was declined.", last.version))),
            _ => {}
        }
    }
    let contract = facts.contracts.get(&renewal.contract)?;
    let by_itself = renews_by_itself(contract, term);
    by_itself.then(|| (Way::Renewed, "It renews by itself: nobody gave notice.".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::commands;
    use jiff::civil::date;

    #[test]
    fn a_notice_suggests_a_loss_and_a_contract_that_goes_on_by_itself_a_renewal() {
        let mut company = Company::with_one_contract();
        assert_eq!(suggested(&company.facts, company.renewal()).map(|(way, _)| way), Some(Way::Renewed));
        let contract = company.renewal().contract;
        let today = company.today;
        company.accept(commands::give_notice(&company.facts, contract, today, company.moment()));
        assert_eq!(suggested(&company.facts, company.renewal()).map(|(way, _)| way), Some(Way::Lost));
    }

    #[test]
    fn where_nothing_is_written_down_nothing_is_suggested() {
        let mut company = Company::with_one_contract();
        let contract = company.renewal().contract;
        company.amend(contract, date(2027, 1, 9), |contract| contract.auto_renew = false);
        assert_eq!(suggested(&company.facts, company.renewal()), None);
    }
}
