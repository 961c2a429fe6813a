//! Who answers for price and terms is not paid on it, or is paid against it, by what people told the advisor (PAY-4).

use super::{Counts, Finding, Severity};
use crate::facts::Facts;
use crate::identity::Role;
use crate::ownership::Responsibility;
use crate::ownership::advisor::{Aspect, Factor, Figures, Level, Standing, alignment, known};
use crate::renewal::RenewalKind;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The code of the finding. It is told of a whole book alone: in a part of it others hold the renewals.
pub const PAY_OUT_OF_STEP: &str = "pay-out-of-step";

/// Each way in which pay does not fit who holds what today. What nobody told the advisor is no finding.
pub(super) fn find(facts: &Facts, counts: &Counts, _today: Date) -> Vec<Finding> {
    let figures = &counts.held;
    let levels: BTreeMap<Factor, Level> =
        known(&Figures::default(), &facts.answers, facts.reporting()).into_iter().map(|(factor, known)| (factor, known.level)).collect();
    let incentives = alignment(figures, &levels).into_iter().find(|(aspect, _)| *aspect == Aspect::Incentives);
    let Some((_, Standing::OutOfStep(reasons))) = incentives else { return Vec::new() };
    let finding = |reason: crate::ownership::advisor::Misalignment| Finding {
        code: PAY_OUT_OF_STEP,
        severity: Severity::Medium,
        title: "Pay is out of step with who owns renewals".into(),
        evidence: reason.evidence,
        remedy: reason.remedy.into(),
        renewal: None,
        expansion: None,
        account: None,
        owner: facts.organisation.desk_lead,
    };
    reasons.into_iter().map(finding).collect()
}

/// Open renewals by the role of whoever answers for price and terms.
pub(super) fn count(facts: &Facts) -> Figures {
    let mut figures = Figures::default();
    for renewal in facts.renewals.values().filter(|renewal| renewal.is_open() && renewal.kind == RenewalKind::Renewal) {
        figures.open += 1;
        let holder = facts.holder(renewal.id, Responsibility::Commercial).and_then(|id| facts.teammates.get(&id));
        *figures.commercial.entry(holder.map_or(Role::Ops, |holder| holder.role)).or_default() += 1;
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::fixture::Company;
    use crate::commands;

    fn found(facts: &Facts, day: Date) -> Vec<Finding> {
        find(facts, &Counts::of(facts, day), day)
    }

    #[test]
    fn sellers_who_hold_renewals_and_are_paid_on_new_customers_alone_are_named() {
        let mut company = Company::with_one_contract();
        assert_eq!(found(&company.facts, company.today), [], "nobody was asked");
        let replies = [
            (Factor::SalesPay, Factor::SalesPay.level("new_only"), String::new()),
            (Factor::Pay, Factor::Pay.level("targeted"), String::new()),
        ];
        company.accept(commands::answer_advisor(&company.facts, &replies, ("Mara Lind", company.moment())));
        let told = found(&company.facts, company.today);
        assert_eq!(
            told.iter().map(|finding| finding.evidence.as_str()).collect::<Vec<_>>(),
            ["Sellers answer for price and terms on 1 of 1 open renewals, and are paid on new customers alone."]
        );
    }
}
