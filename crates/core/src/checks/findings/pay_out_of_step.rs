//! People answer for price and terms and are paid for something else (PAY-4): Sales on new customers alone, CSMs on nothing that is kept.
//! What people are paid on is known from the answers to the advisor; where nobody answered, nothing is found.

use super::{Finding, Severity};
use crate::facts::Facts;
use crate::identity::Role;
use crate::ownership::advisor::{Factor, Figures, Level, Origin, known, pay_out_of_step};
use crate::primitives::{TeammateId, display_date};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The code of the finding. It is told of a whole book alone: in a part of it others hold the renewals.
pub const PAY_OUT_OF_STEP: &str = "pay-out-of-step";

/// What is out of step between who answers for the open renewals and what those people are paid on.
pub(super) fn find(facts: &Facts, today: Date) -> Vec<Finding> {
    let known = known(&Figures::default(), &facts.answers, facts.reporting());
    let levels: BTreeMap<Factor, Level> = known.iter().map(|(factor, known)| (*factor, known.level)).collect();
    let out = pay_out_of_step(&Figures::of_holders(facts), &levels).into_iter();
    let finding = |(factor, misaligned): (Factor, crate::ownership::advisor::Misalignment)| {
        let said = match known.get(&factor).map(|known| &known.origin) {
            Some(Origin::Answered { by, on }) => format!(" {by} said so on {}.", display_date(*on)),
            _ => String::new(),
        };
        let (whose, leader) = if factor == Factor::SalesPay { ("Sales", Role::SalesLeader) } else { ("CS", Role::CsLeader) };
        Finding {
            code: PAY_OUT_OF_STEP,
            severity: Severity::Medium,
            title: format!("Pay in {whose} is out of step with who answers for renewals"),
            evidence: format!("{}{said}", misaligned.evidence),
            remedy: misaligned.remedy.into(),
            renewal: None,
            expansion: None,
            account: None,
            owner: leads(facts, leader, today),
        }
    };
    out.map(finding).collect()
}

/// Who leads a function: of several the first by reference; the desk lead where nobody does.
fn leads(facts: &Facts, role: Role, today: Date) -> TeammateId {
    let leaders = facts.teammates.values().filter(|person| person.role == role && person.is_active_on(today));
    leaders.min_by(|one, other| one.reference.cmp(&other.reference)).map_or(facts.organisation.desk_lead, |leader| leader.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::commands;

    #[test]
    fn sales_that_holds_renewals_and_is_paid_on_new_customers_alone_is_found_for_who_leads_it() {
        let mut company = Company::with_one_contract();
        assert_eq!(find(&company.facts, company.today), [], "nobody said what people are paid on");
        let reply = |factor: Factor, code: &str| (factor, factor.level(code), String::new());
        let answer = |company: &mut Company, factor, code| {
            let by = ("Grace Lin", company.moment());
            company.accept(commands::answer_advisor(&company.facts, &[reply(factor, code)], by));
        };
        answer(&mut company, Factor::Pay, "paid");
        answer(&mut company, Factor::SalesPay, "new_only");
        let found = find(&company.facts, company.today);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].evidence,
            "Sellers answer for price and terms on 1 of 1 open renewals, and are paid on new customers alone. Grace Lin said so on 23 Nov 2026."
        );
        assert_eq!(found[0].owner, company.teammate("sean"));
        answer(&mut company, Factor::SalesPay, "kept");
        assert_eq!(find(&company.facts, company.today), []);
        answer(&mut company, Factor::Pay, "none");
        assert_eq!(find(&company.facts, company.today)[0].owner, company.teammate("lena"), "CSMs are hers");
    }
}
